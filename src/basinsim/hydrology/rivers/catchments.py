"""The table of catchments: area, rain, and the gauge whose parameters each takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from basinsim.hydrology.table_file import Row, read_table

CATCHMENTS_FILE = "catchments.csv"
_COLUMNS = ("catchment", "area_km2", "weather_site", "rain_factor", "donor")


@dataclass(frozen=True)
class Catchment:
    """A catchment node of a basin.

    Attributes
    ----------
    name : str
        Of the node.
    area : float
        [km2].
    weather_site : str
        Site whose rain and temperature it takes.
    rain_factor : float
        On that rain.
    donor : str
        Gauge whose parameters it takes.
    """

    name: str
    area: float
    weather_site: str
    rain_factor: float
    donor: str


def read_catchments(path: Path, donors: Sequence[str] = (), sites: Sequence[str] = ()) -> list[Catchment]:
    """Read the table of catchments.

    Parameters
    ----------
    path : Path
        CSV with the columns catchment, area_km2, weather_site, rain_factor and donor.
    donors, sites : sequence of str
        Known gauges and sites, to which names are held; empty where they are not.

    Returns
    -------
    list of Catchment
        In the order of the file.

    Raises
    ------
    InputError
        With every problem.
    """

    def read(row: Row) -> Catchment:
        return Catchment(
            row.text("catchment"),
            row.number("area_km2", least=1e-6),
            row.one_of("weather_site", sites) if sites else row.text("weather_site"),
            row.number("rain_factor", least=0.0),
            row.one_of("donor", donors) if donors else row.text("donor"),
        )

    return read_table(path, _COLUMNS, read, key="catchment")
