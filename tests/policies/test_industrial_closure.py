"""Industry that closes: works in models, plain series, and a works on a farm only where it is named."""

import pytest
from policies.small_basin import BASIN, asked, differences, refusals

LEVER = {"type": "industrial_closure"}
WITH_STILL = BASIN.replace(
    "{model: irrigation_depth, area: 100 ha}",
    "{model: distilling, production: 3.6525 Mlpa/year, process_water: 20 l/lpa}, {model: industry, full_use: 2}",
)


def test_industry_takes_a_share_of_what_it_took():
    assert differences(LEVER) == pytest.approx({"mill": 6, "dyer": 2.4})
    assert differences(LEVER | {"users": ["mill"], "factor": 0}) == {"mill": 0}


def test_works_on_a_farm_are_meant_where_they_are_named():
    """3.6525 million litres a year x 20 l = 0.2 Ml/d, and 2 Ml/d; the herds drink 0.2 Ml/d as before."""
    assert asked(text=WITH_STILL)["farm"] == pytest.approx(2.4)
    assert set(differences(LEVER, text=WITH_STILL)) == {"mill", "dyer"}
    named = LEVER | {"users": ["farm"], "factor": "50 %"}
    assert differences(named, text=WITH_STILL) == pytest.approx({"farm": 0.2 + 1.1})


def test_a_user_without_industry_is_an_error():
    ((path, message),) = refusals(LEVER | {"users": ["orchard"]})
    assert path == (0, "users", 0)
    assert message == "'orchard' has no industry; what has: dyer, industry, mill"
