"""What water and energy are worth in a step, term by term."""

from dataclasses import dataclass, field

import numpy as np

from basinsim.network.network import Network
from basinsim.simulation.inputs import Inputs
from basinsim.step_program import StepProgram

PRIORITY_TERMS = ("energy", "link cost", "works cost")
"""Terms that decide between equally good steps under priorities; the economic objective has all."""


WATER_LEFT = "water left"
"""The term of what is left in the reservoirs at the end."""

_BEYOND = (np.inf, 0.0)


@dataclass
class Prices:
    """Prices on the columns of a step program.

    Parameters
    ----------
    network : Network
        The basin.
    program : StepProgram
        Its compiled step.
    inputs : Inputs
        All numbers of the run.
    economic : bool
        Whether all terms count, or only those of ``PRIORITY_TERMS``.

    Attributes
    ----------
    matter : bool
        Whether anything has a price at all.
    curve_widths : dict of str to ndarray, shape (pieces,)
        For ``demand`` and ``link``, how much each piece of the value curves can hold [Ml/d]; what
        lies beyond a curve has no end.
    """

    network: Network
    program: StepProgram
    inputs: Inputs
    economic: bool
    matter: bool = field(init=False)
    curve_widths: dict[str, np.ndarray] = field(init=False)
    _curve_prices: dict[str, np.ndarray] = field(init=False)

    def __post_init__(self) -> None:
        """Look whether anything has a price at all."""
        named: tuple[str, ...] = ("works_cost", "link_cost", "energy_value")
        named += ("demand_value", "link_value", "end_value") if self.economic else ()
        curves = self.economic and any(self.network.value_curves(kind) for kind in ("demand", "link"))
        pieces = {
            kind: [
                piece
                for curve in self.network.value_curves(kind).values()
                for piece in (*curve.segments, _BEYOND)
            ]
            for kind in ("demand", "link")
        }
        self.curve_widths = {kind: np.array([width for width, _ in found]) for kind, found in pieces.items()}
        self._curve_prices = {kind: np.array([price for _, price in found]) for kind, found in pieces.items()}
        self.matter = curves or any(self.inputs.series[name].any() for name in named)

    def terms(self, step: int, energy_per_volume: np.ndarray, *, last: bool) -> dict[str, np.ndarray]:
        """Return the value of one more of each column, term by term.

        Parameters
        ----------
        step : int
            Counted from 0.
        energy_per_volume : ndarray, shape (members, turbines)
            [MWh/Ml]
        last : bool
            Whether what is left in the reservoirs after this step has its end value.

        Returns
        -------
        dict of str to ndarray, shape (1 or members, columns)
            [GBP/Ml], negative for costs; only the terms that count.
        """
        of, at = self.program.of, self.inputs.at

        def priced(**blocks: np.ndarray) -> np.ndarray:
            rows = max(len(np.atleast_2d(price)) for price in blocks.values())
            values = np.zeros((rows, self.program.shape[1]))
            for component, price in blocks.items():
                values[:, of(component)] = price
            return values

        if (energy_per_volume == energy_per_volume[0]).all():
            energy_per_volume = energy_per_volume[:1]  # one row serves all members
        terms = {
            "energy": priced(turbine_flow=at("energy_value", step) * energy_per_volume),
            "link cost": priced(flow=-at("link_cost", step)),
            "works cost": priced(intake=-at("works_cost", step)),
        }
        if not self.economic:
            return terms
        value = at("demand_value", step)
        terms["water delivered"] = priced(
            ordinary=value,
            essential=value[:, self._essential_positions()],
            valued_delivery=self._curve_prices["demand"],
        )
        terms["flow on links"] = priced(flow=at("link_value", step), valued_flow=self._curve_prices["link"])
        if last:
            terms[WATER_LEFT] = priced(storage=at("end_value", step))
        return terms

    def _essential_positions(self) -> list[int]:
        demands = list(self.network.demands)
        return [demands.index(name) for name in self.network.essentials]
