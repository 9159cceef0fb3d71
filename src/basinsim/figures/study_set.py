"""The figures that stand beside the tables of a study."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from basinsim.figures.failure_boxes import draw_boxes
from basinsim.figures.hypervolume_history import draw_hypervolume
from basinsim.figures.policies_by_future import MOST_FUTURES, draw_policies_by_future
from basinsim.figures.robustness_map import draw_robustness
from basinsim.figures.study_axes import draw_levers_and_objectives
from basinsim.figures.study_front import draw_fronts
from basinsim.figures.writing import figure_of, figure_writer

if TYPE_CHECKING:
    from basinsim.tradeoff.outcome import StudyOutcome
    from basinsim.tradeoff.robustness.analysis import Analysis


def study_figures(outcome: "StudyOutcome") -> dict[str, Callable[[], Figure]]:
    """Return what draws each figure of a study, by file name.

    Parameters
    ----------
    outcome : StudyOutcome
        What came of it; without any policy on its front it has no figures.

    Returns
    -------
    dict of str to callable
        Nothing is drawn before it is called.
    """
    if outcome.front.empty:
        return {}
    found: dict[str, Callable[[], Figure]] = {
        "front.png": lambda: draw_fronts(outcome),
        "parallel_axes.png": lambda: figure_of(draw_levers_and_objectives(outcome)),
    }
    if not outcome.hypervolume.empty:
        found["hypervolume.png"] = lambda: figure_of(draw_hypervolume(outcome))
    return found


def robustness_figures(analysis: "Analysis") -> dict[str, Callable[[], Figure]]:
    """Return what draws each figure of how policies hold up, by file name.

    Parameters
    ----------
    analysis : Analysis
        Of a study; one without any policy to argue about has no figures.

    Returns
    -------
    dict of str to callable
        Nothing is drawn before it is called.
    """
    found: dict[str, Callable[[], Figure]] = {}
    if analysis.chosen and analysis.cases.telling:
        if 1 < len(analysis.cases.futures) <= MOST_FUTURES:
            found["futures.png"] = lambda: draw_policies_by_future(analysis)
        found["robustness.png"] = lambda: figure_of(draw_robustness(analysis))
    if analysis.boxes:
        found["failure_boxes.png"] = lambda: draw_boxes(analysis)
    return found


def robustness_writers(analysis: "Analysis") -> dict[str, Callable[[Path], None]]:
    """Return what writes each figure of how policies hold up to a path, by file name."""
    return {name: figure_writer(draw) for name, draw in robustness_figures(analysis).items()}


def study_writers(outcome: "StudyOutcome") -> dict[str, Callable[[Path], None]]:
    """Return what writes each figure of a study to a path, by file name."""
    return {name: figure_writer(draw) for name, draw in study_figures(outcome).items()}
