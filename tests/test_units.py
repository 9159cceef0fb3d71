"""Every unit word against a number typed by hand from its definition."""

import re
from pathlib import Path

import pytest
from support.runs import write_case

import basinsim as bs
from basinsim.errors import InputError
from basinsim.units import UNIT_WORDS, UnitError, factor, internal_unit, split_number

# One of the word in the internal unit: Ml/d, Ml, km2, m, mm/d, kWh/Ml, GBP/Ml, GBP/MWh, days;
# of demand models l/head/d, ha, mm, mm/m, MW, l/kWh, kWh/kg, l/kg, Mlpa/year, l/lpa.
# A megalitre is 1000 m3; a day 86 400 s; an imperial gallon 4.546 09 l by definition (Units of
# Measurement Regulations 1995); a foot 0.3048 m; a mean month 30.4375 d, a mean year 365.25 d.
BY_HAND = {
    "flow": {
        "Ml/d": 1.0,
        "ML/d": 1.0,
        "m3/s": 86.4,
        "m3/d": 0.001,
        "Mm3/d": 1000.0,
        "Mm3/month": 32.85420944558522,  # 1000 / 30.4375
        "Mm3/year": 2.7378507871321013,  # 1000 / 365.25
        "l/s": 0.0864,
        "l/d": 1e-6,
        "Mgd": 4.54609,
        "gal/d": 4.54609e-6,
    },
    "volume": {
        "Ml": 1.0,
        "ML": 1.0,
        "m3": 0.001,
        "Mm3": 1000.0,
        "hm3": 1000.0,
        "km3": 1e6,
        "l": 1e-6,
        "Mgal": 4.54609,
    },
    "area": {"km2": 1.0, "ha": 0.01, "m2": 1e-6},
    "length": {"m": 1.0, "mm": 0.001, "km": 1000.0, "ft": 0.3048},
    "depth_rate": {"mm/d": 1.0, "mm/month": 0.03285420944558522, "m/d": 1000.0},
    "energy_intensity": {"kWh/Ml": 1.0, "kWh/m3": 1000.0, "MWh/Ml": 1000.0, "MWh/Mm3": 1.0},
    "carbon_intensity": {"kg/Ml": 1.0, "kg/m3": 1000.0, "g/m3": 1.0, "t/Ml": 1000.0},
    "price_of_water": {"GBP/Ml": 1.0, "GBP/m3": 1000.0, "GBP/Mm3": 0.001},
    "price_of_energy": {"GBP/MWh": 1.0, "GBP/kWh": 1000.0, "p/kWh": 10.0},
    "water_per_head": {
        "l/head/d": 1.0,
        "l/head/day": 1.0,
        "m3/head/year": 2.7378507871321013,  # 1000 / 365.25
        "gal/head/d": 4.54609,
    },
    "field_area": {"ha": 1.0, "km2": 100.0, "m2": 1e-4},
    "depth": {"mm": 1.0, "cm": 10.0, "m": 1000.0},
    "water_in_soil": {"mm/m": 1.0, "m3/m3": 1000.0},
    "power": {"MW": 1.0, "kW": 0.001, "GW": 1000.0},
    "water_per_energy": {"l/kWh": 1.0, "m3/MWh": 1.0, "l/MWh": 0.001},
    "energy_per_mass": {"kWh/kg": 1.0, "MWh/t": 1.0},
    "water_per_mass": {"l/kg": 1.0, "m3/t": 1.0},
    "alcohol": {"Mlpa/year": 1.0, "lpa/year": 1e-6},
    "water_per_alcohol": {"l/lpa": 1.0, "m3/lpa": 1000.0},
    "duration": {"day": 1.0, "days": 1.0, "d": 1.0, "week": 7.0, "weeks": 7.0},
}


def test_every_word_has_a_number_by_hand() -> None:
    assert {kind: set(words) for kind, words in UNIT_WORDS.items()} == {
        kind: set(words) for kind, words in BY_HAND.items()
    }


@pytest.mark.parametrize(
    ("kind", "word"), [(kind, word) for kind, words in BY_HAND.items() for word in words]
)
def test_a_unit(kind: str, word: str) -> None:
    assert factor(word, kind) == pytest.approx(BY_HAND[kind][word], rel=1e-14)


@pytest.mark.parametrize("kind", UNIT_WORDS)
def test_the_internal_unit_is_exactly_one(kind: str) -> None:
    assert factor(internal_unit(kind), kind) == 1.0


@pytest.mark.parametrize("word", sorted({word for words in BY_HAND.values() for word in words}))
def test_a_unit_of_one_kind_is_refused_for_another(word: str) -> None:
    for other in UNIT_WORDS:
        if word in UNIT_WORDS[other]:
            continue
        with pytest.raises(
            UnitError, match=f"'{re.escape(word)}' is a unit of .*, not of {other.replace('_', ' ')}"
        ):
            factor(word, other)


@pytest.mark.parametrize(
    "word", ["", "cumecs", "m³/s", "m3 / s", "M3/S", "ml/d", "gal", "Ml/day", "m**3/s", "1", "GBP"]
)
def test_an_unknown_word_is_refused(word: str) -> None:
    with pytest.raises(UnitError, match="allowed: Ml/d"):
        factor(word, "flow")


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("3.5 m3/s", 3.5, "m3/s"),
        ("3.5m3/s", 3.5, "m3/s"),
        ("  64   Mm3 ", 64.0, "Mm3"),
        ("80 %", 80.0, "%"),
        ("80%", 80.0, "%"),
        ("-0.5 m", -0.5, "m"),
        ("+2 m", 2.0, "m"),
        (".5 m", 0.5, "m"),
        ("5. m", 5.0, "m"),
        ("1e3 Ml", 1000.0, "Ml"),
        ("1.5E-3 Ml", 0.0015, "Ml"),
        ("12_000 Ml", 12000.0, "Ml"),
        ("7", 7.0, ""),
    ],
)
def test_a_number_with_a_unit(text: str, number: float, unit: str) -> None:
    assert split_number(text) == (number, unit)


@pytest.mark.parametrize(
    "text", ["", "Ml", "m3/s 3", "- 3 m", "three Ml", "nan", "inf Ml", "%", "_1 Ml", "--1"]
)
def test_what_does_not_start_with_a_number(text: str) -> None:
    with pytest.raises(UnitError, match="is not a number"):
        split_number(text)


BASIN = """\
name: units
units: {flow: m3/s, volume: Mm3}
nodes:
  spring: {type: catchment, inflow: 2}
  loch: {type: reservoir, capacity: 3, dead_storage: "500 Ml", initial: 50 %}
  town: {type: demand, sector: public, amount: "10 Mgd", priority: 2}
  farm: {type: demand, sector: agriculture, amount: {values: [5000, "6 Ml/d"], unit: m3/d}}
  sea: {type: outlet}
links:
  - {from: spring, to: loch}
  - {from: loch, to: town, max_flow: 0.5}
  - {from: loch, to: farm}
  - {from: loch, to: sea}
licences:
  take: {applies_to: [town], annual: 9, daily: 40 Ml/d}
"""


def test_bare_numbers_are_in_the_unit_of_the_basin(tmp_path: Path) -> None:
    from basinsim.api import prepare

    period = {"start": "2001-01-01", "end": "2001-01-02"}
    _, inputs, state = prepare(bs.load_scenario(write_case(tmp_path, BASIN, period=period)))
    expected = {
        "inflow": [172.8],  # 2 m3/s
        "capacity": [3000.0],  # 3 Mm3
        "dead_storage": [500.0],
        "amount": [5.0, 45.4609],  # farm, town: 5000 m3/d, 10 million gallons a day
        "annual_licence": [9000.0],
        "daily_licence": [40.0],
    }
    for name, numbers in expected.items():
        assert inputs.series[name][0, 0] == pytest.approx(numbers, rel=1e-12), name
    assert inputs.series["amount"][0, 1, 0] == pytest.approx(6.0), "a unit of its own wins"
    assert min(inputs.series["link_capacity"][0, 0]) == pytest.approx(43.2)
    assert state.storage[0] == pytest.approx([1500.0])


def test_a_word_that_fits_no_basin_is_told_with_the_words_that_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"unknown unit 'cfs'.*m3/s"):
        bs.load_scenario(write_case(tmp_path, BASIN.replace("flow: m3/s", "flow: cfs")))
