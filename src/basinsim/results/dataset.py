"""From arrays to a CF dataset."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import xarray as xr

from basinsim.calendar import Calendar
from basinsim.network.network import Network
from basinsim.quantities import RESULT_VARIABLES
from basinsim.results.facts import Variable, communities_as_text, facts
from basinsim.results.sketch import shape_facts

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
    # Gathered first and laid out once: a dataset that grows variable by variable aligns all of them each time.
    variables: dict[str, Variable] = {
        "time_bounds": (("time", "bound"), np.stack([edges[:-1], edges[1:]], axis=1), {}),
        "step_length": (
            ("time",),
            calendar.days[calendar.warm_up_steps :],
            {"units": "d", "long_name": "length of the step"},
        ),
    }
    for name, values in arrays.items():
        dimension = RESULT_VARIABLES[name].dimension
        if name in _HELD_FOR:
            held, elsewhere = _HELD_FOR[name]
            values = _spread(values, names[held], names[dimension], elsewhere)
        variables[name] = (("member", "time", dimension), values, _attributes(name))
    variables["start_storage"] = (
        ("member", "reservoir"),
        start_storage,
        {"units": "Ml", "long_name": "storage at the start of the first step"},
    )
    variables |= facts(network) | shape_facts(network)
    used = {dimension for dimensions, _, _ in variables.values() for dimension in dimensions}
    coordinates: dict[str, Variable] = {
        "member": (("member",), np.array(members), {"long_name": "ensemble member"}),
        "time": (
            ("time",),
            edges[:-1],
            {"long_name": "first day of the step", "bounds": "time_bounds", "axis": "T"},
        ),
    }
    coordinates |= {
        dimension: ((dimension,), np.array(things, dtype=object), {})
        for dimension, things in names.items()
        if dimension in used
    }
    return xr.Dataset(variables, coordinates, {"communities": communities_as_text(network)})


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
    if not held:
        return np.broadcast_to(elsewhere, (*values.shape[:2], len(things)))
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
