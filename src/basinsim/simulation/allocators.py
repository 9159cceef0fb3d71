"""Which allocator takes the steps of a run, made for the size of its numbers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from basinsim.allocation.filling import FillingAllocator
from basinsim.allocation.interface import WORTH_COMPILING, StepAllocator
from basinsim.allocation.levels import levels_of
from basinsim.network.network import Network
from basinsim.simulation.inputs import Inputs
from basinsim.simulation.numbers import StepNumbers
from basinsim.step_program import StepProgram

AllocatorChoice = Literal["auto", "highs", "batch"]
"""``highs`` is the reference, ``batch`` the compiled kernel; both give the same answers."""


@dataclass(frozen=True)
class AllocatorOptions:
    """How the steps of a run are allocated; no answer depends on it.

    Attributes
    ----------
    choice : {"auto", "highs", "batch"}
        With ``auto`` the batch kernel from 15,000 steps of all members on. The economic objective and
        sharing rules other than equal coverage are always allocated by HiGHS.
    threads : int, optional
        Most threads of the batch kernel; without it as many as the process may use.
    announce : callable, optional
        Told when something takes long once.
    """

    choice: AllocatorChoice = "auto"
    threads: int | None = None
    announce: Callable[[str], None] | None = None

    def for_run(self, steps: int) -> "AllocatorOptions":
        """Return these options with the choice made for a run of so many steps of all members."""
        return replace(self, choice="batch" if self._batch(steps) else "highs")

    def batch(self, inputs: Inputs, *, economic: bool) -> bool:
        """Say whether the batch kernel takes the steps of a run."""
        return not economic and self._batch(inputs.members * len(inputs.calendar))

    def _batch(self, steps: int) -> bool:
        return self.choice == "batch" or (self.choice == "auto" and steps >= WORTH_COMPILING)


AUTOMATIC = AllocatorOptions()
"""By the size of the run."""

REFERENCE = AllocatorOptions("highs")
"""HiGHS for every step."""


def choose_allocator(
    network: Network,
    program: StepProgram,
    numbers: StepNumbers,
    options: AllocatorOptions,
    *,
    economic: bool = False,
) -> StepAllocator:
    """Return the allocator for all steps of a run.

    Parameters
    ----------
    network : Network
        The basin.
    program : StepProgram
        Its compiled step.
    numbers : StepNumbers
        Those of any step.
    options : AllocatorOptions
        Which, with how many threads, and who is told of a compilation.
    economic : bool
        Whether the objective is economic.

    Returns
    -------
    StepAllocator
        The reference, or the batch kernel with the reference behind it.
    """
    reference = make_allocator(network, program, numbers, economic=economic)
    by_coverage = not any(level.groups for level in reference.levels)
    if not by_coverage or not options.batch(numbers.today.inputs, economic=economic):
        return reference
    from basinsim.allocation.kernel.allocator import BatchAllocator

    upper = np.where(numbers.unbounded, np.inf, numbers.upper)
    return BatchAllocator(reference, numbers.lower, upper, options.threads, options.announce)


def make_allocator(
    network: Network, program: StepProgram, numbers: StepNumbers, *, economic: bool = False
) -> FillingAllocator:
    """Return the allocator of a network, scaled to the size of its numbers.

    Parameters
    ----------
    network : Network
        The basin.
    program : StepProgram
        Its compiled step.
    numbers : StepNumbers
        Those of any step.
    economic : bool
        Whether the objective is economic.

    Returns
    -------
    FillingAllocator
        Ready for every step and member.
    """
    levels = levels_of(network, program, economic=economic)
    return FillingAllocator(program, levels, route_cost(program), volume_scale(program, numbers))


def route_cost(program: StepProgram) -> np.ndarray:
    """Return the fixed tie-break: the least flow in all, ties broken by the sorted names of links.

    Parameters
    ----------
    program : StepProgram
        The compiled step.

    Returns
    -------
    ndarray, shape (columns,)
        Between 1 and 1.5 for every link, 0 elsewhere; no two alike.

    Notes
    -----
    Multiples of the golden ratio spread most evenly over an interval, so that no two sets of
    links have sums that are equal by accident.
    """
    cost = np.zeros(program.shape[1])
    links = program.of("flow")
    cost[links] = 1.0 + 0.5 * ((np.arange(links.stop - links.start) + 1) * (np.sqrt(5) - 1) / 2 % 1.0)
    return cost


def volume_scale(program: StepProgram, numbers: StepNumbers) -> float:
    """Return the volume that counts as one for the solver: a power of two near a usual wish.

    Parameters
    ----------
    program : StepProgram
        The compiled step.
    numbers : StepNumbers
        Those of any step.

    Returns
    -------
    float
        [Ml]
    """
    wishes = ("essential", "ordinary", "minimum_flow", "environmental_flow", "target_flow", "inflow")
    sizes = np.concatenate([numbers.upper[:, program.of(name)].ravel() for name in wishes])
    sizes = sizes[sizes > 0]
    usual = float(np.median(sizes)) if len(sizes) else 1.0
    largest = float(numbers.upper[:, program.of("storage")].max(initial=usual))
    return float(2.0 ** np.round(np.log2(max(usual, largest / 1e5))))
