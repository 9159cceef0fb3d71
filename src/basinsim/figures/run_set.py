"""The figures that stand beside the results of a run."""

from collections.abc import Callable
from pathlib import Path

import xarray as xr
from matplotlib.figure import Figure

from basinsim.figures import style
from basinsim.figures.flow_duration import draw_rivers
from basinsim.figures.shortage_calendar import draw_shortages
from basinsim.figures.storage_fan import draw_storage
from basinsim.figures.water_balance import NEEDS, draw_water_balance

SHORTEST = 360
"""Days below which a run has no figures: they show the year that comes again."""


def run_figures(dataset: xr.Dataset) -> dict[str, Callable[[], Figure | None]]:
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
    found: dict[str, Callable[[], Figure | None]] = {}
    if "storage" in has and dataset.sizes["reservoir"]:
        found["storage.png"] = lambda: draw_storage(dataset)
    if {"requested", "delivered", "sector"} <= has and dataset.sizes["demand"]:
        found["shortages.png"] = lambda: draw_shortages(dataset)
    if "gauge_flow" in has and dataset.sizes["gauge"]:
        found["rivers.png"] = lambda: draw_rivers(dataset)
    if set(NEEDS) <= has and dataset.sizes["catchment"]:
        found["water_balance.png"] = lambda: draw_water_balance(dataset).get_figure(root=True)
    return found


def run_writers(dataset: xr.Dataset) -> dict[str, Callable[[Path], None]]:
    """Return what writes each figure of a run to a path, by file name."""
    return {name: _writer(draw) for name, draw in run_figures(dataset).items()}


def _writer(draw: Callable[[], Figure | None]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        figure = draw()
        if figure is not None:
            style.save_figure(figure, path)

    return write
