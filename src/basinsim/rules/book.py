"""All rules of a run together: they decide, change, learn and are remembered as one."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from basinsim.rules.acting import ActingRule, Change, Known, Memory, Seen, StorageLine
from basinsim.rules.combining import combined
from basinsim.rules.site import Site

Memories = dict[str, Memory]
"""What each rule remembers, by its name."""


@dataclass(frozen=True)
class RuleBook:
    """The rules of a basin at work on the arrays of a run.

    Parameters
    ----------
    rules : dict of str to ActingRule
        By name, sorted.
    site : Site
        Where they were set up.
    """

    rules: dict[str, ActingRule] = field(default_factory=dict)
    site: Site | None = None

    def __bool__(self) -> bool:
        """Whether there are any rules."""
        return bool(self.rules)

    def begin(self, members: int) -> Memories:
        """Return what the rules remember before the first step.

        Parameters
        ----------
        members : int
            How many.

        Returns
        -------
        dict of str to Memory
            By name of the rule.
        """
        return {name: rule.begin(members) for name, rule in self.rules.items()}

    def decide(self, memories: Memories, step: int, day: date, storage: np.ndarray) -> Memories:
        """Let every rule decide on what is known.

        Parameters
        ----------
        memories : dict of str to Memory
            As the steps before have left them.
        step : int
            The step to come.
        day : date
            Its first day.
        storage : ndarray, shape (members, reservoirs)
            At its start [Ml].

        Returns
        -------
        dict of str to Memory
            With the decisions.
        """
        known = Known(step, day, storage)
        return {name: rule.decide(memories[name], known) for name, rule in self.rules.items()}

    def changes(self, memories: Memories, step: int, *, law_only: bool = False) -> list[Change]:
        """Return all changes of a step.

        Parameters
        ----------
        memories : dict of str to Memory
            With the decisions.
        step : int
            Which step.
        law_only : bool
            Whether choices of operation fall away, as they do where the whole period is known.

        Returns
        -------
        list of Change
            Of all rules.
        """
        return [
            change
            for name, rule in self.rules.items()
            if rule.is_law or not law_only
            for change in rule.changes(memories[name], step)
        ]

    def numbers(self, changes: list[Change], step: int, members: int) -> dict[str, np.ndarray]:
        """Return the numbers of a step that the changes make.

        Parameters
        ----------
        changes : list of Change
            Of all rules.
        step : int
            Which step.
        members : int
            How many.

        Returns
        -------
        dict of str to ndarray, shape (members, things)
            For the series that are changed. Savings come off the rest of a demand and never off
            its essential part.
        """
        if not changes or self.site is None:
            return {}
        series = self.site.series
        numbers = combined(changes, lambda name: series[name][:, step, :], members)
        if "amount" in numbers:
            network = self.site.network
            at = self.site.positions("amount", network.essentials)
            kept = np.minimum(series["essential"][:, step, :], series["amount"][:, step, :][:, at])
            numbers["amount"][:, at] = np.maximum(numbers["amount"][:, at], kept)
        return numbers

    def learn(self, memories: Memories, step: int, days: int, gauge_flow: np.ndarray) -> Memories:
        """Let every rule take in a step that is over.

        Parameters
        ----------
        memories : dict of str to Memory
            As they were during the step.
        step, days : int
            Which step, and its length [d].
        gauge_flow : ndarray, shape (members, gauges)
            Mean over the step [Ml/d].

        Returns
        -------
        dict of str to Memory
            For the next decision.
        """
        seen = Seen(step, days, gauge_flow)
        return {name: rule.learn(memories[name], seen) for name, rule in self.rules.items()}

    def states(self, memories: Memories, step: int, members: int) -> np.ndarray:
        """Return the states of all rules in a step.

        Parameters
        ----------
        memories : dict of str to Memory
            With the decisions.
        step : int
            Which step.
        members : int
            How many.

        Returns
        -------
        ndarray, shape (members, rules)
            Numbers of states.
        """
        states = np.zeros((members, len(self.rules)))
        for i, (name, rule) in enumerate(self.rules.items()):
            states[:, i] = rule.state(memories[name], step)
        return states

    @property
    def meanings(self) -> dict[str, tuple[str, ...]]:
        """What the numbers of each rule's state mean."""
        return {name: rule.states for name, rule in self.rules.items()}

    @property
    def storage_lines(self) -> dict[str, StorageLine]:
        """The storages by which rules change their minds, by name of the rule and of the line."""
        return {
            f"{name}: {label}": line
            for name, rule in self.rules.items()
            for label, line in rule.storage_lines().items()
        }

    def notes(self) -> list[str]:
        """Return what a reader of the results should know, rule by rule."""
        return [f"Rule '{name}': {note}" for name, rule in self.rules.items() for note in rule.notes()]

    @property
    def is_approximate(self) -> bool:
        """Whether any rule can only be followed roughly with the steps of this run."""
        return any(rule.is_approximate for rule in self.rules.values())


def set_up_rules(site: Site) -> RuleBook:
    """Set up all rules of a basin; what is wrong with their numbers joins the problems of the site.

    Parameters
    ----------
    site : Site
        The basin on the steps of a run.

    Returns
    -------
    RuleBook
        Not to be used where there are problems.
    """
    basin = site.network.basin
    # Wrong names have been told of already; the numbers of the other rules are looked at all the same.
    sound = {name: rule for name, rule in sorted(basin.rules.items()) if not rule.problems(basin)}
    return RuleBook({name: rule.set_up(name, site) for name, rule in sound.items()}, site)


def remembered(memories: Memories) -> dict[str, np.ndarray]:
    """Return all memories as columns with labels, to be kept with the results.

    Parameters
    ----------
    memories : dict of str to Memory
        By name of the rule.

    Returns
    -------
    dict of str to ndarray, shape (members,)
        By ``rule/what/position``.
    """
    return {
        f"{name}/{what}/{i}": array[:, i]
        for name, memory in memories.items()
        for what, array in memory.items()
        for i in range(array.shape[1])
    }


def recalled(memories: Memories, columns: dict[str, np.ndarray]) -> Memories:
    """Put kept columns back into memories; what was not kept stays as it is.

    Parameters
    ----------
    memories : dict of str to Memory
        As the rules begin.
    columns : dict of str to ndarray, shape (1 or members,)
        As :func:`remembered` has them.

    Returns
    -------
    dict of str to Memory
        In the same shapes.
    """
    full: Memories = {}
    for name, memory in memories.items():
        full[name] = {what: array.copy() for what, array in memory.items()}
        for what, array in full[name].items():
            for i in range(array.shape[1]):
                array[:, i] = columns.get(f"{name}/{what}/{i}", array[:, i])
    return full
