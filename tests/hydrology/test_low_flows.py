"""Low flows that are raised: up to Q70, each member by its own."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from basinsim.hydrology.low_flows import with_low_flows_raised


def test_each_member_has_its_own_low_flows():
    flow = np.array([np.arange(11.0), 10 * np.arange(11.0)])
    raised = with_low_flows_raised(flow, 0.1)
    np.testing.assert_allclose(raised[0], [0, 1.1, 2.2, 3, *range(4, 11)])
    np.testing.assert_allclose(raised[1], 10 * raised[0])


@given(flow=arrays.arrays(float, (2, 30), elements=st.floats(0, 1e4)), uplift=st.floats(0, 1))
def test_no_flow_falls_and_the_order_stays(flow, uplift):
    raised = with_low_flows_raised(flow, uplift)
    assert (raised >= flow).all()
    assert (raised <= flow * (1 + uplift) * (1 + 1e-12)).all()
    for before, after in zip(flow, raised, strict=True):
        assert (np.diff(after[np.argsort(before, kind="stable")]) >= -1e-9).all()
