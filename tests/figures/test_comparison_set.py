"""The figures of a comparison show its numbers."""

import numpy as np
import pytest
from figures.two_years import two_years

from basinsim.comparing import compare
from basinsim.figures.comparison_set import comparison_figures
from basinsim.figures.heat_map import draw_heat_map
from basinsim.figures.parallel_axes import draw_parallel_axes
from basinsim.figures.stakeholders import draw_gains
from basinsim.figures.style import save_figure
from basinsim.figures.trade_off import conflicting_pairs, draw_trade_off
from basinsim.metrics.amounts import shown
from basinsim.metrics.registry import METRICS, metric


@pytest.fixture(scope="module")
def comparison():
    return compare(two_years(), two_years("river first", 1), two_years("river last", 5)).comparison


def texts_of(axes):
    return [text.get_text() for text in axes.texts]


def test_every_figure_can_be_drawn_and_saved(comparison, tmp_path):
    figures = comparison_figures(comparison)
    assert set(figures) == {"heat_map.png", "parallel_axes.png", "trade_offs.png", "winners_and_losers.png"}
    for name, draw in figures.items():
        assert save_figure(draw(), tmp_path / name).stat().st_size > 10_000


def test_a_run_alone_has_no_figures():
    assert comparison_figures(compare(two_years()).comparison) == {}


def test_the_heat_map_prints_the_baseline_and_the_changes(comparison):
    axes = draw_heat_map(comparison)
    said = texts_of(axes)
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert sorted(labels) == ["as it is (baseline)", "river first", "river last"]
    for entry in comparison.entries:
        unit = comparison.unit(entry)
        assert shown(comparison.of(entry, "value")[0], unit) in said
        assert comparison.change_in_words(entry, 1) in said
    colours = axes.get_images()[0].get_array()
    worst = np.max(colours, axis=1)
    assert (np.diff(worst) >= 0).all()  # least regret first


def test_every_parallel_axis_is_better_upwards(comparison):
    axes = draw_parallel_axes(comparison)
    entries = [entry for entry in comparison.entries if comparison.differs(entry)]
    base = next(line for line in axes.get_lines() if "(baseline)" in str(line.get_label()))
    for place, entry in enumerate(entries):
        values = comparison.of(entry, "value") * (1 if comparison.better_upwards(entry) else -1)
        height = (values[0] - values.min()) / np.ptp(values)
        assert base.get_ydata()[place] == pytest.approx(height, abs=0.01)
    assert base.get_linewidth() == max(line.get_linewidth() for line in axes.get_lines())


def test_the_better_corner_of_a_trade_off_is_at_the_top_right(comparison):
    pairs = conflicting_pairs(comparison)
    assert pairs
    for across, up in pairs:
        axes = draw_trade_off(comparison, across, up)
        left, right = axes.get_xlim()
        bottom, top = axes.get_ylim()
        assert (right > left) == comparison.better_upwards(across)
        assert (top > bottom) == comparison.better_upwards(up)


def test_gains_are_to_the_right_and_losses_hatched(comparison):
    for entry in comparison.entries:
        axes = draw_gains(comparison, entry)
        turned = 1 if comparison.better_upwards(entry) else -1
        for bar, change in zip(axes.patches, comparison.of(entry, "change")[1:], strict=True):
            assert np.sign(bar.get_width()) == np.sign(turned * change)
            assert bool(bar.get_hatch()) == (turned * change < 0)


def test_a_metric_of_a_users_own_appears_in_the_figures():
    @metric("days_of_joy", "d", "max", "Days of joy", ("delivered",))
    def function(dataset):
        yield "all", (dataset["delivered"].sel(demand="farm") > 0).sum("time")

    try:
        from basinsim.metrics.table import metric_table
        from basinsim.results.store import Results

        runs = [
            Results(run.dataset, metric_table(run.dataset))
            for run in (two_years(), two_years("river first", 1))
        ]
        axes = draw_heat_map(compare(*runs).comparison)
    finally:
        del METRICS["days_of_joy"]
    assert any("Days of joy" in label.get_text() for label in axes.get_xticklabels())
