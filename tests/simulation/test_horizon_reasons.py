"""Why a horizon cannot be done: the numbers that clash, and the links over which value has no end."""

from typing import Any

import numpy as np
import pytest
from foresight.horizon_runs import foresee
from scipy.sparse import csc_array

from basinsim.errors import RunError
from basinsim.simulation import run as single_steps
from basinsim.solver.highs import UnboundedError, find_clash, minimise

Basin = dict[str, Any]


def filled_by_a_burn(inflow: Any, final: float, **loch: Any) -> Basin:
    """burn -> loch(10 of 100 Ml) -> sea."""
    return {
        "name": "loch",
        "nodes": {
            "burn": {"type": "catchment", "inflow": inflow},
            "loch": {"type": "reservoir", "capacity": 100, "initial": 10, "final": final, **loch},
            "sea": {"type": "outlet"},
        },
        "links": [{"name": "way", "from": "burn", "to": "loch"}, {"from": "loch", "to": "sea"}],
    }


def said_of(basin: Basin, steps: int, days: int = 1) -> str:
    with pytest.raises(RunError) as caught:
        foresee(basin, steps, "full", days=days, economic=True)
    return str(caught.value)


def clash_of(text: str, name: str) -> list[str]:
    """Return the numbers that are said to clash for a final storage."""
    _, found, rest = text.partition(f"What clashes for '{name}': ")
    assert found
    return rest.partition(". ")[0].split("; ")


def test_too_little_inflow() -> None:
    text = said_of(filled_by_a_burn({"values": [2, 0, 1.5]}, 50), 3)
    assert "'loch' is to end with 50 Ml and can end with 13.5 Ml" in text
    assert clash_of(text, "loch") == [
        "'loch' begins with 10 Ml",
        "'burn' brings 3.5 Ml in the 3 steps from 2001-01-01 to 2001-01-03",
        "'loch' is to end with 50 Ml ('final')",
    ]


def test_a_link_that_carries_too_little() -> None:
    """10 Ml/d come, 2 get through: the inflow is no part of it."""
    basin = filled_by_a_burn(10, 50)
    basin["links"][0]["max_flow"] = 2
    text = said_of(basin, 2, days=7)
    assert "can end with 38 Ml" in text
    assert clash_of(text, "loch") == [
        "'loch' begins with 10 Ml",
        "'way' carries at most 2 Ml/d in the 2 steps from 2001-01-01 to 2001-01-08 ('max_flow')",
        "'loch' is to end with 50 Ml ('final')",
    ]


def test_only_the_steps_that_matter_are_named() -> None:
    """The way is narrow on the first day only, and after it the whole inflow gets through."""
    basin = filled_by_a_burn(3, 18)
    basin["links"][0]["max_flow"] = {"values": [1, 9, 9]}
    parts = clash_of(said_of(basin, 3), "loch")
    assert "'way' carries at most 1 Ml/d in the step of 2001-01-01 ('max_flow')" in parts
    assert "'burn' brings 6 Ml in the 2 steps from 2001-01-02 to 2001-01-03" in parts


def test_a_licence_that_allows_too_little() -> None:
    basin = filled_by_a_burn(10, 50)
    basin["licences"] = {"filling": {"applies_to": ["way"], "annual": 6}}
    parts = clash_of(said_of(basin, 3), "loch")
    assert "the licence 'filling' allows 6 Ml a year" in parts
    assert not any("burn" in part for part in parts)


def test_a_final_above_the_capacity() -> None:
    text = said_of(filled_by_a_burn(200, 120, dead_storage=5), 2)
    assert clash_of(text, "loch")[0].startswith("'loch' holds at most 95 Ml above its dead storage")


def test_two_finals_that_need_the_same_water() -> None:
    """What one of the ponds can end with depends on what the other is left with; both are told."""
    basin = {
        "name": "two ponds",
        "nodes": {
            "tarn": {"type": "reservoir", "capacity": 20, "initial": 10},
            "one": {"type": "reservoir", "capacity": 20, "initial": 0, "final": 8},
            "two": {"type": "reservoir", "capacity": 20, "initial": 0, "final": 8},
        },
        "links": [{"from": "tarn", "to": "one"}, {"from": "tarn", "to": "two"}],
    }
    text = said_of(basin, 2)
    missed = "one" if "'one' is to end with 8 Ml and can end with" in text else "two"
    parts = clash_of(text, missed)
    assert "'tarn' begins with 10 Ml" in parts
    assert sum("('final')" in part for part in parts) == 2


def test_a_minimum_flow_stands_in_no_final_storages_way() -> None:
    """10 Ml, 5 wished down the river each day and 8 to be kept: the limit wins over the wish."""
    basin = filled_by_a_burn(0, 8)
    basin["links"][1] |= {"name": "down", "min_flow": 5}
    run = foresee(basin, 2, "full", economic=True)
    assert run.series("storage")["loch"][-1] == pytest.approx(8)
    assert run.series("flow")["down"].sum() == pytest.approx(2)
    # And where even that is too much, nobody says that the minimum flow were the cause.
    basin["nodes"]["loch"]["final"] = 12
    assert not any("down" in part for part in clash_of(said_of(basin, 2), "loch"))


def test_each_final_out_of_reach_has_its_own_clash() -> None:
    basin = filled_by_a_burn(1, 50)
    basin["nodes"]["tarn"] = {"type": "reservoir", "capacity": 20, "initial": 6, "final": 7}
    basin["links"].append({"from": "tarn", "to": "sea"})
    text = said_of(basin, 2)
    assert clash_of(text, "tarn") == ["'tarn' begins with 6 Ml", "'tarn' is to end with 7 Ml ('final')"]
    assert "'burn' brings 2 Ml in the 2 steps from 2001-01-01 to 2001-01-02" in clash_of(text, "loch")


# ---- value without end -----------------------------------------------------------------------------


def round_and_round() -> Basin:
    """upper -> turbine -> lower -> pump -> upper: 14.715 GBP/Ml earned, 14 spent; a burn beside it."""
    return {
        "name": "round and round",
        "nodes": {
            "burn": {"type": "catchment", "inflow": 5},
            "upper": {"type": "reservoir", "capacity": 100, "initial": 50},
            "turbine": {"type": "hydropower", "head": 100, "efficiency": 0.9, "value": 60},
            "lower": {"type": "reservoir", "capacity": 100, "initial": 50},
            "sea": {"type": "outlet"},
        },
        "links": [
            {"name": "brook", "from": "burn", "to": "upper"},
            {"name": "fall", "from": "upper", "to": "turbine"},
            {"name": "tail", "from": "turbine", "to": "lower"},
            {"name": "pump", "from": "lower", "to": "upper", "cost": 14},
            {"name": "out", "from": "lower", "to": "sea"},
        ],
    }


def test_single_steps_name_the_whole_loop() -> None:
    text = said_of(round_and_round(), 2)
    assert "2001-01-01" in text
    assert "over fall, pump, tail," in text
    assert "max_flow" in text


def test_a_horizon_names_the_whole_loop_and_what_it_earns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Single steps are looked at first; what they do not see is told by the horizon itself."""
    monkeypatch.setattr(single_steps.StepRunner, "_refuse_circulation", lambda *_: None)
    text = said_of(round_and_round(), 2)
    assert "over fall, pump, tail," in text
    assert "earns 0.715 GBP" in text
    assert "max_flow" in text


# ---- the solver's part -----------------------------------------------------------------------------

TANK = csc_array([[1.0, 1.0, -1.0, 0.0], [0.0, 0.0, 1.0, -1.0]])
"""first + second == tank, tank == wanted."""


def test_a_clash_is_irreducible() -> None:
    lower, upper = np.array([0.0, 0, 0, 9]), np.array([3.0, 4, 50, 9])
    found = find_clash(TANK, lower, upper)
    assert found is not None
    assert found.irreducible
    assert found.at_upper.tolist() == [0, 1]
    assert found.at_lower.tolist() == [3]


def test_what_can_be_kept_has_no_clash() -> None:
    assert find_clash(TANK, np.array([0.0, 0, 0, 7]), np.array([3.0, 4, 50, 9])) is None


def test_a_clash_of_very_many_bounds_is_found_without_reducing_it() -> None:
    """Two thousand burns bring 1 each; 2001 are wanted."""
    count = 2000
    matrix = csc_array(np.append(np.ones(count), -1.0)[np.newaxis, :])
    found = find_clash(matrix, np.append(np.zeros(count), count + 1.0), np.full(count + 1, count + 1.0))
    assert found is None
    found = find_clash(
        matrix, np.append(np.zeros(count), count + 1.0), np.append(np.ones(count), count + 1.0)
    )
    assert found is not None
    assert not found.irreducible
    assert found.at_upper.tolist() == list(range(count))
    assert found.at_lower.tolist() == [count]


def test_a_cost_without_end_comes_with_what_can_be_repeated() -> None:
    loop = csc_array([[1.0, -1.0, 0.0], [-1.0, 1.0, 0.0]])
    with pytest.raises(UnboundedError) as caught:
        minimise(loop, np.array([-1.0, 0, 1]), np.zeros(3), np.array([np.inf, np.inf, 1]))
    assert caught.value.ray[0] == pytest.approx(caught.value.ray[1])
    assert caught.value.ray[0] > 0
    assert caught.value.ray[2] == pytest.approx(0)
