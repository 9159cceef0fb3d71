"""What strict priorities and max-min promise, on random networks."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.examples import CLOSE, close, large, small
from support.oracle import Book, Wish, as_wish, label
from support.programme import SLACK
from support.quick_runs import quick_run
from support.random_networks import Kind, basins, sizes, wishes_of

Basin = dict[str, Any]
Coverage = dict[Wish, float]
FREE = Kind(free_ways=True, natural=False)


def with_more(basin: Basin, wish: Wish, more: float) -> Basin:
    """Return a basin in which one wish asks for more; a minimum flow for no more than its link carries."""
    kind, name = wish
    if kind == "min_flow":
        links = {label(link): dict(link) for link in basin["links"]}
        asked = as_wish(links[name]["min_flow"])
        most = links[name].get("max_flow", np.inf)
        links[name]["min_flow"] = asked | {"amount": min(asked["amount"] + more, most)}
        return basin | {"links": list(links.values())}
    node = dict(basin["nodes"][name])
    if kind in ("rest", "essential"):
        node["amount"] += more
    if kind != "rest":
        node[kind] = as_wish(node[kind]) | {"amount": as_wish(node[kind])["amount"] + more}
    return basin | {"nodes": basin["nodes"] | {name: node}}


def with_user_last(basin: Basin, user: str) -> Basin:
    """Return a basin in which a demand, with its essential part, comes after all other wishes."""
    node = basin["nodes"][user] | {"priority": 99}
    if "essential" in node:
        node["essential"] = as_wish(node["essential"]) | {"priority": 98}
    return basin | {"nodes": basin["nodes"] | {user: node}}


def none_the_worse(was: Coverage, is_now: Coverage, places: list[list[Wish]]) -> bool:
    """Say whether coverages, the least first and place by place, are no lower than they were."""
    for wishes in places:
        for old, new in zip(sorted(was[w] for w in wishes), sorted(is_now[w] for w in wishes), strict=True):
            if abs(new - old) > 10 * CLOSE:
                return new > old  # and what comes after it in the order may change either way
    return True


def lower_wishes_cost_higher_ones_nothing(basin: Basin, wish: Wish, more: float) -> None:
    run = quick_run(basin)
    book, user = run.book(), wish[1]
    place = book.places[wish]
    if wish[0] in ("rest", "essential"):
        raised = quick_run(with_more(basin, wish, more))
        # A demand that can take more makes more possible, and so may change who of those ahead
        # gets what: together they are none the worse. (What overflows counts before all of them.)
        if book.allocate().overflow < close(0.0, book):
            higher = [list(wishes) for at, wishes in run.book().wishes if at < place]
            assert none_the_worse(run.coverage(), raised.coverage(), higher)
        parts = (("rest", user), ("essential", user))
        place = min(book.places[part] for part in parts if part in book.places)
        other = quick_run(with_user_last(basin, user))
    else:
        other = quick_run(with_more(basin, wish, more))
    was, is_now = run.got(), other.got()
    for ahead in (key for key, at in book.places.items() if at < place):
        asked = book.asked(ahead)
        assert min(is_now[ahead], asked) == pytest.approx(min(was[ahead], asked), abs=close(asked, book)), (
            ahead
        )


@given(basins(), st.data())
@small(20)
def test_lower_wishes_cost_higher_ones_nothing(basin: Basin, data: st.DataObject) -> None:
    wish = data.draw(st.sampled_from(wishes_of(basin)), label="wish")
    lower_wishes_cost_higher_ones_nothing(basin, wish, data.draw(sizes(zero=False), label="more"))


@pytest.mark.slow
@given(basins(Kind(largest_river=8)), st.data())
@large(500)
def test_lower_wishes_cost_higher_ones_nothing_often(basin: Basin, data: st.DataObject) -> None:
    wish = data.draw(st.sampled_from(wishes_of(basin)), label="wish")
    lower_wishes_cost_higher_ones_nothing(basin, wish, data.draw(sizes(zero=False), label="more"))


def nobody_can_rise_at_the_cost_of_the_better_off(basin: Basin, steps: int) -> None:
    run = quick_run(basin, steps)
    for step in range(steps):
        book, got, coverage = run.book(step), run.got(step), run.coverage(step)
        programme = book.programme
        book.evaporate()
        programme.keep_least(book.overflow)
        for _, wishes in book.wishes:
            mark = len(programme.at_most)
            for wish, (terms, asked) in wishes.items():
                if coverage[wish] >= 1 - CLOSE:
                    continue
                for other, (held, _) in wishes.items():
                    if other != wish and coverage[other] <= coverage[wish] + CLOSE:
                        programme.is_at_least(held, _attained(got, book, other))
                gain = programme.largest(terms) * book.unit - got[wish]
                assert gain <= close(asked * book.unit, book) + _hairs(basin, book, wishes), (step, wish)
                del programme.at_most[mark:]
            for wish, (terms, _) in wishes.items():
                programme.is_at_least(terms, _attained(got, book, wish))


def _hairs(basin: Basin, book: Book, wishes: Iterable[Wish]) -> float:
    """Return what a wish gains if all others give the hair they may [Ml]: over a lossy way it is worth many."""
    losses = [part.get("loss", 0.0) for part in (*basin["links"], *basin["nodes"].values())]
    least = min((loss for loss in losses if loss > 0), default=1.0)
    return 30 * SLACK * len(list(wishes)) * book.unit / least


def _attained(got: dict[Wish, float], book: Book, wish: Wish) -> float:
    """Return what a wish got, less a hair, in the oracle's unit."""
    return min(got[wish], book.asked(wish)) / book.unit - 30 * SLACK


@given(basins())
@small(20)
def test_nobody_can_rise_at_the_cost_of_the_better_off(basin: Basin) -> None:
    nobody_can_rise_at_the_cost_of_the_better_off(basin, 1)


@pytest.mark.slow
@given(basins(Kind(steps=4, largest_river=10)))
@large(150)
def test_nobody_can_rise_at_the_cost_of_the_better_off_often(basin: Basin) -> None:
    nobody_can_rise_at_the_cost_of_the_better_off(basin, 4)


def more_water_never_hurts(basin: Basin, catchment: str, more: float) -> None:
    node = dict(basin["nodes"][catchment])
    node["inflow"] += more
    wetter = basin | {"nodes": basin["nodes"] | {catchment: node}}
    before, after = quick_run(basin), quick_run(wetter)
    places = [list(wishes) for _, wishes in before.book().wishes]
    assert none_the_worse(before.coverage(), after.coverage(), places)


@given(basins(FREE), st.just("catchment_0"), sizes(zero=False))
@small(20)
def test_more_water_never_hurts(basin: Basin, catchment: str, more: float) -> None:
    more_water_never_hurts(basin, catchment, more)


@pytest.mark.slow
@given(
    basins(Kind(free_ways=True, natural=False, largest_river=8)), st.just("catchment_0"), sizes(zero=False)
)
@large(500)
def test_more_water_never_hurts_often(basin: Basin, catchment: str, more: float) -> None:
    more_water_never_hurts(basin, catchment, more)
