"""When users were short: a square for each month of each year."""

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure

from basinsim.figures import style
from basinsim.figures.grids import panels
from basinsim.metrics.derived import with_derived
from basinsim.metrics.months import monthly_volume, months_of

_NO_DEMAND = "#EDEDED"
_SHORTAGE = LinearSegmentedColormap.from_list("shortage", ["#FFFFFF", "#F4C27A", "#D55E00", "#5A1E00"])


def draw_shortage_calendar(dataset: xr.Dataset, user: str, axes: Axes | None = None) -> Axes:
    """Draw the share of a user's demand that was missing in each month.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results with ``requested`` and ``delivered``.
    user : str
        Name of a demand.
    axes : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        White months had no shortage, grey ones no demand; with members, the mean over them.
    """
    with style.house_style():
        alone = axes is None
        if axes is None:
            axes = style.new_figure((style.PORTRAIT_WIDTH, 4.2)).add_axes((0.1, 0.2, 0.87, 0.7))
        years, table = _table(dataset, user)
        axes.set_facecolor(_NO_DEMAND)
        corners = np.arange(13), np.arange(len(years) + 1)
        axes.pcolormesh(
            *corners, 100.0 * table, cmap=_SHORTAGE, vmin=0, vmax=100, edgecolor="#F5F5F5", linewidth=0.3
        )
        every = max(-(-len(years) // 9), 1)
        axes.set_yticks(np.arange(0, len(years), every) + 0.5, [str(year) for year in years[::every]])
        axes.set_xticks(np.arange(12) + 0.5, list("JFMAMJJASOND"))
        axes.invert_yaxis()
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        sector = str(dataset["sector"].sel(demand=user).to_numpy())
        axes.set_title(style.spelled_out(user), size=9)
        colour = style.SECTOR_COLOURS.get(sector, style.INK)
        axes.plot([0, 1], [1.02, 1.02], transform=axes.transAxes, color=colour, linewidth=2.5, clip_on=False)
        if alone:
            _colour_scale(axes.figure, (0.3, 0.09, 0.5, 0.025))  # type: ignore[arg-type]
    return axes


def draw_shortages(dataset: xr.Dataset) -> Figure:
    """Draw the calendars of all users who were ever short on one page, the shortest first.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results with ``requested`` and ``delivered``.

    Returns
    -------
    Figure
        One panel for each; a sentence where nobody was short.
    """
    dataset = with_derived(dataset)
    missed = dataset["shortage"].sum(("member", "time"))
    asked = dataset["requested"].sum(("member", "time"))
    share = (missed / asked.where(asked > 0)).fillna(0.0)
    order = np.argsort(-share.to_numpy(), kind="stable")
    names = [str(share["demand"].to_numpy()[i]) for i in order if float(share[i]) > 0]
    years = len(set(months_of(dataset).year.tolist()))
    height = float(np.clip(0.8 + 0.085 * years, 1.2, 3.2))
    page = panels(
        dataset,
        names,
        "When users were short",
        lambda n, a: draw_shortage_calendar(dataset, n, a),
        height=height,
    )
    if names:
        high = page.get_figheight()
        _colour_scale(page, (0.36, 0.4 / high, 0.3, 0.09 / high))
    else:
        page.text(0.5, 0.4, "Nobody was short of water.", ha="center", size=11)
    return page


def _colour_scale(figure: Figure, place: tuple[float, float, float, float]) -> None:
    bar = figure.colorbar(
        ScalarMappable(Normalize(0, 100), _SHORTAGE), cax=figure.add_axes(place), orientation="horizontal"
    )
    bar.set_label("of the month's demand missing [%]; grey: nothing asked for", size=7, labelpad=2)
    bar.ax.tick_params(labelsize=6, length=2)


def _table(dataset: xr.Dataset, user: str) -> tuple[list[int], np.ndarray]:
    dataset = dataset if "shortage" in dataset else with_derived(dataset)
    months, one = months_of(dataset), dataset[["requested", "shortage", "step_length"]].sel(demand=user)
    asked, missed = (
        monthly_volume(one, one[name], months).sum("member") for name in ("requested", "shortage")
    )
    years = list(range(int(months.year[0]), int(months.year[-1]) + 1))
    table = np.full((len(years), 12), np.nan)
    share = (missed / asked.where(asked > 0)).to_numpy()
    table[months.year - years[0], months.month - 1] = share
    return years, table
