"""What must hold of all rules together: no look ahead, no dependence on names, the balance, foresight."""

import json

import numpy as np
import pytest
from rules.rule_runs import every_rule, river, run, series, stream
from support.runs import write_case

import basinsim as bs
from basinsim.rules import ActingRule, Change, Rule, register
from basinsim.schema.rule import RULE_TYPES

DAYS = 60


def flows(seed: int, days: int = DAYS) -> list[float]:
    return [round(float(flow), 3) for flow in np.random.default_rng(seed).gamma(0.5, 60, days)]


@pytest.mark.parametrize("known", [1, 17, 41])
def test_no_rule_looks_ahead(known):
    """Whatever comes after the first days, those days are the same."""
    first, other = flows(1), flows(1)[:known] + flows(2)[known:]
    one, two = (run(every_rule(inflow), "2001-01-01", DAYS).dataset for inflow in (first, other))
    for name in ("rule_state", "requested", "delivered", "storage", "gauge_flow"):
        a, b = one[name].to_numpy(), two[name].to_numpy()
        np.testing.assert_array_equal(a[:, :known], b[:, :known], err_msg=name)
    assert not np.array_equal(one["storage"], two["storage"])


def test_each_rule_acts_and_the_balance_closes():
    results = run(every_rule(flows(1)), "2001-01-01", DAYS)
    assert (results.dataset["rule_state"].max(("member", "time")) > 0).all()
    assert results.dataset.attrs["mass_balance_error"] < 1e-6
    saved = results.dataset["saved"].sel(demand="town").to_numpy()
    assert set(np.unique(saved.round(9))) == {0.0, 10.0}


LIMITS = {
    # each alone lets the farm take of its 8: what is above the threshold, half of it, a licence of 3
    "hands_off": {"type": "hands_off_flow", "gauge": "weir", "threshold": 91, "applies_to": ["farm"]},
    "scarcity": {
        "type": "significant_scarcity",
        "gauge": "weir",
        "q95": 200,
        "applies_to": ["farm"],
        "mean_days": 1,
        "days": 1,
        "share": "50 %",
    },
}


@pytest.mark.parametrize(
    ("rules", "licensed", "taken"),
    [
        ([], False, [8, 8, 8]),
        (["hands_off"], False, [5, 5, 5]),
        (["scarcity"], False, [8, 4, 4]),
        (["hands_off", "scarcity"], False, [5, 4, 4]),
        (["hands_off", "scarcity"], True, [3, 3, 3]),
        (["scarcity"], True, [3, 3, 3]),
    ],
    ids=["free", "hands-off", "scarcity", "both", "and-a-licence", "scarcity-and-a-licence"],
)
def test_of_several_limits_on_one_day_the_least_counts(rules, licensed, taken):
    """100 come and the croft takes 4: 96 at the weir without the farm, 5 above its threshold."""
    basin = stream(100, {name: LIMITS[name] for name in rules})
    if licensed:
        basin["licences"] = {"farming": {"applies_to": ["farm"], "daily": 3}}
    assert series(run(basin, "2001-01-01", 3), "delivered", "farm") == taken


def test_a_stage_a_curve_and_a_freshet_on_one_day():
    """600, and 50 - 10 asked in the stage, of which the curve lets 30 through; the freshet raises 8 to 40.

    600 + 20 - 30 - 40 = 550; the next day without a freshet 550 + 20 - 30 - 8 = 532.
    """
    stage = {
        "name": "dry",
        "enter": "70 %",
        "leave": "80 %",
        "savings": {"town": "20 %"},
        "min_flow": {"release": 8},
    }
    rules = {
        "stages": {"type": "drought_stages", "reservoirs": ["loch"], "stages": [stage]},
        "curves": {
            "type": "control_curves",
            "reservoirs": ["loch"],
            "curves": ["65 %"],
            "changes": [{"link": "pipe", "max_flow": [None, 30]}],
        },
        "freshet": {"type": "freshets", "link": "release", "dates": ["01-01"], "days": 1, "flow": 40},
    }
    results = run(river(rules, farm={"amount": 0}), "2001-01-01", 2)
    assert series(results, "requested", "town") == [40, 40]
    assert series(results, "delivered", "town") == [30, 30]
    assert series(results, "flow", "release") == [40, 8]
    assert series(results, "storage", "loch") == [550, 532]


def test_renaming_changes_nothing():
    basin = every_rule(flows(1))
    names = ["loch", "town", "weir", "farm", "release", "pipe", "ditch", *basin["rules"]]
    text = json.dumps(basin)
    for i, name in enumerate(names):
        text = text.replace(f'"{name}"', f'"{"zyxwvutsrqponm"[i]}_{i}"')
    one = run(basin, "2001-01-01", DAYS).dataset
    two = run(json.loads(text), "2001-01-01", DAYS).dataset
    for old, new in (("town", "y_1"), ("farm", "w_3")):
        np.testing.assert_allclose(
            one["delivered"].sel(demand=old), two["delivered"].sel(demand=new), atol=1e-9
        )
    for i, name in enumerate(names[7:], start=7):
        a, b = one["rule_state"].sel(rule=name), two["rule_state"].sel(rule=f"{'zyxwvutsrqponm'[i]}_{i}")
        np.testing.assert_array_equal(a, b)


def test_a_run_in_two_parts_is_the_run_in_one(tmp_path):
    inflow = flows(3)
    whole = run(every_rule(inflow), "2001-01-01", DAYS).dataset
    first = every_rule(inflow[:25])
    bs.run(write_case(tmp_path, first, period={"start": "2001-01-01", "end": "2001-01-25"})).save(
        tmp_path / "first"
    )
    second = every_rule(inflow[25:])
    period = {"start": "2001-01-26", "end": "2001-03-01"}
    rest = bs.run(write_case(tmp_path, second, period=period, initial="first")).dataset
    for name in ("rule_state", "delivered", "storage"):
        np.testing.assert_allclose(
            rest[name], whole[name].isel(time=slice(25, None)), atol=1e-9, err_msg=name
        )


# ---- foresight ----


def test_with_full_foresight_choices_fall_away_and_law_stays():
    basin = every_rule(flows(1))
    alone = run(basin, "2001-01-01", DAYS)
    full = run(basin, "2001-01-01", DAYS, foresight="full")
    assert set(series(full, "requested", "town")) == {50.0}  # no drought stage asks to save
    farm, stopped = (
        np.array(series(full, "flow", "ditch")),
        np.array(series(alone, "rule_state", "e_hands_off")) == 2,
    )
    suspended = np.array(series(alone, "rule_state", "f_scarcity")) == 4
    assert stopped.any()
    assert suspended.any()
    assert farm[stopped | suspended].max() < 1e-6
    assert farm.sum() > 1
    assert "control curves and drought stages fall away" in full.dataset.attrs["notes"]


def test_in_a_window_rules_hold_what_they_decide_before_its_first_step():
    """600, 560, 520, 480, ...: dry below 500 from day 4; windows of two begin on days 1, 3 and 5: saving from day 5."""
    stages = {
        "c": {
            "type": "drought_stages",
            "reservoirs": ["loch"],
            "stages": [{"name": "dry", "enter": "50 %", "leave": "60 %", "savings": {"town": 0.2}}],
        }
    }
    results = run(river(stages), "2001-01-01", 6, foresight={"window": 2, "advance": 2})
    assert series(results, "requested", "town") == [50, 50, 50, 50, 40, 40]
    assert series(results, "rule_state", "c") == [0, 0, 0, 0, 1, 1]
    assert "before the first step of each window" in results.dataset.attrs["notes"]


def test_a_dated_release_keeps_its_date_within_a_window():
    freshet = {"f": {"type": "freshets", "link": "release", "dates": ["01-04"], "days": 1, "flow": 60}}
    results = run(river(freshet), "2001-01-01", 6, foresight={"window": 6, "advance": 6})
    assert series(results, "minimum_flow_target", "release") == [10, 10, 10, 60, 10, 10]


# ---- own rules ----


def test_a_rule_of_ones_own():
    @register
    class EveryOtherDay(Rule):
        """Half of the town's water on every other day."""

        type_name = "every_other_day"

        def problems(self, basin):
            return []

        def set_up(self, name, site):
            at = site.positions("amount", ["town"])

            class Acting(ActingRule):
                def changes(self, memory, step):
                    return [Change("amount", at, "factor", np.array([[0.5]]))] if step % 2 else []

            return Acting()

    try:
        results = run(river({"mine": {"type": "every_other_day"}}), "2001-01-01", 4)
    finally:
        del RULE_TYPES["every_other_day"]
    assert series(results, "requested", "town") == [50, 25, 50, 25]
