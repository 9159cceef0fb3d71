"""Spillways without a gate: what can pass over them is what a full reservoir cannot hold."""

from dataclasses import dataclass

import numpy as np

from basinsim.network.network import Network
from basinsim.step_program import StepProgram


@dataclass(frozen=True)
class Spillway:
    """One of them: the column of its flow, the reservoir it leaves, and what reaches that.

    Attributes
    ----------
    flow, reservoir : int
        Column of the step, and position of the reservoir.
    catchments : tuple of int
        Whose inflow reaches the reservoir without passing another one.
    spillways_above : tuple of (int, float)
        Which of the spillways before this one do, and the share that arrives.
    """

    flow: int
    reservoir: int
    catchments: tuple[int, ...]
    spillways_above: tuple[tuple[int, float], ...]  # which of those before it, and the share that arrives


class Spillways:
    """Limits of the links that carry water only when the reservoir they leave is full.

    Parameters
    ----------
    network : Network
        The basin.
    program : StepProgram
        Its compiled step.

    Attributes
    ----------
    spillways : list of Spillway
        Those above before those below.
    """

    def __init__(self, network: Network, program: StepProgram) -> None:
        reservoirs, catchments = tuple(network.reservoirs), tuple(network.catchments)
        flow = program.of("flow").start
        names = list(network.links)
        self.spillways: list[Spillway] = []
        done: dict[str, int] = {}
        for name in _downstream_order(network):
            link = network.links[name]
            brought, spilt = _feeding(network, link.source)
            self.spillways.append(
                Spillway(
                    flow + names.index(name),
                    reservoirs.index(link.source),
                    tuple(catchments.index(catchment) for catchment in brought),
                    tuple((done[above], 1.0 - network.links[above].loss) for above in spilt),
                )
            )
            done[name] = len(done)

    @property
    def columns(self) -> np.ndarray:
        """Columns of their flows, shape (spillways,)."""
        return np.array([spillway.flow for spillway in self.spillways], dtype=int)

    def limits(
        self, start: np.ndarray, gain: np.ndarray, capacity: np.ndarray, inflow: np.ndarray
    ) -> np.ndarray:
        """Return the most that can pass in a step.

        Parameters
        ----------
        start : ndarray, shape (members, reservoirs)
            Storage at the start of the step [Ml].
        gain : ndarray, shape (1 or members, reservoirs)
            Rain on the surface [Ml].
        capacity : ndarray, shape (1 or members, reservoirs)
            Storage when full [Ml].
        inflow : ndarray, shape (1 or members, catchments)
            Of the step [Ml].

        Returns
        -------
        ndarray, shape (members, spillways)
            What would be above the capacity if nothing left by any other way [Ml]: start, rain,
            the catchments above that reach the reservoir without passing another one, and what
            can pass the spillways above, less the capacity; at least 0.
        """
        found = np.zeros((len(start), len(self.spillways)))
        for i, spillway in enumerate(self.spillways):
            at = spillway.reservoir
            water = start[:, at] + gain[:, at] - capacity[:, at] + inflow[:, spillway.catchments].sum(axis=1)
            for above, share in spillway.spillways_above:
                water = water + share * found[:, above]
            found[:, i] = np.maximum(water, 0.0)
        return found


def _downstream_order(network: Network) -> list[str]:
    """Return the links that spill only when full, those above before those below."""
    left = [name for name, link in network.links.items() if link.only_when_full]
    ordered: list[str] = []
    while left:
        # A loop of spillways cannot be: water does not run uphill. If one is written, it counts as one step.
        ready = [
            name
            for name in left
            if not set(_feeding(network, network.links[name].source)[1]) & set(left) - {name}
        ]
        ordered += ready or left
        left = [name for name in left if name not in ordered]
    return ordered


def _feeding(network: Network, reservoir: str) -> tuple[list[str], list[str]]:
    """Return the catchments, and the spillways, whose water reaches a reservoir before any other one."""
    catchments, spillways = [], []
    seen, waiting = {reservoir}, [reservoir]
    while waiting:
        node = waiting.pop()
        for name, link in network.links.items():
            if link.target != node:
                continue
            if link.source in network.reservoirs:
                if link.only_when_full:
                    spillways.append(name)
                continue
            if link.source not in seen:
                seen.add(link.source)
                waiting.append(link.source)
                if link.source in network.catchments:
                    catchments.append(link.source)
    return sorted(catchments), sorted(spillways)
