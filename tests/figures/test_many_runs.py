"""With many runs the legends name those that tell, and what is written stays on the page."""

import pandas as pd
import pytest
import xarray as xr
from figures.two_years import two_years

from basinsim.figures.comparison_set import comparison_figures
from basinsim.metrics.comparison import compare_results
from basinsim.results.store import Results


@pytest.fixture(scope="module")
def comparison():
    """Fourteen runs; environmental flow comes first, as it is, or last."""
    runs = [two_years("as it is", 3), two_years("river first", 1), two_years("river last", 5)]
    return compare_results(
        [runs[k % 3] for k in range(14)], ["as it is", *(f"run {k}" for k in range(1, 14))]
    )


@pytest.mark.parametrize("name", ["parallel_axes.png", "trade_offs.png", "heat_map.png"])
def test_nothing_is_cut_off(comparison, name):
    figure = comparison_figures(comparison)[name]()
    page = figure.bbox
    renderer = figure.canvas.get_renderer()
    texts = [text for axes in figure.axes for text in axes.texts]
    legends = [legend for axes in figure.axes if (legend := axes.get_legend())] + figure.legends
    for thing in (*texts, *legends):
        box = thing.get_window_extent(renderer)
        assert page.y0 - 1 <= box.y0, thing
        assert box.y1 <= page.y1 + 1, thing
        assert page.x0 - 1 <= box.x0, thing
        assert box.x1 <= page.x1 + 1, thing


def test_the_legend_counts_those_that_are_beaten_in_everything(comparison):
    beaten = sum(not efficient for efficient in comparison.efficient[1:])
    figure = comparison_figures(comparison)["parallel_axes.png"]()
    said = [text.get_text() for text in figure.axes[0].get_legend().get_texts()]
    if beaten:
        assert said[-1] == f"{beaten} others, beaten by another run"
    assert len(said) == 14 - beaten + bool(beaten)


def test_a_caption_that_tells_of_members_stays_on_the_page():
    """Members make the longest caption there is."""
    pair = [_with_members(two_years("as it is", 3)), _with_members(two_years("river first", 1))]
    figure = comparison_figures(compare_results(pair, ["as it is", "river first"]))["heat_map.png"]()
    renderer = figure.canvas.get_renderer()
    caption = next(text for text in figure.axes[0].texts if "each against itself" in text.get_text())
    box = caption.get_window_extent(renderer)
    assert figure.bbox.y0 <= box.y0
    assert box.x1 <= figure.bbox.x1


def _with_members(results):
    """The same run three times, as members."""
    dataset = xr.concat(
        [results.dataset.assign_coords(member=[k]) for k in range(3)], "member", data_vars="minimal"
    )
    metrics = pd.concat([results.metrics.assign(member=k) for k in range(3)], ignore_index=True)
    return Results(dataset, metrics)
