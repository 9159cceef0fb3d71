"""Licences: daily volumes by the days of the step, annual accounts as state, taken at the source."""

import pytest
from support.runs import last, run_case, run_days

BASIN = """
name: licensed
nodes:
  river: {type: catchment, inflow: 1000}
  j: {type: junction}
  works: {type: works, loss: 0}
  town: {type: demand, sector: public, amount: 60}
  sea: {type: outlet}
links:
  - {from: river, to: j}
  - {name: intake, from: j, to: works, loss: 20 %}
  - {from: works, to: town}
  - {from: j, to: sea}
licences:
  town_abstraction: {applies_to: [works], LIMIT}
"""


def test_daily_licence_counts_what_is_taken_at_the_source():
    results = run_case(BASIN.replace("LIMIT", "daily: 50"))
    assert last(results, "flow", "intake") == pytest.approx(50)
    assert last(results, "delivered", "town") == pytest.approx(40)


def test_daily_licence_is_multiplied_by_the_days_of_the_step():
    results = run_case(
        BASIN.replace("LIMIT", "daily: 50"), period={"start": "2001-02-01", "end": "2001-03-31"}, step="month"
    )
    assert results.dataset["flow"].sel(link="intake").values.ravel() == pytest.approx([50, 50])


def test_annual_licence_is_used_up_and_restarts_on_its_date():
    """200 Ml a year, 75 Ml a day at the source: 75, 75, 50, 0 ... and 75 again on 1 April."""
    results = run_case(
        BASIN.replace("LIMIT", "annual: 200 Ml, year_start: 04-01"),
        period={"start": "2001-03-25", "end": "2001-04-02"},
    )
    taken = results.dataset["flow"].sel(link="intake").values.ravel()
    assert taken == pytest.approx([75, 75, 50, 0, 0, 0, 0, 75, 75])
    used = results.dataset["licence_used"].values.ravel()
    assert used == pytest.approx([75, 150, 200, 200, 200, 200, 200, 75, 150])


def test_a_step_inside_which_the_date_falls_belongs_to_the_old_year():
    """Weeks from 26 March: the account restarts with the week of 2 April."""
    results = run_case(
        BASIN.replace("LIMIT", "annual: 525 Ml, year_start: 04-01"),
        period={"start": "2001-03-19", "end": "2001-04-08"},
        step="week",
    )
    assert results.dataset["flow"].sel(link="intake").values.ravel() == pytest.approx([75, 0, 75])


def test_a_licence_over_several_takes_is_shared():
    """Two equal farms under one licence of 30: 15 each."""
    results = run_days(
        """
name: pool
nodes:
  river: {type: catchment, inflow: 1000}
  j: {type: junction}
  one: {type: demand, sector: agriculture, amount: 40}
  two: {type: demand, sector: agriculture, amount: 40}
  sea: {type: outlet}
links: [{from: river, to: j}, {from: j, to: one}, {from: j, to: two}, {from: j, to: sea}]
licences: {pool: {applies_to: [one, two], daily: 30}}
""",
        2,
    )
    assert results.dataset["delivered"].values.ravel() == pytest.approx([15] * 4)


def test_a_link_named_twice_counts_once():
    results = run_case(BASIN.replace("[works]", "[works, intake]").replace("LIMIT", "daily: 50"))
    assert last(results, "flow", "intake") == pytest.approx(50)
