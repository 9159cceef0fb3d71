"""Find, in a large ensemble, the years most like a drought people remember."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from basinsim.hydrology.droughts.deficits import SPANS, Deficit, monthly_means, percent_of_usual
from basinsim.hydrology.rivers.model import RiverModel
from basinsim.hydrology.weather.model import WeatherModel

FIRST_DAY = date(1971, 1, 1)
"""First day of every record of the ensemble; what a member gets depends on it."""
LAST_DAY = date(2020, 12, 31)
_OFFSETS = range(-48, 49, 4)  # multiples of four years leave the leap days where they are
_EITHER_WAY = 1  # months by which a drought may come earlier or later than it did
_YEARS_BEFORE = 3  # of the trace before the drought's year, so that a run can start ahead of it
_BLOCK = 8


@dataclass(frozen=True)
class Match:
    """Years of a member that resemble a drought.

    Attributes
    ----------
    member : int
        Of the ensemble.
    year_offset : int
        Year of the ensemble less the real year.
    percents : tuple of float
        What stands against each of the observed deficits [%].
    distance : float
        Root mean square of the differences [percentage points].
    """

    member: int
    year_offset: int
    percents: tuple[float, ...]
    distance: float


def monthly_ensemble(
    weather: WeatherModel, rivers: RiverModel, members: int, seed: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Simulate an ensemble and keep its monthly flows, some members at a time.

    Parameters
    ----------
    weather : WeatherModel
        Generator.
    rivers : RiverModel
        Of the gauges.
    members : int
        How many.
    seed : int
        Of the generator.

    Yields
    ------
    ndarray of datetime64[M], shape (months,)
        The months.
    ndarray, shape (some members, months, gauges)
        Monthly mean flow [Ml/d].
    """
    for start in range(0, members, _BLOCK):
        block = range(start, min(start + _BLOCK, members))
        record = rivers.rivers(weather.generate(FIRST_DAY, LAST_DAY, block, seed))
        yield monthly_means(record.days, record.inflow)


def nearest_matches(
    deficits: Sequence[Deficit],
    gauges: Sequence[str],
    months: np.ndarray,
    flow: np.ndarray,
    count: int,
) -> list[Match]:
    """Return the member-years nearest to a drought, no member twice.

    Parameters
    ----------
    deficits : sequence of Deficit
        Observed.
    gauges : sequence of str
        Names, in the order of the last axis of ``flow``.
    months : ndarray of datetime64[M], shape (months,)
        The months.
    flow : ndarray, shape (members, months, gauges)
        Monthly mean flow.
    count : int
        How many.

    Returns
    -------
    list of Match
        The nearest first.
    """
    month_of_year = months.astype(int) % 12
    usual = np.stack([flow[:, month_of_year == i].mean(axis=(0, 1)) for i in range(12)])
    percents = {span: percent_of_usual(months, flow, usual, span) for span in SPANS}
    observed = np.array([deficit.percent for deficit in deficits])
    first_of_all = min(deficit.ending for deficit in deficits).astype("datetime64[Y]").astype(int) + 1970
    candidates = []
    for offset in _OFFSETS:
        if first_of_all + offset - _YEARS_BEFORE < FIRST_DAY.year:
            continue
        at = [int((deficit.ending + 12 * offset - months[0]).astype(int)) for deficit in deficits]
        if max(at) + _EITHER_WAY >= len(months):
            continue
        found = np.stack(
            [
                percents[deficit.months][
                    :, index - _EITHER_WAY : index + _EITHER_WAY + 1, gauges.index(deficit.gauge)
                ].min(axis=1)
                for deficit, index in zip(deficits, at, strict=True)
            ],
            axis=1,
        )
        distances = np.sqrt(((found - observed) ** 2).mean(axis=1))
        candidates += [
            Match(member, offset, tuple(found[member].tolist()), float(distances[member]))
            for member in range(len(flow))
        ]
    candidates.sort(key=lambda match: (match.distance, match.member, match.year_offset))
    best: dict[int, Match] = {}
    for match in candidates:
        best.setdefault(match.member, match)
    return list(best.values())[:count]
