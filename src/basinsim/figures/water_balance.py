"""Where the water of a mean year comes from and where it goes, as ribbons."""

from dataclasses import dataclass

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from basinsim.figures import style
from basinsim.figures.grids import in_words
from basinsim.metrics.series import DAYS_IN_YEAR

NEEDS = (
    "inflow",
    "flow",
    "delivered",
    "return_flow",
    "return_target",
    "storage",
    "start_storage",
    "surface_gain",
)
"""What a water balance is made from."""
_SMALLEST, _MOST = (
    0.004,
    8,
)  # share of all water below which a ribbon is put with the others, and how many there are


@dataclass(frozen=True)
class Part:
    """Water that enters or leaves the basin: name, volume of a mean year [million m3], and colour."""

    name: str
    volume: float
    colour: str


def balance_parts(dataset: xr.Dataset) -> tuple[list[Part], list[Part]]:
    """Sum up what entered and what left the basin in a mean year.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results with the variables of ``NEEDS``.

    Returns
    -------
    (list of Part, list of Part)
        Sources and sinks, of equal sums: means over members. What users give back does not leave,
        so users have what they consumed; what works and pipes lose is the remainder.
    """
    days = dataset["step_length"]
    years = float(days.sum()) / DAYS_IN_YEAR

    def yearly(values: xr.DataArray) -> xr.DataArray:
        return (values.mean("member") * days).sum("time") / years / 1000.0

    sources = [
        Part(style.spelled_out(str(name).removesuffix("_catchment")), float(volume), style.PALE_RIVER)
        for name, volume in zip(
            dataset["catchment"].to_numpy(), yearly(dataset["inflow"]).to_numpy(), strict=True
        )
    ]
    sinks = []
    consumed = yearly(dataset["delivered"] - dataset["return_flow"]).groupby(dataset["sector"]).sum()
    for sector in style.SECTOR_NAMES:
        if sector in consumed["sector"]:
            used = float(consumed.sel(sector=sector))
            sinks.append(Part(f"{style.SECTOR_NAMES[sector]} (consumed)", used, style.SECTOR_COLOURS[sector]))
    starts = set(dataset["link_source"].to_numpy().astype(str))
    users = set(dataset["demand"].to_numpy().astype(str))
    ends = dataset["link_target"].to_numpy().astype(str)
    flow, returned = yearly(dataset["flow"]), yearly(dataset["return_flow"])
    returns_to = dataset["return_target"].to_numpy().astype(str)
    for outlet in sorted((set(ends) | set(returns_to)) - starts - users - {""}):
        given_back = float(returned.to_numpy()[returns_to == outlet].sum())
        leaving = float(flow.to_numpy()[ends == outlet].sum()) + given_back
        sinks.append(Part(f"to {style.spelled_out(outlet)}", leaving, style.RIVER))
    gain = float(yearly(dataset["surface_gain"]).sum())
    last = (
        dataset["storage"].isel(time=-1).mean("member").sum() - dataset["start_storage"].mean("member").sum()
    )
    stored = float(last) / years / 1000.0
    for name, volume, colour in (
        ("rain on lochs", gain, style.PALE_RIVER),
        ("drawn from storage", -stored, style.NEUTRAL),
    ):
        if volume > 0:
            sources.append(Part(name, volume, colour))
    for name, volume in (("evaporation from lochs", -gain), ("into storage", stored)):
        if volume > 0:
            sinks.append(Part(name, volume, style.NEUTRAL))
    rest = sum(part.volume for part in sources) - sum(part.volume for part in sinks)
    sinks.append(Part("lost in works and pipes, overflow", rest, style.NEUTRAL))
    return sources, [part for part in sinks if part.volume > 1e-9]


def draw_water_balance(dataset: xr.Dataset, axes: Axes | None = None) -> Axes:
    """Draw the water of a mean year: sources at the left, where it went at the right.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results with the variables of ``NEEDS``.
    axes : Axes, optional
        Where to draw; by default a new figure for an A4 page on its side.

    Returns
    -------
    Axes
        Widths are in proportion to volumes, which are written beside them [million m3 a year].
    """
    with style.house_style():
        if axes is None:
            axes = style.new_figure((style.LANDSCAPE[0], 5.6)).add_axes((0.02, 0.03, 0.96, 0.83))
        left, right = (_largest(parts) for parts in balance_parts(dataset))
        total = sum(part.volume for part in left)
        gap = 0.045 * total
        axes.set(xlim=(0, 10), ylim=(-total - gap * 8.5, gap))
        axes.set_axis_off()
        _draw_side(axes, left, total, gap, edge=2.6, middle=4.75, align="right")
        _draw_side(axes, right, total, gap, edge=7.4, middle=5.25, align="left")
        top = -4 * gap
        axes.add_patch(Rectangle((4.75, top - total), 0.5, total, color=style.RIVER, linewidth=0))
        amount = f"{total:,.0f}\nmillion\nm³\na year"
        axes.text(
            5, top - total / 2, amount, ha="center", va="center", color=style.PAPER, size=7.5, weight="bold"
        )
        axes.set_title("Where the water of a mean year comes from and goes\n", loc="left")
        axes.text(0, 1.015, in_words(dataset), transform=axes.transAxes, size=8, color=style.PALE_INK)
    return axes


def _largest(parts: list[Part]) -> list[Part]:
    total = sum(part.volume for part in parts)
    ordered = sorted(parts, key=lambda part: -part.volume)
    kept = [part for part in ordered[: _MOST - 1] if part.volume > _SMALLEST * total]
    users = [part for part in ordered if "consumed" in part.name and part not in kept and part.volume > 0]
    kept += users  # who used the water is always told, however little it was
    rest = [part for part in ordered if part not in kept]
    if len(rest) == 1:
        return [*kept, *rest]
    volume = sum(part.volume for part in rest)
    colour = rest[0].colour if rest else style.NEUTRAL
    return [*kept, Part(f"{len(rest)} others", volume, colour)] if rest else kept


def _draw_side(
    axes: Axes, parts: list[Part], total: float, gap: float, *, edge: float, middle: float, align: str
) -> None:
    spread = total + gap * (len(parts) - 1)
    outer = min(0.0, -(total + 8 * gap - spread) / 2)
    inner = -4 * gap
    for part in parts:
        outside, inside = (outer, outer - part.volume), (inner, inner - part.volume)
        axes.add_patch(
            PathPatch(_ribbon(edge, middle, outside, inside), facecolor=part.colour, alpha=0.75, linewidth=0)
        )
        places = 0.08 * (-1 if align == "right" else 1)
        text = (
            f"{part.name}  {_volume(part.volume)}"
            if align == "right"
            else f"{_volume(part.volume)}  {part.name}"
        )
        axes.text(edge + places, float(np.mean(outside)), text, ha=align, va="center", size=8)
        outer, inner = outer - part.volume - gap, inner - part.volume


def _volume(volume: float) -> str:
    return f"{volume:,.0f}" if volume >= 10 else f"{volume:,.1f}"


def _ribbon(x0: float, x1: float, left: tuple[float, float], right: tuple[float, float]) -> Path:
    bend = (x0 + x1) / 2
    points = [
        (x0, left[0]),
        (bend, left[0]),
        (bend, right[0]),
        (x1, right[0]),
        (x1, right[1]),
        (bend, right[1]),
        (bend, left[1]),
        (x0, left[1]),
        (x0, left[0]),
    ]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    return Path(points, codes)
