"""A study's front on the terminal: the levers and objectives of each policy that nobody beats."""

from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from basinsim.errors import counted
from basinsim.metrics.amounts import shown, shown_unit
from basinsim.tradeoff.outcome import StudyOutcome

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
        if len(outcome.front) > _MOST_ROWS:
            console.print(f"... and {len(outcome.front) - _MOST_ROWS} more in front.csv")
    if outcome.hypervolume.empty and not outcome.front.empty:
        console.print("Hypervolume is left out: it needs pymoo (install basinsim[studies]).", style="dim")
    console.print(f"Tables are in {directory}.")


def _table(outcome: StudyOutcome) -> Table:
    manifest = outcome.manifest
    table = Table(title="Policies that nobody beats", title_justify="left", box=None, header_style="bold")
    table.add_column("policy")
    for lever in manifest["levers"].values():
        table.add_column(_heading(lever["label"], lever["unit"]), justify="right", style="dim")
    for one in manifest["objectives"].values():
        arrow = "↑" if one["direction"] == "max" else "↓"
        table.add_column(f"{_heading(one['label'], shown_unit(one['unit']))} {arrow}", justify="right")
    rows = outcome.front
    if len(rows) > _MOST_ROWS:
        rows = rows.iloc[np.unique(np.linspace(0, len(rows) - 1, _MOST_ROWS).astype(int))]
    for _, row in rows.iterrows():
        levers = [_value(row[f"lever.{name}"]) for name in manifest["levers"]]
        objectives = [
            shown(row[f"objective.{name}"], one["unit"]) for name, one in manifest["objectives"].items()
        ]
        table.add_row(row["point"], *levers, *objectives)
    return table


def _heading(label: str, unit: str) -> str:
    return f"{label} [{unit}]".replace("[", r"\[") if unit else label


def _value(value: str | float) -> str:
    if isinstance(value, str):
        return value
    return "" if np.isnan(value) else f"{value:.4g}"
