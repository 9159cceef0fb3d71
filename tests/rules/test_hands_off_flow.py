"""Hands-off flows: read within the step, without the takes they govern."""

import numpy as np
import pytest
from rules.rule_runs import run, series, stream

FLOWS = {"values": [120, 105, 99, 112]}  # at the weir without the farm, with the croft's 4: 116, 101, 95, 108


def hands_off(*users: str, **keys) -> dict:
    return {"type": "hands_off_flow", "gauge": "weir", "applies_to": list(users), **keys}


@pytest.mark.parametrize(
    ("keys", "taken"),
    [
        ({"threshold": 100}, [8, 1, 0, 8]),
        ({"threshold": 100, "share_above": 0.5}, [8, 0.5, 0, 4]),
        ({"steps": [{"below": 110, "share": "50 %"}, {"below": 100, "share": 0}]}, [8, 4, 0, 4]),
        ({"threshold": 100, "steps": [{"below": 110, "share": 0.5}]}, [8, 1, 0, 4]),
        ({"threshold": {"values": [118, 101, 90, 107]}}, [0, 0, 5, 1]),
    ],
    ids=["threshold", "share-above", "steps", "both", "by-step"],
)
def test_what_a_farm_may_take(keys, taken):
    results = run(stream(FLOWS, {"hands_off": hands_off("farm", **keys)}), "2001-01-01", 4)
    assert series(results, "delivered", "farm") == taken
    assert series(results, "delivered", "croft") == [4] * 4
    assert series(results, "requested", "farm") == [8] * 4
    asked = [0 if take == 8 else 2 if take == 0 else 1 for take in taken]
    assert series(results, "rule_state", "hands_off") == asked
    assert results.dataset.attrs["mass_balance_error"] < 1e-6


def test_who_may_take_longest_comes_first_at_one_gauge():
    """The croft stops below 90, the farm below 100, and the farm's threshold sees the croft's take.

    105: 4 and 105 - 4 - 100 = 1; 95: 4 and 0; 92: 2 and 0; 89: nothing.
    """
    rules = {"a": hands_off("farm", threshold=100), "b": hands_off("croft", threshold=90)}
    results = run(stream({"values": [105, 95, 92, 89]}, rules), "2001-01-01", 4)
    assert series(results, "delivered", "croft") == [4, 4, 2, 0]
    assert series(results, "delivered", "farm") == [1, 0, 0, 0]


def test_equal_thresholds_at_one_gauge_share_what_is_above():
    """6 above the threshold, equal coverage: 4 of 8 and 2 of 4; and never both of them all of it."""
    rules = {"a": hands_off("farm", threshold=100), "b": hands_off("croft", threshold=100)}
    results = run(stream(106, rules), "2001-01-01", 1)
    assert (series(results, "delivered", "farm"), series(results, "delivered", "croft")) == ([4], [2])


def test_a_lower_gauge_sees_what_is_taken_at_an_upper_one():
    """The croft's upper gauge lets it take 4 of 30; the lower gauge then has 26 and a threshold of 20: 6 for the farm."""
    basin = stream(30, {})
    basin["nodes"]["upper"] = {"type": "gauge"}
    basin["links"] = [
        {"from": "spring", "to": "upper"},
        {"from": "upper", "to": "croft"},
        {"from": "upper", "to": "weir"},
        {"from": "weir", "to": "farm"},
        {"from": "weir", "to": "sea"},
    ]
    del basin["nodes"]["meadow"]
    basin["rules"] = {
        "z_upper": {"type": "hands_off_flow", "gauge": "upper", "threshold": 10, "applies_to": ["croft"]},
        "a_lower": hands_off("farm", threshold=20),
    }
    results = run(basin, "2001-01-01", 1)
    assert (series(results, "delivered", "croft"), series(results, "delivered", "farm")) == ([4], [6])
    assert series(results, "gauge_flow", "weir") == [20]


def test_a_store_does_not_release_for_a_stopped_take():
    """Without the farm the dam passes its 10 and no more; below 15 the farm gets nothing, though the loch is full."""
    basin = stream(
        10, {"hands_off": hands_off("farm", threshold=15)}, loch={"type": "reservoir", "capacity": 500}
    )
    basin["links"][0] = {"from": "spring", "to": "loch"}
    basin["links"].append({"from": "loch", "to": "meadow"})
    basin["nodes"]["croft"]["amount"] = 0
    results = run(basin, "2001-01-01", 2)
    assert series(results, "delivered", "farm") == [0, 0]
    assert series(results, "storage", "loch") == [500, 500]


def test_each_member_has_its_own_limit(tmp_path):
    import xarray as xr

    times = np.arange(np.datetime64("2001-01-01"), np.datetime64("2001-01-03")).astype("datetime64[ns]")
    inflow = np.array([[120.0, 105.0], [99.0, 105.0]])
    dataset = xr.Dataset({"spring": (("member", "time"), inflow)}, coords={"time": times})
    dataset.to_netcdf(tmp_path / "inflow.nc", engine="h5netcdf")
    flow = {"file": str(tmp_path / "inflow.nc"), "variable": "spring"}
    results = run(stream(flow, {"h": hands_off("farm", threshold=100)}), "2001-01-01", 2, members=2)
    assert series(results, "delivered", "farm", 0) == [8, 1]
    assert series(results, "delivered", "farm", 1) == [0, 1]


def test_longer_steps_read_the_mean_flow_of_the_step():
    """The week's mean without the farm is 108 - 4 = 104: 4 a day."""
    results = run(stream(108, {"h": hands_off("farm", threshold=100)}), "2001-01-01", 7, step="week")
    assert series(results, "delivered", "farm") == [4]
