"""Months in words."""

import pytest

from basinsim.rules.words import months_in_words


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ((6, 7, 8, 9), "from June to September"),
        ((11, 12, 1, 2, 3), "from November to March"),
        ((5,), "in May"),
        ((12, 1), "in December and January"),
        ((1, 2, 3, 6, 9, 10, 11), "in January to March, June and September to November"),
        (range(1, 13), "all year"),
        ((), "never"),
    ],
)
def test_months_in_words(months, words):
    assert months_in_words(months) == words
