"""A weather generator with made-up parameters that are easy to reckon with."""

import numpy as np

from basinsim.hydrology.weather.model import Persistence, WeatherModel

SITES = ("hill", "moor", "coast")


def made_up_model() -> WeatherModel:
    """Three sites, wetter in winter, the third less like the others; colder in winter, and colder when wet in summer."""
    angle = 2 * np.pi * (np.arange(12)[:, None] + 0.5) / 12
    size = np.array([2.0, 1.0, 0.6])
    rain_mean = size * (4.0 + 1.5 * np.cos(angle))
    quick = np.array([[1.0, 0.9, 0.6], [0.9, 1.0, 0.7], [0.6, 0.7, 1.0]])
    slow = np.array([[1.0, 0.95, 0.8], [0.95, 1.0, 0.85], [0.8, 0.85, 1.0]])
    often = np.array([0.05, 0.45, 0.445, 0.05, 0.005])
    much = np.array([0.595, 0.2, 0.15, 0.05, 0.005])
    warm = np.array([0.1, 0.5, 0.3, 0.09, 0.01])
    return WeatherModel(
        sites=SITES,
        dry_share=0.35 - 0.1 * np.cos(angle) + np.zeros(3),
        rain_mean=rain_mean,
        rain_deviation=1.6 * rain_mean,
        temperature_mean=8.0 - 6.0 * np.cos(angle) + np.array([-2.0, 0.0, 1.0]),
        temperature_deviation=3.0 + 0.5 * np.cos(angle) + np.zeros(3),
        rain_dependence=0.25 * np.cos(angle) + np.zeros(3),
        occurrence=Persistence(
            np.array([0.0, 1.2, 4.0, 20.0, 1000.0]),
            np.broadcast_to(often[:, None], (12, 5, 3)),
            np.stack([quick, quick, quick, slow, slow]),
        ),
        amount=Persistence(
            np.array([0.0, 1.2, 4.0, 20.0, 1000.0]),
            np.broadcast_to(much[:, None], (12, 5, 3)),
            np.stack([quick, quick, quick, slow, slow]),
        ),
        temperature=Persistence(
            np.array([0.0, 2.0, 6.0, 30.0, 700.0]),
            np.broadcast_to(warm[:, None], (12, 5, 3)),
            np.broadcast_to(0.04 * np.eye(3) + 0.96, (5, 3, 3)),
        ),
    )
