"""How full a reservoir is through the year, over all years and members."""

from collections.abc import Mapping, Sequence
from textwrap import fill

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from basinsim.figures import style
from basinsim.figures.grids import panels, through_the_year

_BANDS = ((0.05, 0.95, 0.22), (0.25, 0.75, 0.42))  # from, to, opacity
_CURVE_COLOUR = style.PALE_INK
_TITLE_WIDTH = 40  # characters above a panel
_CURVE_DASHES = ((0, (6, 2)), (0, (2, 1.5)), (0, (6, 2, 1.5, 2)))


def draw_storage_fan(
    dataset: xr.Dataset,
    reservoir: str | Sequence[str],
    axes: Axes | None = None,
    *,
    curves: Mapping[str, Sequence[float]] | None = None,
) -> Axes:
    """Draw the storage of a reservoir by time of the year: median, half and nine tenths of all years.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results with ``storage``.
    reservoir : str or sequence of str
        Its name, or several whose storage counts together.
    axes : Axes, optional
        Where to draw; by default a new figure.
    curves : mapping of str to sequence of float, optional
        Control curves: name, and share of capacity [1] at equal distances through the year, such
        as twelve of the months. Without them those of the run's own rules.

    Returns
    -------
    Axes
        In per cent of capacity; in Ml where the capacity changes in time.
    """
    names = [reservoir] if isinstance(reservoir, str) else list(reservoir)
    with style.house_style():
        alone = axes is None
        if axes is None:
            axes = style.new_figure((style.PORTRAIT_WIDTH, 3.4)).add_axes((0.11, 0.17, 0.86, 0.73))
        capacity = float(dataset["capacity"].sel(reservoir=names).sum(skipna=False))
        scale = 100.0 / capacity if capacity > 0 else 1.0
        values = dataset["storage"].sel(reservoir=names).sum("reservoir") * scale
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
        if curves is None:
            _draw_lines(axes, dataset, names, scale)
        elif capacity > 0:
            _draw_curves(axes, curves)
        if capacity > 0:
            axes.set_ylim(0, 104)
        else:
            axes.set_ylim(bottom=0)
        _month_axis(axes)
        axes.set_ylabel("storage [% of capacity]" if capacity > 0 else "storage [Ml]")
        axes.set_title(fill(together(names), _TITLE_WIDTH), size=9)
        if alone:
            axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.08), ncols=6)
    return axes


def draw_storage(dataset: xr.Dataset) -> Figure:
    """Draw the storage fans of all reservoirs on one page, and of those that rules count together.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results with ``storage``.

    Returns
    -------
    Figure
        One panel for each.
    """
    groups = {str(name): [str(name)] for name in dataset["reservoir"].to_numpy()}
    groups |= {together(names): list(names) for names in _lines_by_reservoirs(dataset) if len(names) > 1}
    title = "Storage through the year"
    return panels(
        dataset,
        list(groups),
        title,
        lambda name, axes: draw_storage_fan(dataset, groups[name], axes),
        height=2.3,
    )


def together(names: Sequence[str]) -> str:
    """Return the title of reservoirs that count together."""
    spelled = [style.spelled_out(name) for name in names]
    return spelled[0] if len(spelled) == 1 else f"{', '.join(spelled[:-1])} and {spelled[-1]}"


def _lines_by_reservoirs(dataset: xr.Dataset) -> dict[tuple[str, ...], list[str]]:
    """Return the names of the rules' lines by the reservoirs that they count."""
    found: dict[tuple[str, ...], list[str]] = {}
    if "storage_line_counts" in dataset:
        reservoirs = dataset["reservoir"].to_numpy().astype(str)
        for line in dataset["storage_line"].to_numpy():
            counts = dataset["storage_line_counts"].sel(storage_line=line).to_numpy() > 0
            found.setdefault(tuple(reservoirs[counts]), []).append(str(line))
    return found


def _draw_lines(axes: Axes, dataset: xr.Dataset, names: Sequence[str], scale: float) -> None:
    """Draw the lines of the run's rules, each with its name at it: a page of panels has no room in its legend."""
    counted = _lines_by_reservoirs(dataset).get(tuple(sorted(names)), [])
    for line, dashes in zip(counted, _CURVE_DASHES * 9, strict=False):
        level = dataset["storage_line_level"].sel(storage_line=line) * scale
        places, samples = through_the_year(level.expand_dims("member"), dataset["step_length"])
        heights = [float(np.median(sample)) for sample in samples]
        axes.plot(places, heights, color=_CURVE_COLOUR, linewidth=1.2, linestyle=dashes)
        axes.annotate(
            line.split(": ", 1)[1],
            (places[-1], heights[-1]),
            xytext=(0, 2),
            textcoords="offset points",
            ha="right",
            size=7,
            color=_CURVE_COLOUR,
        )


def _draw_curves(axes: Axes, curves: Mapping[str, Sequence[float]]) -> None:
    for (name, curve), dashes in zip(curves.items(), _CURVE_DASHES * 9, strict=False):
        places = np.linspace(0.0, 12.0, len(curve) + 1)
        heights = 100.0 * np.array([*curve, curve[0]])
        axes.plot(places, heights, color=_CURVE_COLOUR, linewidth=1.2, linestyle=dashes, label=name)


def _month_axis(axes: Axes) -> None:
    axes.set_xlim(0, 12)
    axes.set_xticks(np.arange(12) + 0.5, list("JFMAMJJASOND"))
    axes.tick_params(axis="x", length=0)
