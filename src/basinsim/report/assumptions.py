"""The numbers of a basin, with where each comes from and how sure it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from basinsim.register import STATUSES, Number, Register, numbers_in, read_register
from basinsim.register.beside import register_beside
from basinsim.register.page import MEANINGS, number_of, quantity_of, range_of, source_of
from basinsim.report.tables import Table, count, table, words
from basinsim.results.store import ASSUMPTIONS_FILE

if TYPE_CHECKING:
    from basinsim.loading import LoadedBasin

_NONE = "not given"


@dataclass(frozen=True)
class Assumptions:
    """What a run assumes.

    Attributes
    ----------
    register : Register
        Rows of the numbers that the run used.
    unexplained : dict of str to Number
        Numbers of the basin that no row explains.
    """

    register: Register
    unexplained: Mapping[str, Number]

    @property
    def summary(self) -> Table:
        """How many numbers have each status."""
        rows = [
            (words(status), words(MEANINGS[status]), count(len(self.register.with_status(status).rows)))
            for status in STATUSES
        ]
        if self.unexplained:
            rows.append(
                (
                    words(_NONE),
                    words("nobody wrote down where it comes from"),
                    count(len(self.unexplained)),
                )
            )
        return table(
            "How sure the numbers are", [("status", False), ("meaning", False), ("numbers", True)], rows
        )

    @property
    def table(self) -> Table:
        """Every number; where things are drawn comes last, because it changes no result."""
        ordered = sorted(self.register.rows, key=lambda row: row.key.endswith(".position"))
        rows = [
            tuple(map(words, (row.key, quantity_of(row), range_of(row), row.status, source_of(row))))
            for row in ordered
        ]
        for key, found in self.unexplained.items():
            value = " ".join(number_of(one) for one in found.values)
            shown = f"{value} {found.unit or ''}".strip() + (" (mean)" if found.is_mean else "")
            rows.append(tuple(map(words, (key, shown, "", _NONE, ""))))
        columns = [(name, False) for name in ("number", "value", "range", "status", "source and note")]
        return table("Every number of the basin", columns, rows, sought=True)


def assumptions_of(loaded: "LoadedBasin") -> Assumptions:
    """Find where the numbers of a basin come from.

    Parameters
    ----------
    loaded : LoadedBasin
        The basin as it is run, extensions included; its register is ``register.csv`` beside its file.

    Returns
    -------
    Assumptions
        Numbers that no register explains are named as such.

    Raises
    ------
    InputError
        Where there is a register and it cannot be read.
    """
    numbers = numbers_in(loaded.document.value)
    register = register_beside(loaded.path)
    used = Register(tuple(row for row in register.rows if row.key in numbers))
    return Assumptions(used, {key: found for key, found in numbers.items() if key not in used.by_key})


def assumptions_beside(directory: Path) -> Assumptions | None:
    """Read the assumptions that a run has left beside its results.

    Parameters
    ----------
    directory : Path
        Of the results, or their file.

    Returns
    -------
    Assumptions or None
        None where it left none.

    Raises
    ------
    InputError
        Where they cannot be read.
    """
    path = (directory if directory.is_dir() else directory.parent) / ASSUMPTIONS_FILE
    return Assumptions(read_register(path), {}) if path.is_file() else None
