"""Reservoirs: dead and usable storage, and totals by storage priority."""

from formulation.compiled_rows import assert_same_rows, compiled_columns, family_rows

from basinsim.formulation import storage

THREE_LOCHS = """
nodes:
  high: {type: reservoir, capacity: 100, dead_storage: 10, storage_priority: 1}
  low: {type: reservoir, capacity: 50, storage_priority: 1}
  pond: {type: reservoir, capacity: 5, storage_priority: 3, final: 50 %}
links:
  - {from: high, to: low}
  - {from: low, to: pond}
"""


def test_storage_is_divided_and_summed_by_priority():
    expected = {
        "sums_storage[1]": {"total_stored[1]": 1, "storage[high]": -1, "storage[low]": -1},
        "sums_storage[3]": {"total_stored[3]": 1, "storage[pond]": -1},
        "keeps_final_storage[pond]": {
            "storage[pond]": 1,
            "final_storage[pond]": -1,
            "above_final_storage[pond]": -1,
        },
    }
    for name in ("high", "low", "pond"):
        expected[f"divides_storage[{name}]"] = {
            f"storage[{name}]": 1,
            f"dead_kept[{name}]": -1,
            f"usable[{name}]": -1,
        }
        expected[f"keeps_window_storage[{name}]"] = {
            f"storage[{name}]": 1,
            f"window_storage[{name}]": -1,
            f"above_window_storage[{name}]": -1,
        }
    assert_same_rows(family_rows(storage, THREE_LOCHS), expected)


def test_capacities_are_bounds_and_not_in_the_matrix():
    larger = THREE_LOCHS.replace("capacity: 100, dead_storage: 10", "capacity: 900, dead_storage: 77")
    assert family_rows(storage, THREE_LOCHS) == family_rows(storage, larger)


def test_rain_and_evaporation_are_columns_of_every_reservoir():
    columns = compiled_columns(THREE_LOCHS)
    for component in ("storage_start", "storage", "rain", "evaporation", "usable", "window_storage"):
        assert columns[component] == ("high", "low", "pond")
    assert columns["final_storage"] == ("pond",)
