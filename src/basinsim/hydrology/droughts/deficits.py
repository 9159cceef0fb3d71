"""Deficits of flow over several months, observed and simulated."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from basinsim.hydrology.table_file import Row, read_table

OBSERVED_FILE = "droughts_observed.csv"
SPANS = (3, 6, 12, 24)
"""Months over which deficits are taken."""


@dataclass(frozen=True)
class Deficit:
    """Least flow of a drought over some months, as gauged.

    Attributes
    ----------
    gauge : str
        Station.
    months : int
        One of ``SPANS``.
    ending : datetime64[M]
        The last of them.
    percent : float
        Of the mean flow of the same calendar months.
    """

    gauge: str
    months: int
    ending: np.datetime64
    percent: float


def load_observed_deficits(folder: Path) -> dict[str, list[Deficit]]:
    """Read the observed deficits.

    Parameters
    ----------
    folder : Path
        With ``droughts_observed.csv``.

    Returns
    -------
    dict of str to list of Deficit
        By drought, such as ``1975-76``.

    Raises
    ------
    InputError
        With every problem of the table.
    """
    found: dict[str, list[Deficit]] = {}

    def read(row: Row) -> None:
        months = row.one_of("months", tuple(map(str, SPANS)))
        try:
            ending = np.datetime64(row.text("ending"), "M")
        except ValueError:
            row.refuse("ending", f"'{row.text('ending')}' is not a month such as 1976-08")
            return
        percent = row.number("percent", 0.0, 500.0)
        if months in map(str, SPANS):
            found.setdefault(row.text("drought"), []).append(
                Deficit(row.text("gauge"), int(months), ending, percent)
            )

    read_table(folder / OBSERVED_FILE, ("drought", "gauge", "months", "ending", "percent"), read)
    return found


def monthly_means(days: np.ndarray, flow: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Average daily flow over calendar months.

    Parameters
    ----------
    days : ndarray of datetime64[D], shape (days,)
        Whole months.
    flow : ndarray, shape (members, days, gauges)
        Any unit.

    Returns
    -------
    ndarray of datetime64[M], shape (months,)
        The months.
    ndarray, shape (members, months, gauges)
        In the unit of ``flow``.
    """
    months, starts, lengths = np.unique(days.astype("datetime64[M]"), return_index=True, return_counts=True)
    sums = np.add.reduceat(flow.astype(float), starts, axis=1)
    return months, sums / lengths[:, np.newaxis]


def percent_of_usual(months: np.ndarray, flow: np.ndarray, usual: np.ndarray, span: int) -> np.ndarray:
    """Express the flow of several months in per cent of the mean of the same calendar months.

    Parameters
    ----------
    months : ndarray of datetime64[M], shape (months,)
        Without gaps.
    flow : ndarray, shape (members, months, gauges)
        Monthly means.
    usual : ndarray, shape (12, gauges)
        Long-term mean of January to December.
    span : int
        How many months, the last of them included.

    Returns
    -------
    ndarray, shape (members, months, gauges)
        NaN where fewer than ``span`` months lie behind.
    """
    expected = usual[months.astype(int) % 12][np.newaxis]
    percent = np.full(flow.shape, np.nan)
    sums, norms = (_rolling_sum(values, span) for values in (flow, expected))
    percent[:, span - 1 :] = 100.0 * sums / norms
    return percent


def _rolling_sum(values: np.ndarray, span: int) -> np.ndarray:
    total = np.cumsum(np.insert(values, 0, 0.0, axis=1), axis=1)
    rolled: np.ndarray = total[:, span:] - total[:, :-span]
    return rolled
