"""Steps under operating rules: they decide on what is known, and limit takes once gauges can be read."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from basinsim.network.network import Network
from basinsim.rules.acting import Change
from basinsim.rules.book import Memories, RuleBook
from basinsim.rules.hands_off_flow import ActingHandsOff
from basinsim.rules.within_step import reading_rounds
from basinsim.simulation.gauge_flows import passing_matrix
from basinsim.simulation.numbers import NumberBuilder, StepNumbers
from basinsim.simulation.state import State
from basinsim.simulation.today import Today
from basinsim.step_program import StepProgram

Solve = Callable[[StepNumbers], np.ndarray]
"""Allocates the numbers of a step, shape (members, columns)."""


@dataclass
class UnderRules:
    """Takes single steps as the rules say.

    Parameters
    ----------
    network : Network
        The basin.
    program : StepProgram
        Its compiled step.
    builder : NumberBuilder
        Puts the numbers of a step on it.
    """

    network: Network
    program: StepProgram
    builder: NumberBuilder
    _rounds: list[list[str]] = field(init=False)
    _hands_off: dict[str, ActingHandsOff] = field(init=False)

    def __post_init__(self) -> None:
        """Find out in which order gauges are to be read."""
        rules = self.book.rules
        self._hands_off = {name: rule for name, rule in rules.items() if isinstance(rule, ActingHandsOff)}
        self._rounds = reading_rounds(self._hands_off, self.network)
        self._passing = passing_matrix(self.network)

    @property
    def book(self) -> RuleBook:
        """The rules."""
        return self.builder.inputs.rules

    def decided(self, step: int, state: State) -> Memories:
        """Return what the rules remember once they have decided on what is known before a step."""
        if not self.book:
            return {}
        day = self.builder.inputs.calendar.first_days[step]
        return self.book.decide(state.memories, step, day, state.storage)

    def allocate(self, step: int, state: State, solve: Solve) -> tuple[np.ndarray, StepNumbers]:
        """Allocate one step for all members.

        Parameters
        ----------
        step : int
            Counted from 0, the warm-up included.
        state : State
            As the step before left it.
        solve : callable
            Allocates given numbers.

        Returns
        -------
        (ndarray of shape (members, columns), StepNumbers)
            The allocation [Ml] and the numbers it was made from.
        """
        if not self.book:
            plain = self.builder.build(step, state)
            return solve(plain), plain
        memories = self.decided(step, state)
        changes = self.book.changes(memories, step)
        limits: dict[str, list[Change]] = {}
        asking = {name for name, rule in self._hands_off.items() if rule.asks(step)}
        numbers: StepNumbers | None = None
        x: np.ndarray | None = None
        for names in self._rounds:
            if not asking.intersection(names):
                continue
            # Those that are not read yet take nothing; those that have been read, what they may.
            out = [
                change
                for name in sorted(asking - limits.keys())
                for change in self._hands_off[name].without_takes()
            ]
            today = self._today(step, memories, [*changes, *_all(limits), *out], limits)
            numbers, x = self._solved_anew(today, state, solve, numbers, x)
            flow = self._flow(x, today.days)
            limits |= {name: self._hands_off[name].limits(step, flow) for name in names if name in asking}
        today = self._today(step, memories, [*changes, *_all(limits)], limits)
        numbers, x = self._solved_anew(today, state, solve, numbers, x)
        return x, numbers

    def _solved_anew(
        self, today: Today, state: State, solve: Solve, before: StepNumbers | None, x: np.ndarray | None
    ) -> tuple[StepNumbers, np.ndarray]:
        numbers = self.builder.build(today, state)
        if before is not None and x is not None and np.array_equal(before.upper, numbers.upper):
            return numbers, x  # nothing may be taken by anybody: it is solved already
        return numbers, solve(numbers)

    def _today(
        self, step: int, memories: Memories, changes: list[Change], limits: dict[str, list[Change]]
    ) -> Today:
        inputs = self.builder.inputs
        states = self.book.states(memories, step, inputs.members)
        for i, name in enumerate(self.book.rules):
            if name in limits:
                states[:, i] = self._hands_off[name].state_under(limits[name], step)
        changed = self.book.numbers(changes, step, inputs.members)
        return Today(inputs, step, changed, states, memories, _all(limits))

    def learnt(self, x: np.ndarray, today: Today) -> Memories:
        """Return what the rules remember after a step.

        Parameters
        ----------
        x : ndarray, shape (members, columns)
            Its allocation [Ml].
        today : Today
            The numbers it was made from.

        Returns
        -------
        dict of str to Memory
            For the next decision.
        """
        if not self.book:
            return {}
        return self.book.learn(today.memories, today.step, int(today.days), self._flow(x, today.days))

    def over_horizon(self, first: int, state: State, alone: list[Today], *, whole: bool) -> list[Today]:
        """Return the numbers of steps that are allocated together.

        Parameters
        ----------
        first : int
            The first of them.
        state : State
            At its start.
        alone : list of Today
            The same steps as they were taken one by one.
        whole : bool
            Whether they are the whole period: then choices of operation fall away, and law comes as it
            fell on the steps taken one by one. In a window the rules decide before its first step.

        Returns
        -------
        list of Today
            In order. What hands-off flows allow is in either case what they allowed step by step.
        """
        if not self.book:
            return alone
        memories = self.decided(first, state)
        found = []
        for today in alone:
            if whole:
                changes = self.book.changes(today.memories, today.step, law_only=True)
                changed = self.book.numbers(
                    [*changes, *today.limits], today.step, self.builder.inputs.members
                )
                found.append(Today(today.inputs, today.step, changed, today.states, today.memories))
            else:
                changes = self.book.changes(memories, today.step)
                changed = self.book.numbers(
                    [*changes, *today.limits], today.step, self.builder.inputs.members
                )
                states = self.book.states(memories, today.step, self.builder.inputs.members)
                for i, name in enumerate(self.book.rules):
                    if name in self._hands_off and today.states is not None:
                        states[:, i] = today.states[:, i]
                found.append(Today(today.inputs, today.step, changed, states, memories))
        return found

    def _flow(self, x: np.ndarray, days: float) -> np.ndarray:
        return np.asarray(x[:, self.program.of("flow")] @ self._passing.T / days)


def _all(limits: dict[str, list[Change]]) -> list[Change]:
    return [change for found in limits.values() for change in found]
