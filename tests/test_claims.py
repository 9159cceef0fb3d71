"""Claims rules against published tables, and the properties that define them."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.examples import small

from basinsim.claims import (
    RULES,
    adjusted_proportional,
    equal_awards,
    equal_losses,
    minimal_overlap,
    proportional,
    random_arrival,
    talmud,
)


def test_the_marriage_contract_of_the_talmud():
    """Mishnah Ketubot 93a: claims of 100, 200 and 300 on estates of 100, 200 and 300."""
    awards = talmud([100, 200, 300], [100, 200, 300])
    assert awards == pytest.approx(np.array([[100 / 3] * 3, [50, 75, 75], [50, 100, 150]]))


@pytest.mark.parametrize("estate", [100, 200, 300])
def test_the_talmuds_awards_are_the_nucleolus(estate):
    """Aumann and Maschler's theorem: no other awards leave the worst-off coalitions less to complain of, in order.

    What a coalition is sure of is what the others leave of the estate; its complaint is that less what it gets.
    """
    claims = np.array([100.0, 200.0, 300.0])
    members = [list(group) for size in (1, 2) for group in combinations(range(3), size)]

    def complaints(awards: np.ndarray) -> list[float]:
        worth = [max(0.0, estate - claims.sum() + claims[group].sum()) for group in members]
        left = [round(sure - awards[group].sum(), 9) for group, sure in zip(members, worth, strict=True)]
        return sorted(left, reverse=True)

    found = complaints(talmud(claims, estate))
    for one in np.linspace(0, min(100, estate), 26):
        for other in np.linspace(0, min(200, estate - one), 26):
            rest = estate - one - other
            if rest <= 300:
                assert found <= complaints(np.array([one, other, rest]))


@pytest.mark.parametrize("rule", [talmud, adjusted_proportional, random_arrival])
def test_the_contested_garment(rule):
    """Two claimants: each concedes what the other alone claims, and the rest is halved."""
    assert rule([1, 1 / 2], 1) == pytest.approx([0.75, 0.25])
    assert rule([1, 1 / 3], 1) == pytest.approx([5 / 6, 1 / 6])


@pytest.mark.parametrize(
    ("rule", "awards"),
    [
        (proportional, [20 / 21, 40 / 21, 70 / 21, 80 / 21]),
        (equal_awards, [2, 8 / 3, 8 / 3, 8 / 3]),
        (equal_losses, [0, 1, 4, 5]),
        (talmud, [1, 2, 3.5, 3.5]),
        (adjusted_proportional, [20 / 21, 40 / 21, 70 / 21, 80 / 21]),
        (random_arrival, [1, 11 / 6, 10 / 3, 23 / 6]),
    ],
)
def test_four_claims_on_ten(rule, awards):
    assert rule([2, 4, 7, 8], 10) == pytest.approx(awards, abs=1e-12)


def test_ibn_ezra():
    """Four sons claim a quarter, a third, a half and the whole of 120 (O'Neill 1982)."""
    assert minimal_overlap([30, 40, 60, 120], 120) == pytest.approx([7.5, 65 / 6, 125 / 6, 485 / 6])


def test_minimal_overlap_where_the_estate_exceeds_every_claim():
    """Claims of 6 and 4 on 8: both lie on two units, which are halved; the rest is each one's own."""
    assert minimal_overlap([6, 4], 8) == pytest.approx([5, 3])


numbers = st.floats(0, 1000, allow_nan=False).map(lambda x: round(x, 3))
claims_lists = st.lists(numbers, min_size=1, max_size=6)


@pytest.mark.parametrize("name", RULES)
@small(60)
@given(claims=claims_lists, share=st.floats(0, 1.5), more=st.floats(0, 0.5))
def test_awards_are_possible_add_up_and_grow_with_the_estate(name, claims, share, more):
    estate = share * sum(claims)
    awards = RULES[name](claims, estate)
    close = 1e-9 * max(sum(claims), 1)
    assert (awards >= -close).all()
    assert (awards <= np.array(claims) + close).all()
    assert awards.sum() == pytest.approx(min(estate, sum(claims)), abs=close)
    assert (RULES[name](claims, estate + more * sum(claims)) >= awards - close).all()


@pytest.mark.parametrize("rule", [proportional, talmud, adjusted_proportional, random_arrival])
@small(40)
@given(claims=claims_lists, share=st.floats(0, 1))
def test_self_dual_rules_share_losses_as_they_share_gains(rule, claims, share):
    total = sum(claims)
    awards, losses = rule(claims, share * total), rule(claims, (1 - share) * total)
    assert awards + losses == pytest.approx(np.array(claims), abs=1e-9 * max(total, 1))


@small(40)
@given(claims=claims_lists, share=st.floats(0, 1))
def test_the_talmud_rule_agrees_with_two_person_concession(claims, share):
    """Aumann and Maschler: any two share what they got together as the garment is shared."""
    awards = talmud(claims, share * sum(claims))
    for i in range(len(claims)):
        for j in range(i):
            pair = talmud([claims[i], claims[j]], awards[i] + awards[j])
            assert pair == pytest.approx([awards[i], awards[j]], abs=1e-8 * max(sum(claims), 1))


@pytest.mark.parametrize("name", RULES)
def test_nobody_nothing_and_ties(name):
    rule = RULES[name]
    assert rule(np.zeros((3, 0)), np.zeros(3)).shape == (3, 0)
    assert rule([0, 0], 5).tolist() == [0, 0]
    assert rule([3, 4], 0).tolist() == [0, 0]
    assert rule([3, 4], 100) == pytest.approx([3, 4])
    assert rule([5, 5, 5], 6) == pytest.approx([2, 2, 2])


@pytest.mark.parametrize("name", RULES)
def test_many_estates_at_once_are_each_shared_alone(name):
    generator = np.random.default_rng(5)
    claims, estates = generator.uniform(0, 10, (4, 3, 5)), generator.uniform(0, 40, (4, 3))
    together = RULES[name](claims, estates)
    for index in np.ndindex(4, 3):
        assert together[index] == pytest.approx(RULES[name](claims[index], estates[index]))


@pytest.mark.parametrize("name", RULES)
def test_order_does_not_matter(name):
    claims, order = np.array([8.0, 2, 7, 4, 2]), [3, 0, 4, 1, 2]
    assert RULES[name](claims[order], 9) == pytest.approx(RULES[name](claims, 9)[order])


def test_what_is_no_claim_is_refused():
    for claims, estate in (([-1, 2], 1), ([1, 2], -1), ([np.nan], 1)):
        with pytest.raises(ValueError, match="negative or missing"):
            equal_awards(claims, estate)
    with pytest.raises(ValueError, match="dimension"):
        equal_awards(3, 1)
    with pytest.raises(ValueError, match="at most 16"):
        random_arrival(np.ones(17), 1)
