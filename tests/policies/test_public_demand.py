"""People, what each of them uses, and peaks in dry weather; sums by hand."""

import numpy as np
import pytest
from demand_models.small_weather import year
from policies.small_basin import BASIN, after, asked, differences, refusals

from basinsim.demand_models.public_supply import PublicSupply
from basinsim.demand_models.transfer import Transfer


def test_what_a_head_uses_is_set_where_it_is_known():
    """100,000 x 180 l = 18 Ml/d, 1,000 x 180 l = 0.18; the plain series of the city does not tell."""
    assert differences({"type": "per_head_use", "per_head": 180}) == pytest.approx(
        {"town": 18 + 13, "springs": 0.18}
    )
    ((path, message),) = refusals({"type": "per_head_use", "zones": ["city"]})
    assert path == (0, "zones", 0)
    assert "'city' has no known use of a head (model: public_supply)" in message


def test_people_grow_in_number_with_what_they_use_and_need():
    """16.5 + 13 Ml/d; 100 Ml/d of which 45 % grow by a tenth; the needs of all of them."""
    lever = {"type": "population_growth", "growth": 0.1}
    assert differences(lever) == pytest.approx({"town": 29.5, "city": 104.5, "springs": 0.11})
    grown = after(lever)
    assert grown.nodes["town"].essential.amount.population == pytest.approx(110_000)
    assert grown.nodes["city"].essential.amount.number == pytest.approx(22)
    assert grown.communities["town"].population == pytest.approx(111_100)
    assert grown.communities["city"].population == pytest.approx(440_000)


def test_a_community_grows_by_those_of_its_people_who_do():
    grown = after({"type": "population_growth", "growth": 0.1, "zones": ["springs"]})
    assert grown.communities["town"].population == pytest.approx(101_000 * (1 + 0.1 / 101))
    assert grown.communities["city"].population == 400_000
    assert grown.communities["town"].private_supply_share == 0.01


def test_fewer_people_ask_for_less():
    assert differences({"type": "population_growth", "growth": -0.2, "zones": ["town"]}) == pytest.approx(
        {"town": 25}
    )


DRY = "dry_weather: {weather: hill, days: 10, starts_at: 0 mm, full_at: 10 mm"
PEAKS = BASIN.replace("leakage: 8}", f"leakage: 8, {DRY}, increase: 50 %}}}}", 1).replace(
    "sector: public, amount: 100,", f"sector: public, amount: {{model: transfer, flow: 100, {DRY}}}}},"
)


def largest(amount: PublicSupply | Transfer) -> float:
    """Return the largest amount in a year without any rain [Ml/d]."""
    return float(np.max(year(amount, rain=0.0, evapotranspiration=3.0)))


def test_in_the_driest_weather_the_whole_rises_by_the_uplift():
    raised = after({"type": "peak_demand", "uplift": 0.1}, text=PEAKS)
    assert largest(raised.nodes["town"].amount) == pytest.approx(28 * 1.1)
    assert largest(raised.nodes["city"].amount) == pytest.approx(110)
    assert raised.nodes["springs"] == after(text=PEAKS).nodes["springs"]


def test_where_nothing_follows_the_weather_there_are_no_peaks_to_set():
    ((path, message),) = refusals({"type": "peak_demand"})
    assert path == (0,)
    assert "no user of this basin has demand that rises in dry weather" in message


def test_the_use_of_a_head_set_after_metering_forgets_the_meters():
    meters, head = (
        {"type": "metering", "zones": ["town"]},
        {"type": "per_head_use", "per_head": 150, "zones": ["town"]},
    )
    assert asked(meters, head)["town"] == pytest.approx(28)
    assert asked(head, meters)["town"] == pytest.approx(28 - 15 * 0.04)
