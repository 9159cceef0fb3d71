"""Scarcity of a river as its regulator counts it, against a published threshold.

The threshold is the gauge's Q95 of a fixed reference period. It is not computed anew for another
climate: a drier one then has more days of scarcity by that alone, which is what is asked.
"""

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from basinsim.metrics.events import find_events
from basinsim.metrics.registry import Groups, metric
from basinsim.metrics.series import EVERYONE, TOLERANCE, follows, matrix, names_of, of_members, years_in

MEAN_DAYS = 5
"""Days over which the flow is averaged."""
TRIGGER_DAYS = 30
"""Consecutive days below the threshold after which scarcity is significant."""
_NEEDS = ("gauge_flow", "q95")
_SEPA = (
    "Scottish Environment Protection Agency, drought risk assessment tool: 5-day mean below Q95 on 30 "
    "consecutive days"
)


def days_below(flow: NDArray[np.float64], threshold: float) -> NDArray[np.int64]:
    """Count for how many days the mean flow of five days has been below a threshold.

    Parameters
    ----------
    flow : ndarray, shape (members, days)
        [Ml/d]
    threshold : float
        [Ml/d]

    Returns
    -------
    ndarray of int, shape (members, days)
        Consecutive days up to and with each day, 0 where it is not below. The first days are
        averaged over as many as there are; a gap begins anew.
    """
    below = trailing_mean(flow) < threshold * (1.0 - TOLERANCE)
    day = np.arange(1, flow.shape[1] + 1)
    last_above = np.maximum.accumulate(np.where(below, 0, day), axis=1)
    return np.asarray(np.where(below, day - last_above, 0))


def trailing_mean(flow: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of each day and the four before it, of fewer at the start, shape (members, days)."""
    total, count = np.zeros_like(flow), np.zeros(flow.shape[1])
    for back in range(min(MEAN_DAYS, flow.shape[1])):
        total[:, back:] += flow[:, : flow.shape[1] - back]
        count[back:] += 1
    return np.asarray(total / count)


def significant_scarcity(dataset: xr.Dataset, gauge: str) -> NDArray[np.bool_]:
    """Say on which days a river is in significant scarcity.

    Parameters
    ----------
    dataset : xarray.Dataset
        With ``gauge_flow`` in daily steps, and ``q95``.
    gauge : str
        Where.

    Returns
    -------
    ndarray of bool, shape (members, days)
        True from the 30th consecutive day on.
    """
    flow = matrix(dataset["gauge_flow"].sel(gauge=gauge))
    return days_below(flow, float(dataset["q95"].sel(gauge=gauge))) >= TRIGGER_DAYS


def _reference_gauges(dataset: xr.Dataset) -> list[str]:
    return [name for name in names_of(dataset, "gauge") if float(dataset["q95"].sel(gauge=name)) > 0]


def is_daily(dataset: xr.Dataset) -> bool:
    """Say whether every step is one day, without which scarcity cannot be told."""
    return bool((dataset["step_length"] == 1.0).all()) and dataset.sizes["time"] > 0


@metric(
    "scarcity_days",
    "d/yr",
    "min",
    "Days in significant scarcity a year",
    _NEEDS,
    formula="days from the 30th consecutive day on with a 5-day mean flow below Q95 / years; daily steps only; "
    "all: days on which any gauge is",
    source=_SEPA,
)
def scarcity_days(dataset: xr.Dataset) -> Groups:
    """Days in significant scarcity, at each gauge with a Q95 and at any of them."""
    gauges = _reference_gauges(dataset)
    if not gauges or not is_daily(dataset):
        return
    anywhere = np.zeros((dataset.sizes["member"], dataset.sizes["time"]), dtype=bool)
    for gauge in gauges:
        flags = significant_scarcity(dataset, gauge)
        anywhere |= flags
        yield gauge, of_members(dataset, flags.sum(axis=1) / years_in(dataset))
    yield EVERYONE, of_members(dataset, anywhere.sum(axis=1) / years_in(dataset))


@metric(
    "scarcity_episodes",
    "1/yr",
    "min",
    "Episodes of significant scarcity a year",
    _NEEDS,
    formula="unbroken runs of days in significant scarcity / years; daily steps only",
    source=_SEPA,
)
def scarcity_episodes(dataset: xr.Dataset) -> Groups:
    """How often significant scarcity begins at each gauge with a Q95."""
    if is_daily(dataset):
        for gauge in _reference_gauges(dataset):
            events = find_events(significant_scarcity(dataset, gauge), follows=follows(dataset))
            yield gauge, of_members(dataset, events.count() / years_in(dataset))


@metric(
    "days_below_q95",
    "d/yr",
    "min",
    "Days below Q95 a year",
    _NEEDS,
    formula="days of steps with a mean flow below Q95 / years; all: below it at any gauge",
    source=_SEPA,
)
def days_below_q95(dataset: xr.Dataset) -> Groups:
    """Days below the threshold; about 18 in a mean year of the reference period."""
    gauges = _reference_gauges(dataset)
    if not gauges:
        return
    # A river that is held at its threshold is not below it, however the last digit was rounded.
    low = dataset["gauge_flow"].sel(gauge=gauges) < dataset["q95"].sel(gauge=gauges) * (1.0 - TOLERANCE)
    for gauge in gauges:
        yield gauge, (low.sel(gauge=gauge) * dataset["step_length"]).sum("time") / years_in(dataset)
    yield EVERYONE, (low.any("gauge") * dataset["step_length"]).sum("time") / years_in(dataset)


@metric(
    "volume_below_q95",
    "Ml/yr",
    "min",
    "Water missing to Q95 a year",
    _NEEDS,
    formula="sum of (Q95 - flow) x days where the flow is lower / years; all: of all gauges",
    source="definition; days alone reward short deep failures",
)
def volume_below_q95(dataset: xr.Dataset) -> Groups:
    """Volume by which flows fell short of the threshold."""
    gauges = _reference_gauges(dataset)
    if not gauges:
        return
    lacking = (dataset["q95"].sel(gauge=gauges) - dataset["gauge_flow"].sel(gauge=gauges)).clip(0.0)
    missing = (lacking * dataset["step_length"]).sum("time") / years_in(dataset)
    for gauge in gauges:
        yield gauge, missing.sel(gauge=gauge)
    yield EVERYONE, missing.sum("gauge")
