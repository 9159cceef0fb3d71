"""What a run takes its inflows from.

burn (catchment) -> loch -> town        the record holds burn and moor; moor has an inflow of its own
moor (catchment) -> sea
"""

import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

import basinsim as bs
from basinsim.errors import InputError
from basinsim.hydrology.record import HydrologyRecord
from basinsim.hydrology.record_file import write_record
from basinsim.hydrology.source import HydrologyError, hydrology_record
from basinsim.schema.hydrology import Hydrology

BASIN = """\
name: Two catchments
{hydrology}
nodes:
  burn: {{type: catchment}}
  moor: {{type: catchment, inflow: 7}}
  loch: {{type: reservoir, capacity: 100, initial: 50}}
  town: {{type: demand, sector: public, amount: 3}}
  sea: {{type: outlet}}
links:
  - {{from: burn, to: loch}}
  - {{from: loch, to: town}}
  - {{from: loch, to: sea, spill: true}}
  - {{from: moor, to: sea}}
"""
SCENARIO = """\
basin: basin.yaml
period: {start: 2000-01-03, end: 2000-01-12}
"""


def flows(members: int, catchments: tuple[str, ...] = ("burn", "moor")) -> HydrologyRecord:
    """Flow of burn: 10 times the member's number (from 1) plus the day of the month; of moor twice that."""
    days = np.arange(1, 32)
    burn = 10.0 * np.arange(1, members + 1)[:, np.newaxis] + days
    inflow = np.stack([burn, 2 * burn], axis=-1).astype(np.float32)[:, :, : len(catchments)]
    return HydrologyRecord(date(2000, 1, 1), catchments, None, None, inflow)


def write(folder: Path, scenario: str = "", hydrology: str = "") -> Path:
    (folder / "basin.yaml").write_text(BASIN.format(hydrology=hydrology))
    (folder / "scenario.yaml").write_text(SCENARIO + scenario)
    return folder / "scenario.yaml"


def inflow_of(path: Path, catchment: str) -> np.ndarray:
    return bs.run(path).dataset["inflow"].sel(catchment=catchment).to_numpy()


def test_the_basin_s_record_serves_catchments_without_an_inflow(tmp_path):
    (tmp_path / "water").mkdir()
    write_record(flows(1), tmp_path / "water" / "reference.nc", {})
    path = write(tmp_path, hydrology="hydrology: water")
    np.testing.assert_allclose(inflow_of(path, "burn")[0], 10 + np.arange(3, 13))
    np.testing.assert_allclose(inflow_of(path, "moor")[0], 7.0)
    assert bs.run(path).dataset.attrs["hydrology"] == "synthetic reference record"


def test_a_record_the_scenario_names_replaces_every_inflow_it_holds(tmp_path):
    write_record(flows(3), tmp_path / "own.nc", {})
    path = write(tmp_path, "hydrology: {record: own.nc}\nmembers: 2\n")
    np.testing.assert_allclose(inflow_of(path, "burn")[1], 20 + np.arange(3, 13))
    np.testing.assert_allclose(inflow_of(path, "moor")[0], 2 * (10 + np.arange(3, 13)))


def test_daily_flows_are_averaged_over_longer_steps(tmp_path):
    write_record(flows(1), tmp_path / "own.nc", {})
    path = write(tmp_path, "hydrology: {record: own.nc}\nstep: 4 days\n")
    # Days 3 to 6, 7 to 10, and the short last step of days 11 and 12.
    np.testing.assert_allclose(inflow_of(path, "burn")[0], [14.5, 18.5, 21.5])


def test_a_record_is_found_from_the_file_that_names_it(tmp_path):
    (tmp_path / "below").mkdir()
    write_record(flows(1), tmp_path / "own.nc", {})
    write(tmp_path, "hydrology: {record: own.nc}\n")
    (tmp_path / "below" / "child.yaml").write_text("extends: ../scenario.yaml\nname: Child\n")
    np.testing.assert_allclose(inflow_of(tmp_path / "below" / "child.yaml", "burn")[0], 10 + np.arange(3, 13))


def test_the_record_counts_as_an_input(tmp_path):
    path = write(tmp_path, "hydrology: {record: own.nc}\n")
    write_record(flows(1), tmp_path / "own.nc", {})
    first = bs.run(path).dataset.attrs["inputs_sha256"]
    write_record(flows(2), tmp_path / "own.nc", {})
    assert bs.run(path).dataset.attrs["inputs_sha256"] != first


@pytest.mark.parametrize(
    ("scenario", "hydrology", "place", "words"),
    [
        ("", "", "basin.yaml:4", "no 'inflow' of its own, and there is no 'hydrology'"),
        ("hydrology: {record: moor.nc}\n", "", "basin.yaml:4", "the hydrology of this run has no such catchment"),
        ("hydrology: {record: oen.nc}\n", "", "scenario.yaml:3", r"no file .*oen\.nc.*own\.nc"),
        ("hydrology: {record: own.nc}\nmembers: 4\n", "", "scenario.yaml:3", "has 3 members, but .* asks for 4"),
        ("hydrology: {record: referense}\n", "", "scenario.yaml:3", "reference"),
        ("hydrology: {recrd: own.nc}\n", "", "scenario.yaml:3", "'record'"),
        ("hydrology: {}\n", "", "scenario.yaml:3", "names no 'hydrology' folder"),
        ("", "hydrology: watr", "basin.yaml:2", "no folder 'watr'.*'water'"),
    ],
)  # fmt: skip
def test_mistakes_are_told_where_they_stand(tmp_path, scenario, hydrology, place, words):
    (tmp_path / "water").mkdir()
    write_record(flows(3), tmp_path / "own.nc", {})
    record = flows(1)
    moor_only = HydrologyRecord(record.first_day, ("moor",), None, None, record.inflow[:, :, 1:])
    write_record(moor_only, tmp_path / "moor.nc", {})
    path = write(tmp_path, scenario, hydrology)
    with pytest.raises(InputError) as error:
        bs.run(path)
    (problem,) = error.value.problems
    assert place in str(problem)
    assert re.search(words, str(problem))


FORTH = Path(__file__).parents[2] / "data" / "forth_valley" / "hydrology"
PERIOD = date(1972, 3, 1), date(1972, 4, 30)


def made(members=(0,), period=PERIOD, **choice) -> HydrologyRecord:
    return hydrology_record(Hydrology(**choice), FORTH, *period, members)


def test_a_member_is_one_record_whatever_the_period_and_the_other_members():
    long = made((0, 3), (date(1971, 1, 1), date(1973, 12, 31)), record="generated")
    short = made((3,), record="generated")
    np.testing.assert_array_equal(short.inflow[0], long.between(*PERIOD).inflow[1])
    np.testing.assert_array_equal(short.rain[0], long.between(*PERIOD).rain[1])
    assert short.first_day == PERIOD[0]
    assert (long.inflow[0] != long.inflow[1]).any()


def test_seeds_differ():
    one, other, first = (made(record="generated", seed=seed) for seed in (1, 2, None))
    assert (one.inflow != other.inflow).any()
    np.testing.assert_array_equal(one.inflow, first.inflow)


def test_several_members_are_generated_without_being_told_to():
    np.testing.assert_array_equal(made((0, 1)).inflow, made((0, 1), record="generated").inflow)


def test_a_climate_changes_rain_and_rivers_follow():
    summer = (date(1971, 6, 1), date(1971, 8, 31))
    today, later = (
        made(period=summer, record="generated", climate=climate) for climate in (None, "2070s_high")
    )
    assert later.rain.mean() < today.rain.mean()
    assert later.inflow.mean() < today.inflow.mean()
    assert later.potential_evapotranspiration.mean() > today.potential_evapotranspiration.mean()


@pytest.mark.parametrize(
    ("choice", "members", "key", "words"),
    [
        ({"climate": "2050s_centrl", "record": "generated"}, (0,), "climate", "2050s_central"),
        ({"like": "1975-67"}, (0,), "like", "1975-76"),
        ({"like": "1975-76"}, (9999,), "like", "are known, but 10000 members"),
        ({"record": "reference"}, (0, 1), "record", "use 'generated'"),
    ],
)
def test_what_cannot_be_had_is_told(choice, members, key, words):
    with pytest.raises(HydrologyError, match=words) as error:
        made(members, **choice)
    assert error.value.key == key


@pytest.mark.parametrize(
    "choice",
    [
        {"record": "own.nc", "climate": "2050s_central"},
        {"record": "generated", "like": "1975-76"},
        {"record": "reference", "seed": 3},
        {"like": "1975-76", "seed": 3},
    ],
)
def test_keys_that_exclude_each_other_are_told(choice):
    with pytest.raises(ValidationError):
        Hydrology(**choice)
