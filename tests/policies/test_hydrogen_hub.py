"""A hydrogen hub: water by hand, its place in the network, and a plant that is there already."""

import pytest
from policies.small_basin import BASIN, after, asked, refusals
from support.runs import last, run_case

from basinsim.network.checks import problems_in

HUB = {"type": "hydrogen_hub", "beside": "mill"}
TAKES = 200 * 24_000 / 52 * 34.7 / 1e6
"""200 MW all day, 52 kWh and 34.7 l for a kilogram [Ml/d]."""
ONE_WORKS = BASIN.replace("sector: industry, amount: 4", "sector: energy, amount: 4")
RETURNING = BASIN.replace("activity: 50 %}", "activity: 50 %}, returns: {to: sea, fraction: 0.9}")


def test_it_asks_for_the_water_of_its_hydrogen():
    assert pytest.approx(3.203, abs=1e-3) == TAKES
    assert asked(HUB)["hydrogen_hub"] == pytest.approx(TAKES)
    small = HUB | {"electrolyser": "100 MW", "load_factor": 0.5, "water_use": 26, "electricity": 52}
    assert asked(small)["hydrogen_hub"] == pytest.approx(100 * 0.5 * 24_000 / 52 * 26 / 1e6)


def test_it_stands_beside_its_neighbour():
    changed = after(HUB, text=RETURNING)
    hub, mill = changed.nodes["hydrogen_hub"], changed.nodes["mill"]
    assert (hub.sector, hub.priority) == ("energy", mill.priority)
    assert hub.returns.to == "sea"
    assert hub.returns.fraction == pytest.approx(0.32)
    (link,) = [link for link in changed.links if link.target == "hydrogen_hub"]
    (beside,) = [link for link in changed.links if link.target == "mill"]
    assert (link.source, link.cost) == (beside.source, beside.cost)
    assert problems_in(changed) == []
    assert after(HUB).nodes["hydrogen_hub"].returns is None


def test_it_is_served_in_a_run():
    results = run_case(RETURNING, policies=[HUB])
    assert last(results, "delivered", "hydrogen_hub") == pytest.approx(TAKES)


def test_the_one_industrial_user_is_its_neighbour_unless_one_is_named():
    assert "hydrogen_hub" in after({"type": "hydrogen_hub"}, text=ONE_WORKS).nodes
    ((path, message),) = refusals({"type": "hydrogen_hub"})
    assert path == (0,)
    assert (
        message == "say beside which user it stands (beside: NAME); users of the sector industry: dyer, mill"
    )
    ((path, message),) = refusals(HUB | {"beside": "mil"})
    assert path == (0, "beside")
    assert "did you mean 'mill'?" in message


def test_a_plant_that_is_there_gets_its_numbers():
    planned = RETURNING.replace(
        "{model: industry, full_use: 20, activity: 50 %}",
        "{model: hydrogen, capacity: 10 MW, seasonal: &s [%s]}",
    ) % ", ".join(["2", "0"] * 6)
    changed = after({"type": "hydrogen_hub", "electrolyser": 300}, text=planned)
    assert "hydrogen_hub" not in changed.nodes
    assert changed.nodes["mill"].amount.capacity == 300
    assert changed.nodes["mill"].amount.seasonal[0] == 2
    assert changed.nodes["mill"].returns.fraction == pytest.approx(0.32)
    assert len(changed.links) == len(after(text=planned).links)


def test_one_hub_is_enough():
    found = refusals(HUB, HUB | {"beside": "dyer"})
    assert ((1,), "the basin has a node 'hydrogen_hub' already") in found
