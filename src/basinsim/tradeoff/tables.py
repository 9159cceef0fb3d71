"""A study's results as tables: evaluations in long form, policies, the front, futures, hypervolume."""

import numpy as np
import pandas as pd

from basinsim.metrics.registry import METRICS
from basinsim.tradeoff.explore import Explored
from basinsim.tradeoff.hypervolume import Scale, history, is_available
from basinsim.tradeoff.policies import Tried
from basinsim.tradeoff.study import FULL

EVALUATION_COLUMNS = ("stage", "point", "future", "member", "metric", "group", "value", "unit", "direction")
RANGE = (5, 95)
"""Percentiles over all members of all futures between which a range is given."""


def evaluations_table(explored: Explored) -> pd.DataFrame:
    """Return every number of every simulation.

    Parameters
    ----------
    explored : Explored
        What came of a study.

    Returns
    -------
    pandas.DataFrame
        With the columns of ``EVALUATION_COLUMNS``; members of one number are the same weather in
        every policy.
    """
    parts: list[dict[str, object]] = []
    for one in _all(explored):
        for stage, outcome in one.outcomes.items():
            for future, evaluation in outcome.items():
                for (metric, group), values in evaluation.numbers.items():
                    parts.append(
                        {
                            "stage": stage,
                            "point": one.name,
                            "future": future,
                            "member": np.arange(len(values)),
                            "metric": metric,
                            "group": group,
                            "value": values,
                        }
                    )
    lengths = [len(part["value"]) for part in parts]  # type: ignore[arg-type] # each is an array
    columns: dict[str, object] = {
        name: np.repeat(np.array([part[name] for part in parts], dtype=object), lengths)
        for name in ("stage", "point", "future", "metric", "group")
    }
    for name in ("member", "value"):
        columns[name] = np.concatenate([part[name] for part in parts]) if parts else []
    table = pd.DataFrame(columns)
    table["unit"] = [METRICS[name].unit for name in table["metric"]]
    table["direction"] = [METRICS[name].direction for name in table["metric"]]
    return table[list(EVALUATION_COLUMNS)]


def points_table(explored: Explored) -> pd.DataFrame:
    """Return every policy with its levers and what it was judged to be, a row for each stage."""
    front = {one.name for one in explored.front}
    settings = explored.study.settings
    rows = []
    for stage in explored.study.stages:
        for one in _all(explored):
            if stage not in one.verdicts:
                continue
            verdict = one.verdicts[stage]
            row: dict[str, object] = {"stage": stage, "point": one.name, "seed": one.seed, "round": one.round}
            for place, dimension in enumerate(explored.study.dimensions):
                row[f"lever.{dimension.name}"] = one.options[place].shown if one.options else None
            row |= {f"objective.{n}": v for n, v in zip(settings.objectives, verdict.objectives, strict=True)}
            row |= {
                f"constraint.{n}": v for n, v in zip(settings.constraints, verdict.constraints, strict=True)
            }
            row["feasible"] = verdict.feasible
            row["on_front"] = stage == FULL and one.name in front
            row["note"] = one.failure(stage)
            rows.append(row)
    return pd.DataFrame(rows)


def front_table(explored: Explored, points: pd.DataFrame) -> pd.DataFrame:
    """Return the policies nobody beats, with the range of each objective over members and futures.

    Parameters
    ----------
    explored : Explored
        What came of a study.
    points : DataFrame
        As :func:`points_table` makes it.

    Returns
    -------
    pandas.DataFrame
        Rows of ``points`` with further columns ``low.<objective>`` and ``high.<objective>``.
    """
    table = points[points["on_front"].astype(bool)].reset_index(drop=True)
    by_name = {one.name: one for one in _all(explored)}
    for name, objective in explored.study.settings.objectives.items():
        ends = []
        for point in table["point"]:
            outcome = by_name[point].outcomes[FULL]
            values = [one.numbers[objective.metric, objective.group] for one in outcome.values()]
            ends.append(np.nanpercentile(np.concatenate(values), RANGE))
        table[f"low.{name}"] = [end[0] for end in ends]
        table[f"high.{name}"] = [end[1] for end in ends]
    return table


def futures_table(explored: Explored) -> pd.DataFrame:
    """Return what each future is, the reference first; facts as in the basin are left empty."""
    rows: list[dict[str, object]] = []
    for future in explored.study.futures:
        row: dict[str, object] = {
            "future": future.name,
            "climate": future.climate,
            "growth": future.growth,
            "hydrology_seed": future.hydrology_seed,
        }
        row |= {key: future.facts.get(key) for key in explored.study.settings.futures.facts}
        rows.append(row)
    return pd.DataFrame(rows)


def hypervolume_table(explored: Explored) -> pd.DataFrame:
    """Return how much of the space of objectives each seed's search had covered after each policy.

    Parameters
    ----------
    explored : Explored
        What came of a study.

    Returns
    -------
    pandas.DataFrame
        Columns ``seed``, ``evaluations``, ``hypervolume`` [1]: share of the box from the best found of
        each objective, by any seed, to a tenth beyond the worst. Empty where pymoo is not installed.
    """
    stage = explored.study.stages[0]
    known = {one.name: one.verdicts[stage] for one in explored.tried if stage in one.verdicts}
    signs = np.array(
        [
            1.0 if METRICS[o.metric].direction == "min" else -1.0
            for o in explored.study.settings.objectives.values()
        ]
    )
    costs = {name: signs * one.objectives for name, one in known.items() if one.feasible}
    columns = ["seed", "evaluations", "hypervolume"]
    if not costs or not is_available():
        return pd.DataFrame({name: pd.Series(dtype=float) for name in columns})
    scale = Scale.of(np.array(list(costs.values())))
    parts = []
    for seed, names in explored.searched.items():
        order = list(dict.fromkeys(names))
        shares = history([costs.get(name) for name in order], scale)
        parts.append(
            pd.DataFrame({"seed": seed, "evaluations": np.arange(1, len(order) + 1), "hypervolume": shares})
        )
    return pd.concat(parts, ignore_index=True)[columns]


def _all(explored: Explored) -> list[Tried]:
    return [explored.baseline, *explored.tried]
