"""A whole horizon as one plain Pyomo model over time, written from the text of the formulation.

It reads the mapping of a basin file and shares no code with basinsim, so that a mistake in either
shows. Columns and rows bear the names of the formulation, with the step after the label. What a
step finds is what the step before left; only the first step has columns for it.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

import pyomo.environ as pyo
from pyomo.core.base.constraint import Constraint
from pyomo.repn import generate_standard_repn
from support.oracle import label, reaches_itself

Basin = dict[str, Any]
Name = tuple[str, str, int]  # component, label, step
Row = dict[Name, float]

TAKERS = ("demand", "works")
PASSING = ("catchment", "gauge", "hydropower", "junction", "reservoir")


class PlainHorizon:
    """The basin of a file and the days on which its steps begin."""

    def __init__(self, basin: Basin, first_days: list[date]) -> None:
        self.nodes: dict[str, dict[str, Any]] = basin["nodes"]
        self.links = {label(link): link for link in basin["links"]}
        self.licences: dict[str, dict[str, Any]] = basin.get("licences", {})
        self.first_days = first_days
        self.steps = range(len(first_days))
        self.late = [name for name in self.of("demand") if self._comes_late(basin, name)]
        self.model = pyo.ConcreteModel()
        self._declare_columns()
        for family in (
            self._links,
            self._stores,
            self._works,
            self._users,
            self._river,
            self._licences,
            self._values,
            self._balances,
        ):
            for t in self.steps:
                for component, name, expression in family(t):
                    self._row(component, name, t, expression)

    def rows(self) -> dict[Name, Row]:
        """Return every row as {column: coefficient}, without zeros."""
        found: dict[Name, Row] = {}
        for component in self.model.component_objects(Constraint):
            for (name, t), data in component.items():
                sums = generate_standard_repn(data.body)
                assert sums.constant == 0
                assert sums.is_linear()
                found[component.name, name, t] = {
                    (column.parent_component().name, *column.index()): float(weight)
                    for column, weight in zip(sums.linear_vars, sums.linear_coefs, strict=True)
                    if weight
                }
        return found

    # ---- reading the basin ----

    @cache  # noqa: B019 - there are few of them, and none lives long
    def of(self, *kinds: str) -> list[str]:
        return [name for name, node in self.nodes.items() if node["type"] in kinds]

    @cache  # noqa: B019
    def with_key(self, key: str, kind: str) -> list[str]:
        return [name for name in self.of(kind) if key in self.nodes[name]]

    def _comes_late(self, basin: Basin, name: str) -> bool:
        return "returns" in self.nodes[name] and reaches_itself(basin, name)

    @cache  # noqa: B019
    def into(self, node: str) -> list[str]:
        return [name for name, link in self.links.items() if link["to"] == node]

    @cache  # noqa: B019
    def out_of(self, node: str) -> list[str]:
        return [name for name, link in self.links.items() if link["from"] == node]

    @cache  # noqa: B019
    def preferences(self) -> list[int]:
        return sorted({link.get("preference", 1) for link in self.links.values()} - {1})

    @cache  # noqa: B019
    def storage_priorities(self) -> list[int]:
        return sorted({self.nodes[name].get("storage_priority", 1) for name in self.of("reservoir")})

    @cache  # noqa: B019
    def pieces(self) -> dict[str, dict[str, list[str]]]:
        """Return the labels of the pieces of all curves, by component and by whose they are."""
        named = {"valued_delivery": self.nodes, "valued_flow": self.links}
        return {
            component: {
                name: [f"{name}#{i}" for i in range(len(thing["value"]) + 1)]
                for name, thing in things.items()
                if isinstance(thing.get("value"), list) and isinstance(thing["value"][0], list)
            }
            for component, things in named.items()
        }

    def restarts(self, licence: str, t: int) -> bool:
        """Say whether the account's date lies after the first day of the step before."""
        if t == 0:
            return False
        month, day = map(int, self.licences[licence].get("year_start", "01-01").split("-"))
        before, today = self.first_days[t - 1], self.first_days[t]
        inside = (before + timedelta(days=i) for i in range(1, (today - before).days + 1))
        return any((one.month, one.day) == (month, day) for one in inside)

    # ---- columns ----

    def _declare_columns(self) -> None:
        reservoirs, passing = self.of("reservoir"), self.of(*PASSING)
        curves = self.pieces()
        annual = [name for name, licence in self.licences.items() if "annual" in licence]
        per_step: dict[str, list[Any]] = {
            "flow": list(self.links),
            "total_preference": self.preferences(),
            "total_spill": ["all"] if any(link.get("spill") for link in self.links.values()) else [],
            **dict.fromkeys(("storage", "dead_kept", "usable", "rain", "evaporation"), reservoirs),
            **dict.fromkeys(("window_storage", "above_window_storage"), reservoirs),
            "total_stored": self.storage_priorities(),
            "intake": self.of("works"),
            "essential": self.with_key("essential", "demand"),
            "ordinary": self.of("demand"),
            "return_left": self.late,
            "turbine_flow": self.of("hydropower"),
            "licensed_take": [name for name, licence in self.licences.items() if "daily" in licence],
            "licence_used": annual,
            **{
                component: [p for each in named.values() for p in each] for component, named in curves.items()
            },
            "inflow": self.of("catchment"),
            "overflow": passing,
            **dict.fromkeys(("total_overflow", "total_high_overflow"), ["all"] if passing else []),
        }
        minimum = [name for name, link in self.links.items() if "min_flow" in link]
        wishes = {
            "minimum_flow": minimum,
            "final_storage": self.with_key("final", "reservoir"),
            "environmental_flow": self.with_key("environmental_flow", "gauge"),
            "target_flow": self.with_key("target_flow", "hydropower"),
        }
        for wish, names in wishes.items():
            per_step |= {wish: names, f"above_{wish}": names}
        for component, labels in per_step.items():
            columns = [(name, t) for name in labels for t in self.steps]
            setattr(self.model, component, pyo.Var(columns, dense=True))
        first = {"storage_start": reservoirs, "licence_start": annual, "return_start": self.late}
        for component, labels in first.items():
            setattr(self.model, component, pyo.Var([(name, 0) for name in labels]))

    def _row(self, component: str, name: Any, t: int, expression: Any) -> None:
        if not hasattr(self.model, component):
            setattr(self.model, component, pyo.Constraint(pyo.Any))
        getattr(self.model, component)[name, t] = expression == 0

    # ---- sums ----

    def arriving(self, node: str, t: int) -> Any:
        m = self.model
        return sum((1 - self.links[name].get("loss", 0.0)) * m.flow[name, t] for name in self.into(node))

    def leaving(self, node: str, t: int) -> Any:
        return sum(self.model.flow[name, t] for name in self.out_of(node))

    def delivered(self, name: str, t: int) -> Any:
        m = self.model
        essential = m.essential[name, t] if "essential" in self.nodes[name] else 0
        return m.ordinary[name, t] + essential

    def coming_back(self, node: str, t: int) -> Any:
        """Return what users give back to a node: at once, or what they got in the step before."""
        m, total = self.model, 0
        for name in self.with_key("returns", "demand"):
            returns = self.nodes[name]["returns"]
            if returns["to"] != node:
                continue
            if name not in self.late:
                total = total + returns["fraction"] * self.delivered(name, t)
            else:
                total = total + (m.return_left[name, t - 1] if t else m.return_start[name, 0])
        return total

    def taken(self, licence: str, t: int) -> Any:
        subjects = self.licences[licence]["applies_to"]
        return sum(
            self.model.flow[name, t]
            for name, link in self.links.items()
            if name in subjects or link["to"] in subjects
        )

    # ---- rows, family by family ----

    def _links(self, t: int) -> Iterator[tuple[str, Any, Any]]:
        m = self.model
        for name, link in self.links.items():
            if "min_flow" in link:
                parts = m.minimum_flow[name, t] + m.above_minimum_flow[name, t]
                yield "carries_minimum_flow", name, m.flow[name, t] - parts
        for preference in self.preferences():
            drawn = sum(
                m.flow[name, t]
                for name, link in self.links.items()
                if link.get("preference", 1) == preference
            )
            yield "sums_preference", preference, m.total_preference[preference, t] - drawn
        spill = [m.flow[name, t] for name, link in self.links.items() if link.get("spill")]
        if spill:
            yield "sums_spill", "all", m.total_spill["all", t] - sum(spill)

    def _stores(self, t: int) -> Iterator[tuple[str, Any, Any]]:
        m = self.model
        for name in self.of("reservoir"):
            storage = m.storage[name, t]
            yield "divides_storage", name, storage - m.dead_kept[name, t] - m.usable[name, t]
            above = m.window_storage[name, t] + m.above_window_storage[name, t]
            yield "keeps_window_storage", name, storage - above
            if "final" in self.nodes[name]:
                above = m.final_storage[name, t] + m.above_final_storage[name, t]
                yield "keeps_final_storage", name, storage - above
        for priority in self.storage_priorities():
            names = [n for n in self.of("reservoir") if self.nodes[n].get("storage_priority", 1) == priority]
            stored = sum(m.storage[n, t] for n in names)
            yield "sums_storage", priority, m.total_stored[priority, t] - stored

    def _works(self, t: int) -> Iterator[tuple[str, Any, Any]]:
        m = self.model
        for name in self.of("works"):
            share = 1 - self.nodes[name].get("loss", 0.0)
            yield "takes_in", name, m.intake[name, t] - self.arriving(name, t)
            yield "gives_out", name, self.leaving(name, t) - share * m.intake[name, t]

    def _users(self, t: int) -> Iterator[tuple[str, Any, Any]]:
        for name in self.of("demand"):
            yield "delivers", name, self.arriving(name, t) - self.delivered(name, t)
        for name in self.late:
            back = self.nodes[name]["returns"]["fraction"] * self.delivered(name, t)
            yield "leaves_return", name, self.model.return_left[name, t] - back

    def _river(self, t: int) -> Iterator[tuple[str, Any, Any]]:
        m = self.model
        for name in self.with_key("environmental_flow", "gauge"):
            passing = sum(
                m.flow[link, t]
                for link in self.out_of(name)
                if self.nodes[self.links[link]["to"]]["type"] not in TAKERS
            )
            parts = m.environmental_flow[name, t] + m.above_environmental_flow[name, t]
            yield "keeps_environmental_flow", name, passing - parts
        for name in self.of("hydropower"):
            yield "passes_turbine", name, m.turbine_flow[name, t] - self.leaving(name, t)
            if "target_flow" in self.nodes[name]:
                parts = m.target_flow[name, t] + m.above_target_flow[name, t]
                yield "passes_target_flow", name, m.turbine_flow[name, t] - parts

    def _licences(self, t: int) -> Iterator[tuple[str, Any, Any]]:
        m = self.model
        for name, licence in self.licences.items():
            if "daily" in licence:
                yield "counts_take", name, m.licensed_take[name, t] - self.taken(name, t)
            if "annual" in licence:
                if t == 0:
                    before = m.licence_start[name, 0]
                else:
                    before = 0 if self.restarts(name, t) else m.licence_used[name, t - 1]
                yield "counts_use", name, m.licence_used[name, t] - before - self.taken(name, t)

    def _values(self, t: int) -> Iterator[tuple[str, Any, Any]]:
        m, curves = self.model, self.pieces()
        for name, pieces in curves["valued_delivery"].items():
            parts = sum(m.valued_delivery[piece, t] for piece in pieces)
            yield "divides_delivery", name, self.delivered(name, t) - parts
        for name, pieces in curves["valued_flow"].items():
            parts = sum(m.valued_flow[piece, t] for piece in pieces)
            yield "divides_flow", name, m.flow[name, t] - parts

    def _balances(self, t: int) -> Iterator[tuple[str, Any, Any]]:
        m = self.model
        for name in self.of(*PASSING):
            comes = self.arriving(name, t) + self.coming_back(name, t)
            if self.nodes[name]["type"] == "catchment":
                comes = comes + m.inflow[name, t]
            elif self.nodes[name]["type"] == "reservoir":
                start = m.storage[name, t - 1] if t else m.storage_start[name, 0]
                comes = comes + start + m.rain[name, t] - m.evaporation[name, t] - m.storage[name, t]
            yield "balances", name, comes - self.leaving(name, t) - m.overflow[name, t]
        overflow = {name: m.overflow[name, t] for name in self.of(*PASSING)}
        if overflow:
            yield "sums_overflow", "all", m.total_overflow["all", t] - sum(overflow.values())
            high = sum(self.nodes_below(name) * column for name, column in overflow.items())
            yield "sums_high_overflow", "all", m.total_high_overflow["all", t] - high

    @cache  # noqa: B019
    def nodes_below(self, start: str) -> int:
        """Count the nodes that water leaving a node can reach, also through users, itself among them."""
        ways = [(link["from"], link["to"]) for link in self.links.values()]
        ways += [(name, self.nodes[name]["returns"]["to"]) for name in self.with_key("returns", "demand")]
        reached = {start}
        while True:
            further = {target for source, target in ways if source in reached} - reached
            if not further:
                return len(reached)
            reached |= further
