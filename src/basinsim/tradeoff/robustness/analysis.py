"""All that a study's evaluations say of its policies, and its files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from basinsim.errors import file_error
from basinsim.results.store import table_writer
from basinsim.tradeoff.outcome import StudyOutcome, open_study
from basinsim.tradeoff.policies import BASELINE
from basinsim.tradeoff.robustness.cases import Cases, cases_of
from basinsim.tradeoff.robustness.choices import Knee, choose, knees
from basinsim.tradeoff.robustness.discovery import Failing, failing
from basinsim.tradeoff.robustness.gains import Gains, gains_of
from basinsim.tradeoff.robustness.scores import (
    disagreement_table,
    matrix_table,
    satisficing_table,
    score_table,
)
from basinsim.tradeoff.robustness.sensitivity import sensitivity_table
from basinsim.tradeoff.robustness.spoken import Spoken, read_spoken, write_spoken

Writers = dict[str, Callable[[Path], None]]
CONDITIONS, WORDS = "conditions.csv", "policy_words.json"


@dataclass(frozen=True)
class Analysis:
    """What a study's evaluations say of its policies.

    Attributes
    ----------
    cases : Cases
        The evaluations as arrays.
    conditions : DataFrame
        What each case is like, whatever the policy.
    spoken : mapping of str to Spoken
        Policies in words.
    chosen : tuple of str
        Policies to argue about.
    knees : tuple of Knee
        Suggestions.
    gains : Gains
        Who gains by each policy.
    failing : tuple of Failing
        When the baseline and each chosen policy fail, in each objective.
    matrix, scores, disagreement, satisficing, sensitivity : DataFrame
        As their makers describe them.
    """

    cases: Cases
    conditions: pd.DataFrame
    spoken: Mapping[str, Spoken]
    chosen: tuple[str, ...]
    knees: tuple[Knee, ...]
    gains: Gains
    failing: tuple[Failing, ...]
    matrix: pd.DataFrame
    scores: pd.DataFrame
    disagreement: pd.DataFrame
    satisficing: pd.DataFrame
    sensitivity: pd.DataFrame

    @property
    def boxes(self) -> tuple[Failing, ...]:
        """Failures that a box tells of, best told first: one of each objective, then the second ones.

        Policies to argue about come before the baseline.
        """
        best: dict[str, list[Failing]] = {}
        for one in sorted(self.failing, key=_told):
            if one.box is not None:
                best.setdefault(one.objective, []).append(one)
        turns = range(max((len(listed) for listed in best.values()), default=0))
        return tuple(listed[turn] for turn in turns for listed in best.values() if turn < len(listed))


def _told(one: Failing) -> tuple[bool, float]:
    return one.point == BASELINE, 0.0 if one.box is None else -one.box.quality


def analyse(outcome: StudyOutcome, conditions: pd.DataFrame, spoken: Mapping[str, Spoken]) -> Analysis:
    """Read out of a study's evaluations what they say of its policies.

    Parameters
    ----------
    outcome : StudyOutcome
        What came of a study.
    conditions : DataFrame
        As :func:`basinsim.tradeoff.robustness.conditions.conditions_table` returns it.
    spoken : mapping of str to Spoken
        As :func:`basinsim.tradeoff.robustness.spoken.spoken_policies` returns it.

    Returns
    -------
    Analysis
        Nothing is simulated for it.
    """
    cases = cases_of(outcome)
    gains, scores = gains_of(cases), score_table(cases)
    chosen = choose(cases, gains)
    return Analysis(
        cases,
        conditions,
        spoken,
        chosen,
        knees(cases),
        gains,
        tuple(
            failing(cases, conditions, point, name) for point in (BASELINE, *chosen) for name in cases.telling
        ),
        matrix_table(cases),
        scores,
        disagreement_table(scores),
        satisficing_table(cases),
        sensitivity_table(cases, conditions),
    )


def open_analysis(directory: str | Path) -> Analysis:
    """Read out of the files of a study what they say of its policies.

    Parameters
    ----------
    directory : str or Path
        Where ``basinsim tradeoff`` wrote it.

    Returns
    -------
    Analysis
        Worked out again from the stored evaluations.

    Raises
    ------
    InputError
        Where the folder holds no results of a study, or none with conditions and words.
    """
    directory = Path(directory)
    outcome = open_study(directory)
    try:
        conditions = pd.read_csv(directory / CONDITIONS, dtype={"future": str})
        spoken = read_spoken(directory / WORDS)
    except FileNotFoundError as error:
        message = f"holds no analysis of a study (there is no {Path(error.filename).name})"
        raise file_error(directory, message) from error
    except (OSError, ValueError, KeyError) as error:
        raise file_error(directory, f"cannot be read as a study: {str(error).splitlines()[0]}") from error
    return analyse(outcome, conditions, spoken)


def analysis_writers(analysis: Analysis) -> Writers:
    """Return what writes each table of an analysis to a path, by file name."""
    tables = {
        CONDITIONS: analysis.conditions,
        "matrix.csv": analysis.matrix,
        "robustness.csv": analysis.scores,
        "rank_disagreement.csv": analysis.disagreement,
        "satisficing.csv": analysis.satisficing,
        "sensitivity.csv": analysis.sensitivity,
        "boxes.csv": box_table(analysis.failing),
    }
    written: Writers = {name: table_writer(table, 12) for name, table in tables.items()}
    return written | {WORDS: partial(write_spoken, analysis.spoken)}


def box_table(found: tuple[Failing, ...]) -> pd.DataFrame:
    """Return when policies fail.

    Parameters
    ----------
    found : tuple of Failing
        As :func:`basinsim.tradeoff.robustness.discovery.failing` returns them.

    Returns
    -------
    pandas.DataFrame
        Columns point, objective, failed, cases, coverage, density, mass [1], limits, words; a row for
        each policy and objective, empty where no box was found.
    """
    rows = []
    for one in found:
        box = one.box
        limits = "" if box is None else "; ".join(
            f"{name} in {{{', '.join(sorted(limit.among))}}}" if limit.among is not None
            else f"{limit.low:g} <= {name} <= {limit.high:g}"
            for name, limit in box.limits.items()
        )  # fmt: skip
        measured = [None] * 3 if box is None else [box.coverage, box.density, box.mass]
        rows.append([one.point, one.objective, one.failed, one.count, *measured, limits, one.words])
    names = ["point", "objective", "failed", "cases", "coverage", "density", "mass", "limits", "words"]
    return pd.DataFrame(rows, columns=names)
