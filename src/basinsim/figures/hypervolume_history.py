"""How much of the space of objectives a search has covered, against the policies it has simulated."""

from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from basinsim.figures import style

if TYPE_CHECKING:
    from basinsim.tradeoff.outcome import StudyOutcome


def draw_hypervolume(outcome: "StudyOutcome", axes: Axes | None = None) -> Axes:
    """Draw the growth of the hypervolume, a line for each seed.

    Parameters
    ----------
    outcome : StudyOutcome
        What came of a study.
    axes : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        Lines that end level, and near each other, say that more policies would bring little.
    """
    with style.house_style():
        if axes is None:
            axes = style.new_figure((style.PORTRAIT_WIDTH, 3.4)).add_axes((0.11, 0.15, 0.85, 0.74))
        table = outcome.hypervolume
        for place, (seed, rows) in enumerate(table.groupby("seed"), start=1):
            look = style.policy_look(place)
            axes.step(
                rows["evaluations"],
                100 * rows["hypervolume"],
                where="post",
                color=look["color"],
                linestyle=look["linestyle"],
                label=f"seed {seed:.0f}",
            )
        stage = next(iter(outcome.manifest["stages"].values()))
        axes.set(
            xlabel=f"Policies simulated (by steps of '{stage['step']}', {stage['start'][:4]} to {stage['end'][:4]})",
            ylabel="Covered space of objectives [%]",
            title="Does the search still find anything?",
        )
        axes.set_ylim(0, None)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.legend(loc="lower right", fontsize=8)
    return axes
