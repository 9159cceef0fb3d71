"""What the river kept."""

from collections.abc import Iterator

import xarray as xr

from basinsim.metrics.registry import Groups, metric
from basinsim.metrics.series import EVERYONE, TOLERANCE, volume

_GAUGES = ("gauge_flow", "environmental_flow_target")
_LINKS = ("flow", "minimum_flow_target")
_DEFINED = "definition"


def _missed(target: xr.DataArray, flow: xr.DataArray) -> xr.DataArray:
    missed = target - flow
    return missed.where(missed > TOLERANCE * target, 0.0)


def _at_gauges(dataset: xr.Dataset) -> Iterator[tuple[str, xr.DataArray]]:
    target = dataset["environmental_flow_target"]
    wanted = target["gauge"].to_numpy()[(target > 0).any(("member", "time")).to_numpy()]
    if not len(wanted):
        return
    missed = _missed(target.sel(gauge=wanted), dataset["gauge_flow"].sel(gauge=wanted))
    for gauge in wanted.astype(str):
        yield str(gauge), missed.sel(gauge=gauge)


def _on_links(dataset: xr.Dataset) -> Iterator[tuple[str, xr.DataArray]]:
    target = dataset["minimum_flow_target"]
    known = target["link"].to_numpy()[target.notnull().any(("member", "time")).to_numpy()]
    if not len(known):
        return
    missed = _missed(target.sel(link=known), dataset["flow"].sel(link=known))
    for link in known.astype(str):
        yield str(link), missed.sel(link=link)


@metric(
    "environmental_flow_days_missed",
    "d",
    "min",
    "Days below the environmental flow",
    _GAUGES,
    formula="days of steps in which the flow is below its target; all: below any target",
    source=_DEFINED,
)
def environmental_flow_days_missed(dataset: xr.Dataset) -> Groups:
    """Days on which the flow at a gauge was below its target, and on which it was so at any gauge."""
    anywhere = None
    for gauge, missed in _at_gauges(dataset):
        low = missed > 0
        anywhere = low if anywhere is None else anywhere | low
        yield gauge, (low * dataset["step_length"]).sum("time")
    if anywhere is not None:
        yield EVERYONE, (anywhere * dataset["step_length"]).sum("time")


@metric(
    "environmental_flow_volume_missed",
    "Ml",
    "min",
    "Water missing from the environmental flow",
    _GAUGES,
    formula="sum of (target - flow) x days where the flow is lower; all: of all gauges",
    source=_DEFINED,
)
def environmental_flow_volume_missed(dataset: xr.Dataset) -> Groups:
    """Volume by which the flow at a gauge fell short of its target, and at all of them together."""
    total = None
    for gauge, missed in _at_gauges(dataset):
        lost = volume(dataset, missed)
        total = lost if total is None else total + lost
        yield gauge, lost
    if total is not None:
        yield EVERYONE, total


@metric(
    "minimum_flow_days_missed",
    "d",
    "min",
    "Days below the minimum flow of a link",
    _LINKS,
    formula="days of steps in which a link carries less than its minimum flow",
    source=_DEFINED,
)
def minimum_flow_days_missed(dataset: xr.Dataset) -> Groups:
    """Days on which a link carried less than its minimum flow."""
    for link, missed in _on_links(dataset):
        yield link, ((missed > 0) * dataset["step_length"]).sum("time")


@metric(
    "minimum_flow_volume_missed",
    "Ml",
    "min",
    "Water missing from the minimum flow of a link",
    _LINKS,
    formula="sum of (minimum - flow) x days where the flow is lower",
    source=_DEFINED,
)
def minimum_flow_volume_missed(dataset: xr.Dataset) -> Groups:
    """Volume by which a link fell short of its minimum flow."""
    for link, missed in _on_links(dataset):
        yield link, volume(dataset, missed)


@metric(
    "lowest_flow",
    "Ml/d",
    "max",
    "Lowest flow of any step",
    ("gauge_flow",),
    formula="least mean flow of a step",
    source=_DEFINED,
)
def lowest_flow(dataset: xr.Dataset) -> Groups:
    """Smallest mean flow of a step at each gauge."""
    for gauge in dataset["gauge"].to_numpy().astype(str):
        yield str(gauge), dataset["gauge_flow"].sel(gauge=gauge).min("time")
