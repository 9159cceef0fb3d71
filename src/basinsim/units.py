"""Units: a closed list of unit words for each kind of quantity; pint does the arithmetic.

Internal units are megalitres and days: flow in Ml/d, volume in Ml, area in km2, depth
in mm/d, head in m, energy in kWh/Ml and MWh, carbon in kg of
CO2 equivalent per Ml, money in GBP. What demand models ask for has the
units of its trade: litres a head a day, hectares, mm, MW, litres of pure alcohol (lpa).
"""

import re
from functools import cache
from typing import Any

UNIT_WORDS: dict[str, dict[str, str]] = {
    # word a user may write -> the same in pint's words; the first of each kind is the internal unit
    "flow": {
        "Ml/d": "megalitre/day",
        "ML/d": "megalitre/day",
        "m3/s": "metre**3/second",
        "m3/d": "metre**3/day",
        "Mm3/d": "1e6*metre**3/day",
        "Mm3/month": "1e6*metre**3/(30.4375*day)",
        "Mm3/year": "1e6*metre**3/(365.25*day)",
        "l/s": "litre/second",
        "l/d": "litre/day",
        "Mgd": "1e6*imperial_gallon/day",
        "gal/d": "imperial_gallon/day",
    },
    "volume": {
        "Ml": "megalitre",
        "ML": "megalitre",
        "m3": "metre**3",
        "Mm3": "1e6*metre**3",
        "hm3": "1e6*metre**3",
        "km3": "1e9*metre**3",
        "l": "litre",
        "Mgal": "1e6*imperial_gallon",
    },
    "area": {"km2": "kilometre**2", "ha": "hectare", "m2": "metre**2"},
    "length": {"m": "metre", "mm": "millimetre", "km": "kilometre", "ft": "foot"},
    "depth_rate": {"mm/d": "millimetre/day", "mm/month": "millimetre/(30.4375*day)", "m/d": "metre/day"},
    "energy_intensity": {
        "kWh/Ml": "kilowatt_hour/megalitre",
        "kWh/m3": "kilowatt_hour/metre**3",
        "MWh/Ml": "megawatt_hour/megalitre",
        "MWh/Mm3": "megawatt_hour/(1e6*metre**3)",
    },
    "carbon_intensity": {
        "kg/Ml": "kilogram/megalitre",
        "kg/m3": "kilogram/metre**3",
        "g/m3": "0.001*kilogram/metre**3",
        "t/Ml": "1000*kilogram/megalitre",
    },
    "price_of_water": {"GBP/Ml": "GBP/megalitre", "GBP/m3": "GBP/metre**3", "GBP/Mm3": "GBP/(1e6*metre**3)"},
    "price_of_energy": {
        "GBP/MWh": "GBP/megawatt_hour",
        "GBP/kWh": "GBP/kilowatt_hour",
        "p/kWh": "0.01*GBP/kilowatt_hour",
    },
    "water_per_head": {
        "l/head/d": "litre/head/day",
        "l/head/day": "litre/head/day",
        "m3/head/year": "metre**3/head/(365.25*day)",
        "gal/head/d": "imperial_gallon/head/day",
    },
    "field_area": {"ha": "hectare", "km2": "kilometre**2", "m2": "metre**2"},
    "depth": {"mm": "millimetre", "cm": "0.01*metre", "m": "metre"},
    "water_in_soil": {"mm/m": "millimetre/metre", "m3/m3": "metre**3/metre**3"},
    "power": {"MW": "megawatt", "kW": "kilowatt", "GW": "gigawatt"},
    "water_per_energy": {
        "l/kWh": "litre/kilowatt_hour",
        "m3/MWh": "metre**3/megawatt_hour",
        "l/MWh": "litre/megawatt_hour",
    },
    "energy_per_mass": {"kWh/kg": "kilowatt_hour/kilogram", "MWh/t": "megawatt_hour/(1000*kilogram)"},
    "water_per_mass": {"l/kg": "litre/kilogram", "m3/t": "metre**3/(1000*kilogram)"},
    "alcohol": {"Mlpa/year": "megalpa/julian_year", "lpa/year": "lpa/julian_year"},
    "water_per_alcohol": {"l/lpa": "litre/lpa", "m3/lpa": "metre**3/lpa"},
    "duration": {"day": "day", "days": "day", "d": "day", "week": "7*day", "weeks": "7*day"},
}

_DEFINITIONS = (
    "milli- = 1e-3",
    "kilo- = 1e3",
    "mega- = 1e6",
    "giga- = 1e9",
    "metre = [length]",
    "second = [time]",
    "gram = [mass]",
    "GBP = [currency]",
    "head = [head]",
    "lpa = [pure_alcohol]",
    "hour = 3600 * second",
    "day = 24 * hour",
    "julian_year = 365.25 * day",
    "foot = 0.3048 * metre",
    "hectare = 1e4 * metre ** 2",
    "litre = 1e-3 * metre ** 3",
    "megalitre = 1000 * metre ** 3",
    "imperial_gallon = 4.54609e-3 * metre ** 3",
    "watt = kilogram * metre ** 2 / second ** 3",
    "watt_hour = watt * hour",
)
"""What the words of ``UNIT_WORDS`` are made of, in pint's form."""

_NUMBER_AND_UNIT = re.compile(
    r"""\s*(?P<number>[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(?P<unit>\S.*?)?\s*""", re.VERBOSE
)


class UnitError(ValueError):
    """A text that is not a number with a fitting unit."""


def internal_unit(kind: str) -> str:
    """Return the unit word in which basinsim keeps a kind of quantity.

    Parameters
    ----------
    kind : str
        A key of ``UNIT_WORDS``, such as ``flow``.

    Returns
    -------
    str
        Such as ``Ml/d``.
    """
    return next(iter(UNIT_WORDS[kind]))


def split_number(text: str) -> tuple[float, str]:
    """Split ``"3.5 m3/s"`` into its number and its unit word.

    Parameters
    ----------
    text : str
        A number, with a unit or without.

    Returns
    -------
    (float, str)
        The number and the unit word (empty without one).

    Raises
    ------
    UnitError
        Where the text does not start with a number.
    """
    match = _NUMBER_AND_UNIT.fullmatch(text)
    if match is None:
        message = f"'{text}' is not a number with a unit"
        raise UnitError(message)
    return float(match["number"].replace("_", "")), match["unit"] or ""


def factor(unit: str, kind: str) -> float:
    """Return what a number in ``unit`` is multiplied by to be in the internal unit.

    Parameters
    ----------
    unit : str
        A unit word.
    kind : str
        The kind of quantity it must fit.

    Returns
    -------
    float
        [internal unit of ``kind`` per ``unit``]

    Raises
    ------
    UnitError
        Where the word is unknown, or is one of another kind.
    """
    words = UNIT_WORDS[kind]
    if unit in words:
        return _pint_factor(words[unit], words[internal_unit(kind)])
    allowed = ", ".join(words)
    for other, other_words in UNIT_WORDS.items():
        if unit in other_words:
            message = f"'{unit}' is a unit of {_spoken(other)}, not of {_spoken(kind)} (allowed: {allowed})"
            raise UnitError(message)
    message = f"unknown unit '{unit}' for {_spoken(kind)} (allowed: {allowed})"
    raise UnitError(message)


def _spoken(kind: str) -> str:
    return kind.replace("_", " ")


@cache
def _registry() -> Any:
    # Loaded late, and with our units alone: pint takes a quarter of a second, and its own thousand units as long again.
    import pint

    registry: Any = pint.UnitRegistry(list(_DEFINITIONS), cache_folder=None)
    return registry


@cache
def _pint_factor(unit: str, target: str) -> float:
    if unit == target:
        return 1.0
    registry = _registry()
    return float(registry.Quantity(1.0, registry(unit).units).to(target).magnitude * registry(unit).magnitude)
