"""Values multiplied by a number, in their own form."""

from pathlib import Path

import pytest

from basinsim.schema.values import Constant, Monthly, SeriesFile, Share, StepValues, scaled, scaled_by_month

TWELVE = tuple(float(month) for month in range(1, 13))
FILE = SeriesFile(Path("a.csv"), "a", 86.4)


@pytest.mark.parametrize(
    ("value", "halved"),
    [
        (Constant(4.0), Constant(2.0)),
        (Share(0.5), Share(0.25)),
        (Monthly(TWELVE), Monthly(tuple(month / 2 for month in TWELVE))),
        (StepValues((1.0, 3.0)), StepValues((0.5, 1.5))),
        (FILE, SeriesFile(Path("a.csv"), "a", 43.2)),
    ],
)
def test_every_form_keeps_its_form(value, halved):
    assert scaled(value, 0.5) == halved
    assert scaled(value, 1.0) == value


def test_by_month_only_where_months_can_be_told_apart():
    factors = [1.0] * 11 + [2.0]
    assert scaled_by_month(Constant(3.0), factors) == Monthly((3.0,) * 11 + (6.0,))
    assert scaled_by_month(Monthly(TWELVE), factors) == Monthly((*TWELVE[:11], 24.0))
    assert scaled_by_month(StepValues((1.0,)), factors) is None
    assert scaled_by_month(FILE, factors) is None
