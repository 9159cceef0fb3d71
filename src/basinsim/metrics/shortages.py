"""The character of shortages: how often they begin, how long and how deep they are, how users recover.

One record gives unstable resilience and vulnerability (Kjeldsen and Rosbjerg 2004, Hydrological
Sciences Journal 49), and the two are strongly correlated: read them over an ensemble, and not as
two votes.
"""

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from basinsim.metrics.derived import statistics_by_group
from basinsim.metrics.registry import Groups, metric
from basinsim.metrics.series import names_of, user_groups, years_in

Numbers = NDArray[np.float64]

_NEEDS = ("requested", "delivered")
_HASHIMOTO = "Hashimoto, Stedinger and Loucks (1982), Water Resources Research 18, 14-20"
_SANDOVAL = "Sandoval-Solis, McKinney and Loucks (2011), JWRPM 137, 381-390"


def _ratio(above: Numbers, below: Numbers, otherwise: float) -> Numbers:
    return np.divide(above, below, out=np.full_like(above, otherwise), where=below > 0)


@metric(
    "shortage_days",
    "d/yr",
    "min",
    "Days short a year",
    _NEEDS,
    formula="days on which anyone of the group was short / years",
    source=_HASHIMOTO,
)
def shortage_days(dataset: xr.Dataset) -> Groups:
    """Days in shortage, by year."""
    years = years_in(dataset)
    for group, of in statistics_by_group(dataset):
        yield group, of["short_days"] / years


@metric(
    "shortage_events",
    "1/yr",
    "min",
    "Shortages that begin in a year",
    _NEEDS,
    formula="unbroken runs of short steps / years",
    source="pywr, DeficitFrequencyNodeRecorder, and definition",
)
def shortage_events(dataset: xr.Dataset) -> Groups:
    """Number of shortages, by year; what lasts over New Year counts once."""
    years = years_in(dataset)
    for group, of in statistics_by_group(dataset):
        yield group, of["events"] / years


@metric(
    "mean_shortage_length",
    "d",
    "min",
    "Mean length of a shortage",
    _NEEDS,
    formula="days short / shortages; nothing where there was none",
    source=_HASHIMOTO,
)
def mean_shortage_length(dataset: xr.Dataset) -> Groups:
    """Mean length of an unbroken shortage."""
    for group, of in statistics_by_group(dataset):
        yield group, _ratio(of["short_days"], of["events"], 0.0)


@metric(
    "resilience",
    "1",
    "max",
    "Chance of recovering from a shortage in the next step",
    _NEEDS,
    formula="recoveries / steps short; 1 where nobody was ever short. A shortage that lasts to the end of the "
    "period has not been recovered from",
    source=_HASHIMOTO,
)
def resilience(dataset: xr.Dataset) -> Groups:
    """Share of short steps that are followed by one that is not short; it depends on the step's length."""
    for group, of in statistics_by_group(dataset):
        if (of["asked_days"] > 0).all():
            yield group, _ratio(of["recoveries"], of["short_steps"], 1.0)


@metric(
    "vulnerability",
    "1",
    "min",
    "Share of demand missing on a day of shortage",
    _NEEDS,
    formula="(volume missed / days short) / (volume asked for / days asked); 0 where nobody was short",
    source=_SANDOVAL,
)
def vulnerability(dataset: xr.Dataset) -> Groups:
    """Mean shortage on the days of shortage, as a share of the mean demand."""
    for group, of in statistics_by_group(dataset):
        if (of["asked_volume"] > 0).all():
            mean_demand = of["asked_volume"] / of["asked_days"]
            yield group, _ratio(of["missed_volume"], of["short_days"], 0.0) / mean_demand


@metric(
    "mean_event_peak",
    "Ml/d",
    "min",
    "Deepest moment of a shortage, on average",
    _NEEDS,
    formula="mean over shortages of the largest shortage of any step in it; nothing where there was none",
    source=_HASHIMOTO,
)
def mean_event_peak(dataset: xr.Dataset) -> Groups:
    """Expected greatest severity of a shortage, as Hashimoto et al. define vulnerability."""
    for group, of in statistics_by_group(dataset):
        yield group, _ratio(of["peaks"], of["events"], 0.0)


@metric(
    "mean_event_volume",
    "Ml",
    "min",
    "Water missing in a shortage, on average",
    _NEEDS,
    formula="volume missed / shortages; nothing where there was none",
    source=_HASHIMOTO,
)
def mean_event_volume(dataset: xr.Dataset) -> Groups:
    """Mean volume missed in an unbroken shortage."""
    for group, of in statistics_by_group(dataset):
        yield group, _ratio(of["missed_volume"], of["events"], 0.0)


@metric(
    "worst_shortage",
    "Ml",
    "min",
    "Water missing in the worst shortage",
    _NEEDS,
    formula="largest volume missed in one unbroken shortage",
    source=_HASHIMOTO,
)
def worst_shortage(dataset: xr.Dataset) -> Groups:
    """Largest volume missed between the start and the end of a shortage."""
    for group, of in statistics_by_group(dataset):
        yield group, of["worst_event"]


def sustainability(reliability: Numbers, recovery: Numbers, harm: Numbers) -> Numbers:
    """Return the sustainability index: the geometric mean of three shares.

    Parameters
    ----------
    reliability, recovery, harm : ndarray
        Time reliability, resilience and vulnerability [1].

    Returns
    -------
    ndarray
        (reliability x recovery x (1 - harm)) to the power of a third [1].

    Notes
    -----
    Sandoval-Solis et al. (2011); Loucks (1997), Hydrological Sciences Journal 42, has the product
    without the root. It is 0 as soon as one of the three is, and hides which.
    """
    product = reliability * recovery * (1.0 - harm)
    return np.asarray(product ** (1 / 3))


@metric(
    "sustainability_index",
    "1",
    "max",
    "Sustainability index (read its three parts beside it)",
    _NEEDS,
    formula="(time reliability x resilience x (1 - vulnerability))^(1/3); a group's is the mean of its users', "
    "weighted by what they asked for",
    source=_SANDOVAL,
)
def sustainability_index(dataset: xr.Dataset) -> Groups:
    """Geometric mean of reliability, resilience and what vulnerability leaves."""
    users: dict[str, tuple[Numbers, Numbers]] = {}
    demands = set(names_of(dataset, "demand"))
    for name, of in statistics_by_group(dataset):
        if name in demands and (of["asked_volume"] > 0).all():
            harm = _ratio(of["missed_volume"], of["short_days"], 0.0) / (
                of["asked_volume"] / of["asked_days"]
            )
            index = sustainability(
                1.0 - of["short_days"] / of["asked_days"],
                _ratio(of["recoveries"], of["short_steps"], 1.0),
                harm.clip(0.0, 1.0),
            )
            users[name] = (index, of["asked_volume"])
    for group, names in user_groups(dataset):
        members = [users[name] for name in names if name in users]
        if members:
            indices, weights = (np.stack(part) for part in zip(*members, strict=True))
            yield group, (indices * weights).sum(axis=0) / weights.sum(axis=0)
