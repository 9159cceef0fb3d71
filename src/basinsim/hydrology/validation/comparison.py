"""Observed beside generated statistics, the aims they are held to, and what passes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from basinsim.hydrology.validation.statistics import MONTH_NAMES, Statistic, likeness, statistics

BAND = (5, 95)
"""Percentiles of the synthetic traces between which an observed statistic should lie."""

_RELATIVE_AIMS = {
    "mean": 0.05,
    "standard deviation": 0.10,
    "Q95": 0.10,
    **{f"{month} mean": 0.10 for month in MONTH_NAMES},
}
_MOST_LIKENESS_ERROR = 0.1
_DRY = 0.1
"""Quantities smaller than this share of the mean are dry days: their relative error says nothing."""


@dataclass(frozen=True)
class Variable:
    """What is compared: flow, or rain.

    Attributes
    ----------
    name : str
    unit : str
    stations : tuple of str
    days : ndarray of datetime64[D], shape (days,)
    observed : ndarray, shape (days, stations)
        NaN where missing.
    generated : ndarray, shape (traces, days, stations)
        Synthetic, of the same length.
    simulated : ndarray, shape (days, stations), optional
        From observed weather; tells the river model's error from that of the weather.
    judged : tuple of bool
        Which stations are held to the aims; others are only shown.
    """

    name: str
    unit: str
    stations: tuple[str, ...]
    days: np.ndarray
    observed: np.ndarray
    generated: np.ndarray
    simulated: np.ndarray | None
    judged: tuple[bool, ...]


@dataclass(frozen=True)
class Line:
    """One statistic of one station.

    Attributes
    ----------
    variable, station, statistic, unit : str
        The station is ``all`` for what concerns several.
    observed : float
    simulated : float
        From observed weather; NaN where that is not known.
    generated : float
        Mean over the synthetic traces.
    low, high : float
        Band of the synthetic traces.
    aim : str
        Empty where the statistic has none.
    passes : bool, optional
        None where there is no aim.
    """

    variable: str
    station: str
    statistic: str
    unit: str
    observed: float
    simulated: float
    generated: float
    low: float
    high: float
    aim: str
    passes: bool | None

    @property
    def deviation(self) -> float:
        """Generated over observed, less 1."""
        return self.generated / self.observed - 1 if self.observed else np.nan

    @property
    def cause(self) -> str:
        """What a deviation comes from, as far as the simulation from observed weather tells."""
        if self.variable == "rain" or not np.isfinite(self.simulated):
            return "the weather"
        own, all_of_it = self.simulated - self.observed, self.generated - self.observed
        return "the river model" if own * all_of_it > 0 and abs(own) > abs(all_of_it) / 2 else "the weather"


def compare(variable: Variable) -> list[Line]:
    """Compare a variable at every station, and between the stations.

    The gaps of the observed series are cut out of all others, so that only equal days are compared.
    """
    lines: list[Line] = []
    gaps = ~np.isfinite(variable.observed)
    for place, station in enumerate(variable.stations):
        cut = gaps[:, place]
        traces = np.where(cut[:, None], np.nan, variable.generated[:, :, place].T.astype(float))
        of_traces = statistics(variable.days, traces)
        of_observed = statistics(variable.days, variable.observed[:, [place]])
        of_simulated: Sequence[Statistic | None] = [None] * len(of_observed)
        if variable.simulated is not None:
            simulated = np.where(cut, np.nan, variable.simulated[:, place])
            of_simulated = statistics(variable.days, simulated[:, None])
        for ours, theirs, from_weather in zip(of_traces, of_observed, of_simulated, strict=True):
            lines.append(
                _line(
                    variable,
                    station,
                    ours,
                    float(theirs.values[0]),
                    float(from_weather.values[0]) if from_weather else np.nan,
                    judged=variable.judged[place],
                )
            )
    return [line for line in lines if np.isfinite(line.observed)] + _joint(variable, gaps)


def as_table(lines: Sequence[Line]) -> pd.DataFrame:
    """All lines as a table, one row each."""
    rows = [
        {
            "variable": line.variable,
            "station": line.station,
            "statistic": line.statistic,
            "unit": line.unit,
            "observed": line.observed,
            "simulated_from_observed_weather": line.simulated,
            "generated": line.generated,
            "generated_p5": line.low,
            "generated_p95": line.high,
            "aim": line.aim,
            "passes": "" if line.passes is None else ("yes" if line.passes else "no"),
        }
        for line in lines
    ]
    return pd.DataFrame(rows)


def _line(
    variable: Variable,
    station: str,
    ours: Statistic,
    observed: float,
    simulated: float,
    *,
    judged: bool,
) -> Line:
    known = ours.values[np.isfinite(ours.values)]
    generated = float(known.mean()) if len(known) else np.nan
    low, high = np.percentile(known, BAND) if len(known) else (np.nan, np.nan)
    unit = variable.unit if ours.unit == "same" else ours.unit
    aim, passes = "", None
    tolerance = _RELATIVE_AIMS.get(ours.name)
    dry = ours.unit == "same" and observed < _DRY * np.nanmean(variable.observed) and variable.name == "rain"
    if judged and tolerance is not None and not dry:
        aim, passes = f"within {tolerance:.0%}", abs(generated / observed - 1) <= tolerance
    elif judged and "driest" in ours.name:
        aim, passes = f"in the {BAND[0]} to {BAND[1]} % band", bool(low <= observed <= high)
    return Line(
        variable.name,
        station,
        ours.name,
        unit,
        observed,
        simulated,
        generated,
        float(low),
        float(high),
        aim,
        None if passes is None else bool(passes),
    )


def _joint(variable: Variable, gaps: np.ndarray) -> list[Line]:
    """The correlation of every pair, and the root mean square of their errors over the judged stations."""
    if len(variable.stations) < 2:
        return []
    observed = likeness(variable.observed)
    traces = np.array([likeness(np.where(gaps, np.nan, trace)) for trace in variable.generated])
    simulated = None if variable.simulated is None else likeness(np.where(gaps, np.nan, variable.simulated))
    generated = traces.mean(axis=0)
    low, high = np.percentile(traces, BAND, axis=0)
    lines = [
        Line(
            variable.name,
            f"{variable.stations[other]} {variable.stations[one]}",
            "correlation",
            "1",
            float(observed[one, other]),
            np.nan if simulated is None else float(simulated[one, other]),
            float(generated[one, other]),
            float(low[one, other]),
            float(high[one, other]),
            "",
            None,
        )
        for one in range(len(observed))
        for other in range(one)
        if np.isfinite(observed[one, other])
    ]
    judged = np.outer(variable.judged, variable.judged) & ~np.eye(len(observed), dtype=bool)
    used = judged & np.isfinite(observed)
    if not used.any():
        return lines

    def error(matrix: np.ndarray) -> float:
        return float(np.sqrt(np.mean((matrix[used] - observed[used]) ** 2)))

    spread = [error(trace) for trace in traces]
    found = error(generated)
    lines.append(
        Line(
            variable.name,
            "all",
            "error of the correlations",
            "1",
            0.0,
            np.nan if simulated is None else error(simulated),
            found,
            float(np.percentile(spread, BAND[0])),
            float(np.percentile(spread, BAND[1])),
            f"below {_MOST_LIKENESS_ERROR:g}",
            found < _MOST_LIKENESS_ERROR,
        )
    )
    return lines
