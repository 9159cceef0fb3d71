"""The network with the mean flow of a run in every river, tunnel and pipe."""

import xarray as xr
from matplotlib.axes import Axes

from basinsim.figures.grids import in_words
from basinsim.figures.network import draw_network
from basinsim.schema.basin import Basin


def mean_flows(dataset: xr.Dataset) -> dict[str, float]:
    """Return the mean flow of links, and of what users give back by the user's name.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results with ``flow``, and ``return_flow`` where it was kept.

    Returns
    -------
    dict of str to float
        Means over members and the period [Ml/d].
    """
    days = dataset["step_length"]
    found: dict[str, float] = {}
    for variable, dimension in (("flow", "link"), ("return_flow", "demand")):
        if variable in dataset:
            mean = (dataset[variable].mean("member") * days).sum("time") / days.sum()
            found |= {
                str(k): float(v) for k, v in zip(mean[dimension].to_numpy(), mean.to_numpy(), strict=True)
            }
    return found


def draw_flows(basin: Basin, dataset: xr.Dataset, axes: Axes | None = None) -> Axes:
    """Draw a basin's network with arrows as wide as the water that went along them.

    Parameters
    ----------
    basin : Basin
        What was run.
    dataset : xarray.Dataset
        Results of the run, with ``flow``.
    axes : Axes, optional
        Where to draw; by default a new figure for an A4 page on its side.

    Returns
    -------
    Axes
        As :func:`basinsim.figures.network.draw_network` gives them.
    """
    return draw_network(basin, axes, title=f"Mean flows. {in_words(dataset)}", flows=mean_flows(dataset))
