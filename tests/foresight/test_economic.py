"""Point 8: what must be kept comes first, then the greatest value less cost."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from foresight.command_line import assert_terms_add_up, call, days_of
from foresight.economic_networks import economic_basins, with_node_keys
from foresight.horizon_runs import Window, foresee
from hypothesis import given
from hypothesis import strategies as st
from stacking.plain_model import PlainHorizon
from stacking.plain_numbers import greatest_value, set_numbers
from support.examples import large, small
from support.quick_runs import FIRST_DAY
from support.runs import last, run_days, write_case

import basinsim as bs
from basinsim.errors import RunError

Basin = dict[str, Any]
EVERY_FORESIGHT = ["none", {"window": 2, "advance": 1}, {"window": 2, "advance": 2}, "full"]
every_foresight = pytest.mark.parametrize("foresight", EVERY_FORESIGHT, ids=str)


def each(*values: float) -> dict[str, list[float]]:
    return {"values": list(values)}


def river_and(users: dict[str, dict[str, Any]], inflow: Any = 10, **nodes: dict[str, Any]) -> Basin:
    """river -> weir -> every user, and the sea."""
    return {
        "name": "river",
        "nodes": {
            "river": {"type": "catchment", "inflow": inflow},
            "weir": {"type": "gauge"} | nodes.pop("weir", {}),
            "sea": {"type": "outlet"},
            **{name: {"type": "demand", "sector": "agriculture", **user} for name, user in users.items()},
            **nodes,
        },
        "links": [
            {"from": "river", "to": "weir"},
            {"name": "down", "from": "weir", "to": "sea"},
            *({"name": f"to_{name}", "from": "weir", "to": name} for name in users),
        ],
    }


def loch_and(users: dict[str, dict[str, Any]], inflow: Any = 0, **loch: Any) -> Basin:
    """burn -> loch -> every user, and the sea."""
    return {
        "name": "loch",
        "nodes": {
            "burn": {"type": "catchment", "inflow": inflow},
            "loch": {"type": "reservoir", "capacity": 100} | loch,
            "sea": {"type": "outlet"},
            **{name: {"type": "demand", "sector": "agriculture", **user} for name, user in users.items()},
        },
        "links": [
            {"from": "burn", "to": "loch"},
            {"from": "loch", "to": "sea"},
            *({"name": f"to_{name}", "from": "loch", "to": name} for name in users),
        ],
    }


def run(basin: Basin, days: int, foresight: Any, **settings: Any) -> Any:
    return run_days(basin, days, foresight=foresight, objective="economic", **settings)


# ---- what comes first ------------------------------------------------------------------------------


@every_foresight
def test_what_must_be_kept_comes_first_whatever_the_value(foresight: Any) -> None:
    """10 Ml/d: the weir keeps 5, the town has 2 essential, the rich farm the other 3."""
    users = {
        "farm": {"amount": 10, "value": 1000},
        "town": {"amount": 4, "value": 1, "priority": 7, "essential": {"amount": 2, "priority": 3}},
    }
    basin = river_and(users, weir={"environmental_flow": {"amount": 5, "priority": 9}})
    results = run(basin, 3, foresight)
    assert results.dataset["gauge_flow"].values.ravel() == pytest.approx([5] * 3)
    assert results.dataset["essential_delivered"].sel(demand="town").values.ravel() == pytest.approx([2] * 3)
    assert results.dataset["delivered"].sel(demand="farm").values.ravel() == pytest.approx([3] * 3)
    assert results.dataset.attrs["objective_value"] == pytest.approx(3 * (2 * 1 + 3 * 1000))


@every_foresight
def test_minimum_flows_come_first_whatever_they_cost(foresight: Any) -> None:
    basin = river_and({"farm": {"amount": 10, "value": 1000}})
    basin["links"][1] |= {"min_flow": {"amount": 6, "priority": 5}, "cost": 70}
    results = run(basin, 2, foresight)
    assert results.dataset["flow"].sel(link="down").values.ravel() == pytest.approx([6, 6])
    assert results.dataset["delivered"].values.ravel() == pytest.approx([4, 4])
    assert results.dataset.attrs["objective_value"] == pytest.approx(2 * (4 * 1000 - 6 * 70))


@every_foresight
def test_among_themselves_they_keep_their_priorities(foresight: Any) -> None:
    """3 Ml/d for an essential need of 2 at priority 1 and a weir of 2 at priority 2."""
    users = {"town": {"amount": 2, "priority": 5, "essential": {"amount": 2, "priority": 1}}}
    basin = river_and(users, 3, weir={"environmental_flow": {"amount": 2, "priority": 2}})
    results = run(basin, 2, foresight)
    assert results.dataset["delivered"].values.ravel() == pytest.approx([2, 2])
    assert results.dataset["gauge_flow"].values.ravel() == pytest.approx([1, 1])


@every_foresight
def test_the_rest_of_a_demand_has_no_priority_any_more(foresight: Any) -> None:
    users = {
        "poor": {"amount": 10, "value": 1, "priority": 1},
        "rich": {"amount": 6, "value": 2, "priority": 9},
    }
    results = run(river_and(users), 2, foresight)
    assert last(results, "delivered", "rich") == pytest.approx(6)
    assert last(results, "delivered", "poor") == pytest.approx(4)


def test_essential_needs_of_tomorrow_come_before_the_value_of_today() -> None:
    users = {
        "farm": {"amount": each(10, 0), "value": 1000},
        "town": {"amount": each(0, 8), "essential": {"amount": each(0, 8), "priority": 1}},
    }
    basin = loch_and(users, initial=10)
    ahead = foresee(basin, 2, "full", economic=True)
    assert ahead.series("delivered")["town"] == pytest.approx([0, 8])
    assert ahead.series("delivered")["farm"] == pytest.approx([2, 0])
    assert foresee(basin, 2, "none", economic=True).series("delivered")["farm"] == pytest.approx([10, 0])


# ---- what pays -------------------------------------------------------------------------------------


@every_foresight
def test_water_goes_to_whom_it_is_worth_most(foresight: Any) -> None:
    """5 at 100, 8 at 50, 2 at 40, then 10: of 14 Ml the one with the curve has 5 + 1, the other 8."""
    users = {
        "curved": {"amount": 20, "value": [[5, 100], [2, 40], [3, 10]]},
        "flat": {"amount": 8, "value": 50},
    }
    results = run(river_and(users, 14), 2, foresight)
    assert last(results, "delivered", "curved") == pytest.approx(6)
    assert last(results, "delivered", "flat") == pytest.approx(8)
    assert results.dataset.attrs["objective_value"] == pytest.approx(2 * (500 + 400 + 40))
    assert_terms_add_up(results.dataset)


@every_foresight
def test_beyond_its_curve_water_is_worth_nothing_and_does_no_harm(foresight: Any) -> None:
    """25 Ml: 10 on the curve, 8 flat; nobody pays for the other 7."""
    users = {
        "curved": {"amount": 20, "value": [[5, 100], [2, 40], [3, 10]]},
        "flat": {"amount": 8, "value": 50},
    }
    results = run(river_and(users, 25), 2, foresight)
    assert last(results, "delivered", "curved") >= 10 - 1e-6
    assert results.dataset.attrs["objective_value"] == pytest.approx(2 * (500 + 80 + 30 + 400))


def test_the_amounts_of_a_curve_are_rates() -> None:
    """A week of 6 Ml/d: 35 Ml at 100 and 7 at 40."""
    basin = river_and({"curved": {"amount": 20, "value": [[5, 100], [2, 40]]}}, 6)
    results = run(basin, 7, "full", step="week")
    assert results.dataset.attrs["objective_value"] == pytest.approx(35 * 100 + 7 * 40)


@every_foresight
def test_a_curve_on_a_link(foresight: Any) -> None:
    """The first 4 down the river are worth 9, the next 4 only 2: the farm at 5 has the rest of 10."""
    basin = river_and({"farm": {"amount": 10, "value": 5}})
    basin["links"][1]["value"] = [[4, 9], [4, 2]]
    results = run(basin, 2, foresight)
    assert last(results, "flow", "down") == pytest.approx(4)
    assert last(results, "delivered", "farm") == pytest.approx(6)
    assert results.dataset.attrs["objective_value"] == pytest.approx(2 * (36 + 30))


@every_foresight
def test_what_would_do_harm_is_never_delivered(foresight: Any) -> None:
    users = {
        "harmed": {"amount": 5, "value": -1},
        "sated": {"amount": 5, "value": [[2, 3], [3, -2]]},
    }
    results = run(river_and(users), 2, foresight)
    assert last(results, "delivered", "harmed") == pytest.approx(0, abs=1e-9)
    assert results.dataset.attrs["objective_value"] == pytest.approx(2 * 6)


@every_foresight
@pytest.mark.parametrize(("value", "delivered"), [(74, 0), (77, 3.8)])
def test_what_costs_more_than_it_is_worth_is_not_delivered(
    foresight: Any, value: float, delivered: float
) -> None:
    """
    4 Ml/d; each taken in costs 10 on the way and 60 in the works, 5 % are lost, and 3 more on the main.

    (70 + 0.95 x 3) / 0.95 = 76.7 GBP for each Ml delivered.
    """
    basin = river_and({}, 4, works={"type": "works", "loss": 0.05, "cost": 60, "capacity": 4})
    basin["nodes"]["town"] = {"type": "demand", "sector": "public", "amount": 10, "value": value}
    basin["links"] += [
        {"name": "raise", "from": "weir", "to": "works", "cost": 10, "loss": 0.0},
        {"name": "main", "from": "works", "to": "town", "cost": 3},
    ]
    results = run(basin, 2, foresight)
    assert last(results, "delivered", "town") == pytest.approx(delivered, abs=1e-9)
    expected = 2 * (3.8 * (value - 3) - 4 * 70) if delivered else 0
    assert results.dataset.attrs["objective_value"] == pytest.approx(expected, abs=1e-6)
    terms = results.dataset["objective_term"].isel(member=0)
    if delivered:
        assert float(terms.sel(term="works cost")) == pytest.approx(-2 * 4 * 60)
        assert float(terms.sel(term="link cost")) == pytest.approx(-2 * (4 * 10 + 3.8 * 3))
    assert_terms_add_up(results.dataset)


@every_foresight
@pytest.mark.parametrize(("value", "farmed"), [(1.47, 0), (1.48, 10)])
def test_energy_competes_with_irrigation(foresight: Any, value: float, farmed: float) -> None:
    """1 Ml through 10 m at 90 % makes 24.525 kWh; at 60 GBP/MWh that is 1.4715 GBP."""
    turbine = {"type": "hydropower", "head": 10, "efficiency": 0.9, "value": 60}
    basin = river_and({"farm": {"amount": 10, "value": value}}, turbine=turbine)
    basin["links"] += [{"from": "weir", "to": "turbine"}, {"from": "turbine", "to": "sea"}]
    results = run(basin, 2, foresight)
    assert last(results, "delivered", "farm") == pytest.approx(farmed, abs=1e-9)
    terms = results.dataset["objective_term"].isel(member=0)
    assert float(terms.sel(term="energy")) == pytest.approx(2 * 1.4715 * (10 - farmed))
    assert results.dataset["energy"].values.sum() == pytest.approx(2 * 0.024525 * (10 - farmed))


# ---- the end ---------------------------------------------------------------------------------------


@every_foresight
@pytest.mark.parametrize(("end_value", "kept"), [(4, 0), (6, 30)])
def test_water_stays_where_its_end_value_is_more_than_what_is_paid(
    foresight: Any, end_value: float, kept: float
) -> None:
    """30 Ml, a farm that takes 10 a day at 5 GBP."""
    basin = loch_and({"farm": {"amount": 10, "value": 5}}, initial=30, end_value=end_value)
    results = run(basin, 3, foresight)
    assert last(results, "storage", "loch") == pytest.approx(kept, abs=1e-6)
    assert not any("end_value" in note for note in results.notes)


@every_foresight
def test_the_objective_counts_what_is_left_once_at_the_end(foresight: Any) -> None:
    """5 + 3 a day less 2 a day for the town at 10 GBP: 9 Ml are left after four days, at 3 GBP."""
    basin = loch_and({"town": {"amount": 2, "value": 10}}, 3, initial=5, end_value=3)
    results = run(basin, 4, foresight)
    terms = results.dataset["objective_term"].isel(member=0)
    assert float(terms.sel(term="water delivered")) == pytest.approx(80)
    assert float(terms.sel(term="water left")) == pytest.approx(27)
    assert results.dataset.attrs["objective_value"] == pytest.approx(107)


@every_foresight
def test_without_end_value_the_run_says_that_stores_will_be_emptied(foresight: Any) -> None:
    results = run(loch_and({"farm": {"amount": 10, "value": 5}}, initial=30), 3, foresight)
    assert any("end_value" in note and "loch" in note for note in results.notes) == (foresight != "full")
    assert last(results, "storage", "loch") == pytest.approx(0, abs=1e-6)


def test_foresight_sells_when_the_price_is_highest() -> None:
    """20 Ml, 10 a day: 4, 9, 6 GBP. Two days ahead all is sold before the third."""
    basin = loch_and({"farm": {"amount": 10, "value": each(4, 9, 6)}}, initial=20)
    earned = {
        foresight: foresee(basin, 3, foresight, economic=True).money() for foresight in ("none", "full")
    }
    assert earned["full"] == pytest.approx(10 * 9 + 10 * 6)
    assert earned["none"] == pytest.approx(10 * 4 + 10 * 9)
    assert foresee(basin, 3, (2, 1), economic=True).money() == pytest.approx(10 * 4 + 10 * 9)
    assert foresee(basin, 3, (3, 1), economic=True).money() == pytest.approx(10 * 9 + 10 * 6)


def test_what_is_not_sold_is_stored() -> None:
    results = run(loch_and({"farm": {"amount": 2, "value": 5}}, 6, initial=0), 4, "full")
    assert results.dataset["storage"].values.ravel() == pytest.approx([4, 8, 12, 16])


def test_final_storage_is_hard() -> None:
    """30 Ml, 10 a day at 9, 8 and 7 GBP, 15 to be kept: 10 and 5 are sold."""
    basin = loch_and({"farm": {"amount": 10, "value": each(9, 8, 7)}}, initial=30, final=15)
    for foresight in ("full", {"window": 3, "advance": 1}):
        results = run(basin, 3, foresight)
        assert last(results, "storage", "loch") == pytest.approx(15)
        assert results.dataset["delivered"].values.ravel() == pytest.approx([10, 5, 0], abs=1e-6)


def test_final_storage_comes_before_what_must_be_kept() -> None:
    """It is a limit then, and not a wish: the weir goes short."""
    basin = loch_and({}, initial=30, final=25)
    basin["nodes"]["weir"] = {"type": "gauge", "environmental_flow": {"amount": 5, "priority": 1}}
    basin["links"] += [{"from": "loch", "to": "weir"}, {"from": "weir", "to": "sea"}]
    run_ = foresee(basin, 2, "full", economic=True)
    assert run_.series("storage")["loch"][-1] == pytest.approx(25)
    assert run_.series("gauge_flow")["weir"].sum() == pytest.approx(5)


def test_final_storage_is_not_used_without_foresight_and_the_run_says_so() -> None:
    results = run(loch_and({"farm": {"amount": 10, "value": 5}}, initial=30, final=15), 3, "none")
    assert last(results, "storage", "loch") == pytest.approx(0, abs=1e-6)
    assert any("final storage" in note and "loch" in note for note in results.notes)


# ---- what cannot be done ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "foresight", ["full", {"window": 3, "advance": 1}, {"window": 9, "advance": 9}], ids=str
)
def test_a_final_storage_out_of_reach_is_named_with_what_can_be_reached(foresight: Any) -> None:
    """10 Ml and 1 a day for three days: 13 at most, if nobody takes any."""
    basin = loch_and({"farm": {"amount": 10, "value": 0}}, 1, initial=10, final=50)
    with pytest.raises(RunError) as caught:
        run(basin, 3, foresight)
    for word in ("'loch'", "50 Ml", "13 Ml", "2001-01-03"):
        assert word in str(caught.value)
    # The smallest change that mends it is the one that is named.
    mended = run(with_node_keys(basin, {"loch": {"final": 13}}), 3, foresight)
    assert last(mended, "storage", "loch") == pytest.approx(13)


def test_only_the_final_storages_that_are_out_of_reach_are_named() -> None:
    basin = loch_and({}, 1, initial=10, final=50)
    basin["nodes"]["pond"] = {"type": "reservoir", "capacity": 20, "initial": 20, "final": 20}
    basin["nodes"]["tarn"] = {"type": "reservoir", "capacity": 20, "initial": 6, "final": 7}
    basin["links"] += [{"from": "pond", "to": "sea"}, {"from": "tarn", "to": "sea"}]
    with pytest.raises(RunError) as caught:
        run(basin, 3, "full")
    assert "'loch'" in str(caught.value)
    assert "'tarn'" in str(caught.value)
    assert "6 Ml" in str(caught.value)
    assert "'pond'" not in str(caught.value)


def test_a_final_storage_above_the_capacity_is_explained() -> None:
    with pytest.raises(RunError) as caught:
        run(loch_and({}, 100, initial=90, final=120), 3, "full")
    for word in ("'loch'", "120 Ml", "100 Ml"):
        assert word in str(caught.value)


def test_two_final_storages_that_need_the_same_water_are_explained() -> None:
    """10 Ml in the tarn for two ponds that are to have 8 each."""
    basin = {
        "name": "two ponds",
        "nodes": {
            "tarn": {"type": "reservoir", "capacity": 20, "initial": 10},
            "one": {"type": "reservoir", "capacity": 20, "initial": 0, "final": 8},
            "two": {"type": "reservoir", "capacity": 20, "initial": 0, "final": 8},
            "sea": {"type": "outlet"},
        },
        "links": [
            {"from": "tarn", "to": "one"},
            {"from": "tarn", "to": "two"},
            {"from": "one", "to": "sea", "value": 1},
            {"from": "two", "to": "sea"},
        ],
    }
    with pytest.raises(RunError, match=r"'(one|two)' is to end with 8 Ml") as caught:
        run(basin, 2, "full")
    assert "2 Ml" in str(caught.value)


def test_a_final_storage_out_of_reach_ends_the_program_with_status_1(tmp_path: Path) -> None:
    scenario = write_case(
        tmp_path,
        loch_and({}, 1, initial=10, final=50),
        period=days_of(3),
        foresight="full",
        objective="economic",
    )
    finished = call("run", scenario, "--no-figures", "--no-report", "-o", tmp_path / "results")
    assert finished.returncode == 1
    assert "'loch'" in finished.stderr
    assert "13 Ml" in finished.stderr
    assert "Traceback" not in finished.stderr
    assert not (tmp_path / "results" / "scenario").exists()


def pumped_storage(cost: float, **pump: Any) -> Basin:
    """upper -> turbine -> lower -> pump -> upper; 100 m are worth 0.2725 x 60 x 0.9 = 14.7 GBP/Ml."""
    return {
        "name": "round and round",
        "nodes": {
            "upper": {"type": "reservoir", "capacity": 100, "initial": 50},
            "turbine": {"type": "hydropower", "head": 100, "efficiency": 0.9, "value": 60},
            "lower": {"type": "reservoir", "capacity": 100, "initial": 50},
        },
        "links": [
            {"from": "upper", "to": "turbine"},
            {"from": "turbine", "to": "lower"},
            {"name": "pump", "from": "lower", "to": "upper", "cost": cost, **pump},
        ],
    }


@every_foresight
def test_value_without_end_is_refused(foresight: Any) -> None:
    with pytest.raises(RunError, match="max_flow"):
        run(pumped_storage(14), 2, foresight)


@every_foresight
def test_value_without_end_on_links_is_refused(foresight: Any) -> None:
    basin = pumped_storage(14)
    basin["nodes"]["turbine"]["value"] = 0
    basin["links"][0]["value"] = 15
    with pytest.raises(RunError, match="max_flow"):
        run(basin, 2, foresight)


@every_foresight
def test_a_limit_gives_value_an_end(foresight: Any) -> None:
    """10 Ml a day go round; each earns 14.715 - 14."""
    results = run(pumped_storage(14, max_flow=10), 2, foresight)
    assert last(results, "flow", "pump") == pytest.approx(10)


@every_foresight
def test_a_loop_that_does_not_pay_is_no_value_without_end(foresight: Any) -> None:
    results = run(pumped_storage(15), 2, foresight)
    assert results.dataset["flow"].sel(link="pump").values == pytest.approx(0, abs=1e-6)


def test_value_without_end_ends_the_program_with_status_1(tmp_path: Path) -> None:
    scenario = write_case(
        tmp_path, pumped_storage(14), period=days_of(2), foresight="full", objective="economic"
    )
    finished = call("run", scenario, "--no-figures", "--no-report", "-o", tmp_path / "results")
    assert finished.returncode == 1
    assert "max_flow" in finished.stderr
    assert "Traceback" not in finished.stderr


# ---- the upper bound -------------------------------------------------------------------------------


def full_foresight_is_never_worse(
    basin: Basin, steps: int, end_value: float, foresight: str | Window
) -> None:
    reservoirs = [name for name, node in basin["nodes"].items() if node["type"] == "reservoir"]
    valued = with_node_keys(basin, {name: {"end_value": end_value} for name in reservoirs})
    other = foresee(valued, steps, foresight, economic=True)
    reached = {name: {"final": float(values[-1])} for name, values in other.series("storage").items()}
    full = foresee(with_node_keys(basin, reached), steps, "full", economic=True)
    assert full.money() >= other.money("water left") - 1e-6 * max(1.0, size_of_money(other, full))


def size_of_money(*runs: Any) -> float:
    return max(abs(float(value[0])) for run_ in runs for value in (*run_.simulated.money.values(), [0.0]))


FORESIGHTS = st.sampled_from(["none", "none", (1, 1), (2, 1), (3, 3)])


@given(economic_basins(4), st.sampled_from([0, 15, 60]), FORESIGHTS)
@small(12)
def test_full_foresight_is_never_worse(basin: Basin, end_value: float, foresight: str | Window) -> None:
    full_foresight_is_never_worse(basin, 4, end_value, foresight)


@pytest.mark.slow
@given(economic_basins(10, 7), st.sampled_from([0, 15, 60]), FORESIGHTS)
@large(120)
def test_full_foresight_is_never_worse_often(basin: Basin, end_value: float, foresight: str | Window) -> None:
    full_foresight_is_never_worse(basin, 10, end_value, foresight)


def value_is_that_of_a_plain_model(basin: Basin, steps: int, days: int) -> None:
    run_ = foresee(basin, steps, "full", days=days, economic=True)
    first_days = [FIRST_DAY + timedelta(days=t * days) for t in range(steps)]
    plain = PlainHorizon(basin, first_days)
    set_numbers(plain, [float(days)] * steps)
    near = 1e-6 * max(1.0, size_of_money(run_))
    assert run_.money() == pytest.approx(greatest_value(plain), abs=near)


@given(economic_basins(4), st.sampled_from([1, 7]))
@small(12)
def test_the_value_is_that_of_a_plain_model_of_the_horizon(basin: Basin, days: int) -> None:
    value_is_that_of_a_plain_model(basin, 4, days)


@pytest.mark.slow
@given(economic_basins(12, 7), st.sampled_from([1, 30]))
@large(60)
def test_the_value_is_that_of_a_plain_model_of_the_horizon_often(basin: Basin, days: int) -> None:
    value_is_that_of_a_plain_model(basin, 12, days)


# ---- odd prices ------------------------------------------------------------------------------------


@pytest.mark.parametrize("prices", [(10, 0, 10), (0, 10, 10), (10, 10, 0), (0, 0, 0)], ids=str)
@every_foresight
def test_a_window_in_which_nothing_is_worth_anything(prices: tuple[float, ...], foresight: Any) -> None:
    basin = river_and({"farm": {"amount": 2, "value": each(*prices)}}, 5)
    results = run(basin, 3, {"window": 1, "advance": 1} if foresight == "full" else foresight)
    assert results.dataset["inflow"].sum() == pytest.approx(15)
    if any(prices):
        assert results.dataset.attrs["objective_value"] == pytest.approx(2 * sum(prices))
    if any(prices) and foresight != "none":
        # Water beyond the 2 Ml/d of the farm has no value on any day.
        assert results.dataset["shadow_price"].sel(node="weir").values == pytest.approx(0, abs=1e-9)


def test_members_are_independent_and_the_objective_is_their_mean(tmp_path: Path) -> None:
    """Two members of 3 and 5 Ml/d at 10 GBP."""
    basin = river_and(
        {"farm": {"amount": 10, "value": 10}}, {"file": "inflow.nc", "variable": "river", "unit": "Ml/d"}
    )
    days = np.arange(np.datetime64("2001-01-01"), np.datetime64("2001-01-05"))
    series = xr.DataArray(
        [[3.0] * 4, [5.0] * 4], dims=("member", "time"), coords={"time": days.astype("datetime64[ns]")}
    )
    series.to_dataset(name="river").to_netcdf(tmp_path / "inflow.nc", engine="h5netcdf")
    settings = {"period": days_of(4), "members": 2, "objective": "economic"}
    for foresight in EVERY_FORESIGHT:
        dataset = bs.run(write_case(tmp_path, basin, foresight=foresight, **settings)).dataset
        assert dataset["objective_term"].sum("term").values == pytest.approx([120, 200])
        assert dataset.attrs["objective_value"] == pytest.approx(160)
        if foresight != "none":
            assert dataset["shadow_price"].sel(node="weir").values == pytest.approx(np.full((2, 4), 10))
