"""Make the tables of the rivers from observed series: parameters, evapotranspiration, and how well they do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from basinsim.errors import InputError, Place, Problem, file_error, name_hint
from basinsim.hydrology.observed import ObservedStation
from basinsim.hydrology.rivers.evapotranspiration import EvapotranspirationClimate, fit_cycle, warmth
from basinsim.hydrology.rivers.fitting import Fit, GaugedSeries, assess, fit_parameters
from basinsim.hydrology.rivers.gauges import PARAMETER_COLUMNS, Gauge, evapotranspiration_columns

_ANY_COMMON_YEAR = np.datetime64("2001-01-01", "D")


@dataclass(frozen=True)
class RiverFit:
    """The outcome for one gauge.

    Attributes
    ----------
    gauge : Gauge
        Which.
    days : ndarray of datetime64[D], shape (days,)
        Of its record.
    fit : Fit
        Its own parameters, or those of its donor.
    """

    gauge: Gauge
    days: np.ndarray
    fit: Fit


def read_climatology(path: Path, sites: Sequence[str]) -> dict[str, np.ndarray]:
    """Read potential evapotranspiration by day of the year.

    Parameters
    ----------
    path : Path
        CSV with the column doy (1 to 365 or 366) and one a station [mm/d].
    sites : sequence of str
        Stations wanted.

    Returns
    -------
    dict of str to ndarray, shape (365,)
        By station.

    Raises
    ------
    InputError
        Where the file or a station is missing or has no numbers.
    """
    try:
        table = pd.read_csv(path).set_index("doy")
    except (OSError, ValueError, KeyError) as error:
        message = f"cannot be read as a table of evapotranspiration by day of the year ('doy'): {error}"
        raise file_error(path, message) from error
    missing = [site for site in sites if site not in table]
    problems = [
        Problem(Place(str(path)), site, f"no such column; {name_hint(site, tuple(map(str, table.columns)))}")
        for site in missing
    ]
    found = {
        site: table[site].reindex(range(1, 366)).to_numpy(dtype=float) for site in sites if site in table
    }
    problems += [
        Problem(Place(str(path)), site, "has no number on some day of the year")
        for site, values in found.items()
        if not np.isfinite(values).all()
    ]
    if problems:
        raise InputError(problems)
    return found


def fit_evapotranspiration(
    stations: Sequence[ObservedStation], climatology: dict[str, np.ndarray]
) -> EvapotranspirationClimate:
    """Fit the yearly cycles at every station.

    Parameters
    ----------
    stations : sequence of ObservedStation
        Their temperature is used.
    climatology : dict of str to ndarray
        From :func:`read_climatology`.

    Returns
    -------
    EvapotranspirationClimate
        In the order of the stations.
    """
    year = _ANY_COMMON_YEAR + np.arange(365)
    return EvapotranspirationClimate(
        np.stack([fit_cycle(year, climatology[station.name]) for station in stations]),
        np.stack([fit_cycle(station.days, warmth(station.temperature)) for station in stations]),
    )


def fit_rivers(
    gauges: Sequence[Gauge],
    stations: Sequence[ObservedStation],
    climatology: dict[str, np.ndarray],
    model: str,
    tell: Callable[[str], None],
) -> list[RiverFit]:
    """Fit all natural gauges, and simulate the others with the parameters of their donors.

    Parameters
    ----------
    gauges : sequence of Gauge
        All.
    stations : sequence of ObservedStation
        In the order of the gauges.
    climatology : dict of str to ndarray
        From :func:`read_climatology`.
    model : str
        ``gr4j`` or ``gr5j``.
    tell : callable
        Hears the name of each gauge before its fit.

    Returns
    -------
    list of RiverFit
        In the order of the gauges.
    """
    climate = fit_evapotranspiration(stations, climatology)
    inputs = {}
    for i, station in enumerate(stations):
        here = EvapotranspirationClimate(climate.potential[i : i + 1], climate.warmth[i : i + 1])
        rain, temperature = station.rain, _without_gaps(station.temperature)
        # A day without rain's number is simulated as dry, and left out of every score.
        flow = np.where(np.isfinite(rain), station.flow, np.nan)
        potential = here.potential_on(station.days, temperature[:, np.newaxis])[:, 0]
        inputs[station.name] = GaugedSeries(np.nan_to_num(rain), potential, temperature, flow)
    fits: dict[str, Fit] = {}
    for gauge in gauges:
        if gauge.donor == gauge.name:
            tell(gauge.river)
            fits[gauge.name] = fit_parameters(model, inputs[gauge.name])
    done = []
    for gauge, station in zip(gauges, stations, strict=True):
        fit = fits.get(gauge.name) or assess(fits[gauge.donor].values, inputs[gauge.name])
        done.append(RiverFit(gauge, station.days, fit))
    return done


def parameter_rows(done: Sequence[RiverFit]) -> pd.DataFrame:
    """Lay out the fitted parameters with their scores, one row a fitted gauge.

    Parameters
    ----------
    done : sequence of RiverFit
        From :func:`fit_rivers`.

    Returns
    -------
    pandas.DataFrame
        Ready to be written as ``rainfall_runoff.csv``.
    """
    rows: list[dict[str, str | float]] = []
    for one in done:
        if one.gauge.donor != one.gauge.name:
            continue
        values = dict(zip(PARAMETER_COLUMNS, one.fit.values, strict=True))
        period = {
            "fitted": f"{one.days[0]}/{one.days[one.fit.split - 1]}",
            "checked": f"{one.days[one.fit.split]}/{one.days[-1]}",
        }
        rows.append(
            {"gauge": one.gauge.name, "river": one.gauge.river, **values, **period, **_scores(one.fit)}
        )
    return pd.DataFrame(rows)


def _scores(fit: Fit) -> dict[str, float]:
    scores: dict[str, float] = {}
    for when, agreement in (("fit", fit.fitted), ("check", fit.checked)):
        scores |= {
            f"kge_{when}": round(agreement.kge, 3),
            f"nse_{when}": round(agreement.nse, 3),
            f"bias_{when}": round(agreement.bias, 3),
            f"q95_observed_{when}": round(agreement.q95_observed, 3),
            f"q95_simulated_{when}": round(agreement.q95_simulated, 3),
        }
    return scores


def evapotranspiration_rows(sites: Sequence[str], climate: EvapotranspirationClimate) -> pd.DataFrame:
    """Lay out the yearly cycles, one row a site.

    Parameters
    ----------
    sites : sequence of str
        Names.
    climate : EvapotranspirationClimate
        At these sites.

    Returns
    -------
    pandas.DataFrame
        Ready to be written as ``potential_evapotranspiration.csv``.
    """
    values = np.concatenate([climate.potential, climate.warmth], axis=1).round(4)
    table = pd.DataFrame(values, columns=list(evapotranspiration_columns()))
    table.insert(0, "site", list(sites))
    return table


def _without_gaps(values: np.ndarray) -> np.ndarray:
    known = np.flatnonzero(np.isfinite(values))
    filled: np.ndarray = np.interp(np.arange(len(values)), known, values[known])
    return filled
