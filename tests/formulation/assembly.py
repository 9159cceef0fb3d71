"""The rows of a step put together from the plain mapping of a basin file.

It reads neither the network nor the formulation, so that a mistake in either shows.
"""

from collections import defaultdict
from typing import Any

from support.oracle import label, reaches_itself

Row = dict[str, float]


class Assembly:
    """Rows by name, each {column: coefficient} without zeros."""

    def __init__(self, basin: dict[str, Any]) -> None:
        self.nodes: dict[str, dict[str, Any]] = basin["nodes"]
        self.links = {label(link): link for link in basin["links"]}
        self.licences: dict[str, dict[str, Any]] = basin.get("licences", {})
        self.late = {
            name
            for name in self.of("demand")
            if "returns" in self.nodes[name] and reaches_itself(basin, name)
        }
        self._rows: dict[str, Row] = defaultdict(lambda: defaultdict(float))
        for part in (
            self._links,
            self._stores,
            self._works,
            self._users,
            self._river,
            self._licences,
            self._values,
            self._balances,
        ):
            part()

    @property
    def rows(self) -> dict[str, Row]:
        return {name: {column: x for column, x in row.items() if x} for name, row in self._rows.items()}

    @property
    def columns(self) -> set[str]:
        return {column for row in self._rows.values() for column in row}

    # ---- small words ----

    def add(self, row: str, weight: float, *columns: str) -> None:
        for column in columns:
            self._rows[row][column] += weight

    def of(self, *kinds: str) -> list[str]:
        return [name for name, node in self.nodes.items() if node["type"] in kinds]

    def gives_back(self, name: str) -> float:
        return self.nodes[name].get("returns", {}).get("fraction", 0.0)

    def parts(self, demand: str) -> list[str]:
        essential = [f"essential[{demand}]"] if "essential" in self.nodes[demand] else []
        return [f"ordinary[{demand}]", *essential]

    def arrives(self, row: str, node: str, weight: float = 1.0) -> None:
        for name, link in self.links.items():
            if link["to"] == node:
                self.add(row, weight * (1 - link.get("loss", 0.0)), f"flow[{name}]")

    def comes_back(self, row: str, node: str) -> None:
        for name in self.of("demand"):
            if self.nodes[name].get("returns", {}).get("to") != node:
                continue
            if name in self.late:
                self.add(row, 1, f"return_start[{name}]")
            else:
                self.add(row, self.gives_back(name), *self.parts(name))

    def leaves(self, row: str, node: str, weight: float) -> None:
        self.add(row, weight, *(f"flow[{name}]" for name, link in self.links.items() if link["from"] == node))

    def split(self, row: str, wish: str, name: str) -> None:
        """Divide a flow into what is wished for and what is above it."""
        self.add(row, -1, f"{wish}[{name}]", f"above_{wish}[{name}]")

    # ---- rows ----

    def _links(self) -> None:
        for name, link in self.links.items():
            if "min_flow" in link:
                self.add(f"carries_minimum_flow[{name}]", 1, f"flow[{name}]")
                self.split(f"carries_minimum_flow[{name}]", "minimum_flow", name)
            preference = link.get("preference", 1)
            if preference != 1:
                self._total(
                    f"sums_preference[{preference}]", f"total_preference[{preference}]", f"flow[{name}]"
                )
            if link.get("spill"):
                self._total("sums_spill[all]", "total_spill[all]", f"flow[{name}]")

    def _total(self, row: str, total: str, column: str, weight: float = 1.0) -> None:
        self._rows[row][total] = 1.0
        self.add(row, -weight, column)

    def _stores(self) -> None:
        for name in self.of("reservoir"):
            priority = self.nodes[name].get("storage_priority", 1)
            self.add(f"divides_storage[{name}]", 1, f"storage[{name}]")
            self.add(f"divides_storage[{name}]", -1, f"dead_kept[{name}]", f"usable[{name}]")
            self._keeps(name, "window_storage")
            if "final" in self.nodes[name]:
                self._keeps(name, "final_storage")
            self._total(f"sums_storage[{priority}]", f"total_stored[{priority}]", f"storage[{name}]")

    def _keeps(self, reservoir: str, wish: str) -> None:
        self.add(f"keeps_{wish}[{reservoir}]", 1, f"storage[{reservoir}]")
        self.split(f"keeps_{wish}[{reservoir}]", wish, reservoir)

    def _works(self) -> None:
        for name in self.of("works"):
            self.add(f"takes_in[{name}]", 1, f"intake[{name}]")
            self.arrives(f"takes_in[{name}]", name, -1)
            self.leaves(f"gives_out[{name}]", name, 1)
            self.add(f"gives_out[{name}]", -(1 - self.nodes[name].get("loss", 0.0)), f"intake[{name}]")

    def _users(self) -> None:
        for name in self.of("demand"):
            self.arrives(f"delivers[{name}]", name)
            self.add(f"delivers[{name}]", -1, *self.parts(name))
        for name in self.late:
            self.add(f"leaves_return[{name}]", 1, f"return_left[{name}]")
            self.add(f"leaves_return[{name}]", -self.gives_back(name), *self.parts(name))

    def _river(self) -> None:
        for name in self.of("gauge"):
            if "environmental_flow" in self.nodes[name]:
                row = f"keeps_environmental_flow[{name}]"
                for link_name, link in self.links.items():
                    if link["from"] == name and self.nodes[link["to"]]["type"] not in ("demand", "works"):
                        self.add(row, 1, f"flow[{link_name}]")
                self.split(row, "environmental_flow", name)
        for name in self.of("hydropower"):
            row = f"passes_turbine[{name}]"
            self.add(row, 1, f"turbine_flow[{name}]")
            self.leaves(row, name, -1)
            if "target_flow" in self.nodes[name]:
                self.add(f"passes_target_flow[{name}]", 1, f"turbine_flow[{name}]")
                self.split(f"passes_target_flow[{name}]", "target_flow", name)

    def _licences(self) -> None:
        for name, licence in self.licences.items():
            subjects = licence["applies_to"]
            counted = [
                f"flow[{key}]"
                for key, link in self.links.items()
                if key in subjects or link["to"] in subjects
            ]
            if "daily" in licence:
                self.add(f"counts_take[{name}]", 1, f"licensed_take[{name}]")
                self.add(f"counts_take[{name}]", -1, *counted)
            if "annual" in licence:
                self.add(f"counts_use[{name}]", 1, f"licence_used[{name}]")
                self.add(f"counts_use[{name}]", -1, f"licence_start[{name}]", *counted)

    def _values(self) -> None:
        for name in self.of("demand"):
            self._pieces(
                f"divides_delivery[{name}]", self.nodes[name], self.parts(name), f"valued_delivery[{name}"
            )
        for name, link in self.links.items():
            self._pieces(f"divides_flow[{name}]", link, [f"flow[{name}]"], f"valued_flow[{name}")

    def _pieces(self, row: str, thing: dict[str, Any], whole: list[str], piece: str) -> None:
        """Divide what has a falling value into the pieces of its curve and what lies beyond."""
        if isinstance(thing.get("value"), list):
            self.add(row, 1, *whole)
            self.add(row, -1, *(f"{piece}#{i}]" for i in range(len(thing["value"]) + 1)))

    def _balances(self) -> None:
        for name in self.of("catchment", "reservoir", "junction", "gauge", "hydropower"):
            row = f"balances[{name}]"
            self.arrives(row, name)
            self.comes_back(row, name)
            self.leaves(row, name, -1)
            self.add(row, -1, f"overflow[{name}]")
            if self.nodes[name]["type"] == "catchment":
                self.add(row, 1, f"inflow[{name}]")
            elif self.nodes[name]["type"] == "reservoir":
                self.add(row, 1, f"storage_start[{name}]", f"rain[{name}]")
                self.add(row, -1, f"evaporation[{name}]", f"storage[{name}]")
            self._total("sums_overflow[all]", "total_overflow[all]", f"overflow[{name}]")
            height = len(self._below(name))
            self._total("sums_high_overflow[all]", "total_high_overflow[all]", f"overflow[{name}]", height)

    def _below(self, start: str) -> set[str]:
        reached: set[str] = set()
        waiting = [start]
        while waiting:
            node = waiting.pop()
            if node in reached:
                continue
            reached.add(node)
            waiting += [link["to"] for link in self.links.values() if link["from"] == node]
            if "returns" in self.nodes[node]:
                waiting.append(self.nodes[node]["returns"]["to"])
        return reached
