"""Points of the levers' space that are chosen before any is simulated."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from basinsim.schema.study_parts import Search
from basinsim.tradeoff.space import Dimension

USUAL_POINTS = 50


def sample(search: Search, dimensions: Sequence[Dimension], seed: int) -> NDArray[np.float64]:
    """Return the points of a grid or a sample.

    Parameters
    ----------
    search : Search
        Method and number of points.
    dimensions : sequence of Dimension
        The levers.
    seed : int
        Of the sample; a grid has none.

    Returns
    -------
    ndarray, shape (points, levers)
        Between 0 and 1.
    """
    if search.method == "grid":
        return np.array(list(_grid(dimensions)))
    count = search.points or USUAL_POINTS
    if search.method == "sobol":
        # The sequence is balanced at powers of two; its first points are what is asked for.
        exponent = int(np.ceil(np.log2(count)))
        return np.asarray(qmc.Sobol(len(dimensions), rng=seed).random_base2(exponent)[:count])
    return np.asarray(qmc.LatinHypercube(len(dimensions), rng=seed).random(count))


def _grid(dimensions: Sequence[Dimension]) -> Iterator[tuple[float, ...]]:
    lengths = [len(dimension.options or ()) for dimension in dimensions]
    yield from product(*[[(i + 0.5) / length for i in range(length)] for length in lengths])
