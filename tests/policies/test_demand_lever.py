"""Whom a lever acts on: users, sectors and communities by name, or all to whom it applies."""

import pytest
from policies.small_basin import BASIN, basin, refusals

from basinsim.schema.policy import read_policy


@pytest.mark.parametrize(
    ("zones", "chosen"),
    [
        (None, ["city", "springs", "town"]),
        (["city"], ["city"]),
        (["public"], ["city", "springs", "town"]),
        # `town` is a user and a community: the user is meant
        (["town"], ["town"]),
        (["town", "public"], ["city", "springs", "town"]),
    ],
)
def test_a_name_is_a_user_a_sector_or_a_community(zones, chosen):
    lever = read_policy({"type": "population_growth", "zones": zones})
    assert list(lever.chosen(basin())) == chosen
    assert lever.acts_on(basin()) == frozenset(chosen)


def test_a_community_means_its_users_to_whom_the_lever_applies():
    renamed = BASIN.replace("community: town", "community: glen").replace(
        "  town: {population", "  glen: {population"
    )
    lever = read_policy({"type": "population_growth", "zones": ["glen"]})
    assert list(lever.chosen(basin(renamed))) == ["springs", "town"]
    meters = read_policy({"type": "metering", "zones": ["glen"]})
    assert list(meters.chosen(basin(renamed))) == ["town"]


def test_nothing_to_act_on_is_an_error():
    farms = BASIN.replace("sector: public", "sector: energy")
    for kind in ("leakage_reduction", "metering", "population_growth", "restrictions"):
        ((path, message),) = refusals({"type": kind}, text=farms)
        assert path == (0,)
        assert message.startswith("nothing to act on: no user of this basin has ")


def test_every_wrong_name_is_told():
    found = refusals({"type": "metering", "zones": ["twon", "town", "mill", "sprngs"]})
    assert [path[-1] for path, _ in found] == [0, 2, 3]
