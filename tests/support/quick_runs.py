"""Run a mapping without files, and read what came of it in the oracle's words."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import xarray as xr

from basinsim.calendar import make_calendar
from basinsim.network.checks import problems_in
from basinsim.network.network import Network
from basinsim.quantities import RESULT_VARIABLES
from basinsim.results.assemble import Origin, assemble
from basinsim.results.dataset import things_by_dimension
from basinsim.schema.basin import Basin
from basinsim.simulation.initial import first_state
from basinsim.simulation.inputs import Inputs, collect_inputs
from basinsim.simulation.run import Simulated, simulate
from support.oracle import Book, Start, Wish, reaches_itself

FIRST_DAY = date(2001, 1, 1)


def prepare(
    basin: dict[str, Any], steps: int = 1, days: int = 1, first_day: date = FIRST_DAY, members: int = 1
) -> tuple[Network, Inputs]:
    """Check a basin as a file's would be, and lay out its numbers."""
    checked = Basin.model_validate(basin, context={})
    assert not problems_in(checked)
    network = Network(checked)
    last_day = first_day + timedelta(days=steps * days - 1)
    inputs, problems = collect_inputs(
        network, make_calendar(first_day, last_day, f"{days} days"), range(members)
    )
    assert not problems
    return network, inputs


@dataclass(frozen=True)
class Run:
    """A run beside the mapping it was made from."""

    basin: dict[str, Any]
    simulated: Simulated
    days: int

    @cached_property
    def _names(self) -> dict[str, tuple[str, ...]]:
        return things_by_dimension(self.simulated.network)

    def values(self, variable: str, step: int = 0) -> dict[str, float]:
        """Return one variable in one step, by name."""
        names = self._names[
            "overflow_node" if variable == "node_overflow" else RESULT_VARIABLES[variable].dimension
        ]
        return dict(zip(names, self.simulated.arrays[variable][0, step].tolist(), strict=True))

    def dataset(self) -> xr.Dataset:
        """Return the published dataset; this takes longer than the run."""
        origin = Origin("quick", "none", "priorities", "quick", {Path("basin.yaml"): ""}, Path("basin.yaml"))
        return assemble(origin, self.simulated)[0]

    def start(self, step: int = 0) -> Start:
        """Return the state in which a step began."""
        used = dict.fromkeys(self.basin.get("licences", {}), 0.0)
        if step == 0:
            stores = self.simulated.start.storage[0].tolist()
            return Start(dict(zip(self._names["reservoir"], stores, strict=True)), used, {})
        today = FIRST_DAY + timedelta(days=step * self.days)
        before = today - timedelta(days=self.days)
        for name, volume in self.values("licence_used", step - 1).items():
            month, day = map(int, self.basin["licences"][name]["year_start"].split("-"))
            restarts = before < date(2001, month, day) <= today
            used[name] = 0.0 if restarts else volume
        return Start(self.values("storage", step - 1), used, self._given_back(step - 1))

    def book(self, step: int = 0) -> Book:
        """Return the oracle's rows for a step, from the state in which it began."""
        return Book(self.basin, self.start(step), step, self.days)

    def got(self, step: int = 0) -> dict[Wish, float]:
        """Return what every wish got [Ml], from published flows and deliveries."""
        flow, delivered = self.values("flow", step), self.values("delivered", step)
        essential, gauge = self.values("essential_delivered", step), self.values("gauge_flow", step)
        turbine = self.values("turbine_flow", step)
        found: dict[Wish, float] = {}
        for kind, name in self.book(step).places:
            flows = {
                "rest": delivered.get(name, 0.0) - essential.get(name, 0.0),
                "essential": essential.get(name, 0.0),
                "min_flow": flow.get(name, 0.0),
                "environmental_flow": gauge.get(name, 0.0),
                "target_flow": turbine.get(name, 0.0),
            }
            found[kind, name] = flows[kind] * self.days
        return found

    def coverage(self, step: int = 0) -> dict[Wish, float]:
        """Return got / asked for every wish above zero, never above one."""
        book, got = self.book(step), self.got(step)
        return {wish: min(got[wish] / book.asked(wish), 1.0) for wish in book.places if book.asked(wish) > 0}

    def _given_back(self, step: int) -> dict[str, float]:
        delivered = self.values("delivered", step)
        return {
            name: node["returns"]["fraction"] * delivered[name] * self.days
            for name, node in self.basin["nodes"].items()
            if "returns" in node and reaches_itself(self.basin, name)
        }


def quick_run(basin: dict[str, Any], steps: int = 1, days: int = 1) -> Run:
    """Run a basin for some steps of some days."""
    network, inputs = prepare(basin, steps, days)
    return Run(basin, simulate(network, inputs, first_state(network, inputs)), days)
