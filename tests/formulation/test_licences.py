"""Licences: takes count at the source, each link once."""

from formulation.compiled_rows import assert_same_rows, compiled_columns, family_rows

from basinsim.formulation import licences

LICENSED = """
nodes:
  loch: {type: reservoir, capacity: 100}
  plant: {type: works}
  town: {type: demand, sector: public, amount: 5}
  farm: {type: demand, sector: agriculture, amount: 5}
  sea: {type: outlet}
links:
  - {name: raw, from: loch, to: plant, loss: 20 %}
  - {name: second_raw, from: loch, to: plant}
  - {from: plant, to: town}
  - {name: pump, from: loch, to: farm, loss: 50 %}
  - {from: loch, to: sea}
licences:
  supply: {applies_to: [plant, raw], annual: 15000, daily: 60}
  valley: {applies_to: [pump, plant], annual: 20000, year_start: 04-01}
  farming: {applies_to: [farm], daily: 3}
"""


def test_daily_takes_and_annual_accounts():
    """A works named beside one of its links counts that link once; losses on the way do not matter."""
    expected = {
        "counts_take[supply]": {"licensed_take[supply]": 1, "flow[raw]": -1, "flow[second_raw]": -1},
        "counts_take[farming]": {"licensed_take[farming]": 1, "flow[pump]": -1},
        "counts_use[supply]": {
            "licence_used[supply]": 1,
            "licence_start[supply]": -1,
            "flow[raw]": -1,
            "flow[second_raw]": -1,
        },
        "counts_use[valley]": {
            "licence_used[valley]": 1,
            "licence_start[valley]": -1,
            "flow[raw]": -1,
            "flow[second_raw]": -1,
            "flow[pump]": -1,
        },
    }
    assert_same_rows(family_rows(licences, LICENSED), expected)


def test_a_licence_has_columns_only_for_the_limits_it_has():
    columns = compiled_columns(LICENSED)
    assert columns["licensed_take"] == ("farming", "supply")
    assert columns["licence_start"] == columns["licence_used"] == ("supply", "valley")


def test_seasonal_and_rolling_accounts():
    """A season beside a year has an account of its own; a rolling account loses what has dropped out."""
    basin = LICENSED.replace(
        "farming: {applies_to: [farm], daily: 3}",
        "farming: {applies_to: [farm], annual: 90, seasonal: {amount: 50, months: [5, 6]}, rolling: {amount: 9, days: 7}}",
    )
    rows = family_rows(licences, basin)
    for account in ("farming", "farming (season)"):
        expected = {f"licence_used[{account}]": 1, f"licence_start[{account}]": -1, "flow[pump]": -1}
        assert rows[f"counts_use[{account}]"] == expected
    assert rows["counts_rolling_take[farming]"] == {"rolling_take[farming]": 1, "flow[pump]": -1}
    assert rows["counts_rolling_use[farming]"] == {
        "rolling_used[farming]": 1,
        "rolling_start[farming]": -1,
        "rolling_dropped[farming]": 1,
        "rolling_take[farming]": -1,
    }
