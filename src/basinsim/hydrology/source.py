"""From what a scenario says of its hydrology to the record it runs with."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from basinsim.hydrology.record import HydrologyRecord
from basinsim.hydrology.record_file import RecordError, read_record
from basinsim.schema.hydrology import Hydrology

REFERENCE_FILE = "reference.nc"
"""Name of the reference record in the folder of a basin's hydrology."""


class HydrologyError(ValueError):
    """What a scenario asks of its hydrology cannot be had; ``key`` says which of its keys asks for it."""

    def __init__(self, key: str | None, message: str) -> None:
        self.key = key
        super().__init__(message)


def hydrology_record(
    choice: Hydrology, folder: Path | None, first: date, last: date, members: Sequence[int]
) -> HydrologyRecord:
    """Return the weather and natural flow of a scenario.

    Parameters
    ----------
    choice : Hydrology
        What the scenario says.
    folder : Path, optional
        Tables of the basin from which weather and rivers are made.
    first, last : date
        The period.
    members : sequence of int
        Which members, counted from 0; what a member gets does not depend on the others.

    Returns
    -------
    HydrologyRecord
        One row a member, or a single one where all have the same.

    Raises
    ------
    HydrologyError
        Where the choice cannot be had for this basin, period or number of members.
    """
    if isinstance(choice.record, Path):
        return _own(choice.record, first, last, members)
    if folder is None:
        message = "this basin names no 'hydrology' folder from which weather and rivers could be made"
        raise HydrologyError(None, message)
    if len(members) > 1:
        message = f"the reference record has one member, but {len(members)} are asked for"
        raise HydrologyError("record", message)
    return _read(folder / REFERENCE_FILE, first, last)


def hydrology_files(choice: Hydrology, folder: Path | None) -> tuple[Path, ...]:
    """Return the files from which the record of a scenario is read or made.

    Parameters
    ----------
    choice : Hydrology
        What the scenario says.
    folder : Path, optional
        Tables of the basin.

    Returns
    -------
    tuple of Path
        Sorted.
    """
    if isinstance(choice.record, Path):
        return (choice.record,)
    assert folder is not None
    return (folder / REFERENCE_FILE,)


def hydrology_in_words(choice: Hydrology) -> str:
    """Say where a scenario's weather and rivers come from.

    Parameters
    ----------
    choice : Hydrology
        What the scenario says.

    Returns
    -------
    str
        For attributes and headings; says of what is synthetic that it is.
    """
    return f"record {choice.record.name}" if isinstance(choice.record, Path) else "synthetic reference record"


def _own(path: Path, first: date, last: date, members: Sequence[int]) -> HydrologyRecord:
    record = replace(_read(path, first, last), replaces_own=True)
    if len(record.inflow) == 1:
        return record
    if max(members) >= len(record.inflow):
        message = (
            f"{path.name} has {len(record.inflow)} members, but the scenario asks for {max(members) + 1}"
        )
        raise HydrologyError("record", message)
    return record.of_members(members)


def _read(path: Path, first: date, last: date) -> HydrologyRecord:
    try:
        return read_record(path, first, last)
    except RecordError as error:
        raise HydrologyError("record", str(error)) from error
