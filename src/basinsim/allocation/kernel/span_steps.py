"""Some steps of some members, one after the other, as the compiled function that Python calls."""

import numpy as np

from basinsim.allocation.kernel.arrays import Path
from basinsim.allocation.kernel.carrying import hand_on, write_bounds
from basinsim.allocation.kernel.jit import outermost
from basinsim.allocation.kernel.member_step import NOT_PROVED, PROVED, take_step
from basinsim.allocation.kernel.span import Carry, Numbers, Outcome, Standing


@outermost
def allocate_span(
    first: Path,
    second: Path,
    both: bool,
    numbers: Numbers,
    carry: Carry,
    standing: Standing,
    members: np.ndarray,
    outcome: Outcome,
) -> None:
    """Take the steps of some members, each until one cannot be proved.

    Parameters
    ----------
    first : Path
        In which nature and the dams are assumed to have all they ask.
    second : Path
        Without that assumption; tried where the first one fails.
    both : bool
        Whether there is a second one; a member waits for it where there is none.
    numbers : Numbers
        Of all members.
    carry : Carry
        What one step hands to the next.
    standing : Standing
        At the start; moves with each step taken.
    members : ndarray of int
        Which of them.
    outcome : Outcome
        Is given how it went, and the allocation [Ml] where it is proved.
    """
    steps = numbers.lower.shape[1]
    for member in members:
        lower, upper = outcome.lower[member], outcome.upper[member]
        first.s.fresh[0] = second.s.fresh[0] = 0
        while standing.taken[member] < steps:
            step = standing.taken[member]
            most = write_bounds(numbers, carry, standing, member, step, lower, upper, first.s.passed)
            outcome.most[member, step] = most
            money = lower[:0]
            if len(numbers.money) > 0:
                money = numbers.money[min(member, len(numbers.money) - 1), step]
            found = NOT_PROVED
            for place in range(1 if outcome.how[member, step] >= 0 else 0, 2 if both else 1):
                path = first if place == 0 else second
                found = take_step(
                    path, place, member, lower, upper, money, outcome, step, numbers.unit, numbers.shrink
                )
                if found <= PROVED:
                    break
            outcome.how[member, step] = found
            if found > PROVED:
                break
            hand_on(carry, standing, outcome, member, step)
