"""``basinsim hydrology generate``: synthetic weather and natural flow as a NetCDF file."""

from datetime import date, datetime
from pathlib import Path

import click

from basinsim.shipped import shipped_folder

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command("generate")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Of the random numbers.")
@click.option(
    "--members", type=click.IntRange(1, 10_000), default=1, show_default=True, help="How many records."
)
@click.option("--start", type=_DAY, default="1971-01-01", show_default=True, help="First day.")
@click.option("--end", type=_DAY, default="2020-12-31", show_default=True, help="Last day.")
@click.option(
    "--tables",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Tables of the basin's hydrology. Default: the Forth Valley's.",
)
@click.option("--round", "rounded", is_flag=True, help="Keep three significant digits: a smaller file.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="NetCDF file."
)
def command(
    seed: int,
    members: int,
    start: datetime,
    end: datetime,
    tables: Path | None,
    rounded: bool,
    output: Path,
) -> None:
    """Generate rain, potential evapotranspiration and natural flow of every catchment, day by day.

    All of it is synthetic. The same seed gives the same record; a member does not depend on how many others there
    are. A scenario uses the file by `hydrology: {record: FILE}`.

    Example: basinsim hydrology generate --seed 7 --members 10 -o synthetic.nc
    """
    from basinsim.errors import file_error

    first, last = start.date(), end.date()
    if last < first:
        raise click.BadParameter(f"the period ends ({last}) before it begins ({first})", param_hint="--end")
    if output.suffix.lower() not in (".nc", ".nc4", ".netcdf"):
        raise file_error(output, "a record is a NetCDF file: its name ends in .nc")
    _generate(
        tables or shipped_folder() / "data" / "forth_valley" / "hydrology",
        seed,
        members,
        first,
        last,
        rounded,
        output,
    )


def _generate(
    folder: Path, seed: int, members: int, first: date, last: date, rounded: bool, output: Path
) -> None:
    from basinsim.hydrology.synthetic import write_synthetic

    record = write_synthetic(folder, seed, members, first, last, output, rounded=rounded)
    means = record.inflow.mean(axis=(0, 1))
    click.echo(
        f"Synthetic record, seed {seed}, {members} member{'s' * (members > 1)}, {first} to {last}: {output}"
    )
    click.echo("mean natural flow [Ml/d]")
    for name, mean in zip(record.catchments, means, strict=True):
        click.echo(f"  {name:28} {mean:10.1f}")
