"""The numbers of one step as they hold today: the basin's, changed by what the rules have decided."""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from basinsim.rules.acting import Change
from basinsim.rules.book import Memories
from basinsim.simulation.inputs import Inputs


class Numbered(Protocol):
    """Numbers of one step, or of several along a first axis."""

    @property
    def days(self) -> float | np.ndarray:
        """Length of the step [d]; of several, shape (steps, 1, 1)."""

    def at(self, name: str) -> np.ndarray:
        """Return the numbers of a series, shape (1 or members, things), of several steps with them first."""


@dataclass(frozen=True)
class Span:
    """Some steps of the inputs in a row, without rules.

    Attributes
    ----------
    inputs : Inputs
        All numbers of the run.
    first, last : int
        The steps from one up to but without the other, the warm-up included.
    members : slice, optional
        Of the run; all without it.
    """

    inputs: Inputs
    first: int
    last: int
    members: slice = field(default_factory=lambda: slice(None))

    @property
    def days(self) -> np.ndarray:
        """Length of each step, shape (steps, 1, 1) [d]."""
        return self.inputs.calendar.days[self.first : self.last].astype(float)[:, np.newaxis, np.newaxis]

    def at(self, name: str) -> np.ndarray:
        """Return the numbers of a series, shape (steps, 1 or members, things)."""
        values = self.inputs.series[name]
        if len(values) > 1:
            values = values[self.members]
        return values[:, self.first : self.last].swapaxes(0, 1)


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
