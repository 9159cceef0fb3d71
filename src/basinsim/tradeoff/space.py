"""What may be decided: from a point between 0 and 1 for each lever to the policies it stands for."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from basinsim.schema.policy import Policy, read_policy
from basinsim.schema.problems import problems_of
from basinsim.schema.setting import Setting
from basinsim.schema.study_parts import Lever
from basinsim.schema.values import Found

_ROUNDING = 1e-9
ON, OFF = "on", "off"


@dataclass(frozen=True)
class Option:
    """A value that a lever may take.

    Attributes
    ----------
    shown : float or str
        For tables: a number in the lever's unit, or a word.
    policies : tuple of dict
        As they would stand in a scenario.
    """

    shown: float | str
    policies: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Dimension:
    """One lever of a study.

    Attributes
    ----------
    name : str
        Its key in the study.
    lever : Lever
        What the study says of it.
    """

    name: str
    lever: Lever

    @property
    def unit(self) -> str:
        """Unit of its values; empty where they have none."""
        return self.lever.range[0].unit if self.lever.range else ""

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers on an axis."""
        return self.lever.range is not None or all(isinstance(one.shown, float) for one in self.options or ())

    @property
    def options(self) -> tuple[Option, ...] | None:
        """All values it may take, in order; None where any number of a range will do."""
        lever = self.lever
        if lever.alternatives is not None:
            return tuple(Option(name, policies) for name, policies in lever.alternatives.items())
        assert lever.policy is not None  # a lever has one or the other
        if lever.parameter is None:
            return (Option(OFF, ()), Option(ON, (lever.policy,)))
        if lever.choices is not None:
            return tuple(self._with(choice) for choice in lever.choices)
        assert lever.range is not None
        if lever.step is None:
            return None
        low, high = (end.number for end in lever.range)
        count = int(np.floor((high - low) / lever.step.number * (1 + _ROUNDING))) + 1
        return tuple(self._with_number(low + i * lever.step.number) for i in range(count))

    def at(self, share: float) -> Option:
        """Return the value at a place between 0 and 1.

        Parameters
        ----------
        share : float
            0 is the low end or the first choice, 1 the high end or the last.

        Returns
        -------
        Option
            Every one of a lever's options has an equal part of the way.
        """
        options = self.options
        if options is not None:
            return options[min(int(share * len(options)), len(options) - 1)]
        assert self.lever.range is not None
        low, high = (end.number for end in self.lever.range)
        return self._with_number(low + share * (high - low))

    def place(self, share: float) -> float:
        """Return the middle of the part of the way that belongs to the value at a place."""
        options = self.options
        if options is None:
            return float(share)
        return (min(int(share * len(options)), len(options) - 1) + 0.5) / len(options)

    def _with_number(self, number: float) -> Option:
        assert self.lever.range is not None
        # Twelve figures: what a step makes of 0.1 + 0.2 is meant to be 0.3.
        return self._with(self.lever.range[0].at(float(f"{number:.12g}")))

    def _with(self, choice: Any) -> Option:
        setting = choice if isinstance(choice, Setting) else None
        raw = choice.raw() if setting else choice
        number = isinstance(raw, int | float) and not isinstance(raw, bool)
        shown: float | str = setting.number if setting else float(raw) if number else str(raw)
        if self.lever.off_at is not None and _same(raw, self.lever.off_at):
            return Option(shown, ())
        assert self.lever.policy is not None
        assert self.lever.parameter is not None
        policy = deepcopy(self.lever.policy)
        for key in self.lever.parameter:
            _set(policy, key, raw)
        return Option(shown, (policy,))


def _same(raw: Any, other: Any) -> bool:
    return raw == other or str(raw).replace(" ", "") == str(other).replace(" ", "")


def _set(policy: dict[str, Any], key: str, raw: Any) -> None:
    """Set a key of a policy; mappings that are there are gone into, what is left is one key."""
    holder: Any = policy
    words = key.split(".")
    while len(words) > 1:
        fitting = [
            n
            for n in range(len(words) - 1, 0, -1)
            if isinstance(_item(holder, ".".join(words[:n])), dict | list)
        ]
        if not fitting:
            break
        holder, words = _item(holder, ".".join(words[: fitting[0]])), words[fitting[0] :]
    name = ".".join(words)
    if isinstance(holder, list) and name.isdigit() and int(name) < len(holder):
        holder[int(name)] = raw
    elif isinstance(holder, dict):
        holder[name] = raw


def _item(holder: Any, word: str) -> Any:
    if isinstance(holder, dict):
        return holder.get(word)
    return (
        holder[int(word)] if isinstance(holder, list) and word.isdigit() and int(word) < len(holder) else None
    )


def read_policies(raw: Sequence[Mapping[str, Any]], directory: Path) -> tuple[list[Policy], list[Found]]:
    """Make policies from plain mappings.

    Parameters
    ----------
    raw : sequence of mapping
        As they would stand in a scenario.
    directory : Path
        From which files named in them count.

    Returns
    -------
    (list of Policy, list of (path, message))
        Those without a mistake, and what is wrong with the others; paths begin with the position.
    """
    policies: list[Policy] = []
    found: list[Found] = []
    for i, one in enumerate(raw):
        try:
            policies.append(read_policy(one, directory))
        except ValidationError as error:
            found += [((i, *path), message) for path, message in problems_of(error, dict(one), Policy)]
    return policies, found
