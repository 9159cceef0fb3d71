"""What a point of an ideal front brings without foresight: the same prices, step by step.

An ideal point is the best for some prices: so much for a megalitre a user gets, so much for one the
river keeps. A period that is known can move water between years; somebody who decides step by step
cannot, but can hold the prices. So the point is translated to a policy of prices: in each step the
greatest weighted sum is allocated, and water left in a store counts with its value. That is, for each
calendar month, the mean over the years of what one more megalitre in the store would have been worth in
the ideal. Prices and water values do not change from year to year and see nothing of the weather to
come, though they were learnt on this record, as control curves are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from basinsim.allocation.filling import FillingAllocator
from basinsim.allocation.levels import Level, levels_of
from basinsim.compiler import compile_step
from basinsim.fronts.objectives import FrontObjective
from basinsim.network.network import Network
from basinsim.simulation.allocators import route_cost, volume_scale
from basinsim.simulation.inputs import Inputs
from basinsim.simulation.numbers import NumberBuilder, StepNumbers
from basinsim.simulation.prices import WATER_LEFT
from basinsim.simulation.run import Progress, StepRunner
from basinsim.simulation.side_by_side import repeated_inputs, repeated_state
from basinsim.simulation.state import State
from basinsim.simulation.today import Today
from basinsim.step_program import StepProgram

MONTHS = 12


@dataclass(frozen=True)
class PricePolicy:
    """Prices that are held step by step.

    Attributes
    ----------
    weights : ndarray, shape (objectives,)
        Price of one more of each sum that is minimised.
    water_values : ndarray, shape (12, reservoirs)
        Value of water left in each store at the end of a step, by the calendar month of the next one
        [the weighted sum's unit per Ml].
    """

    weights: np.ndarray
    water_values: np.ndarray


def by_month(values: np.ndarray, inputs: Inputs) -> np.ndarray:
    """Average what belongs to steps by the calendar month in which they begin.

    Parameters
    ----------
    values : ndarray, shape (steps, things)
        Any.
    inputs : Inputs
        With the calendar.

    Returns
    -------
    ndarray, shape (12, things)
        The mean over all steps for months in which none begins.
    """
    months = _months(inputs)[:-1]
    found = np.tile(values.mean(axis=0), (MONTHS, 1))
    for month in range(MONTHS):
        here = months == month
        if here.any():
            found[month] = values[here].mean(axis=0)
    return found


def _months(inputs: Inputs) -> np.ndarray:
    """Return the calendar month in which each step begins, and the day after the last, 0 for January."""
    return np.asarray(inputs.calendar.edges.astype("datetime64[M]").astype(int) % MONTHS)


class _PricedBuilder(NumberBuilder):
    """Puts the prices of policies, one a member, in place of the basin's."""

    policies: Sequence[PricePolicy] = ()
    objectives: Sequence[FrontObjective] = ()

    def build(
        self, step: int | Today, state: State, *, closed: bool = True, last: bool = True
    ) -> StepNumbers:
        """Return the numbers of one step, with these prices."""
        numbers = super().build(step, state, closed=closed, last=last)
        costs = self.costs(numbers)
        policies = self.policies
        row = np.zeros_like(numbers.lower)
        for place, cost in enumerate(costs):
            row += np.array([[policy.weights[place]] for policy in policies]) * cost
        month = _months(self.inputs)[numbers.today.step + 1]
        row[:, self.program.of("storage")] -= np.array([policy.water_values[month] for policy in policies])
        return replace(numbers, terms={"prices of the policy": -row})

    def costs(self, numbers: StepNumbers) -> list[np.ndarray]:
        """Return what one more of each column adds to each objective in this step."""
        step = numbers.today.step
        terms = {}
        if self.prices.matter:
            terms = self.prices.terms(step, numbers.energy_per_volume, last=True)
            if step < len(self.inputs.calendar) - 1:
                terms.pop(WATER_LEFT, None)  # what is left counts once, at the end of the period
        return [objective.step_cost(self.program, terms) for objective in self.objectives]


def simulate_policies(
    network: Network,
    inputs: Inputs,
    state: State,
    objectives: Sequence[FrontObjective],
    policies: Sequence[PricePolicy],
    progress: Progress | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Run policies of prices step by step, side by side.

    Parameters
    ----------
    network : Network
        The basin.
    inputs : Inputs
        Of one member.
    state : State
        At the start.
    objectives : sequence of FrontObjective
        What is counted.
    policies : sequence of PricePolicy
        At least one.
    progress : callable, optional
        Told how many steps are done.

    Returns
    -------
    (ndarray of shape (policies, objectives), ndarray of shape (policies,))
        The objectives as they are shown: value [GBP/year], mean of what was missed [Ml/d]; and what the
        wishes that come first missed, mean over time [Ml/d].

    Raises
    ------
    RunError
        Where a step cannot be allocated.
    """
    program = compile_step(network)
    inputs = repeated_inputs(network, inputs, len(policies))
    state = repeated_state(state, len(policies))
    builder = _PricedBuilder(network, program, inputs, economic=True)
    builder.policies, builder.objectives = policies, objectives
    runner = StepRunner(network, program, builder, economic=True)
    levels = [
        _without_traded(level, program, objectives) for level in levels_of(network, program, economic=True)
    ]
    kept = [level for level in levels if len(level.columns) or level.kind == "cheapest"]
    totals = np.zeros((len(objectives), len(policies)))
    asked = np.zeros((len(objectives), len(policies)))
    first_missed = np.zeros(len(policies))
    wishes = [level.columns for level in kept if level.name.startswith("wishes")]
    first = np.concatenate([np.zeros(0, dtype=int), *wishes])
    for step in range(len(inputs.calendar)):
        if runner.allocator is None:
            numbers = builder.build(step, state)
            runner.allocator = FillingAllocator(
                program, kept, route_cost(program), volume_scale(program, numbers)
            )
        x, numbers = runner.allocate(step, state)
        counted = _with_all_that_passes(x, program, builder, numbers)
        for place, (objective, cost) in enumerate(zip(objectives, builder.costs(numbers), strict=True)):
            totals[place] += (cost * counted).sum(axis=1)
            asked[place] += objective.asked(network, builder, numbers.today)
        first_missed += (numbers.upper - x)[:, first].sum(axis=1)
        state = runner.next_state(x, numbers)
        if progress is not None:
            progress(step + 1, len(inputs.calendar))
    shown = [
        objective.shown(total, wanted, inputs)
        for objective, total, wanted in zip(objectives, totals, asked, strict=True)
    ]
    return np.stack(shown, axis=1), first_missed / float(inputs.calendar.days.sum())


def _without_traded(level: Level, program: StepProgram, objectives: Sequence[FrontObjective]) -> Level:
    gauges = tuple(name for one in objectives if one.kind == "environmental_shortfall" for name in one.things)
    traded = program.positions("environmental_flow", gauges)
    return replace(level, columns=level.columns[~np.isin(level.columns, traded)])


def _with_all_that_passes(
    x: np.ndarray, program: StepProgram, builder: NumberBuilder, numbers: StepNumbers
) -> np.ndarray:
    """Count as environmental flow whatever passes up to the target: at a price of nothing the split is open."""
    kept, above = program.of("environmental_flow"), program.of("above_environmental_flow")
    target = builder.environmental_flow_target(numbers.today) * numbers.today.days
    counted = x.copy()
    counted[:, kept] = np.minimum(x[:, kept] + x[:, above], target)
    return counted
