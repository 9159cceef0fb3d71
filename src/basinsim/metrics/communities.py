"""Who the people behind the demands are, as far as the basin says."""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from basinsim.metrics.derived import statistics_by_group
from basinsim.metrics.series import TOLERANCE, names_of

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class People:
    """A community and what it is served by.

    Attributes
    ----------
    name : str
        Of the community.
    population : float
        Number of people.
    deprived : float or None
        Share of them in the most deprived fifth of areas; None where unknown.
    private : float or None
        Share of them on private supplies; None where unknown.
    demands : tuple of str
        Public supplies of theirs.
    """

    name: str
    population: float
    deprived: float | None
    private: float | None
    demands: tuple[str, ...]


def communities_of(dataset: xr.Dataset) -> list[People]:
    """Return the communities that have people and a public supply, by name.

    Parameters
    ----------
    dataset : xarray.Dataset
        With the attribute ``communities``, and ``community`` and ``sector`` of demands.

    Returns
    -------
    list of People
        Empty where the basin names none.
    """
    if "community" not in dataset or "communities" not in dataset.attrs:
        return []
    facts: dict[str, dict[str, Any]] = json.loads(dataset.attrs["communities"])
    demands = names_of(dataset, "demand")
    belongs = dataset["community"].to_numpy().astype(str)
    public = dataset["sector"].to_numpy().astype(str) == "public"
    found = []
    for name, known in sorted(facts.items()):
        own = tuple(
            d for d, c, is_public in zip(demands, belongs, public, strict=True) if c == name and is_public
        )
        if own and known["population"] > 0:
            shares = known.get("deprived_share"), known.get("private_supply_share")
            found.append(People(name, float(known["population"]), *shares, own))
    return found


def coverage(dataset: xr.Dataset, people: list[People]) -> xr.DataArray:
    """Return the share of each community's demand that was delivered over the period.

    Parameters
    ----------
    dataset : xarray.Dataset
        With ``requested`` and ``shortage``.
    people : list of People
        Communities; those that asked for nothing have all they asked for.

    Returns
    -------
    xarray.DataArray, dimensions (member, community)
        [1]
    """
    known = dict(statistics_by_group(dataset))
    columns = []
    for community in people:
        total, lacking = (
            np.sum([known[demand][name] for demand in community.demands], axis=0)
            for name in ("asked_volume", "missed_volume")
        )
        columns.append(1.0 - lacking / np.where(total > 0, total, 1.0))
    return _by_community(dataset, people, columns)


def essential_person_days(dataset: xr.Dataset, people: list[People]) -> xr.DataArray:
    """Return for how many person-days essential needs were not met.

    Parameters
    ----------
    dataset : xarray.Dataset
        With ``essential_requested`` and ``essential_delivered``.
    people : list of People
        Communities.

    Returns
    -------
    xarray.DataArray, dimensions (member, community)
        Sum over steps of people x share of the essential need missing x days [person-days]: half of
        the need missing for two people is one person without. Not-a-number where a community's
        demands name no essential part.
    """
    days, demands = dataset["step_length"].to_numpy(), names_of(dataset, "demand")
    needs, gets = (
        np.nan_to_num(dataset[f"essential_{name}"].transpose("member", "time", "demand").to_numpy())
        for name in ("requested", "delivered")
    )
    columns = []
    for community in people:
        own = [demands.index(name) for name in community.demands]
        asked, got = needs[:, :, own].sum(axis=2), gets[:, :, own].sum(axis=2)
        share = np.divide(asked - got, asked, out=np.zeros_like(asked), where=asked > 0)
        share[share <= TOLERANCE] = 0.0
        person_days = (share * days).sum(axis=1) * community.population
        columns.append(np.where((asked > 0).any(axis=1), person_days, np.nan))
    return _by_community(dataset, people, columns)


def _by_community(dataset: xr.Dataset, people: list[People], columns: list[Numbers]) -> xr.DataArray:
    names = np.array([community.name for community in people], dtype=object)
    values = np.stack(columns, axis=1)
    return xr.DataArray(
        values, dims=("member", "community"), coords={"member": dataset["member"], "community": names}
    )


def weighted_mean(values: xr.DataArray, weights: list[float]) -> xr.DataArray:
    """Return the mean over communities, weighted by people."""
    share = xr.DataArray(np.array(weights) / sum(weights), dims="community")
    return (values * share).sum("community")
