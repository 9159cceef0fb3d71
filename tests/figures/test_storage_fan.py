"""The lines that rules go by stand in the storage fans: of one reservoir, and of several together."""

import numpy as np
import pytest
from figures.two_years import basin_of
from support.runs import run_case

from basinsim.figures.storage_fan import draw_storage, draw_storage_fan

PERIOD = {"start": "2003-01-01", "end": "2004-12-31"}
STAGES = [
    {"name": "appeal", "enter": "60 %", "leave": "70 %"},
    {"name": "order", "enter": "20 %", "leave": "30 %"},
]
SAVINGS = {"savings": {"town": "10 %"}}


@pytest.fixture(scope="module")
def results():
    rules = {
        "drought": {
            "type": "drought_stages",
            "reservoirs": ["loch"],
            "stages": [{**s, **SAVINGS} for s in STAGES],
        },
        "both": {
            "type": "control_curves",
            "reservoirs": ["loch", "tarn"],
            "curves": [{"01-01": "90 %", "07-01": "50 %"}],
            "changes": [{"demand": "town", "factor": [1, 0.9]}],
        },
    }
    tarn = "  corrie: {type: catchment, inflow: 3}\n  tarn: {type: reservoir, capacity: 300}\n"
    basin = basin_of().replace("  turbine:", f"{tarn}  turbine:", 1)
    basin = basin.replace("links:", "links:\n  - {from: corrie, to: tarn}\n  - {from: tarn, to: weir}")
    policies = [{"type": "operating_rules", "set": rules}]
    return run_case(basin, period=PERIOD, step="month", policies=policies)


def test_results_hold_the_lines(results):
    dataset = results.dataset
    assert list(dataset["storage_line"].to_numpy()) == ["both: curve 1", "drought: appeal", "drought: order"]
    level = dataset["storage_line_level"].transpose("storage_line", "time").to_numpy()
    assert level[1:] == pytest.approx(np.broadcast_to([[300.0], [100.0]], (2, 24)))
    assert level[0, [0, 6]] == pytest.approx([720.0, 400.0])  # on 1 January and on 1 July
    assert dataset["storage_line_counts"].to_numpy().tolist() == [[1, 1], [1, 0], [1, 0]]


def test_each_fan_has_the_lines_of_its_reservoirs(results):
    def words(names):
        return [text.get_text() for text in draw_storage_fan(results.dataset, names).texts]

    assert words("loch") == ["appeal", "order"]
    assert words("tarn") == []
    assert words(["loch", "tarn"]) == ["curve 1"]


def test_the_page_has_a_panel_for_reservoirs_that_count_together(results):
    titles = [axes.get_title(loc="left") or axes.get_title() for axes in draw_storage(results.dataset).axes]
    assert [title for title in titles if title] == ["Loch", "Tarn", "Loch and Tarn"]
