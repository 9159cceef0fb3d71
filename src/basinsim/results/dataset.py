"""From arrays to a CF dataset."""

import json
from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import xarray as xr

from basinsim.calendar import Calendar
from basinsim.network.graph import natural_catchments
from basinsim.network.network import Network
from basinsim.quantities import RESULT_VARIABLES
from basinsim.schema.basin import Link
from basinsim.schema.values import Constant, Share, Value

MANY_MEMBERS = 10
"""Above this number only the variables marked ``always`` are kept without being asked for."""


def things_by_dimension(network: Network) -> dict[str, tuple[str, ...]]:
    """Return the coordinate of every dimension beside member and time.

    Parameters
    ----------
    network : Network
        The basin.

    Returns
    -------
    dict of str to tuple of str
        Names in the order of the arrays.
    """
    stores = set(network.reservoirs)
    return {
        "catchment": tuple(network.catchments),
        "link": tuple(network.links),
        "reservoir": tuple(network.reservoirs),
        "node": network.nodes,
        "demand": tuple(network.demands),
        "gauge": tuple(network.gauges),
        "pumped_link": network.pumped_links,
        "hydropower": tuple(network.turbines),
        "works": tuple(network.works),
        "licence": tuple(network.accounts),
        "rule": tuple(sorted(network.basin.rules)),
        "minimum_flow_link": tuple(network.minimum_flows),
        "overflow_node": tuple(name for name in network.overflow_nodes if name not in stores),
    }


def build_dataset(
    network: Network,
    calendar: Calendar,
    arrays: dict[str, np.ndarray],
    start_storage: np.ndarray,
    members: Sequence[int],
) -> xr.Dataset:
    """Lay out the results of a run.

    Parameters
    ----------
    network : Network
        The basin.
    calendar : Calendar
        The steps, the warm-up included.
    arrays : dict of str to ndarray, shape (members, counted steps, things)
        Results by name.
    start_storage : ndarray, shape (members, reservoirs)
        Storage at the start of the first counted step [Ml].
    members : sequence of int
        Which these are, counted from 0.

    Returns
    -------
    xarray.Dataset
        Dimensions member, time and one for each kind of thing; units and long names on every
        variable; ``time`` is the first day of each step, with ``time_bounds``.
    """
    names = things_by_dimension(network)
    edges = calendar.edges[calendar.warm_up_steps :].astype("datetime64[ns]")
    dataset = xr.Dataset(
        coords={
            "member": ("member", np.array(members), {"long_name": "ensemble member"}),
            "time": (
                "time",
                edges[:-1],
                {"long_name": "first day of the step", "bounds": "time_bounds", "axis": "T"},
            ),
        }
    )
    dataset["time_bounds"] = (("time", "bound"), np.stack([edges[:-1], edges[1:]], axis=1))
    dataset["step_length"] = (
        "time",
        calendar.days[calendar.warm_up_steps :],
        {"units": "d", "long_name": "length of the step"},
    )
    for name, values in arrays.items():
        quantity = RESULT_VARIABLES[name]
        dimension = quantity.dimension
        things = names[dimension]
        if name in _HELD_FOR:
            held, elsewhere = _HELD_FOR[name]
            values = _spread(values, names[held], things, elsewhere)
        dataset = _with_things(dataset, dimension, things)
        dataset[name] = (("member", "time", dimension), values, _attributes(name))
    dataset = _with_things(dataset, "reservoir", names["reservoir"])
    dataset["start_storage"] = (
        ("member", "reservoir"),
        start_storage,
        {"units": "Ml", "long_name": "storage at the start of the first step"},
    )
    return _with_facts(dataset, network)


def chosen_variables(dataset: xr.Dataset, outputs: tuple[str, ...] | None, members: int) -> xr.Dataset:
    """Keep what the scenario asks for.

    Parameters
    ----------
    dataset : xarray.Dataset
        With every variable.
    outputs : tuple of str, optional
        Names of variables; without it all of them up to ten members, the most used above.
    members : int
        How many the whole run has.

    Returns
    -------
    xarray.Dataset
        Coordinates and facts about the basin are always kept.
    """
    if outputs is None:
        if members <= MANY_MEMBERS:
            return dataset
        outputs = tuple(name for name, quantity in RESULT_VARIABLES.items() if quantity.always)
    return dataset.drop_vars([name for name in RESULT_VARIABLES if name in dataset and name not in outputs])


_HELD_FOR = {"node_overflow": ("overflow_node", 0.0), "minimum_flow_target": ("minimum_flow_link", np.nan)}
"""Variables that a run holds for some things only: for which, and what stands at the others."""


def _spread(
    values: np.ndarray, held: tuple[str, ...], things: tuple[str, ...], elsewhere: float
) -> np.ndarray:
    spread = np.full((*values.shape[:2], len(things)), elsewhere)
    spread[:, :, [things.index(name) for name in held]] = values
    return spread


def _attributes(name: str) -> dict[str, str]:
    quantity = RESULT_VARIABLES[name]
    attributes = {
        "units": quantity.unit,
        "long_name": quantity.long_name,
        "cell_methods": quantity.cell_methods,
    }
    if quantity.standard_name:
        attributes["standard_name"] = quantity.standard_name
    return attributes


def _with_things(dataset: xr.Dataset, dimension: str, things: tuple[str, ...]) -> xr.Dataset:
    if dimension in dataset.coords:
        return dataset
    return dataset.assign_coords({dimension: (dimension, np.array(things, dtype=object))})


def _with_facts(dataset: xr.Dataset, network: Network) -> xr.Dataset:
    """Add what metrics and figures need to know of the basin, so that the file stands alone."""
    demands, links = network.demands.values(), network.links
    sectors = [str(demand.sector) for demand in demands]
    dataset["sector"] = ("demand", np.array(sectors, dtype=object))
    dataset["priority"] = ("demand", np.array([int(demand.priority) for demand in demands]))
    returns = [demand.returns.to if demand.returns else "" for demand in demands]
    dataset["return_target"] = ("demand", np.array(returns, dtype=object))
    dataset["community"] = ("demand", np.array([demand.community or "" for demand in demands], dtype=object))
    dataset = _with_things(dataset, "link", tuple(links))
    for end in ("source", "target"):
        dataset[f"link_{end}"] = (
            "link",
            np.array([getattr(link, end) for link in links.values()], dtype=object),
        )
    dataset["carbon_intensity"] = (
        "link",
        np.array([_carbon(network, link) for link in links.values()]),
        {
            "units": "kg/Ml",
            "long_name": "greenhouse gas (CO2 equivalent) of what leaves the source, of the works it reaches too",
        },
    )
    communities = {name: community.model_dump() for name, community in network.basin.communities.items()}
    dataset.attrs["communities"] = json.dumps(communities, sort_keys=True)
    capacity = np.array([_number(reservoir.capacity) for reservoir in network.reservoirs.values()])
    dead = [
        _number(reservoir.dead_storage, whole)
        for reservoir, whole in zip(network.reservoirs.values(), capacity, strict=True)
    ]
    for name, values, meaning in (
        ("capacity", capacity, "storage when full"),
        ("dead_storage", np.array(dead, dtype=float), "storage no one can draw"),
    ):
        dataset[name] = ("reservoir", values, {"units": "Ml", "long_name": meaning})
    return _with_river_facts(dataset, network)


def _with_river_facts(dataset: xr.Dataset, network: Network) -> xr.Dataset:
    gauges, catchments = tuple(network.gauges), tuple(network.catchments)
    dataset = _with_things(_with_things(dataset, "gauge", gauges), "catchment", catchments)
    natural = np.zeros((len(gauges), len(catchments)), dtype=np.int8)
    for row, gauge in enumerate(gauges):
        above = set(natural_catchments(network.basin, gauge))
        natural[row] = [name in above for name in catchments]
    dataset["natural_catchment"] = (
        ("gauge", "catchment"),
        natural,
        {
            "units": "1",
            "long_name": "whether water of the catchment would pass the gauge if nobody touched it",
        },
    )
    dataset["q95"] = (
        "gauge",
        np.array([_number(gauge.q95) for gauge in network.gauges.values()]),
        {"units": "Ml/d", "long_name": "flow exceeded on 95 % of days in the reference period"},
    )
    stations = [gauge.station or "" for gauge in network.gauges.values()]
    dataset["station"] = ("gauge", np.array(stations, dtype=object), {"long_name": "gauging station"})
    return dataset


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


def end_of_period(calendar: Calendar) -> str:
    """Return the day after the last step, from which another run may start, as text.

    Parameters
    ----------
    calendar : Calendar
        The steps.

    Returns
    -------
    str
        Such as ``2021-01-01``.
    """
    return str(calendar.end + timedelta(days=1))
