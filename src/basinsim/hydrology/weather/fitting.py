"""Fit the weather generator to observed daily rain and temperature."""

import numpy as np

from basinsim.hydrology.record import WeatherRecord
from basinsim.hydrology.weather.fit_margins import monthly_moments, rain_moments
from basinsim.hydrology.weather.fit_rain import fit_rain_persistence
from basinsim.hydrology.weather.fit_temperature import fit_temperature
from basinsim.hydrology.weather.model import WeatherModel

LEAST_YEARS = 8
"""Years of observations that a site must have: twelve months' moments from fewer would be chance."""


def fit_weather_model(observed: WeatherRecord) -> WeatherModel:
    """The generator whose statistics are those observed.

    Parameters
    ----------
    observed : WeatherRecord
        One member; ``nan`` where rain or temperature is missing.

    Raises
    ------
    ValueError
        If a site has fewer than eight years of rain or of temperature.
    """
    rain, temperature = (values[0].astype(float) for values in (observed.rain, observed.temperature))
    for name, values in (("rain", rain), ("temperature", temperature)):
        years = np.isfinite(values).sum(axis=0) / 365.25
        if short := [site for site, n in zip(observed.sites, years, strict=True) if n < LEAST_YEARS]:
            raise ValueError(f"fewer than {LEAST_YEARS} years of {name} at {', '.join(short)}")
    days = observed.days
    dry_share, rain_mean, rain_deviation = rain_moments(rain, days)
    temperature_mean, temperature_deviation = monthly_moments(temperature, days)
    occurrence, amount = fit_rain_persistence(rain, days, dry_share, rain_mean, rain_deviation)
    dependence, warmth = fit_temperature(temperature, rain, days, occurrence)
    return WeatherModel(
        observed.sites,
        dry_share,
        rain_mean,
        rain_deviation,
        temperature_mean,
        temperature_deviation,
        dependence,
        occurrence,
        amount,
        warmth,
    )
