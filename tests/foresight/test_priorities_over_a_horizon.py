"""Point 7: strict priorities over a horizon, shortage shared among users and spread over time."""

from itertools import accumulate
from typing import Any

import numpy as np
import pytest
from foresight.horizon_runs import Foreseen, foresee, price_of_missing
from hypothesis import given
from hypothesis import strategies as st
from support.examples import large, small
from support.oracle import TAKERS, Book, Start, Wish
from support.random_networks import Kind, basins
from support.runs import last, run_case, run_days

Basin = dict[str, Any]
WITHIN = 0.01
"""Share of a wish by which equal users may differ."""


def loch_and(
    users: dict[str, dict[str, Any]], *, initial: float, inflow: Any = 0, capacity: float = 100
) -> Basin:
    """burn(inflow) -> loch -> every user, and the sea."""
    nodes = {
        "burn": {"type": "catchment", "inflow": inflow},
        "loch": {"type": "reservoir", "capacity": capacity, "initial": initial},
        "sea": {"type": "outlet"},
        **{name: {"type": "demand", "sector": "public", **user} for name, user in users.items()},
    }
    links = [
        {"from": "burn", "to": "loch"},
        {"from": "loch", "to": "sea"},
        *({"from": "loch", "to": name} for name in users),
    ]
    return {"name": "loch", "nodes": nodes, "links": links}


def each(*values: float) -> dict[str, list[float]]:
    return {"values": list(values)}


# ---- saving, sharing, spreading --------------------------------------------------------------------


def test_water_is_saved_for_a_known_drought() -> None:
    """10 Ml; the farm wants them today, the town (ahead of it) tomorrow."""
    users = {"farm": {"amount": each(10, 0), "priority": 2}, "town": {"amount": each(0, 10), "priority": 1}}
    basin = loch_and(users, initial=10)
    knows_nothing, knows_all = foresee(basin, 2, "none"), foresee(basin, 2, "full")
    assert knows_nothing.series("delivered")["farm"] == pytest.approx([10, 0])
    assert knows_nothing.series("delivered")["town"] == pytest.approx([0, 0])
    assert knows_all.series("delivered")["farm"] == pytest.approx([0, 0], abs=1e-6)
    assert knows_all.series("delivered")["town"] == pytest.approx([0, 10])
    assert knows_all.series("storage")["loch"] == pytest.approx([10, 0], abs=1e-6)


def test_only_what_the_drought_needs_is_saved() -> None:
    """10 Ml and 3 more tomorrow; the town wants 8 tomorrow: 5 are saved, the farm has the other 5."""
    users = {"farm": {"amount": each(10, 0), "priority": 2}, "town": {"amount": each(0, 8), "priority": 1}}
    run = foresee(loch_and(users, initial=10, inflow=each(0, 3)), 2)
    assert run.series("delivered")["farm"] == pytest.approx([5, 0], abs=1e-6)
    assert run.series("delivered")["town"] == pytest.approx([0, 8])


def test_shortage_of_one_user_is_spread_over_its_steps() -> None:
    """60 Ml for ten days of 10: six a day, and not six days full and four days empty."""
    run = foresee(loch_and({"town": {"amount": 10}}, initial=60), 10)
    assert run.series("delivered")["town"] == pytest.approx([6] * 10, abs=10 * WITHIN)
    assert run.series("delivered")["town"].sum() == pytest.approx(60)


def test_shortage_is_spread_in_shares_of_what_is_asked_for() -> None:
    """30 Ml for 10, 20 and 30: half of each."""
    run = foresee(loch_and({"town": {"amount": each(10, 20, 30)}}, initial=30), 3)
    assert run.series("delivered")["town"] / [10, 20, 30] == pytest.approx([0.5] * 3, abs=WITHIN)


def test_shortage_is_spread_no_further_than_water_can_be_kept() -> None:
    """20 Ml for three days and 30 in a loch of 20 for the next three: two thirds, then everything."""
    run = foresee(
        loch_and({"town": {"amount": 10}}, initial=20, inflow=each(0, 0, 0, 30, 0, 0), capacity=20), 6
    )
    expected = [20 / 3] * 3 + [10] * 3
    assert run.series("delivered")["town"] == pytest.approx(expected, abs=10 * WITHIN)


def test_water_is_not_moved_back_in_time() -> None:
    """2 a day of inflow and an empty loch: the first day has 2, and the rain of the third is for later."""
    run = foresee(loch_and({"town": {"amount": 10}}, initial=0, inflow=each(2, 2, 26, 0)), 4)
    assert run.series("delivered")["town"] == pytest.approx([2, 2, 10, 10], abs=10 * WITHIN)
    assert run.series("storage")["loch"] == pytest.approx([0, 0, 16, 6], abs=10 * WITHIN)


@pytest.mark.parametrize("count", [2, 3, 7])
def test_equal_users_share_within_a_hundredth_in_every_step(count: int) -> None:
    users = {f"user_{i}": {"amount": each(10, 5, 8, 10, 2)} for i in range(count)}
    run = foresee(loch_and(users, initial=11 * count, inflow=each(3, 1, 0, 7, 0)), 5)
    coverage = run.array("delivered") / np.array([[10], [5], [8], [10], [2]])
    assert coverage.max() < 1
    assert np.ptp(coverage, axis=1).max() <= WITHIN + 1e-6
    # The whole horizon is one shortage, so steps are alike too.
    assert np.ptp(coverage) <= WITHIN + 1e-6


def test_unequal_users_are_covered_alike() -> None:
    users = {"a": {"amount": 10}, "b": {"amount": 20}, "c": {"amount": 1}}
    run = foresee(loch_and(users, initial=62), 4)
    coverage = run.array("delivered") / [10, 20, 1]
    assert coverage == pytest.approx(np.full((4, 3), 0.5), abs=WITHIN)


def test_a_user_who_cannot_be_served_drags_nobody_down() -> None:
    """The pipe of c carries 1 of 10: a and b share the other 36 over two days."""
    basin = loch_and({name: {"amount": 10} for name in "abc"}, initial=30)
    basin["links"][-1]["max_flow"] = 1
    run = foresee(basin, 2)
    assert run.series("delivered")["c"] == pytest.approx([1, 1])
    for name in "ab":
        assert run.series("delivered")[name] == pytest.approx([7, 7], abs=10 * WITHIN)


def test_essential_needs_come_just_ahead_of_the_rest() -> None:
    """8 Ml over two days, essential 3 a day of 10: six essential, the other two shared."""
    town = {"amount": 10, "priority": 2, "essential": {"amount": 3}}
    run = foresee(loch_and({"town": town}, initial=8), 2)
    assert run.series("essential_delivered")["town"] == pytest.approx([3, 3])
    assert run.series("delivered")["town"] == pytest.approx([4, 4], abs=7 * WITHIN)


def test_an_environmental_flow_is_kept_over_a_drought() -> None:
    """20 Ml: the weir is to have 4 a day for four days, the town behind it wants 10 today."""
    basin = loch_and({"town": {"amount": each(10, 0, 0, 0), "priority": 2}}, initial=20)
    basin["nodes"]["weir"] = {"type": "gauge", "environmental_flow": {"amount": 4, "priority": 1}}
    basin["links"][1] = {"from": "loch", "to": "weir"}
    basin["links"].append({"from": "weir", "to": "sea"})
    run = foresee(basin, 4)
    assert run.series("gauge_flow")["weir"] == pytest.approx([4] * 4)
    assert run.series("delivered")["town"] == pytest.approx([4, 0, 0, 0], abs=1e-6)


def test_an_annual_licence_is_spread_over_its_year() -> None:
    """45 Ml until 31 March for nine days of 10, then a new account: 5 a day, and 10 from 1 April."""
    basin = loch_and({"town": {"amount": 10}}, initial=100, inflow=100)
    basin["licences"] = {"intake": {"applies_to": ["town"], "annual": 45, "year_start": "01-10"}}
    run = foresee(basin, 13)
    expected = [5] * 9 + [10] * 4
    assert run.series("delivered")["town"] == pytest.approx(expected, abs=10 * WITHIN)
    used = list(accumulate(run.series("delivered")["town"][:9]))
    assert run.series("licence_used")["intake"][:9] == pytest.approx(used)
    assert run.series("licence_used")["intake"][9:] == pytest.approx([10, 20, 30, 40])


# ---- strict between priorities ---------------------------------------------------------------------


def shortage_by_place(basin: Basin, run: Foreseen, steps: int, pieces: int) -> dict[tuple[int, int], float]:
    """Return the sum over wishes and steps of amount x phi(missing share), by place in the order."""
    found: dict[tuple[int, int], float] = {}
    for step in range(steps):
        book = Book(basin, Start(dict.fromkeys(run.series("storage"), 0.0)), step)
        for wish, place in book.places.items():
            if book.asked(wish) > 0:
                missing = np.clip(1 - got(run, wish, step) / book.asked(wish), 0.0, 1.0)
                weighted = book.asked(wish) * float(price_of_missing(missing, pieces))
                found[place] = found.get(place, 0.0) + weighted
    return found


def got(run: Foreseen, wish: Wish, step: int) -> float:
    kind, name = wish
    delivered, essential = run.series("delivered"), run.series("essential_delivered")
    if kind == "rest":
        return float(delivered[name][step] - essential[name][step])
    variable = {
        "essential": "essential_delivered",
        "min_flow": "flow",
        "environmental_flow": "gauge_flow",
        "target_flow": "turbine_flow",
    }[kind]
    return float(run.series(variable)[name][step])


def asked_in_all(basin: Basin, steps: int) -> float:
    stores = {name: 0.0 for name, node in basin["nodes"].items() if node["type"] == "reservoir"}
    books = [Book(basin, Start(stores), step) for step in range(steps)]
    return sum(book.asked(wish) for book in books for wish in book.places)


def without(basin: Basin, *keys: str) -> Basin:
    """Leave keys out of all nodes and links."""
    nodes = {
        name: {key: value for key, value in node.items() if key not in keys}
        for name, node in basin["nodes"].items()
    }
    links = [{key: value for key, value in link.items() if key not in keys} for link in basin["links"]]
    return basin | {"nodes": nodes, "links": links}


def scaled(value: Any, factor: float) -> Any:
    if isinstance(value, dict):
        return {
            key: scaled(part, factor) if key in ("values", "amount") else part for key, part in value.items()
        }
    return [scaled(part, factor) for part in value] if isinstance(value, list) else value * factor


def where_nothing_overflows(basin: Basin) -> Basin:
    """Leave out licences on the river: overflow comes before all wishes, and whoever takes water eases it."""
    takers = {name for name, node in basin["nodes"].items() if node["type"] in TAKERS}
    licences = {
        name: licence
        for name, licence in basin.get("licences", {}).items()
        if takers.issuperset(licence["applies_to"])
    }
    kept = {key: value for key, value in basin.items() if key != "licences"}
    return kept | ({"licences": licences} if licences else {})


def with_last_wishes_raised(basin: Basin, factor: float) -> tuple[Basin, tuple[int, int]]:
    """Multiply the wishes of the last place in the order."""
    stores = {name: 0.0 for name, node in basin["nodes"].items() if node["type"] == "reservoir"}
    places = Book(basin, Start(stores)).places
    final = max(places.values())
    nodes, links = dict(basin["nodes"]), list(basin["links"])
    for (kind, name), place in places.items():
        if place != final:
            continue
        if kind == "rest":
            nodes[name] = nodes[name] | {"amount": scaled(nodes[name]["amount"], factor)}
        elif kind == "min_flow":
            at = next(
                i
                for i, link in enumerate(links)
                if name in (link.get("name"), f"{link['from']}->{link['to']}")
            )
            if "max_flow" not in links[at]:
                links[at] = links[at] | {"min_flow": scaled(links[at]["min_flow"], factor)}
        else:
            nodes[name] = nodes[name] | {kind: scaled(nodes[name][kind], factor)}
    return basin | {"nodes": nodes, "links": links}, final


def raising_the_last_wishes_costs_nobody_ahead_anything(basin: Basin, steps: int, factor: float) -> None:
    # What users give back can serve others, so that a larger wish may help those ahead of it.
    # So may one to which a link with a minimum flow leads.
    basin = where_nothing_overflows(without(basin, "returns"))
    links = [
        {
            key: value
            for key, value in link.items()
            if key != "min_flow" or basin["nodes"][link["to"]]["type"] not in TAKERS
        }
        for link in basin["links"]
    ]
    basin |= {"links": links}
    raised, final = with_last_wishes_raised(basin, factor)
    run, other = foresee(basin, steps), foresee(raised, steps)
    size = max(1.0, asked_in_all(raised, steps))
    for pieces in (10, 100):
        before = shortage_by_place(basin, run, steps, pieces)
        after = shortage_by_place(raised, other, steps, pieces)
        for place in [place for place in before if place < final]:
            assert after[place] == pytest.approx(before[place], abs=1e-5 * size), (place, pieces)


@given(basins(Kind(steps=4, free_ways=True)), st.sampled_from([1.5, 10]))
@small(15)
def test_raising_the_last_wishes_costs_nobody_ahead_anything(basin: Basin, factor: float) -> None:
    raising_the_last_wishes_costs_nobody_ahead_anything(basin, 4, factor)


@pytest.mark.slow
@given(basins(Kind(steps=8, largest_river=7, free_ways=True)), st.sampled_from([1.5, 10, 1000]))
@large(90)
def test_raising_the_last_wishes_costs_nobody_ahead_anything_often(basin: Basin, factor: float) -> None:
    raising_the_last_wishes_costs_nobody_ahead_anything(basin, 8, factor)


def the_first_wishes_are_served_no_worse_than_step_by_step(basin: Basin, steps: int) -> None:
    # Overflow and evaporation come before all wishes, and over a horizon there may be less of them or more.
    basin = where_nothing_overflows(without(basin, "evaporation"))
    size = max(1.0, asked_in_all(basin, steps))
    ahead, step_by_step = (
        shortage_by_place(basin, foresee(basin, steps, foresight), steps, 10)
        for foresight in ("full", "none")
    )
    if ahead:
        first = min(ahead)
        assert ahead[first] <= step_by_step[first] + 1e-5 * size


@given(basins(Kind(steps=4, free_ways=True)))
@small(15)
def test_the_first_wishes_are_served_no_worse_than_step_by_step(basin: Basin) -> None:
    the_first_wishes_are_served_no_worse_than_step_by_step(basin, 4)


@pytest.mark.slow
@given(basins(Kind(steps=10, largest_river=7, free_ways=True)))
@large(90)
def test_the_first_wishes_are_served_no_worse_than_step_by_step_often(basin: Basin) -> None:
    the_first_wishes_are_served_no_worse_than_step_by_step(basin, 10)


# ---- final storage ---------------------------------------------------------------------------------


def test_final_storage_is_wished_for_after_all_users() -> None:
    basin = loch_and({"town": {"amount": each(4, 4), "priority": 9}}, initial=10)
    basin["nodes"]["loch"]["final"] = 8
    run = foresee(basin, 2)
    assert run.series("delivered")["town"] == pytest.approx([4, 4])
    assert run.series("storage")["loch"][-1] == pytest.approx(2)


def test_final_storage_comes_before_the_preference_of_sources() -> None:
    """Two lochs of 10 and a town of 10; left is drawn first, unless it is to end full."""
    basin = {
        "name": "two lochs",
        "nodes": {
            "left": {"type": "reservoir", "capacity": 10},
            "right": {"type": "reservoir", "capacity": 10},
            "town": {"type": "demand", "sector": "public", "amount": 5},
        },
        "links": [
            {"name": "first", "from": "left", "to": "town", "preference": 1},
            {"name": "second", "from": "right", "to": "town", "preference": 2},
        ],
    }
    usual = foresee(basin, 2)
    assert usual.array("storage")[-1] == pytest.approx([0, 10], abs=1e-6)
    basin["nodes"]["left"]["final"] = "100 %"
    kept = foresee(basin, 2)
    assert kept.array("storage")[-1] == pytest.approx([10, 0], abs=1e-6)


def test_final_storage_with_a_priority_of_its_own() -> None:
    """8 of 10 Ml are kept for the end, ahead of the town."""
    basin = loch_and({"town": {"amount": 5, "priority": 2}}, initial=10)
    basin["nodes"]["loch"]["final"] = {"amount": 8, "priority": 1}
    run = foresee(basin, 2)
    assert run.series("storage")["loch"][-1] == pytest.approx(8)
    assert run.series("delivered")["town"] == pytest.approx([1, 1], abs=5 * WITHIN)


def test_final_storage_on_the_priority_of_a_user_shares_with_it() -> None:
    """10 Ml for 8 at the end and 4 a day over three days: half of each."""
    basin = loch_and({"town": {"amount": 4, "priority": 2}}, initial=10)
    basin["nodes"]["loch"]["final"] = {"amount": 8, "priority": 2}
    run = foresee(basin, 3)
    assert run.series("storage")["loch"][-1] == pytest.approx(4, abs=8 * WITHIN)
    assert run.series("delivered")["town"] == pytest.approx([2] * 3, abs=4 * WITHIN)


def test_without_foresight_final_storage_is_not_used_and_the_run_says_so() -> None:
    basin = loch_and({"town": {"amount": 5, "priority": 2}}, initial=10)
    basin["nodes"]["loch"]["final"] = {"amount": 8, "priority": 1}
    results = run_days(basin, 2)
    assert last(results, "storage", "loch") == pytest.approx(0, abs=1e-6)
    assert any("final" in note and "loch" in note for note in results.notes)
    with_foresight = run_days(basin, 2, foresight="full")
    assert not any("final" in note for note in with_foresight.notes)


def test_final_storage_counts_at_the_end_of_the_period_only() -> None:
    """Rolling windows of two days: the first two know nothing of the end."""
    basin = loch_and({"town": {"amount": 2, "priority": 2}}, initial=12)
    basin["nodes"]["loch"]["final"] = {"amount": 6, "priority": 1}
    run = foresee(basin, 4, (2, 2))
    # 12 - 2 - 2 leave 8: two of them may be given in the last two days.
    assert run.series("delivered")["town"] == pytest.approx([2, 2, 1, 1], abs=2 * WITHIN)
    assert run.series("storage")["loch"][-1] == pytest.approx(6)


# ---- windows ---------------------------------------------------------------------------------------


def drought_on(day: int, steps: int, farm_on: int = 1) -> Basin:
    """10 Ml in the loch: the farm wants them early, the town (ahead of it) on a day to come."""
    farm, town = ([10.0 * (t + 1 == when) for t in range(steps)] for when in (farm_on, day))
    users = {"farm": {"amount": each(*farm), "priority": 2}, "town": {"amount": each(*town), "priority": 1}}
    return loch_and(users, initial=10)


@pytest.mark.parametrize(
    ("window", "saved"),
    [((1, 1), 0), ((3, 1), 0), ((3, 3), 0), ((4, 1), 10), ((4, 4), 10), ((5, 2), 10), ((9, 9), 10)],
)
def test_a_drought_is_prepared_for_once_it_is_inside_the_window(
    window: tuple[int, int], saved: float
) -> None:
    run = foresee(drought_on(4, 5), 5, window)
    assert run.series("delivered")["town"] == pytest.approx([0, 0, 0, saved, 0], abs=1e-6)
    assert run.series("delivered")["farm"] == pytest.approx([10 - saved, 0, 0, 0, 0], abs=1e-6)


@pytest.mark.parametrize(("window", "saved"), [((4, 4), 0), ((4, 1), 10), ((4, 2), 0), ((5, 5), 10)])
def test_what_comes_after_the_window_is_seen_once_it_has_moved_on(
    window: tuple[int, int], saved: float
) -> None:
    """Drought on day 5, the farm's wish on day 2: seen by then only if the window moves on each day."""
    run = foresee(drought_on(5, 5, farm_on=2), 5, window)
    assert run.series("delivered")["town"][4] == pytest.approx(saved, abs=1e-6)
    assert run.series("delivered")["farm"][1] == pytest.approx(10 - saved, abs=1e-6)


def test_a_window_longer_than_the_period_knows_all_of_it() -> None:
    basin = loch_and(
        {"town": {"amount": 10}, "farm": {"amount": 5, "priority": 2}}, initial=30, inflow=each(1, 9, 0, 4)
    )
    rolling, full = foresee(basin, 4, (50, 10)), foresee(basin, 4, "full")
    assert rolling.array("delivered") == pytest.approx(full.array("delivered"), abs=1e-6)


@pytest.mark.parametrize("window", [(1, 1), (2, 1), (2, 2), (3, 2), (4, 3), (5, 5), (7, 7), (9, 4)])
def test_windows_of_any_length_cover_the_period_once(window: tuple[int, int]) -> None:
    """Seven days, so that most last windows are short."""
    results = run_days(
        loch_and({"town": {"amount": 3}}, initial=10, inflow=each(1, 2, 3, 4, 5, 6, 7)),
        7,
        foresight={"window": window[0], "advance": window[1]},
    )
    assert results.dataset.sizes["time"] == 7
    assert results.dataset["inflow"].values.ravel() == pytest.approx([1, 2, 3, 4, 5, 6, 7])
    assert results.dataset["delivered"].values.ravel() == pytest.approx([3] * 7)
    assert results.dataset["storage"].values.ravel() == pytest.approx([8, 7, 7, 8, 10, 13, 17])
    assert results.dataset.attrs["mass_balance_error"] < 1e-6
    assert not any("pper bound" in note for note in results.notes)


def test_stores_of_a_window_end_no_emptier_than_step_by_step() -> None:
    """
    The tarn may be pumped into the loch (5 a day, half is lost), the loch is drawn before the moor.

    Step by step the loch (5) serves the first day; on the second the pump brings 2.5, the moor the
    rest. Whoever sees both days would pump on the first one too, to leave the moor alone, and so
    leave the tarn emptier than step by step.
    """
    basin = {
        "name": "pumped",
        "nodes": {
            "tarn": {"type": "reservoir", "capacity": 100},
            "loch": {"type": "reservoir", "capacity": 100, "initial": 5},
            "moor": {"type": "reservoir", "capacity": 100},
            "town": {"type": "demand", "sector": "public", "amount": 5},
        },
        "links": [
            {"name": "pump", "from": "tarn", "to": "loch", "max_flow": 5, "loss": 0.5},
            {"from": "loch", "to": "town"},
            {"from": "moor", "to": "town", "preference": 2},
        ],
    }
    ends = {
        foresight: {
            name: float(values[-1]) for name, values in foresee(basin, 2, foresight).series("storage").items()
        }
        for foresight in ("none", "full", (2, 2))
    }
    assert ends["none"] == pytest.approx({"tarn": 95, "loch": 0, "moor": 97.5}, abs=1e-6)
    assert ends["full"] == pytest.approx({"tarn": 90, "loch": 0, "moor": 100}, abs=1e-6)
    assert ends[2, 2] == pytest.approx(ends["none"], abs=1e-6)


def test_users_of_a_window_come_before_its_stores() -> None:
    """Step by step the farm's pipe (5 a day) brings 5; who sees it coming can start the day before."""
    basin = {
        "name": "slow pipe",
        "nodes": {
            "loch": {"type": "reservoir", "capacity": 100, "initial": 50},
            "pond": {"type": "reservoir", "capacity": 100, "initial": 0, "storage_priority": 2},
            "farm": {"type": "demand", "sector": "agriculture", "amount": each(0, 10)},
        },
        "links": [{"from": "loch", "to": "pond", "max_flow": 5}, {"from": "pond", "to": "farm"}],
    }
    assert foresee(basin, 2, "none").series("delivered")["farm"] == pytest.approx([0, 5], abs=1e-6)
    assert foresee(basin, 2, (2, 2)).series("delivered")["farm"] == pytest.approx([0, 10], abs=1e-6)


@pytest.mark.parametrize("foresight", ["full", {"window": 3, "advance": 2}, {"window": 2, "advance": 2}])
def test_a_warm_up_is_run_and_not_counted(foresight: Any) -> None:
    basin = loch_and({"town": {"amount": 4}}, initial=13, inflow=each(1, 0, 2, 1, 0, 3))
    whole = run_days(basin, 6, foresight=foresight).dataset
    period = {"start": "2001-01-01", "end": "2001-01-06", "warm_up": "2 days"}
    warm = run_case(basin, period=period, foresight=foresight).dataset
    assert warm.sizes["time"] == 4
    for variable in ("delivered", "storage", "flow"):
        assert warm[variable].values == pytest.approx(whole[variable].values[:, 2:], abs=1e-6)
    assert warm["start_storage"].values.ravel() == pytest.approx(whole["storage"].values[0, 1])
    assert warm.attrs["mass_balance_error"] < 1e-6


def test_delayed_returns_and_accounts_run_on_from_window_to_window() -> None:
    """The mill gives all its water back to above its own intake, one step later."""
    basin = {
        "name": "mill",
        "nodes": {
            "burn": {"type": "catchment", "inflow": each(10, 0, 0, 0, 0)},
            "j": {"type": "junction"},
            "mill": {
                "type": "demand",
                "sector": "industry",
                "amount": 10,
                "returns": {"to": "j", "fraction": 1},
            },
            "sea": {"type": "outlet"},
        },
        "links": [{"from": "burn", "to": "j"}, {"from": "j", "to": "mill"}, {"from": "j", "to": "sea"}],
        "licences": {"milling": {"applies_to": ["mill"], "annual": 35}},
    }
    for foresight in ("full", (2, 1), (2, 2), (3, 2), (1, 1)):
        run = foresee(basin, 5, foresight)
        assert run.series("delivered")["mill"].sum() == pytest.approx(35), foresight
        assert run.series("licence_used")["milling"][-1] == pytest.approx(35)
    assert foresee(basin, 5, (2, 2)).series("delivered")["mill"][:2] == pytest.approx([10, 10])


def test_a_licence_that_has_been_cut_below_what_was_used_makes_no_window_impossible() -> None:
    """150 Ml have been taken when the annual licence falls to 60: nothing more is taken, and the run goes on."""
    basin = loch_and({"town": {"amount": 50}}, initial=100, inflow=100)
    basin["licences"] = {"intake": {"applies_to": ["town"], "annual": each(200, 200, 200, 60, 60, 60)}}
    step_by_step = foresee(basin, 6, "none")
    assert step_by_step.series("delivered")["town"] == pytest.approx([50, 50, 50, 0, 0, 0], abs=1e-6)
    rolling = foresee(basin, 6, (3, 3))
    assert rolling.series("delivered")["town"] == pytest.approx([50, 50, 50, 0, 0, 0], abs=1e-6)


def only_users(basin: Basin) -> Basin:
    """Leave demands as the only wishes, and water as the only limit, without losses on the way."""
    basin = without(
        basin, "returns", "loss", "environmental_flow", "min_flow", "target_flow", "evaporation", "essential"
    )
    return {key: value for key, value in basin.items() if key != "licences"}


def a_window_of_one_step_gives_what_step_by_step_gives(basin: Basin) -> None:
    basin = only_users(basin)
    one, none = foresee(basin, 1, (1, 1)), foresee(basin, 1, "none")
    asked = {name: node["amount"] for name, node in basin["nodes"].items() if node["type"] == "demand"}
    near = WITHIN * sum(asked.values()) + 1e-6
    for name, volume in none.series("delivered").items():
        assert one.series("delivered")[name] == pytest.approx(volume, abs=near), name
    total = none.array("delivered").sum()
    assert one.array("delivered").sum() == pytest.approx(total, abs=1e-6 * max(1.0, total))


@given(basins(Kind(free_ways=True)))
@small(24)
def test_a_window_of_one_step_gives_what_step_by_step_gives(basin: Basin) -> None:
    """Without losses every sharing by a convex price is the max-min one, to a hundredth of the wishes."""
    a_window_of_one_step_gives_what_step_by_step_gives(basin)


@pytest.mark.slow
@given(basins(Kind(largest_river=8, free_ways=True)))
@large(150)
def test_a_window_of_one_step_gives_what_step_by_step_gives_often(basin: Basin) -> None:
    a_window_of_one_step_gives_what_step_by_step_gives(basin)


def test_windows_of_one_step_equal_step_by_step_where_nobody_is_short() -> None:
    basin = loch_and(
        {"town": {"amount": 3}, "farm": {"amount": 2, "priority": 2}}, initial=50, inflow=each(0, 9, 2, 70, 1)
    )
    one, none = foresee(basin, 5, (1, 1)), foresee(basin, 5, "none")
    for variable in ("delivered", "storage", "flow"):
        assert one.array(variable) == pytest.approx(none.array(variable), abs=1e-6), variable
