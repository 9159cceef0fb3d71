"""Finding the numbers of a basin file."""

import yaml
from schema.two_lochs import BASIN

from basinsim.register import Number, Register, Row, disagreements, numbers_in


def test_each_form_of_a_number() -> None:
    found = numbers_in(yaml.safe_load(BASIN))
    assert found["nodes.upper_loch.capacity"] == Number((64.0,), "Mm3")
    assert found["nodes.upper_loch.initial"] == Number((90.0,), "%")
    assert found["nodes.upper_catchment.position"] == Number((-4.5, 56.25), None)
    assert found["nodes.lower_loch.rainfall"] == Number((44 / 12,), None, is_mean=True)
    assert found["nodes.lower_catchment.inflow.scale"] == Number((0.5,), None)
    assert found["nodes.lower_loch.surface[1][1]"] == Number((80.0,), "ha")
    assert found["links.pumped.energy"] == Number((180.0,), "kWh/Ml")
    assert found["links.penstock.min_flow"] == Number((2.0,), None)
    assert found["communities.town.population"] == Number((92600.0,), None)
    assert found["licences.town_abstraction.annual"] == Number((15000.0,), "Ml")


def test_what_is_no_number_is_left_out() -> None:
    keys = numbers_in(yaml.safe_load(BASIN))
    assert "links.overfall.spill" not in keys
    assert "licences.town_abstraction.year_start" not in keys  # 04-01 is a day
    assert not [key for key in keys if "units" in key or "description" in key or key.startswith("name")]


def test_disagreements() -> None:
    def row(key: str, *values: float, unit: str = "Ml") -> Row:
        return Row(key, values, unit, None, None, "seen", "a book", "")

    numbers = {
        "a": Number((1.0,), None),
        "b": Number((2.0,), "Ml"),
        "c": Number((3.333333,), None, is_mean=True),
        "d": Number((4.0,), None),
        "e": Number((5.0,), "Mm3"),
    }
    right = Register((row("a", 1), row("b", 2), row("c", 3.33), row("d", 4), row("e", 5, unit="Mm3")))
    assert disagreements(numbers, right) == []
    wrong = Register((row("b", 2.1), row("c", 3.3), row("d", 4, 4), row("e", 5), row("f", 6)))
    assert [sentence.split(":")[0] for sentence in disagreements(numbers, wrong)] == [
        "a",
        "f",
        "b",
        "c",
        "d",
        "e",
    ]
