"""Natural flood management: nothing unless a file says so, and then only low flows."""

import numpy as np
import pytest
from policies.small_basin import BASIN, after, refusals
from support.runs import run_days

from basinsim.schema.policy import read_policy

LEVER = {"type": "natural_flood_management"}


def test_it_does_nothing_unless_a_file_says_so():
    assert after(LEVER) == after()
    assert "changes no low flow" in read_policy(LEVER).sentence()


def test_low_flows_rise_and_others_stay():
    """Of 1 to 11 Ml/d, Q70 is 4: 1, 2 and 3 rise by a third, and 3 no further than to 4."""
    flows = [11, 1, 10, 2, 9, 3, 8, 4, 7, 5, 6]
    text = BASIN.replace(
        "spring: {type: catchment, inflow: 1}", f"spring: {{type: catchment, inflow: {{values: {flows}}}}}"
    )
    lever = LEVER | {"low_flow_uplift": 0.4, "catchments": ["spring"]}
    inflow = run_days(text, 11, policies=[lever]).dataset["inflow"].isel(member=0)
    expected = np.array([11, 1.4, 10, 2.8, 9, 4, 8, 4, 7, 5, 6])
    np.testing.assert_allclose(inflow.sel(catchment="spring").values, expected)
    assert (inflow.sel(catchment="hill").values == 1000).all()


def test_unknown_catchments_are_told():
    ((path, message),) = refusals(LEVER | {"catchments": ["hil"]})
    assert path == (0, "catchments", 0)
    assert "did you mean 'hill'?" in message


def test_an_uplift_says_that_there_is_no_evidence():
    assert "for which no evidence was found" in read_policy(LEVER | {"low_flow_uplift": 0.05}).sentence()
    with pytest.raises(ValueError, match="from 0 to 1"):
        read_policy(LEVER | {"low_flow_uplift": 5})
