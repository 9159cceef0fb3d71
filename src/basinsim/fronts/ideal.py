"""The whole period of one member as a linear program of several objectives."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from basinsim.allocation.horizon import HorizonAllocator, HorizonLevel, SharedLevel
from basinsim.allocation.horizon_levels import MONEY, horizon_levels
from basinsim.errors import RunError
from basinsim.fronts.objectives import FrontObjective
from basinsim.fronts.program import ManyObjectives
from basinsim.network.network import Network
from basinsim.simulation.allocators import route_cost
from basinsim.simulation.horizon import HorizonRunner
from basinsim.simulation.inputs import Inputs
from basinsim.simulation.state import State
from basinsim.solver.highs import SolverError, UnboundedError, minimise
from basinsim.stacking import StackedProgram


@dataclass(frozen=True)
class IdealPeriod:
    """A period that is known from its first day, before it is decided what to trade for what.

    Attributes
    ----------
    network : Network
        The basin.
    inputs : Inputs
        Of one member.
    stacked : StackedProgram
        All steps.
    low, high : ndarray, shape (steps x columns,)
        Bounds within which what comes first is as good as can be [scale].
    costs : tuple of ndarray, shape (steps x columns,)
        Of each objective, for one more of each column [1/Ml or GBP/Ml].
    asked : ndarray, shape (objectives,)
        What was asked for in all steps [Ml].
    scale : float
        Volume that counts as one for the solver [Ml].
    first : ndarray of int
        Columns of the wishes that came first.
    first_asked : float
        What they asked for in all [Ml].
    """

    network: Network
    inputs: Inputs
    stacked: StackedProgram
    low: np.ndarray
    high: np.ndarray
    costs: tuple[np.ndarray, ...]
    asked: np.ndarray
    scale: float
    first: np.ndarray
    first_asked: float

    def first_missed(self, x: np.ndarray) -> float:
        """Return what the wishes that came first miss in a solution, mean over time [Ml/d]."""
        got = self.scale * float(x[self.first].sum())
        return (self.first_asked - got) / float(self.inputs.calendar.days.sum())

    def program(self) -> ManyObjectives:
        """Return the program of all objectives, in their own units."""
        costs = [cost * self.scale for cost in self.costs]
        return ManyObjectives(self.stacked.matrix, self.low, self.high, costs, self.stacked.steps)

    def water_values(self, weights: np.ndarray) -> np.ndarray:
        """Return what one more megalitre in each reservoir is worth in each step.

        Parameters
        ----------
        weights : ndarray, shape (objectives,)
            At which objectives are added up.

        Returns
        -------
        ndarray, shape (steps, reservoirs)
            [the sum's unit per Ml]; duals of the rows of mass balance, where the weighted sum is least.

        Raises
        ------
        RunError
            Where the sum has no end.
        """
        cost = sum(
            (weight * cost for weight, cost in zip(weights, self.costs, strict=True)), start=np.zeros(1)
        )
        try:
            found = minimise(self.stacked.matrix, np.asarray(cost), self.low, self.high)
        except (UnboundedError, SolverError) as error:
            raise RunError(_WITHOUT_END) from error
        if found is None:
            message = "rounding has left no horizon that keeps what comes first; try a shorter period"
            raise RunError(message)
        program = self.stacked.program
        labels = program.rows["balances"].labels
        at = [program.rows["balances"].start + labels.index(name) for name in self.network.reservoirs]
        duals = found.row_duals.reshape(self.stacked.steps, program.shape[0])
        return np.asarray(np.maximum(duals[:, at], 0.0))


_WITHOUT_END = (
    "the weighted sum of the objectives has no end: water that goes round earns each time; "
    "`basinsim check` names loops, and a 'max_flow' on one of their links ends it"
)


def ideal_period(
    network: Network, inputs: Inputs, state: State, objectives: Sequence[FrontObjective]
) -> IdealPeriod:
    """State the whole period of one member.

    Parameters
    ----------
    network : Network
        The basin.
    inputs : Inputs
        Of one member.
    state : State
        At the start.
    objectives : sequence of FrontObjective
        What is traded.

    Returns
    -------
    IdealPeriod
        In which nature, the dams, minimum flows, essentials, and environmental flows that are no objective,
        have come first, as with the economic objective.

    Notes
    -----
    Areas, heads and evaporation are those of a run step by step: with others for each point there would be
    no front of one linear program. The warm-up is part of the period: a horizon would starve what it does
    not count.
    """
    runner = HorizonRunner(network, inputs, economic=True)
    numbers = runner.numbers_of_whole(state)
    problem = runner.problem(0, 0, numbers)
    levels = horizon_levels(
        network, problem.stacked, problem.money, route_cost(runner.program), economic=True
    )
    traded = _columns_traded(problem.stacked, objectives)
    first = [
        level for level in (_without(one, traded) for one in _before_money(levels)) if len(level.columns)
    ]
    allocator = HorizonAllocator(problem.stacked, problem.scale)
    low, high = allocator.face(first, problem.lower.ravel(), problem.upper.ravel())
    costs = tuple(
        np.concatenate([objective.step_cost(runner.program, one.terms)[0] for one in numbers])
        for objective in objectives
    )
    asked = np.array(
        [
            sum(float(objective.asked(network, runner.builder, one.today)[0]) for one in numbers)
            for objective in objectives
        ]
    )
    wished = [level.columns for level in first if isinstance(level, SharedLevel)]
    columns = np.concatenate([np.zeros(0, dtype=int), *wished])
    wanted = float(problem.upper.ravel()[columns].sum())
    return IdealPeriod(
        network, inputs, problem.stacked, low, high, costs, asked, problem.scale, columns, wanted
    )


def _before_money(levels: list[HorizonLevel]) -> list[HorizonLevel]:
    """Return what comes before money; where nothing has a price, what would come before it."""
    for place, level in enumerate(levels):
        if level.name == MONEY or not (isinstance(level, SharedLevel) or level.name in _NATURE):
            return levels[:place]
    return levels


_NATURE = ("dead storage", "evaporation", "overflow")


def _columns_traded(stacked: StackedProgram, objectives: Sequence[FrontObjective]) -> np.ndarray:
    gauges = [name for one in objectives if one.kind == "environmental_shortfall" for name in one.things]
    labels = stacked.program.columns["environmental_flow"].labels
    return stacked.columns("environmental_flow")[:, [labels.index(name) for name in gauges]].ravel()


def _without(level: HorizonLevel, traded: np.ndarray) -> HorizonLevel:
    if not isinstance(level, SharedLevel):
        return level
    return replace(level, columns=level.columns[~np.isin(level.columns, traded)])
