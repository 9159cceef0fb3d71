"""The patient rule induction method: a box that holds many of the cases of interest and few others.

Friedman and Fisher (1999), Statistics and Computing 9, 123-143, as used for scenario discovery by
Bryant and Lempert (2010), Technological Forecasting and Social Change 77, 34-49. A slice is peeled
off again and again; the one that raises the density most for what it costs in cases goes (Kwakkel
and Jaxa-Rozen 2016, Environmental Modelling and Software 79, 311-321).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import binom

PEELED = 0.05
"""Share of the cases in the box that is peeled off at a time [1]."""
LEAST_MASS = 0.05
"""Share of all cases that a box holds at least [1]."""
SIGNIFICANT = 0.05
"""Largest quasi-p of a limit that is kept."""
MOST_LIMITS = 3
"""A box of more limits than these is no sentence any more."""

Cases = NDArray[np.bool_]


@dataclass(frozen=True)
class Limit:
    """What a box asks of one feature.

    Attributes
    ----------
    low, high : float
        Between which it lies, both ends included; infinite where there is no such end.
    among : frozenset of str or None
        Of a feature that is a word: which words; None for a number.
    """

    low: float = -np.inf
    high: float = np.inf
    among: frozenset[str] | None = None

    def holds(self, values: "pd.Series") -> Cases:
        """Return for which cases it holds."""
        if self.among is not None:
            return np.asarray(values.isin(self.among))
        numbers = values.to_numpy(dtype=float)
        return np.asarray((numbers >= self.low) & (numbers <= self.high))


@dataclass(frozen=True)
class Box:
    """Limits that hold together, and what is inside.

    Attributes
    ----------
    limits : dict of str to Limit
        By feature.
    coverage : float
        Share of the cases of interest that lie inside [1].
    density : float
        Share of the cases inside that are of interest [1].
    mass : float
        Share of all cases that lie inside [1].
    quasi_p : dict of str to float
        How likely it is that a limit does what it does by chance.
    """

    limits: Mapping[str, Limit]
    coverage: float
    density: float
    mass: float
    quasi_p: dict[str, float] = field(default_factory=dict)

    @property
    def quality(self) -> float:
        """Harmonic mean of coverage and density [1]."""
        both = self.coverage + self.density
        return 2 * self.coverage * self.density / both if both > 0 else 0.0


def inside(limits: Mapping[str, Limit], features: pd.DataFrame) -> Cases:
    """Return which cases lie in a box, shape (cases,)."""
    found = np.ones(len(features), dtype=bool)
    for name, limit in limits.items():
        found &= limit.holds(features[name])
    return found


def box_of(limits: Mapping[str, Limit], features: pd.DataFrame, interest: Cases) -> Box:
    """Measure a box.

    Parameters
    ----------
    limits : mapping of str to Limit
        By feature.
    features : DataFrame, shape (cases, features)
        Numbers, or words.
    interest : ndarray of bool, shape (cases,)
        Which cases are looked for.

    Returns
    -------
    Box
        With the quasi-p of each limit: the chance that as many of the cases inside would be of
        interest if the limit told nothing (one-sided binomial test; Bryant and Lempert 2010).
    """
    held = inside(limits, features)
    count, hits = int(held.sum()), int((held & interest).sum())
    quasi_p = {}
    for name in limits:
        wider = inside({key: one for key, one in limits.items() if key != name}, features)
        rate = (wider & interest).sum() / max(wider.sum(), 1)
        quasi_p[name] = float(binom.sf(hits - 1, count, rate)) if count else 1.0
    return Box(
        dict(limits), hits / max(int(interest.sum()), 1), hits / max(count, 1), count / len(features), quasi_p
    )


def peel(features: pd.DataFrame, interest: Cases) -> list[Box]:
    """Peel slices off until the box is small or holds nothing but cases of interest.

    Parameters
    ----------
    features : DataFrame, shape (cases, features)
        Numbers, or words; without gaps.
    interest : ndarray of bool, shape (cases,)
        Which cases are looked for.

    Returns
    -------
    list of Box
        From the whole space inwards: coverage falls as density rises.
    """
    limits: dict[str, Limit] = {}
    boxes = [box_of(limits, features, interest)]
    least = max(int(np.ceil(LEAST_MASS * len(features))), 1)
    while boxes[-1].density < 1.0:
        held = inside(limits, features)
        mean = interest[held].mean()
        best, best_gain = None, -np.inf
        for name in features.columns:
            for limit, stays in _slices(features[name], held, limits.get(name, Limit())):
                left, gone = int(stays.sum()), int(held.sum() - stays.sum())
                if left < least or not gone:
                    continue
                gain = (interest[stays].mean() - mean) / gone
                if gain > best_gain:
                    best, best_gain = (name, limit), gain
        if best is None:
            break
        limits = {**limits, best[0]: best[1]}
        boxes.append(box_of(limits, features, interest))
    return boxes


def _slices(values: "pd.Series", held: Cases, limit: Limit) -> Iterator[tuple[Limit, Cases]]:
    """Yield what a limit may become, and which cases are left then."""
    if values.dtype == object or isinstance(values.dtype, pd.StringDtype):
        words = sorted(set(values[held]))
        for word in words if len(words) > 1 else ():
            left = Limit(among=frozenset(words) - {word})
            yield left, held & left.holds(values)
        return
    numbers = values.to_numpy(dtype=float)
    within = np.sort(numbers[held])
    if within[0] == within[-1]:
        return
    # Between two cases that are there: a limit names no case, and holds for what lies near it.
    step = max(int(PEELED * len(within)), 1)
    above = within[within > within[step - 1]]
    if len(above):
        place = (within[within < above[0]][-1] + above[0]) / 2
        yield Limit(place, limit.high), held & (numbers >= place)
    below = within[within < within[-step]]
    if len(below):
        place = (below[-1] + within[within > below[-1]][0]) / 2
        yield Limit(limit.low, place), held & (numbers <= place)


def best_box(boxes: list[Box], features: pd.DataFrame, interest: Cases) -> Box:
    """Choose where to stop, and leave out what tells nothing.

    Parameters
    ----------
    boxes : list of Box
        As :func:`peel` returns them.
    features, interest
        As there.

    Returns
    -------
    Box
        Of at most ``MOST_LIMITS`` significant limits, the one with the highest harmonic mean of
        coverage and density; one without limits where none is significant.
    """
    found = [_simplified(box, features, interest) for box in boxes]
    return max(found, key=lambda box: (round(box.quality, 9), -len(box.limits)))


def _simplified(box: Box, features: pd.DataFrame, interest: Cases) -> Box:
    while box.limits:
        chance = box.quasi_p
        weakest = max(chance, key=lambda name: chance[name])
        if chance[weakest] > SIGNIFICANT:
            left = {name: limit for name, limit in box.limits.items() if name != weakest}
            box = box_of(left, features, interest)
            continue
        easiest = max(
            (box_of(limits, features, interest) for limits in _loosened(box.limits)),
            key=lambda one: (one.quality, -len(one.limits)),
        )
        if len(box.limits) <= MOST_LIMITS and easiest.quality < box.quality:
            break
        box = easiest
    return box


def _loosened(limits: Mapping[str, Limit]) -> Iterator[dict[str, Limit]]:
    """Yield the limits with one end less; those of a word go as a whole."""
    for name, limit in limits.items():
        others = {key: one for key, one in limits.items() if key != name}
        both = np.isfinite(limit.low) and np.isfinite(limit.high)
        if both:
            yield {**others, name: Limit(high=limit.high)}
            yield {**others, name: Limit(low=limit.low)}
        else:
            yield others
