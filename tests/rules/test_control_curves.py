"""Control curves: what changes depends on the zone between curves."""

import pytest
from rules.rule_runs import river, run, series

from basinsim.schema.basin import Basin


def curves(*changes: dict, of=("58 %", "50 %")) -> dict:
    return {
        "curves": {
            "type": "control_curves",
            "reservoirs": ["loch"],
            "curves": list(of),
            "changes": list(changes),
        }
    }


# Start of day: 600, 560, 520, 480 while the loch loses 40 a day: zones 0, 1, 1, 2.


def test_zones_and_a_factor_on_demand():
    results = run(river(curves({"demand": "town", "factor": [1, 1, "80 %"]})), "2001-01-01", 4)
    assert series(results, "rule_state", "curves") == [0, 1, 1, 2]
    assert series(results, "requested", "town") == [50, 50, 50, 40]
    assert series(results, "saved", "town") == [0, 0, 0, 10]


def test_a_storage_on_a_curve_is_above_it():
    results = run(river(curves({"demand": "town", "factor": [1, 0.5]}, of=["60 %"])), "2001-01-01", 2)
    assert series(results, "requested", "town") == [50, 25]


def test_a_links_limit():
    results = run(river(curves({"link": "pipe", "max_flow": [None, 45, 20]})), "2001-01-01", 4)
    assert series(results, "flow", "pipe") == [50, 45, 45, 20]


def test_a_release():
    results = run(river(curves({"link": "release", "min_flow": [30, None, 8]})), "2001-01-01", 4)
    assert series(results, "flow", "release") == [30, 10, 10, 8]
    assert series(results, "minimum_flow_target", "release") == [30, 10, 10, 8]


def test_a_preference_of_sources_changes_with_storage():
    """A borehole of preference 2 is shut while the loch is above its curve, and then serves what the pipe may not."""
    basin = river(
        curves({"link": "borehole", "open": [False, True, True]}, {"link": "pipe", "max_flow": [None, 0, 0]})
    )
    basin["nodes"]["well"] = {"type": "catchment", "inflow": 60}
    basin["links"] += [
        {"name": "borehole", "from": "well", "to": "town", "preference": 2},
        {"from": "well", "to": "sea"},
    ]
    results = run(basin, "2001-01-01", 4)
    # start of day: 600, 560, 570, and 580, which is on the curve
    assert series(results, "flow", "pipe") == [50, 0, 0, 50]
    assert series(results, "flow", "borehole") == [0, 50, 50, 0]


def test_works_and_environmental_flows():
    basin = river(
        curves(
            {"gauge": "weir", "environmental_flow": [12, 9, 9]}, {"works": "plant", "max_flow": [None, 30, 9]}
        )
    )
    basin["nodes"]["weir"] = {"type": "gauge", "environmental_flow": {"amount": 4, "priority": 1}}
    basin["nodes"]["plant"] = {"type": "works"}
    basin["links"][2] = {"name": "pipe", "from": "loch", "to": "plant"}
    basin["links"].append({"from": "plant", "to": "town"})
    results = run(basin, "2001-01-01", 2)
    assert series(results, "environmental_flow_target", "weir") == [12, 9]
    assert series(results, "flow", "pipe") == [50, 30]


def test_curves_reach_their_numbers_on_their_dates_in_leap_years_too():
    """From 100 Ml on 28 February to 400 on 2 March: 1 March is at 250 in 2001 (two days), 300 in 2004 (three)."""
    curve = {"02-28": 100, "03-02": 400, "06-01": 400, "12-01": 100}
    for start, storage, zones in (
        ("2001-02-28", 260, [0, 0, 1]),
        ("2001-02-28", 240, [0, 1, 1]),
        ("2004-02-28", 290, [0, 0, 1]),
        ("2004-02-28", 310, [0, 0, 0]),
    ):
        rules = curves({"demand": "town", "factor": [1, 1]}, of=[curve])
        basin = river(rules, hill={"inflow": 60}, loch={"initial": storage})
        assert series(run(basin, start, 3), "rule_state", "curves") == zones, (start, storage)


def test_the_least_of_two_factors_counts():
    rules = curves({"demand": "town", "factor": [0.9, 0.9]}, of=["10 %"])
    rules["stages"] = {
        "type": "drought_stages",
        "reservoirs": ["loch"],
        "stages": [{"name": "dry", "enter": "70 %", "leave": "70 %", "savings": {"town": 0.2}}],
    }
    assert series(run(river(rules), "2001-01-01", 1), "requested", "town") == [pytest.approx(40)]


@pytest.mark.parametrize(
    ("of", "change", "sentence"),
    [
        (
            ["58 %"],
            {"link": "pipe", "max_flow": [None, 30]},
            "The curve of the storage of 'loch' is 58 % of capacity; 'pipe' carries at most what the basin says on or "
            "above the curve and 30 Ml/d below the curve.",
        ),
        (
            [{"01-01": "70 %", "09-01": "55 %"}, "30 %"],
            {"demand": "town", "factor": ["100 %", "95 %", "90 %"]},
            "Of the curves of the storage of 'loch', the first is a line through 70 % of capacity on 1 January and 55 % "
            "of capacity on 1 September and the second is 30 % of capacity; 'town' asks for 100 % of its demand on or "
            "above the first, 95 % of its demand below the first and 90 % of its demand below the second.",
        ),
    ],
)
def test_curves_are_said_in_a_sentence(of, change, sentence):
    (rule,) = Basin.model_validate(river(curves(change, of=of)), context={}).rules.values()
    assert rule.sentence() == sentence
