"""Run a network through its steps without foresight."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from basinsim.allocation.interface import AllocationError, Counts, StepAllocator
from basinsim.allocation.kernel.allocator import BatchAllocator
from basinsim.compiler import compile_step
from basinsim.errors import RunError
from basinsim.network.network import Network
from basinsim.simulation.allocators import AUTOMATIC, REFERENCE, AllocatorOptions, choose_allocator
from basinsim.simulation.inputs import Inputs
from basinsim.simulation.numbers import NumberBuilder, StepNumbers
from basinsim.simulation.recorder import Recorder
from basinsim.simulation.spans import Spanned, Spans
from basinsim.simulation.spool import STEPS_A_STRETCH, Spool
from basinsim.simulation.state import State
from basinsim.simulation.today import Span, Today
from basinsim.simulation.under_rules import UnderRules
from basinsim.step_program import StepProgram

Progress = Callable[[int, int], None]
"""Called after each step, or some in a row, with how many are done and how many there are."""


@dataclass(frozen=True)
class Simulated:
    """What a run gave.

    Attributes
    ----------
    network : Network
        The basin.
    inputs : Inputs
        Its numbers.
    arrays : dict of str to ndarray, shape (members, counted steps, things)
        Results by name.
    start : State
        At the start of the first counted step.
    end : State
        After the last step.
    counts : Counts
        How the steps were proved.
    money : dict of str to ndarray, shape (members,)
        Value over the counted steps by term, costs negative [GBP].
    foresight : Foresight, optional
        For a run with foresight.
    """

    network: Network
    inputs: Inputs
    arrays: dict[str, np.ndarray]
    start: State
    end: State
    counts: Counts
    money: dict[str, np.ndarray]
    foresight: "Foresight | None" = None


@dataclass(frozen=True)
class Foresight:
    """What a run with foresight has to say beyond its results.

    Attributes
    ----------
    unsettled : float
        Largest relative change of an area, head or evaporation in the last pass; 0 where all settled.
    solves : int
        Linear programs solved.
    shadow_prices : dict of str to ndarray, shape (members, counted steps, nodes)
        For the economic objective ``shadow_price``, the value of one more megalitre at a node
        [GBP/Ml], and ``shadow_price_one_sided``, 1 where it holds only for more or for less.
    """

    unsettled: float
    solves: int
    shadow_prices: dict[str, np.ndarray]


@dataclass
class StepRunner:
    """Takes one step after the other.

    Parameters
    ----------
    network : Network
        The basin.
    program : StepProgram
        Its compiled step.
    builder : NumberBuilder
        Puts the numbers of a step on it.
    economic : bool
        Whether the objective is economic.
    options : AllocatorOptions
        Which allocator takes the steps.
    """

    network: Network
    program: StepProgram
    builder: NumberBuilder
    economic: bool = False
    options: AllocatorOptions = REFERENCE
    allocator: StepAllocator | None = None

    def __post_init__(self) -> None:
        """Prepare the rules."""
        self.spans = Spans(self.network, self.program, self.builder)
        self.under_rules = UnderRules(self.network, self.program, self.builder)

    def allocate(self, step: int, state: State) -> tuple[np.ndarray, StepNumbers]:
        """Allocate one step for all members.

        Parameters
        ----------
        step : int
            Counted from 0, the warm-up included.
        state : State
            As the step before left it.

        Returns
        -------
        (ndarray of shape (members, columns), StepNumbers)
            The allocation [Ml] and the numbers it was made from.

        Raises
        ------
        RunError
            Where the step cannot be allocated.
        """
        return self.under_rules.allocate(step, state, self._solve)

    def _solve(self, numbers: StepNumbers) -> np.ndarray:
        step = numbers.today.step
        if self.allocator is None:
            self.allocator = choose_allocator(
                self.network, self.program, numbers, self.options, economic=self.economic
            )
        try:
            x = self.allocator.allocate_members(numbers.lower, numbers.upper, numbers.money_cost)
        except AllocationError as error:
            raise RunError(self._cannot_be_proved(step, error)) from error
        if numbers.terms:
            flows = self.program.of("flow")
            self._refuse_circulation(numbers.today, x[:, flows], numbers.upper[:, flows])
        return x

    def take_span(self, first: int, state: State) -> Spanned | None:
        """Allocate as many steps as can be taken without a return to Python between them.

        Parameters
        ----------
        first : int
            The first of them, counted from 0, the warm-up included.
        state : State
            As the step before left it.

        Returns
        -------
        Spanned, optional
            None where something acts between steps, or HiGHS takes them, or no step was taken before.

        Raises
        ------
        RunError
            Where a step cannot be allocated.
        """
        if not isinstance(self.allocator, BatchAllocator) or not self.spans.possible:
            return None
        span = Span(self.builder.inputs, first, self.spans.end(first))
        try:
            found = self.spans.take(span, state, self.allocator)
        except AllocationError as error:
            raise RunError(self._cannot_be_proved(first + error.step, error)) from error
        if found.terms:
            flow = found.x[..., self.program.of("flow")]
            given = self.builder.given(span)["flow"]
            most = np.where(np.isinf(given), found.most[..., np.newaxis], given)
            for i in range(len(flow)):
                today = Today(self.builder.inputs, first + i)
                self._refuse_circulation(today, flow[i], most[i])
        return found

    def _refuse_circulation(self, today: Today, flow: np.ndarray, most: np.ndarray) -> None:
        """Refuse a step in which water goes round a loop until the artificial bound stops it."""
        links = self.network.links
        # A spillway's bound is the water that a full reservoir cannot hold: reaching it is what it is for.
        free = np.array([not link.only_when_full for link in links.values()], dtype=bool)
        unbounded = np.isinf(today.at("link_capacity")) & (most > 0) & free
        if not ((flow >= most * (1 - 1e-9)) & unbounded).any():
            return
        # The artificial bound is twice all the water there is: more than half of it has come by before.
        again = ((flow > most / 2) & unbounded).any(axis=0)
        names = [list(links)[i] for i in np.flatnonzero(again)]
        message = (
            f"step of {today.inputs.calendar.first_days[today.step]}: the value has no end: water goes round and round "
            f"over {', '.join(names)}, because each time it earns more (energy, or the value of a link) than moving "
            "it costs; give one of these links a 'max_flow'"
        )
        raise RunError(message)

    def _cannot_be_proved(self, step: int, error: AllocationError) -> str:
        inputs = self.builder.inputs
        whom = f", member {inputs.member_numbers[error.member]}" if max(inputs.member_numbers) > 0 else ""
        return (
            f"step of {inputs.calendar.first_days[step]}{whom}: {error}. The numbers of this step are too unlike in "
            "size to be solved to 1e-9: look for a capacity, demand or inflow in the wrong unit"
        )

    def next_state(self, x: np.ndarray, numbers: StepNumbers) -> State:
        """Return the state that an allocated step leaves.

        Parameters
        ----------
        x : ndarray, shape (members, columns)
            The allocation [Ml].
        numbers : StepNumbers
            What it was made from.

        Returns
        -------
        State
            For the next step.
        """
        of, memories = self.program.of, self.under_rules.learnt(x, numbers.today)
        history = self.builder.rolling.after(numbers.history, x[:, of("rolling_take")], numbers.today.step)
        return State(
            x[:, of("storage")], x[:, of("licence_used")], x[:, of("return_left")], memories, history
        )

    @property
    def counts(self) -> Counts:
        """How the steps so far were proved."""
        return self.allocator.counts if self.allocator else Counts()


def simulate(
    network: Network,
    inputs: Inputs,
    state: State,
    progress: Progress | None = None,
    *,
    economic: bool = False,
    options: AllocatorOptions = AUTOMATIC,
) -> Simulated:
    """Run all steps and members, each step knowing only the past.

    Parameters
    ----------
    network : Network
        The basin.
    inputs : Inputs
        Its numbers.
    state : State
        At the start of the period.
    progress : callable, optional
        Told how many steps are done.
    economic : bool
        Whether the objective is economic.
    options : AllocatorOptions
        Which allocator takes the steps.

    Returns
    -------
    Simulated
        The counted steps.

    Raises
    ------
    RunError
        Where a step cannot be allocated; names the step, and what to look at.
    """
    (whole,) = simulate_in_parts(
        network, inputs, state, [range(inputs.members)], progress, economic=economic, options=options
    )
    return whole


def simulate_in_parts(
    network: Network,
    inputs: Inputs,
    state: State,
    parts: Sequence[range],
    progress: Progress | None = None,
    *,
    economic: bool = False,
    options: AllocatorOptions = AUTOMATIC,
) -> Iterator[Simulated]:
    """Run all steps and members together, and hand over what came of it part by part.

    Parameters
    ----------
    network, inputs, state, progress, economic, options
        As for :func:`simulate`.
    parts : sequence of range
        Positions of members. Where there are several parts, the steps wait on disk, and only one
        part is in memory at a time.

    Yields
    ------
    Simulated
        The counted steps of each part, in order; the first has the counts of all.

    Raises
    ------
    RunError
        As :func:`simulate`, and where the disk is full.
    """
    calendar = inputs.calendar
    program = compile_step(network)
    builder = NumberBuilder(network, program, inputs, economic)
    runner = StepRunner(network, program, builder, economic, options)
    start = state
    stretch = STEPS_A_STRETCH if len(parts) > 1 else None
    with (
        Spool(inputs.members, len(calendar) - calendar.warm_up_steps, stretch) as spool,
        ThreadPoolExecutor(1, thread_name_prefix="basinsim-recorder") as beside,
    ):
        recorder = Recorder(network, program, builder, inputs, spool)
        kept: Future[None] | None = None
        step = 0
        while step < len(calendar):
            start = state if step == calendar.warm_up_steps else start
            span = runner.take_span(step, state)
            if kept is not None:
                kept.result()
            if span is not None:
                # Recorded while the next span is taken.
                kept = beside.submit(
                    recorder.keep_span, span.today, span.x, span.terms, span.energy_per_volume
                )
                state, step = span.state, span.today.last
            else:
                x, numbers = runner.allocate(step, state)
                state = runner.next_state(x, numbers)
                recorder.keep(step, x, numbers)
                step += 1
            if progress is not None:
                progress(step, len(calendar))
        if kept is not None:
            kept.result()
        counts = runner.counts
        for part in parts:
            at = slice(part.start, part.stop)
            money = {term: value[at] for term, value in recorder.money.items()}
            ends = (start.of_members(at), state.of_members(at))
            yield Simulated(network, inputs.of_members(at), spool.of(at), *ends, counts, money)
            counts = Counts()
