"""Curves set and shifted: on which side of them a store of 520 in 1000 lies."""

import pytest
from policies.lever_runs import exactly, misfits, series, under
from rules.rule_runs import river

from basinsim.schema.policy import read_policy


def stages(enter="50 %", leave="60 %") -> dict:
    stage = {"name": "dry", "enter": enter, "leave": leave, "savings": {"town": "20 %"}}
    return {"drought": {"type": "drought_stages", "reservoirs": ["loch"], "stages": [stage]}}


def lever(**keys) -> dict:
    return {"type": "reservoir_curves", **keys}


def asked(basin, *levers) -> list[float]:
    return series(under(basin, *levers), "requested", "town")


@pytest.mark.parametrize(
    "curves",
    [("50 %", "60 %"), (500, 600), ([500] * 12, "60 %"), ({"01-01": "50 %", "07-01": "40 %"}, 600)],
    ids=["shares", "volumes", "by-month", "dated"],
)
def test_shifted_up_a_stage_begins_earlier(curves):
    basin = river(stages(*curves), loch={"initial": 520})
    assert asked(basin) == exactly([50])
    assert asked(basin, lever(shift="5 %")) == exactly([40])
    assert asked(basin, lever(shift="1 %")) == exactly([50])
    assert asked(river(stages(*curves), loch={"initial": 480}), lever(shift="-5 %")) == exactly([50])


def test_control_curves_move_too_and_stop_at_empty_and_full():
    rule = {
        "type": "control_curves",
        "reservoirs": ["loch"],
        "curves": ["95 %", "5 %"],
        "changes": [{"link": "pipe", "max_flow": [None, 30, 10]}],
    }
    basin = river({"c": rule}, loch={"initial": 60})
    assert series(under(basin), "delivered", "town") == exactly([30])
    assert series(under(basin, lever(shift="10 %")), "delivered", "town") == exactly([10])
    full = river({"c": rule}, loch={"initial": 1000})
    assert series(under(full, lever(shift="10 %")), "delivered", "town") == exactly([50])


def test_curves_are_set_where_there_are_none_and_named_ones_shifted():
    basin = river({}, loch={"initial": 520})
    assert asked(basin, lever(set=stages())) == exactly([50])
    assert asked(basin, lever(set=stages(), shift=0.05)) == exactly([40])
    assert asked(basin, lever(set=stages(), shift=0.05, rules=["drought"])) == exactly([40])


def test_what_does_not_fit():
    assert misfits(river({}), lever(shift=0.1)) == [
        ("0.shift", "the basin has no curves that could be shifted; give some in 'set'")
    ]
    assert misfits(river(stages()), lever(shift=0.1, rules=["drout"])) == [
        ("0.rules.0", "there is no rule with curves 'drout'; did you mean 'drought'?")
    ]
    ((_, message),) = misfits(river(stages({"values": [500]})), lever(shift=0.1))
    assert "is a series, which cannot be shifted" in message
    spring = {"type": "freshets", "link": "release", "dates": ["04-15"], "days": 3, "flow": 100}
    ((key, message),) = misfits(river({}), lever(set={"spring": spring}))
    assert (key, message) == ("0.set.spring.type", "has no curves; allowed: control_curves, drought_stages")


def test_a_volume_has_no_share_of_a_capacity_that_changes():
    basin = river(stages(500, 600), loch={"capacity": [1000] * 11 + [900]})
    ((key, message),) = misfits(basin, lever(shift=0.1))
    assert (key, "capacity is not one number" in message) == ("0.shift", True)


@pytest.mark.parametrize("shift", ["120 %", "up", True])
def test_a_shift_is_a_share(shift):
    with pytest.raises(ValueError, match="must be one number from -1 to 1"):
        read_policy(lever(shift=shift))
