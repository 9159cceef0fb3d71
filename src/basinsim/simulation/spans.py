"""Some steps in a row without a return to Python, where nothing acts between them but what is carried forward."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from basinsim.allocation.kernel.allocator import BatchAllocator
from basinsim.allocation.kernel.span import Carry, Numbers, Standing
from basinsim.network.network import Network
from basinsim.schema.values import Constant, ReservoirHead
from basinsim.simulation.numbers import NumberBuilder
from basinsim.simulation.state import State
from basinsim.simulation.today import Span
from basinsim.step_program import StepProgram

_ROOM = 16e6
"""Bytes that the allocations of a span may take, about."""

_MOST_STEPS = 1024


@dataclass(frozen=True)
class Spanned:
    """Some steps as they were allocated.

    Attributes
    ----------
    today : Span
        Which.
    x : ndarray, shape (steps, members, columns)
        Allocations [Ml].
    most : ndarray, shape (steps, members)
        What bounds columns that nothing else bounds [Ml].
    terms : list of dict
        For each step, the value of one more of each column by term [GBP/Ml]; empty where nothing has a price.
    energy_per_volume : ndarray, shape (steps, members, turbines)
        [MWh/Ml]
    state : State
        After the last of them.
    """

    today: Span
    x: np.ndarray
    most: np.ndarray
    terms: list[dict[str, np.ndarray]]
    energy_per_volume: np.ndarray
    state: State


@dataclass
class Spans:
    """Takes steps in spans.

    Parameters
    ----------
    network : Network
        The basin.
    program : StepProgram
        Its compiled step.
    builder : NumberBuilder
        Puts the numbers of a step on it.
    """

    network: Network
    program: StepProgram
    builder: NumberBuilder
    _columns: dict[str, np.ndarray] = field(init=False)
    _rooms: list[np.ndarray] = field(init=False)

    def __post_init__(self) -> None:
        """Number the columns of each component."""
        self._rooms = [np.empty(0), np.empty(0)]
        blocks = self.program.columns
        self._columns = {name: np.arange(blocks[name].start, self.program.of(name).stop) for name in blocks}

    @property
    def possible(self) -> bool:
        """Whether nothing of a step depends on the one before but storages, annual accounts and returns.

        Rules and rolling licences do, and prices where the energy of a turbine hangs on a reservoir's level.
        """
        inputs, network = self.builder.inputs, self.network
        by_level = any(isinstance(turbine.head, ReservoirHead) for turbine in network.turbines.values())
        priced_level = by_level and bool(inputs.series["energy_value"].any())
        return not (inputs.rules or network.licences("rolling") or priced_level or self.builder.economic)

    def end(self, first: int) -> int:
        """Return the step up to which a span from one on goes: the warm-up ends one, and so does memory."""
        calendar, members = self.builder.inputs.calendar, self.builder.inputs.members
        room = int(_ROOM / (8 * self.program.shape[1] * members))
        end = calendar.warm_up_steps if first < calendar.warm_up_steps else len(calendar)
        return min(end, first + max(1, min(_MOST_STEPS, room)))

    def take(self, today: Span, state: State, allocator: BatchAllocator) -> Spanned:
        """Allocate some steps of all members.

        Parameters
        ----------
        today : Span
            Which.
        state : State
            As the step before left it.
        allocator : BatchAllocator
            Of the run.

        Returns
        -------
        Spanned
            The allocations, until the next span but one is taken, and the state they leave.

        Raises
        ------
        AllocationError
            Where a step cannot be allocated.
        """
        prices = self.builder.prices
        terms: list[dict[str, np.ndarray]] = []
        if prices.matter:
            fixed = self.builder.inputs.series["head"]
            energies = self.builder.energy_per_volume  # of fixed heads: what hangs on a level has no price
            terms = [
                prices.terms(step, energies(fixed[:, step], state.storage), last=True)
                for step in range(today.first, today.last)
            ]
        standing = Standing(
            np.zeros(len(state.storage), dtype=np.int64),
            *(np.array(part) for part in (state.storage, state.licence_used, state.returns_underway)),
        )
        room = self._room_for(today.last - today.first, len(state.storage))
        outcome = allocator.allocate_span(self._numbers(today, terms), self._carry(today), standing, room)
        left = State(standing.storage, standing.licence_used, standing.underway, state.memories, state.taken)
        x = outcome.x.swapaxes(0, 1)
        return Spanned(today, x, outcome.most.T, terms, self._energy(today, x), left)

    def _room_for(self, steps: int, members: int) -> np.ndarray:
        """Return room that spans share in turn: getting new memory from the system takes longer than filling it."""
        self._rooms.reverse()  # the last span is still being recorded
        size = steps * members * self.program.shape[1]
        if len(self._rooms[0]) < size:
            self._rooms[0] = np.empty(size)
        return self._rooms[0][:size].reshape(members, steps, -1)

    def _numbers(self, today: Span, terms: list[dict[str, np.ndarray]]) -> Numbers:
        members, steps = self.builder.inputs.members, today.last - today.first
        lower = np.zeros((1, steps, self.program.shape[1]))
        upper = np.full_like(lower, np.inf)
        own: dict[str, np.ndarray] = {}
        for name, values in self.builder.given(today).items():
            if values.ndim == 3 and values.shape[1] > 1:
                own[name] = values.swapaxes(0, 1)
            else:
                upper[0, :, self.program.of(name)] = values[:, 0] if values.ndim == 3 else values
        if "inflow" not in own:
            inflow = self.program.of("inflow")
            lower[:, :, inflow] = upper[:, :, inflow]
        none = np.zeros((members, steps, 0))
        found = [np.zeros(0, dtype=np.int64), *(self._columns[name] for name in own)]
        given = [np.full(len(self._columns[name]), name == "inflow") for name in own]
        money = np.zeros((0, steps, lower.shape[2]))
        if terms:
            costs = [-sum(each.values(), start=np.zeros((1, 1))) for each in terms]
            rows = max(map(len, costs))
            money = np.stack([np.broadcast_to(cost, (rows, lower.shape[2])) for cost in costs], axis=1)
        return Numbers(
            lower,
            upper,
            np.concatenate(found),
            np.concatenate([np.zeros(0, dtype=np.int64), *given]).astype(np.int64),
            np.concatenate([none, *own.values()], axis=2),
            money,
        )

    def _carry(self, today: Span) -> Carry:
        of, days = self._columns, today.days
        spillways = self.builder.spillways.spillways
        inflow = self.program.columns["inflow"].start
        above = [found for spillway in spillways for found in spillway.spillways_above]
        tables = [_surface(reservoir.surface) for reservoir in self.network.reservoirs.values()]
        reaching = [inflow + at for spillway in spillways for at in spillway.catchments]
        water = ("inflow", "rain", "essential", "ordinary", "return_start")
        totals = [of[name] for name in of if name.startswith("total_")]
        return Carry(
            storage_start=of["storage_start"],
            storage=of["storage"],
            rain=of["rain"],
            evaporation=of["evaporation"],
            dead=of["dead_kept"],
            licence_start=of["licence_start"],
            licence_used=of["licence_used"],
            return_start=of["return_start"],
            return_left=of["return_left"],
            rainfall=_member_first(today.at("rainfall") * days),
            potential=_member_first(today.at("evaporation") * days),
            brought=_member_first(self.builder.brought(today)),
            restarts=np.ascontiguousarray(
                self.builder.restarts(today.first, today.last - today.first), dtype=np.int64
            ),
            table_start=_starts(len(table[0]) for table in tables),
            table_volume=_joined([table[0] for table in tables]),
            table_area=_joined([table[1] for table in tables]),
            spill_column=_whole([spillway.flow for spillway in spillways]),
            spill_from=_whole([spillway.reservoir for spillway in spillways]),
            spill_inflow_start=_starts(len(spillway.catchments) for spillway in spillways),
            spill_inflow=_whole(reaching),
            spill_above_start=_starts(len(spillway.spillways_above) for spillway in spillways),
            spill_above=_whole([which for which, _ in above]),
            spill_share=np.array([share for _, share in above], dtype=float),
            water=np.concatenate([of[name] for name in water]),
            totals=np.concatenate([*totals, np.zeros(0, dtype=np.int64)]),
            closes=len(self.network.nodes),
        )

    def _energy(self, today: Span, x: np.ndarray) -> np.ndarray:
        turbines = len(self.network.turbines)
        if not turbines:
            return np.zeros((*x.shape[:2], 0))
        rows = x.shape[0] * x.shape[1]  # named, as a basin without reservoirs leaves none to count them by
        storage = x[..., self.program.of("storage_start")].reshape(rows, len(self.network.reservoirs))
        fixed = np.broadcast_to(today.at("head"), (*x.shape[:2], turbines)).reshape(rows, turbines)
        return self.builder.energy_per_volume(fixed, storage).reshape(*x.shape[:2], turbines)


def _surface(surface: object) -> tuple[np.ndarray, np.ndarray]:
    """Return volumes [Ml] and areas [km2] of a reservoir's surface, which is linear between them."""
    if surface is None:
        return np.zeros(0), np.zeros(0)
    if isinstance(surface, Constant):
        return np.zeros(1), np.array([surface.number])
    _, area, volume = np.array(surface, dtype=float).T
    return volume, area


def _member_first(values: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(values.swapaxes(0, 1))


def _starts(sizes: Iterable[int]) -> np.ndarray:
    return np.cumsum([0, *sizes], dtype=np.int64)


def _whole(numbers: list[int]) -> np.ndarray:
    return np.array(numbers, dtype=np.int64)


def _joined(parts: list[np.ndarray]) -> np.ndarray:
    return np.concatenate([np.zeros(0), *parts])
