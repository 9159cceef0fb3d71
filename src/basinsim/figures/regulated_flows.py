"""Flow at the gauges of a run beside what was gauged: duration curve and months."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from basinsim.figures.style import INK, PORTRAIT_WIDTH, PRINT_DPI, RIVER, house_style, new_figure
from basinsim.hydrology.validation.regulated import GaugedFlow
from basinsim.hydrology.validation.statistics import CURVE, duration_curve, monthly_means

FILE = "validation_regulated.png"
_ROW_HEIGHT = 1.7
_HEAD, _FOOT = 0.85, 0.4
_ML_A_DAY = 86.4  # of one m3/s
_LEAST = 0.01  # m3/s, where the logarithmic axis ends
_MONTHS = "JFMAMJJASOND"
_OBSERVED: dict[str, Any] = {"color": INK, "linewidth": 1.1, "linestyle": (0, (3, 1.5)), "label": "gauged"}
_SIMULATED: dict[str, Any] = {"color": RIVER, "linewidth": 1.3, "label": "simulated"}


def save_regulated(flows: Sequence[GaugedFlow], run: str, folder: Path) -> Path:
    """Draw every gauge, one row each.

    Parameters
    ----------
    flows : sequence of GaugedFlow
        At least one; of several members the mean curve is drawn.
    run : str
        What the run is called.
    folder : Path
        Where ``validation_regulated.png`` is put.

    Returns
    -------
    Path
        Of the figure.
    """
    height = _HEAD + _FOOT + _ROW_HEIGHT * len(flows)
    with house_style():
        figure = new_figure((PORTRAIT_WIDTH, height))
        all_axes = figure.subplots(len(flows), 2, squeeze=False)
        for row, (flow, (curve, months)) in enumerate(zip(flows, all_axes, strict=True)):
            for days, series, style in (
                (flow.observed_days, flow.observed[:, np.newaxis], _OBSERVED),
                (flow.days, flow.simulated, _SIMULATED),
            ):
                in_cumecs = series / _ML_A_DAY
                curve.plot(CURVE, np.maximum(duration_curve(in_cumecs).mean(axis=1), _LEAST), **style)
                months.plot(np.arange(12), monthly_means(days, in_cumecs).mean(axis=1), **style)
            curve.set_yscale("log")
            curve.set_xlim(0, 100)
            curve.set_ylabel("m³/s")
            curve.set_title(f"{flow.gauge.replace('_', ' ')} ({flow.station})", fontsize=8, loc="left")
            months.set_ylim(bottom=0)
            months.set_xticks(range(12), list(_MONTHS))
            if row == len(flows) - 1:
                curve.set_xlabel("exceeded on % of days")
                months.set_xlabel("mean of each month")
        handles, labels = all_axes[0, 0].get_legend_handles_labels()
        figure.suptitle(
            f"Flow below dams and abstractions: {run}",
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
            left=0.1, right=0.985, top=1 - _HEAD / height, bottom=_FOOT / height, wspace=0.18, hspace=0.35
        )
        path = folder / FILE
        figure.savefig(path, dpi=PRINT_DPI)
    return path
