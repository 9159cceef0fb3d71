"""Gauges whose parameters are fitted, or which test what others' parameters make: the tables of a fit."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from basinsim.hydrology.rivers.evapotranspiration import COEFFICIENTS, EvapotranspirationClimate
from basinsim.hydrology.table_file import Row, read_table

GAUGES_FILE = "gauges.csv"
PARAMETERS_FILE = "rainfall_runoff.csv"
EVAPOTRANSPIRATION_FILE = "potential_evapotranspiration.csv"
INFLUENCES = ("natural", "effluent", "abstraction", "regulated")
RUNOFF_COLUMNS = ("x1", "x2", "x3", "x4")
SNOW_COLUMNS = ("cold_memory", "melt_factor", "zone_spread", "usual_snow")
PARAMETER_COLUMNS = (*RUNOFF_COLUMNS, *SNOW_COLUMNS)


@dataclass(frozen=True)
class Gauge:
    """A gauging station.

    Attributes
    ----------
    name : str
        Its number.
    river : str
        River and place.
    area : float
        Of its catchment [km2].
    influence : str
        One of ``INFLUENCES``: what disturbs its low flows.
    donor : str
        Gauge whose parameters it is simulated with; its own number where they are fitted to it.
    """

    name: str
    river: str
    area: float
    influence: str
    donor: str


def read_gauges(path: Path) -> list[Gauge]:
    """Read the table of gauges.

    Parameters
    ----------
    path : Path
        With the columns gauge, river, area_km2, influence, donor.

    Returns
    -------
    list of Gauge
        In the order of the file.

    Raises
    ------
    InputError
        With every problem, among them a donor that is not fitted itself.
    """
    numbers = read_table(path, ("gauge",), lambda row: row.text("gauge"))

    def read(row: Row) -> Gauge:
        name = row.text("gauge")
        influence = row.one_of("influence", INFLUENCES)
        donor = row.one_of("donor", numbers)
        if donor == name and influence == "regulated":
            row.refuse("donor", "a regulated river cannot be fitted; name a natural gauge")
        return Gauge(name, row.text("river"), row.number("area_km2", least=1e-6), influence, donor)

    return read_table(path, ("gauge", "river", "area_km2", "influence", "donor"), read, key="gauge")


def read_parameters(path: Path) -> dict[str, tuple[float, ...]]:
    """Read the fitted parameters.

    Parameters
    ----------
    path : Path
        With the columns gauge and ``PARAMETER_COLUMNS``.

    Returns
    -------
    dict of str to tuple of float
        Gauge -> X1 to X4, and of snow: memory, melt factor [mm/(d K)], spread of zones [K] and a usual year's fall [mm].

    Raises
    ------
    InputError
        With every problem.
    """

    def read(row: Row) -> tuple[str, tuple[float, ...]]:
        least = {"x1": 1e-3, "x3": 1e-3, "x4": 0.1, **dict.fromkeys(SNOW_COLUMNS, 0.0)}
        values = tuple(row.number(column, least.get(column, -np.inf)) for column in PARAMETER_COLUMNS)
        return row.text("gauge"), values

    return dict(read_table(path, ("gauge", *PARAMETER_COLUMNS), read, key="gauge"))


def read_evapotranspiration(path: Path) -> tuple[tuple[str, ...], EvapotranspirationClimate]:
    """Read the yearly cycles of potential evapotranspiration.

    Parameters
    ----------
    path : Path
        With the columns site, and potential_ and warmth_ before each of ``COEFFICIENTS``.

    Returns
    -------
    tuple of str
        The sites.
    EvapotranspirationClimate
        At these sites.

    Raises
    ------
    InputError
        With every problem.
    """
    columns = evapotranspiration_columns()

    def read(row: Row) -> tuple[str, list[float]]:
        return row.text("site"), [row.number(column) for column in columns]

    rows = read_table(path, ("site", *columns), read, key="site")
    values = np.array([numbers for _, numbers in rows])
    half = len(COEFFICIENTS)
    return tuple(site for site, _ in rows), EvapotranspirationClimate(values[:, :half], values[:, half:])


def evapotranspiration_columns() -> tuple[str, ...]:
    """Return the columns of numbers in the table of potential evapotranspiration."""
    return tuple(f"{what}_{name}" for what in ("potential", "warmth") for name in COEFFICIENTS)
