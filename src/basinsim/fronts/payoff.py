"""The payoff table: what each objective is where one of them comes first."""

import numpy as np

from basinsim.fronts.program import ManyObjectives


def lexicographic_payoff(program: ManyObjectives) -> np.ndarray:
    """Return the payoff table, in which whatever comes first leaves the others as good as can be.

    Parameters
    ----------
    program : ManyObjectives
        The objectives.

    Returns
    -------
    ndarray, shape (objectives, objectives)
        In row ``k`` objective ``k`` was minimised first, then the others in their order; the least of a
        column is the ideal, its most the nadir of the table.

    Notes
    -----
    Mavrotas (2009), Applied Mathematics and Computation 213: without the lexicographic order a row
    may be dominated, and the range of the grid too wide.
    """
    count = program.count
    return np.stack(
        [program.lexicographic([first, *(k for k in range(count) if k != first)]) for first in range(count)]
    )
