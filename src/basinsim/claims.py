"""Rules that share an estate among claims that exceed it, exact and for many estates at once.

An estate is shared on its own for each leading dimension (members, steps), so that an ensemble is
one call. Parameters of the rules are found by sorting, never by trial.

Sources: Thomson (2003), Mathematical Social Sciences 45; Aumann and Maschler (1985), Journal of
Economic Theory 36; O'Neill (1982), Mathematical Social Sciences 2.
"""

from collections.abc import Callable
from functools import cache
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Rule = Callable[[ArrayLike, ArrayLike], Array]

MOST_CLAIMANTS_IN_ORDER = 16
"""Random arrival looks at every coalition: 2 to the power of the number of claimants."""


def _read(claims: ArrayLike, estate: ArrayLike) -> tuple[Array, Array]:
    """Return claims (..., n) and estates (...), an estate never above the sum of its claims."""
    wanted, whole = np.asarray(claims, dtype=float), np.asarray(estate, dtype=float)
    if wanted.ndim == 0:
        message = "claims need a dimension of claimants"
        raise ValueError(message)
    if not (wanted >= 0).all() or not (whole >= 0).all():
        message = "claims and estates must not be negative or missing"
        raise ValueError(message)
    shape = np.broadcast_shapes(wanted.shape[:-1], whole.shape)
    wanted = np.broadcast_to(wanted, (*shape, wanted.shape[-1]))
    return wanted, np.minimum(np.broadcast_to(whole, shape), wanted.sum(axis=-1))


def proportional(claims: ArrayLike, estate: ArrayLike) -> Array:
    """Give everyone the same share of the claim.

    Parameters
    ----------
    claims : array_like, shape (..., n)
        Not negative [any unit].
    estate : array_like, shape (...)
        What there is to share [same unit]; where it exceeds the claims they are met.

    Returns
    -------
    ndarray, shape (..., n)
        Awards [same unit].

    Raises
    ------
    ValueError
        Where a claim or an estate is negative or not a number.
    """
    wanted, whole = _read(claims, estate)
    total = wanted.sum(axis=-1)
    share = np.divide(whole, total, out=np.zeros_like(total), where=total > 0)
    return np.asarray(wanted * share[..., None])


def equal_awards(claims: ArrayLike, estate: ArrayLike) -> Array:
    """Give everyone the same amount, but nobody more than the claim (constrained equal awards).

    Parameters
    ----------
    claims, estate
        As in :func:`proportional`.

    Returns
    -------
    ndarray, shape (..., n)
        Awards.

    Notes
    -----
    min(claim, level), with the level at which the awards add up to the estate.
    """
    wanted, whole = _read(claims, estate)
    return np.minimum(wanted, _level(wanted, whole)[..., None])


def _level(wanted: Array, whole: Array) -> Array:
    count = wanted.shape[-1]
    ascending = np.sort(wanted, axis=-1)
    met = np.cumsum(ascending, axis=-1)
    left = np.arange(count - 1, -1, -1)
    enough = (met + left * ascending <= whole[..., None]).sum(axis=-1)  # how many claims are met in full
    given = np.where(enough > 0, np.take_along_axis(_padded(met), enough[..., None], axis=-1)[..., 0], 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        level = (whole - given) / (count - enough)
    return np.asarray(np.where(enough < count, level, np.inf))


def _padded(sums: Array) -> Array:
    return np.concatenate([np.zeros((*sums.shape[:-1], 1)), sums], axis=-1)


def equal_losses(claims: ArrayLike, estate: ArrayLike) -> Array:
    """Let everyone lose the same amount, but nobody more than the claim (constrained equal losses).

    Parameters
    ----------
    claims, estate
        As in :func:`proportional`.

    Returns
    -------
    ndarray, shape (..., n)
        Awards.

    Notes
    -----
    The claims less the equal awards of what is missing: the two rules are each other's dual.
    """
    wanted, whole = _read(claims, estate)
    return np.asarray(wanted - equal_awards(wanted, wanted.sum(axis=-1) - whole))


def talmud(claims: ArrayLike, estate: ArrayLike) -> Array:
    """Share gains equally up to half of each claim, and losses equally beyond.

    Parameters
    ----------
    claims, estate
        As in :func:`proportional`.

    Returns
    -------
    ndarray, shape (..., n)
        Awards.

    Notes
    -----
    Equal awards of half the claims while the estate is at most half of their sum; then half of
    each claim, and equal losses of the other halves (Aumann and Maschler 1985).
    """
    wanted, whole = _read(claims, estate)
    half = wanted / 2
    middle = half.sum(axis=-1)
    gains = equal_awards(half, np.minimum(whole, middle))
    return np.asarray(gains + equal_losses(half, np.maximum(whole - middle, 0.0)))


def adjusted_proportional(claims: ArrayLike, estate: ArrayLike) -> Array:
    """Give what nobody else claims first, and the rest in proportion to what is still claimed.

    Parameters
    ----------
    claims, estate
        As in :func:`proportional`.

    Returns
    -------
    ndarray, shape (..., n)
        Awards.
    """
    wanted, whole = _read(claims, estate)
    others = wanted.sum(axis=-1, keepdims=True) - wanted
    undisputed = np.clip(whole[..., None] - others, 0.0, wanted)
    rest = np.maximum(whole - undisputed.sum(axis=-1), 0.0)
    return np.asarray(undisputed + proportional(np.minimum(wanted - undisputed, rest[..., None]), rest))


def minimal_overlap(claims: ArrayLike, estate: ArrayLike) -> Array:
    """Lay the claims on the estate so that they overlap least, and share each part among its claimants.

    Parameters
    ----------
    claims, estate
        As in :func:`proportional`.

    Returns
    -------
    ndarray, shape (..., n)
        Awards.

    Notes
    -----
    O'Neill (1982); Ibn Ezra's rule where the estate equals the largest claim. Where the estate is
    larger, claims above a height t have that part of their own: sum(max(claim - t, 0)) = estate - t.
    """
    wanted, whole = _read(claims, estate)
    if not wanted.shape[-1]:
        return np.zeros_like(wanted)
    height = np.minimum(_own_height(wanted, whole), whole)
    lower = np.minimum(wanted, height[..., None])
    own = np.where(whole[..., None] >= wanted.max(axis=-1, keepdims=True), wanted - lower, 0.0)
    order = np.argsort(lower, axis=-1, kind="stable")
    ascending = np.take_along_axis(lower, order, axis=-1)
    steps = np.diff(ascending, axis=-1, prepend=0.0) / np.arange(wanted.shape[-1], 0, -1)
    shared = np.empty_like(lower)
    np.put_along_axis(shared, order, np.cumsum(steps, axis=-1), axis=-1)
    return np.asarray(shared + own)


def _own_height(wanted: Array, whole: Array) -> Array:
    """Height t above which claims do not overlap; the estate itself where no claim exceeds it."""
    count = wanted.shape[-1]
    falling = -np.sort(-wanted, axis=-1)
    largest = falling[..., 0]
    if count == 1:
        return np.asarray(whole)
    # With the m largest claims above t: (sum of them - estate) / (m - 1) = t, for m = 2, 3, ...
    sums = np.cumsum(falling, axis=-1)[..., 1:]
    heights = (sums - whole[..., None]) / np.arange(1, count)
    below = np.concatenate([falling[..., 2:], np.zeros((*whole.shape, 1))], axis=-1)
    fits = (heights >= below - 1e-12 * largest[..., None]) & (heights <= falling[..., 1:] + 1e-12)
    found = np.take_along_axis(heights, fits.argmax(axis=-1)[..., None], axis=-1)[..., 0]
    return np.asarray(np.where(whole > largest, np.where(fits.any(axis=-1), found, 0.0), whole))


def random_arrival(claims: ArrayLike, estate: ArrayLike) -> Array:
    """Serve claimants in the order of arrival, and average over all orders (Shapley value).

    Parameters
    ----------
    claims, estate
        As in :func:`proportional`, for at most ``MOST_CLAIMANTS_IN_ORDER`` claimants.

    Returns
    -------
    ndarray, shape (..., n)
        Awards.

    Raises
    ------
    ValueError
        Where there are more claimants than that.
    """
    wanted, whole = _read(claims, estate)
    count = wanted.shape[-1]
    if count > MOST_CLAIMANTS_IN_ORDER:
        message = f"random arrival is exact for at most {MOST_CLAIMANTS_IN_ORDER} claimants, not {count}"
        raise ValueError(message)
    awards = np.zeros_like(wanted)
    members = coalitions(count)
    worth = np.minimum(wanted @ members.T, whole[..., None])
    # How likely it is that just these have come before: 1 / (count x ways to choose so many of the others).
    chances = np.array([1 / (count * comb(count - 1, size)) for size in range(count)])
    sizes = members.sum(axis=1).astype(int)
    for i in range(count):
        before = np.flatnonzero(members[:, i] == 0)
        awards[..., i] = (worth[..., before + 2**i] - worth[..., before]) @ chances[sizes[before]]
    return awards


@cache
def coalitions(count: int) -> Array:
    """Return every coalition of some claimants.

    Parameters
    ----------
    count : int
        Claimants, not many.

    Returns
    -------
    ndarray, shape (2 ** count, count)
        1 for those in it; not to be changed.
    """
    found = ((np.arange(2**count)[:, None] >> np.arange(count)) & 1).astype(float)
    found.flags.writeable = False
    return found


RULES: dict[str, Rule] = {
    "proportional": proportional,
    "equal_awards": equal_awards,
    "equal_losses": equal_losses,
    "talmud": talmud,
    "adjusted_proportional": adjusted_proportional,
    "minimal_overlap": minimal_overlap,
    "random_arrival": random_arrival,
}
"""Every rule by name."""
