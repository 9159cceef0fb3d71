"""Generated weather and rivers against observed ones, at every gauge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from basinsim.hydrology.observed import ObservedStation
from basinsim.hydrology.record import WeatherRecord
from basinsim.hydrology.rivers.gauges import GAUGES_FILE, Gauge, read_gauges
from basinsim.hydrology.rivers.model import load_gauge_model
from basinsim.hydrology.validation.comparison import Line, Variable, compare
from basinsim.hydrology.weather.model import WeatherModel
from basinsim.hydrology.weather.observed import observed_weather, on_days

LEAST_YEARS = 20
"""A gauge with fewer years is shown and not held to the aims: the generator is fitted to the climate of the whole
period, and so short a record is not like it."""

_SPIN_UP_DAYS = 365
"""At the start of the record, simulated from observed weather and not compared."""


@dataclass(frozen=True)
class Validation:
    """What was compared, and how it came out.

    Attributes
    ----------
    variables : tuple of Variable
        Natural flow, where a gauge is natural, and rain.
    lines : tuple of Line
        Every statistic of every station, and between stations.
    """

    variables: tuple[Variable, ...]
    lines: tuple[Line, ...]

    @property
    def failures(self) -> list[Line]:
        """Lines that miss their aim."""
        return [line for line in self.lines if line.passes is False]


def validate(
    model: WeatherModel,
    folder: Path,
    stations: Sequence[ObservedStation],
    traces: int,
    seed: int,
) -> Validation:
    """Generate traces as long as the record and compare them with it.

    Parameters
    ----------
    model : WeatherModel
        The generator.
    folder : Path
        Tables of the basin's hydrology: gauges, rainfall-runoff parameters, evapotranspiration.
    stations : sequence of ObservedStation
        Those that the generator has as sites.
    traces : int
        How many.
    seed : int
        Of the traces.

    Returns
    -------
    Validation
        The same for the same input.
    """
    observed = observed_weather(stations)
    last: date = observed.days[-1].astype(object)
    generated = model.generate(observed.first_day, last, range(traces), seed)
    variables = [_rain(observed, generated)]
    gauges = [gauge for gauge in read_gauges(folder / GAUGES_FILE) if gauge.name in observed.sites]
    if natural := [gauge for gauge in gauges if gauge.influence != "regulated"]:
        variables.insert(0, _flow(natural, folder, stations, observed, generated))
    return Validation(tuple(variables), tuple(line for variable in variables for line in compare(variable)))


def _rain(observed: WeatherRecord, generated: WeatherRecord) -> Variable:
    at = [generated.sites.index(site) for site in observed.sites]
    return Variable(
        "rain",
        "mm/d",
        observed.sites,
        observed.days,
        observed.rain[0].astype(float),
        generated.rain[:, :, at],
        None,
        _long_enough(observed.rain[0]),
    )


def _flow(
    gauges: Sequence[Gauge],
    folder: Path,
    stations: Sequence[ObservedStation],
    observed: WeatherRecord,
    generated: WeatherRecord,
) -> Variable:
    rivers = load_gauge_model(folder, [gauge.name for gauge in gauges])
    at = [rivers.catchments.index(gauge.name) for gauge in gauges]

    def simulated(weather: WeatherRecord) -> np.ndarray:
        return np.asarray((rivers.rivers(weather).inflow / rivers.areas)[:, :, at], dtype=np.float32)

    by_name = {station.name: station for station in stations}
    flow = np.stack(
        [on_days(observed.days, by_name[gauge.name].days, by_name[gauge.name].flow) for gauge in gauges],
        axis=-1,
    ).astype(float)
    places = [observed.sites.index(gauge.name) for gauge in gauges]
    flow[~np.isfinite(observed.rain[0][:, places])] = np.nan
    flow[:_SPIN_UP_DAYS] = np.nan
    return Variable(
        "flow",
        "mm/d",
        tuple(gauge.name for gauge in gauges),
        observed.days,
        flow,
        simulated(generated),
        simulated(_without_gaps(observed))[0].astype(float),
        tuple(
            gauge.donor == gauge.name and long_enough
            for gauge, long_enough in zip(gauges, _long_enough(flow), strict=True)
        ),
    )


def _long_enough(series: np.ndarray) -> tuple[bool, ...]:
    return tuple(bool(count >= LEAST_YEARS * 365) for count in np.isfinite(series).sum(axis=0))


def _without_gaps(weather: WeatherRecord) -> WeatherRecord:
    """Fill gaps, so that rivers run through them; such days are not compared.

    Rain is the site's mean times what the other sites have that day of theirs; temperature is the site's mean.
    """
    rain, temperature = weather.rain, weather.temperature
    mean_rain, mean_temperature = (
        np.nanmean(values, axis=1, keepdims=True) for values in (rain, temperature)
    )
    of_others = np.nan_to_num(np.nanmean(rain / mean_rain, axis=2, keepdims=True), nan=1.0)
    return WeatherRecord(
        weather.first_day,
        weather.sites,
        np.where(np.isfinite(rain), rain, mean_rain * of_others),
        np.where(np.isfinite(temperature), temperature, mean_temperature),
    )
