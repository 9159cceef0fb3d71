"""A stochastic generator of daily weather at several sites: fitting, tables and generation."""

from basinsim.hydrology.weather.fitting import fit_weather_model
from basinsim.hydrology.weather.model import WeatherModel
from basinsim.hydrology.weather.tables import load_weather_model, write_weather_model

__all__ = ["WeatherModel", "fit_weather_model", "load_weather_model", "write_weather_model"]
