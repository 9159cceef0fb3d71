"""Outcomes of studies written down by hand, number by number."""

import numpy as np
import pandas as pd

from basinsim.tradeoff.judging import over_members
from basinsim.tradeoff.outcome import StudyOutcome

EMPTY = pd.DataFrame()


def outcome_by_hand(objectives, kept=None, *, directions=None, futures=None, levers=None, feasible=None):
    """Make an outcome from arrays of shape (policies, futures, members), the baseline first."""
    arrays = {name: np.asarray(values, dtype=float) for name, values in objectives.items()}
    count, several, members = next(iter(arrays.values())).shape
    points = ["baseline", *(f"p{i:04d}" for i in range(1, count))]
    if futures is None:
        names = ["present", *(f"future {i}" for i in range(1, several))]
        futures = pd.DataFrame(
            {"future": names, "climate": "present", "growth": "", "hydrology_seed": np.nan}
        )
    directions = directions or {}
    facts = {
        name: {
            "metric": name, "group": "all", "statistic": "mean", "futures": "mean", "unit": "Ml",
            "direction": directions.get(name, "max"), "title": name, "label": name.capitalize(), "epsilon": None,
        }
        for name in arrays
    }  # fmt: skip
    rows = []
    for (metric, group), array in (
        {(name, "all"): one for name, one in arrays.items()} | (kept or {})
    ).items():
        way = directions.get(metric, "max")
        for (i, j, k), value in np.ndenumerate(np.asarray(array, dtype=float)):
            rows.append(["full", points[i], futures["future"][j], k, metric, group, value, "Ml", way])
    columns = ["stage", "point", "future", "member", "metric", "group", "value", "unit", "direction"]
    judged = {
        f"objective.{name}": [
            np.mean([over_members(row, "mean", "max") for row in one]) for one in array_rows(array)
        ]
        for name, array in arrays.items()
    }
    table = pd.DataFrame(
        {"stage": "full", "point": points, **judged, "feasible": feasible or [True] * count, "on_front": True}
    )
    manifest = {
        "study": "By hand", "question": None, "objectives": facts, "constraints": {}, "levers": levers or {},
        "stages": {"full": {"start": "2001-01-01", "end": "2001-12-31", "step": "day", "members": members}},
    }  # fmt: skip
    return StudyOutcome(manifest, pd.DataFrame(rows, columns=columns), table, table, futures, EMPTY)


def array_rows(array):
    """Return futures by members of each policy."""
    return list(array)


def conditions_by_hand(outcome, **columns):
    """Make a table of conditions from arrays of shape (futures, members)."""
    members = outcome.manifest["stages"]["full"]["members"]
    names = list(outcome.futures["future"])
    table = pd.DataFrame(
        {"future": np.repeat(names, members), "member": np.tile(np.arange(members), len(names))}
    )
    return table.assign(**{name: np.asarray(values).ravel() for name, values in columns.items()})
