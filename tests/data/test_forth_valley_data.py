"""The shipped Forth Valley: every number has a source, and every catchment its weather and river."""

import copy
import csv
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import yaml
from demand_models.small_weather import year

from basinsim.hydrology.record_file import read_record
from basinsim.hydrology.reference import REFERENCE_FILE, REFERENCE_FIRST, REFERENCE_LAST
from basinsim.hydrology.rivers.model import load_river_model
from basinsim.loading import load_basin
from basinsim.network.graph import natural_catchments
from basinsim.register import Register, disagreements, numbers_in, read_register, with_value
from basinsim.schema.demand_model import read_model

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data" / "forth_valley"
STATUSES = {"seen", "second-hand", "derived", "assumption"}
REGULATED_GAUGES = {"17001", "18002", "18003"}
ML_PER_DAY = 86.4  # in one m3/s


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(name):
    """Read a table whose first lines are comments."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def link_name(link):
    return link.get("name", f"{link['from']}->{link['to']}")


def read(name):
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def basin():
    return read("basin.yaml")


@pytest.fixture(scope="module")
def files(basin):
    """The basin and its extensions."""
    return {"": basin} | {name: read(file) for name, file in basin["extensions"].items()}


@pytest.fixture(scope="module")
def nodes(files):
    """All nodes, with those of the extensions."""
    return {name: node for file in files.values() for name, node in file["nodes"].items()}


@pytest.fixture(scope="module")
def links(files):
    """All links, with those of the extensions."""
    return {link_name(link): link for file in files.values() for link in file["links"]}


@pytest.fixture(scope="module")
def register():
    return rows("register.csv")


# ---- register


def test_every_number_has_one_register_row_and_none_is_left_over(files):
    numbers = {}
    for value in files.values():
        assert not set(numbers) & set(numbers_in(value))
        numbers |= numbers_in(value)
    assert disagreements(numbers, read_register(DATA / "register.csv")) == []


def test_gauges_and_the_scarcity_rule_share_one_low_flow(nodes):
    low = {row["gauge"]: float(row["q95_modelled"]) for row in table("low_flows.csv")}
    assert low
    assert {gauge: nodes[gauge]["q95"] for gauge in low} == low


def test_the_natural_low_flow_is_that_of_the_reference_record():
    """The catchments above a gauge are those that the river would have without dams and works."""
    basin = load_basin(DATA / "basin.yaml", ("avon_and_leven",)).basin
    record = read_record(DATA / "hydrology" / REFERENCE_FILE, date(1991, 1, 1), REFERENCE_LAST)
    for row in table("low_flows.csv"):
        above = [record.catchments.index(name) for name in natural_catchments(basin, row["gauge"])]
        flow = record.inflow[0][:, above].sum(axis=1)
        assert float(row["q95_natural"]) == pytest.approx(float(np.percentile(flow, 5)), abs=0.06)


def test_a_number_that_is_changed_or_added_is_noticed(basin):
    changed = copy.deepcopy(basin)
    changed["nodes"]["loch_katrine"]["capacity"] = "63 Mm3"
    changed["nodes"]["stirling"]["cost"] = 3
    del changed["nodes"]["loch_venachar"]["storage_priority"]
    own = set(numbers_in(basin))
    register = Register(tuple(row for row in read_register(DATA / "register.csv").rows if row.key in own))
    assert disagreements(numbers_in(basin), register) == []
    said = disagreements(numbers_in(changed), register)
    assert [sentence.split(":")[0] for sentence in said] == [
        "nodes.stirling.cost",
        "nodes.loch_venachar.storage_priority",
        "nodes.loch_katrine.capacity",
    ]


def test_what_is_from_memory_is_called_unverified(register):
    for row in register:
        if "memory" in row["note"]:
            assert "unverified" in row["note"], row["key"]


def test_an_assumption_says_whose_it_is(register):
    for row in register:
        if row["status"] == "assumption":
            assert row["source"].startswith("assumption of this project"), row["key"]


def test_every_uncertain_number_can_be_set(files):
    basin = load_basin(DATA / "basin.yaml", tuple(files)[1:]).basin
    uncertain = read_register(DATA / "register.csv").uncertain()
    assert "nodes.loch_katrine.capacity" in {row.key for row in uncertain}
    for row in uncertain:
        assert with_value(basin, row, row.values[0]) == basin, row.key
        for end in row.range:
            if end != row.values[0]:
                assert with_value(basin, row, end) != basin, row.key


# ---- weather and rivers


def test_each_catchment_has_its_river(nodes):
    catchments = sorted(name for name, node in nodes.items() if node["type"] == "catchment")
    assert sorted(load_river_model(DATA / "hydrology").catchments) == catchments
    assert not any("inflow" in nodes[name] for name in catchments)


def test_no_disturbed_gauge_is_a_donor():
    gauges = {row["gauge"]: row for row in table("hydrology/gauges.csv")}
    donors = {row["donor"] for row in table("hydrology/catchments.csv")}
    assert not donors & REGULATED_GAUGES
    # The Glazert is called disturbed by effluent; its row says why it is a donor all the same.
    assert {gauges[name]["influence"] for name in donors - {"84020"}} == {"natural"}


@pytest.fixture(scope="module")
def reference():
    return read_record(DATA / "hydrology" / REFERENCE_FILE, REFERENCE_FIRST, REFERENCE_LAST)


def test_yearly_runoff_is_plausible(reference):
    model = load_river_model(DATA / "hydrology")
    for name, area, inflow in zip(model.catchments, model.areas, reference.inflow[0].T, strict=True):
        assert 400 < inflow.mean() * 365.25 / area < 2300, name  # 1 Ml over 1 km2 is 1 mm


def test_winter_brings_more_than_summer(reference):
    month = reference.days.astype("datetime64[M]").astype(int) % 12 + 1
    winter, summer = (
        reference.inflow[0][np.isin(month, months)].mean(axis=0) for months in ((12, 1, 2), (6, 7, 8))
    )
    assert (winter > summer).all()


def test_inflow_to_craigforth_agrees_with_its_estimated_flow(nodes, reference):
    mean = dict(zip(reference.catchments, reference.inflow[0].mean(axis=0), strict=True))
    natural = sum(mean[name] for name in nodes["forth_at_craigforth"]["environmental_flow"]["natural"])
    estimated = 48.4 * ML_PER_DAY  # mean at station 18011, after Katrine's export
    export = usual(nodes["glasgow_transfer"]["amount"]) - mean["arklet_catchment"]
    assert natural == pytest.approx(estimated + export, rel=0.15)


# ---- network


def test_link_names_differ_and_ends_exist(basin, files, nodes, links):
    assert len(links) == sum(len(file["links"]) for file in files.values())
    assert len(nodes) == sum(len(file["nodes"]) for file in files.values())
    for name, link in links.items():
        assert link["from"] in nodes, name
        assert link["to"] in nodes, name
    for name, node in nodes.items():
        if "returns" in node:
            assert node["returns"]["to"] in nodes, name
        if "community" in node:
            assert node["community"] in basin["communities"], name


def test_sources_and_sinks_of_links(nodes, links):
    for name, link in links.items():
        assert nodes[link["from"]]["type"] not in {"demand", "outlet"}, name
        assert nodes[link["to"]]["type"] != "catchment", name


def test_a_catchment_has_one_way_down_the_river(nodes, links):
    for name, node in nodes.items():
        if node["type"] == "catchment":
            ends = [nodes[link["to"]]["type"] for link in links.values() if link["from"] == name]
            assert len([end for end in ends if end not in {"demand", "works"}]) == 1, name


def test_floods_can_leave_every_reservoir(nodes, links):
    for name, node in nodes.items():
        if node["type"] == "reservoir":
            ways = [x for x in links.values() if x["from"] == name]
            # A loch with sluices has one way out; a dam has a release and a spillway.
            free = [x for x in ways if x.get("spill") or x["name"] == "loch_leven_sluices"]
            assert free, name
            assert all("max_flow" not in x for x in free), name


def test_natural_flow_of_a_gauge_is_all_of_its_own_basin(nodes, links):
    above = {}
    for link in links.values():
        above.setdefault(link["to"], set()).add(link["from"])

    def upstream(name):
        return {name}.union(*(upstream(other) for other in above.get(name, ())))

    brought_from_other_basins = {"arklet_catchment", "turret_catchment"}
    for name, node in nodes.items():
        if node["type"] == "gauge":
            catchments = {x for x in upstream(name) if nodes[x]["type"] == "catchment"}
            # Below a dam the duty is the dam's, whatever nature brings.
            natural = node["environmental_flow"].get("natural", catchments - brought_from_other_basins)
            assert set(natural) == catchments - brought_from_other_basins, name


def test_every_node_is_placed_in_central_scotland(nodes):
    for name, node in nodes.items():
        lon, lat = node["position"]
        assert -4.8 < lon < -2.9, name
        assert 55.9 < lat < 56.5, name


def usual(amount):
    """Return an amount, or what a demand model asks for in a year without dry weather [Ml/d]."""
    return year(read_model(amount, {}), 4.0, 1.2).mean() if isinstance(amount, dict) else amount


def test_essential_needs_are_fifty_litres_a_head(basin, nodes):
    essential = Counter()
    for name, node in nodes.items():
        if node.get("sector") == "public":
            essential[node["community"]] += usual(node["essential"]["amount"])
            assert usual(node["essential"]["amount"]) < usual(node["amount"]), name
    for name, amount in essential.items():
        people = basin["communities"][name]["population"]
        assert amount == pytest.approx(people * 50 / 1e6, abs=0.006), name


def test_each_kind_of_wish_has_its_own_priority(nodes, links):
    kinds = {"public": 3, "industry": 5, "agriculture": 6, "energy": 5}
    for name, node in nodes.items():
        if node["type"] == "demand":
            assert node["priority"] == kinds[node["sector"]], name
        for part, priority in (("essential", 2), ("environmental_flow", 4), ("target_flow", 7)):
            if part in node:
                assert node[part]["priority"] == priority, name
    for name, link in links.items():
        if "min_flow" in link:
            assert link["min_flow"]["priority"] == 1, name


# ---- scenario


def test_baseline_runs_on_this_basin():
    path = ROOT / "scenarios" / "baseline.yaml"
    scenario = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert (path.parent / scenario["basin"]).resolve() == DATA / "basin.yaml"
    assert scenario["foresight"] == "none"
