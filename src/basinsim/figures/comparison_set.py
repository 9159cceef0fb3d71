"""The figures that stand beside the tables of a comparison."""

from collections.abc import Callable
from pathlib import Path

from matplotlib.figure import Figure

from basinsim.figures.heat_map import draw_heat_map
from basinsim.figures.parallel_axes import draw_parallel_axes
from basinsim.figures.stakeholders import draw_winners_and_losers
from basinsim.figures.trade_off import draw_trade_offs
from basinsim.figures.writing import figure_of, figure_writer
from basinsim.metrics.comparison import Comparison


def comparison_figures(comparison: Comparison) -> dict[str, Callable[[], Figure]]:
    """Return what draws each figure of a comparison, by file name.

    Parameters
    ----------
    comparison : Comparison
        Of any runs; a run alone, or one without any number of the front page, has no figures.

    Returns
    -------
    dict of str to callable
        Nothing is drawn before it is called.
    """
    if len(comparison.names) < 2 or not comparison.entries:
        return {}
    return {
        "heat_map.png": lambda: figure_of(draw_heat_map(comparison)),
        "parallel_axes.png": lambda: figure_of(draw_parallel_axes(comparison)),
        "trade_offs.png": lambda: draw_trade_offs(comparison),
        "winners_and_losers.png": lambda: draw_winners_and_losers(comparison),
    }


def comparison_writers(comparison: Comparison) -> dict[str, Callable[[Path], None]]:
    """Return what writes each figure of a comparison to a path, by file name."""
    return {name: figure_writer(draw) for name, draw in comparison_figures(comparison).items()}
