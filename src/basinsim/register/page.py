"""A register as text: a page in Markdown, or the CSV it was read from."""

import csv
import io
from collections.abc import Mapping, Sequence

from basinsim.register.rows import COLUMNS, Register, Row
from basinsim.schema.status import STATUSES

MEANINGS = {
    "seen": "read in the source named",
    "second-hand": "read, but the source quotes another",
    "derived": "worked out from figures that were seen; the note gives the arithmetic",
    "assumption": "ours, or from memory and unverified; change it freely",
}


def as_csv(register: Register) -> str:
    """Write a register as CSV.

    Parameters
    ----------
    register : Register
        All of it or a part.

    Returns
    -------
    str
        :func:`basinsim.register.read_register` reads it back.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in register.rows:
        low, high = ("" if end is None else number_of(end) for end in (row.low, row.high))
        writer.writerow((row.key, values_of(row), row.unit, low, high, row.status, row.source, row.note))
    return text.getvalue()


def as_markdown(title: str, register: Register, parts: Mapping[str, Sequence[str]]) -> str:
    """Write a register as a page.

    Parameters
    ----------
    title : str
        What it is the register of.
    register : Register
        All of it or a part.
    parts : mapping of str to sequence of str
        Heading of each part of the page, and the keys that belong there.

    Returns
    -------
    str
        A table for each part.
    """
    count = len(register.rows)
    lines = [
        f"# {title}: where the numbers come from",
        "",
        f"{count} numbers. A list of months stands as its mean; a range is given where one was found, and is what a",
        "sensitivity study may vary. This page is made from the register: change that, not this.",
        "",
        "| status | meaning | numbers |",
        "|---|---|--:|",
    ]
    lines += [
        f"| {status} | {MEANINGS[status]} | {len(register.with_status(status).rows)} |" for status in STATUSES
    ]
    for heading, keys in parts.items():
        rows = [register.by_key[key] for key in keys if key in register.by_key]
        if rows:
            head = [
                "",
                f"## {heading}",
                "",
                "| number | value | range | status | source and note |",
                "|---|--:|---|---|---|",
            ]
            lines += [*head, *(_line(row) for row in rows)]
    return "\n".join(lines) + "\n"


def values_of(row: Row) -> str:
    """Return a row's number as text; of a position, both numbers."""
    return " ".join(number_of(value) for value in row.values)


def quantity_of(row: Row) -> str:
    """Return a row's number with its unit."""
    return values_of(row) if row.unit == "-" else f"{values_of(row)} {row.unit}"


def range_of(row: Row) -> str:
    """Return the range of a row as text; empty where there is none."""
    return f"{number_of(row.range[0])} to {number_of(row.range[1])}" if row.is_uncertain else ""


def source_of(row: Row) -> str:
    """Return source and note of a row."""
    return f"{row.source}. {row.note}" if row.note else row.source


def number_of(number: float) -> str:
    """Return a number without a needless point."""
    return f"{int(number)}" if number == int(number) else f"{number!r}"


def _line(row: Row) -> str:
    cells = (f"`{row.key}`", quantity_of(row), range_of(row), row.status, source_of(row))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
