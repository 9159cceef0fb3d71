"""What each case is like, whatever the policy: uncertain facts, and how wet it is."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from basinsim.hydrology.source import hydrology_record
from basinsim.loading import Scenario
from basinsim.running.prepare import read_inputs
from basinsim.tradeoff.study import FULL, Study

FEATURES = {
    "winter_rain": "winter rain (October to March)",
    "summer_rain": "summer rain (April to September)",
    "driest_summer_rain": "rain of the driest summer (April to September)",
    "winter_inflow": "winter inflow (October to March)",
    "summer_inflow": "summer inflow (April to September)",
    "lowest_inflow": "inflow of the driest 90 days",
}
"""Each feature in words; all are shares of their mean over the members of the reference future [1]."""
FACT = "fact."
"""Before the key of a fact in the name of its column."""
_DRY_SPELL = 90  # days


@dataclass(frozen=True)
class _Series:
    """Water of a future: the day on which each step begins, its length [d], and series (members, steps)."""

    starts: np.ndarray
    days: np.ndarray
    series: dict[str, np.ndarray]


def conditions_table(study: Study) -> pd.DataFrame:
    """Return the facts of each future and how wet its members are, over the days simulated in full.

    Parameters
    ----------
    study : Study
        As loaded.

    Returns
    -------
    pandas.DataFrame
        Columns future, member, ``fact.<key> [unit]`` of each uncertain fact (that of the basin where the
        future names none), and those of ``FEATURES`` that are known: rain is the plain mean over
        catchments, inflow the sum; both as shares of the mean over members of the first future.
    """
    known: dict[str, _Series] = {}
    parts = []
    for future in study.futures:
        scenario, _ = study.simulation((), future, FULL)
        key = str(scenario.hydrology) if scenario.hydrology is not None else future.name
        if key not in known:
            known[key] = _series_of(scenario)
        features = _features(known[key])
        members = study.members(FULL)
        wide = {name: np.broadcast_to(values, members) for name, values in features.items()}
        facts = {
            f"{FACT}{key} [{row.unit}]": future.facts.get(key, row.values[0])
            for key, row in study.rows.items()
        }
        parts.append(pd.DataFrame({"future": future.name, "member": np.arange(members), **facts, **wide}))
    table = pd.concat(parts, ignore_index=True)
    names = [name for name in FEATURES if name in table]
    usual = table.loc[table["future"] == study.futures[0].name, names].mean()
    table[names] = table[names] / usual.where(usual > 0)
    table[names] = table[names].round(6)
    return table


def _series_of(scenario: Scenario) -> _Series:
    choice, calendar = scenario.hydrology, scenario.calendar
    if choice is None:
        _, inputs = read_inputs(scenario)
        inflow = {"inflow": inputs.series["inflow"].sum(axis=2)}
        return _Series(calendar.edges[:-1], calendar.days, inflow)
    record = hydrology_record(
        choice,
        scenario.basin.hydrology,
        calendar.start,
        calendar.end,
        range(scenario.settings.members),
    )
    found = {"inflow": record.inflow.sum(axis=2, dtype=float)}
    if record.rain is not None:
        found["rain"] = record.rain.mean(axis=2, dtype=float)
    return _Series(record.days, np.ones(len(record.days)), found)


def _features(water: _Series) -> dict[str, np.ndarray]:
    month = water.starts.astype("datetime64[M]").astype(int) % 12 + 1
    year = water.starts.astype("datetime64[Y]").astype(int)
    summer = (month >= 4) & (month <= 9)
    found = {}
    for name, values in water.series.items():
        for season, held in (("winter", ~summer), ("summer", summer)):
            if held.any():
                found[f"{season}_{name}"] = np.average(values[:, held], axis=1, weights=water.days[held])
        if name == "rain" and summer.any():
            sums = [
                np.average(
                    values[:, summer & (year == one)], axis=1, weights=water.days[summer & (year == one)]
                )
                for one in np.unique(year[summer])
            ]
            found["driest_summer_rain"] = np.min(sums, axis=0)
        if name == "inflow":
            found["lowest_inflow"] = _lowest_mean(values, water.days)
    return found


def _lowest_mean(values: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Return the least mean over the steps that make up a dry spell, or over all of a shorter record."""
    count = min(max(round(_DRY_SPELL / float(np.median(days))), 1), values.shape[1])
    sums = np.cumsum(np.pad(values * days, ((0, 0), (1, 0))), axis=1)
    length = np.cumsum(np.pad(days, (1, 0)))
    return np.asarray(((sums[:, count:] - sums[:, :-count]) / (length[count:] - length[:-count])).min(axis=1))
