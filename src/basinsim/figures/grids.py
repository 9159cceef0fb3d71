"""Pages of small figures of one family, and time as the year that comes again."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from basinsim.figures import style

_MOST_PANELS = 12
_IN_MONTH = 4  # places that a month is divided into; two where steps are longer than a few days


def panels(
    dataset: xr.Dataset,
    names: Sequence[str],
    title: str,
    draw: Callable[[str, Axes], object],
    *,
    height: float,
    columns: int = 3,
) -> Figure:
    """Draw one panel for each name on a page.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results, for the line under the title that says of what.
    names : sequence of str
        At most twelve are drawn.
    title : str
        Of the page.
    draw : callable
        Draws what belongs to a name into axes.
    height : float
        Of a panel [in].
    columns : int
        Most panels side by side.

    Returns
    -------
    Figure
        As wide as an A4 page on its side; one legend for all.
    """
    shown = list(names[:_MOST_PANELS])
    columns = min(columns, max(len(shown), 1))
    rows = max(-(-len(shown) // columns), 1)
    with style.house_style():
        size = (style.LANDSCAPE[0], 1.15 + rows * height)
        figure = style.new_figure(size)
        grid = figure.subplots(rows, columns, squeeze=False)
        for name, axes in zip(shown, grid.ravel(), strict=False):
            draw(name, axes)
        for axes in grid.ravel()[len(shown) :]:
            axes.set_axis_off()
        handles, labels = grid[0, 0].get_legend_handles_labels()
        if handles:
            figure.legend(handles, labels, loc="lower center", ncols=min(len(handles), 7), fontsize=8)
        figure.text(0.015, 1 - 0.2 / size[1], title, size=11, weight="bold", va="top")
        figure.text(0.015, 1 - 0.42 / size[1], in_words(dataset), size=8, color=style.PALE_INK, va="top")
        figure.tight_layout(rect=(0, 0.45 / size[1], 1, 1 - 0.55 / size[1]), h_pad=1.0, w_pad=1.2)
    return figure


def in_words(dataset: xr.Dataset) -> str:
    """Say of which run, weather, period and members a figure is."""
    first = pd.Timestamp(dataset["time"].to_numpy()[0])
    last = pd.Timestamp(dataset["time"].to_numpy()[-1]) + pd.Timedelta(
        days=float(dataset["step_length"][-1]) - 1
    )
    members = dataset.sizes["member"]
    who = f", {members} members" if members > 1 else ""
    weather = dataset.attrs.get("hydrology", "")
    source = f" ({weather})" if weather else ""
    return f"{dataset.attrs.get('scenario', '')}: {first.day} {first:%B %Y} to {last.day} {last:%B %Y}{source}{who}"


def through_the_year(
    values: xr.DataArray, length: xr.DataArray
) -> tuple[NDArray[np.float64], list[NDArray[np.float64]]]:
    """Sort a series by time of the year, all years and members together.

    Parameters
    ----------
    values : xarray.DataArray, dimensions (member, time)
        Numbers.
    length : xarray.DataArray, dimension (time)
        Of each step [d]; a step counts where its middle lies.

    Returns
    -------
    (ndarray, list of ndarray)
        Places in the year that have any [months, 0 to 12], and the numbers of each.
    """
    parts_of_month = _IN_MONTH if float(length.median()) < 4 else 2
    starts = values["time"].to_numpy().astype("datetime64[D]")
    middle = starts + (length.to_numpy() // 2).astype("timedelta64[D]")
    month = middle.astype("datetime64[M]")
    first, after = month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]")
    share = ((starts - first).astype(float) + length.to_numpy() / 2) / (after - first).astype(float)
    place = (month.astype(int) % 12) * parts_of_month + np.clip(
        share * parts_of_month, 0, parts_of_month - 1
    ).astype(int)
    numbers = values.transpose("member", "time").to_numpy()
    order = np.argsort(place, kind="stable")
    used, firsts = np.unique(place[order], return_index=True)
    parts = [part.ravel() for part in np.split(numbers[:, order], firsts[1:], axis=1)]
    return (used + 0.5) / parts_of_month, parts
