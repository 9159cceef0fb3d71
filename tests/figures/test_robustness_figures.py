"""The robustness map and the boxes of failures show the numbers that were worked out."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import Rectangle
from tradeoff.robustness.by_hand import conditions_by_hand, outcome_by_hand

from basinsim.figures.failure_boxes import draw_boxes, draw_failures, draw_peeling
from basinsim.figures.policies_by_future import draw_policies_by_future
from basinsim.figures.robustness_map import draw_robustness
from basinsim.figures.study_set import robustness_figures
from basinsim.tradeoff.robustness.analysis import analyse

MEMBERS = 30


def study(futures=2):
    """A policy that fails in dry winters, and one that gives a little less always."""
    rain = np.random.default_rng(2).uniform(0.6, 1.2, (futures, MEMBERS)).round(3)
    served = np.stack([np.full_like(rain, 10.0), np.where(rain < 0.8, 2.0, 12.0), np.full_like(rain, 9.0)])
    lost = np.stack([np.full_like(rain, 5.0), np.full_like(rain, 4.0), np.full_like(rain, 3.0)])
    names = ["present", *(f"later {i}" for i in range(1, futures))]
    table = pd.DataFrame({"future": names, "climate": names, "growth": "", "hydrology_seed": np.nan})
    outcome = outcome_by_hand({"served": served, "lost": lost}, directions={"lost": "min"}, futures=table)
    return analyse(outcome, conditions_by_hand(outcome, winter_rain=rain), {})


def test_rows_begin_with_who_is_good_enough_most_often_and_cells_are_the_matrix():
    analysis = study()
    axes = draw_robustness(analysis)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["baseline", "p0001", "p0002"]
    written = [text.get_text() for text in axes.texts]
    first = analysis.matrix.query("objective == 'served' and point == 'p0001'")["value"]
    for value in first:
        assert f"{value:.1f}" in written or f"{value:.2f}" in written
    assert "100.0 %" in written or "100 %" in written


def test_colours_are_regret_as_a_share_of_the_largest_of_the_objective():
    axes = draw_robustness(study())
    _, lost = (np.asarray(image.get_array()) for image in axes.images)
    assert np.allclose(lost, [[1, 1], [0.5, 0.5], [0, 0]])


def test_many_futures_are_columns_without_numbers():
    axes = draw_robustness(study(futures=20))
    assert "5.00" not in [text.get_text() for text in axes.texts]
    assert any("in the order of futures.csv" in text.get_text().replace("\n", " ") for text in axes.texts)


def test_the_box_is_drawn_where_its_limits_are():
    found = next(one for one in study().failing if one.box is not None)
    axes = draw_failures(found)
    (outline,) = (one for one in axes.patches if isinstance(one, Rectangle) and not one.get_fill())
    assert outline.get_x() + outline.get_width() == pytest.approx(found.box.limits["winter_rain"].high)
    assert found.box.limits["winter_rain"].high == pytest.approx(0.8, abs=0.02)


def test_the_way_to_the_box_ends_where_nothing_but_failures_is_left():
    found = next(one for one in study().failing if one.box is not None)
    way, chosen = draw_peeling(found).lines
    assert way.get_xydata()[0].tolist() == pytest.approx([100, 100 * found.failed / found.count])
    assert way.get_xydata()[-1][1] == 100
    assert chosen.get_xydata()[0].tolist() == pytest.approx(
        [100 * found.box.coverage, 100 * found.box.density]
    )


def test_a_page_has_a_row_for_each_box():
    analysis = study()
    assert len(draw_boxes(analysis).axes) == 2 * min(len(analysis.boxes), 4)


def test_lines_across_futures_are_the_matrix():
    analysis = study()
    served, lost, *_ = draw_policies_by_future(analysis).axes
    for axes, name in ((served, "served"), (lost, "lost")):
        drawn = sorted(line.get_ydata().tolist() for line in axes.lines)
        assert drawn == sorted(analysis.cases.matrix(name).tolist())
        assert axes.get_title(loc="left").startswith(name.capitalize())


def test_futures_are_drawn_where_there_are_several_and_not_too_many():
    assert "futures.png" in robustness_figures(study())
    assert "futures.png" not in robustness_figures(study(futures=1))
    assert "futures.png" not in robustness_figures(study(futures=20))
