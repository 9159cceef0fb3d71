"""How the policies of a study look, the same in every figure: colours of the front, labels, names of its ends."""

from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from numpy.typing import NDArray

from basinsim.figures import style
from basinsim.metrics.amounts import shown_unit

if TYPE_CHECKING:
    from basinsim.tradeoff.outcome import StudyOutcome

BASELINE = "baseline"
_MAP = "viridis"
_ENDS = (0.0, 0.9)  # the palest end of the map is lost on paper


def colours_of(outcome: "StudyOutcome") -> dict[str, str]:
    """Return the colour of each policy of the front: by its place in the first objective in which they differ.

    Parameters
    ----------
    outcome : StudyOutcome
        What came of a study.

    Returns
    -------
    dict of str to str
        From names to colours, dark for the best; the baseline is black.
    """
    front = outcome.front
    name = coloured_by(outcome)
    scores = np.zeros(len(front)) if name is None else better_upwards(outcome, name)
    span = np.ptp(scores) if len(scores) else 0.0
    places = (scores.max() - scores) / span if span > 0 else np.zeros(len(front))
    shades = mpl.colormaps[_MAP](_ENDS[0] + (_ENDS[1] - _ENDS[0]) * places)
    found = {
        str(point): mpl.colors.to_hex(shade) for point, shade in zip(front["point"], shades, strict=True)
    }
    return found | {BASELINE: style.INK}


def coloured_by(outcome: "StudyOutcome") -> str | None:
    """Return the objective that gives the colours; None where the front differs in none."""
    return next(
        (one for one in outcome.manifest["objectives"] if np.ptp(better_upwards(outcome, one)) > 0), None
    )


def better_upwards(outcome: "StudyOutcome", objective: str) -> NDArray[np.float64]:
    """Return an objective of each policy of the front, turned so that more is better."""
    values: NDArray[np.float64] = outcome.front[f"objective.{objective}"].to_numpy(dtype=float)
    if not len(values):
        return np.zeros(1)
    return values if outcome.manifest["objectives"][objective]["direction"] == "max" else -values


def label_of(outcome: "StudyOutcome", objective: str) -> str:
    """Return what an objective is called on an axis, with its unit."""
    facts = outcome.manifest["objectives"][objective]
    return f"{facts['label']} [{shown_unit(facts['unit'])}]"


def scaled(outcome: "StudyOutcome", objective: str, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values of an objective in the unit in which they are shown."""
    return values * (100.0 if outcome.manifest["objectives"][objective]["unit"] == "1" else 1.0)


def ends_of(outcome: "StudyOutcome") -> dict[str, list[str]]:
    """Return the policies of the front that are best in something, with the labels of what they are best in."""
    found: dict[str, list[str]] = {}
    if outcome.front.empty:
        return found
    for name, facts in outcome.manifest["objectives"].items():
        scores = better_upwards(outcome, name)
        if np.ptp(scores) > 0:
            best = str(outcome.front["point"].iloc[int(np.argmax(scores))])
            found.setdefault(best, []).append(facts["label"])
    return found
