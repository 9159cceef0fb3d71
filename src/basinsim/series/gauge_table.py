"""Tables with one row for each gauge."""

import math
from pathlib import Path

from basinsim.errors import name_hint
from basinsim.series.files import SeriesError


def read_gauge_table(path: Path, column: str, gauge: str) -> float:
    """Return a number of one gauge.

    Parameters
    ----------
    path : Path
        CSV; its first column has the names of gauges. Lines that start with ``#`` are remarks.
    column : str
        Which number.
    gauge : str
        Which row.

    Returns
    -------
    float
        As it stands.

    Raises
    ------
    SeriesError
        Where the file, the column, the row or the number is missing.
    """
    import pandas as pd  # late: it takes a third of a second, and few basins have such a table

    try:
        table = pd.read_csv(path, index_col=0, comment="#", skipinitialspace=True)
    except FileNotFoundError:
        message = f"there is no file {path}"
        raise SeriesError(message) from None
    except (OSError, ValueError) as error:
        message = f"{path.name} cannot be read as a table of gauges: {error}"
        raise SeriesError(message) from error
    columns, rows = tuple(map(str, table.columns)), tuple(map(str, table.index))
    if column not in columns:
        message = f"{path.name} has no column '{column}'; {name_hint(column, columns)}"
        raise SeriesError(message)
    if rows.count(gauge) != 1:
        said = "no row" if gauge not in rows else "more than one row"
        message = f"{path.name} has {said} for the gauge '{gauge}'; {name_hint(gauge, rows)}"
        raise SeriesError(message)
    number = pd.to_numeric(table[column], errors="coerce").iloc[rows.index(gauge)]
    if not math.isfinite(number) or number < 0:
        message = f"{path.name} has no flow in the column '{column}' for the gauge '{gauge}'"
        raise SeriesError(message)
    return float(number)
