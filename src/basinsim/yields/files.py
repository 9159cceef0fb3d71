"""What is written of yields: tables, and a figure for each group."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from basinsim.results.store import table_writer, write_together
from basinsim.yields.outcome import Yield
from basinsim.yields.words import trial_rows, yield_table


def save_yields(
    yields: Sequence[Yield], balance: pd.DataFrame, directory: Path, *, figures: bool = True
) -> Path:
    """Write ``yield.csv``, ``yield_trials.csv``, ``supply_demand_balance.csv`` and figures to a folder.

    Parameters
    ----------
    yields : sequence of Yield
        One a group.
    balance : pandas.DataFrame
        Their supply-demand balance.
    directory : Path
        Made where there is none.
    figures : bool
        Whether figures are drawn.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    RunError
        Where it cannot be written; nothing half-written is left.
    """
    tables = {
        "yield.csv": yield_table(yields),
        "yield_trials.csv": trial_rows(yields),
        "supply_demand_balance.csv": balance,
    }
    writers: dict[str, Callable[[Path], None]] = {name: table_writer(table) for name, table in tables.items()}
    if figures:
        for number, found in enumerate(yields):
            writers[_figure_name(found, number)] = _figure_writer(found)
    return write_together(directory, writers)


def _figure_name(found: Yield, number: int) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", found.group.name.lower()).strip("_") or str(number)
    return f"yield_{plain[:60]}.png"


def _figure_writer(found: Yield) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        from basinsim.figures.service_curve import draw_service_curve
        from basinsim.figures.style import save_figure, spelled_out

        level = found.question.level
        axes = draw_service_curve(
            found.trial_table(),
            level.share,
            of_days=level.kind == "days",
            output=found.output.met,
            band=found.band,
            today=found.demand,
            title=f"{spelled_out(found.group.name)}: how often each demand fails",
        )
        figure = axes.get_figure(root=True)
        assert figure is not None
        save_figure(figure, path)

    return write
