"""The levels of a step in their order: what is filled, kept small or made large."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from basinsim.network.network import Network
from basinsim.schema.sharing import sharing_in_force
from basinsim.step_program import StepProgram


@dataclass(frozen=True)
class Group:
    """Wishes of one level that share by a claims rule.

    Attributes
    ----------
    rule : str
        One of :data:`basinsim.allocation.curves.KINKS`.
    columns : ndarray of int
        Positions in the step program.
    """

    rule: str
    columns: np.ndarray


@dataclass(frozen=True)
class CarriedOver:
    """What each column of a level carries over from the step before.

    Attributes
    ----------
    gains, losses : ndarray of int, shape (terms, columns)
        Positions in the step program: the upper bounds of the ones less those of the others make it
        up, as far as that is neither below zero nor above the column's own bound.
    """

    gains: np.ndarray
    losses: np.ndarray


@dataclass(frozen=True)
class Level:
    """One level of the order; lower ones never cost it anything.

    Attributes
    ----------
    name : str
        In the modeller's words.
    kind : {"fill", "least", "most", "cheapest"}
        Fill columns to equal shares of their upper bounds (max-min, then on without whoever is
        blocked); or make one column small; or make it large; or spend least, by the prices of
        the step.
    columns : ndarray of int
        Positions in the step program; one for ``least`` and ``most``, none for ``cheapest``.
    groups : tuple of Group
        Columns to be filled by another rule than equal shares.
    carried_over : CarriedOver, optional
        Columns are filled to what they carry over first, and above that when all have it.
    """

    name: str
    kind: Literal["fill", "least", "most", "cheapest"]
    columns: np.ndarray
    groups: tuple[Group, ...] = ()
    carried_over: CarriedOver | None = None

    def groups_among(self, asked: np.ndarray) -> list[tuple[str, np.ndarray]]:
        """Return the rule of each group, and where its columns stand among those that are asked for.

        Parameters
        ----------
        asked : ndarray of bool, shape (columns,)
            Which of the level's columns are.

        Returns
        -------
        list of (str, ndarray of int)
            Empty for equal shares.
        """
        waiting = self.columns[asked] if self.groups else self.columns
        return [(group.rule, np.flatnonzero(np.isin(waiting, group.columns))) for group in self.groups]


MONEY = Level("value less cost", "cheapest", np.zeros(0, dtype=int))
"""Greatest value less operating cost."""

_KEPT_BEFORE_MONEY = ("minimum_flow", "environmental_flow", "essential")


def levels_of(network: Network, program: StepProgram, *, economic: bool = False) -> list[Level]:
    """List the levels of a network's step, the first to be served first.

    Parameters
    ----------
    network : Network
        The basin.
    program : StepProgram
        Its compiled step.
    economic : bool
        Whether value less cost comes right after minimum flows, environmental flows and essentials,
        and takes the place of all other wishes.

    Returns
    -------
    list of Level
        What nature and the dams decide; the wishes by priority; sources, spill, storing and money.
    """

    def columns(component: str) -> np.ndarray:
        return np.arange(program.columns[component].start, program.of(component).stop)

    levels = [
        Level("dead storage", "fill", columns("dead_kept")),
        Level("evaporation", "fill", columns("evaporation")),
        Level("overflow", "least", columns("total_overflow")),
    ]
    for key, positions in sorted(wishes_by_priority(network, program, economic=economic).items()):
        wishes = np.sort(np.array(positions, dtype=int))
        levels.append(Level(f"wishes at {key.text}", "fill", wishes, _groups(network, program, key, wishes)))
    levels += [MONEY] if economic else []
    for preference in sorted(network.links_by_preference, reverse=True):
        position = program.positions("total_preference", (preference,))
        levels.append(Level(f"sources of preference {preference}", "least", position))
    levels.append(Level("spill", "least", columns("total_spill")))
    for priority, names in network.reservoirs_by_priority.items():
        stored = program.positions("total_stored", (priority,))
        levels.append(Level(f"water stored at storage priority {priority}", "most", stored))
        levels.append(_equal_storage(program, priority, names))
    levels.append(Level("overflow upstream of full links", "least", columns("total_high_overflow")))
    levels += [] if economic else [MONEY]
    return [level for level in levels if len(level.columns) or level is MONEY]


def _equal_storage(program: StepProgram, priority: int, names: tuple[str, ...]) -> Level:
    """Return the level that fills reservoirs to equal fractions of their usable capacity.

    Water already in an upper store is not moved down only to level two stores, but what has to be
    drawn is drawn so that they end equally full.
    """

    def of(*components: str) -> np.ndarray:
        return np.array([program.positions(component, names) for component in components], dtype=int)

    carried_over = CarriedOver(of("storage_start", "rain"), of("evaporation", "dead_kept"))
    (usable,) = of("usable")
    name = f"equal storage at storage priority {priority}"
    return Level(name, "fill", usable, carried_over=carried_over)


def _groups(
    network: Network, program: StepProgram, key: "PriorityKey", wishes: np.ndarray
) -> tuple[Group, ...]:
    """Return those of a level's wishes that share by another rule than equal coverage."""
    groups = []
    for sharing, users in sharing_in_force(network.basin):
        columns = [
            program.position(component, user)
            for component in ("ordinary", "essential")
            for user in users.get(key.priority, [])
            if component == "ordinary" or user in network.essentials
        ]
        here = np.intersect1d(wishes, np.array(columns, dtype=int))
        if not sharing.by_coverage and len(here) > 1:
            groups.append(Group(sharing.rule, here))
    return tuple(groups)


@dataclass(frozen=True, order=True)
class PriorityKey:
    """Place of a wish in the order: its priority, and 0 for essentials just ahead of it."""

    priority: int
    place: int = 1

    @property
    def text(self) -> str:
        """In the modeller's words."""
        return f"priority {self.priority}" + (" (essentials just ahead of it)" if self.place == 0 else "")


def wishes_by_priority(
    network: Network, program: StepProgram, *, economic: bool = False
) -> dict[PriorityKey, list[int]]:
    """Group the columns of all wishes by priority.

    An essential part that has no priority of its own, or one that is not ahead of the rest of
    its demand, comes just ahead of the rest.

    Parameters
    ----------
    network : Network
        The basin.
    program : StepProgram
        Its compiled step.
    economic : bool
        Whether only minimum flows, environmental flows and essentials are wishes.

    Returns
    -------
    dict of PriorityKey to list of int
        Column positions.
    """
    groups: dict[PriorityKey, list[int]] = {}

    def add(key: PriorityKey, component: str, label: str) -> None:
        if not economic or component in _KEPT_BEFORE_MONEY:
            groups.setdefault(key, []).append(program.position(component, label))

    wishes = (
        ("minimum_flow", network.minimum_flows),
        ("environmental_flow", network.environmental_flows),
        ("target_flow", network.target_flows),
    )
    for component, named in wishes:
        for name, wish in named.items():
            add(PriorityKey(wish.priority), component, name)
    for name, demand in network.demands.items():
        add(PriorityKey(demand.priority), "ordinary", name)
    for name, essential in network.essentials.items():
        own, rest = essential.priority, network.demands[name].priority
        ahead = own is not None and own < rest
        add(PriorityKey(own) if ahead and own else PriorityKey(rest, 0), "essential", name)
    return groups
