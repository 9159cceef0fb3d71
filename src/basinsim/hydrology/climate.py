"""Climate change: seasonal factors on rain and temperature, applied to a weather record.

The plain delta change: wet days stay wet days, each with more or less rain, and every day is as much warmer
as its season. Droughts deepen with their season's factor, but grow no longer. Rivers answer through potential
evapotranspiration and the rainfall-runoff model.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from basinsim.errors import InputError, Place, Problem
from basinsim.hydrology.record import WeatherRecord
from basinsim.hydrology.table_file import Row, read_table

CLIMATE_FILE = "climate.csv"
HORIZONS = ("2030s", "2050s", "2070s")
CHANGES = ("low", "central", "high")
SEASONS = ("winter", "spring", "summer", "autumn")
_MONTHS_TO_SEASON = np.array([0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0])  # January to December


@dataclass(frozen=True)
class ClimateFactors:
    """Changes of the four seasons, December to February first.

    Attributes
    ----------
    rain : tuple of four floats
        Share by which the season's rain changes: -0.14 is 14 % less.
    temperature : tuple of four floats
        Warming of the season [degrees Celsius].
    """

    rain: tuple[float, float, float, float]
    temperature: tuple[float, float, float, float]


def load_climate(folder: Path) -> dict[tuple[str, str], ClimateFactors]:
    """Read the table of change factors.

    Parameters
    ----------
    folder : Path
        With ``climate.csv``.

    Returns
    -------
    dict of (horizon, change) to ClimateFactors
        Such as ``("2050s", "central")``.

    Raises
    ------
    InputError
        With every problem, among them a season that is missing or stands twice.
    """
    path = folder / CLIMATE_FILE
    found: dict[tuple[str, str], dict[str, tuple[float, float]]] = {}

    def read(row: Row) -> None:
        which = (row.one_of("horizon", HORIZONS), row.one_of("scenario", CHANGES))
        season = row.one_of("season", SEASONS)
        rain, temperature = (
            row.number("rain_percent", -100.0, 300.0),
            row.number("temperature_degrees", -10, 20),
        )
        if season in found.setdefault(which, {}):
            row.refuse("season", f"{season} of {' '.join(which)} stands in the table already")
        found[which][season] = (rain / 100.0, temperature)

    columns = ("horizon", "scenario", "season", "rain_percent", "temperature_degrees")
    read_table(path, columns, read)
    problems = [
        Problem(Place(str(path)), " ".join(which), f"the season {season} is missing")
        for which, seasons in found.items()
        for season in SEASONS
        if season not in seasons
    ]
    if problems:
        raise InputError(problems)
    made = {}
    for which, seasons in found.items():
        winter, spring, summer, autumn = (seasons[season] for season in SEASONS)
        rain, temperature = zip(winter, spring, summer, autumn, strict=True)
        made[which] = ClimateFactors(rain, temperature)
    return made


def apply_climate(weather: WeatherRecord, factors: ClimateFactors) -> WeatherRecord:
    """Change the rain and temperature of a record.

    Every day of a season changes by its season's factor, as seasonal factors are published. A smooth curve of the
    same means would take more from July than the factor says, and deepen low flows by two in a hundred.

    Parameters
    ----------
    weather : WeatherRecord
        Of the present climate.
    factors : ClimateFactors
        The change.

    Returns
    -------
    WeatherRecord
        On the same days.
    """
    season = _MONTHS_TO_SEASON[weather.days.astype("datetime64[M]").astype(int) % 12]
    rain, warming = 1.0 + np.array(factors.rain)[season], np.array(factors.temperature)[season]
    return WeatherRecord(
        weather.first_day,
        weather.sites,
        (weather.rain * rain[:, np.newaxis]).astype(np.float32),
        (weather.temperature + warming[:, np.newaxis]).astype(np.float32),
    )


def climate_in_words(factors: ClimateFactors) -> str:
    """Say what a climate changes, season by season.

    Parameters
    ----------
    factors : ClimateFactors
        The change.

    Returns
    -------
    str
        Without a full stop: ``rain 18 % more in winter, ...; warmer by 2.2, ... degrees``.
    """
    rain = [
        f"{abs(share):.0%} {'more' if share > 0 else 'less'} in {season}".replace("%", " %")
        if round(share, 3)
        else f"as it is in {season}"
        for share, season in zip(factors.rain, SEASONS, strict=True)
    ]
    warmer = [f"{degrees:g}" for degrees in factors.temperature]
    return f"rain {_listed(rain)}; warmer by {_listed(warmer)} degrees"


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"
