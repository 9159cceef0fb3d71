"""``basinsim hydrology droughts``: find synthetic traces like the droughts people remember."""

from pathlib import Path

import click

from basinsim.shipped import shipped_folder


@click.command("droughts")
@click.option(
    "--tables",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of a basin's hydrology tables. Default: the Forth Valley's.",
)
@click.option("--members", type=click.IntRange(1), default=240, show_default=True, help="Of 50 years each.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option(
    "--keep", type=click.IntRange(1), default=10, show_default=True, help="Traces for each drought."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="DIR")
def command(tables: Path | None, members: int, seed: int, keep: int, output: Path) -> None:
    """Pick from a large ensemble the years nearest to each observed drought.

    Compared are the 3-, 6-, 12- and 24-month deficits of droughts_observed.csv. Writes droughts.csv and
    droughts_matched.csv; the same seed gives the same tables.

    Example: basinsim hydrology droughts -o data/forth_valley/hydrology
    """
    from basinsim.cli.hydrology.drought_tables import find_droughts

    shipped = shipped_folder() / "data" / "forth_valley" / "hydrology"
    find_droughts(tables or shipped, members, seed, keep, output)
