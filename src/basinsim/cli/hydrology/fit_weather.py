"""The weather's part of ``basinsim hydrology fit``."""

from pathlib import Path

import click

from basinsim.cli.hydrology.writing import writing_to
from basinsim.errors import file_error
from basinsim.hydrology.observed import COLUMNS, read_stations
from basinsim.hydrology.weather.fitting import fit_weather_model
from basinsim.hydrology.weather.observed import observed_weather
from basinsim.hydrology.weather.tables import WEATHER_FILES, write_weather_model


def fit_weather_tables(observed: Path, output: Path) -> None:
    """Fit the generator to all stations of a folder and write its tables.

    Parameters
    ----------
    observed : Path
        Folder of observed series; every CSV file in it with a column of rain is a station.
    output : Path
        Folder to write to.

    Raises
    ------
    InputError
        Where a station has too few years.
    """
    names = sorted(path.stem for path in observed.glob("*.csv") if _has_rain(path))
    click.echo(f"fitting the weather of {len(names)} stations", err=True)
    record = observed_weather(read_stations(observed, names))
    try:
        model = fit_weather_model(record)
    except ValueError as error:
        raise file_error(observed, str(error)) from error
    comments = (
        "source: fitted by `basinsim hydrology fit` to daily rain and temperature of CAMELS-GB (Coxon et al. 2020, doi",
        "10.5285/8344e4f3-d2ea-44f5-8afa-86d2987543a9, Open Government Licence v3; contains data supplied by Natural",
        f"Environment Research Council), {record.days[0]} to {record.days[-1]}",
        "status: derived; parameters of a statistical model, no observed value is in this table",
    )
    with writing_to(output):
        write_weather_model(model, output, comments)
    click.echo(f"written to {output}: {', '.join(WEATHER_FILES)}")


def _has_rain(path: Path) -> bool:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        return COLUMNS[1] in file.readline()
