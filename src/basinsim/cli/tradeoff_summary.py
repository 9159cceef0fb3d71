"""A study's front on the terminal: the levers and objectives of each policy that nobody beats."""

from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from basinsim.errors import counted
from basinsim.metrics.amounts import shown, shown_unit
from basinsim.tradeoff.outcome import StudyOutcome
from basinsim.tradeoff.policies import BASELINE

_MOST_ROWS = 24


def print_study(outcome: StudyOutcome, directory: Path) -> None:
    """Print the front of a study.

    Parameters
    ----------
    outcome : StudyOutcome
        What came of it.
    directory : Path
        Where it was written.
    """
    console = Console(soft_wrap=False)
    manifest = outcome.manifest
    console.print(f"[bold]{manifest['study']}[/bold]")
    if manifest["question"]:
        console.print(manifest["question"])
    stage = next(reversed(manifest["stages"].values()))
    console.print(
        f"{manifest['policies']:,} policies tried, without foresight, in {counted(len(outcome.futures), 'future')} of "
        f"{counted(stage['members'], 'member')}; {stage['start']} to {stage['end']} by steps of '{stage['step']}'."
    )
    if manifest["stopped"]:
        console.print(f"[yellow]The search ended early: {manifest['stopped']}.[/yellow]")
    if outcome.front.empty:
        console.print(
            "[yellow]Not one policy satisfies all constraints; points.csv says how near each comes.[/yellow]"
        )
    else:
        console.print(_table(outcome))
        console.print(_levers(outcome))
        if len(outcome.front) > _MOST_ROWS:
            console.print(f"... and {len(outcome.front) - _MOST_ROWS} more in front.csv")
    if outcome.hypervolume.empty and not outcome.front.empty:
        text = "Hypervolume is left out: it needs pymoo (install basinsim[studies])."
        console.print(text, style="dim", markup=False)  # else the brackets are taken for markup
    console.print(f"Tables are in {directory}.")


def _table(outcome: StudyOutcome) -> Table:
    manifest = outcome.manifest
    table = Table(title="Policies that nobody beats", title_justify="left", box=None, header_style="bold")
    table.add_column("policy")
    for one in manifest["objectives"].values():
        arrow = "↑" if one["direction"] == "max" else "↓"
        table.add_column(f"{_heading(one['label'], shown_unit(one['unit']))} {arrow}", justify="right")
    for _, row in outcome.front.head(_MOST_ROWS).iterrows():
        objectives = [
            shown(row[f"objective.{name}"], one["unit"]) for name, one in manifest["objectives"].items()
        ]
        table.add_row(row["point"], *objectives)
    return table


def _levers(outcome: StudyOutcome) -> Table:
    """Say what each policy decides, one a line."""
    table = Table(title="What they decide", title_justify="left", box=None, show_header=False)
    for _, row in outcome.front.head(_MOST_ROWS).iterrows():
        said = [
            f"{lever['label']} {_value(row[f'lever.{name}'])} {lever['unit']}".rstrip()
            for name, lever in outcome.manifest["levers"].items()
        ]
        table.add_row(row["point"], "no lever" if row["point"] == BASELINE else ", ".join(said))
    return table


def _heading(label: str, unit: str) -> str:
    return f"{label} [{unit}]".replace("[", r"\[") if unit else label


def _value(value: str | float) -> str:
    if isinstance(value, str):
        return value
    return "" if np.isnan(value) else f"{value:.4g}"
