"""No rule looks ahead: whatever comes later, what was done before stays the same."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from rules.rule_runs import every_rule, run

DAYS = 30


@settings(max_examples=12, deadline=None)
@given(
    inflow=st.lists(st.floats(0, 200).map(lambda flow: round(flow, 2)), min_size=DAYS, max_size=DAYS),
    known=st.integers(1, DAYS - 2),
    data=st.data(),
)
def test_a_shuffled_future_leaves_the_past_as_it_was(inflow, known, data):
    shuffled = inflow[:known] + data.draw(st.permutations(inflow[known:]))
    one, two = (run(every_rule(flows), "2001-01-05", DAYS).dataset for flows in (inflow, shuffled))
    for name in ("rule_state", "saved", "requested", "delivered", "storage", "flow", "gauge_flow"):
        a, b = one[name].to_numpy(), two[name].to_numpy()
        np.testing.assert_array_equal(a[:, :known], b[:, :known], err_msg=name)
