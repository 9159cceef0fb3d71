"""What sharing rules promise inside a network: strict priorities, nothing wasted, more water hurts nobody."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.examples import CLOSE, close, large, small
from support.oracle import Book, Wish, as_wish
from support.programme import SLACK
from support.quick_runs import Run, quick_run
from support.random_networks import RULES, Kind, sharing_basins, sizes
from support.sharing import Curve, curve_of

from basinsim.claims import RULES as CLAIMS_RULES

Basin = dict[str, Any]


def one_source(water: float, users: list[tuple[float, float | None]], rule: str) -> Basin:
    """river(water) -> j -> users, each (claim, what the pipe carries), and the sea."""
    names = [f"user_{i}" for i in range(len(users))]
    nodes = {
        "river": {"type": "catchment", "inflow": water},
        "j": {"type": "junction"},
        "sea": {"type": "outlet"},
        **{
            name: {"type": "demand", "sector": "public", "amount": claim}
            for name, (claim, _) in zip(names, users, strict=True)
        },
    }
    pipes = [
        {"from": "j", "to": name} | ({} if most is None else {"max_flow": most})
        for name, (_, most) in zip(names, users, strict=True)
    ]
    links = [{"from": "river", "to": "j"}, {"from": "j", "to": "sea"}, *pipes]
    return {"name": "one source", "nodes": nodes, "links": links, "sharing": [{"rule": rule}]}


def awards(water: float, users: list[tuple[float, float | None]], rule: str) -> list[float]:
    return list(quick_run(one_source(water, users, rule)).values("delivered").values())


ALL_RULES = sorted(CLAIMS_RULES)
CLAIMS = st.lists(sizes(), min_size=1, max_size=6)
PIPED = st.lists(st.tuples(sizes(zero=False), st.one_of(st.none(), sizes())), min_size=2, max_size=5)
PART = st.floats(0, 1.2)


@pytest.mark.parametrize("rule", ALL_RULES)
@given(claims=CLAIMS, part=st.one_of(PART, st.just(0.0)))
@small(6)
def test_one_scarce_source_is_shared_as_an_estate(rule: str, claims: list[float], part: float) -> None:
    """With nothing, ties, claims of zero and more than all claims too."""
    water = part * sum(claims)
    found = awards(water, [(claim, None) for claim in claims], rule)
    assert found == pytest.approx(CLAIMS_RULES[rule](claims, water).tolist(), abs=CLOSE * max(1.0, *claims))


@pytest.mark.parametrize("rule", ALL_RULES)
@given(users=PIPED, part=PART, more=PART)
@small(6)
def test_more_water_hurts_nobody(
    rule: str, users: list[tuple[float, float | None]], part: float, more: float
) -> None:
    claims = sum(claim for claim, _ in users)
    before, after = (np.array(awards(x * claims, users, rule)) for x in (part, part + more))
    assert (after >= before - CLOSE * max(1.0, claims)).all()


@pytest.mark.parametrize("rule", ALL_RULES)
@given(users=PIPED, part=PART)
@small(6)
def test_what_a_narrow_pipe_leaves_goes_to_the_others(
    rule: str, users: list[tuple[float, float | None]], part: float
) -> None:
    """All of the water is used, up to what claims and pipes can take; each has his curve, or a full pipe."""
    claims = np.array([claim for claim, _ in users])
    pipes = np.array([np.inf if most is None else most for _, most in users])
    water, most = part * claims.sum(), np.minimum(claims, pipes)
    found = np.array(awards(water, users, rule))
    hair = CLOSE * max(1.0, claims.sum())
    assert found.sum() == pytest.approx(min(water, most.sum()), abs=hair)
    open_pipes = found < pipes - hair
    if found.sum() < most.sum() - hair:
        # There is one estate at which all whose pipes are not full have what the rule gives them.
        estates = np.linspace(0, claims.sum(), 4001)
        given_then = np.minimum(CLAIMS_RULES[rule](claims, estates), pipes)
        nearest = np.abs(given_then - found)[:, open_pipes].max(axis=1).min()
        assert nearest <= claims.sum() / 4000 + hair


def nobody_can_rise_at_the_cost_of_one_who_is_no_further(basin: Basin) -> None:
    """A user's place on his curve is how far he is; on a flat stretch, anywhere on it."""
    run = quick_run(basin)
    book, got = run.book(), run.got()
    programme = book.programme
    book.evaporate()
    programme.keep_least(book.overflow)
    for (priority, _), wishes in book.wishes:
        asked = {wish: volume for wish, (_, volume) in wishes.items()}
        curve = curve_of(basin, priority, asked) or _coverage(asked)
        reached = {
            wish: _reached(curve, wish, min(got[wish] / book.unit, asked[wish]), asked[wish])
            for wish in asked
        }
        mark = len(programme.at_most)
        for wish, (terms, volume) in wishes.items():
            if got[wish] >= volume * book.unit * (1 - CLOSE):
                continue
            for other, (held, _) in wishes.items():
                if other != wish and reached[other][0] <= reached[wish][1]:
                    programme.is_at_least(held, _attained(got, book, other))
            gain = programme.largest(terms) * book.unit - got[wish]
            assert gain <= close(volume * book.unit, book), wish
            del programme.at_most[mark:]
        for wish, (terms, _) in wishes.items():
            programme.is_at_least(terms, _attained(got, book, wish))


def _coverage(asked: dict[Wish, float]) -> Curve:
    return lambda share: {wish: share * volume for wish, volume in asked.items()}


def _reached(curve: Curve, wish: Wish, award: float, asked: float) -> tuple[float, float]:
    """Return the least and the largest share at which a wish has its award, give or take a hair."""
    ends = []
    for target in (award - CLOSE * asked, award + CLOSE * asked):
        low, high = 0.0, 1.0
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (middle, high) if curve(middle)[wish] < target else (low, middle)
        ends.append(high)
    return ends[0], ends[1]


def _attained(got: dict[Wish, float], book: Book, wish: Wish) -> float:
    return min(got[wish], book.asked(wish)) / book.unit - 30 * SLACK


@given(sharing_basins())
@small(13)
def test_nobody_can_rise_at_the_cost_of_one_who_is_no_further(basin: Basin) -> None:
    nobody_can_rise_at_the_cost_of_one_who_is_no_further(basin)


@pytest.mark.slow
@given(sharing_basins(Kind(largest_river=8)))
@large(150)
def test_nobody_can_rise_at_the_cost_of_one_who_is_no_further_often(basin: Basin) -> None:
    nobody_can_rise_at_the_cost_of_one_who_is_no_further(basin)


def those_ahead_do_not_notice(basin: Basin, user: str, rule: str, later_rule: str) -> None:
    """Whatever the rule of later priorities, and if a user comes last of all, those ahead have the same."""
    basin = basin | {"sharing": [{"rule": rule}]}
    run = quick_run(basin)
    places = run.book().places
    first = min(places[part] for part in (("rest", user), ("essential", user)) if part in places)
    node = basin["nodes"][user] | {"priority": 99}
    if "essential" in node:
        node["essential"] = as_wish(node["essential"]) | {"priority": 98}
    ahead = [wish for wish, at in places.items() if at < first]
    same_ahead(run, basin | {"nodes": basin["nodes"] | {user: node}}, ahead)
    asked_at = {at for (kind, _), (at, _) in places.items() if kind in ("rest", "essential")}
    sharing = [
        {"rule": one, "priorities": priorities}
        for one, priorities in (
            (rule, sorted(at for at in asked_at if at <= first[0])),
            (later_rule, sorted(at for at in asked_at if at > first[0])),
        )
        if priorities
    ]
    same_ahead(run, basin | {"sharing": sharing}, [wish for wish, at in places.items() if at <= first])


def same_ahead(run: Run, other: Basin, ahead: list[Wish]) -> None:
    book, was, is_now = run.book(), run.got(), quick_run(other).got()
    for wish in ahead:
        asked = book.asked(wish)
        assert min(is_now[wish], asked) == pytest.approx(min(was[wish], asked), abs=close(asked, book)), wish


@given(sharing_basins(), st.data())
@small(10)
def test_those_ahead_do_not_notice(basin: Basin, data: st.DataObject) -> None:
    user = st.sampled_from([name for name, node in basin["nodes"].items() if node["type"] == "demand"])
    rule = st.sampled_from(RULES)
    those_ahead_do_not_notice(basin, data.draw(user), data.draw(rule), data.draw(rule))
