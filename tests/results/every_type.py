"""A small basin with every type of node, and its runs."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from basinsim.calendar import make_calendar
from basinsim.network.checks import problems_in
from basinsim.network.network import Network
from basinsim.results.audit import mass_balance_residual
from basinsim.schema.basin import Basin
from basinsim.simulation.initial import first_state
from basinsim.simulation.inputs import collect_inputs
from basinsim.simulation.run import Simulated, simulate

EVERY_TYPE = {
    "name": "every type",
    "nodes": {
        "hill": {"type": "catchment", "inflow": [90, 80, 60, 40, 30, 20, 15, 20, 40, 70, 80, 95]},
        "moor": {"type": "catchment", "inflow": 12.345},
        "loch": {
            "type": "reservoir",
            "capacity": 400,
            "dead_storage": 20,
            "initial": 250,
            "surface": [[100, 0, 0], [110, "3 km2", 400]],
            "rainfall": 4,
            "evaporation": 2.5,
        },
        "pond": {"type": "reservoir", "capacity": 30, "initial": 0, "storage_priority": 2},
        "turbine": {
            "type": "hydropower",
            "max_flow": 60,
            "head": {"reservoir": "loch", "tailwater": 90},
            "efficiency": 0.85,
            "target_flow": {"amount": 25, "priority": 6},
        },
        "fork": {"type": "junction"},
        "weir": {
            "type": "gauge",
            "environmental_flow": {"amount": 30, "priority": 2, "natural": ["hill", "moor"]},
        },
        "plant": {"type": "works", "capacity": 28, "loss": 0.04, "energy": 264},
        "town": {
            "type": "demand",
            "sector": "public",
            "amount": 22,
            "priority": 3,
            "essential": {"amount": 5, "priority": 1},
            "returns": {"to": "weir", "fraction": 0.9},
        },
        "mill": {
            "type": "demand",
            "sector": "industry",
            "amount": 8,
            "priority": 4,
            "returns": {"to": "fork", "fraction": 0.7},
        },
        "farm": {"type": "demand", "sector": "agriculture", "amount": 9, "priority": 5},
        "sea": {"type": "outlet"},
    },
    "links": [
        {"from": "hill", "to": "loch", "loss": 0.02},
        {"from": "moor", "to": "fork"},
        {"name": "release", "from": "loch", "to": "turbine", "min_flow": 10},
        {"name": "overfall", "from": "loch", "to": "fork", "spill": True, "max_flow": 15},
        {"from": "turbine", "to": "fork", "loss": 0.01},
        {"name": "pump", "from": "fork", "to": "pond", "max_flow": 3, "energy": 180},
        {"from": "pond", "to": "farm"},
        {"name": "intake", "from": "fork", "to": "plant", "loss": 0.05},
        {"name": "old_intake", "from": "pond", "to": "plant", "preference": 2},
        {"from": "plant", "to": "town", "loss": 0.1},
        {"from": "fork", "to": "mill"},
        {"from": "fork", "to": "weir", "max_flow": 45},
        {"from": "weir", "to": "farm", "max_flow": 6},
        {"from": "weir", "to": "sea"},
    ],
    "licences": {
        "supply": {"applies_to": ["plant"], "annual": 6000, "daily": 26, "year_start": "03-01"},
        "farming": {"applies_to": ["farm"], "daily": 7},
    },
}


@dataclass(frozen=True)
class Audited:
    """A run with what the audit needs."""

    simulated: Simulated

    @property
    def network(self) -> Network:
        return self.simulated.network

    def copies(self) -> dict[str, np.ndarray]:
        return {name: values.copy() for name, values in self.simulated.arrays.items()}

    def residual(self, arrays: dict[str, np.ndarray]) -> np.ndarray:
        calendar = self.simulated.inputs.calendar
        return mass_balance_residual(self.network, calendar, arrays, self.simulated.start)


def run_every_type(
    step: str, start: date, end: date, warm_up: str | None = None, basin: dict | None = None
) -> Audited:
    """Run the basin, or another one, without files."""
    checked = Basin.model_validate(EVERY_TYPE if basin is None else {"name": "small", **basin}, context={})
    assert not problems_in(checked)
    network = Network(checked)
    inputs, problems = collect_inputs(network, make_calendar(start, end, step, warm_up), range(1))
    assert not problems
    return Audited(simulate(network, inputs, first_state(network, inputs)))
