"""Keeps what every step gives until whole members are asked for: in memory, or by stretches of time on disk.

A step gives a little of every member, results want all of some members. With many members and steps
both at once do not fit into memory: stretches of steps are written to a temporary file, and the
members of each part are gathered from it.
"""

import tempfile
from types import TracebackType
from typing import IO

import numpy as np

from basinsim.errors import RunError

STEPS_A_STRETCH = 128
"""Steps kept in memory before they are written."""

_ALL = slice(None)


class Spool:
    """Arrays of results, filled step by step.

    Parameters
    ----------
    members, steps : int
        How many there will be.
    stretch : int, optional
        Steps after which what is kept moves to disk; everything stays in memory without it.
    """

    def __init__(self, members: int, steps: int, stretch: int | None = None) -> None:
        self._members, self._steps = members, steps
        self._stretch = steps if stretch is None else min(stretch, steps)
        # Member first, as they are asked for; with one row while it serves all members.
        self._held: dict[str, np.ndarray] = {}
        self._written: list[dict[str, int]] = []  # rows of each stretch on disk
        self._things: dict[str, int] = {}
        self._file: IO[bytes] | None = None

    def __enter__(self) -> "Spool":
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the room on disk back."""
        if self._file is not None:
            self._file.close()

    def put(self, row: int, values: dict[str, np.ndarray], members: slice = _ALL) -> None:
        """Keep some steps in a row, no more than there is room for; they come in order.

        Parameters
        ----------
        row : int
            The first of them, counted from 0.
        values : dict of str to ndarray, shape (steps, 1 or members, things)
            By name, always the same names; with one row for all members where they are alike.
        members : slice, optional
            Which the values are of, in order; all without it. Of a single one the row counts as its own.

        Raises
        ------
        RunError
            Where the disk is full.
        """
        at = row % self._stretch
        end = at + max(map(len, values.values()))
        first, last, _ = members.indices(self._members)
        for name, found in values.items():
            alike = found.shape[1] == 1 < last - first
            held = self._room_for(name, found, end, alike=alike)
            if len(held) > 1:
                held[members, at:end] = found.swapaxes(0, 1)
            else:
                held[:, at:end] = found[:, :1].swapaxes(0, 1)
        if last == self._members and end == self._stretch and row - at + end < self._steps:
            self._write()

    def room(self, row: int) -> int:
        """Return how many steps can be put at once, from one on."""
        return self._stretch - row % self._stretch

    def of(self, members: slice) -> dict[str, np.ndarray]:
        """Return all steps of some members.

        Parameters
        ----------
        members : slice
            Of the members that are kept.

        Returns
        -------
        dict of str to ndarray, shape (members, steps, things)
            By name.
        """
        if self._file is None:
            return {name: self._of_all(held)[members] for name, held in self._held.items()}
        first, last, _ = members.indices(self._members)
        found = {name: np.empty((last - first, self._steps, size)) for name, size in self._things.items()}
        start, row = 0, 0
        for rows in self._written:
            for name, size in self._things.items():
                a_member = self._stretch * size * 8
                before, count = (first, last - first) if rows[name] > 1 else (0, 1)
                self._file.seek(start + before * a_member)
                part = np.frombuffer(self._file.read(count * a_member)).reshape(count, self._stretch, size)
                found[name][:, row : row + self._stretch] = part
                start += rows[name] * a_member
            row += self._stretch
        for name, held in self._held.items():
            found[name][:, row:] = self._of_all(held)[members, : self._steps - row]
        return found

    def _room_for(self, name: str, found: np.ndarray, end: int, *, alike: bool) -> np.ndarray:
        size = found.shape[2]
        if name not in self._held:
            self._things[name] = size
            self._held[name] = np.zeros((1, self._stretch, size))
        held = self._held[name]
        # Much is nothing for all members, such as what overflows: that takes the room of one.
        if not alike and len(held) == 1 < self._members and found.any():
            self._held[name] = np.empty((self._members, self._stretch, size))
            self._held[name][:, :end] = held[:, :end]
        return self._held[name]

    def _of_all(self, held: np.ndarray) -> np.ndarray:
        # A broadcast array cannot be written to, and who has a single member may want to.
        alike = len(held) < self._members
        return np.broadcast_to(held, (self._members, *held.shape[1:])) if alike else held

    def _write(self) -> None:
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="basinsim-")  # noqa: SIM115 - closed on exit
            for held in self._held.values():
                self._file.write(held.data)
            self._written.append({name: len(held) for name, held in self._held.items()})
        except OSError as error:
            message = (
                f"the steps of {self._members} members cannot be kept in {tempfile.gettempdir()}: "
                f"{error.strerror or error}; TMPDIR names another folder"
            )
            raise RunError(message) from error
