"""Value and cost by the year."""

import numpy as np
import pytest
from metrics.small_datasets import by_member, days, values_of, with_members


def test_terms_and_their_sum_by_the_year():
    dataset = with_members(days(10), 2).assign_coords(term=np.array(["energy", "works cost"], dtype=object))
    dataset["objective_term"] = (("member", "term"), np.array([[100.0, -40], [50, -70]]))
    a_year = 365.25 / 10
    assert by_member(dataset, "net_value", "energy") == pytest.approx([100 * a_year, 50 * a_year])
    assert by_member(dataset, "net_value", "all") == pytest.approx([60 * a_year, -20 * a_year])


def test_nothing_has_a_price():
    assert values_of(days(3), "net_value") == {}
