"""Where tables are printed: as wide as the terminal, or as a page of text where nobody looks."""

from rich.console import Console

WIDTH = 100
"""Columns of a table in a pipe or a file, which have no width of their own."""


def table_console() -> Console:
    """Return a console on standard output for tables.

    Returns
    -------
    rich.console.Console
        Of ``WIDTH`` columns where it is no terminal; numbers in prose are not coloured.
    """
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDTH)
