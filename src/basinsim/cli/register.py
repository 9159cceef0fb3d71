"""The register of a basin on the terminal, or in a file: what ``basinsim show --register`` does."""

from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from basinsim.cli.terminal import table_console
from basinsim.errors import file_error
from basinsim.extensions import extension_files
from basinsim.loading import LoadedBasin
from basinsim.located_yaml import scan_document
from basinsim.register import Register, numbers_in, read_register
from basinsim.register.page import as_csv, as_markdown, quantity_of, range_of, source_of
from basinsim.register.tables import TABLES_FILE, TableRow, read_tables, tables_as_markdown

FORMATS = (".csv", ".md")


def show_register(loaded: LoadedBasin, statuses: tuple[str, ...], output: Path | None) -> None:
    """Print the register beside a basin file, or write it to a file.

    Parameters
    ----------
    loaded : LoadedBasin
        The basin.
    statuses : tuple of str
        Of which rows; all of them where it is empty.
    output : Path or None
        A ``.csv`` or ``.md`` file; None: the terminal.

    Raises
    ------
    InputError
        Where there is no register, or something is wrong with it.
    """
    register = read_register(loaded.path.parent / "register.csv")
    if statuses:
        register = register.with_status(*statuses)
    if output is None:
        _print(register)
        return
    if output.suffix.lower() not in FORMATS:
        raise file_error(output, f"a register ends in one of {', '.join(FORMATS)}")
    title = str(loaded.document.value["name"])
    markdown = output.suffix.lower() == ".md"
    text = as_csv(register)
    if markdown:
        tables = _tables(loaded.path.parent / TABLES_FILE, statuses)
        text = as_markdown(title, register, _parts(loaded, register))
        text += tables_as_markdown(tables) if tables else ""
    output.write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"wrote {len(register.rows)} numbers to {output}")


def _tables(path: Path, statuses: tuple[str, ...]) -> tuple[TableRow, ...]:
    """Return the rows on the basin's tables; a basin need not have any."""
    rows = read_tables(path) if path.is_file() else ()
    return tuple(row for row in rows if not statuses or row.status in statuses)


def _parts(loaded: LoadedBasin, register: Register) -> dict[str, list[str]]:
    """Return the parts of the page: sections of the basin, then each extension, then what is left."""
    extensions = {
        name: set(numbers_in(scan_document(file).value))
        for name, file in extension_files(loaded.document).items()
    }
    others = set[str]().union(*extensions.values())
    parts: dict[str, list[str]] = {}
    for row in register.rows:
        heading = next((f"Extension {name}" for name, keys in extensions.items() if row.key in keys), "")
        if row.key not in others:
            heading = row.key.partition(".")[0].capitalize()
        parts.setdefault(heading, []).append(row.key)
    return dict(sorted(parts.items(), key=lambda part: part[0].startswith("Extension")))


def _print(register: Register) -> None:
    console = table_console()
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="bold", show_edge=False)
    table.add_column("number", width=27, overflow="fold")
    for title, width in (("value", 14), ("range", 12), ("status", 11)):
        table.add_column(title, width=width, overflow="fold")
    table.add_column("source and note", overflow="fold")
    last = ""
    for row in register.rows:
        _, owner, name = [*row.key.split(".", 2), ""][:3]
        if owner != last:
            table.add_row(Text(owner, style="bold"))
            last = owner
        cells = (f"  {name}", quantity_of(row), range_of(row), row.status, source_of(row))
        table.add_row(*map(Text, cells))
    console.print(table)
    console.print(f"{len(register.rows)} numbers")
