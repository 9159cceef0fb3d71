"""Suspension in significant scarcity and caps before it, counted by hand."""

import pytest
from policies.lever_runs import misfits, series, under
from rules.rule_runs import stream

from basinsim.schema.policy import read_policy

AREAS = {"weir": ["farm"]}
SUSPENSION = {"type": "scarcity_suspension", "areas": AREAS, "q95": 50}
CAPS = {"type": "graduated_caps", "areas": AREAS, "q95": 50, "trigger_days": 36, "mean_days": 1}


def taken(lever: dict, length: int, inflow: float = 40, **nodes) -> list[float]:
    results = under(stream(inflow, {}, **nodes), lever, start="2001-06-01", days=length)
    assert series(results, "delivered", "croft") == [4] * length
    return series(results, "delivered", "farm")


def test_suspended_from_the_day_after_the_thirtieth():
    """28 pass the weir; the five-day mean is known from day 5, so days 5 to 34 are thirty."""
    assert taken(SUSPENSION, 36) == [8] * 34 + [0] * 2


def test_other_lengths_a_share_and_marks():
    lever = SUSPENSION | {"mean_days": 1, "trigger_days": 3, "share_left": "25 %"}
    assert taken(lever, 5) == [8, 8, 8, 2, 2]
    assert taken(lever, 5, farm={"marks": ["groundwater"]}) == [8] * 5
    assert taken(lever | {"exempt": []}, 5, farm={"marks": ["groundwater"]}) == [8, 8, 8, 2, 2]


def test_caps_come_first_and_end_in_suspension():
    """28 a day: 30-day means are known after day 30; below 29 it is alert (half); from day 37 nothing."""
    lever = CAPS | {"early_warning": 60, "alert": 29, "moderate": 20, "alert_cap": "50 %"}
    assert taken(lever, 38) == [8] * 30 + [4] * 6 + [0] * 2


@pytest.mark.parametrize(("below", "cap"), [("early_warning", 1.0), ("alert", 0.9), ("moderate", 0.7)])
def test_each_level_has_its_cap(below, cap):
    assert taken(CAPS | {below: 30, "trigger_days": 300}, 31)[-1] == pytest.approx(8 * cap)


def test_caps_and_suspension_do_not_go_together():
    """Nor do two of a kind on one user; another user's suspension is no conflict."""
    caps = CAPS | {"alert": 29}
    ((key, message),) = misfits(stream(40, {}), SUSPENSION, caps)
    assert key == "1"
    assert message.startswith(
        "'graduated_caps' does not go together with 'scarcity_suspension' of policies[0] (both act on 'farm')"
    )
    assert misfits(stream(40, {}), SUSPENSION | {"areas": {"weir": ["croft"]}}, caps) == []


def test_numbers_of_a_table_are_said(tmp_path):
    (tmp_path / "low.csv").write_text("gauge,q95,seen\nweir,50,60\n", encoding="utf-8")
    file = {"file": str(tmp_path / "low.csv"), "column": "q95"}
    lever = SUSPENSION | {"q95": file, "observed_q95": file | {"column": "seen"}}
    assert "below 50 Ml/d at 'weir' (q95 of low.csv)" in read_policy(lever).sentence()
    assert taken(lever, 36) == [8] * 34 + [0] * 2


def test_caps_need_a_level():
    with pytest.raises(ValueError, match="need a flow for one of: early_warning, alert, moderate"):
        read_policy(CAPS)


def test_the_proxy_is_called_one():
    assert "by a proxy of this project" in read_policy(CAPS | {"alert": 29}).sentence()
