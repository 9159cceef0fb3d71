"""What strict priorities and max-min promise, on random networks."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.examples import CLOSE, close, large, small
from support.oracle import SLACK, Book, Wish, as_wish, label
from support.quick_runs import quick_run
from support.random_networks import Kind, basins, sizes

Basin = dict[str, Any]
FREE = Kind(free_ways=True, natural=False)


def lower_wishes_cost_higher_ones_nothing(basin: Basin, data: st.DataObject) -> None:
    before = quick_run(basin)
    book = before.book()
    wish = data.draw(st.sampled_from(sorted(book.places)), label="wish")
    kind, name = wish
    more = dict(basin)
    change = data.draw(sizes(zero=False), label="more")
    if kind == "min_flow":
        most = book.links[name].get("max_flow", np.inf)
        raised = {label(link): dict(link) for link in basin["links"]}
        own = as_wish(raised[name]["min_flow"])
        raised[name]["min_flow"] = own | {"amount": min(own["amount"] + change, most)}
        more["links"] = list(raised.values())
    else:
        node = dict(basin["nodes"][name])
        if kind in ("rest", "essential"):
            node["amount"] += change
        if kind != "rest":
            node[kind] = as_wish(node[kind]) | {"amount": as_wish(node[kind])["amount"] + change}
        more["nodes"] = basin["nodes"] | {name: node}
    after = quick_run(more)
    # A demand that can take more also makes more possible: it keeps water from overflowing, and
    # gives back. What it takes must not cost the others; what overflowed is another matter.
    takes = kind in ("rest", "essential")
    if takes:
        assume(before.book().allocate().overflow < close(0.0, book))
    was, is_now, raised_book = before.got(), after.got(), after.book()
    for other, place in book.places.items():
        if place >= book.places[wish]:
            continue
        asked = book.asked(other)
        assert raised_book.asked(other) == asked
        change_of_other = min(is_now[other], asked) - min(was[other], asked)
        assert change_of_other >= -close(asked, book), other
        assert takes or change_of_other <= close(asked, book), other


@given(basins(), st.data())
@small(90)
def test_lower_wishes_cost_higher_ones_nothing(basin: Basin, data: st.DataObject) -> None:
    lower_wishes_cost_higher_ones_nothing(basin, data)


@pytest.mark.slow
@given(basins(Kind(largest_river=8)), st.data())
@large(2000)
def test_lower_wishes_cost_higher_ones_nothing_often(basin: Basin, data: st.DataObject) -> None:
    lower_wishes_cost_higher_ones_nothing(basin, data)


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
                assert gain <= close(asked * book.unit, book), (step, wish)
                del programme.at_most[mark:]
            for wish, (terms, _) in wishes.items():
                programme.is_at_least(terms, _attained(got, book, wish))


def _attained(got: dict[Wish, float], book: Book, wish: Wish) -> float:
    """Return what a wish got, less a hair, in the oracle's unit."""
    return min(got[wish], book.asked(wish)) / book.unit - 30 * SLACK


@given(basins())
@small(90)
def test_nobody_can_rise_at_the_cost_of_the_better_off(basin: Basin) -> None:
    nobody_can_rise_at_the_cost_of_the_better_off(basin, 1)


@pytest.mark.slow
@given(basins(Kind(steps=4, largest_river=10)))
@large(500)
def test_nobody_can_rise_at_the_cost_of_the_better_off_often(basin: Basin) -> None:
    nobody_can_rise_at_the_cost_of_the_better_off(basin, 4)


def more_water_never_hurts(basin: Basin, catchment: str, more: float) -> None:
    wetter = dict(basin, nodes=dict(basin["nodes"]))
    wetter["nodes"][catchment] = dict(basin["nodes"][catchment])
    wetter["nodes"][catchment]["inflow"] += more
    before, after = quick_run(basin), quick_run(wetter)
    was, is_now = before.coverage(), after.coverage()
    for _, wishes in before.book().wishes:
        for old, new in zip(sorted(was[w] for w in wishes), sorted(is_now[w] for w in wishes), strict=True):
            assert new >= old - 10 * CLOSE
            if new > old + 10 * CLOSE:
                return  # higher in the order: what comes after may be less


@given(basins(FREE), st.just("catchment_0"), sizes(zero=False))
@small(90)
def test_more_water_never_hurts(basin: Basin, catchment: str, more: float) -> None:
    more_water_never_hurts(basin, catchment, more)


@pytest.mark.slow
@given(
    basins(Kind(free_ways=True, natural=False, largest_river=8)), st.just("catchment_0"), sizes(zero=False)
)
@large(2000)
def test_more_water_never_hurts_often(basin: Basin, catchment: str, more: float) -> None:
    more_water_never_hurts(basin, catchment, more)
