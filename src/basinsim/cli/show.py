"""``basinsim show``: a drawing of the network."""

from pathlib import Path

import click

from basinsim.errors import file_error
from basinsim.schema.status import STATUSES

_FORMATS = (".png", ".pdf", ".svg")


@click.command("show")
@click.argument("basin", type=click.Path(path_type=Path))
@click.option(
    "--extension", "extensions", multiple=True, metavar="NAME", help="Part of the basin to switch on."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to draw to (.png, .pdf or .svg; default: NAME.png here), or to write the register to (.csv or .md).",
)
@click.option("--register", is_flag=True, help="List where its numbers come from, instead of drawing.")
@click.option(
    "--status", "statuses", multiple=True, type=click.Choice(STATUSES), help="List these numbers only."
)
def command(
    basin: Path, extensions: tuple[str, ...], output: Path | None, register: bool, statuses: tuple[str, ...]
) -> None:
    """Draw the network of BASIN: nodes, links, and the way the water flows; or list its register.

    Example: basinsim show data/forth_valley/basin.yaml -o forth.png
    """
    if statuses and not register:
        raise click.UsageError("--status is for --register")
    from basinsim.loading import LoadedBasin, is_basin_file, load_basin, load_scenario

    is_basin = is_basin_file(basin)
    if extensions and not is_basin:
        raise file_error(basin, "is a scenario; it names its extensions itself, without --extension")
    loaded = load_basin(basin, extensions) if is_basin else load_scenario(basin)
    if register:
        from basinsim.cli.register import show_register

        show_register(loaded if isinstance(loaded, LoadedBasin) else loaded.loaded_basin, statuses, output)
        return
    name = basin.parent.name if basin.stem == "basin" and basin.parent.name else basin.stem
    target = output or Path(f"{name}.png")
    if target.suffix.lower() not in _FORMATS:
        raise file_error(target, f"a drawing ends in one of {', '.join(_FORMATS)}")
    from basinsim.figures.network import save_network

    save_network(loaded.basin, target, title=loaded.basin.name)
    click.echo(f"drew {len(loaded.basin.nodes)} nodes and {len(loaded.basin.links)} links to {target}")
