"""One step allocated by the book: slowly, level by level, with a matrix of its own.

It shares no code with basinsim and reads the basin as the plain mapping of its file, so that a
mistake in either shows. The order of levels is that of "The allocation, exactly":

1. evaporation as far as there is water for it, then the least overflow;
2. wishes by priority, inside one lexicographic max-min of coverage, or the awards of a claims rule;
3. least flow on links of the highest preference number first, least flow on spill links;
4. for each storage priority: most water stored; then every store holds what was there at the start
   (water is not moved down only to level two stores), at equal fractions of usable capacity where
   not all can; then they rise to equal fractions.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from support.programme import Programme, Sum, times, total
from support.sharing import curve_of

Basin = dict[str, Any]
Wish = tuple[str, str]  # "rest", "essential", "min_flow", "environmental_flow" or "target_flow", and whose

TAKERS = ("demand", "works")


@dataclass(frozen=True)
class Start:
    """What a step finds: storages, what annual licences have used, returns underway (by demand) [Ml]."""

    storage: dict[str, float]
    licence_used: dict[str, float] = field(default_factory=dict)
    returns_underway: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Allocation:
    """What a step gives [Ml]; zero wishes are left out. ``drawn`` is by preference, 0 for spill links."""

    asked: dict[Wish, float]
    got: dict[Wish, float]
    storage: dict[str, float]
    overflow: float
    drawn: dict[int, float]


class Book:
    """The rows of one step of a basin, and its wishes in order."""

    def __init__(self, basin: Basin, start: Start, step: int = 0, days: float = 1.0) -> None:
        self.basin, self.start, self.step, self.days = basin, start, step, days
        self.nodes: dict[str, dict[str, Any]] = basin["nodes"]
        self.links = {label(link): link for link in basin["links"]}
        self.programme = Programme()
        self.unit = self._usual_size()
        self._links()
        self._users()
        self._stores()
        self._nodes()
        self._licences()

    def allocate(self) -> Allocation:
        """Go through all levels in order."""
        programme, unit = self.programme, self.unit
        self.evaporate()
        overflow = programme.keep_least(self.overflow)
        asked: dict[Wish, float] = {}
        got: dict[Wish, float] = {}
        for (priority, _), wishes in self.wishes:
            volumes = {wish: volume for wish, (_, volume) in wishes.items()}
            curve = curve_of(self.basin, priority, volumes)
            shared = programme.keep_along(wishes, curve) if curve else programme.keep_fair(wishes)
            asked |= {wish: volume * unit for wish, volume in volumes.items()}
            got |= {wish: volume * unit for wish, volume in shared.items()}
        drawn = self._sources()
        return Allocation(asked, got, self._stored(), overflow * unit, drawn)

    def links_by_preference(self) -> dict[int, list[str]]:
        """Return the links of each preference but the first, the last first; 0 stands for spill links."""
        preferences = {link.get("preference", 1) for link in self.links.values()} - {1}
        found = {
            preference: [name for name, link in self.links.items() if link.get("preference", 1) == preference]
            for preference in sorted(preferences, reverse=True)
        }
        return found | {0: [name for name, link in self.links.items() if link.get("spill")]}

    def evaporate(self) -> None:
        """Let the surfaces evaporate what they can."""
        self.programme.keep_fair(
            {
                name: ({("evaporation", name): 1.0}, self.evaporation[name])
                for name in self.of_type("reservoir")
            }
        )

    @cached_property
    def overflow(self) -> Sum:
        """All that no link can carry."""
        return {
            ("overflow", name): 1.0
            for name, node in self.nodes.items()
            if node["type"] not in (*TAKERS, "outlet")
        }

    @cached_property
    def wishes(self) -> list[tuple[tuple[int, int], dict[Wish, tuple[Sum, float]]]]:
        """Wishes above zero, by place in the order: (priority, 0 for just ahead of it or 1)."""
        places: dict[tuple[int, int], dict[Wish, tuple[Sum, float]]] = {}
        for wish, place in self.places.items():
            if self.asked(wish) > 0:
                places.setdefault(place, {})[wish] = ({wish: 1.0}, self.asked(wish) / self.unit)
        return sorted(places.items())

    @cached_property
    def places(self) -> dict[Wish, tuple[int, int]]:
        """Place of every wish in the order."""
        found: dict[Wish, tuple[int, int]] = {}
        for name, link in self.links.items():
            if "min_flow" in link:
                found["min_flow", name] = (as_wish(link["min_flow"]).get("priority", 1), 1)
        for name, node in self.nodes.items():
            for key in ("environmental_flow", "target_flow"):
                if key in node:
                    found[key, name] = (as_wish(node[key]).get("priority", 1), 1)
            if node["type"] == "demand":
                priority = node.get("priority", 1)
                found["rest", name] = (priority, 1)
                if "essential" in node:
                    own = as_wish(node["essential"]).get("priority", priority)
                    found["essential", name] = (own, 1) if own < priority else (priority, 0)
        return found

    def asked(self, wish: Wish) -> float:
        """Return what a wish asks for in the step [Ml]."""
        kind, name = wish
        if kind == "min_flow":
            return self.number(as_wish(self.links[name]["min_flow"])["amount"]) * self.days
        node = self.nodes[name]
        if kind == "rest":
            essential = self.number(as_wish(node["essential"])["amount"]) if "essential" in node else 0.0
            return max(self.number(node["amount"]) - essential, 0.0) * self.days
        flow = self.number(as_wish(node[kind])["amount"])
        natural = as_wish(node[kind]).get("natural", ())
        if natural:
            flow = min(flow, sum(self.number(self.nodes[catchment]["inflow"]) for catchment in natural))
        return flow * self.days

    # ---- rows and columns ----

    def _usual_size(self) -> float:
        sizes = [self.asked(wish) for wish in self.places]
        sizes += [self.number(node["inflow"]) * self.days for node in self.of_type("catchment").values()]
        return float(np.median([size for size in sizes if size > 0] or [1.0]))

    def _volume(self, flow: Any) -> float:
        return np.inf if flow is None else self.number(flow) * self.days / self.unit

    def _links(self) -> None:
        for name, link in self.links.items():
            self.programme.column(("flow", name), upper=self._volume(link.get("max_flow")))

    def _users(self) -> None:
        for wish in self.places:
            self.programme.column(wish, upper=self.asked(wish) / self.unit)
            kind, name = wish
            if kind == "min_flow":
                self.programme.is_at_most({wish: 1.0, ("flow", name): -1.0}, 0.0)
            elif kind == "environmental_flow":
                self.programme.is_at_most(total({wish: 1.0}, times(-1.0, self.passing(name))), 0.0)
            elif kind == "target_flow":
                passing = {("flow", link): 1.0 for link in self.links_from(name)}
                self.programme.is_at_most(total({wish: 1.0}, times(-1.0, passing)), 0.0)

    def _stores(self) -> None:
        self.reference: dict[str, float] = {}
        self.evaporation: dict[str, float] = {}
        self.gain: dict[str, float] = {}
        for name, node in self.of_type("reservoir").items():
            dead, capacity, start = self.dead(name), self.capacity(name), self.start.storage[name] / self.unit
            area = self._area(name) * self.days / self.unit  # 1 mm on 1 km2 is 1 Ml
            self.gain[name] = start + self.number(node.get("rainfall", 0)) * area
            # No more than lies above dead storage with the rain and what catchments send right in.
            there = max(self.gain[name] + self._brooks(name) - dead, 0.0)
            self.evaporation[name] = min(self.number(node.get("evaporation", 0)) * area, there)
            self.reference[name] = min(max(self.gain[name] - self.evaporation[name], dead), capacity)
            self.programme.column(("storage", name), lower=dead, upper=capacity)
            self.programme.column(("evaporation", name), upper=self.evaporation[name])

    def _brooks(self, name: str) -> float:
        return sum(
            (1 - link.get("loss", 0.0))
            * min(self._volume(self.nodes[link["from"]]["inflow"]), self._volume(link.get("max_flow")))
            for link in self.links.values()
            if link["to"] == name and self.nodes[link["from"]]["type"] == "catchment"
        )

    def _area(self, name: str) -> float:
        surface = self.nodes[name].get("surface", 0.0)
        if not isinstance(surface, list):
            return float(surface)
        _, areas, volumes = np.array(surface, dtype=float).T
        return float(np.interp(self.start.storage[name], volumes, areas))

    def _nodes(self) -> None:
        for name, node in self.nodes.items():
            kind = node["type"]
            arriving, constant = self.arriving(name)
            leaving = {("flow", link): 1.0 for link in self.links_from(name)}
            if kind == "demand":
                kept = {wish: 1.0 for wish in (("rest", name), ("essential", name)) if wish in self.places}
                self.programme.is_zero(arriving, times(-1.0, kept))
            elif kind == "works":
                self.programme.is_zero(times(1 - node.get("loss", 0.0), arriving), times(-1.0, leaving))
                self.programme.is_at_most(arriving, self._volume(node.get("capacity")))
            elif kind != "outlet":
                if kind == "hydropower":  # more than it can take overflows beside it
                    self.programme.is_at_most(leaving, self._volume(node.get("max_flow")))
                self.programme.column(("overflow", name))
                leaving = leaving | {("overflow", name): 1.0}
                if kind == "catchment":
                    constant += self._volume(node["inflow"])
                elif kind == "reservoir":
                    constant += self.gain[name]
                    leaving |= {("storage", name): 1.0, ("evaporation", name): 1.0}
                comes = ("comes", name)
                self.programme.column(comes, lower=constant, upper=constant)
                self.programme.is_zero({comes: 1.0}, arriving, times(-1.0, leaving))

    def _licences(self) -> None:
        for name, licence in self.basin.get("licences", {}).items():
            subjects = licence["applies_to"]
            counted = {
                label for label, link in self.links.items() if label in subjects or link["to"] in subjects
            }
            taken: Sum = {("flow", label): 1.0 for label in counted}
            if "daily" in licence:
                self.programme.is_at_most(taken, self._volume(licence["daily"]))
            if "annual" in licence:
                left = self.number(licence["annual"]) - self.start.licence_used.get(name, 0.0)
                self.programme.is_at_most(taken, max(left, 0.0) / self.unit)

    def _sources(self) -> dict[int, float]:
        return {
            preference: self.programme.keep_least({("flow", name): 1.0 for name in names}) * self.unit
            for preference, names in self.links_by_preference().items()
        }

    def _stored(self) -> dict[str, float]:
        programme = self.programme
        stores = self.of_type("reservoir")
        ends: dict[str, float] = {}
        for priority in sorted({node.get("storage_priority", 1) for node in stores.values()}):
            names = [name for name, node in stores.items() if node.get("storage_priority", 1) == priority]
            programme.keep_most({("storage", name): 1.0 for name in names})
            # Usable storage is storage less a constant: shift it by a column that stands still.
            for name in names:
                programme.column(("dead", name), lower=self.dead(name), upper=self.dead(name))
            held = {
                name: ({("storage", name): 1.0, ("dead", name): -1.0}, self._usable(name)) for name in names
            }
            for name, volume in programme.keep_along(held, self._held_at).items():
                ends[str(name)] = (volume + self.dead(str(name))) * self.unit
        return ends

    def _usable(self, name: str) -> float:
        return self.capacity(name) - self.dead(name)

    def _held_at(self, share: float) -> dict[Hashable, float]:
        """Return what stores have of their usable capacity: first what was there, then as much as all have."""
        held: dict[Hashable, float] = {}
        for name, there in self.reference.items():
            before = there - self.dead(name)
            if share <= 0.5:
                held[name] = min(before, 2 * share * self._usable(name))
            else:
                held[name] = max(before, (2 * share - 1) * self._usable(name))
        return held

    # ---- reading the basin ----

    def number(self, value: Any) -> float:
        """Return a number of the step."""
        return float(value["values"][self.step] if isinstance(value, dict) else value)

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        return {name: node for name, node in self.nodes.items() if node["type"] == kind}

    def links_from(self, name: str) -> list[str]:
        return [label for label, link in self.links.items() if link["from"] == name]

    def passing(self, gauge: str) -> Sum:
        """Return what passes a gauge: its links to anything but a demand or a works."""
        links = self.links_from(gauge)
        return {
            ("flow", name): 1.0 for name in links if self.nodes[self.links[name]["to"]]["type"] not in TAKERS
        }

    def capacity(self, name: str) -> float:
        return self.number(self.nodes[name]["capacity"]) / self.unit

    def dead(self, name: str) -> float:
        return self.number(self.nodes[name].get("dead_storage", 0)) / self.unit

    def arriving(self, name: str) -> tuple[Sum, float]:
        """Return what reaches a node: a sum of columns, and what was already underway."""
        comes: Sum = {
            ("flow", at): 1 - link.get("loss", 0.0) for at, link in self.links.items() if link["to"] == name
        }
        underway = 0.0
        for user, node in self.of_type("demand").items():
            if "returns" not in node or node["returns"]["to"] != name:
                continue
            if reaches_itself(self.basin, user):
                underway += self.start.returns_underway.get(user, 0.0) / self.unit
                continue
            parts = [wish for wish in (("rest", user), ("essential", user)) if wish in self.places]
            comes = total(comes, dict.fromkeys(parts, node["returns"]["fraction"]))
        return comes, underway


def reaches_itself(basin: Basin, user: str) -> bool:
    """Say whether what a user gives back can come to its own intake, over links and other users."""
    ways = [(link["from"], link["to"]) for link in basin["links"]]
    ways += [(name, node["returns"]["to"]) for name, node in basin["nodes"].items() if "returns" in node]
    reached = {basin["nodes"][user]["returns"]["to"]}
    while True:
        further = {target for source, target in ways if source in reached} - reached
        if not further:
            return user in reached
        reached |= further


def as_wish(raw: Any) -> dict[str, Any]:
    """Return a wish with its keys, also where only its amount was written."""
    return raw if isinstance(raw, dict) and "amount" in raw else {"amount": raw}


def label(link: dict[str, Any]) -> str:
    return str(link.get("name") or f"{link['from']}->{link['to']}")
