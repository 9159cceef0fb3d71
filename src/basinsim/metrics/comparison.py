"""Runs side by side: what changes against the baseline, member by member, and who would regret what."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from basinsim.metrics.amounts import shown
from basinsim.metrics.dominance import non_dominated
from basinsim.metrics.front_page import Entry, front_page
from basinsim.metrics.pairing import Run, cautions, describe_run, refuse_unlike
from basinsim.results.store import Results

RANGE = (0.05, 0.95)
"""Quantiles over members between which a range is given."""
TELLING, TELLING_SHARE = 0.005, 0.001
"""What runs must differ by for anyone to regret the difference: half a per cent of the value, and of
values that are shares themselves a tenth of a percentage point (99.9 and 99.5 % are not the same)."""
_KEYS = ["metric", "group"]


@dataclass(frozen=True)
class Comparison:
    """Metrics of several runs, the first of which is the baseline.

    Attributes
    ----------
    names : tuple of str
        Of the runs.
    table : pandas.DataFrame
        One row for each run, metric and group that all runs have: policy, metric, group, unit,
        direction, baseline, value (means over members), value_p5, value_p95, change (from the
        baseline, mean of paired members), change_p5, change_p95, regret (distance from the best
        run, from 0 to 1 of the distance between the best and the worst; 0 where they differ too
        little to tell), members.
    entries : tuple of Entry
        The front page.
    notes : tuple of str
        What the reader should bear in mind.
    """

    names: tuple[str, ...]
    table: pd.DataFrame
    entries: tuple[Entry, ...]
    notes: tuple[str, ...]

    def with_note(self, note: str) -> "Comparison":
        """Return the same comparison with one more thing to bear in mind."""
        return replace(self, notes=(*self.notes, note))

    @property
    def members(self) -> int:
        """How many members each run has."""
        return int(self.table["members"].max()) if len(self.table) else 0

    def of(self, entry: Entry, column: str) -> np.ndarray:
        """Return a column of the table for one number of the front page, shape (runs,)."""
        return self._columns[column][entry.metric, entry.group]

    def unit(self, entry: Entry) -> str:
        """Return the unit of a number of the front page."""
        return self._facts[entry.metric, entry.group][0]

    def better_upwards(self, entry: Entry) -> bool:
        """Say whether more of it is better."""
        return self._facts[entry.metric, entry.group][1] == "max"

    def change_in_words(self, entry: Entry, run: int) -> str:
        """Write a run's change against the baseline; ``same`` where it is too small to tell."""
        change, value = (float(self.of(entry, column)[run]) for column in ("change", "value"))
        size = max(abs(value), abs(float(self.of(entry, "baseline")[run])))
        telling = abs(change) > least_telling(self.unit(entry), size)
        return shown(change, self.unit(entry), signed=True) if telling else "same"

    def verdict(self, entry: Entry, run: int) -> str:
        """Say in a word how a run's number compares with the baseline's: ``better``, ``worse`` or ``same``."""
        if self.change_in_words(entry, run) == "same":
            return "same"
        return (
            "better" if (float(self.of(entry, "change")[run]) > 0) == self.better_upwards(entry) else "worse"
        )

    def differs(self, entry: Entry) -> bool:
        """Say whether the runs differ in a number of the front page enough to tell."""
        return bool(np.nanmax(self.of(entry, "regret"), initial=0.0) > 0)

    @cached_property
    def oriented(self) -> np.ndarray:
        """Means of the front page with signs turned so that higher is better, shape (runs, entries)."""
        columns = [
            self.of(entry, "value") * (1.0 if self.better_upwards(entry) else -1.0) for entry in self.entries
        ]
        return np.stack(columns, axis=1) if columns else np.zeros((len(self.names), 0))

    @cached_property
    def efficient(self) -> np.ndarray:
        """Whether each run is not dominated on the front page, shape (runs,)."""
        telling = [i for i, entry in enumerate(self.entries) if self.differs(entry)]
        return non_dominated(self.oriented[:, telling])

    @cached_property
    def _columns(self) -> dict[str, dict[tuple[str, str], np.ndarray]]:
        wanted = ("baseline", "value", "value_p5", "value_p95", "change", "change_p5", "change_p95", "regret")
        found = {}
        for name in wanted:
            wide = self.table.pivot(index=_KEYS, columns="policy", values=name)
            rows = wide[list(self.names)].to_numpy(dtype=float)
            found[name] = {(str(m), str(g)): row for (m, g), row in zip(wide.index, rows, strict=True)}
        return found

    @cached_property
    def _facts(self) -> dict[tuple[str, str], tuple[str, str]]:
        own = self.table[self.table["policy"] == self.names[0]]
        keys = zip(own["metric"], own["group"], strict=True)
        return dict(zip(keys, zip(own["unit"], own["direction"], strict=True), strict=True))


def compare_results(results: Sequence[Results], names: Sequence[str] = ()) -> Comparison:
    """Set results side by side.

    Parameters
    ----------
    results : sequence of Results
        The first is the baseline.
    names : sequence of str, optional
        Instead of the scenarios' names.

    Returns
    -------
    Comparison
        Of all metrics that every run has.

    Raises
    ------
    RunError
        Where periods, steps or members do not pair.
    """
    given = list(names) or [""] * len(results)
    return compare_runs([describe_run(one, name) for one, name in zip(results, given, strict=True)])


def compare_runs(runs: Sequence[Run]) -> Comparison:
    """Set runs side by side.

    Parameters
    ----------
    runs : sequence of Run
        The first is the baseline.

    Returns
    -------
    Comparison
        Of all metrics that every run has.

    Raises
    ------
    RunError
        Where periods, steps or members do not pair.
    """
    listed = list(runs)
    refuse_unlike(listed)
    wide = [run.metrics.pivot(index=_KEYS, columns="member", values="value") for run in listed]
    shared = wide[0].index
    for one in wide[1:]:
        shared = shared[shared.isin(one.index)]
    facts = listed[0].metrics.drop_duplicates(_KEYS).set_index(_KEYS)
    order = facts.index[facts.index.isin(shared)]  # as the metrics are registered, and not by the alphabet
    values = np.stack([one.loc[order].to_numpy(dtype=float) for one in wide])  # run, row, member
    directions = np.where(facts.loc[order, "direction"] == "max", 1.0, -1.0)
    frames = []
    regret = _regret(values.mean(axis=2) * directions, facts.loc[order, "unit"].tolist())
    for i, run in enumerate(listed):
        change = values[i] - values[0]
        low, high = np.quantile(values[i], RANGE, axis=1)
        change_low, change_high = np.quantile(change, RANGE, axis=1)
        frame = facts.loc[order, ["unit", "direction"]].reset_index()
        frame.insert(0, "policy", run.name)
        numbers = {
            "baseline": values[0].mean(axis=1),
            "value": values[i].mean(axis=1),
            "value_p5": low,
            "value_p95": high,
            "change": change.mean(axis=1),
            "change_p5": change_low,
            "change_p95": change_high,
            "regret": regret[i],
            "members": run.members,
        }
        frames.append(frame.assign(**numbers))
    table = pd.concat(frames, ignore_index=True)
    return Comparison(tuple(run.name for run in listed), table, tuple(front_page(table)), cautions(listed))


def least_telling(unit: str, size: float) -> float:
    """Return the difference below which values of a unit and size count as the same."""
    return TELLING_SHARE if unit == "1" else TELLING * max(size, 1e-12)


def _regret(oriented: np.ndarray, units: list[str]) -> np.ndarray:
    """Return the distance from the best run as a share of that between best and worst, shape as given."""
    best, worst = oriented.max(axis=0), oriented.min(axis=0)
    width = best - worst
    sizes = np.maximum(np.abs(best), np.abs(worst))
    telling = width > [least_telling(unit, size) for unit, size in zip(units, sizes, strict=True)]
    return np.asarray(np.divide(best - oriented, width, out=np.zeros_like(oriented), where=telling))
