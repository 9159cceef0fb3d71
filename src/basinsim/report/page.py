"""Put a page together: one HTML file with its style and scripts inside, forbidden to load anything."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from basinsim.figures.style import SECTOR_COLOURS, STAKEHOLDER_COLOURS
from basinsim.results.provenance import program_version


def render(template: str, scripts: tuple[str, ...] = ("page.js",), **context: Any) -> str:
    """Render a page.

    Parameters
    ----------
    template : str
        File in ``templates``.
    scripts : tuple of str
        Files there that the page runs; no other script runs on it.
    **context
        What the template names. Text is escaped wherever it stands.

    Returns
    -------
    str
        A whole HTML document that needs nothing beside itself.
    """
    parts = [_text(name) for name in scripts]
    return (
        _environment()
        .get_template(template)
        .render(
            style=Markup(_text("page.css")),  # our own file
            scripts=[Markup(part) for part in parts],
            policy=_content_policy(parts),
            colours=STAKEHOLDER_COLOURS | SECTOR_COLOURS,
            version=program_version(),
            **context,
        )
    )


def _content_policy(scripts: list[str]) -> str:
    """Return what a browser may do with the page: run these scripts, show what is inside, load nothing."""
    hashes = [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii") for script in scripts
    ]
    allowed = " ".join(f"'sha256-{text}'" for text in hashes)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def write_page(path: Path, page: str) -> None:
    """Write a page, or another text, to a file as it is."""
    path.write_text(page, encoding="utf-8", newline="\n")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("basinsim.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _text(name: str) -> str:
    return (files("basinsim.report") / "templates" / name).read_text(encoding="utf-8")
