"""Generated beside observed series: duration curves, months and droughts of every station."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from basinsim.figures.style import (
    INK,
    PALE_RIVER,
    PORTRAIT_WIDTH,
    PRINT_DPI,
    RIVER,
    SECTOR_COLOURS,
    house_style,
    new_figure,
)
from basinsim.hydrology.validation.comparison import Line, Variable
from basinsim.hydrology.validation.statistics import CURVE, DROUGHT_MONTHS, MONTH_NAMES

_ROW_HEIGHT = 1.25
_HEAD = 0.85
_OBSERVED: dict[str, Any] = {"color": INK, "linewidth": 1.1, "label": "observed"}
_SIMULATED: dict[str, Any] = {
    "color": SECTOR_COLOURS["public"],
    "linewidth": 0.9,
    "linestyle": (0, (3, 1.5)),
    "label": "simulated from observed weather",
}
_GENERATED: dict[str, Any] = {
    "color": RIVER,
    "linewidth": 1.1,
    "label": "synthetic: mean and 5 to 95 % of traces",
}
_TITLES = {"flow": "Natural flow, synthetic and observed", "rain": "Rain, synthetic and observed"}


def save_validation(variable: Variable, lines: Sequence[Line], folder: Path) -> Path:
    """Draw a variable at all its stations, one row each.

    Parameters
    ----------
    variable : Variable
        Which.
    lines : sequence of Line
        Of a validation.
    folder : Path
        Where ``validation_<variable>.png`` is put.

    Returns
    -------
    Path
        Of the figure.
    """
    height = _HEAD + _ROW_HEIGHT * len(variable.stations)
    with house_style():
        figure = new_figure((PORTRAIT_WIDTH, height))
        all_axes = figure.subplots(len(variable.stations), 3, squeeze=False)
        for row, (station, axes) in enumerate(zip(variable.stations, all_axes, strict=True)):
            here = {
                line.statistic: line
                for line in lines
                if line.variable == variable.name and line.station == station
            }
            _duration(axes[0], here, variable)
            _months(axes[1], here)
            _droughts(axes[2], here)
            axes[0].set_ylabel(f"{station}\n{variable.unit}", fontsize=7)
            for axis in axes:
                axis.tick_params(labelsize=6, length=2, pad=1.5)
                if row == 0:
                    axis.set_title(axis.get_label(), fontsize=7, fontweight="normal", pad=4)
                if row < len(variable.stations) - 1:
                    axis.set_xticklabels([])
        handles, labels = all_axes[0, 0].get_legend_handles_labels()
        figure.suptitle(
            _TITLES[variable.name],
            x=0.02,
            y=1 - 0.1 / height,
            ha="left",
            va="top",
            fontsize=11,
            fontweight="bold",
        )
        figure.legend(
            handles, labels, loc="upper left", bbox_to_anchor=(0.01, 1 - 0.3 / height), ncols=len(handles)
        )
        figure.subplots_adjust(
            left=0.11, right=0.985, top=1 - _HEAD / height, bottom=0.25 / height, wspace=0.24, hspace=0.16
        )
        path = folder / f"validation_{variable.name}.png"
        figure.savefig(path, dpi=PRINT_DPI)
    return path


def _duration(axes: Axes, here: dict[str, Line], variable: Variable) -> None:
    axes.set_label("exceeded on % of days")
    found = [here[f"exceeded {percent:g} %"] for percent in CURVE if f"exceeded {percent:g} %" in here]
    least = 0.02 if variable.name == "flow" else 0.1
    at = np.arange(len(found))
    _band(axes, at, found, least)
    axes.set_yscale("log")
    shown = [place for place, percent in enumerate(CURVE) if percent in (1, 10, 50, 90, 99)]
    axes.set_xticks(shown, [f"{CURVE[place]:g}" for place in shown])


def _months(axes: Axes, here: dict[str, Line]) -> None:
    axes.set_label("mean of each month")
    _band(axes, np.arange(12), [here[f"{month} mean"] for month in MONTH_NAMES], 0.0)
    axes.set_xticks(range(12), [month[0] for month in MONTH_NAMES])
    axes.set_ylim(bottom=0)


def _droughts(axes: Axes, here: dict[str, Line]) -> None:
    axes.set_label("driest months, % of mean")
    names = [
        f"{which}{length} months"
        for length in DROUGHT_MONTHS
        for which in ("driest ", "second driest ", "third driest ")
    ]
    for at, name in enumerate(names):
        if name not in here:
            continue
        line = here[name]
        axes.plot([at, at], [line.low, line.high], color=PALE_RIVER, linewidth=4, solid_capstyle="butt")
        axes.plot(at, line.generated, marker="_", color=RIVER, markersize=6)
        axes.plot(at, line.observed, marker="o", color=INK, markersize=3)
        axes.plot(at, line.simulated, marker="x", color=SECTOR_COLOURS["public"], markersize=3)
    axes.set_xlim(-0.6, len(names) - 0.4)
    axes.set_xticks([1, 4, 7], [f"{length} months" for length in DROUGHT_MONTHS])
    axes.set_ylim(bottom=0)


def _band(axes: Axes, at: np.ndarray, lines: Sequence[Line], least: float) -> None:
    low, high, generated, observed, simulated = (
        np.maximum([getattr(line, name) for line in lines], least)
        for name in ("low", "high", "generated", "observed", "simulated")
    )
    axes.fill_between(at[: len(lines)], low, high, color=PALE_RIVER, alpha=0.5, linewidth=0)
    axes.plot(at[: len(lines)], generated, **_GENERATED)
    if np.isfinite(simulated).any():
        axes.plot(at[: len(lines)], simulated, **_SIMULATED)
    axes.plot(at[: len(lines)], observed, **_OBSERVED)
