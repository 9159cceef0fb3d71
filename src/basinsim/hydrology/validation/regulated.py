"""Flow at the gauges of a run, dams and abstractions at work, against what was gauged there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from basinsim.hydrology.validation.statistics import statistics

TOLERANCE = 0.25
"""Share of the observed mean and Q95 by which the simulated ones may differ."""
_JUDGED = ("mean", "Q95")


@dataclass(frozen=True)
class GaugedFlow:
    """Simulated and observed flow at one gauge; their years need not be the same.

    Attributes
    ----------
    gauge, station : str
        Node of the basin, and number of the gauging station.
    days : ndarray of datetime64[D], shape (days,)
        Of the run.
    simulated : ndarray, shape (days, members)
        [Ml/d].
    observed_days : ndarray of datetime64[D], shape (observed days,)
        Without gaps.
    observed : ndarray, shape (observed days,)
        [Ml/d]; NaN where missing.
    """

    gauge: str
    station: str
    days: np.ndarray
    simulated: np.ndarray
    observed_days: np.ndarray
    observed: np.ndarray


@dataclass(frozen=True)
class GaugedLine:
    """One statistic at one gauge.

    Attributes
    ----------
    gauge, station, statistic, unit : str
    observed : float
    simulated : float
        Mean over the members.
    passes : bool, optional
        None where there is no aim.
    """

    gauge: str
    station: str
    statistic: str
    unit: str
    observed: float
    simulated: float
    passes: bool | None

    @property
    def deviation(self) -> float:
        """Simulated over observed, less 1; NaN where nothing was observed to flow."""
        return self.simulated / self.observed - 1 if self.observed else np.nan


def compare_gauges(flows: Sequence[GaugedFlow]) -> list[GaugedLine]:
    """Compare each gauge of a run with its station.

    Parameters
    ----------
    flows : sequence of GaugedFlow
        One a gauge.

    Returns
    -------
    list of GaugedLine
        Statistics that either side is too short for are left out.
    """
    lines: list[GaugedLine] = []
    for flow in flows:
        of_run = statistics(flow.days, flow.simulated)
        of_station = statistics(flow.observed_days, flow.observed[:, np.newaxis])
        for ours, theirs in zip(of_run, of_station, strict=True):
            observed, known = float(theirs.values[0]), ours.values[np.isfinite(ours.values)]
            if not len(known) or not np.isfinite(observed):
                continue
            unit = "Ml/d" if ours.unit == "same" else ours.unit
            simulated = float(known.mean())
            passes = abs(simulated - observed) <= TOLERANCE * observed if ours.name in _JUDGED else None
            lines.append(GaugedLine(flow.gauge, flow.station, ours.name, unit, observed, simulated, passes))
    return lines


def as_table(lines: Sequence[GaugedLine]) -> pd.DataFrame:
    """Lay out all lines, one row each.

    Parameters
    ----------
    lines : sequence of GaugedLine
        From :func:`compare_gauges`.

    Returns
    -------
    pandas.DataFrame
        Ready to be written.
    """
    return pd.DataFrame(
        [
            {
                "gauge": line.gauge,
                "station": line.station,
                "statistic": line.statistic,
                "unit": line.unit,
                "observed": line.observed,
                "simulated": line.simulated,
                "deviation_percent": 100 * line.deviation,
                "aim": "" if line.passes is None else f"within {TOLERANCE:.0%}",
                "passes": "" if line.passes is None else ("yes" if line.passes else "no"),
            }
            for line in lines
        ]
    )
