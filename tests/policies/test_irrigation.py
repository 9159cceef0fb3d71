"""Irrigation that takes less, and summers as dry as the driest; sums by hand."""

import numpy as np
import pytest
from demand_models.small_weather import year
from policies.small_basin import BASIN, after, asked, differences, refusals

EFFICIENT = {"type": "irrigation_efficiency"}
DRY = {"type": "dry_year_irrigation"}
JULY = 75 * 0.4 / 31
"""What 100 ha take on a day of July: four tenths of 75 mm, on 31 days [Ml/d]."""
FIELDS = BASIN.replace(
    "{model: irrigation_depth, area: 100 ha}",
    "{model: irrigation, weather: hill, crops: {potatoes: 60 ha, carrots: 40 ha}}",
)


def test_the_amounts_before():
    assert asked(day="2001-07-10")["farm"] == pytest.approx(0.2 + JULY)
    assert asked(day="2001-07-10")["orchard"] == 8


def test_fields_take_less_and_herds_drink_as_before():
    assert differences(EFFICIENT, day="2001-07-10") == pytest.approx(
        {"farm": 0.2 + 0.85 * JULY, "orchard": 6.8}
    )
    assert differences(EFFICIENT, day="2001-01-10") == {}


def test_savings_one_after_the_other_multiply():
    twice = after(EFFICIENT | {"users": ["farm"]}).nodes["farm"].amount
    fields = twice.parts[1].model_copy(update={"saving": 1 - 0.85 * 0.5})
    lever = EFFICIENT | {"saving": 0.5, "users": ["farm"]}
    with_half = BASIN.replace("area: 100 ha}", "area: 100 ha, saving: 15 %}")
    assert after(lever, text=with_half).nodes["farm"].amount.parts[1].saving == pytest.approx(fields.saving)


def test_with_rebound_as_much_is_taken_on_more_land():
    rebound = after(EFFICIENT | {"rebound": True, "users": ["farm"]})
    fields = rebound.nodes["farm"].amount.parts[1]
    assert (fields.area, fields.saving) == pytest.approx((100 / 0.85, 0.15))
    assert differences(EFFICIENT | {"rebound": True, "users": ["farm"]}, day="2001-07-10") == {}
    assert "waters more land" in _sentence(rebound=True)
    assert "waters more land" not in _sentence()


def test_a_balance_of_the_soil_takes_less_by_the_same_share():
    """Under a dry year made by hand, every day's take falls by 15 %, or with rebound by nothing."""

    def taken(*policies):
        return (
            year(after(*policies, text=FIELDS).nodes["farm"].amount, rain=0.5, evapotranspiration=3.0) - 0.2
        )

    before = taken()
    assert before.max() > 0
    np.testing.assert_allclose(taken(EFFICIENT), 0.85 * before, atol=1e-12)
    np.testing.assert_allclose(taken(EFFICIENT | {"rebound": True}), before, atol=1e-12)


def test_a_dry_year_is_a_fixed_depth_on_all_fields():
    """60 and 40 ha x 100 mm = 100 Ml in a season, whatever the weather."""
    farm = after(DRY | {"depth": 100}, text=FIELDS).nodes["farm"].amount
    for rain in (0.0, 9.0):
        taken = year(farm, rain=rain, evapotranspiration=3.0) - 0.2
        assert taken.sum() == pytest.approx(100)
    assert differences(DRY | {"depth": 100}, day="2001-07-10") == pytest.approx({"farm": 0.2 + JULY / 0.75})


def test_a_dry_year_and_better_equipment_go_together_in_either_order():
    users = {"users": ["farm"]}
    one = after(DRY | users, EFFICIENT | users, text=FIELDS)
    other = after(EFFICIENT | users, DRY | users, text=FIELDS)
    assert one == other
    assert year(one.nodes["farm"].amount, 0.0, 0.0).sum() == pytest.approx(0.2 * 365 + 75 * 0.85)


def test_where_no_area_is_known_there_is_no_depth():
    ((path, message),) = refusals(DRY | {"users": ["orchard"]})
    assert path == (0, "users", 0)
    assert message == "'orchard' has no irrigated area (model: irrigation); what has: agriculture, farm"


def _sentence(**keys):
    from basinsim.schema.policy import read_policy

    return read_policy(EFFICIENT | keys).sentence()
