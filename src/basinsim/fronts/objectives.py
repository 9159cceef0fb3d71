"""What a front trades: sums over all steps that are linear in what is allocated."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from basinsim.errors import name_hint
from basinsim.network.network import Network
from basinsim.simulation.inputs import Inputs
from basinsim.simulation.numbers import NumberBuilder
from basinsim.simulation.today import Today
from basinsim.step_program import StepProgram
from basinsim.yields.groups import GroupError, find_group

Kind = Literal["value", "shortage", "environmental_shortfall"]
_DAYS_A_YEAR = 365.25
_NOTHING = 1e-7


class ObjectiveError(ValueError):
    """An objective that the basin does not have."""


@dataclass(frozen=True)
class FrontObjective:
    """One axis of a front.

    Attributes
    ----------
    label : str
        As it was asked for.
    kind : {"value", "shortage", "environmental_shortfall"}
        Value less cost; what users miss; what rivers miss of their environmental flow.
    things : tuple of str
        Demands, or gauges.
    """

    label: str
    kind: Kind
    things: tuple[str, ...] = ()

    @property
    def unit(self) -> str:
        """Of the numbers that are shown."""
        return "GBP/year" if self.kind == "value" else "Ml/d"

    @property
    def more_is_better(self) -> bool:
        """Whether more of it is better."""
        return self.kind == "value"

    def step_cost(self, program: StepProgram, terms: dict[str, np.ndarray]) -> np.ndarray:
        """Return what one more of each column of a step adds to the sum that is minimised.

        Parameters
        ----------
        program : StepProgram
            The compiled step.
        terms : dict of str to ndarray, shape (1 or members, columns)
            Value of one more of each column, by term [GBP/Ml].

        Returns
        -------
        ndarray, shape (1 or members, columns)
            [GBP/Ml], or -1 for what is delivered or flows.
        """
        if self.kind == "value":
            return np.asarray(-sum(terms.values(), start=np.zeros((1, program.shape[1]))))
        cost = np.zeros((1, program.shape[1]))
        for component in ("ordinary", "essential") if self.kind == "shortage" else ("environmental_flow",):
            labels = program.columns[component].labels
            here = tuple(name for name in self.things if name in labels)
            cost[0, program.positions(component, here)] = -1.0
        return cost

    def asked(self, network: Network, builder: NumberBuilder, today: Today) -> np.ndarray:
        """Return what would be got or kept in a step if nothing were missing, shape (1 or members,) [Ml]."""
        if self.kind == "value":
            return np.zeros(1)
        names: Sequence[str]
        if self.kind == "shortage":
            values, names = today.at("amount"), list(network.demands)
        else:
            values, names = builder.environmental_flow_target(today), list(network.environmental_flows)
        at = [names.index(name) for name in self.things]
        return np.asarray(values[:, at].sum(axis=1) * today.days)

    def shown(self, total: np.ndarray, asked: np.ndarray, inputs: Inputs) -> np.ndarray:
        """Return the sum that is minimised as it is shown.

        Parameters
        ----------
        total : ndarray
            Sum over all steps.
        asked : ndarray
            What was asked for in all of them [Ml].
        inputs : Inputs
            With the length of the period.

        Returns
        -------
        ndarray
            Value [GBP/year], or the mean of what was missed [Ml/d].
        """
        days = float(inputs.calendar.days.sum())
        if self.kind == "value":
            return np.asarray(-total / days * _DAYS_A_YEAR)
        missed = asked + total
        # What rounding leaves of nothing is nothing.
        return np.asarray(np.where(np.abs(missed) < _NOTHING * asked, 0.0, missed) / days)


def read_objective(network: Network, text: str) -> FrontObjective:
    """Read one axis of a front.

    Parameters
    ----------
    network : Network
        The basin.
    text : str
        ``value``; ``shortage: NAME`` of a demand, sector or community, or of several with commas between;
        ``environmental_shortfall``, of all gauges or ``environmental_shortfall: NAME, NAME``.

    Returns
    -------
    FrontObjective
        With the names it stands for.

    Raises
    ------
    ObjectiveError
        Where it is none of these, or names what the basin does not have.
    """
    kind, _, names = (part.strip() for part in text.partition(":"))
    if kind == "value" and not names:
        return FrontObjective(text, "value")
    if kind == "shortage" and names:
        try:
            return FrontObjective(text, "shortage", find_group(network.basin, names).users)
        except GroupError as error:
            raise ObjectiveError(str(error)) from None
    if kind == "environmental_shortfall":
        known = tuple(network.environmental_flows)
        gauges = tuple(sorted({part.strip() for part in names.split(",")})) if names else known
        wrong = [name for name in gauges if name not in known]
        if wrong or not gauges:
            name = wrong[0] if wrong else ""
            message = f"there is no gauge '{name}' with an environmental flow; {name_hint(name, known)}"
            raise ObjectiveError(message)
        return FrontObjective(text, "environmental_shortfall", gauges)
    message = (
        f"'{text}' is no objective of an exact front "
        "(write value, shortage: NAME, or environmental_shortfall: GAUGE, GAUGE)"
    )
    raise ObjectiveError(message)
