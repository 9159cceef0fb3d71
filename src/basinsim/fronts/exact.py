"""The exact front of a scenario, and what each of its points brings without foresight."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from basinsim.allocation.horizon import HorizonError
from basinsim.calendar import make_calendar
from basinsim.errors import InputError, RunError, file_error
from basinsim.fronts.augmecon import limits_grid
from basinsim.fronts.breakpoints import exact_corners
from basinsim.fronts.ideal import IdealPeriod, ideal_period
from basinsim.fronts.objectives import FrontObjective, ObjectiveError, read_objective
from basinsim.fronts.price_policy import PricePolicy, by_month, simulate_policies
from basinsim.fronts.program import NoSolutionError
from basinsim.loading import Scenario, load_scenario
from basinsim.network.network import Network
from basinsim.results.store import table_writer, write_together
from basinsim.running.prepare import prepare
from basinsim.simulation.run import Progress
from basinsim.simulation.size import refuse_if_too_large
from basinsim.solver.highs import SolverError, UnboundedError

TWO, THREE = 2, 3
_TELLS = 1e-4
"""What is worth telling [Ml/d]."""


@dataclass(frozen=True)
class ExactFront:
    """A front that nobody could beat, and what is left of it without foresight.

    Attributes
    ----------
    scenario : str
        Name of the scenario.
    objectives : tuple of FrontObjective
        Its axes.
    payoff : ndarray, shape (objectives, objectives)
        As they are shown; in row ``k`` objective ``k`` comes first.
    ideal, simulated : ndarray, shape (points, objectives)
        With the period known, and step by step at the same prices, as they are shown.
    weights : ndarray, shape (points, objectives)
        Price of one more of each sum [units of the first for one of it]: the first is 1.
    exact : bool
        Whether these are all corners, so that the ideal front is a straight line between neighbours.
    notes : tuple of str
        What the reader should know.
    """

    scenario: str
    objectives: tuple[FrontObjective, ...]
    payoff: np.ndarray
    ideal: np.ndarray
    simulated: np.ndarray
    weights: np.ndarray
    exact: bool
    notes: tuple[str, ...]

    def table(self) -> pd.DataFrame:
        """Return one row for each point, objective and kind.

        Returns
        -------
        pandas.DataFrame
            Columns scenario, point, objective, ideal, simulated, cost_of_not_knowing (how much worse
            the simulated is), price, unit, direction.
        """
        rows = []
        for point in range(len(self.ideal)):
            for place, objective in enumerate(self.objectives):
                ideal, simulated = self.ideal[point, place], self.simulated[point, place]
                rows.append(
                    {
                        "scenario": self.scenario,
                        "point": point + 1,
                        "objective": objective.label,
                        "ideal": ideal,
                        "simulated": simulated,
                        "cost_of_not_knowing": ideal - simulated
                        if objective.more_is_better
                        else simulated - ideal,
                        "price": self.weights[point, place],
                        "unit": objective.unit,
                        "direction": "max" if objective.more_is_better else "min",
                    }
                )
        return pd.DataFrame(rows)

    def payoff_table(self) -> pd.DataFrame:
        """Return the payoff table: a row for each objective that comes first, a column for each."""
        labels = [objective.label for objective in self.objectives]
        table = pd.DataFrame(self.payoff, columns=labels)
        table.insert(0, "first", labels)
        return table

    def save(self, directory: str | Path, *, figures: bool = True) -> Path:
        """Write ``exact_front.csv``, ``exact_payoff.csv`` and a figure to a folder.

        Parameters
        ----------
        directory : str or Path
            Made where there is none.
        figures : bool
            Whether the figure is drawn.

        Returns
        -------
        Path
            The folder.

        Raises
        ------
        RunError
            Where it cannot be written; nothing half-written is left.
        """
        writers: dict[str, Callable[[Path], None]] = {
            "exact_front.csv": lambda path: table_writer(self.table())(path),
            "exact_payoff.csv": lambda path: table_writer(self.payoff_table())(path),
        }
        if figures:
            writers["exact_front.png"] = self._draw
        return write_together(Path(directory), writers)

    def _draw(self, path: Path) -> None:
        from basinsim.figures.ideal_front import draw_ideal_front
        from basinsim.figures.style import save_figure

        save_figure(draw_ideal_front(self.table(), line=self.exact), path)


def exact_front(
    scenario: Scenario | str | Path,
    objectives: Sequence[str],
    *,
    points: int = 11,
    member: int = 0,
    step: str | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> ExactFront:
    """Find the exact front of two or three objectives, and simulate each of its points without foresight.

    Parameters
    ----------
    scenario : Scenario, str or Path
        Loaded, or a file to load: basin, policies, period and step (a month for long periods).
    objectives : sequence of str
        Two or three, as :func:`~basinsim.fronts.objectives.read_objective` reads them.
    points : int
        Most corners of a front of two objectives, the most telling ones first; for three, limits on each
        of the last two.
    member : int
        Which member of the scenario.
    step : str, optional
        ``month``, ``week`` or ``"N days"``, instead of the scenario's.
    force : bool
        Whether a period is tried however large it is.
    progress : callable, optional
        Told how many steps of the simulation are done.

    Returns
    -------
    ExactFront
        With its payoff table.

    Raises
    ------
    InputError
        Where an objective is none, or there are not two or three.
    RunError
        Where nothing keeps the bounds, value has no end, or the period is too large.
    """
    loaded = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    axes = _axes(loaded, objectives, points, member)
    if step is not None:
        period = loaded.settings.period
        loaded = replace(loaded, calendar=make_calendar(period.start, period.end, step, period.warm_up))
    if not force:
        refuse_if_too_large(Network(loaded.basin), len(loaded.calendar))
    network, inputs, state = prepare(loaded, (member,))
    try:
        ideal = ideal_period(network, inputs, state, axes)
        found = _found(ideal, len(axes), points)
    except HorizonError as error:
        raise RunError(str(error)) from error
    except NoSolutionError as error:
        message = "rounding has left no horizon that keeps what comes first; try a shorter period"
        raise RunError(message) from error
    except (UnboundedError, SolverError) as error:
        message = (
            f"the front could not be found: {error}; value that has no end, or numbers too unlike in size?"
        )
        raise RunError(message) from error
    policies = [
        PricePolicy(weights, by_month(ideal.water_values(weights), inputs)) for weights in found.weights
    ]
    simulated, first_missed = simulate_policies(network, inputs, state, axes, policies, progress)
    front = found.front(loaded.name, axes, ideal)
    more = float(first_missed.max()) - found.first_missed
    notes = front.notes
    if more > _TELLS:
        notes = (
            *notes,
            f"What comes before this trade (minimum flows, essentials, environmental flows that are no objective) misses up to "
            f"{more:.2g} Ml/d more without foresight: that water is in the simulated numbers.",
        )
    return replace(front, simulated=simulated, notes=notes)


@dataclass(frozen=True)
class _Found:
    payoff: np.ndarray
    values: np.ndarray
    weights: np.ndarray
    exact: bool
    notes: tuple[str, ...]
    first_missed: float

    def front(self, name: str, axes: tuple[FrontObjective, ...], ideal: IdealPeriod) -> ExactFront:
        def shown(values: np.ndarray) -> np.ndarray:
            columns = [
                axis.shown(values[:, place], ideal.asked[place], ideal.inputs)
                for place, axis in enumerate(axes)
            ]
            return np.stack(columns, axis=1)

        values = shown(self.values)
        return ExactFront(
            name, axes, shown(self.payoff), values, values, self.weights, self.exact, self.notes
        )


def _found(ideal: IdealPeriod, count: int, points: int) -> _Found:
    program = ideal.program()
    if count == TWO:
        front = exact_corners(program, points)
        values = np.stack([corner.values for corner in front.corners])
        weights = np.stack([corner.weights for corner in front.corners])
        notes: tuple[str, ...] = ()
        if not front.complete:
            notes = (
                f"There are more corners than these {len(values)}: between them the front lies beyond the lines by "
                f"up to {100 * front.gap:.2g} % of its extent.",
            )
        payoff = values[[0, -1]]
        return _Found(
            payoff, values, weights / weights[:, :1], front.complete, notes, ideal.first_missed(program.x)
        )
    payoff, grid = limits_grid(program, points)
    values = np.stack([point.values for point in grid])
    weights = np.stack([point.weights for point in grid])
    note = "Points inside an edge or a face of the front have the same prices, and so the same simulation."
    return _Found(payoff, values, weights, False, (note,), ideal.first_missed(program.x))


def _axes(
    scenario: Scenario, objectives: Sequence[str], points: int, member: int
) -> tuple[FrontObjective, ...]:
    network = Network(scenario.basin)
    axes, messages = [], []
    for text in objectives:
        try:
            axes.append(read_objective(network, text))
        except ObjectiveError as error:
            messages.append(str(error))
    if not TWO <= len(objectives) <= THREE:
        messages.append(f"an exact front has two or three objectives, found {len(objectives)}")
    if len({(axis.kind, axis.things) for axis in axes}) < len(axes):
        messages.append("two objectives are the same")
    if points < TWO:
        messages.append(f"a front has at least two points, found {points}")
    if not 0 <= member < scenario.settings.members:
        messages.append(
            f"there is no member {member}; the scenario has {scenario.settings.members}, from 0 on"
        )
    if messages:
        raise InputError(
            [problem for text in messages for problem in file_error(scenario.path, text).problems]
        )
    return tuple(axes)
