"""How far the river's regime is from its natural one, in the same weather."""

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from basinsim.metrics.months import monthly_volume, months_of
from basinsim.metrics.registry import Groups, metric
from basinsim.metrics.series import matrix, names_of, of_members

EXCEEDED = np.arange(5, 100, 5)
"""Points of a flow-duration curve: flows exceeded in so many per cent of steps."""
_NEEDS = ("gauge_flow", "natural_flow")


def flow_duration(
    flow: NDArray[np.float64], exceeded: NDArray[np.float64] | list[float]
) -> NDArray[np.float64]:
    """Return the flows that are exceeded in given shares of the steps.

    Parameters
    ----------
    flow : ndarray, shape (members, steps)
        [any unit]
    exceeded : array_like, shape (points,)
        [%]; Q95, the flow exceeded 95 % of the time, is low.

    Returns
    -------
    ndarray, shape (members, points)
        [same unit]; steps without a number do not count, and each step counts once.
    """
    shares = 1.0 - np.asarray(exceeded, dtype=float) / 100.0
    if np.isnan(flow).any():
        return np.asarray(np.nanquantile(flow, shares, axis=1).T)
    ordered = np.sort(flow, axis=1)  # once, where quantile would look through the series for each point
    place = shares * (flow.shape[1] - 1)
    lower = np.floor(place).astype(int)
    upper = np.minimum(lower + 1, flow.shape[1] - 1)
    return np.asarray(ordered[:, lower] + (place - lower) * (ordered[:, upper] - ordered[:, lower]))


def _curves(dataset: xr.Dataset, gauge: str, exceeded: list[float]) -> tuple[NDArray[np.float64], ...]:
    return tuple(flow_duration(matrix(dataset[name].sel(gauge=gauge)), exceeded) for name in _NEEDS)


def _gauges(dataset: xr.Dataset) -> list[str]:
    """Return gauges that have a natural flow at every point of the curve."""
    flows = (dataset["natural_flow"].sum("time") > 0).all("member").to_numpy()
    return [name for name, some in zip(names_of(dataset, "gauge"), flows, strict=True) if some]


@metric(
    "low_flow_ratio",
    "1",
    "max",
    "Low flow (Q95) as a share of the natural one",
    _NEEDS,
    formula="Q95 of the flow / Q95 of the natural flow of the same weather",
    source="definition; natural flow is the sum of the inflows above the gauge, without travel time",
)
def low_flow_ratio(dataset: xr.Dataset) -> Groups:
    """Ratio of low flows; above 1 where stores keep the river up in droughts."""
    for gauge in _gauges(dataset):
        flow, natural = _curves(dataset, gauge, [95.0])
        if (natural > 0).all():
            yield gauge, of_members(dataset, (flow / natural)[:, 0])


@metric(
    "flow_duration_shift",
    "1",
    "min",
    "Mean distance of the flow-duration curve from the natural one",
    _NEEDS,
    formula="mean over Q5, Q10 ... Q95 of |Q / natural Q - 1|",
    source="definition",
)
def flow_duration_shift(dataset: xr.Dataset) -> Groups:
    """Mean relative departure of the flow-duration curve, up or down, from that of the same weather."""
    for gauge in _gauges(dataset):
        flow, natural = _curves(dataset, gauge, [float(point) for point in EXCEEDED])
        if (natural > 0).all():
            yield gauge, of_members(dataset, np.abs(flow / natural - 1.0).mean(axis=1))


@metric(
    "seasonal_shift",
    "1",
    "min",
    "Mean distance of the monthly flows from the natural ones",
    _NEEDS,
    formula="mean over January ... December of |mean flow / mean natural flow - 1|",
    source="in the manner of the first group of Richter et al. (1996), Conservation Biology 10: monthly means",
)
def seasonal_shift(dataset: xr.Dataset) -> Groups:
    """Mean relative departure of the twelve monthly mean flows; months the period has none of do not count."""
    months = months_of(dataset)
    flow, natural = (
        monthly_volume(dataset, dataset[name], months).transpose("gauge", "member", "month").to_numpy()
        for name in _NEEDS
    )
    alike = [np.flatnonzero(months.month == month) for month in np.unique(months.month)]
    names = names_of(dataset, "gauge")
    for gauge in _gauges(dataset):
        here = names.index(gauge)
        ours, theirs = (
            np.stack([values[here][:, same].sum(axis=1) for same in alike]) for values in (flow, natural)
        )
        if (theirs > 0).all():
            yield gauge, np.abs(ours / theirs - 1.0).mean(axis=0)
