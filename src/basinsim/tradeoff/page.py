"""The page of a study: its policies as linked axes, table and network, their cards, and how they hold up."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from basinsim.figures.schematic import place_network
from basinsim.figures.style import STAKEHOLDER_COLOURS
from basinsim.metrics.front_page import FRONT_PAGE, OTHER
from basinsim.network.shape import Shape
from basinsim.report.alternatives import Alternatives, Axis, places_of
from basinsim.report.page import write_page
from basinsim.report.pictures import Picture, pictures
from basinsim.report.trade_off import trade_off_page
from basinsim.tradeoff.outcome import StudyOutcome
from basinsim.tradeoff.robustness.analysis import Analysis
from basinsim.tradeoff.robustness.on_page import chapters_of

PAGE_FILE = "trade_off.html"
BASELINE = "baseline"
_DECIDING = "full"
MOST = 1500
"""Policies that a page shows: the front first, so that it stays light enough for an e-mail."""


def page_writers(
    outcome: StudyOutcome, shape: Shape, analysis: Analysis | None = None, figures: Sequence[str] = ()
) -> dict[str, Callable[[Path], None]]:
    """Return what writes the page of a study to a path, by file name; nothing is drawn before it is called.

    Parameters
    ----------
    outcome : StudyOutcome
        What came of it.
    shape : Shape
        Of its basin.
    analysis : Analysis, optional
        What its evaluations say of its policies; with it the page has the cards, and how policies hold up.
    figures : sequence of str
        Names of figures that stand beside the page by the time it is written.
    """

    def write(path: Path) -> None:
        write_page(path, study_page(outcome, shape, analysis, pictures(path.parent, figures)))

    return {PAGE_FILE: write}


def study_page(
    outcome: StudyOutcome,
    shape: Shape | None = None,
    analysis: Analysis | None = None,
    figures: Sequence[Picture] = (),
) -> str:
    """Write the page of a study.

    Parameters
    ----------
    outcome : StudyOutcome
        What came of it.
    shape : Shape, optional
        Of its basin, which is then drawn.
    analysis : Analysis, optional
        What its evaluations say of its policies.
    figures : sequence of Picture
        Of how policies hold up.

    Returns
    -------
    str
        HTML that needs nothing beside itself.
    """
    manifest = outcome.manifest
    alternatives = alternatives_of_study(outcome, shape)
    whole = int((outcome.points["stage"] == _DECIDING).sum())
    shown = f"{len(alternatives.names):,}" + ("" if len(alternatives.names) == whole else f" of {whole:,}")
    lead = (
        f"{manifest.get('question') or ''} {shown} policies of the basin {manifest['basin']}, each simulated without "
        "foresight, in the same weather."
    )
    schematic = None if shape is None else place_network(shape)
    chapters = () if analysis is None else chapters_of(analysis, figures)
    return trade_off_page(
        str(manifest["study"]), alternatives, schematic, lead=lead.strip(), chapters=chapters
    )


def alternatives_of_study(outcome: StudyOutcome, shape: Shape | None = None) -> Alternatives:
    """Read the policies of a study as alternatives, its objectives as axes.

    Parameters
    ----------
    outcome : StudyOutcome
        What came of it.
    shape : Shape, optional
        Of its basin.

    Returns
    -------
    Alternatives
        Of the stage that decides, in the order in which they were made; of more than :data:`MOST`
        the baseline and the front come before others. Beaten by none is who is on the study's front.
    """
    points = outcome.points[outcome.points["stage"] == _DECIDING]
    first = points["on_front"].astype(bool) | (points["point"] == BASELINE)
    kept = pd.concat([points[first], points[~first]]).head(MOST).sort_index()
    objectives: dict[str, Any] = outcome.manifest["objectives"]
    axes = tuple(_axis(one, shape) for one in objectives.values())
    values = kept[[f"objective.{name}" for name in objectives]].to_numpy(dtype=float)
    names = tuple(str(name) for name in kept["point"])
    return Alternatives(
        names,
        axes,
        values.reshape(len(names), len(axes)),
        names.index(BASELINE) if BASELINE in names else None,
        tuple(_settings(row, outcome.manifest["levers"]) for row in kept.to_dict("records")),
        front=tuple(bool(one) for one in kept["on_front"]),
    )


def _axis(objective: dict[str, Any], shape: Shape | None) -> Axis:
    metric, group = str(objective["metric"]), str(objective["group"])
    whose = {(entry.metric, entry.group): entry.stakeholder for entry in FRONT_PAGE}
    stakeholder = whose.get((metric, group), group if group in STAKEHOLDER_COLOURS else OTHER)
    own = (group,) if shape is not None and group in shape.nodes else places_of(shape, stakeholder)
    unit, upwards = str(objective["unit"]), objective["direction"] == "max"
    return Axis(str(objective["label"]), unit, upwards, stakeholder, own)


def _settings(row: dict[Any, Any], levers: dict[str, Any]) -> str:
    """Say how a policy sets the levers; of the baseline, that nothing is changed."""
    if row["point"] == BASELINE:
        return "nothing is changed"
    said = []
    for name, lever in levers.items():
        value = row.get(f"lever.{name}")
        if value is None or pd.isna(value) or value == "":
            continue
        number = f"{value:.4g}" if isinstance(value, float) else str(value)
        said.append(f"{lever['label']}: {number} {lever['unit'] or ''}".rstrip())
    note = str(row.get("note") or "")
    return "; ".join([*said, *([note] if note and note != "nan" else [])])
