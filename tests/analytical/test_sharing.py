"""Points 3 and 4: strict between priorities, lexicographic max-min of coverage within one."""

import pytest
from support.runs import last, run_case


def users(water: float, amounts: dict[str, float], *, priority: dict[str, int] | None = None) -> dict:
    """river(water) -> j -> every user, and the sea."""
    order = priority or {}
    nodes = {
        "river": {"type": "catchment", "inflow": water},
        "j": {"type": "junction"},
        "sea": {"type": "outlet"},
        **{
            name: {"type": "demand", "sector": "public", "amount": amount, "priority": order.get(name, 1)}
            for name, amount in amounts.items()
        },
    }
    links = [
        {"from": "river", "to": "j"},
        {"from": "j", "to": "sea"},
        *({"from": "j", "to": n} for n in amounts),
    ]
    return {"name": "users", "nodes": nodes, "links": links}


@pytest.mark.parametrize("count", [2, 3, 7, 20, 60])
def test_equal_users_share_equally(count):
    """100 Ml/d among n users of 10 each (or all of it where it suffices)."""
    results = run_case(users(97.0, {f"user_{i}": 10.0 for i in range(count)}))
    share = min(10.0, 97.0 / count)
    assert results.dataset["delivered"].values.ravel() == pytest.approx([share] * count, abs=1e-6)


def test_unequal_users_are_covered_equally_and_not_given_equal_amounts():
    """30 for a(10), b(20), c(30): everyone gets half."""
    results = run_case(users(30, {"a": 10, "b": 20, "c": 30}))
    assert [last(results, "delivered", name) for name in "abc"] == pytest.approx([5, 10, 15])


def test_strict_priorities():
    """25 for a(10 at 1), b(10 at 2), c(10 at 3)."""
    results = run_case(users(25, {"a": 10, "b": 10, "c": 10}, priority={"a": 1, "b": 2, "c": 3}))
    assert [last(results, "delivered", name) for name in "abc"] == pytest.approx([10, 10, 5])


def test_a_large_low_priority_wish_costs_a_small_high_one_nothing():
    results = run_case(users(25, {"a": 0.001, "b": 1e6}, priority={"a": 1, "b": 2}))
    assert last(results, "delivered", "a") == pytest.approx(0.001, rel=1e-6)


def test_an_unservable_user_drags_nobody_down():
    """cut_off hangs on a burn that is dry; a and b of the same priority are still fully served."""
    basin = users(20, {"a": 10, "b": 10})
    basin["nodes"]["dry"] = {"type": "catchment", "inflow": 0}
    basin["nodes"]["cut_off"] = {"type": "demand", "sector": "public", "amount": 10, "priority": 1}
    basin["links"] += [{"from": "dry", "to": "j"}, {"from": "dry", "to": "cut_off"}]
    results = run_case(basin)
    assert [last(results, "delivered", name) for name in ("a", "b", "cut_off")] == pytest.approx([10, 10, 0])


def test_a_user_behind_a_narrow_pipe_leaves_the_rest_to_the_others():
    """30 for a, b, c of 20 each, c's pipe carries 4: c 4, then 13 each."""
    basin = users(30, {"a": 20, "b": 20, "c": 20})
    basin["links"][-1]["max_flow"] = 4
    results = run_case(basin)
    assert [last(results, "delivered", name) for name in "abc"] == pytest.approx([13, 13, 4])


def test_several_bottlenecks_are_filled_one_after_the_other():
    """s1(6) -> a(10), b(10);  s2(8) -> b, c(10): b draws on both, 14 make 4.667 for each."""
    results = run_case(
        {
            "name": "two sources",
            "nodes": {
                "s1": {"type": "catchment", "inflow": 6},
                "s2": {"type": "catchment", "inflow": 8},
                "j1": {"type": "junction"},
                "j2": {"type": "junction"},
                **{name: {"type": "demand", "sector": "public", "amount": 10} for name in "abc"},
                "sea": {"type": "outlet"},
            },
            "links": [
                {"from": pair.split()[0], "to": pair.split()[1]}
                for pair in ["s1 j1", "s2 j2", "j1 a", "j1 b", "j2 b", "j2 c", "j1 sea", "j2 sea"]
            ],
        }
    )
    assert [last(results, "delivered", name) for name in "abc"] == pytest.approx([14 / 3] * 3)


def test_unlike_wishes_of_one_priority_share_by_coverage():
    """river(30) -> weir[keep 40 at 1] and town(20 at 1): both are covered by half."""
    results = run_case("""
name: mixed
nodes:
  river: {type: catchment, inflow: 30}
  weir: {type: gauge, environmental_flow: {amount: 40, priority: 1}}
  town: {type: demand, sector: public, amount: 20, priority: 1}
  sea: {type: outlet}
links: [{from: river, to: weir}, {from: weir, to: town}, {from: weir, to: sea}]
""")
    assert last(results, "gauge_flow", "weir") == pytest.approx(20)
    assert last(results, "delivered", "town") == pytest.approx(10)


def test_losses_on_the_way_do_not_change_who_is_fair():
    """100 for near(100) and far(100, loses half on the way): x + 2 x = 100."""
    basin = users(100, {"far": 100, "near": 100})
    basin["links"][2]["loss"] = 0.5
    results = run_case(basin)
    assert last(results, "delivered", "near") == pytest.approx(100 / 3)
    assert last(results, "delivered", "far") == pytest.approx(100 / 3)
