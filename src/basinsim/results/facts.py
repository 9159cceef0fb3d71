"""What metrics and figures need to know of the basin, so that a file of results stands alone."""

import json
from typing import Any

import numpy as np

from basinsim.network.graph import natural_catchments
from basinsim.network.network import Network
from basinsim.schema.basin import Link
from basinsim.schema.values import Constant, Share, Value

Variable = tuple[tuple[str, ...], np.ndarray, dict[str, Any]]
"""Dimensions, values and attributes, as xarray takes them."""


def facts(network: Network) -> dict[str, Variable]:
    """Return the variables that say what the basin is.

    Parameters
    ----------
    network : Network
        The basin.

    Returns
    -------
    dict of str to Variable
        None of them has a member or a time.
    """
    return {**_of_demands(network), **_of_links(network), **_of_reservoirs(network), **_of_rivers(network)}


def communities_as_text(network: Network) -> str:
    """Return the communities of a basin as JSON, for an attribute."""
    communities = {name: community.model_dump() for name, community in network.basin.communities.items()}
    return json.dumps(communities, sort_keys=True)


def _of_demands(network: Network) -> dict[str, Variable]:
    demands = network.demands.values()
    return {
        "sector": (("demand",), _words(str(demand.sector) for demand in demands), {}),
        "priority": (("demand",), np.array([int(demand.priority) for demand in demands]), {}),
        "return_target": (
            ("demand",),
            _words(demand.returns.to if demand.returns else "" for demand in demands),
            {},
        ),
        "community": (("demand",), _words(demand.community or "" for demand in demands), {}),
    }


def _of_links(network: Network) -> dict[str, Variable]:
    links = network.links.values()
    return {
        "link_source": (("link",), _words(link.source for link in links), {}),
        "link_target": (("link",), _words(link.target for link in links), {}),
        "carbon_intensity": (
            ("link",),
            np.array([_carbon(network, link) for link in links]),
            {
                "units": "kg/Ml",
                "long_name": "greenhouse gas (CO2 equivalent) of what leaves the source, of the works it reaches too",
            },
        ),
    }


def _of_reservoirs(network: Network) -> dict[str, Variable]:
    reservoirs = network.reservoirs.values()
    capacity = np.array([_number(reservoir.capacity) for reservoir in reservoirs])
    dead = [
        _number(reservoir.dead_storage, whole) for reservoir, whole in zip(reservoirs, capacity, strict=True)
    ]
    return {
        "capacity": (("reservoir",), capacity, {"units": "Ml", "long_name": "storage when full"}),
        "dead_storage": (
            ("reservoir",),
            np.array(dead, dtype=float),
            {"units": "Ml", "long_name": "storage no one can draw"},
        ),
    }


def _of_rivers(network: Network) -> dict[str, Variable]:
    gauges, catchments = tuple(network.gauges), tuple(network.catchments)
    natural = np.zeros((len(gauges), len(catchments)), dtype=np.int8)
    for row, gauge in enumerate(gauges):
        above = set(natural_catchments(network.basin, gauge))
        natural[row] = [name in above for name in catchments]
    return {
        "natural_catchment": (
            ("gauge", "catchment"),
            natural,
            {
                "units": "1",
                "long_name": "whether water of the catchment would pass the gauge if nobody touched it",
            },
        ),
        "q95": (
            ("gauge",),
            np.array([_number(gauge.q95) for gauge in network.gauges.values()]),
            {"units": "Ml/d", "long_name": "flow exceeded on 95 % of days in the reference period"},
        ),
        "station": (
            ("gauge",),
            _words(gauge.station or "" for gauge in network.gauges.values()),
            {"long_name": "gauging station"},
        ),
    }


def _words(words: Any) -> np.ndarray:
    return np.array(list(words), dtype=object)


def _carbon(network: Network, link: Link) -> float:
    """Return the greenhouse gas of a link and of works at its end, not-a-number where neither has any."""
    works = network.works.get(link.target)
    own = _number(link.carbon), (1.0 - link.loss) * _number(works.carbon if works else None)
    return float(np.nansum(own)) if np.isfinite(own).any() else np.nan


def _number(value: Value | None, whole: float = np.nan) -> float:
    """Return a value that is the same all the time; not-a-number for any other."""
    if isinstance(value, Share):
        return value.fraction * whole
    return value.number if isinstance(value, Constant) else np.nan
