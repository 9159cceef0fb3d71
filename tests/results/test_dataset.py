"""The dataset has the names, dimensions, units and attributes of the interface, and is good CF."""

import re

import numpy as np
import pytest
import xarray as xr
from results.every_type import EVERY_TYPE
from support.runs import run_case

from basinsim.quantities import RESULT_VARIABLES

INTERFACE = {
    # variable: (what it is given for, beside member and time; unit)
    "inflow": ("catchment", "Ml/d"),
    "flow": ("link", "Ml/d"),
    "storage": ("reservoir", "Ml"),
    "overflow": ("reservoir", "Ml/d"),
    "requested": ("demand", "Ml/d"),
    "delivered": ("demand", "Ml/d"),
    "essential_requested": ("demand", "Ml/d"),
    "essential_delivered": ("demand", "Ml/d"),
    "gauge_flow": ("gauge", "Ml/d"),
    "environmental_flow_target": ("gauge", "Ml/d"),
    "minimum_flow_target": ("link", "Ml/d"),
    "energy": ("hydropower", "MWh"),
}
ATTRIBUTES = ("scenario", "foresight", "objective", "basinsim_version", "mass_balance_error", "inputs_sha256")
MONTHS = {"start": "2004-01-01", "end": "2004-04-10"}


@pytest.fixture(scope="module")
def results():
    return run_case(EVERY_TYPE, name="by month", step="month", period=MONTHS)


@pytest.fixture(scope="module")
def dataset(results):
    return results.dataset


@pytest.fixture(scope="module")
def folder(results, tmp_path_factory):
    return results.save(tmp_path_factory.mktemp("results"))


# ---- the interface ----


@pytest.mark.parametrize("name", INTERFACE)
def test_dimensions_of_the_interface(dataset, name):
    assert dataset[name].dims == ("member", "time", INTERFACE[name][0])


@pytest.mark.parametrize("name", INTERFACE)
def test_units_of_the_interface(dataset, name):
    assert dataset[name].attrs["units"] == INTERFACE[name][1] == RESULT_VARIABLES[name].unit


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_attributes_of_the_interface(dataset, name):
    assert name in dataset.attrs


def test_attributes_say_what_was_run(dataset):
    assert dataset.attrs["scenario"] == "by month"
    assert dataset.attrs["foresight"] == "none"
    assert dataset.attrs["objective"] == "priorities"
    assert re.fullmatch(r"[0-9a-f]{64}", dataset.attrs["inputs_sha256"])
    assert 0 <= dataset.attrs["mass_balance_error"] < 1e-6
    assert "objective_value" not in dataset.attrs


def test_things_stand_by_name(dataset):
    nodes = EVERY_TYPE["nodes"]
    for dimension in ("catchment", "reservoir", "demand", "gauge", "hydropower"):
        named = sorted(name for name, node in nodes.items() if node["type"] == dimension)
        assert dataset[dimension].to_numpy().tolist() == named
    labels = [link.get("name", f"{link['from']}->{link['to']}") for link in EVERY_TYPE["links"]]
    assert dataset["link"].to_numpy().tolist() == sorted(labels)


def test_minimum_flows_are_given_for_the_links_that_have_one(dataset):
    target = dataset["minimum_flow_target"]
    (dimension,) = set(target.dims) - {"member", "time"}
    present = target.dropna(dimension, how="all")
    assert present[dimension].to_numpy().tolist() == ["release"]
    assert present.to_numpy().ravel().tolist() == [10] * 4


def test_the_file_holds_what_the_dataset_holds(dataset, folder):
    with xr.open_dataset(folder / "results.nc") as opened:
        opened.load()
    for name in INTERFACE:
        assert opened[name].dims == dataset[name].dims
        np.testing.assert_array_equal(opened[name].to_numpy(), dataset[name].to_numpy())
        assert opened[name].attrs["units"] == dataset[name].attrs["units"]
    assert {str(key): value for key, value in opened.attrs.items()} == dataset.attrs
    assert opened["time"].to_numpy().tolist() == dataset["time"].to_numpy().tolist()


def test_a_basin_with_one_node_has_every_variable_of_the_interface():
    dataset = run_case({"name": "loch", "nodes": {"loch": {"type": "reservoir", "capacity": 5}}}).dataset
    for name in INTERFACE:
        assert dataset[name].sizes["time"] == 1
    assert dataset["storage"].to_numpy().ravel() == pytest.approx([5])


# ---- time ----


def test_time_is_the_first_day_of_each_step_with_bounds(dataset):
    first = ["2004-01-01", "2004-02-01", "2004-03-01", "2004-04-01"]
    assert dataset["time"].to_numpy().astype("datetime64[D]").astype(str).tolist() == first
    bounds = dataset["time_bounds"].to_numpy().astype("datetime64[D]").astype(str)
    assert bounds.tolist() == [
        ["2004-01-01", "2004-02-01"],
        ["2004-02-01", "2004-03-01"],
        ["2004-03-01", "2004-04-01"],
        ["2004-04-01", "2004-04-11"],
    ]
    assert dataset["step_length"].to_numpy().tolist() == [31, 29, 31, 10]
    assert dataset["step_length"].attrs["units"] == "d"


def test_time_in_the_file_follows_cf(folder):
    with xr.open_dataset(folder / "results.nc", decode_cf=False) as raw:
        raw.load()
    assert raw.attrs["Conventions"].startswith("CF-1.")
    assert raw["time"].attrs["units"] == "days since 1900-01-01"
    assert raw["time"].attrs["calendar"] in ("standard", "gregorian", "proleptic_gregorian")
    assert raw["time"].attrs["bounds"] == "time_bounds"
    assert raw["time_bounds"].dims == ("time", "bound")
    # CF 7.1: bounds need no units, and where they have some they are those of the coordinate.
    assert raw["time_bounds"].attrs.get("units", "days since 1900-01-01") == "days since 1900-01-01"
    first = (np.datetime64("2004-01-01") - np.datetime64("1900-01-01")).astype(int)
    assert raw["time"].to_numpy()[0] == first
    assert raw["time_bounds"].to_numpy()[:, 0].tolist() == raw["time"].to_numpy().tolist()


def numbers_of(dataset: xr.Dataset) -> list[str]:
    return [name for name in RESULT_VARIABLES if name in dataset]


def test_every_variable_of_results_is_described(dataset):
    for name in numbers_of(dataset):
        attributes = dataset[name].attrs
        assert attributes["long_name"]
        assert re.fullmatch(r"time: (mean|sum|point)", attributes["cell_methods"])
    assert len({dataset[name].attrs["long_name"] for name in numbers_of(dataset)}) == len(numbers_of(dataset))


@pytest.mark.parametrize("unit", sorted({quantity.unit for quantity in RESULT_VARIABLES.values()}))
def test_units_are_known_to_udunits(unit):
    """CF asks for units that UDUNITS can read; money is no physical unit and is left out.

    The outside face of basinsim says MWh, which UDUNITS wants in two words.
    """
    cf_units = pytest.importorskip("cf_units")
    if "GBP" not in unit:
        cf_units.Unit(unit.replace("MWh", "MW h"))


def test_standard_names_fit_their_units():
    cf_units = pytest.importorskip("cf_units")
    canonical = {"water_volume_transport_in_river_channel": "m3 s-1"}
    named = [quantity for quantity in RESULT_VARIABLES.values() if quantity.standard_name]
    assert named
    for quantity in named:
        assert cf_units.Unit(quantity.unit).is_convertible(canonical[quantity.standard_name])


# ---- facts about the basin ----


def test_the_file_stands_alone(dataset):
    assert dict(zip(dataset["demand"].to_numpy(), dataset["sector"].to_numpy(), strict=True)) == {
        "farm": "agriculture",
        "mill": "industry",
        "town": "public",
    }
    assert dataset["priority"].sel(demand="mill") == 4
    assert dataset["link_source"].sel(link="release") == "loch"
    assert dataset["link_target"].sel(link="release") == "turbine"
    assert dataset["capacity"].sel(reservoir="loch") == 400
    assert dataset["start_storage"].sel(reservoir="loch").to_numpy().tolist() == [250]


def test_a_short_last_month_is_a_mean_over_its_days(dataset):
    """Inflow of the moor is the same every day, and so is its mean over ten days."""
    assert dataset["inflow"].sel(catchment="moor").to_numpy().ravel() == pytest.approx([12.345] * 4)
    assert dataset["inflow"].sel(catchment="hill").to_numpy().ravel() == pytest.approx([90, 80, 60, 40])
