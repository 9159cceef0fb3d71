"""The fitted generator of daily rain and temperature."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from basinsim.hydrology.record import WeatherRecord
from basinsim.hydrology.weather.latent import LatentProcess
from basinsim.hydrology.weather.margins import RainMargin, fit_margin, margin_with_mean
from basinsim.hydrology.weather.seasons import days_of_year, keeping_means, through_months


@dataclass(frozen=True)
class Persistence:
    """Parts of a series that remember over different times.

    Attributes
    ----------
    memories : ndarray, shape (parts,)
        [d]; 0 for a part without memory.
    shares : ndarray, shape (12, parts, sites)
        Share of the variance by month; sums to one over the parts.
    correlations : ndarray, shape (parts, sites, sites)
        Between sites.
    """

    memories: np.ndarray
    shares: np.ndarray
    correlations: np.ndarray

    @property
    def process(self) -> LatentProcess:
        """The series that these parts add up to, day by day."""
        shares = np.maximum(through_months(self.shares), 0.0)
        return LatentProcess(self.memories, shares / shares.sum(axis=1, keepdims=True), self.correlations)


@dataclass(frozen=True)
class WeatherModel:
    """Daily rain and temperature at several sites, as fitted parameters.

    Attributes
    ----------
    sites : tuple of str
    dry_share, rain_mean, rain_deviation : ndarray, shape (12, sites)
        Share of days without rain; mean and standard deviation over all days [mm/d].
    temperature_mean, temperature_deviation : ndarray, shape (12, sites)
        Of daily means [degrees Celsius].
    rain_dependence : ndarray, shape (12, sites)
        Correlation of temperature with the normal variable that says whether it rains.
    occurrence, amount, temperature : Persistence
        Of the normal variables that say whether and how much it rains, and of what rain does not explain of the
        temperature.
    """

    sites: tuple[str, ...]
    dry_share: np.ndarray
    rain_mean: np.ndarray
    rain_deviation: np.ndarray
    temperature_mean: np.ndarray
    temperature_deviation: np.ndarray
    rain_dependence: np.ndarray
    occurrence: Persistence
    amount: Persistence
    temperature: Persistence

    def generate(self, first: date, last: date, members: Sequence[int], seed: int) -> WeatherRecord:
        """Weather from ``first`` to ``last``.

        A member's weather depends on the seed and its own number only, not on how many members are asked for;
        a longer period begins with the same days.

        Parameters
        ----------
        first, last : date
            Both included.
        members : sequence of int
            Numbers of the members, from 0, in the order of the first axis of the record.
        seed : int
            Not negative.
        """
        days = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 1)
        if not len(days):
            raise ValueError(f"the period ends ({last}) before it begins ({first})")
        calendar = days_of_year(days)
        shape = (len(members), len(days), len(self.sites))
        rain, temperature = np.empty(shape, np.float32), np.empty(shape, np.float32)
        for place, member in enumerate(members):
            rain[place], temperature[place] = self._member(member, seed, calendar)
        return WeatherRecord(first, self.sites, rain, temperature)

    @cached_property
    def margin(self) -> RainMargin:
        """How normal values become rain, by day of the year: arrays of shape (366, sites)."""
        monthly = fit_margin(self.dry_share, self.rain_mean, self.rain_deviation)
        return margin_with_mean(
            through_months(monthly.threshold), through_months(monthly.exponent), keeping_means(self.rain_mean)
        )

    @cached_property
    def _temperature_margin(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Mean, deviation and dependence on rain, by day of the year."""
        return (
            keeping_means(self.temperature_mean),
            through_months(self.temperature_deviation),
            through_months(self.rain_dependence),
        )

    @cached_property
    def _processes(self) -> tuple[LatentProcess, ...]:
        return self.occurrence.process, self.amount.process, self.temperature.process

    def _member(self, member: int, seed: int, calendar: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        streams = np.random.SeedSequence(seed, spawn_key=(member,)).spawn(len(self._processes))
        occurrence, amount, warmth = (
            process.generate(np.random.default_rng(stream), calendar)
            for process, stream in zip(self._processes, streams, strict=True)
        )
        margin = RainMargin(
            self.margin.threshold[calendar], self.margin.scale[calendar], self.margin.exponent[calendar]
        )
        mean, deviation, dependence = (values[calendar] for values in self._temperature_margin)
        anomaly = dependence * occurrence + np.sqrt(1 - dependence**2) * warmth
        return margin.rain(occurrence, amount), mean + deviation * anomaly
