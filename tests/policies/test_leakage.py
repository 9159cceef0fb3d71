"""Leakage: the model's own, a share of a plain series, and losses of links; sums by hand."""

import pytest
from policies.small_basin import BASIN, after, asked, differences, refusals
from support.runs import last, run_case

LEVER = {"type": "leakage_reduction"}


def test_the_amounts_before():
    assert asked() == pytest.approx(
        {"town": 28, "city": 100, "springs": 0.1, "farm": 0.2, "orchard": 0, "mill": 10, "dyer": 4}
    )


def test_stated_leakage_falls_and_of_a_plain_series_a_share():
    """A quarter of 8 Ml/d; a quarter of 27.7 % of 100 Ml/d. Homes on springs have no mains."""
    assert differences(LEVER) == pytest.approx({"town": 28 - 2, "city": 100 - 25 * 0.277})


def test_share_and_leakage_share_are_as_given():
    lever = LEVER | {"share": "50 %", "leakage_share": 0.2}
    assert differences(lever) == pytest.approx({"town": 24, "city": 90})


def test_losses_of_links_that_lead_there_fall_too():
    (aqueduct,) = [link for link in after(LEVER).links if link.name == "aqueduct"]
    assert aqueduct.loss == pytest.approx(0.075)
    (kept,) = [link for link in after(LEVER | {"zones": ["town"]}).links if link.name == "aqueduct"]
    assert kept.loss == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("zones", "changed"),
    [
        (["town"], {"town"}),
        (["city"], {"city"}),
        (["public"], {"town", "city"}),
        (["town", "city"], {"town", "city"}),
    ],
)
def test_it_acts_where_it_is_told_to(zones, changed):
    assert set(differences(LEVER | {"zones": zones})) == changed


@pytest.mark.parametrize("share", [0, 1])
def test_none_and_all_of_it(share):
    assert asked(LEVER | {"share": share, "zones": ["town"]})["town"] == pytest.approx(28 - 8 * share)


def test_names_in_vain_come_with_what_would_do():
    ((path, message),) = refusals(LEVER | {"zones": ["twon"]})
    assert path == (0, "zones", 0)
    assert "there is no user, sector or community 'twon'; did you mean 'town'?" in message
    ((path, message),) = refusals(LEVER | {"zones": ["town", "mill"]})
    assert path == (0, "zones", 1)
    assert message == "'mill' has no leakage on mains; what has: city, public, town"
    ((path, message),) = refusals(LEVER | {"zones": []})
    assert (path, message) == ((0, "zones", 0), "names nobody; leave the key out for all to whom it applies")


def test_twice_on_one_user_is_an_error_and_on_two_users_is_not():
    assert after(LEVER | {"zones": ["town"]}, LEVER | {"zones": ["city"], "share": 0.4})
    ((path, message),) = refusals(LEVER | {"zones": ["town"]}, LEVER)
    assert path == (1,)
    assert "both act on 'town'" in message


def test_a_run_asks_for_less_and_loses_less():
    """With all leakage stopped, the city's 72.3 Ml/d come through an aqueduct without loss."""
    results = run_case(BASIN, policies=[LEVER | {"share": 1}])
    assert last(results, "requested", "town") == pytest.approx(20)
    assert last(results, "delivered", "city") == pytest.approx(72.3)
    assert last(results, "flow", "aqueduct") == pytest.approx(72.3)
