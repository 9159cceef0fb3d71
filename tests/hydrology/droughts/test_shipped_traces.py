"""The shipped droughts.csv is what the shipped weather and rivers make."""

import numpy as np
import pandas as pd
import pytest

from basinsim.hydrology.droughts.deficits import load_observed_deficits, monthly_means
from basinsim.hydrology.droughts.matching import FIRST_DAY, LAST_DAY, nearest_matches
from basinsim.hydrology.droughts.traces import MATCHED_FILE, similar_traces
from basinsim.hydrology.rivers.model import load_gauge_model
from basinsim.hydrology.weather.tables import load_weather_model
from basinsim.shipped import shipped_folder

SHIPPED = shipped_folder() / "data" / "forth_valley" / "hydrology"
DROUGHT = "2003"
OTHERS = (0, 1, 2)
"""Members beside the trace's own, for what is usual; all 240 would take minutes."""


@pytest.mark.slow
def test_the_nearest_trace_has_the_deficits_that_its_table_says() -> None:
    trace = similar_traces(SHIPPED, DROUGHT)[0]
    deficits = load_observed_deficits(SHIPPED)[DROUGHT]
    rivers = load_gauge_model(SHIPPED)
    members = [trace.member, *(member for member in OTHERS if member != trace.member)]
    weather = load_weather_model(SHIPPED).generate(FIRST_DAY, LAST_DAY, members, trace.seed)
    record = rivers.rivers(weather)
    months, flow = monthly_means(record.days, record.inflow)
    found = nearest_matches(deficits, rivers.catchments, months, flow, len(members))
    again = next(match for match in found if match.member == 0)

    table = pd.read_csv(SHIPPED / MATCHED_FILE, comment="#", dtype={"drought": str, "gauge": str})
    written = table[(table["drought"] == DROUGHT) & (table["rank"] == 1)]
    assert list(written["gauge"]) == [deficit.gauge for deficit in deficits]
    assert again.year_offset == trace.year_offset, (
        "make it again: basinsim hydrology droughts -o data/forth_valley/hydrology"
    )
    # What is usual is told here by four members: a few per cent of a deficit.
    np.testing.assert_allclose(again.percents, written["matched"], atol=3)
