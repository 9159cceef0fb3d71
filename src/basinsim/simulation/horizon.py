"""Run with foresight: a rolling window, or the whole period at once.

Each window is first run step by step from where it starts; that gives the storages by which areas,
heads and evaporation are first known, and the storages that a window is wished to end with. Then all its steps
are allocated together, and again with the areas and heads of the storages found, at most five times.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from basinsim.allocation.horizon import HorizonAllocator, HorizonError, LevelProgress
from basinsim.allocation.horizon_levels import MONEY, horizon_levels
from basinsim.compiler import compile_step
from basinsim.errors import RunError
from basinsim.network.network import Network
from basinsim.simulation.allocators import route_cost, volume_scale
from basinsim.simulation.horizon_bounds import HorizonBounds
from basinsim.simulation.horizon_evaporation import refined_evaporation
from basinsim.simulation.horizon_problem import HorizonProblem
from basinsim.simulation.horizon_reasons import HorizonReasons
from basinsim.simulation.inputs import Inputs
from basinsim.simulation.numbers import NumberBuilder, StepNumbers
from basinsim.simulation.recorder import Recorder
from basinsim.simulation.run import Foresight, Progress, Simulated, StepRunner
from basinsim.simulation.spool import Spool
from basinsim.simulation.state import State
from basinsim.simulation.today import Today
from basinsim.solver.highs import HorizonOptimum, UnboundedError
from basinsim.stacking import CARRIED, TIED, stack
from basinsim.step_program import StepProgram

_PASSES = 5
_SETTLED = 1e-6


@dataclass
class HorizonRunner:
    """Runs windows of a period.

    Parameters
    ----------
    network : Network
        The basin.
    inputs : Inputs
        Its numbers.
    economic : bool
        Whether the objective is economic.

    Attributes
    ----------
    progress : callable, optional
        Told which part of the present window is done, from 0 to 1.
    unsettled : float
        Largest relative change of an area, head or evaporation in the last pass of any window; 0 where all settled.
    """

    network: Network
    inputs: Inputs
    economic: bool
    program: StepProgram = field(init=False)
    builder: NumberBuilder = field(init=False)
    steps: StepRunner = field(init=False)
    progress: Callable[[float], None] | None = None
    unsettled: float = 0.0
    solves: int = 0
    shadow_prices: list[dict[str, np.ndarray]] = field(default_factory=list)
    _pass: int = 0

    def __post_init__(self) -> None:
        """Compile the step once."""
        self.program = compile_step(self.network)
        self.builder = NumberBuilder(self.network, self.program, self.inputs, self.economic)
        self.steps = StepRunner(self.network, self.program, self.builder, economic=self.economic)

    def window(
        self, first: int, after: int, state: State, *, to_the_end: bool
    ) -> tuple[np.ndarray, list[StepNumbers]]:
        """Allocate the steps of a window together.

        Parameters
        ----------
        first, after : int
            First step, and the one after the last.
        state : State
            At the start of the first.
        to_the_end : bool
            Whether the window is the whole period: then it is not wished to end as step by step.

        Returns
        -------
        (ndarray of shape (members, steps, columns), list of StepNumbers)
            The allocation [Ml] and the numbers of each step.
        """
        states, alone, ends = self._step_by_step(first, after, state)
        targets = None if to_the_end else ends
        todays = self.steps.under_rules.over_horizon(first, state, alone, whole=to_the_end)
        numbers = self._numbers(todays, states)
        change = 0.0
        for self._pass in range(_PASSES):
            x = np.stack(
                [self._member(member, first, numbers, targets) for member in range(self.inputs.members)]
            )
            later = [
                _carried(x[:, t], self.program, [end for _, end in CARRIED]) for t in range(after - first - 1)
            ]
            found = self._numbers(todays, [state, *later])
            refined, evaporation = refined_evaporation(self.program, numbers, found, x)
            change = max(evaporation, _largest_change(numbers, refined))
            if change <= _SETTLED:
                break
            numbers = refined
        self.unsettled = max(self.unsettled, change if change > _SETTLED else 0.0)
        return x, numbers

    def problem(
        self, member: int, first: int, numbers: list[StepNumbers], targets: np.ndarray | None = None
    ) -> HorizonProblem:
        """Return the rows, bounds and prices of steps that are allocated together.

        Parameters
        ----------
        member : int
            Which member.
        first : int
            The first of the steps.
        numbers : list of StepNumbers
            Of all of them.
        targets : ndarray, shape (members, reservoirs), optional
            What a window is wished to end with [Ml].

        Returns
        -------
        HorizonProblem
            Whatever its levels are.
        """
        kept = 1.0 - self.builder.restarts(first, len(numbers))
        bounds = HorizonBounds(self.network, self.program, self.inputs, member, self.economic)
        share = bounds.evaporating_share(numbers)
        lags = self.builder.rolling.lags(first, len(numbers))
        stacked = stack(self.program, len(numbers), kept, 1.0 - share, lags)
        lower, upper = bounds.of_window(
            first, numbers, None if targets is None else targets[member], 1.0 - kept
        )
        prices = [n.money_cost[member] for n in numbers if n.money_cost is not None]
        money = np.concatenate(prices) if prices else None
        scale = volume_scale(self.program, numbers[0])
        return HorizonProblem(stacked, lower, upper, money, scale, kept, share)

    def numbers_of_whole(self, state: State) -> list[StepNumbers]:
        """Return the numbers of the whole period, as they are first known: from a run step by step.

        Parameters
        ----------
        state : State
            At its start.

        Returns
        -------
        list of StepNumbers
            Of every step; operation is free in them, and law stays.
        """
        states, alone, _ = self._step_by_step(0, len(self.inputs.calendar), state)
        todays = self.steps.under_rules.over_horizon(0, state, alone, whole=True)
        return self._numbers(todays, states)

    def _numbers(self, todays: list[Today], states: list[State]) -> list[StepNumbers]:
        return [
            self.builder.build(today, known, closed=False, last=today is todays[-1])
            for today, known in zip(todays, states, strict=True)
        ]

    def _step_by_step(
        self, first: int, after: int, state: State
    ) -> tuple[list[State], list[Today], np.ndarray]:
        states, todays = [], []
        for step in range(first, after):
            states.append(state)
            x, numbers = self.steps.allocate(step, state)
            todays.append(numbers.today)
            state = self.steps.next_state(x, numbers)
        return states, todays, state.storage

    def state_after(self, x: np.ndarray, numbers: list[StepNumbers], taken: int) -> State:
        """Return the state that the steps taken of a window leave.

        Parameters
        ----------
        x : ndarray, shape (members, steps, columns)
            The window [Ml].
        numbers : list of StepNumbers
            Of its steps.
        taken : int
            How many of them are taken.

        Returns
        -------
        State
            For the next window; the rules have seen each step taken.
        """
        memories, history = numbers[0].today.memories, numbers[0].history
        for t in range(taken):
            today = numbers[t].today
            memories = self.steps.under_rules.learnt(x[:, t], replace(today, memories=memories))
            take = x[:, t, self.program.of("rolling_take")]
            history = self.builder.rolling.after(history, take, today.step)
        return replace(
            self.steps.next_state(x[:, taken - 1], numbers[taken - 1]), memories=memories, taken=history
        )

    def _member(
        self, member: int, first: int, numbers: list[StepNumbers], targets: np.ndarray | None
    ) -> np.ndarray:
        problem = self.problem(member, first, numbers, targets)
        stacked, lower, upper, money = problem.stacked, problem.lower, problem.upper, problem.money
        levels = horizon_levels(
            self.network, stacked, money, route_cost(self.program), economic=self.economic
        )
        allocator = HorizonAllocator(stacked, problem.scale)
        reasons = HorizonReasons(self.network, self.inputs.calendar, stacked, first, problem.scale)
        kept, share = problem.accounts_kept, problem.evaporating_share
        try:
            x = allocator.allocate(levels, lower.ravel(), upper.ravel(), self._told(member))
        except UnboundedError as error:
            raise RunError(reasons.why_without_end(error.ray, money)) from error
        except HorizonError as error:
            raise RunError(reasons.why_impossible(lower, upper, str(error))) from error
        self.solves += allocator.solves
        if self.economic:
            self.shadow_prices.append(self._shadow_prices(allocator.optima.get(MONEY), len(numbers)))
        x = x.reshape(lower.shape)
        for start, end in TIED:
            x[1:, self.program.of(start)] = x[:-1, self.program.of(end)]
        x[1:, self.program.of("licence_start")] *= kept[1:]
        x[:, self.program.of("evaporation")] += share * x[:, self.program.of("storage_start")]
        return np.asarray(x)

    def _told(self, member: int) -> LevelProgress | None:
        """Return what tells of one member's levels; how many passes there will be is not known."""
        tell = self.progress
        if tell is None:
            return None
        before, share = 1.0 - 0.5**self._pass, 0.5 ** (self._pass + 1)
        return lambda _, done, levels: tell(before + share * (member + done / levels) / self.inputs.members)

    def _shadow_prices(self, found: HorizonOptimum | None, steps: int) -> dict[str, np.ndarray]:
        """Return the value of one more megalitre at each node with a balance, shape (steps, nodes).

        Where nothing is worth anything there was nothing to optimise, and more water is worth nothing.
        """
        block = self.program.rows["balances"]
        nodes = self.network.nodes
        at = [nodes.index(str(name)) for name in block.labels]
        rows = np.zeros(steps * self.program.shape[0])
        published = {
            "shadow_price": rows if found is None else found.row_duals,
            "shadow_price_one_sided": rows if found is None or found.one_sided is None else found.one_sided,
        }
        prices = {name: np.full((steps, len(nodes)), np.nan) for name in published}
        for name, values in published.items():
            prices[name][:, at] = values.reshape(steps, -1)[:, block.positions]
        return prices


def simulate_with_foresight(
    network: Network,
    inputs: Inputs,
    state: State,
    window: tuple[int, int] | None,
    progress: Progress | None = None,
    *,
    economic: bool = False,
) -> Simulated:
    """Run a period in windows, or all of it at once.

    Parameters
    ----------
    network : Network
        The basin.
    inputs : Inputs
        Its numbers.
    state : State
        At the start of the period.
    window : (int, int), optional
        Length of the window and its advance, in steps; without it the whole period at once.
    progress : callable, optional
        Told how many steps are done; the part of a window's levels that is done counts as that part of
        its steps.
    economic : bool
        Whether the objective is economic.

    Returns
    -------
    Simulated
        The counted steps.

    Raises
    ------
    RunError
        Where no horizon keeps the bounds, or value has no end.
    """
    runner = HorizonRunner(network, inputs, economic)
    steps = len(inputs.calendar)
    spool = Spool(inputs.members, steps - inputs.calendar.warm_up_steps)
    recorder = Recorder(network, runner.program, runner.builder, inputs, spool)
    length, advance = window or (steps, steps)
    start, first = state, 0
    shadow: list[list[dict[str, np.ndarray]]] = []
    taken_steps: list[int] = []
    while first < steps:
        after = min(first + length, steps)
        runner.shadow_prices.clear()
        if progress is not None:
            runner.progress = _part_of(progress, first, min(advance, after - first), steps)
        x, numbers = runner.window(first, after, state, to_the_end=window is None)
        taken = after - first if after == steps else min(advance, after - first)
        for t in range(taken):
            if first + t == inputs.calendar.warm_up_steps:
                start = _carried(x[:, t], runner.program, [begin for begin, _ in CARRIED])
            recorder.keep(first + t, x[:, t], numbers[t])
        # The last pass of every member counts.
        shadow.append(runner.shadow_prices[-inputs.members :])
        taken_steps.append(taken)
        state = runner.state_after(x, numbers, taken)
        first += taken
        if progress is not None:
            progress(first, steps)
    said = Foresight(
        runner.unsettled, runner.solves, _joined(shadow, taken_steps, inputs.calendar.warm_up_steps)
    )
    return Simulated(
        network, inputs, spool.of(slice(None)), start, state, runner.steps.counts, recorder.money, said
    )


def _carried(x: np.ndarray, program: StepProgram, names: list[str]) -> State:
    """Return storages, accounts and returns underway that stand in columns of these names."""
    storage, used, underway = (x[:, program.of(name)] for name in names)
    return State(storage, used, underway)


def _part_of(progress: Progress, first: int, taken: int, steps: int) -> Callable[[float], None]:
    return lambda part: progress(first + int(taken * part), steps)


def _joined(
    windows: list[list[dict[str, np.ndarray]]], taken: list[int], warm_up_steps: int
) -> dict[str, np.ndarray]:
    """Put the prices of members and windows together, shape (members, counted steps, nodes)."""
    names = windows[0][0] if windows and windows[0] else {}
    return {
        name: np.concatenate(
            [
                np.stack([one[name][:steps] for one in each])
                for each, steps in zip(windows, taken, strict=True)
            ],
            axis=1,
        )[:, warm_up_steps:]
        for name in names
    }


def _largest_change(before: list[StepNumbers], after: list[StepNumbers]) -> float:
    """Return the largest relative change of an area or head between two passes."""
    change = 0.0
    for old, new in zip(before, after, strict=True):
        for name in ("surface_area", "energy_per_volume"):
            was, now = getattr(old, name), getattr(new, name)
            size = np.maximum(np.abs(was), np.abs(now))
            with np.errstate(invalid="ignore", divide="ignore"):
                change = max(
                    change, float(np.max(np.where(size > 0, np.abs(now - was) / size, 0.0), initial=0.0))
                )
    return change
