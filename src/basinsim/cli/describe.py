"""``basinsim describe``: a scenario's rules and policies as sentences."""

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from basinsim.errors import file_error

if TYPE_CHECKING:
    from basinsim.describing import Section


@click.command("describe")
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option("--against", type=click.Path(path_type=Path), help="Say only what differs from this scenario.")
@click.option("--markdown", is_flag=True, help="As Markdown, with headings and lists.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Markdown file to write instead of the terminal."
)
def command(scenario: Path, against: Path | None, markdown: bool, output: Path | None) -> None:
    """Say the rules and policies of SCENARIO in plain English with their sources, or what sets it apart from another.

    Example: basinsim describe scenarios/farms.yaml --against scenarios/baseline.yaml
    """
    from basinsim.describing import description, differences
    from basinsim.loading import load_scenario

    loaded = load_scenario(scenario)
    sections = description(loaded) if against is None else differences(loaded, load_scenario(against))
    if output is not None:
        try:
            output.write_text(_markdown(sections), encoding="utf-8")
        except OSError as error:
            raise file_error(output, f"cannot be written: {error.strerror or error}") from error
        click.echo(str(output))
        return
    click.echo(_markdown(sections) if markdown else _plain(sections), nl=False)


def _markdown(sections: Sequence["Section"]) -> str:
    parts = []
    for i, (heading, sentences) in enumerate(sections):
        body = []
        for text, beneath in sentences:
            body.append(f"- {text}" if i else f"{text}\n")
            body += [f"  - {line}" for line in beneath]
        parts.append("\n".join([f"{'##' if i else '#'} {heading}", "", *body]).rstrip())
    return "\n\n".join(parts) + "\n"


def _plain(sections: Sequence["Section"]) -> str:
    parts = []
    for heading, sentences in sections:
        body = []
        for text, beneath in sentences:
            body.append(_filled(text, 2))
            body += [_filled(line, 6) for line in beneath]
        parts.append("\n".join([heading, *body]))
    return "\n\n".join(parts) + "\n"


def _filled(text: str, indent: int) -> str:
    return textwrap.fill(
        text,
        100,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2),
        break_on_hyphens=False,
    )
