"""How full a reservoir is through the year, over all years and members."""

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from basinsim.figures import style
from basinsim.figures.grids import panels, through_the_year

_BANDS = ((0.05, 0.95, 0.22), (0.25, 0.75, 0.42))  # from, to, opacity
_CURVE_DASHES = ((0, (6, 2)), (0, (2, 1.5)), (0, (6, 2, 1.5, 2)))


def draw_storage_fan(
    dataset: xr.Dataset,
    reservoir: str,
    axes: Axes | None = None,
    *,
    curves: Mapping[str, Sequence[float]] | None = None,
) -> Axes:
    """Draw the storage of a reservoir by time of the year: median, half and nine tenths of all years.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results with ``storage``.
    reservoir : str
        Its name.
    axes : Axes, optional
        Where to draw; by default a new figure.
    curves : mapping of str to sequence of float, optional
        Control curves: name, and share of capacity [1] at equal distances through the year, such
        as twelve of the months.

    Returns
    -------
    Axes
        In per cent of capacity; in Ml where the capacity changes in time.
    """
    with style.house_style():
        alone = axes is None
        if axes is None:
            axes = style.new_figure((style.PORTRAIT_WIDTH, 3.4)).add_axes((0.11, 0.17, 0.86, 0.73))
        capacity = float(dataset["capacity"].sel(reservoir=reservoir)) if "capacity" in dataset else np.nan
        full = capacity if capacity > 0 else 1.0
        values = dataset["storage"].sel(reservoir=reservoir) / full * (100.0 if capacity > 0 else 1.0)
        places, samples = through_the_year(values, dataset["step_length"])
        for low, high, opacity in _BANDS:
            ends = [[float(np.quantile(sample, share)) for sample in samples] for share in (low, high)]
            label = f"{round(100 * (high - low))} % of days"
            axes.fill_between(
                places, ends[0], ends[1], color=style.RIVER, alpha=opacity, linewidth=0, label=label
            )
        axes.plot(
            places, [float(np.median(s)) for s in samples], color=style.RIVER, linewidth=1.8, label="median"
        )
        lowest = [float(np.min(sample)) for sample in samples]
        axes.plot(places, lowest, color=style.INK, linewidth=0.8, label="lowest")
        for (name, curve), dashes in zip((curves or {}).items(), _CURVE_DASHES * 9, strict=False):
            x = np.linspace(0.0, 12.0, len(curve) + 1)
            held = [*curve, curve[0]] if capacity > 0 else [share * capacity for share in (*curve, curve[0])]
            y = 100.0 * np.array(held) if capacity > 0 else held
            axes.plot(x, y, color=style.SECTOR_COLOURS["public"], linewidth=1.2, linestyle=dashes, label=name)
        if capacity > 0:
            axes.set_ylim(0, 104)
        else:
            axes.set_ylim(bottom=0)
        _month_axis(axes)
        axes.set_ylabel("storage [% of capacity]" if capacity > 0 else "storage [Ml]")
        axes.set_title(style.spelled_out(reservoir), size=9)
        if alone:
            axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.08), ncols=6)
    return axes


def draw_storage(dataset: xr.Dataset) -> Figure:
    """Draw the storage fans of all reservoirs on one page.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results with ``storage``.

    Returns
    -------
    Figure
        One panel for each.
    """
    names = [str(name) for name in dataset["reservoir"].to_numpy()]
    title = "Storage through the year"
    return panels(dataset, names, title, lambda name, axes: draw_storage_fan(dataset, name, axes), height=2.3)


def _month_axis(axes: Axes) -> None:
    axes.set_xlim(0, 12)
    axes.set_xticks(np.arange(12) + 0.5, list("JFMAMJJASOND"))
    axes.tick_params(axis="x", length=0)
