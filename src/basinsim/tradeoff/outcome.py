"""A study's results in a folder: written together, read again."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from basinsim.errors import file_error
from basinsim.metrics.registry import METRICS
from basinsim.network.network import Network
from basinsim.results.provenance import combined_hash, input_hashes, program_version
from basinsim.results.store import table_writer, write_together
from basinsim.running.prepare import files_read
from basinsim.schema.study_parts import Measure
from basinsim.tradeoff.as_scenarios import POLICY_PREFIX
from basinsim.tradeoff.explore import Explored
from basinsim.tradeoff.tables import (
    evaluations_table,
    front_table,
    futures_table,
    hypervolume_table,
    points_table,
)

MANIFEST = "study.json"
_OF_A_STUDY = (
    f"{POLICY_PREFIX}*.yaml",
    "front.png",
    "parallel_axes.png",
    "hypervolume.png",
    "futures.png",
    "robustness.png",
    "failure_boxes.png",
)
_DIGITS = 12  # a study that is resumed reads its numbers again
_TABLES = ("evaluations", "points", "front", "futures", "hypervolume")


@dataclass(frozen=True)
class StudyOutcome:
    """What came of a study, as it is kept.

    Attributes
    ----------
    manifest : dict
        What was asked, by which program, from which inputs; the contents of ``study.json``.
    evaluations : pandas.DataFrame
        Every number: stage, point, future, member, metric, group, value, unit, direction.
    points : pandas.DataFrame
        Every policy: stage, point, seed, round, ``lever.*``, ``objective.*``, ``constraint.*``,
        feasible, on_front, note.
    front : pandas.DataFrame
        The policies nobody beats, with ``low.*`` and ``high.*`` of each objective.
    futures : pandas.DataFrame
        What each future is; the first one is the reference.
    hypervolume : pandas.DataFrame
        seed, evaluations, hypervolume.
    """

    manifest: dict[str, Any]
    evaluations: pd.DataFrame
    points: pd.DataFrame
    front: pd.DataFrame
    futures: pd.DataFrame
    hypervolume: pd.DataFrame


def outcome_of(explored: Explored) -> StudyOutcome:
    """Put what came of a study into tables.

    Parameters
    ----------
    explored : Explored
        As :func:`basinsim.tradeoff.explore.explore` returns it.

    Returns
    -------
    StudyOutcome
        Ready to be saved.
    """
    points = points_table(explored)
    return StudyOutcome(
        _manifest(explored),
        evaluations_table(explored),
        points,
        front_table(explored, points),
        futures_table(explored),
        hypervolume_table(explored),
    )


def save_outcome(outcome: StudyOutcome, directory: Path, more: dict[str, Callable[[Path], None]]) -> Path:
    """Write a study's results, all or nothing.

    Parameters
    ----------
    outcome : StudyOutcome
        What came of it.
    directory : Path
        Made where there is none.
    more : dict of str to callable
        Further files: from a name to what writes it.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    RunError
        Where the disk refuses.
    """
    writers: dict[str, Callable[[Path], None]] = {
        f"{name}.csv": table_writer(getattr(outcome, name), _DIGITS) for name in _TABLES
    }
    text = json.dumps(outcome.manifest, indent=1, ensure_ascii=False)
    writers[MANIFEST] = lambda path: _write_text(path, text)
    written = writers | more
    write_together(directory, written)
    for path in (path for pattern in _OF_A_STUDY for path in directory.glob(pattern)):
        if path.name not in written:  # of an earlier study in this folder
            path.unlink(missing_ok=True)
    return directory


def open_study(directory: str | Path) -> StudyOutcome:
    """Read what came of a study.

    Parameters
    ----------
    directory : str or Path
        Where ``basinsim tradeoff`` wrote it.

    Returns
    -------
    StudyOutcome
        As it was saved.

    Raises
    ------
    InputError
        Where the folder holds no results of a study.
    """
    directory = Path(directory)
    try:
        manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
        tables = {name: read_table(directory / f"{name}.csv") for name in _TABLES}
    except FileNotFoundError as error:
        raise file_error(
            directory, f"holds no results of a study (there is no {Path(error.filename).name})"
        ) from error
    except (OSError, ValueError) as error:
        raise file_error(directory, f"cannot be read as a study: {str(error).splitlines()[0]}") from error
    return StudyOutcome(manifest, **tables)


_WORDS = ("stage", "point", "future", "metric", "group", "unit", "direction", "climate", "growth", "note")


def read_table(path: Path) -> pd.DataFrame:
    """Read a table of a study; what are words stay words, empty where nothing stands."""
    table = pd.read_csv(path, dtype=dict.fromkeys(_WORDS, str), keep_default_na=False, na_values=[""])
    for name in set(_WORDS) & set(table.columns):
        table[name] = table[name].fillna("")
    return table


def _write_text(path: Path, text: str) -> None:
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _manifest(explored: Explored) -> dict[str, Any]:
    study = explored.study
    settings = study.settings
    scenario, _ = study.simulation((), study.futures[0], study.stages[-1])
    texts = {**scenario.loaded_basin.document.texts, **scenario.document.texts, **study.document.texts}
    hashes = input_hashes(Network(scenario.basin), texts, files_read(scenario))
    return {
        "study": study.name,
        "question": settings.question,
        "scenario": study.scenario.name,
        "basin": study.scenario.basin.name,
        "stages": {
            stage: {
                "start": str(study.period_and_step(stage)[0]),
                "end": str(study.period_and_step(stage)[1]),
                "step": study.period_and_step(stage)[2],
                "members": study.members(stage),
            }
            for stage in study.stages
        },
        "levers": {
            one.name: {
                "label": _label(one.lever.description, one.name),
                "unit": one.unit,
                "is_number": one.is_number,
                "values": None if one.options is None else [option.shown for option in one.options],
            }
            for one in study.dimensions
        },
        "objectives": {
            name: {
                **_described(one),
                "label": _label(one.label, name),
                "epsilon": one.epsilon,
                "good_enough": None if one.good_enough is None else asdict(one.good_enough),
            }
            for name, one in settings.objectives.items()
        },
        "constraints": {
            name: {
                **_described(one),
                "at_least": None if one.at_least is None else str(one.at_least),
                "at_most": None if one.at_most is None else str(one.at_most),
            }
            for name, one in settings.constraints.items()
        },
        "search": settings.search.model_dump(exclude_none=True),
        "policies": len(explored.tried),
        "front": [one.name for one in explored.front],
        "stopped": explored.stopped,
        "basinsim_version": program_version(),
        "inputs_sha256": combined_hash(hashes),
        "inputs": hashes,
        "text": study.document.texts[study.path],
    }


def _described(measure: Measure) -> dict[str, Any]:
    metric = METRICS[measure.metric]
    return {
        "metric": measure.metric,
        "group": measure.group,
        "statistic": measure.statistic,
        "futures": measure.futures,
        "unit": metric.unit,
        "direction": metric.direction,
        "title": metric.title,
    }


def _label(said: str, name: str) -> str:
    return said or name.replace("_", " ").capitalize()
