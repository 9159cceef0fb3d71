"""Surface and head by storage: linear between the rows of a table, its ends beyond them."""

import numpy as np
import pytest
from formulation.compiled_rows import network_of

from basinsim.simulation.tables import heads, surface_areas

LOCHS = """
nodes:
  bare: {type: reservoir, capacity: 100}
  flat: {type: reservoir, capacity: 100, surface: 2 km2}
  steep:
    type: reservoir
    capacity: 200
    surface: [[50, 1 km2, 20], [60, 3 km2, 100], [80, 4 km2, 200]]
    level: [[20, 50], [200, 68]]
  low: {type: hydropower, head: {reservoir: steep, tailwater: 40 m}, efficiency: 0.8}
  high: {type: hydropower, head: {reservoir: steep, tailwater: 60 m}, efficiency: 0.8}
  weir: {type: hydropower, head: 2.5 m, efficiency: 0.8}
  sea: {type: outlet}
links:
  - {from: bare, to: flat}
  - {from: flat, to: steep}
  - {from: steep, to: low}
  - {from: steep, to: high}
  - {from: low, to: weir}
  - {from: high, to: weir}
  - {from: weir, to: sea}
"""
NETWORK = network_of(LOCHS)


def stored(*steep: float) -> np.ndarray:
    """Return storages of one member for each number, with 10 and 20 Ml in the other two."""
    return np.array([[10, 20, volume] for volume in steep], dtype=float)


def test_areas_between_and_beyond_the_rows():
    areas = surface_areas(NETWORK, stored(0, 20, 60, 100, 150, 200, 250))
    assert areas[:, 2] == pytest.approx([1, 1, 2, 3, 3.5, 4, 4])


def test_an_area_is_the_same_at_any_storage_and_there_is_none_without_one():
    areas = surface_areas(NETWORK, stored(20, 100))
    assert areas[:, 0].tolist() == [0, 0]
    assert areas[:, 1].tolist() == [2, 2]


def test_heads_follow_the_level_less_tailwater_and_are_never_negative():
    """Levels from 50 m at 20 Ml to 68 m at 200 Ml; the level table goes ahead of the surface table."""
    fixed = np.array([[np.nan, np.nan, 2.5]])
    found = heads(NETWORK, fixed, stored(0, 20, 110, 120, 200, 300))
    assert list(NETWORK.turbines) == ["high", "low", "weir"]
    assert found[:, 1] == pytest.approx([10, 10, 19, 20, 28, 28])
    assert found[:, 0] == pytest.approx([0, 0, 0, 0, 8, 8])
    assert found[:, 2].tolist() == [2.5] * 6


def test_heads_follow_the_surface_table_where_there_is_no_level_table():
    network = network_of(LOCHS.replace("    level: [[20, 50], [200, 68]]\n", ""))
    found = heads(network, np.array([[np.nan, np.nan, 2.5]]), stored(0, 60, 150, 500))
    assert found[:, 1] == pytest.approx([10, 15, 30, 40])


def test_fixed_heads_of_each_member():
    fixed = np.array([[np.nan, np.nan, 1.0], [np.nan, np.nan, 3.0]])
    assert heads(NETWORK, fixed, stored(20, 20))[:, 2].tolist() == [1, 3]


def test_nothing_given_is_changed():
    storage, fixed = stored(60), np.array([[np.nan, np.nan, 2.5]])
    before = storage.copy(), fixed.copy()
    surface_areas(NETWORK, storage)
    heads(NETWORK, fixed, storage)
    np.testing.assert_array_equal(storage, before[0])
    np.testing.assert_array_equal(fixed, before[1])


def test_a_basin_without_reservoirs_or_turbines():
    network = network_of("{nodes: {sea: {type: outlet}}}")
    assert surface_areas(network, np.zeros((3, 0))).shape == (3, 0)
    assert heads(network, np.zeros((1, 0)), np.zeros((3, 0))).shape == (3, 0)
