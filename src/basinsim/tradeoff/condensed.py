"""What a study concludes from, small enough to be kept with its text: one row a case, one column a number."""

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pandas as pd

from basinsim.errors import file_error
from basinsim.metrics.registry import METRICS
from basinsim.results.store import table_writer, write_together
from basinsim.tradeoff.outcome import MANIFEST, StudyOutcome, read_table
from basinsim.tradeoff.robustness.analysis import CONDITIONS, WORDS, Analysis, analyse, open_analysis
from basinsim.tradeoff.robustness.discovery import STATES
from basinsim.tradeoff.robustness.spoken import read_spoken, write_spoken

PROVENANCE = "provenance.json"
_TABLES = ("points", "front", "futures", "hypervolume")
_FIGURES = 6
_CASE = ["point", "future", "member"]
_BETWEEN = " | "
"""Between metric and group in the head of a column."""


def condense(directory: str | Path, target: str | Path, provenance: Mapping[str, str]) -> Path:
    """Keep of a study what its conclusions are drawn from.

    Parameters
    ----------
    directory : str or Path
        Where ``basinsim tradeoff`` wrote it.
    target : str or Path
        Folder to write, made where there is none.
    provenance : mapping of str to str
        When, where and by which state of the program it was made, for ``provenance.json``.

    Returns
    -------
    Path
        The folder: every policy that was simulated in full in every case, to six figures, with the
        numbers that cards and boxes are made from; and the tables of policies, futures and the search.

    Raises
    ------
    InputError
        Where the folder holds no study.
    RunError
        Where the disk refuses.
    """
    analysis, target = open_analysis(directory), Path(target)
    outcome = analysis.cases.outcome
    kept = {(one.metric, one.group) for one in analysis.gains.stakes}
    kept |= {(one["metric"], one["group"]) for one in outcome.manifest["objectives"].values()}
    kept |= {(one["metric"], one["group"]) for one in outcome.manifest["constraints"].values()}
    table = outcome.evaluations
    table = table[table["stage"] == list(outcome.manifest["stages"])[-1]]
    table = table.assign(
        number=[_BETWEEN.join(pair) for pair in zip(table["metric"], table["group"], strict=True)]
    )
    chosen = table["number"].isin({_BETWEEN.join(pair) for pair in kept}) | table["metric"].isin(STATES)
    wide = table[chosen].pivot_table(index=_CASE, columns="number", values="value", sort=False)
    cases = wide.reset_index()
    tables = {name: getattr(outcome, name) for name in _TABLES} | {"cases": cases}
    texts = {MANIFEST: outcome.manifest, PROVENANCE: dict(provenance)}
    writers = {f"{name}.csv": table_writer(one, _FIGURES) for name, one in tables.items()}
    writers[CONDITIONS] = table_writer(analysis.conditions, _FIGURES)
    writers[WORDS] = partial(write_spoken, analysis.spoken)
    writers |= {name: partial(_write_json, content) for name, content in texts.items()}
    return write_together(target, writers)


def _write_json(content: object, path: Path) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def open_condensed(directory: str | Path) -> Analysis:
    """Work out again what a study concludes, from what :func:`condense` kept.

    Parameters
    ----------
    directory : str or Path
        That folder.

    Returns
    -------
    Analysis
        As :func:`basinsim.tradeoff.robustness.analysis.analyse` returns it; of the screen only the
        policies and their objectives are known.

    Raises
    ------
    InputError
        Where the folder does not hold one.
    """
    directory = Path(directory)
    try:
        manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
        tables = {name: read_table(directory / f"{name}.csv") for name in (*_TABLES, "cases")}
        conditions = pd.read_csv(directory / CONDITIONS, dtype={"future": str})
        spoken = read_spoken(directory / WORDS)
    except FileNotFoundError as error:
        message = f"holds no condensed study (there is no {Path(error.filename).name})"
        raise file_error(directory, message) from error
    except (OSError, ValueError, KeyError) as error:
        raise file_error(directory, f"cannot be read as a study: {str(error).splitlines()[0]}") from error
    evaluations = _long(tables.pop("cases"), list(manifest["stages"])[-1])
    return analyse(StudyOutcome(manifest, evaluations, **tables), conditions, spoken)


def _long(cases: pd.DataFrame, stage: str) -> pd.DataFrame:
    """Return one row a number, with unit and direction of its metric."""
    table = cases.melt(_CASE, var_name="number", value_name="value")
    pairs = table["number"].str.split(_BETWEEN, n=1, regex=False)
    metric = pairs.str[0]
    return table.assign(
        stage=stage,
        metric=metric,
        group=pairs.str[1],
        unit=metric.map({name: one.unit for name, one in METRICS.items()}),
        direction=metric.map({name: one.direction for name, one in METRICS.items()}),
    ).drop(columns="number")
