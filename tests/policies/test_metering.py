"""Meters and tariffs: savings of metered homes by hand, and no tariff without a meter."""

import pytest
from policies.small_basin import BASIN, after, asked, differences, refusals

METERS = {"type": "metering"}
TARIFF = {"type": "tariff"}
FALL = 1 - 1.2**-0.25
"""What a metered home does without when the price rises by 20 % [1]."""


def test_metered_homes_save():
    """Half of the homes save 8 % of 15 Ml/d; of the plain 100 Ml/d, 45 % is household use."""
    assert differences(METERS) == pytest.approx({"town": 28 - 15 * 0.04, "city": 100 - 45 * 0.04})
    lever = METERS | {"saving": 0.1, "coverage": 1, "household_share": 0.5}
    assert differences(lever) == pytest.approx({"town": 26.5, "city": 95})


def test_the_share_with_a_meter_is_kept_and_only_new_meters_save():
    assert [after(METERS).nodes[name].metered for name in ("town", "city", "springs")] == [0.5, 0.5, 0.0]
    half_done = BASIN.replace("community: town\n  city", "community: town\n    metered: 0.3\n  city")
    assert asked(METERS, text=half_done)["town"] == pytest.approx(28 - 15 * 0.08 * 0.2)
    ((path, message),) = refusals(METERS | {"coverage": 0.2, "zones": ["town"]}, text=half_done)
    assert path == (0, "zones", 0)
    assert message.startswith("'town' has no homes on mains of which fewer have a meter")


def test_metered_homes_answer_to_the_price():
    meters = METERS | {"saving": 0}
    assert differences(meters, TARIFF) == pytest.approx(
        {"town": 28 - 15 * 0.5 * FALL, "city": 100 - 45 * 0.5 * FALL}
    )
    dear = TARIFF | {"price_rise": 1.0, "elasticity": -0.5, "zones": ["town"]}
    assert differences(meters | {"coverage": 1}, dear)["town"] == pytest.approx(13 + 15 / 2**0.5)


def test_a_price_that_stays_changes_nothing():
    assert differences(METERS | {"saving": 0}, TARIFF | {"price_rise": 0}) == {}


@pytest.mark.parametrize(("day", "fall"), [("2001-06-30", FALL), ("2001-07-01", 0), ("2001-01-01", 0)])
def test_a_tariff_of_some_months_is_felt_in_them_alone(day, fall):
    """The mean of the monthly factors stays one; what counts is that June is lower and July is not."""
    meters = METERS | {"saving": 0, "coverage": 1}
    amounts = asked(meters, TARIFF | {"months": [6]}, day=day)
    assert amounts["town"] == pytest.approx(13 + 15 * (1 - fall))
    assert amounts["city"] == pytest.approx(55 + 45 * (1 - fall))


def test_without_meters_there_is_no_tariff_and_it_says_what_is_needed():
    ((path, message),) = refusals(TARIFF)
    assert path == (0,)
    assert "no user of this basin has homes with a meter" in message
    assert "put a policy of the type 'metering' before the tariff" in message
    ((path, message),) = refusals(METERS | {"zones": ["town"]}, TARIFF | {"zones": ["town", "city"]})
    assert path == (1, "zones", 1)
    assert message.startswith("'city' has no homes with a meter; put a policy of the type 'metering'")


def test_meters_after_the_tariff_come_too_late():
    assert [path for path, _ in refusals(TARIFF, METERS)] == [(0,)]


def test_months_cannot_be_told_apart_in_a_series_by_step():
    by_step = BASIN.replace("sector: public, amount: 100,", "sector: public, amount: {values: [100]},")
    assert refusals(METERS, TARIFF, text=by_step) == []
    ((path, message),) = refusals(METERS, TARIFF | {"months": [6]}, text=by_step)
    assert path == (1, "months")
    assert "what 'city' asks for is a series in which months cannot be told apart" in message
