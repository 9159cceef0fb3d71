"""A plain table of alternatives and what each costs and brings: what a trade-off page is made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from basinsim.figures.schematic import dash_array
from basinsim.figures.style import policy_look
from basinsim.metrics.comparison import Comparison, least_telling
from basinsim.metrics.dominance import non_dominated
from basinsim.metrics.front_page import Entry
from basinsim.network.shape import Shape
from basinsim.report.numbers import COMMUNITY_METRICS
from basinsim.report.subjects import Subjects
from basinsim.report.tables import with_unit

_AT_NODES = {
    "demand": ("volumetric_reliability", "of its demand delivered"),
    "gauge": ("environmental_flow_days_missed", "without its environmental flow"),
    "reservoir": ("lowest_storage_share", "of usable storage at the lowest"),
    "hydropower": ("annual_energy", "from its turbine"),
}
"""What the schematic tells of each type of node: metric, and what follows the number."""


@dataclass(frozen=True)
class Axis:
    """A number by which alternatives are compared.

    Attributes
    ----------
    label : str
        A few words.
    unit : str
        Of its values; ``1`` for shares, which are shown in per cent.
    better_upwards : bool
        Whether more of it is better.
    stakeholder : str
        A key of :data:`basinsim.figures.style.STAKEHOLDER_COLOURS`.
    places : tuple of str
        Nodes it is about, which the schematic marks.
    """

    label: str
    unit: str
    better_upwards: bool
    stakeholder: str = "other"
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Alternatives:
    """Alternatives side by side.

    Attributes
    ----------
    names : tuple of str
        One each.
    axes : tuple of Axis
        What they are compared by.
    values : ndarray, shape (alternatives, axes)
        Not-a-number where something is not known.
    baseline : int or None
        Which of them is what things are now.
    settings : tuple of str
        What each one is, in words: a sentence or more; empty where nothing is said.
    at_nodes : mapping of str to sequence of (str, str)
        For nodes of the basin, what came of each alternative there: text, and ``better``, ``worse``,
        ``same`` or nothing against the baseline.
    front : tuple of bool, optional
        Which alternatives count as beaten by none, where whoever made them has judged by more than
        the axes; without it that follows from the values.
    """

    names: tuple[str, ...]
    axes: tuple[Axis, ...]
    values: np.ndarray
    baseline: int | None = 0
    settings: tuple[str, ...] = ()
    at_nodes: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    front: tuple[bool, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse a table whose parts do not fit."""
        if self.values.shape != (len(self.names), len(self.axes)):
            message = (
                f"values are {self.values.shape}, not {len(self.names)} alternatives x {len(self.axes)} axes"
            )
            raise ValueError(message)

    @cached_property
    def telling(self) -> np.ndarray:
        """Which axes the alternatives differ on enough to tell, shape (axes,)."""
        low, high = self._ends
        least = [
            least_telling(axis.unit, max(abs(a), abs(b)))
            for axis, a, b in zip(self.axes, low, high, strict=True)
        ]
        return np.asarray(np.nan_to_num(high - low) > least)

    @cached_property
    def scores(self) -> np.ndarray:
        """Place of each value between the worst (0) and the best (1) on its axis; 0 where it is not known."""
        low, high = self._ends
        width = np.where(self.telling, high - low, 1.0)
        upwards = np.array([axis.better_upwards for axis in self.axes])
        scores = np.where(upwards, (self.values - low) / width, (high - self.values) / width)
        return np.where(self.telling, np.nan_to_num(scores), 0.5)

    @cached_property
    def efficient(self) -> np.ndarray:
        """Whether no other alternative is at least as good on every axis and better on one, shape (alternatives,)."""
        if self.front is not None:
            return np.array(self.front, dtype=bool)
        return non_dominated(self.scores[:, self.telling])

    @property
    def _ends(self) -> tuple[np.ndarray, np.ndarray]:
        known = np.where(np.isnan(self.values), np.inf, self.values)
        low = known.min(axis=0, initial=np.inf)
        known = np.where(np.isnan(self.values), -np.inf, self.values)
        high = known.max(axis=0, initial=-np.inf)
        none = ~np.isfinite(low)
        return np.where(none, 0.0, low), np.where(none, 0.0, high)

    def as_data(self) -> dict[str, object]:
        """Return what the page's script draws from: numbers, texts and looks, ready for JSON."""
        shown = np.flatnonzero(self.telling)
        low, high = self._ends
        looks = []
        for place in range(len(self.names)):
            # The baseline's look is the first; the others keep the order of the table.
            k = 0 if place == self.baseline else place + (self.baseline is None or place < self.baseline)
            look = policy_look(k, dominated=not self.efficient[place])
            looks.append({"colour": look["color"], "dashes": dash_array(look["linestyle"], 2.0)})
        return {
            "names": list(self.names),
            "baseline": self.baseline,
            "efficient": self.efficient.tolist(),
            "looks": looks,
            "scores": np.round(self.scores[:, shown], 5).tolist(),
            "axes": [
                {
                    "label": self.axes[k].label,
                    "unit": self.axes[k].unit,
                    "worst": float(low[k] if self.axes[k].better_upwards else high[k]),
                    "best": float(high[k] if self.axes[k].better_upwards else low[k]),
                    "places": list(self.axes[k].places),
                }
                for k in shown
            ],
            "nodes": {name: [list(pair) for pair in cells] for name, cells in self.at_nodes.items()},
        }

    def text(self, alternative: int, axis: int) -> str:
        """Write a value with its unit."""
        return with_unit(float(self.values[alternative, axis]), self.axes[axis].unit)


def alternatives_of_table(
    table: pd.DataFrame,
    axes: Sequence[tuple[str, Axis]],
    *,
    name: str = "name",
    baseline: str | None = None,
    settings: Sequence[str] = (),
) -> Alternatives:
    """Read alternatives from a table with one row each.

    Parameters
    ----------
    table : pandas.DataFrame
        One row an alternative.
    axes : sequence of (str, Axis)
        Columns of numbers, and what each of them is.
    name : str
        Column of names.
    baseline : str, optional
        Name of the alternative that others are held against.
    settings : sequence of str
        Columns of policy settings, which are told beside each alternative.

    Returns
    -------
    Alternatives
        In the order of the table.

    Raises
    ------
    KeyError
        Where the table has no such column.
    ValueError
        Where no alternative has the baseline's name.
    """
    names = tuple(str(one) for one in table[name])
    values = table[[column for column, _ in axes]].to_numpy(dtype=float).reshape(len(names), len(axes))
    said = tuple(
        "; ".join(f"{column.replace('_', ' ')}: {_short(row[column])}" for column in settings)
        for _, row in table.iterrows()
    )
    if baseline is not None and baseline not in names:
        message = f"there is no alternative '{baseline}'"
        raise ValueError(message)
    place = None if baseline is None else names.index(baseline)
    return Alternatives(names, tuple(axis for _, axis in axes), values, place, said if settings else ())


def places_of(shape: Shape | None, stakeholder: str) -> tuple[str, ...]:
    """Return the nodes that stand for a stakeholder: users of a sector, gauges, reservoirs, turbines.

    Parameters
    ----------
    shape : Shape or None
        Of a basin.
    stakeholder : str
        A key of :data:`basinsim.figures.style.STAKEHOLDER_COLOURS`.

    Returns
    -------
    tuple of str
        Names; none where the shape is not known.
    """
    sector = "public" if stakeholder == "people" else stakeholder
    kind = {"environment": "gauge", "stores": "reservoir", "energy": "hydropower"}.get(stakeholder)
    nodes = {} if shape is None else shape.nodes
    return tuple(
        name
        for name, node in sorted(nodes.items())
        if node.type == kind or (node.type == "demand" and node.sector == sector)
    )


def alternatives_of_comparison(
    comparison: Comparison, subjects: Subjects, shape: Shape | None = None
) -> Alternatives:
    """Read alternatives from runs that were compared: its front page, by whom each number is about.

    Parameters
    ----------
    comparison : Comparison
        Of runs.
    subjects : Subjects
        Whom numbers are about.
    shape : Shape, optional
        Of their basin.

    Returns
    -------
    Alternatives
        One for each run, the first is the baseline.
    """
    entries = comparison.entries
    axes = tuple(
        Axis(
            entry.label,
            comparison.unit(entry),
            comparison.better_upwards(entry),
            entry.stakeholder,
            places_of(shape, entry.stakeholder),
        )
        for entry in entries
    )
    columns = [comparison.of(entry, "value") for entry in entries]
    values = np.stack(columns, axis=1) if columns else np.zeros((len(comparison.names), 0))
    return Alternatives(comparison.names, axes, values, 0, (), _at_nodes(comparison, subjects))


def _at_nodes(comparison: Comparison, subjects: Subjects) -> dict[str, list[tuple[str, str]]]:
    found = {}
    baseline = comparison.table[comparison.table["policy"] == comparison.names[0]]
    for metric, group in zip(baseline["metric"], baseline["group"], strict=True):
        kind = subjects.of(metric, group).kind
        if metric in COMMUNITY_METRICS or kind not in _AT_NODES or _AT_NODES[kind][0] != metric:
            continue
        entry = Entry(metric, group, "", "")
        values, unit = comparison.of(entry, "value"), comparison.unit(entry)
        found[group] = [
            (
                f"{with_unit(float(value), unit)} {_AT_NODES[kind][1]}",
                "" if run == 0 else comparison.verdict(entry, run),
            )
            for run, value in enumerate(values)
        ]
    return found


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
