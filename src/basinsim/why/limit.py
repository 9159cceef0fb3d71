"""What stood in a user's way, and what could have been otherwise about it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from basinsim.why.what_if import WhatIf

Kind = Literal[
    "capacity",
    "licence",
    "hands_off_flow",
    "rule",
    "senior_user",
    "equal_user",
    "river_wish",
    "empty_store",
    "inflow",
    "spillway",
    "other",
]

ORDER: tuple[Kind, ...] = (
    "hands_off_flow",
    "rule",
    "licence",
    "capacity",
    "senior_user",
    "river_wish",
    "equal_user",
    "empty_store",
    "spillway",
    "inflow",
    "other",
)
"""Which of two limits of equal effect is told first: what people decide before what nature brings."""


@dataclass(frozen=True)
class Remedy:
    """One thing that could have been otherwise.

    Attributes
    ----------
    text : str
        In the modeller's words, with ``{amount}`` where there is one: ``with {amount} more capacity at 'works'``.
    make : callable
        From the amount [unit] to what is otherwise.
    most : float, optional
        The largest amount that makes sense [unit]; None where it is all or nothing.
    unit : str
        Ml/d, or Ml for what is a volume.
    """

    text: str
    make: Callable[[float], tuple[WhatIf, ...]]
    most: float | None
    unit: str = "Ml/d"

    @property
    def in_full(self) -> tuple[WhatIf, ...]:
        """The remedy at its most."""
        return self.make(0.0 if self.most is None else self.most)


@dataclass(frozen=True)
class Limit:
    """Something that kept a user from getting more.

    Attributes
    ----------
    kind : str
        One of :data:`ORDER`.
    name : str
        The node, link, licence or rule.
    text : str
        A sentence with its numbers.
    remedies : tuple of Remedy
        Empty where nothing about it could be otherwise.
    """

    kind: Kind
    name: str
    text: str
    remedies: tuple[Remedy, ...] = field(default=())

    @property
    def key(self) -> tuple[str, str]:
        """By which it is told from others."""
        return self.kind, self.name
