"""What the river kept."""

from collections.abc import Iterator

import xarray as xr

from basinsim.metrics.registry import metric
from basinsim.metrics.series import TOLERANCE, volume

_GAUGES = ("gauge_flow", "environmental_flow_target")
_LINKS = ("flow", "minimum_flow_target")
Groups = Iterator[tuple[str, xr.DataArray]]


def _missed(target: xr.DataArray, flow: xr.DataArray) -> xr.DataArray:
    missed = target - flow
    return missed.where(missed > TOLERANCE * target, 0.0)


def _at_gauges(dataset: xr.Dataset) -> Iterator[tuple[str, xr.DataArray]]:
    target = dataset["environmental_flow_target"]
    for gauge in dataset["gauge"].to_numpy().astype(str):
        if (target.sel(gauge=gauge) > 0).any():
            yield str(gauge), _missed(target.sel(gauge=gauge), dataset["gauge_flow"].sel(gauge=gauge))


def _on_links(dataset: xr.Dataset) -> Iterator[tuple[str, xr.DataArray]]:
    target = dataset["minimum_flow_target"]
    for link in target["link"].to_numpy().astype(str):
        asked = target.sel(link=link)
        if asked.notnull().any():
            yield str(link), _missed(asked, dataset["flow"].sel(link=link))


@metric("environmental_flow_days_missed", "d", "min", "Days below the environmental flow", _GAUGES)
def environmental_flow_days_missed(dataset: xr.Dataset) -> Groups:
    """Days on which the flow at a gauge was below its target."""
    for gauge, missed in _at_gauges(dataset):
        yield gauge, ((missed > 0) * dataset["step_length"]).sum("time")


@metric("environmental_flow_volume_missed", "Ml", "min", "Water missing from the environmental flow", _GAUGES)
def environmental_flow_volume_missed(dataset: xr.Dataset) -> Groups:
    """Volume by which the flow at a gauge fell short of its target."""
    for gauge, missed in _at_gauges(dataset):
        yield gauge, volume(dataset, missed)


@metric("minimum_flow_days_missed", "d", "min", "Days below the minimum flow of a link", _LINKS)
def minimum_flow_days_missed(dataset: xr.Dataset) -> Groups:
    """Days on which a link carried less than its minimum flow."""
    for link, missed in _on_links(dataset):
        yield link, ((missed > 0) * dataset["step_length"]).sum("time")


@metric("minimum_flow_volume_missed", "Ml", "min", "Water missing from the minimum flow of a link", _LINKS)
def minimum_flow_volume_missed(dataset: xr.Dataset) -> Groups:
    """Volume by which a link fell short of its minimum flow."""
    for link, missed in _on_links(dataset):
        yield link, volume(dataset, missed)


@metric("lowest_flow", "Ml/d", "max", "Lowest flow of any step", ("gauge_flow",))
def lowest_flow(dataset: xr.Dataset) -> Groups:
    """Smallest mean flow of a step at each gauge."""
    for gauge in dataset["gauge"].to_numpy().astype(str):
        yield str(gauge), dataset["gauge_flow"].sel(gauge=gauge).min("time")
