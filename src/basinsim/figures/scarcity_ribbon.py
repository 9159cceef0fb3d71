"""How scarce a river was on each day of each year, as its regulator counts it."""

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from basinsim.figures import style
from basinsim.figures.grids import panels
from basinsim.metrics.scarcity import TRIGGER_DAYS, days_below, is_daily

LEVELS = (
    ("above Q95", "#DCEBF5"),
    ("5-day mean below Q95", "#F4C27A"),
    (f"significant: below for {TRIGGER_DAYS} days or more", "#A63A00"),
)
"""What each colour of the ribbon means. The regulator's levels in between are judgements of many
indicators, and are not made up here."""


def draw_scarcity_ribbon(
    dataset: xr.Dataset, gauge: str, axes: Axes | None = None, *, member: int | None = None
) -> Axes:
    """Draw the state of a river on each day, a row for each year.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results in daily steps with ``gauge_flow`` and ``q95``.
    gauge : str
        One with a Q95.
    axes : Axes, optional
        Where to draw; by default a new figure.
    member : int, optional
        Whose days; by default the member with the most days of significant scarcity.

    Returns
    -------
    Axes
        Its title says which member is drawn.
    """
    with style.house_style():
        if axes is None:
            axes = style.new_figure((style.PORTRAIT_WIDTH, 3.6)).add_axes((0.09, 0.12, 0.88, 0.78))
            axes.legend(handles=_legend(), loc="upper center", bbox_to_anchor=(0.5, -0.08), ncols=3)
        flow = dataset["gauge_flow"].sel(gauge=gauge).transpose("member", "time").to_numpy()
        count = days_below(flow, float(dataset["q95"].sel(gauge=gauge)))
        row = int((count >= TRIGGER_DAYS).sum(axis=1).argmax()) if member is None else member
        level = (count[row] > 0).astype(int) + (count[row] >= TRIGGER_DAYS)
        times = dataset["time"].to_numpy().astype("datetime64[D]")
        years = times.astype("datetime64[Y]").astype(int) + 1970
        day = (times - times.astype("datetime64[Y]").astype("datetime64[D]")).astype(int)
        table = np.full((years[-1] - years[0] + 1, 366), np.nan)
        table[years - years[0], day] = level
        colours = ListedColormap([colour for _, colour in LEVELS])
        extent = (0.0, 12.0, float(years[-1]) + 0.5, float(years[0]) - 0.5)
        norm = BoundaryNorm([-0.5, 0.5, 1.5, 2.5], 3)
        axes.imshow(table, cmap=colours, norm=norm, aspect="auto", extent=extent, interpolation="nearest")
        axes.set_xticks(np.arange(12) + 0.5, list("JFMAMJJASOND"))
        axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        which = f" (member {row})" if len(flow) > 1 else ""
        axes.set_title(style.spelled_out(gauge) + which, size=9)
    return axes


def draw_scarcity(dataset: xr.Dataset) -> Figure | None:
    """Draw the ribbons of all gauges with a Q95 on one page.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results.

    Returns
    -------
    Figure or None
        None where steps are not days, or no gauge has a Q95.
    """
    if not {"gauge_flow", "q95"} <= set(dataset) or not is_daily(dataset):
        return None
    names = [str(g) for g in dataset["gauge"].to_numpy() if float(dataset["q95"].sel(gauge=g)) > 0]
    if not names:
        return None
    title = "Scarcity of the rivers" + (
        ", in the member with most of it" if dataset.sizes["member"] > 1 else ""
    )
    page = panels(dataset, names, title, lambda n, a: draw_scarcity_ribbon(dataset, n, a), height=2.2)
    with style.house_style():
        page.legend(handles=_legend(), loc="lower center", ncols=3, fontsize=8)
    return page


def _legend() -> list[Patch]:
    return [Patch(color=colour, label=label) for label, colour in LEVELS]
