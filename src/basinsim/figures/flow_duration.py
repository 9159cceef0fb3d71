"""Flow-duration curves: how often a river carries how much, against nature."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from basinsim.figures import style
from basinsim.figures.grids import panels
from basinsim.metrics.derived import natural_flow
from basinsim.metrics.flow_regime import flow_duration

_EXCEEDED = np.linspace(0.5, 99.5, 100)


def draw_flow_duration(
    dataset: xr.Dataset,
    gauge: str,
    axes: Axes | None = None,
    *,
    others: Mapping[str, xr.Dataset] | None = None,
    natural: xr.DataArray | None = None,
) -> Axes:
    """Draw the flow-duration curve of a gauge, with that of the natural flow of the same weather.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results with ``gauge_flow``; the natural flow needs ``inflow``.
    gauge : str
        Its name.
    axes : Axes, optional
        Where to draw; by default a new figure.
    others : mapping of str to xarray.Dataset, optional
        Results of policies to draw beside it, by name.
    natural : xarray.DataArray, optional
        Natural flow, where it has been computed already.

    Returns
    -------
    Axes
        Flows on a logarithmic axis; the band is 5 to 95 % of the members, the cross the
        gauge's ``q95`` of the basin file.
    """
    with style.house_style():
        alone = axes is None
        if axes is None:
            axes = style.new_figure((style.PORTRAIT_WIDTH, 3.6)).add_axes((0.12, 0.13, 0.85, 0.78))
        if natural is None and {"inflow", "natural_catchment"} <= set(dataset):
            natural = natural_flow(dataset)
        if natural is not None and float(natural.sel(gauge=gauge).max()) > 0:
            look: dict[str, Any] = {"color": style.SECTOR_COLOURS["environment"], "linestyle": (0, (4, 2))}
            _draw_curve(axes, natural.sel(gauge=gauge), "natural flow", look, band=False)
        runs = {str(dataset.attrs.get("scenario", "this run")): dataset} | dict(others or {})
        for k, (name, run) in enumerate(runs.items()):
            look = (
                {"color": style.RIVER}
                if k == 0
                else {"color": style.POLICY_COLOURS[k % 8], "linestyle": (0, (1.5, 1))}
            )
            _draw_curve(axes, run["gauge_flow"].sel(gauge=gauge), name, look, band=True)
        if "q95" in dataset and float(dataset["q95"].sel(gauge=gauge)) > 0:
            level = float(dataset["q95"].sel(gauge=gauge))
            axes.plot(
                95,
                level,
                "x",
                color=style.INK,
                markersize=6,
                markeredgewidth=1.6,
                label="Q95 of the basin file",
                zorder=5,
            )
        axes.set_yscale("log")
        axes.set(xlim=(0, 100), xlabel="days with more [%]", ylabel="flow [Ml/d]")
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
        axes.grid(axis="y", color="#E5E5E5", linewidth=0.6)
        axes.set_axisbelow(True)
        axes.set_title(style.spelled_out(gauge), size=9)
        if alone:
            axes.legend(loc="upper right")
    return axes


def draw_rivers(dataset: xr.Dataset) -> Figure:
    """Draw the flow-duration curves of all gauges on one page.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results with ``gauge_flow``.

    Returns
    -------
    Figure
        One panel for each.
    """
    natural = natural_flow(dataset) if {"inflow", "natural_catchment"} <= set(dataset) else None
    names = [str(name) for name in dataset["gauge"].to_numpy()]

    def draw(name: str, axes: Axes) -> None:
        draw_flow_duration(dataset, name, axes, natural=natural)

    return panels(dataset, names, "How often the rivers carry how much", draw, height=2.6)


def _draw_curve(axes: Axes, flow: xr.DataArray, name: str, look: dict[str, Any], *, band: bool) -> None:
    curves = flow_duration(flow.transpose("member", "time").to_numpy(), _EXCEEDED)
    curves = np.maximum(curves, 0.01)  # a dry river stays on a logarithmic page
    axes.plot(_EXCEEDED, np.median(curves, axis=0), linewidth=1.6, label=name, **look)
    if band and len(curves) > 1:
        low, high = np.quantile(curves, [0.05, 0.95], axis=0)
        axes.fill_between(_EXCEEDED, low, high, color=str(look["color"]), alpha=0.2, linewidth=0)
