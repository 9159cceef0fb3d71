"""``basinsim hydrology import``: observed flows of archives as inflow of a basin."""

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from basinsim.errors import InputError, Place, Problem, RunError, name_hint
from basinsim.shipped import shipped_folder

if TYPE_CHECKING:
    from basinsim.hydrology.imports.inflow import Source


def _pairs(_context: click.Context, parameter: click.Parameter, texts: tuple[str, ...]) -> dict[str, str]:
    wrong = [text for text in texts if text.count("=") != 1]
    if wrong:
        raise click.BadParameter(f"'{wrong[0]}' is not of the form {parameter.metavar}")
    return dict(text.split("=") for text in texts)


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help=".nc or .csv"
)
@click.option(
    "--tables",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder with catchments.csv and gauges.csv. Default: the Forth Valley's.",
)
@click.option(
    "--map",
    "mapped",
    multiple=True,
    callback=_pairs,
    metavar="CATCHMENT=STATION",
    help="Station whose flow a catchment takes, instead of its donor.",
)
@click.option(
    "--area",
    "areas",
    multiple=True,
    callback=_pairs,
    metavar="STATION=KM2",
    help="Area of a station's catchment that gauges.csv does not hold.",
)
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="First day.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="Last day.")
@click.option(
    "--longest-gap",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Days without a value to bridge in a straight line.",
)
def command(
    files: tuple[Path, ...],
    output: Path,
    tables: Path | None,
    mapped: dict[str, str],
    areas: dict[str, str],
    first: datetime | None,
    last: datetime | None,
    longest_gap: int,
) -> None:
    """Make an inflow file from daily flows of the National River Flow Archive or CAMELS-GB.

    Each catchment takes the flow of its donor station times the ratio of their areas, on the days all
    stations have in common. A scenario reads the NetCDF file with hydrology: {record: FILE}.

    Example: basinsim hydrology import nrfa/*_gdf.csv -o observed.nc --map allan_catchment=18001
    """
    from basinsim.hydrology.imports.inflow import inflow_record, write_inflow_table
    from basinsim.hydrology.imports.station_file import read_station_file
    from basinsim.hydrology.record_file import write_record

    if output.suffix not in (".nc", ".csv"):
        raise click.UsageError(f"--output {output} must end in .nc or .csv")
    problems: list[Problem] = []
    series = []
    for file in files:
        try:
            series.append(read_station_file(file))
        except InputError as error:
            problems += error.problems
    try:
        sources = _sources(tables or shipped_folder() / "data" / "forth_valley" / "hydrology", mapped, areas)
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    record = inflow_record(series, sources, first and first.date(), last and last.date(), longest_gap)
    aside = output.with_name(f".writing-{output.name}")
    try:
        if output.suffix == ".csv":
            write_inflow_table(record, aside)
        else:
            source = ", ".join(f"{one.catchment} from {one.station}" for one in sources)
            write_record(record, aside, {"title": "Observed flow as inflow of catchments", "source": source})
        os.replace(aside, output)  # noqa: PTH105 (overwrites on every system, which rename does not)
    except OSError as error:
        message = f"cannot write {output}: {error.strerror or error}"
        raise RunError(message) from error
    finally:
        aside.unlink(missing_ok=True)
    for one, mean in zip(sources, record.inflow.mean(axis=(0, 1)), strict=True):
        click.echo(
            f"{one.catchment:26} {one.station} x {one.area / one.station_area:.3f}   mean {mean:8.1f} Ml/d"
        )
    click.echo(f"{record.days[0]} to {record.days[-1]} written to {output}")


def _sources(folder: Path, mapped: dict[str, str], areas: dict[str, str]) -> "list[Source]":
    from basinsim.hydrology.imports.inflow import Source
    from basinsim.hydrology.rivers.catchments import CATCHMENTS_FILE, read_catchments
    from basinsim.hydrology.rivers.gauges import GAUGES_FILE, read_gauges

    gauges = {gauge.name: gauge.area for gauge in read_gauges(folder / GAUGES_FILE)}
    problems = []
    for station, text in areas.items():
        try:
            gauges[station] = float(text)
        except ValueError:
            problems.append(Problem(Place("--area"), station, f"must be a number of km2, found '{text}'"))
    catchments = read_catchments(folder / CATCHMENTS_FILE)
    names = tuple(catchment.name for catchment in catchments)
    problems += [
        Problem(Place("--map"), name, f"there is no such catchment; {name_hint(name, names)}")
        for name in mapped
        if name not in names
    ]
    sources = []
    for catchment in catchments:
        station = mapped.get(catchment.name, catchment.donor)
        if station not in gauges:
            message = f"the area of station {station} is not known; give it with --area {station}=KM2"
            problems.append(Problem(Place("--map"), catchment.name, message))
            continue
        sources.append(Source(catchment.name, station, catchment.area, gauges[station]))
    if problems:
        raise InputError(problems)
    return sources
