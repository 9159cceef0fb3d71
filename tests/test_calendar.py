"""Steps of a period: their dates and lengths, means over them, warm-up, account years."""

from datetime import date

import numpy as np
import pytest

from basinsim.calendar import CalendarError, add_length, make_calendar, step_days


def days_of(start: str, end: str, step: str) -> list[float]:
    return make_calendar(date.fromisoformat(start), date.fromisoformat(end), step).days.tolist()


@pytest.mark.parametrize(
    ("start", "end", "step", "days"),
    [
        ("2001-01-01", "2001-01-03", "day", [1, 1, 1]),
        ("2001-01-01", "2001-01-01", "day", [1]),
        ("2001-01-01", "2001-01-01", "month", [1]),
        ("2001-01-01", "2001-01-21", "week", [7, 7, 7]),
        ("2001-01-01", "2001-01-23", "week", [7, 7, 7, 2]),  # the last step may be short
        ("2001-01-01", "2001-01-04", "week", [4]),
        ("2001-01-01", "2001-01-25", "10 days", [10, 10, 5]),
        ("2001-01-01", "2001-01-25", "1 day", [1] * 25),
        ("2001-01-01", "2001-12-31", "month", [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]),
        ("2004-01-01", "2004-03-31", "month", [31, 29, 31]),
        ("2000-02-01", "2000-02-29", "month", [29]),
        ("1900-02-01", "1900-02-28", "month", [28]),  # no leap year
        ("2001-01-15", "2001-03-10", "month", [17, 28, 10]),  # calendar months from the first one on
        ("2001-12-01", "2002-02-15", "month", [31, 31, 15]),
    ],
)
def test_lengths_of_steps(start: str, end: str, step: str, days: list[float]) -> None:
    assert days_of(start, end, step) == days


def test_fifty_years_of_days() -> None:
    calendar = make_calendar(date(1971, 1, 1), date(2020, 12, 31), "day")
    assert len(calendar) == 18263  # 50 x 365 + 13 leap days
    assert len(calendar.all_days) == 18263
    assert str(calendar.edges[-1]) == "2021-01-01"
    assert (calendar.start, calendar.end) == (date(1971, 1, 1), date(2020, 12, 31))


@pytest.mark.parametrize(
    ("step", "warm_up", "counted"),
    [
        ("day", None, "2001-01-01"),
        ("day", "1 year", "2002-01-01"),
        ("day", "30 days", "2001-01-31"),
        ("day", "6 months", "2001-07-01"),
        ("week", "2 weeks", "2001-01-15"),
        ("week", "1 month", "2001-02-05"),  # the step in which it ends is not counted
        ("month", "1 day", "2001-02-01"),
        ("month", "1 year", "2002-01-01"),
        ("day", "0 days", "2001-01-01"),
    ],
)
def test_counting_begins_after_the_warm_up(step: str, warm_up: str | None, counted: str) -> None:
    calendar = make_calendar(date(2001, 1, 1), date(2003, 12, 31), step, warm_up)
    assert str(calendar.first_days[calendar.warm_up_steps]) == counted


def test_at_least_one_step_is_counted() -> None:
    assert make_calendar(date(2001, 1, 1), date(2001, 1, 10), "day", "9 days").warm_up_steps == 9
    with pytest.raises(CalendarError, match="covers the whole period"):
        make_calendar(date(2001, 1, 1), date(2001, 1, 10), "day", "10 days")


@pytest.mark.parametrize(
    "step", ["", "year", "days", "0 days", "-1 days", "1.5 days", "ten days", "2 weeks", "Day", "month "]
)
def test_an_unknown_step_is_refused(step: str) -> None:
    with pytest.raises(CalendarError, match="is not a step"):
        step_days(step)


def days_or_refusal(start: str, end: str, step: str) -> list[float] | str:
    try:
        return days_of(start, end, step)
    except CalendarError as error:
        return str(error)


@pytest.mark.parametrize("step", ["99999999 days", "99999999999999999999 days"])
def test_a_step_longer_than_the_calendar_is_one_step_or_refused(step: str) -> None:
    found = days_or_refusal("2001-01-01", "2001-01-10", step)
    assert found == [10] or step in found


@pytest.mark.parametrize("step", ["day", "week", "month", "10 days"])
@pytest.mark.parametrize("year", [1, 1677, 2262, 9999])
def test_years_that_results_cannot_date_are_refused(year: int, step: str) -> None:
    with pytest.raises(CalendarError, match="between 1678-01-01 and 2261-12-31"):
        make_calendar(date(year, 12, 1), date(year, 12, 31), step)


@pytest.mark.parametrize("step", ["day", "week", "month", "10 days"])
@pytest.mark.parametrize("year", [1678, 2261])
def test_the_first_and_the_last_year(year: int, step: str) -> None:
    calendar = make_calendar(date(year, 1, 1), date(year, 12, 31), step)
    assert calendar.days.sum() == 365
    assert str(calendar.edges.astype("datetime64[ns]")[-1])[:10] == f"{year + 1}-01-01"


def test_a_period_that_ends_before_it_starts() -> None:
    with pytest.raises(CalendarError, match=r"ends \(2000-12-31\) before it starts \(2001-01-01\)"):
        make_calendar(date(2001, 1, 1), date(2000, 12, 31), "day")


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        ("2001-01-01", "1 day", "2001-01-02"),
        ("2001-01-01", "3 weeks", "2001-01-22"),
        ("2001-01-31", "1 month", "2001-02-28"),
        ("2000-01-31", "1 month", "2000-02-29"),
        ("2001-11-30", "3 months", "2002-02-28"),
        ("2000-02-29", "1 year", "2001-02-28"),
        ("2000-02-29", "4 years", "2004-02-29"),
        ("2001-12-01", "1 month", "2002-01-01"),
        ("2001-06-15", "12months", "2002-06-15"),
    ],
)
def test_adding_a_length_of_time(start: str, length: str, expected: str) -> None:
    assert str(add_length(date.fromisoformat(start), length)) == expected


@pytest.mark.parametrize(
    "length", ["", "1", "year", "1.5 years", "-1 day", "one year", "1 fortnight", "1 year 2 days"]
)
def test_a_length_that_cannot_be_read(length: str) -> None:
    with pytest.raises(CalendarError, match="is not a length of time"):
        add_length(date(2001, 1, 1), length)


@pytest.mark.parametrize("length", ["9000 years", "99999999999999 days", "99999999999999 months"])
def test_a_length_beyond_the_calendar(length: str) -> None:
    with pytest.raises(CalendarError, match="longer than the calendar"):
        add_length(date(2001, 1, 1), length)


def test_means_over_steps_weigh_every_day_alike() -> None:
    calendar = make_calendar(date(2001, 1, 1), date(2001, 1, 16), "week")
    daily = np.arange(1.0, 17.0)
    assert calendar.mean_over_steps(daily).tolist() == [4.0, 11.0, 15.5]  # 1..7, 8..14, 15 and 16
    assert calendar.last_day_of_steps(daily).tolist() == [7.0, 14.0, 16.0]
    both = calendar.mean_over_steps(np.stack([daily, 2 * daily]))
    assert both.tolist() == [[4.0, 11.0, 15.5], [8.0, 22.0, 31.0]]


def test_volumes_are_kept_by_the_means() -> None:
    calendar = make_calendar(date(2003, 11, 7), date(2004, 12, 3), "month")
    daily = np.random.default_rng(1).gamma(2.0, 50.0, len(calendar.all_days))
    assert (calendar.mean_over_steps(daily) * calendar.days).sum() == pytest.approx(daily.sum(), rel=1e-13)


def restart_dates(start: str, end: str, step: str, month: int, day: int) -> list[str]:
    calendar = make_calendar(date.fromisoformat(start), date.fromisoformat(end), step)
    return [str(calendar.first_days[i]) for i in np.flatnonzero(calendar.restarts(month, day))]


@pytest.mark.parametrize(
    ("step", "month", "day", "expected"),
    [
        ("day", 4, 1, ["2001-04-01", "2002-04-01"]),
        ("day", 1, 1, ["2001-01-01", "2002-01-01"]),  # on the first day too: a run may go on from another
        ("day", 2, 29, ["2001-03-01", "2002-03-01"]),
        ("month", 4, 1, ["2001-04-01", "2002-04-01"]),
        ("month", 4, 15, ["2001-05-01", "2002-05-01"]),  # the step in which the date falls is of the old year
        ("week", 4, 1, ["2001-04-02", "2002-04-01"]),
        ("day", 12, 31, ["2001-12-31", "2002-12-31"]),
    ],
)
def test_account_years(step: str, month: int, day: int, expected: list[str]) -> None:
    assert restart_dates("2001-01-01", "2002-12-31", step, month, day) == expected


def test_an_account_of_29_february_restarts_then_in_leap_years() -> None:
    assert restart_dates("2003-01-01", "2005-12-31", "day", 2, 29) == [
        "2003-03-01",
        "2004-02-29",
        "2005-03-01",
    ]
