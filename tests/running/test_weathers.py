"""Several weathers as one ensemble give what each of them gives alone."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from support.studies import uncertain_basin, write_study

import basinsim as bs
from basinsim.errors import InputError
from basinsim.hydrology.record import HydrologyRecord
from basinsim.hydrology.source import HydrologyError
from basinsim.loading import load_scenario
from basinsim.running.members import run_members
from basinsim.running.weathers import metrics_in_weathers
from basinsim.schema.hydrology import Hydrology
from basinsim.shipped import shipped_folder


@pytest.fixture(scope="module")
def forth(tmp_path_factory):
    """A year of the shipped basin in three climates, two members each, with farms that watch the river."""
    folder = tmp_path_factory.mktemp("forth")
    shipped = shipped_folder()
    limits = {
        "type": "take_limits",
        "areas": {"forth_at_gargunnock": ["carse_farms"]},
        "hands_off_flow": {
            "file": str(shipped / "data" / "forth_valley" / "low_flows.csv"),
            "column": "q95_modelled",
        },
    }
    scenarios = []
    for climate in (None, "2050s_central", "2050s_high"):
        hydrology = {"seed": 3} if climate is None else {"seed": 3, "climate": climate}
        path = folder / f"{climate}.yaml"
        settings = {
            "extends": str(shipped / "scenarios" / "baseline.yaml"),
            "name": f"in {climate}",
            "period": {"start": "1975-01-01", "end": "1976-12-31", "warm_up": "1 year"},
            "step": "month",
            "members": 2,
            "hydrology": {"record": "generated", **hydrology},
            "policies": [limits],
        }
        path.write_text(json.dumps(settings), encoding="utf-8")
        scenarios.append(load_scenario(path))
    return scenarios


@pytest.mark.slow
def test_every_metric_of_the_shipped_basin_is_that_of_a_run_alone(forth):
    together = metrics_in_weathers(forth)
    assert not np.allclose(together[0]["value"], together[2]["value"], rtol=0.01, equal_nan=True)
    for scenario, table in zip(forth, together, strict=True):
        alone = run_members(scenario, range(2)).metrics
        pd.testing.assert_frame_equal(table, alone, rtol=1e-7, atol=1e-9, check_dtype=False)


def test_members_keep_their_own_series_in_every_weather(tmp_path):
    # The inflow of each member stands in a file: in each of the two weathers member m has row m of it.
    path = write_study(
        tmp_path, basin=uncertain_basin(tmp_path), scenario={"members": 5, "step": "week", "hydrology": {}}
    )
    scenario = load_scenario(path.parent / "scenario.yaml")
    dry = HydrologyRecord(
        scenario.calendar.start, ("elsewhere",), None, None, np.zeros((1, 365, 1), dtype=np.float32)
    )
    first, second = metrics_in_weathers([scenario, scenario], record_of=lambda *_: dry)
    alone = bs.run(replace(scenario, settings=scenario.settings.model_copy(update={"hydrology": None})))
    for table in (first, second):
        pd.testing.assert_frame_equal(
            table[table["group"] == "weir"].reset_index(drop=True),
            alone.metrics[alone.metrics["group"] == "weir"].reset_index(drop=True),
            check_dtype=False,
        )


def test_a_weather_that_cannot_be_had_is_refused(forth):
    def records(choice, *_):
        raise HydrologyError("climate", f"there is no {choice.climate}")

    unknown = [
        replace(one, settings=one.settings.model_copy(update={"hydrology": Hydrology(climate="no_such")}))
        for one in forth
    ]
    with pytest.raises(InputError, match="there is no no_such"):
        metrics_in_weathers(unknown, record_of=records)
