"""From what draws a figure to what writes it: nothing is drawn before it is to be written."""

from collections.abc import Callable
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from basinsim.figures import style


def figure_writer(draw: Callable[[], Figure]) -> Callable[[Path], None]:
    """Return what draws a figure and saves it at a path.

    Parameters
    ----------
    draw : callable
        Makes the figure.

    Returns
    -------
    callable
        Takes the path.
    """

    def write(path: Path) -> None:
        style.save_figure(draw(), path)

    return write


def figure_of(axes: Axes) -> Figure:
    """Return the figure on which axes were drawn.

    Parameters
    ----------
    axes : Axes
        Drawn a moment ago.

    Returns
    -------
    Figure
        The outermost one.
    """
    figure = axes.get_figure(root=True)
    assert figure is not None  # axes that were drawn have one
    return figure
