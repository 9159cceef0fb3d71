"""Energy is a sum over steps already, whatever their length."""

import pytest
from metrics.small_datasets import by_member, steps, values_of, with_members, with_variable

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
