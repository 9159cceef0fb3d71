"""The trade-off page: linked axes, table and network, made from any table of alternatives."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from basinsim.figures.schematic import Schematic
from basinsim.figures.style import STAKEHOLDER_NAMES
from basinsim.report.alternatives import Alternatives
from basinsim.report.chapters import Chapter
from basinsim.report.page import render, write_page
from basinsim.results.store import write_together


def trade_off_context(alternatives: Alternatives, schematic: Schematic | None) -> dict[str, Any]:
    """Return what the template of the linked views names.

    Parameters
    ----------
    alternatives : Alternatives
        What to show.
    schematic : Schematic or None
        Of the basin, where it is known.

    Returns
    -------
    dict
        Rows of the table with their texts, the axes, the schematic and the script's data.
    """
    rows = [
        {
            "name": name,
            "efficient": bool(alternatives.efficient[k]),
            "baseline": k == alternatives.baseline,
            "settings": alternatives.settings[k] if alternatives.settings else "",
            "cells": [
                {"text": alternatives.text(k, axis), "key": f"{alternatives.values[k, axis]:.10g}"}
                for axis in range(len(alternatives.axes))
            ],
        }
        for k, name in enumerate(alternatives.names)
    ]
    return {
        "rows": rows,
        "axes": alternatives.axes,
        "telling": [
            axis for axis, tells in zip(alternatives.axes, alternatives.telling, strict=True) if tells
        ],
        "same": [
            axis.label
            for axis, tells in zip(alternatives.axes, alternatives.telling, strict=True)
            if not tells
        ],
        "stakeholders": STAKEHOLDER_NAMES,
        "schematic": schematic,
        "data": alternatives.as_data(),
    }


def trade_off_page(
    title: str,
    alternatives: Alternatives,
    schematic: Schematic | None = None,
    *,
    lead: str = "",
    chapters: Sequence[Chapter] = (),
) -> str:
    """Write the linked views as a page of their own.

    Parameters
    ----------
    title : str
        Of the page.
    alternatives : Alternatives
        What to show.
    schematic : Schematic, optional
        Of the basin, from :func:`basinsim.figures.schematic.place_network`.
    lead : str
        A sentence or two under the title.
    chapters : sequence of Chapter
        What follows the alternatives, each under a tab of its own.

    Returns
    -------
    str
        HTML that needs nothing beside itself.
    """
    return render(
        "trade_off.html.j2",
        scripts=("page.js", "trade_off.js"),
        title=title,
        lead=lead,
        chapters=chapters,
        trade_off=trade_off_context(alternatives, schematic),
    )


def save_trade_off_page(
    path: Path | str,
    title: str,
    alternatives: Alternatives,
    schematic: Schematic | None = None,
    *,
    lead: str = "",
) -> Path:
    """Write the linked views to a file.

    Parameters
    ----------
    path : Path or str
        Ends in ``.html``.
    title, alternatives, schematic, lead
        As of :func:`trade_off_page`.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    RunError
        Where it cannot be written; nothing half-written is left.
    """
    path = Path(path)
    page = trade_off_page(title, alternatives, schematic, lead=lead)
    write_together(path.parent, {path.name: lambda aside: write_page(aside, page)})
    return path
