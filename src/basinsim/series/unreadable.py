"""Which files of series there are not, or lack the column that is named: what can be told without a period."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from basinsim.schema.basin import Basin
from basinsim.schema.values import Found, SeriesFile
from basinsim.series.files import SeriesError, read_series


def unreadable_series(basin: Basin) -> list[Found]:
    """List the series of a basin that cannot be read.

    Parameters
    ----------
    basin : Basin
        With its series named and not yet read.

    Returns
    -------
    list of (path, message)
        Paths lead into the basin file. Whether a series covers a period is not looked at.
    """
    found: list[Found] = []
    for path, series in _series_in(basin, ()):
        try:
            read_series(series.path, series.column)
        except SeriesError as error:
            found.append((path, str(error)))
    return found


def _series_in(value: Any, at: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], SeriesFile]]:
    if isinstance(value, SeriesFile):
        yield at, value
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from _series_in(getattr(value, name), (*at, field.alias or name))
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _series_in(one, (*at, key))
    elif isinstance(value, tuple):
        for i, one in enumerate(value):
            yield from _series_in(one, (*at, i))
