"""Evolutionary search by pymoo, asked for policies and told how they do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from basinsim.errors import RunError
from basinsim.schema.study_parts import Search
from basinsim.tradeoff.hypervolume import EXTRA
from basinsim.tradeoff.space import Dimension

Array = NDArray[np.float64]
USUAL_POPULATION, USUAL_GENERATIONS = 24, 10
_FEW_OBJECTIVES = 3
_NO_NUMBER = 1e9


@dataclass(frozen=True)
class Told:
    """How the policies of a round do.

    Attributes
    ----------
    costs : ndarray, shape (policies, objectives)
        Lower is better; not-a-number where a policy could not be simulated.
    violation : ndarray, shape (policies, constraints)
        Above zero where a constraint does not hold.
    """

    costs: Array
    violation: Array


class Evolution:
    """One search from one seed.

    Parameters
    ----------
    search : Search
        Algorithm, population, generations.
    dimensions : sequence of Dimension
        The levers.
    objectives, constraints : int
        How many there are.
    seed : int
        The same seed asks the same questions, given the same answers.

    Raises
    ------
    RunError
        Where pymoo is not installed.
    """

    def __init__(
        self, search: Search, dimensions: Sequence[Dimension], objectives: int, constraints: int, seed: int
    ) -> None:
        try:
            from pymoo.core.problem import Problem
        except ImportError as error:
            message = (
                f"an evolutionary search needs pymoo: install {EXTRA}, or choose the method latin_hypercube"
            )
            raise RunError(message) from error
        self._generations = search.generations or USUAL_GENERATIONS
        self._problem = Problem(
            n_var=len(dimensions), n_obj=objectives, n_ieq_constr=constraints + 1, xl=0.0, xu=1.0
        )
        self._algorithm = _algorithm(search, dimensions, objectives)
        self._algorithm.setup(
            self._problem, termination=("n_gen", self._generations), seed=seed, verbose=False
        )
        self._asked: Any = None

    @property
    def rounds(self) -> int:
        """How many generations there are in all."""
        return self._generations

    def ask(self) -> Array | None:
        """Return the policies to try next, shape (policies, levers); None at the end."""
        if not self._algorithm.has_next():
            return None
        self._asked = self._algorithm.ask()
        if self._asked is None or len(self._asked) == 0:
            return None
        return np.asarray(self._asked.get("X"), dtype=float)

    def tell(self, told: Told) -> None:
        """Say how the policies asked for last do."""
        failed = np.isnan(told.costs).any(axis=1)
        costs = np.where(np.isnan(told.costs), _NO_NUMBER, told.costs)
        # That a policy could not be simulated is one more constraint that does not hold.
        violation = np.column_stack([np.minimum(told.violation, _NO_NUMBER), failed.astype(float)])
        self._asked.set("F", costs)
        self._asked.set("G", violation)
        for individual in self._asked:
            individual.evaluated |= {"F", "G"}
        self._algorithm.tell(infills=self._asked)


def _algorithm(search: Search, dimensions: Sequence[Dimension], objectives: int) -> Any:
    from pymoo.algorithms.moo.nsga2 import NSGA2
    from pymoo.algorithms.moo.nsga3 import NSGA3
    from pymoo.core.repair import Repair
    from pymoo.util.ref_dirs import get_reference_directions

    class OntoOptions(Repair):  # type: ignore[misc] # pymoo is untyped
        """Move a policy onto the options of its levers, so that equal policies are seen to be equal."""

        def _do(self, _problem: Any, X: Array, **_: Any) -> Array:
            return np.array(
                [[one.place(share) for one, share in zip(dimensions, row, strict=True)] for row in X]
            )

    population = search.population or USUAL_POPULATION
    few = objectives <= _FEW_OBJECTIVES or population < objectives  # too few for a direction of each
    chosen = search.algorithm or ("nsga2" if few else "nsga3")
    usual = {"pop_size": population, "repair": OntoOptions(), "eliminate_duplicates": True}
    if chosen == "nsga2":
        return NSGA2(**usual)
    # No more directions than policies: those of Das and Dennis that are not too many, spread by energy.
    directions = get_reference_directions("energy", objectives, population, seed=1)
    return NSGA3(ref_dirs=directions, **usual)
