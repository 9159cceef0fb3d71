"""The numbers of one step as they hold today: the basin's, changed by what the rules have decided."""

from dataclasses import dataclass, field

import numpy as np

from basinsim.rules.acting import Change
from basinsim.rules.book import Memories
from basinsim.simulation.inputs import Inputs


@dataclass(frozen=True)
class Today:
    """One step of the inputs, under the rules.

    Attributes
    ----------
    inputs : Inputs
        All numbers of the run.
    step : int
        Counted from 0, the warm-up included.
    changed : dict of str to ndarray, shape (members, things)
        What the rules have put in place of series of the inputs.
    states : ndarray, shape (members, rules), optional
        States of the rules in this step.
    memories : dict of str to Memory
        What the rules remember, with what they have decided.
    limits : list of Change
        What hands-off flows allow, as the gauges were read within the step.
    """

    inputs: Inputs
    step: int
    changed: dict[str, np.ndarray] = field(default_factory=dict)
    states: np.ndarray | None = None
    memories: Memories = field(default_factory=dict)
    limits: list[Change] = field(default_factory=list)

    @property
    def days(self) -> float:
        """Length of the step [d]."""
        return float(self.inputs.calendar.days[self.step])

    def at(self, name: str) -> np.ndarray:
        """Return the numbers of a series, shape (1 or members, things)."""
        changed = self.changed.get(name)
        return self.inputs.at(name, self.step) if changed is None else changed
