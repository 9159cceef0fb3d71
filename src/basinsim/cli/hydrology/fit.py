"""``basinsim hydrology fit``: make the tables of a basin's hydrology again from observed series."""

from pathlib import Path

import click

from basinsim.shipped import shipped_folder


@click.command("fit")
@click.option(
    "--observed",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="Folder with <station>.csv: date, precip_mm, temp_c, discharge_mm.",
)
@click.option(
    "--evapotranspiration",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Potential evapotranspiration by day of the year (doy) and station, mm/d. "
    "Default: pet_doy_climatology_chess.csv in DIR or beside it.",
)
@click.option(
    "--gauges",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Table of gauges: which are fitted, and which test their donor. Default: the Forth Valley's.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="DIR")
@click.option("--compare", is_flag=True, help="Fit GR5J too and print its scores.")
def command(
    observed: Path, evapotranspiration: Path | None, gauges: Path | None, output: Path, compare: bool
) -> None:
    """Fit GR4J to the first half of each natural gauge's record, and check it on the second; fit the weather.

    Writes rainfall_runoff.csv, potential_evapotranspiration.csv, and weather_*.csv with the parameters of the weather
    generator at every station in DIR; the same series give the same tables. The traces like droughts and the reference
    record are made from these tables: `droughts` and `generate` make them again.

    Example: basinsim hydrology fit --observed observed/daily -o data/forth_valley/hydrology
    """
    from basinsim.cli.hydrology.fit_rivers import fit_river_tables
    from basinsim.cli.hydrology.fit_weather import fit_weather_tables

    shipped = shipped_folder() / "data" / "forth_valley" / "hydrology" / "gauges.csv"
    fit_river_tables(observed, evapotranspiration, gauges or shipped, output, compare=compare)
    fit_weather_tables(observed, output)
