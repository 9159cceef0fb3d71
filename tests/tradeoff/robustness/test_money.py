"""What can be summed is summed, and what cannot is named."""

from basinsim.schema.policy import read_policy
from basinsim.tradeoff.robustness.money import money_in_words

PONDS = {
    "type": "farm_storage",
    "ponds": {"farm": {"volume": 600, "gauge": "weir"}},
    "fill_above": 50,
}
LEAKAGE = {"type": "leakage_reduction", "share": 0.25}
DRIP = {"type": "irrigation_efficiency", "saving": 0.2}


def words(*raw):
    return money_in_words([read_policy(one) for one in raw])


def test_ponds_cost_what_their_size_says():
    assert words(PONDS) == ("Known: GBP 1.20 M (600,000 to 1.80 M) once, for building a pond.",)


def test_what_nobody_prices_is_named_and_is_not_free():
    (said,) = words(LEAKAGE, DRIP)
    assert said.startswith("Not known, which does not mean free: leakage reduction, irrigation efficiency.")


def test_a_sum_says_what_is_not_in_it():
    known, unknown = words(PONDS, LEAKAGE)
    assert "1.20 M" in known
    assert unknown.startswith("Not in it, which does not mean free: leakage reduction.")


def test_nothing_done_costs_nothing_to_say():
    assert words() == ()
