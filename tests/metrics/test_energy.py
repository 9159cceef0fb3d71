"""Energy is a sum over steps already, whatever their length."""

import pytest
from metrics.small_datasets import by_member, steps, values_of, with_demands, with_members, with_variable
from support.runs import run_case

MONTHS = steps(["2001-01-01", "2001-02-01"], "2001-03-01")


@pytest.mark.parametrize(
    ("metric", "variable", "dimension"),
    [
        ("energy", "energy", "hydropower"),
        ("works_energy", "works_energy", "works"),
        ("pumping_energy", "link_energy", "pumped_link"),
    ],
)
class TestEnergy:
    def test_each_and_all(self, metric, variable, dimension):
        dataset = with_variable(MONTHS, variable, dimension, {"one": [3, 4], "two": [10, 0]})
        assert values_of(dataset, metric) == pytest.approx({"one": 7, "two": 10, "all": 17})

    def test_members(self, metric, variable, dimension):
        dataset = with_variable(with_members(MONTHS, 2), variable, dimension, {"one": [[1, 2], [3, 4]]})
        assert by_member(dataset, metric, "one") == by_member(dataset, metric, "all") == [3, 7]

    def test_none(self, metric, variable, dimension):
        assert values_of(with_variable(MONTHS, variable, dimension, {}), metric) == {}


def test_energy_of_a_year():
    dataset = with_variable(MONTHS, "energy", "hydropower", {"one": [31, 28], "two": 0})
    assert values_of(dataset, "annual_energy")["all"] == pytest.approx(0.059 / (59 / 365.25))


def test_firm_energy_is_of_months_of_equal_length():
    """A constant megawatt-hour a day is firm, however long the months are."""
    first = [f"2001-{month:02d}-01" for month in range(1, 13)]
    dataset = with_variable(
        steps(first, "2002-01-01"),
        "energy",
        "hydropower",
        {"steady": [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], "idle": 0},
    )
    assert values_of(dataset, "firm_energy") == pytest.approx(
        {"steady": 365.25 / 12, "idle": 0, "all": 365.25 / 12}
    )


def test_firm_energy_is_exceeded_in_nineteen_of_twenty_months():
    """Of 21 months with powers 0 to 20 the second least is the one at 5 %."""
    first = [f"{2001 + i // 12}-{i % 12 + 1:02d}-01" for i in range(22)]
    dataset = steps(first[:-1], first[-1])
    power = dataset["step_length"].to_numpy() * range(21)
    dataset = with_variable(dataset, "energy", "hydropower", {"one": power})
    assert values_of(dataset, "firm_energy")["one"] == pytest.approx(365.25 / 12)


def test_firm_energy_needs_whole_months_and_steps_no_longer():
    assert (
        values_of(
            with_variable(steps(["2001-01-05"], "2001-01-20"), "energy", "hydropower", {"one": 1}),
            "firm_energy",
        )
        == {}
    )
    quarters = steps(["2001-01-01", "2001-04-01"], "2001-07-01")
    assert values_of(with_variable(quarters, "energy", "hydropower", {"one": 1}), "firm_energy") == {}


def test_energy_for_each_megalitre():
    """6 MWh for 59 days of 2 Ml/d."""
    dataset = with_demands(MONTHS, {"town": 2}, {"town": 2})
    dataset = with_variable(dataset, "works_energy", "works", {"plant": [1, 2]})
    dataset = with_variable(dataset, "link_energy", "pumped_link", {"pump": [3, 0]})
    assert values_of(dataset, "energy_intensity") == pytest.approx({"all": 6000 / 118})


def test_a_turbine_by_the_published_formula():
    """1 m3/s through 100 m at 0.9: 882.9 kW, 21.1896 MWh a day, 245.25 kWh for each megalitre."""
    basin = """
name: one turbine
nodes:
  hill: {type: catchment, inflow: 1 m3/s}
  turbine: {type: hydropower, head: 100 m, efficiency: 0.9}
  sea: {type: outlet}
links: [{from: hill, to: turbine}, {from: turbine, to: sea}]
"""
    table = run_case(basin).metrics.set_index(["metric", "group"])["value"]
    energy = table[("energy", "turbine")]
    assert energy == pytest.approx(21.1896, abs=1e-9)
    assert 1000 * energy / 24 == pytest.approx(882.9, abs=1e-9)
    assert 1000 * energy / 86.4 == pytest.approx(245.25, abs=1e-9)
