"""What each counted step gave, as volumes become mean flows."""

from dataclasses import dataclass, field, replace

import numpy as np

from basinsim.network.network import Network
from basinsim.simulation.gauge_flows import passing_matrix
from basinsim.simulation.inputs import Inputs
from basinsim.simulation.numbers import NumberBuilder, StepNumbers
from basinsim.simulation.prices import WATER_LEFT
from basinsim.simulation.spool import Spool
from basinsim.simulation.today import Numbered, Span
from basinsim.step_program import StepProgram

_AT_ONCE = 2**17
"""Numbers of allocations that are turned into results at once: they fit into a processor's own memory."""


@dataclass
class Recorder:
    """Hands the results of steps on, member first.

    Parameters
    ----------
    network : Network
        The basin.
    program : StepProgram
        Its compiled step.
    builder : NumberBuilder
        Knows the targets of each step.
    inputs : Inputs
        Numbers of the run.
    spool : Spool
        Is given the results of each step, in the units of :data:`basinsim.quantities.RESULT_VARIABLES`.

    Attributes
    ----------
    money : dict of str to ndarray, shape (members,)
        Value so far by term, costs negative [GBP].
    """

    network: Network
    program: StepProgram
    builder: NumberBuilder
    inputs: Inputs
    spool: Spool
    money: dict[str, np.ndarray] = field(default_factory=dict)

    def keep(self, step: int, x: np.ndarray, numbers: StepNumbers) -> None:
        """Keep one step, unless it belongs to the warm-up.

        Parameters
        ----------
        step : int
            Counted from 0, the warm-up included.
        x : ndarray, shape (members, columns)
            The allocation [Ml].
        numbers : StepNumbers
            What it was made from.
        """
        if step < self.inputs.calendar.warm_up_steps:
            return
        self._earn(step, numbers.terms, x)
        found = self._results(x, numbers.today, numbers.energy_per_volume) | self._under_rules(numbers)
        row = step - self.inputs.calendar.warm_up_steps
        self.spool.put(row, {name: values[np.newaxis] for name, values in found.items()})

    def keep_span(
        self, today: Span, x: np.ndarray, terms: list[dict[str, np.ndarray]], energy_per_volume: np.ndarray
    ) -> None:
        """Keep some steps in a row without rules, unless they belong to the warm-up.

        Parameters
        ----------
        today : Span
            Which; all within the warm-up, or none.
        x : ndarray, shape (steps, members, columns)
            Their allocations [Ml].
        terms : list of dict
            For each step, the value of one more of each column, as in :class:`StepNumbers`.
        energy_per_volume : ndarray, shape (steps, members, turbines)
            [MWh/Ml]

        Raises
        ------
        RunError
            Where the disk is full.
        """
        warm_up = self.inputs.calendar.warm_up_steps
        if today.first < warm_up:
            return
        for i, each in enumerate(terms):
            self._earn(today.first + i, each, x[i])
        first = 0
        while first < len(x):
            last = min(len(x), first + self.spool.room(today.first + first - warm_up))
            for members in _some(x.shape[1], x[first:last, 0].size):
                part = replace(today, first=today.first + first, last=today.first + last, members=members)
                found = self._results(x[first:last, members], part, energy_per_volume[first:last, members])
                self.spool.put(part.first - warm_up, found, members)
            first = last

    def _earn(self, step: int, terms: dict[str, np.ndarray], x: np.ndarray) -> None:
        last = step == len(self.inputs.calendar) - 1
        for term, value in terms.items():
            if term == WATER_LEFT and not last:
                continue  # what is left counts once, at the end of the period
            earned = (value * x).sum(axis=1)
            self.money[term] = self.money.get(term, np.zeros(len(x))) + earned

    def _results(
        self, x: np.ndarray, today: Numbered, energy_per_volume: np.ndarray
    ) -> dict[str, np.ndarray]:
        of, at, days = self.program.of, today.at, today.days
        flow = x[..., of("flow")] / days
        turbined = x[..., of("turbine_flow")]
        overflow = x[..., of("overflow")] / days
        is_store = self._is_store
        return {
            "inflow": x[..., of("inflow")] / days,
            "flow": flow,
            "storage": x[..., of("storage")],
            "overflow": overflow[..., is_store],
            "node_overflow": overflow[..., ~is_store],
            "surface_gain": self._surface_gain(x) / days,
            "requested": at("amount"),
            "delivered": self._delivered(x) / days,
            "essential_requested": self._essential(at("essential")),
            "essential_delivered": self._essential(x[..., of("essential")] / days),
            "return_flow": self._arriving_returns(x) / days,
            "return_underway": self._delayed(x[..., of("return_left")]),
            "gauge_flow": flow @ self._passing.T,
            "environmental_flow_target": self._at_all_gauges(self.builder.environmental_flow_target(today)),
            "minimum_flow_target": at("minimum_flow"),
            "energy": turbined * energy_per_volume,
            "turbine_flow": turbined / days,
            "target_flow": self._at_all_turbines(at("target_flow")),
            "works_energy": x[..., of("intake")] * self._works_energy / 1000.0,
            "link_energy": (x[..., of("flow")] * self._link_energy)[..., self._is_pumped] / 1000.0,
            # Out of its season an account is not kept.
            "licence_used": np.where(np.isinf(at("annual_licence")), 0.0, x[..., of("licence_used")]),
        }

    def _under_rules(self, numbers: StepNumbers) -> dict[str, np.ndarray]:
        today = numbers.today
        if today.states is None:
            return {}
        saved = self.inputs.at("amount", today.step) - today.at("amount")
        return {"saved": saved, "rule_state": today.states}

    def __post_init__(self) -> None:
        """Prepare the small tables that turn columns into results."""
        network = self.network
        gauges, demands = tuple(network.gauges), tuple(network.demands)
        self._is_store = np.array([name in network.reservoirs for name in network.overflow_nodes], dtype=bool)
        self._passing = passing_matrix(network)
        self._essential_of = np.array([demands.index(name) for name in network.essentials], dtype=int)
        self._delayed_of = np.array([demands.index(name) for name in network.delayed_returns], dtype=int)
        self._gauge_of = np.array([gauges.index(name) for name in network.environmental_flows], dtype=int)
        turbines = tuple(network.turbines)
        self._turbine_of = np.array([turbines.index(name) for name in network.target_flows], dtype=int)
        fractions = {name: returns.fraction for name, returns in network.returns.items()}
        self._return_fraction = np.array([fractions.get(name, 0.0) for name in demands])
        self._works_energy = np.array([_number(works.energy) for works in network.works.values()])
        self._link_energy = np.array([_number(link.energy) for link in network.links.values()])
        self._is_pumped = np.array([link.energy is not None for link in network.links.values()], dtype=bool)

    def _surface_gain(self, x: np.ndarray) -> np.ndarray:
        stores = self.network.reservoirs.values()
        if all(store.surface is None for store in stores):
            return self._nothing(x, len(stores))
        gain: np.ndarray = x[..., self.program.of("rain")] - x[..., self.program.of("evaporation")]
        return gain

    def _delivered(self, x: np.ndarray) -> np.ndarray:
        delivered: np.ndarray = x[..., self.program.of("ordinary")].copy()
        delivered[..., self._essential_of] += x[..., self.program.of("essential")]
        return delivered

    def _arriving_returns(self, x: np.ndarray) -> np.ndarray:
        if not self._return_fraction.any():
            return self._nothing(x, len(self._return_fraction))
        arriving: np.ndarray = self._delivered(x) * self._return_fraction
        arriving[..., self._delayed_of] = x[..., self.program.of("return_start")]
        return arriving

    def _delayed(self, values: np.ndarray) -> np.ndarray:
        return self._spread(values, self._delayed_of, len(self.network.demands))

    def _essential(self, values: np.ndarray) -> np.ndarray:
        return self._spread(values, self._essential_of, len(self.network.demands))

    def _at_all_gauges(self, values: np.ndarray) -> np.ndarray:
        return self._spread(values, self._gauge_of, len(self.network.gauges))

    def _at_all_turbines(self, values: np.ndarray) -> np.ndarray:
        return self._spread(values, self._turbine_of, len(self.network.turbines))

    def _spread(self, values: np.ndarray, at: np.ndarray, size: int) -> np.ndarray:
        if not len(at):
            return self._nothing(values, size)
        spread = np.zeros((*values.shape[:-1], size))
        spread[..., at] = values
        return spread

    @staticmethod
    def _nothing(values: np.ndarray, size: int) -> np.ndarray:
        """Return zeros in one row for all members."""
        return np.zeros((*values.shape[:-2], 1, size))


def _some(members: int, numbers: int) -> list[slice]:
    """Divide members of so many numbers each; no part has a single one, whose rows could not be shared with others."""
    count = max(1, members // max(2, _AT_ONCE // max(1, numbers)))
    edges = [i * members // count for i in range(count + 1)]
    return [slice(edges[i], edges[i + 1]) for i in range(count)]


def _number(value: object) -> float:
    return float(getattr(value, "number", 0.0))
