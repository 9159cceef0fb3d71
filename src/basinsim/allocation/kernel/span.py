"""Some steps of all members in a row, as plain arrays: what is given, what one step hands to the next, the answers.

All arrays are arguments of the compiled functions, of one layout (C order, writable): another one
would be another type and be compiled once more.
"""

from typing import NamedTuple

import numpy as np


class Carry(NamedTuple):
    """How the end of one step changes the bounds of the next: positions of columns, and what belongs to them.

    Where nothing is carried all of it is empty, and ``closes`` is 0.

    ``storage_start``, ``storage``, ``rain`` and ``evaporation`` have a column for each
    reservoir, ``licence_start`` and ``licence_used`` for each annual licence, ``return_start`` and
    ``return_left`` for each delayed return. ``rainfall`` and ``potential`` are [Ml] for each km2 of
    surface, ``brought`` is what catchments send right into reservoirs [Ml]: shape (1 or members, steps,
    reservoirs). ``restarts`` is 1 in steps with which an account begins anew. Surfaces [km2] are linear
    between the volumes [Ml] from ``table_start[i]`` to ``table_start[i + 1]``. Spillways come in the
    order in which they can be reckoned: the column of each, its reservoir, the inflow columns that reach
    it and the spillways above with the share that arrives. ``water`` and ``totals`` are the columns that
    make up all the water there is, and those that may be ``closes`` times as large.
    """

    storage_start: np.ndarray
    storage: np.ndarray
    rain: np.ndarray
    evaporation: np.ndarray
    dead: np.ndarray
    licence_start: np.ndarray
    licence_used: np.ndarray
    return_start: np.ndarray
    return_left: np.ndarray
    rainfall: np.ndarray
    potential: np.ndarray
    brought: np.ndarray
    restarts: np.ndarray
    table_start: np.ndarray
    table_volume: np.ndarray
    table_area: np.ndarray
    spill_column: np.ndarray
    spill_from: np.ndarray
    spill_inflow_start: np.ndarray
    spill_inflow: np.ndarray
    spill_above_start: np.ndarray
    spill_above: np.ndarray
    spill_share: np.ndarray
    water: np.ndarray
    totals: np.ndarray
    closes: int


class Numbers(NamedTuple):
    """Some steps as they are asked for.

    ``lower`` and ``upper`` have shape (1 or members, steps, columns of the whole step) [Ml]; the columns
    ``own_column`` are then each member's own: ``own``, shape (members, steps, such columns), which is also
    the lower bound where ``own_is_given``. ``money`` has shape (0, 1 or members, steps, columns). ``unit`` is the
    volume that counts as one [Ml], and ``shrink`` one over it.
    """

    lower: np.ndarray
    upper: np.ndarray
    own_column: np.ndarray
    own_is_given: np.ndarray
    own: np.ndarray
    money: np.ndarray
    unit: float = 1.0
    shrink: float = 1.0


class Standing(NamedTuple):
    """Where each member stands: steps taken, and what the last of them left, shape (members, things) [Ml]."""

    taken: np.ndarray
    storage: np.ndarray
    licence_used: np.ndarray
    underway: np.ndarray


class Outcome(NamedTuple):
    """What becomes of the steps.

    ``how`` and ``solves`` have shape (members, steps): how it went, and programs solved. ``x`` has shape
    (members, steps, columns) [Ml], ``most`` (members, steps): what bounds columns that nothing else
    bounds [Ml]. ``broken`` (members, 2) is the column whose bound binds though each of the two
    small steps leaves it out, or -1, and ``lower`` and ``upper`` (members, columns) are the bounds of the step at which a member stands.
    """

    how: np.ndarray
    solves: np.ndarray
    x: np.ndarray
    most: np.ndarray
    broken: np.ndarray
    lower: np.ndarray
    upper: np.ndarray


def new_outcome(members: int, x: np.ndarray) -> Outcome:
    """Return room for what becomes of some steps.

    Parameters
    ----------
    members : int
        How many.
    x : ndarray, shape (members, steps, columns)
        Is given the allocations.

    Returns
    -------
    Outcome
        Nothing solved yet.
    """
    _, steps, columns = x.shape
    return Outcome(
        how=np.full((members, steps), -1, dtype=np.int64),
        solves=np.zeros((members, steps), dtype=np.int64),
        x=x,
        most=np.zeros((members, steps)),
        broken=np.full((members, 2), -1, dtype=np.int64),
        lower=np.zeros((members, columns)),
        upper=np.zeros((members, columns)),
    )


def nothing_carried() -> Carry:
    """Return what a single step needs, whose bounds are complete."""
    none = np.zeros(0, dtype=np.int64)
    found: dict[str, np.ndarray] = dict.fromkeys(Carry._fields, none)
    found |= dict.fromkeys(("table_volume", "table_area", "spill_share"), np.zeros(0))
    found |= dict.fromkeys(("rainfall", "potential", "brought"), np.zeros((1, 1, 0)))
    found["restarts"] = np.zeros((1, 0), dtype=np.int64)
    return Carry(**found | {"closes": 0})  # type: ignore[arg-type]  # the one whole number among arrays


def nothing_standing(members: int) -> Standing:
    """Return where members stand before single steps that hand nothing on."""
    nothing = np.zeros((members, 0))
    return Standing(np.zeros(members, dtype=np.int64), nothing, nothing.copy(), nothing.copy())
