"""Emergency storage: what is left in the stores is not to fall below it."""

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np

from basinsim.schema.quantity import OneNumber
from basinsim.schema.reading import RefusedError


class ReserveError(ValueError):
    """An emergency storage that cannot be read."""


@dataclass(frozen=True)
class Reserve:
    """An emergency storage.

    Attributes
    ----------
    kind : {"days", "share", "volume"}
        Whether it is so many days of the demand tried, a share of the stores' usable capacity, or a
        volume.
    number : float
        [d], [1] or [Ml]
    """

    kind: Literal["days", "share", "volume"]
    number: float

    @property
    def words(self) -> str:
        """What is kept, in words."""
        if self.number == 0:
            return "no emergency storage"
        if self.kind == "days":
            return f"{self.number:g} days of that demand"
        if self.kind == "share":
            return f"{100 * self.number:g} % of usable capacity"
        return f"{self.number:,.6g} Ml"

    def volume(self, demand: np.ndarray, usable: np.ndarray) -> np.ndarray:
        """Return the emergency storage.

        Parameters
        ----------
        demand : ndarray, shape (members,)
            Mean demand tried [Ml/d].
        usable : ndarray, shape (1 or members,)
            Usable capacity of the stores together [Ml].

        Returns
        -------
        ndarray, shape (members,)
            [Ml]
        """
        if self.kind == "days":
            return self.number * demand
        if self.kind == "share":
            return np.asarray(self.number * np.broadcast_to(usable, demand.shape))
        return np.full(demand.shape, self.number)


NO_RESERVE = Reserve("volume", 0.0)

_WHOLE = 100.0  # per cent

_DAYS = re.compile(r"(\d+(?:\.\d*)?) ?(?:d|days?)")
_SHARE = re.compile(r"(\d+(?:\.\d*)?) ?%")


def read_reserve(text: str) -> Reserve:
    """Read an emergency storage.

    Parameters
    ----------
    text : str
        ``30 days`` (of the demand tried), ``10 %`` (of the stores' usable capacity), a volume such as
        ``2 Mm3``, or ``none``.

    Returns
    -------
    Reserve
        What is kept.

    Raises
    ------
    ReserveError
        Where it says none of these.
    """
    wanted = " ".join(text.strip().split())
    if wanted == "none":
        return NO_RESERVE
    if match := _DAYS.fullmatch(wanted):
        return Reserve("days", float(match[1]))
    if match := _SHARE.fullmatch(wanted):
        if float(match[1]) <= _WHOLE:
            return Reserve("share", float(match[1]) / 100)
        message = f"'{text}' is more than all of the usable capacity"
        raise ReserveError(message)
    try:
        return Reserve("volume", OneNumber("volume").read(wanted, {}))
    except RefusedError as error:
        message = (
            f"'{text}' is no emergency storage: {error.problems[0][1]} "
            '(write "30 days", "10 %", "2 Mm3" or none)'
        )
        raise ReserveError(message) from None
