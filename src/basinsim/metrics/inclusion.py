"""What reached the people: by community, by deprivation, and how equally.

Deprivation is a rank, which says who is worse off and not by how much: groups are compared, and
nothing is weighted by it. Within a community everyone is taken to be served alike.
"""

from collections.abc import Callable

import numpy as np
import xarray as xr

from basinsim.metrics.communities import (
    People,
    communities_of,
    coverage,
    essential_person_days,
    weighted_mean,
)
from basinsim.metrics.equity import atkinson, gini, jain, theil
from basinsim.metrics.registry import Groups, metric
from basinsim.metrics.series import EVERYONE, of_members, years_in

_NEEDS = ("requested", "delivered", "community")
_ESSENTIAL = ("essential_requested", "essential_delivered", "community")

DEPRIVED, OTHERS, PRIVATE = "deprived", "less deprived", "private supplies"


def _weights(people: list[People]) -> dict[str, list[float]]:
    """Return how many people of each community belong to each group; groups of nobody are left out."""
    found = {
        DEPRIVED: [c.population * c.deprived if c.deprived is not None else 0.0 for c in people],
        OTHERS: [c.population * (1 - c.deprived) if c.deprived is not None else 0.0 for c in people],
        PRIVATE: [c.population * c.private if c.private is not None else 0.0 for c in people],
        EVERYONE: [c.population for c in people],
    }
    return {group: weights for group, weights in found.items() if sum(weights) > 0}


@metric(
    "coverage_per_person",
    "1",
    "max",
    "Share of public supply delivered, by person",
    _NEEDS,
    formula="volume delivered / volume asked for by a community's public supplies; of groups, the mean over people",
    source="definition",
)
def coverage_per_person(dataset: xr.Dataset) -> Groups:
    """Coverage of each community, and the mean over the people of each group."""
    people = communities_of(dataset)
    if not people:
        return
    covered = coverage(dataset, people)
    for community in people:
        yield community.name, covered.sel(community=community.name)
    for group, weights in _weights(people).items():
        yield group, weighted_mean(covered, weights)


@metric(
    "essential_shortfall",
    "person-d/yr",
    "min",
    "Essential needs unmet",
    _ESSENTIAL,
    formula="sum over steps of people x share of the essential need missing x days / years",
    source="essential needs of 50 litres a head a day by default (WHO and UN: 50 to 100)",
)
def essential_shortfall(dataset: xr.Dataset) -> Groups:
    """Person-days a year without essential water, where a basin names essential needs."""
    people = communities_of(dataset)
    if not people:
        return
    lost = essential_person_days(dataset, people) / years_in(dataset)
    known = [c for c in people if bool(lost.sel(community=c.name).notnull().all())]
    if not known:
        return
    lost = lost.sel(community=[c.name for c in known])
    per_person = lost / xr.DataArray([c.population for c in known], dims="community")
    for community in known:
        yield community.name, lost.sel(community=community.name)
    for group, weights in _weights(known).items():
        yield group, weighted_mean(per_person, weights) * sum(weights)


@metric(
    "worst_off_coverage",
    "1",
    "max",
    "Coverage of the worst-off community",
    _NEEDS,
    formula="least coverage of any community over the period",
    source="Rawlsian criterion",
)
def worst_off_coverage(dataset: xr.Dataset) -> Groups:
    """Lowest coverage of any community."""
    people = communities_of(dataset)
    if people:
        yield EVERYONE, coverage(dataset, people).min("community")


@metric(
    "deprivation_gap",
    "1",
    "min",
    "Coverage that deprived people have less than others",
    _NEEDS,
    formula="mean coverage over people outside the most deprived fifth of areas - mean over those inside; "
    "communities whose share is unknown do not count",
    source="groups of the Scottish Index of Multiple Deprivation, which is a rank",
)
def deprivation_gap(dataset: xr.Dataset) -> Groups:
    """How much better others are served; below 0 where deprived people are served better."""
    people = [c for c in communities_of(dataset) if c.deprived is not None]
    groups = _weights(people)
    if {DEPRIVED, OTHERS} <= set(groups):
        covered = coverage(dataset, people)
        yield EVERYONE, weighted_mean(covered, groups[OTHERS]) - weighted_mean(covered, groups[DEPRIVED])


def _index(dataset: xr.Dataset, index: Callable[..., np.ndarray]) -> Groups:
    people = communities_of(dataset)
    if people:
        values = coverage(dataset, people).transpose("member", "community").to_numpy()
        yield EVERYONE, of_members(dataset, index(values, [c.population for c in people]))


@metric(
    "coverage_gini",
    "1",
    "min",
    "Gini index of coverage over people",
    _NEEDS,
    formula="weighted Gini index of the communities' coverage, weights are people",
    source="Ceriani and Verme (2012), Journal of Economic Inequality 10",
)
def coverage_gini(dataset: xr.Dataset) -> Groups:
    """Inequality of coverage; 0 also where everyone is equally badly off."""
    yield from _index(dataset, gini)


@metric(
    "coverage_theil",
    "1",
    "min",
    "Theil index of coverage over people",
    _NEEDS,
    formula="weighted mean of r ln r, r = coverage / mean coverage",
    source="Theil (1967), Economics and Information Theory",
)
def coverage_theil(dataset: xr.Dataset) -> Groups:
    """Inequality of coverage by Theil's index T."""
    yield from _index(dataset, theil)


@metric(
    "coverage_jain",
    "1",
    "max",
    "Jain index of coverage over people",
    _NEEDS,
    formula="mean^2 / mean of squares of coverage, weights are people",
    source="Jain, Chiu and Hawe (1984), DEC technical report 301",
)
def coverage_jain(dataset: xr.Dataset) -> Groups:
    """Equality of coverage by Jain's index; 1 is equal."""
    yield from _index(dataset, jain)


@metric(
    "coverage_atkinson",
    "1",
    "min",
    "Atkinson index of coverage over people",
    _NEEDS,
    formula="1 - geometric mean / mean of coverage (aversion 1), weights are people",
    source="Atkinson (1970), Journal of Economic Theory 2",
)
def coverage_atkinson(dataset: xr.Dataset) -> Groups:
    """Inequality of coverage by Atkinson's index with an aversion of 1."""
    yield from _index(dataset, atkinson)
