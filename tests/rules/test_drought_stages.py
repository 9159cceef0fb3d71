"""Drought stages: entered below one curve, left above another, kept for a while."""

import numpy as np
import pytest
from rules.rule_runs import river, run, series

DRY = {"name": "dry", "enter": "50 %", "leave": "60 %"}


def of_loch(*stages: dict) -> dict:
    return {"drought": {"type": "drought_stages", "reservoirs": ["loch"], "stages": list(stages)}}


def test_savings_come_off_the_amount_and_are_recorded():
    """600 Ml lose 40 a day, the fourth day starts with 480: from then on the town asks for 40 and not 50."""
    results = run(river(of_loch(DRY | {"savings": {"town": "20 %"}})), "2001-01-01", 5)
    assert series(results, "rule_state", "drought") == [0, 0, 0, 1, 1]
    assert series(results, "requested", "town") == [50, 50, 50, 40, 40]
    assert series(results, "saved", "town") == [0, 0, 0, 10, 10]
    assert series(results, "delivered", "town") == [50, 50, 50, 40, 40]
    assert series(results, "storage", "loch") == [560, 520, 480, 450, 420]
    assert series(results, "saved", "farm") == [0] * 5


def test_savings_by_sector_and_never_off_the_essential_part():
    results = run(
        river(of_loch(DRY | {"enter": 650, "leave": 650, "savings": {"public": 0.9}})), "2001-01-01", 1
    )
    assert series(results, "requested", "town") == [10]
    assert series(results, "essential_requested", "town") == [10]


def test_hysteresis_between_entering_and_leaving():
    """The loch falls by 40 a day to 480 (enter below 500) and then rises by 60: it leaves above 600, not above 500."""
    inflow = {"values": [20, 20, 20, 120, 120, 120, 120]}
    stage = of_loch(DRY | {"savings": {"town": 0}})
    results = run(river(stage, hill={"inflow": inflow}), "2001-01-01", 7)
    assert series(results, "storage", "loch") == [560, 520, 480, 540, 600, 660, 720]
    # start of day:                                600  560  520  480  540  600  660
    assert series(results, "rule_state", "drought") == [0, 0, 0, 1, 1, 1, 0]


def test_a_stage_lasts_its_least_days():
    """As above, but the stage that begins on day 4 lasts five days: it ends on day 9."""
    inflow = {"values": [20, 20, 20, 120, 120, 120, 120, 60, 60, 60]}
    stage = of_loch(DRY | {"stay_days": 5})
    results = run(river(stage, hill={"inflow": inflow}), "2001-01-01", 10)
    assert series(results, "rule_state", "drought") == [0, 0, 0, 1, 1, 1, 1, 1, 0, 0]


def test_a_least_stay_runs_over_the_change_of_the_year_and_a_leap_day():
    """Entered on 27 February 2004, three days: 27, 28 and 29 February, and over on 1 March."""
    inflow = {"values": [20, 400, 60, 60, 60]}
    stage = of_loch(DRY | {"stay_days": 3})
    for start, days in (("2004-02-27", 5), ("2003-12-30", 5)):
        results = run(river(stage, hill={"inflow": inflow}, loch={"initial": 490}), start, days)
        assert series(results, "rule_state", "drought") == [1, 1, 1, 0, 0]


def test_severer_stages_begin_at_once_and_end_one_after_the_other():
    """Start of day: 480, 240, 440, 640. Emergency below 300 until above 400; dry below 500 until above 600."""
    emergency = {"name": "emergency", "enter": 300, "leave": 400}
    inflow = {"values": [0, 260, 260, 260]}
    basin = river(of_loch(DRY, emergency), hill={"inflow": inflow}, loch={"initial": 480})
    basin["links"][1]["min_flow"] = {"values": [190, 10, 10, 10]}
    results = run(basin, "2001-01-01", 4)
    assert series(results, "storage", "loch") == [240, 440, 640, 840]
    assert series(results, "rule_state", "drought") == [1, 2, 1, 0]
    assert results.dataset.attrs["rule_states"] == '{"drought": ["normal", "dry", "emergency"]}'


def test_compensation_flow_by_stage():
    """The release is 10; 6 in the first stage, and still 6 in the second, which says nothing of it; 3 in the third."""
    stages = (
        DRY | {"enter": 550, "leave": 900, "min_flow": {"release": 6}},
        {"name": "worse", "enter": 510, "leave": 900},
        {"name": "worst", "enter": 470, "leave": 900, "min_flow": {"release": 3}},
    )
    results = run(river(of_loch(*stages), farm={"amount": 0}), "2001-01-01", 5)
    # start of day: 600, 560, 520, 484, 448
    assert series(results, "minimum_flow_target", "release") == [10, 10, 6, 6, 3]
    assert series(results, "flow", "release") == [10, 10, 6, 6, 3]


def test_a_stage_limits_a_link():
    results = run(river(of_loch(DRY | {"max_flow": {"pipe": 30}})), "2001-01-01", 5)
    assert series(results, "flow", "pipe") == [50, 50, 50, 30, 30]
    assert series(results, "requested", "town") == [50] * 5


def test_curves_by_date_and_over_the_change_of_the_year():
    """From 400 on 31 December to 800 on 4 January: 400, 500, 600, 700, 800. The loch stays at 650."""
    curve = {"12-31": 400, "01-04": 800, "06-30": 400}
    stage = {"name": "dry", "enter": curve, "leave": curve}
    basin = river(of_loch(stage), hill={"inflow": 60}, loch={"initial": 650})
    results = run(basin, "2001-12-31", 5)
    assert series(results, "storage", "loch") == [650] * 5
    assert series(results, "rule_state", "drought") == [0, 0, 0, 1, 1]


def test_stages_of_several_reservoirs_count_their_storage_together():
    basin = river(of_loch(DRY), tarn={"type": "reservoir", "capacity": 1000, "initial": 300})
    basin["links"].append({"from": "tarn", "to": "weir", "max_flow": 0})
    basin["rules"]["drought"]["reservoirs"] = ["loch", "tarn"]
    # 600 + 300 of 2000 are 45 %.
    assert series(run(basin, "2001-01-01", 1), "rule_state", "drought") == [1]


def test_members_have_stages_of_their_own(tmp_path):
    import xarray as xr

    times = np.arange(np.datetime64("2001-01-01"), np.datetime64("2001-01-06")).astype("datetime64[ns]")
    inflow = np.array([[20.0] * 5, [60.0] * 5, [0.0] * 5])
    path = tmp_path / "inflow.nc"
    xr.Dataset({"hill": (("member", "time"), inflow)}, coords={"time": times}).to_netcdf(
        path, engine="h5netcdf"
    )
    hill = {"inflow": {"file": str(path), "variable": "hill"}}
    basin = river(of_loch(DRY | {"savings": {"town": "20 %"}}), hill=hill)
    results = run(basin, "2001-01-01", 5, members=3)
    assert series(results, "rule_state", "drought", 0) == [0, 0, 0, 1, 1]
    assert series(results, "rule_state", "drought", 1) == [0, 0, 0, 0, 0]
    assert series(results, "rule_state", "drought", 2) == [0, 0, 1, 1, 1]
    assert series(results, "requested", "town", 2) == [50, 50, 40, 40, 40]


@pytest.mark.parametrize(("step", "days", "states"), [("week", 21, [0, 0, 1]), ("month", 90, [0, 1, 1])])
def test_longer_steps_decide_on_the_storage_at_their_start(step, days, states):
    """1410 Ml leave each day: 60000, 50130, 40260 by weeks; 60000, 16290, 0 by months. Dry below 50000."""
    stage = DRY | {"enter": 50000, "leave": 60000}
    loch = {"capacity": 100000, "initial": 60000}
    basin = river(of_loch(stage), loch=loch, hill={"inflow": 0}, town={"amount": 1400})
    results = run(basin, "2001-01-01", days, step=step)
    assert series(results, "rule_state", "drought") == states
