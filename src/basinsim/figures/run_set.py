"""The figures that stand beside the results of a run."""

from collections.abc import Callable
from pathlib import Path

import xarray as xr
from matplotlib.figure import Figure

from basinsim.figures.flow_duration import draw_rivers
from basinsim.figures.shortage_calendar import draw_shortages
from basinsim.figures.storage_fan import draw_storage
from basinsim.figures.water_balance import NEEDS, draw_water_balance
from basinsim.figures.writing import figure_of, figure_writer
from basinsim.results.store import write_together

SHORTEST = 360
"""Days below which a run has no figures: they show the year that comes again."""


def run_figures(dataset: xr.Dataset) -> dict[str, Callable[[], Figure]]:
    """Return what draws each figure of a run, by file name.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results of one run.

    Returns
    -------
    dict of str to callable
        Only those whose variables were kept; nothing is drawn before it is called.
    """
    has = set(dataset)
    if float(dataset["step_length"].sum()) < SHORTEST:
        return {}
    found: dict[str, Callable[[], Figure]] = {}
    if "storage" in has and dataset.sizes["reservoir"]:
        found["storage.png"] = lambda: draw_storage(dataset)
    if {"requested", "delivered", "sector"} <= has and dataset.sizes["demand"]:
        found["shortages.png"] = lambda: draw_shortages(dataset)
    if "gauge_flow" in has and dataset.sizes["gauge"]:
        found["rivers.png"] = lambda: draw_rivers(dataset)
    if set(NEEDS) <= has and dataset.sizes["catchment"]:
        found["water_balance.png"] = lambda: figure_of(draw_water_balance(dataset))
    return found


def save_run_figures(dataset: xr.Dataset, directory: Path | str) -> list[str]:
    """Draw the figures of a run into a folder, all or none.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results of one run.
    directory : Path or str
        Where they are put.

    Returns
    -------
    list of str
        Names of the files; none for a run of less than a year.

    Raises
    ------
    RunError
        Where they cannot be written.
    """
    figures = run_figures(dataset)
    if figures:
        write_together(Path(directory), {name: figure_writer(draw) for name, draw in figures.items()})
    return list(figures)
