"""Random valid basins, as mappings of the basin file.

River nodes stand in a row from the source to the sea, and links lead to later ones only (beside
pumped links back into a reservoir), so that no loop is without storage. Ties are common: few
priorities, few amounts, equal users.
"""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from support.oracle import label

Basin = dict[str, Any]
Draw = st.DrawFn

ROUND = (10, 1, 2, 5, 20, 30, 50, 100)
AWKWARD = (0.1, 1 / 3, 0.037, 7.77, 12.345678, 99.99, 333.3, 1234.5)
PRIORITIES = (1, 1, 2, 2, 3)
LOSSES = (0.0, 0.0, 0.0, 0.04, 0.1, 1 / 3, 0.5)
SECTORS = ("public", "agriculture", "energy", "industry")


@dataclass(frozen=True)
class Kind:
    """Which basins to draw.

    ``free_ways``: every river node has an unlimited way down, so that nothing has to overflow, and nothing is pumped
    back up;
    ``natural``: environmental flows may be capped by inflow.
    """

    steps: int = 1
    largest_river: int = 5
    free_ways: bool = False
    natural: bool = True


def sizes(*, zero: bool = True) -> st.SearchStrategy[float]:
    """Round and awkward amounts, with ties likely; sometimes nothing."""
    some = st.one_of(
        st.sampled_from(ROUND),
        st.sampled_from(ROUND),
        st.sampled_from(AWKWARD),
        st.floats(0.01, 200, allow_subnormal=False).map(lambda x: round(x, 6)),
    )
    return st.one_of(some, some, some, st.just(0)) if zero else some


@st.composite
def basins(draw: Draw, kind: Kind = Kind()) -> Basin:
    """Draw a basin."""
    return _Builder(draw, kind).build()


RULES = ("equal_awards", "equal_losses", "talmud", "adjusted_proportional", "random_arrival")


@st.composite
def sharing_basins(draw: Draw, kind: Kind = Kind()) -> Basin:
    """Draw a basin whose users share by other rules than equal coverage, often all at one priority."""
    basin = draw(basins(kind))
    users = [name for name, node in basin["nodes"].items() if node["type"] == "demand"]
    if draw(st.booleans()):
        for name in users:
            basin["nodes"][name]["priority"] = 1
    rule = st.sampled_from(RULES)
    if draw(st.booleans()):
        return basin | {"sharing": [{"rule": draw(rule)}]}
    group = draw(st.lists(st.sampled_from(users), min_size=1, unique=True))
    others = [name for name in users if name not in group]
    sharing = [{"rule": draw(rule), "users": group}]
    sharing += [{"rule": draw(rule), "users": others}] if others and draw(st.booleans()) else []
    return basin | {"sharing": sharing}


class _Builder:
    def __init__(self, draw: Draw, kind: Kind) -> None:
        self.draw, self.kind = draw, kind
        self.nodes: dict[str, dict[str, Any]] = {}
        self.links: list[dict[str, Any]] = []
        self.place: dict[str, int] = {}  # how far down the river water is where it leaves a node
        self.river: list[str] = []

    def build(self) -> Basin:
        self._river()
        self._catchments()
        works = self._works()
        self._demands(works)
        self._other_ways()
        basin: Basin = {"name": "random", "nodes": self.nodes, "links": self.links}
        licences = {f"licence_{i}": self._licence() for i in range(self._count(0, 1, 2))}
        return basin | ({"licences": licences} if licences else {})

    # ---- drawing ----

    def _one(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def _count(self, *choices: int) -> int:
        return int(self._one(*choices))

    def _chance(self, one_in: int) -> bool:
        return self._one(*([False] * (one_in - 1)), True)

    def _size(self, *, zero: bool = True) -> float:
        return self.draw(sizes(zero=zero))

    def _each_step(self, *, zero: bool = True) -> Any:
        """One number, or with several steps also one for each."""
        if self.kind.steps == 1 or self._chance(2):
            return self._size(zero=zero)
        return {"values": [self._size(zero=zero) for _ in range(self.kind.steps)]}

    def _wish(self, most: float | None = None) -> dict[str, Any]:
        amount = self._size()
        return {"amount": amount if most is None else min(amount, most), "priority": self._one(*PRIORITIES)}

    # ---- nodes ----

    def _river(self) -> None:
        kinds = ("reservoir", "reservoir", "junction", "gauge", "hydropower")
        for i in range(self.draw(st.integers(1, self.kind.largest_river))):
            kind = self._one(*kinds)
            name = f"{kind}_{i}"
            self.nodes[name] = getattr(self, f"_{kind}")()
            self.place[name] = i
            self.river.append(name)
        self.nodes["sea"] = {"type": "outlet"}
        self.place["sea"] = len(self.river)
        below = [*self.river, "sea"]
        for i, name in enumerate(self.river):
            target = below[i + 1] if self._chance(2) else self._one(*below[i + 1 :])
            self._link(name, target, limited=not self.kind.free_ways)

    def _reservoir(self) -> dict[str, Any]:
        capacity = self._one(100, 100, 40, 1234.5, 77.7, 10, 0)
        dead = self._one(0, 0, 0.1, 0.25, 1) * capacity
        initial = dead + self._one(0, 1, 0.5, 0.25, 0.9) * (capacity - dead)
        node = {"type": "reservoir", "capacity": capacity, "dead_storage": dead, "initial": initial}
        node["storage_priority"] = self._one(1, 1, 2)
        if self._chance(4):
            node |= {
                "surface": self._one(1, 0.3, 2.5),
                "evaporation": self._one(1, 3.3, 0),
                "rainfall": self._one(0, 2),
            }
        return node

    def _junction(self) -> dict[str, Any]:
        return {"type": "junction"}

    def _gauge(self) -> dict[str, Any]:
        node: dict[str, Any] = {"type": "gauge"}
        return node | ({"environmental_flow": self._wish()} if not self._chance(3) else {})

    def _hydropower(self) -> dict[str, Any]:
        node: dict[str, Any] = {"type": "hydropower", "head": 10, "efficiency": 0.8}
        if not self.kind.free_ways and self._chance(2):
            node["max_flow"] = self._size()
        if self._chance(2):
            node["target_flow"] = self._wish()
        if self._chance(3):
            node["value"] = self._one(50, 10)
        return node

    def _catchments(self) -> None:
        fed = {link["to"] for link in self.links}
        targets = [
            name for name in self.river if self.nodes[name]["type"] == "hydropower" and name not in fed
        ]
        targets += [self._one(*self.river) for _ in range(self._count(1, 1, 2))]
        for i, target in enumerate(targets):
            name = f"catchment_{i}"
            self.nodes[name] = {"type": "catchment", "inflow": self._each_step()}
            self.place[name] = -1
            self._link(name, target, limited=not self.kind.free_ways and self._chance(5))
        if not self.kind.natural:
            return
        for node in self.nodes.values():
            if "environmental_flow" in node and self._chance(3):
                node["environmental_flow"]["natural"] = [f"catchment_{self._count(*range(len(targets)))}"]

    def _works(self) -> list[str]:
        found: list[str] = []
        for i in range(self._count(0, 0, 1, 2)):
            name = f"works_{i}"
            self.nodes[name] = {"type": "works", "loss": self._one(*LOSSES)}
            if self._chance(2):
                self.nodes[name]["capacity"] = self._size()
            if self._chance(3):
                self.nodes[name]["cost"] = self._one(90, 5)
            self._feed(name, [*self.river, *found])
            below = [
                river
                for river in self.river[self.place[name] + 1 :]
                if self.nodes[river]["type"] in ("reservoir", "junction")
            ]
            if below and self._chance(4):
                self._link(name, self._one(*below))
            found.append(name)
        return found

    def _demands(self, works: list[str]) -> None:
        sources = [*self.river, *works, "catchment_0"]
        unused = [name for name in works if name not in {link["from"] for link in self.links}]
        model: dict[str, Any] | None = None
        for i in range(self.draw(st.integers(1, 5))):
            name = f"demand_{i}"
            if model is None or self._chance(2):
                model = self._demand()
            self.nodes[name] = dict(model)
            self._feed(name, sources, unused if i == 0 else [])
            if self._chance(3):
                first = 0 if self._chance(2) else self.place[name] + 1  # 0: perhaps above its own intake
                target = self._one(*[*self.river, "sea"][first:])
                self.nodes[name]["returns"] = {"to": target, "fraction": self._one(0.5, 0.9, 1, 0.123)}

    def _demand(self) -> dict[str, Any]:
        amount = self._each_step()
        node = {
            "type": "demand",
            "sector": self._one(*SECTORS),
            "amount": amount,
            "priority": self._one(*PRIORITIES),
        }
        if self._chance(2):
            share = self._one(0.25, 0.5, 0, 1)
            part = (
                {"values": [share * x for x in amount["values"]]}
                if isinstance(amount, dict)
                else share * amount
            )
            own = self._one(None, 1, 2, node["priority"])
            node["essential"] = {"amount": part} | ({"priority": own} if own else {})
        return node

    # ---- links ----

    def _feed(self, name: str, sources: list[str], needed: list[str] | None = None) -> None:
        chosen = needed or [self._one(*sources) for _ in range(self._count(1, 2))]
        self.place[name] = max(self.place[source] for source in chosen)
        for source in dict.fromkeys(chosen):
            link = self._link(source, name)
            link |= {"preference": self._one(2, 3)} if self._chance(2) else {}

    def _link(self, source: str, target: str, *, limited: bool = True) -> dict[str, Any]:
        link: dict[str, Any] = {"from": source, "to": target}
        taken = sum((other["from"], other["to"]) == (source, target) for other in self.links)
        if taken:
            link["name"] = f"{source} to {target} {taken}"
        if self._chance(3):
            link["loss"] = self._one(*LOSSES)
        if limited and self._chance(3):
            link["max_flow"] = self._size()
        if self._chance(6):
            link["min_flow"] = self._wish(link.get("max_flow"))
        if self._chance(8):
            link["cost"] = self._one(35, 1)
        self.links.append(link)
        return link

    def _other_ways(self) -> None:
        for i, name in enumerate(self.river):
            if self._chance(3):
                self._link(name, self._one(*[*self.river, "sea"][i + 1 :]))["spill"] = True
        stores = [name for name in self.river if self.nodes[name]["type"] == "reservoir"]
        if stores and not self.kind.free_ways and self._chance(5):
            store = self._one(*stores)
            lower = self.river[self.place[store] + 1 :]
            if lower:
                self._link(self._one(*lower), store)["max_flow"] = self._one(1, 0.5)
                self.links[-1].pop("min_flow", None)

    def _licence(self) -> dict[str, Any]:
        licensed = ("works", "demand") if self.kind.free_ways else ("works", "demand", "hydropower")
        subjects = [name for name, node in self.nodes.items() if node["type"] in licensed]
        if not self.kind.free_ways:
            subjects += [label(link) for link in self.links[: len(self.river)]]
        chosen = sorted({self._one(*subjects) for _ in range(self._count(1, 2))})
        licence: dict[str, Any] = {"applies_to": chosen}
        which = self._one("daily", "annual", "both")
        if which != "annual":
            licence["daily"] = self._size()
        if which != "daily":
            licence |= {"annual": self._size(), "year_start": self._one("01-01", "01-03")}
        return licence


def wishes_of(basin: Basin) -> list[tuple[str, str]]:
    """Return the kind and owner of every wish, in sorted order."""
    kinds = ("environmental_flow", "target_flow", "essential")
    found = [(kind, name) for name, node in basin["nodes"].items() for kind in kinds if kind in node]
    found += [("rest", name) for name, node in basin["nodes"].items() if node["type"] == "demand"]
    found += [("min_flow", label(link)) for link in basin["links"] if "min_flow" in link]
    return sorted(found)


def renamed(basin: Basin, to: dict[str, str]) -> Basin:
    """Return a basin whose nodes have other names; links keep the names that they were given."""
    labels = {
        label(link): label(link | {"from": to[link["from"]], "to": to[link["to"]]}) for link in basin["links"]
    }
    nodes: dict[str, dict[str, Any]] = {}
    for name, node in basin["nodes"].items():
        node = dict(node)
        if "returns" in node:
            node["returns"] = node["returns"] | {"to": to[node["returns"]["to"]]}
        if "natural" in node.get("environmental_flow", {}):
            natural = [to[catchment] for catchment in node["environmental_flow"]["natural"]]
            node["environmental_flow"] = node["environmental_flow"] | {"natural": natural}
        nodes[to[name]] = node
    links = [link | {"from": to[link["from"]], "to": to[link["to"]]} for link in basin["links"]]
    licences = {
        name: licence | {"applies_to": [(to | labels)[subject] for subject in licence["applies_to"]]}
        for name, licence in basin.get("licences", {}).items()
    }
    other = basin | {"nodes": nodes, "links": links, "licences": licences}
    if "sharing" in basin:
        named = [
            sharing | {"users": [to[user] for user in sharing["users"]]} if "users" in sharing else sharing
            for sharing in basin["sharing"]
        ]
        other["sharing"] = named
    return other


def in_step(value: Any, step: int) -> Any:
    """Return a basin, or a part of one, with the numbers of one step only."""
    if isinstance(value, dict):
        if set(value) == {"values"}:
            return value["values"][step]
        return {key: in_step(part, step) for key, part in value.items()}
    return [in_step(part, step) for part in value] if isinstance(value, list) else value
