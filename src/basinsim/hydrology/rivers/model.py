"""The rivers of a basin: natural flow of every catchment from the weather."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from basinsim.errors import InputError, Problem, RunError, name_hint
from basinsim.hydrology.record import HydrologyRecord, WeatherRecord
from basinsim.hydrology.rivers.catchments import CATCHMENTS_FILE, Catchment, read_catchments
from basinsim.hydrology.rivers.evapotranspiration import EvapotranspirationClimate
from basinsim.hydrology.rivers.gauges import (
    EVAPOTRANSPIRATION_FILE,
    GAUGES_FILE,
    PARAMETERS_FILE,
    RUNOFF_COLUMNS,
    read_evapotranspiration,
    read_gauges,
    read_parameters,
)
from basinsim.hydrology.rivers.rainfall_runoff import ModelParameters, run
from basinsim.hydrology.rivers.snow import SnowParameters, through_snow

SPIN_UP_DAYS = 730
"""Days simulated before the first: the record's own first two years, so that the season goes on."""
_ML_OF_MM_KM2 = 1.0  # a millimetre on a square kilometre is a megalitre
_SERIES_AT_A_TIME = 160  # members times catchments: keeps a block of fifty years in a few hundred megabytes


@dataclass(frozen=True)
class RiverModel:
    """What makes rain and temperature into flow, catchment by catchment.

    Attributes
    ----------
    catchments : tuple of str
        Names.
    areas : ndarray, shape (catchments,)
        [km2].
    weather_sites : tuple of str
        Site whose rain and temperature each catchment takes.
    rain_factors : ndarray, shape (catchments,)
        On the rain of the site.
    climate : EvapotranspirationClimate
        At the weather site of each catchment.
    parameters : ModelParameters
        Of the rainfall-runoff model.
    snow : SnowParameters
        Of the snow.
    """

    catchments: tuple[str, ...]
    areas: np.ndarray
    weather_sites: tuple[str, ...]
    rain_factors: np.ndarray
    climate: EvapotranspirationClimate
    parameters: ModelParameters
    snow: SnowParameters

    def rivers(self, weather: WeatherRecord) -> HydrologyRecord:
        """Simulate the natural flow of all catchments.

        Before the first day the record's own first two years are run (``SPIN_UP_DAYS``; a shorter record is
        repeated), so that stores are as full as that time of year makes them.

        Parameters
        ----------
        weather : WeatherRecord
            With the sites of this model among its own.

        Returns
        -------
        HydrologyRecord
            On the same days; a member depends on no other.

        Raises
        ------
        RunError
            Where a site is missing from the weather.
        """
        at = self._sites_in(weather)
        members, days = weather.rain.shape[:2]
        before = np.resize(np.arange(min(days, SPIN_UP_DAYS)), SPIN_UP_DAYS)
        shape = (members, days, len(self.catchments))
        rain, potential, inflow = (np.empty(shape, dtype=np.float32) for _ in range(3))
        for block in _blocks(members, len(self.catchments)):
            rain[block] = weather.rain[block][:, :, at] * self.rain_factors
            temperature = weather.temperature[block][:, :, at]
            potential[block] = self.climate.potential_on(weather.days, temperature)
            several = block.stop - block.start
            snow = through_snow(
                self.snow.tiled(several),
                _side_by_side(rain[block], before),
                _side_by_side(temperature, before),
            )
            runoff = run(self.parameters.tiled(several), snow.water, _side_by_side(potential[block], before))
            flow = runoff.flow[SPIN_UP_DAYS:].reshape(days, -1, len(self.catchments)).swapaxes(0, 1)
            inflow[block] = flow * (self.areas * _ML_OF_MM_KM2)
        return HydrologyRecord(weather.first_day, self.catchments, rain, potential, inflow)

    def _sites_in(self, weather: WeatherRecord) -> list[int]:
        for catchment, site in zip(self.catchments, self.weather_sites, strict=True):
            if site not in weather.sites:
                message = (
                    f"the weather has no site '{site}', whose rain {catchment} takes; "
                    f"{name_hint(site, weather.sites)}"
                )
                raise RunError(message)
        return [weather.sites.index(site) for site in self.weather_sites]


def load_river_model(folder: Path) -> RiverModel:
    """Read the tables of a basin's rivers.

    Parameters
    ----------
    folder : Path
        With ``catchments.csv``, ``rainfall_runoff.csv`` and ``potential_evapotranspiration.csv``.

    Returns
    -------
    RiverModel
        Ready to run.

    Raises
    ------
    InputError
        With every problem of the tables, each with its file and line.
    """
    problems: list[Problem] = []
    parameters: dict[str, tuple[float, ...]] = {}
    sites: tuple[str, ...] = ()
    climate: EvapotranspirationClimate | None = None
    try:
        parameters = read_parameters(folder / PARAMETERS_FILE)
    except InputError as error:
        problems += error.problems
    try:
        sites, climate = read_evapotranspiration(folder / EVAPOTRANSPIRATION_FILE)
    except InputError as error:
        problems += error.problems

    catchments: list[Catchment] = []
    try:
        # Names are compared only with tables that could be read.
        catchments = read_catchments(folder / CATCHMENTS_FILE, tuple(parameters), sites)
    except InputError as error:
        problems += error.problems
    if problems or climate is None:
        raise InputError(problems)
    at = [sites.index(catchment.weather_site) for catchment in catchments]
    return RiverModel(
        tuple(catchment.name for catchment in catchments),
        np.array([catchment.area for catchment in catchments]),
        tuple(catchment.weather_site for catchment in catchments),
        np.array([catchment.rain_factor for catchment in catchments]),
        EvapotranspirationClimate(climate.potential[at], climate.warmth[at]),
        *_of_models([parameters[catchment.donor] for catchment in catchments]),
    )


def load_gauge_model(folder: Path, wanted: Sequence[str] | None = None) -> RiverModel:
    """Read the tables of a basin's rivers as a model of its gauges: natural flow of each from its own rain.

    Parameters
    ----------
    folder : Path
        With ``gauges.csv``, ``rainfall_runoff.csv`` and ``potential_evapotranspiration.csv``.
    wanted : sequence of str, optional
        Gauges to take; all where it is absent.

    Returns
    -------
    RiverModel
        Its catchments are the gauges, each counted as 86.4 km2: flow is relative, and no gauge's own.

    Raises
    ------
    InputError
        With every problem of a table.
    """
    gauges = read_gauges(folder / GAUGES_FILE)
    parameters = read_parameters(folder / PARAMETERS_FILE)
    sites, climate = read_evapotranspiration(folder / EVAPOTRANSPIRATION_FILE)
    names = tuple(
        gauge.name
        for gauge in gauges
        if gauge.name in sites and gauge.donor in parameters and (wanted is None or gauge.name in wanted)
    )
    donors = {gauge.name: gauge.donor for gauge in gauges}
    at = [sites.index(name) for name in names]
    return RiverModel(
        names,
        np.full(len(names), 86.4),
        names,
        np.ones(len(names)),
        EvapotranspirationClimate(climate.potential[at], climate.warmth[at]),
        *_of_models([parameters[donors[name]] for name in names]),
    )


def _of_models(rows: Sequence[tuple[float, ...]]) -> tuple[ModelParameters, SnowParameters]:
    """Divide rows of the table of parameters between the two models."""
    columns, runoff = np.array(rows).T, len(RUNOFF_COLUMNS)
    return ModelParameters(*columns[:runoff]), SnowParameters(*columns[runoff:])


def _blocks(members: int, catchments: int) -> Iterator[slice]:
    size = max(1, _SERIES_AT_A_TIME // catchments)
    for start in range(0, members, size):
        yield slice(start, min(start + size, members))


def _side_by_side(values: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Lay members beside catchments, shape (spin-up + days, members * catchments), in double precision."""
    days = values.swapaxes(0, 1).reshape(values.shape[1], -1)
    return np.concatenate([days[before], days]).astype(float)
