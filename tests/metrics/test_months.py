"""Steps sorted into months, seasons and years."""

import numpy as np
import pytest
from metrics.small_datasets import days, steps, with_variable

from basinsim.metrics.months import monthly_volume, months_of


def test_days_of_a_leap_year():
    dataset = steps([str(np.datetime64("2004-01-01") + i) for i in range(366)], "2005-01-01")
    months = months_of(dataset)
    assert months.days.tolist() == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert months.full.all()
    dataset = with_variable(dataset, "flow", "link", {"a": 2})
    annual = months.by_year(monthly_volume(dataset, dataset["flow"], months))
    assert annual["year"].to_numpy().tolist() == [2004]
    assert annual.to_numpy().ravel() == pytest.approx([732])


def test_a_week_belongs_to_the_month_in_which_its_middle_lies():
    dataset = steps(["2001-01-26", "2001-02-02", "2001-02-25", "2001-03-04"], "2001-03-11")
    assert months_of(dataset).month.tolist() == [1, 2, 3]
    dataset = steps(["2001-01-29"], "2001-02-05")
    assert months_of(dataset).month.tolist() == [2]


def test_only_years_that_the_period_covers_count():
    first = [f"{year}-{month:02d}-01" for year in (2001, 2002, 2003) for month in range(1, 13)]
    dataset = with_variable(steps(first[5:-2], first[-2]), "flow", "link", {"a": 1})
    months = months_of(dataset)
    annual = months.by_year(monthly_volume(dataset, dataset["flow"], months))
    assert dict(zip(annual["year"].to_numpy(), annual.to_numpy().ravel(), strict=True)) == {2002: 365}
    season = months.by_year(monthly_volume(dataset, dataset["flow"], months), (4, 9))
    assert dict(zip(season["year"].to_numpy(), season.to_numpy().ravel(), strict=True)) == {
        2002: 183,
        2003: 183,
    }


def test_no_whole_year():
    dataset = with_variable(days(40), "flow", "link", {"a": 1})
    months = months_of(dataset)
    assert months.full.tolist() == [True, False]
    assert months.by_year(monthly_volume(dataset, dataset["flow"], months)).sizes["year"] == 0
