"""Curves of awards: what each rule gives at a share, where they have kinks, and how far a sum may rise."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import sharing as slow
from support.examples import small

from basinsim.allocation.curves import KINKS, Coverage, Path, Storing, curves_of
from basinsim.claims import RULES

CLAIMS = st.lists(
    st.one_of(st.sampled_from([1.0, 2.0, 3.0, 5.0, 10.0]), st.floats(0.01, 100)), min_size=2, max_size=5
).map(np.array)
SHARE = st.floats(0, 1)

each_rule = pytest.mark.parametrize("rule", sorted(KINKS))


def all_of(claims: np.ndarray) -> np.ndarray:
    return np.arange(len(claims))


def test_every_claims_rule_has_its_curves():
    assert set(KINKS) == set(RULES) - {"proportional"}  # which is equal coverage


@pytest.mark.parametrize("rule", sorted(slow.RULES))
@given(claims=CLAIMS, share=SHARE)
@small(60)
def test_awards_are_those_of_the_definition(rule: str, claims: np.ndarray, share: float) -> None:
    awards = curves_of(claims, [(rule, all_of(claims))]).at(share)
    assert awards == pytest.approx(
        slow.RULES[rule](claims.tolist(), share * claims.sum()), abs=1e-9 * claims.sum()
    )


@each_rule
@given(claims=CLAIMS, share=SHARE, more=SHARE)
@small(60)
def test_awards_rise_from_nothing_to_the_claims(
    rule: str, claims: np.ndarray, share: float, more: float
) -> None:
    curves = curves_of(claims, [(rule, all_of(claims))])
    close = 1e-12 * claims.sum()
    low, high = sorted((share, more))
    assert (curves.at(high) - curves.at(low) >= -close).all()
    assert curves.at(0.0) == pytest.approx(np.zeros(len(claims)), abs=close)
    assert curves.at(1.0).tolist() == claims.tolist()
    assert curves.at(share).sum() == pytest.approx(share * claims.sum())


@pytest.mark.parametrize("rule", sorted(set(KINKS) - {"adjusted_proportional"}))
@given(claims=CLAIMS, part=st.floats(0, 1))
@small(60)
def test_between_kinks_awards_run_straight(rule: str, claims: np.ndarray, part: float) -> None:
    path = Path(rule, claims)
    knots = np.unique(np.clip([0.0, *path.knots, 1.0], 0.0, 1.0))
    for low, high in pairwise(knots):
        straight = (1 - part) * path.at(low) + part * path.at(high)
        assert path.at((1 - part) * low + part * high) == pytest.approx(straight, abs=1e-9 * claims.sum())


@each_rule
@given(claims=CLAIMS, data=st.data())
@small(60)
def test_the_limit_is_where_a_sum_fills_its_room(rule: str, claims: np.ndarray, data: st.DataObject) -> None:
    """At the limit the tightest sum is full and no other is over; a hair above it, one is."""
    size = len(claims)
    weights = np.array(
        data.draw(
            st.lists(
                st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=size, max_size=size),
                min_size=1,
                max_size=3,
            )
        )
    )
    full = weights @ claims
    room = full * np.array(data.draw(st.lists(st.floats(0, 1.2), min_size=len(full), max_size=len(full))))
    curves = curves_of(claims, [(rule, all_of(claims))])
    limits = curves.limits(room, weights)
    best, close = min(1.0, limits.min()), 1e-9 * claims.sum()
    assert (weights @ curves.at(best) <= room + close).all()
    if best < 1.0:
        tight = int(np.argmin(limits))
        assert weights[tight] @ curves.at(best) == pytest.approx(room[tight], abs=close)
        assert weights[tight] @ curves.at(1.0) > room[tight]


def test_equal_losses_by_hand():
    """Claims of 2, 6 and 10: on 8 they lose 2, 4 and 4; from 12 on, with losses of 2 each, the first has something too."""
    curves = curves_of(np.array([2.0, 6, 10]), [("equal_losses", np.arange(3))])
    assert curves.at(8 / 18) == pytest.approx([0, 2, 6])
    # A sum of the first alone has room for 1: losses of 1 each, on an estate of 15.
    assert curves.limits(np.array([1.0]), np.array([[1.0, 0, 0]]))[0] == pytest.approx(15 / 18)
    # No room for the first at all: the share rises until the award would begin, on an estate of 12.
    assert curves.limits(np.array([0.0]), np.array([[1.0, 0, 0]]))[0] == pytest.approx(12 / 18)


def test_who_is_blocked_leaves_the_others_on_their_curves():
    curves = curves_of(np.array([2.0, 6, 10]), [("equal_losses", np.arange(3))]).without(
        np.array([False, True, False])
    )
    assert curves.at(8 / 18) == pytest.approx([0, 6])
    assert curves.limits(np.array([6.0]), np.ones((1, 2)))[0] == pytest.approx(8 / 18)


def test_a_group_is_covered_as_a_whole_as_the_others_are():
    """At a half: 2 of 4 for the first, and 8 of 16 for the group of 6 and 10, which lose 4 each."""
    curves = curves_of(np.array([4.0, 6, 10]), [("equal_losses", np.array([1, 2]))])
    assert curves.at(0.5) == pytest.approx([2, 2, 6])


def test_one_user_alone_and_no_group_are_equal_coverage():
    claims = np.array([2.0, 6])
    assert isinstance(curves_of(claims, []), Coverage)
    assert isinstance(curves_of(claims, [("talmud", np.array([1]))]), Coverage)
    assert curves_of(claims, []).at(0.5).tolist() == [1, 3]


@each_rule
def test_a_hair_less_is_less_for_somebody_even_where_a_curve_is_flat(rule: str):
    curves = curves_of(np.array([2.0, 6, 10]), [(rule, np.arange(3))])
    for share in (1e-6, 0.1, 1 / 3, 0.5, 0.9, 1.0):
        lower = curves.at(curves.lowered(share))
        assert 0 < curves.at(share).sum() - lower.sum() < 1e-8
    assert curves.lowered(0.0) == 0.0


def test_no_room_at_all_is_told_by_its_sign():
    curves = curves_of(np.array([2.0, 6, 10]), [("talmud", np.arange(3))])
    assert curves.limits(np.array([-1.8, 5]), np.ones((2, 3)))[0] == pytest.approx(-0.1)


# ---- stores ----

STORES = st.lists(st.tuples(st.floats(1, 100), st.sampled_from([0.0, 0.2, 0.5, 1.0])), min_size=1, max_size=5)


def stores_of(found: list[tuple[float, float]]) -> Storing:
    capacity, full = np.array(found).T
    return Storing(capacity, capacity * full)


def test_stores_by_hand():
    """Of 100 and 50, which carried over 60 and 10, at a quarter and at three quarters of the share: both half full,
    but the second has no more than it carried over, and later the first no less."""
    curves = curves_of(np.array([100.0, 50]), [], np.array([60.0, 10]))
    assert curves.at(0.25).tolist() == [50, 10]
    assert curves.at(0.5).tolist() == [60, 10]
    assert curves.at(0.75).tolist() == [60, 25]
    assert curves.at(1.0).tolist() == [100, 50]
    # Room for 95 in both: 63 1/3 and 31 2/3, both 19/30 full. For 30 in both: 20 and 10, a fifth of the first.
    # For 40 in the second alone: 80 %. For less than nothing: below zero.
    room, weights = np.array([95.0, 30, 40, -15]), np.array([[1.0, 1], [1, 1], [0, 1], [1, 1]])
    assert curves.limits(room, weights) == pytest.approx([49 / 60, 0.1, 0.9, -0.1])
    assert curves.without(np.array([True, False])).at(0.75).tolist() == [25]


@given(found=STORES, share=SHARE, more=SHARE, data=st.data())
@small(60)
def test_stores_rise_to_what_they_carried_over_and_then_above_it(
    found: list[tuple[float, float]], share: float, more: float, data: st.DataObject
) -> None:
    curves = stores_of(found)
    low, high = sorted((share, more))
    assert (curves.at(high) >= curves.at(low) - 1e-12).all()
    assert curves.at(0.5) == pytest.approx(curves.carried_over)
    weights = np.array([[data.draw(st.sampled_from([0.5, 1.0])) for _ in found]])
    room = weights @ curves.capacity * data.draw(st.floats(0, 1))
    (limit,) = curves.limits(room, weights)
    assert weights @ curves.at(min(limit, 1.0)) == pytest.approx(room, abs=1e-9 * curves.capacity.sum())


def test_a_hair_less_is_less_in_some_store_even_where_all_hold_what_they_carried_over():
    curves = Storing(np.array([100.0, 50]), np.array([60.0, 10]))
    for share in (0.01, 0.25, 0.5, 0.55, 0.75, 1.0):
        assert 0 < curves.at(share).sum() - curves.at(curves.lowered(share)).sum() < 1e-7
    assert curves.lowered(0.0) == 0.0
