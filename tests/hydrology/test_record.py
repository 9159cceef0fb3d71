from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from basinsim.hydrology.record import HydrologyRecord, side_by_side


def record(members, scale, *, weather=True):
    flow = scale * np.arange(1, members + 1, dtype=np.float32)[:, None, None] * np.ones((1, 3, 2), np.float32)
    return HydrologyRecord(
        date(2000, 1, 1),
        ("burn", "moor"),
        2 * flow if weather else None,
        3 * flow if weather else None,
        flow,
    )


def test_records_become_members_in_their_order():
    both = side_by_side([record(2, 1.0), record(2, 10.0)], 2)
    assert both.inflow[:, 0, 0].tolist() == [1, 2, 10, 20]
    assert both.rain is not None
    assert both.potential_evapotranspiration is not None
    np.testing.assert_array_equal(both.rain, 2 * both.inflow)
    np.testing.assert_array_equal(both.potential_evapotranspiration, 3 * both.inflow)


def test_a_single_row_is_that_of_all_its_members():
    both = side_by_side([record(1, 7.0, weather=False), record(3, 1.0, weather=False)], 3)
    assert both.inflow[:, 2, 1].tolist() == [7, 7, 7, 1, 2, 3]
    assert both.rain is None


@pytest.mark.parametrize(
    "other",
    [
        replace(record(2, 1.0), first_day=date(2000, 1, 2)),
        replace(record(2, 1.0), catchments=("burn", "fen")),
        replace(record(2, 1.0), replaces_own=True),
        record(2, 1.0, weather=False),
    ],
)
def test_what_does_not_belong_together_is_refused(other):
    with pytest.raises(ValueError, match="cannot stand side by side"):
        side_by_side([record(2, 1.0), other], 2)
