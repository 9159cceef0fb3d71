"""The shape of the basin that results were made with: written into them, and read back."""

import numpy as np
import xarray as xr

from basinsim.network.network import Network
from basinsim.network.shape import Returns, Sketch, SketchedLink, SketchedNode
from basinsim.results.facts import Variable

_NEEDS = ("node_type", "longitude", "latitude", "link_source", "link_target", "link_spills")


def shape_facts(network: Network) -> dict[str, Variable]:
    """Return the types and places of nodes, and which links are spills.

    Parameters
    ----------
    network : Network
        The basin.

    Returns
    -------
    dict of str to Variable
        ``node_type``, ``longitude``, ``latitude``, ``link_spills`` and ``has_environmental_flow``.
    """
    nodes = [network.basin.nodes[name] for name in network.nodes]
    places = np.array([node.position or (np.nan, np.nan) for node in nodes], dtype=float).reshape(-1, 2)
    spills = np.array([link.spill for link in network.links.values()], dtype=np.int8)
    gauges = [gauge.environmental_flow is not None for gauge in network.gauges.values()]
    return {
        "node_type": (("node",), np.array([node.type for node in nodes], dtype=object), {}),
        "longitude": (("node",), places[:, 0], {"units": "degrees_east", "standard_name": "longitude"}),
        "latitude": (("node",), places[:, 1], {"units": "degrees_north", "standard_name": "latitude"}),
        "link_spills": (("link",), spills, {}),
        "has_environmental_flow": (("gauge",), np.array(gauges, dtype=np.int8), {}),
    }


def sketch_of(dataset: xr.Dataset) -> Sketch | None:
    """Read the shape of the basin from results.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results of one run.

    Returns
    -------
    Sketch or None
        None where the results were made by a version that did not keep it.
    """
    if not set(_NEEDS) <= set(dataset.variables):
        return None
    # A file that was changed by hand may not know all of it; what it does not know is not drawn.
    sectors, returns = (_by_name(dataset, "demand", key) for key in ("sector", "return_target"))
    rivers = _by_name(dataset, "gauge", "has_environmental_flow")
    nodes = {}
    for name, kind, longitude, latitude in zip(
        *(dataset[key].to_numpy() for key in ("node", "node_type", "longitude", "latitude")), strict=True
    ):
        name = str(name)
        target = str(returns.get(name, ""))
        nodes[name] = SketchedNode(
            type=str(kind),
            position=(float(longitude), float(latitude)) if np.isfinite(longitude + latitude) else None,
            sector=str(sectors[name]) if name in sectors else None,
            returns=Returns(target) if target else None,
            environmental_flow=True if rivers.get(name) else None,
        )
    links = tuple(
        SketchedLink(str(label), str(source), str(target), bool(spills))
        for label, source, target, spills in zip(
            *(dataset[key].to_numpy() for key in ("link", "link_source", "link_target", "link_spills")),
            strict=True,
        )
    )
    return Sketch(str(dataset.attrs.get("basin", "")), nodes, links)


def _by_name(dataset: xr.Dataset, dimension: str, variable: str) -> dict[str, object]:
    if variable not in dataset:
        return {}
    names, values = dataset[dimension].to_numpy(), dataset[variable].to_numpy()
    return {str(name): value for name, value in zip(names, values, strict=True)}
