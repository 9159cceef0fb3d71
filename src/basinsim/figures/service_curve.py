"""How often each demand fails, and the largest that is met at a level of service."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from basinsim.figures import style

_ROOM = 0.35
"""What is shown on either side of what matters, as a share of its width."""


def draw_service_curve(
    trials: pd.DataFrame,
    share: float,
    axes: Axes | None = None,
    *,
    of_days: bool = False,
    output: float = np.nan,
    band: tuple[float, float] = (np.nan, np.inf),
    today: float = np.nan,
    title: str = "",
) -> Axes:
    """Draw the share of failing years, or days, against demand.

    Parameters
    ----------
    trials : pandas.DataFrame
        Columns demand [Ml/d], probability, low, high (of a failing year, with its confidence interval
        [1]), failing_days, days_simulated [d].
    share : float
        Most that may fail at the level of service [1].
    axes : Axes, optional
        Where to draw; by default a new figure.
    of_days : bool
        Whether days count, and not years.
    output : float
        Deployable output [Ml/d].
    band : (float, float)
        Its confidence band [Ml/d]; an end that is no finite number is not bounded.
    today : float
        Today's demand [Ml/d].
    title : str
        Of the figure.

    Returns
    -------
    Axes
        Failing to the top, demand to the right.
    """
    with style.house_style():
        if axes is None:
            axes = style.new_figure((style.PORTRAIT_WIDTH, 3.9)).add_axes((0.11, 0.25, 0.86, 0.65))
        trials = trials.sort_values("demand")
        demand = trials["demand"].to_numpy()
        failing = (
            trials["failing_days"] / trials["days_simulated"] if of_days else trials["probability"]
        ).to_numpy()
        left, right = _shown([end for end in (output, today, *band) if np.isfinite(end)], demand)
        low_end, high_end = band[0] if np.isfinite(band[0]) else left, min(band[1], right)
        if np.isfinite(output):
            axes.axvspan(low_end, high_end, color=style.RIVER, alpha=0.13, linewidth=0, label="its 95 % band")
            axes.axvline(
                output, color=style.RIVER, linewidth=2, label=f"deployable output {output:,.4g} Ml/d"
            )
        if not of_days:
            low, high = (100 * trials[end].to_numpy() for end in ("low", "high"))
            axes.fill_between(
                demand, low, high, color=style.NEUTRAL, alpha=0.2, linewidth=0, label="95 % interval of each"
            )
        axes.plot(
            demand,
            100 * failing,
            color=style.INK,
            marker="o",
            markersize=3.5,
            linewidth=1.2,
            label="simulated",
        )
        axes.axhline(
            100 * share,
            color=style.SECTOR_COLOURS["public"],
            linestyle="--",
            linewidth=1.2,
            label=f"level of service: {100 * share:.3g} %",
        )
        if np.isfinite(today):
            axes.axvline(
                today,
                color=style.INK,
                linestyle=":",
                linewidth=1.2,
                label=f"today's demand {today:,.4g} Ml/d",
            )
        axes.set_xlim(left, right)
        axes.set_ylim(0, _top(demand, 100 * failing, high_end, 100 * share))
        axes.set_xlabel("demand [Ml/d]")
        axes.set_ylabel(f"failing {'days' if of_days else 'years'} [% of {'days' if of_days else 'years'}]")
        axes.set_title(title, size=10)
        axes.legend(loc="upper center", bbox_to_anchor=(0.46, -0.17), ncols=3)
    return axes


def _shown(known: list[float], demand: np.ndarray) -> tuple[float, float]:
    """Return between which demands the axis runs: about those that matter, with room on either side."""
    first, last = (min(known), max(known)) if known else (0.0, float(demand.max()))
    room = max(_ROOM * (last - first), 0.12 * last)
    return max(first - room, 0.0), last + room


def _top(demand: np.ndarray, failing: np.ndarray, last: float, share: float) -> float:
    """Return where the axis ends: near enough to read the level of service on it."""
    seen = failing[demand <= last]
    return float(min(max(1.4 * seen.max(initial=0.0), 4.0 * share, 0.5), 103.0))
