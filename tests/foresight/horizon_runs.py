"""Run a mapping with any kind of foresight, without files, and read what came of it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from support.quick_runs import prepare

from basinsim.quantities import RESULT_VARIABLES
from basinsim.results.dataset import things_by_dimension
from basinsim.simulation.horizon import simulate_with_foresight
from basinsim.simulation.initial import first_state
from basinsim.simulation.inputs import Inputs
from basinsim.simulation.run import Simulated, simulate

Basin = dict[str, Any]
Window = tuple[int, int]
PIECES = 10


@dataclass(frozen=True)
class Foreseen:
    """A run of one member."""

    simulated: Simulated

    @cached_property
    def _names(self) -> dict[str, tuple[str, ...]]:
        return things_by_dimension(self.simulated.network)

    def series(self, variable: str) -> dict[str, np.ndarray]:
        """Return one variable over the steps, by name."""
        names = self._names[RESULT_VARIABLES[variable].dimension]
        return dict(zip(names, self.simulated.arrays[variable][0].T, strict=True))

    def array(self, variable: str) -> np.ndarray:
        """Return one variable, shape (steps, things)."""
        return self.simulated.arrays[variable][0]

    def money(self, *without: str) -> float:
        """Return the objective without some of its terms."""
        return sum(float(v[0]) for term, v in self.simulated.money.items() if term not in without)

    def price(self, node: str) -> tuple[np.ndarray, np.ndarray]:
        """Return a node's shadow prices, and where they are one-sided."""
        assert self.simulated.foresight is not None
        published = self.simulated.foresight.shadow_prices
        at = self.simulated.network.nodes.index(node)
        return published["shadow_price"][0, :, at], published["shadow_price_one_sided"][0, :, at] > 0.5


def run_inputs(
    network: Any, inputs: Inputs, foresight: str | Window = "full", *, economic: bool = False
) -> Foreseen:
    """Run numbers that are already laid out."""
    state = first_state(network, inputs)
    if foresight == "none":
        return Foreseen(simulate(network, inputs, state, economic=economic))
    window = None if isinstance(foresight, str) else foresight
    return Foreseen(simulate_with_foresight(network, inputs, state, window, economic=economic))


def foresee(
    basin: Basin, steps: int, foresight: str | Window = "full", *, days: int = 1, economic: bool = False
) -> Foreseen:
    """Run a basin for some steps: foresight is none, full, or (window, advance)."""
    network, inputs = prepare(basin, steps, days)
    return run_inputs(network, inputs, foresight, economic=economic)


def price_of_missing(share: np.ndarray, pieces: int = PIECES) -> np.ndarray:
    """Return phi of a missing share: convex, in ten pieces of slope 1 to 10 or a hundred of 0.1 to 10."""
    edges = np.arange(pieces) / pieces
    slopes = PIECES * (np.arange(pieces) + 1.0) / pieces
    inside = np.clip(np.asarray(share)[..., np.newaxis] - edges, 0.0, 1.0 / pieces)
    return (inside * slopes).sum(axis=-1)
