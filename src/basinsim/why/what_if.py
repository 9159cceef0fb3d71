"""What could have been otherwise on a day: one number more or less, or a rule not in force."""

from dataclasses import dataclass, replace

import numpy as np

from basinsim.rules.acting import Change
from basinsim.rules.book import Memories, RuleBook
from basinsim.rules.hands_off_flow import ActingHandsOff
from basinsim.simulation.inputs import Inputs


@dataclass(frozen=True)
class Shift:
    """A number of the day that is higher or lower.

    Attributes
    ----------
    series : str
        Of the run's inputs, as the rules have left it that day.
    thing : int
        Position in the series.
    by : float
        How much is added; what is left is never below zero [unit of the series].
    """

    series: str
    thing: int
    by: float


@dataclass(frozen=True)
class Stored:
    """A reservoir that began the day with more.

    Attributes
    ----------
    reservoir : int
        Position.
    by : float
        [Ml]
    """

    reservoir: int
    by: float


@dataclass(frozen=True)
class Lowered:
    """Hands-off flows whose thresholds are lower that day.

    Attributes
    ----------
    rules : tuple of str
        Their names: those that share what is above one threshold.
    by : float
        [Ml/d]
    """

    rules: tuple[str, ...]
    by: float


@dataclass(frozen=True)
class Dropped:
    """A rule that is not in force that day.

    Attributes
    ----------
    rule : str
        Its name.
    """

    rule: str


WhatIf = Shift | Stored | Lowered | Dropped


@dataclass(frozen=True)
class OtherBook(RuleBook):
    """The rules of a day as they had decided, with numbers changed after them.

    Attributes
    ----------
    decided : dict of str to Memory
        What was decided before the day, and stays so whatever is changed.
    shifts : tuple of Shift
        Numbers that are higher or lower.
    inputs : Inputs, optional
        Where numbers stand that no rule has changed.
    """

    decided: Memories | None = None
    shifts: tuple[Shift, ...] = ()
    inputs: Inputs | None = None

    def __bool__(self) -> bool:
        """A book that changes numbers is read even where it has no rules."""
        return True

    def decide(self, memories: Memories, step: int, day: object, storage: np.ndarray) -> Memories:
        """Return what had been decided; see :class:`basinsim.rules.book.RuleBook`."""
        return {} if self.decided is None else {name: self.decided[name] for name in self.rules}

    def numbers(self, changes: list[Change], step: int, members: int) -> dict[str, np.ndarray]:
        """Return the numbers under the rules, shifted; see :class:`basinsim.rules.book.RuleBook`."""
        numbers = super().numbers(changes, step, members)
        for shift in self.shifts:
            if self.inputs is None:
                continue
            if shift.series not in numbers:
                own = self.inputs.at(shift.series, step)
                numbers[shift.series] = np.array(np.broadcast_to(own, (members, own.shape[1])))
            held = numbers[shift.series]
            held[:, shift.thing] = np.maximum(held[:, shift.thing] + shift.by, 0.0)
        return numbers


def other_book(inputs: Inputs, decided: Memories, step: int, otherwise: tuple[WhatIf, ...]) -> OtherBook:
    """Return the rules of a day with some things otherwise.

    Parameters
    ----------
    inputs : Inputs
        Of the run.
    decided : dict of str to Memory
        What the rules had decided before the day.
    step : int
        Which step it is.
    otherwise : tuple of WhatIf
        What is otherwise; storages are no affair of the rules.

    Returns
    -------
    OtherBook
        To stand in place of the rules of the inputs.
    """
    rules = dict(inputs.rules.rules)
    for what in otherwise:
        if isinstance(what, Dropped):
            rules.pop(what.rule, None)
        elif isinstance(what, Lowered):
            for name in what.rules:
                rule = rules.get(name)
                if isinstance(rule, ActingHandsOff):
                    rules[name] = _with_lower_thresholds(rule, step, what.by)
    shifts = tuple(what for what in otherwise if isinstance(what, Shift))
    return OtherBook(rules, inputs.rules.site, decided, shifts, inputs)


def _with_lower_thresholds(rule: ActingHandsOff, step: int, by: float) -> ActingHandsOff:
    def lowered(limit: np.ndarray) -> np.ndarray:
        other = limit.copy()
        other[:, step] = np.maximum(other[:, step] - by, 0.0)
        return other

    threshold = None if rule.threshold is None else lowered(rule.threshold)
    return replace(rule, threshold=threshold, graduated=[(lowered(b), share) for b, share in rule.graduated])
