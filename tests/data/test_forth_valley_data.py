"""The shipped Forth Valley: every number has a source, and inflows follow from the gauges named."""

import csv
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data" / "forth_valley"
STATUSES = {"seen", "second-hand", "derived", "assumption"}
REGULATED_GAUGES = {"17001", "18002", "18003"}
ML_PER_DAY = 86.4  # in one m3/s
NUMBER_AND_UNIT = re.compile(r"(-?\d+(?:\.\d+)?)\s*(\S.*)?")


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def link_name(link):
    return link.get("name", f"{link['from']}->{link['to']}")


@pytest.fixture(scope="module")
def basin():
    return yaml.safe_load((DATA / "basin.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def nodes(basin):
    return basin["nodes"]


@pytest.fixture(scope="module")
def links(basin):
    return {link_name(link): link for link in basin["links"]}


@pytest.fixture(scope="module")
def register():
    return rows("register.csv")


@pytest.fixture(scope="module")
def donors():
    return rows("inflow_donors.csv")


@pytest.fixture(scope="module")
def monthly_means():
    table = {}
    for row in rows("gauge_monthly_means.csv"):
        table.setdefault(row["station"], {})[int(row["month"])] = float(row["flow_m3s"])
    return table


def is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def numbers(value, path):
    """Yield (dotted path, numbers, unit or None) for each number, with its unit where one is written."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from numbers(inner, f"{path}.{key}")
    elif isinstance(value, list):
        if any(is_number(item) for item in value):
            assert all(is_number(item) for item in value), path
            is_position = path.endswith(".position")
            assert len(value) == (2 if is_position else 12), path
            yield path, value if is_position else [sum(value) / 12], None
    elif is_number(value):
        yield path, [value], None
    elif isinstance(value, str) and (match := NUMBER_AND_UNIT.fullmatch(value)):
        yield path, [float(match[1])], match[2]


@pytest.fixture(scope="module")
def shipped(basin, links):
    by_name = {"nodes": basin["nodes"], "links": links}
    rest = {key: value for key, value in basin.items() if key not in by_name}
    found = {}
    for top, value in (by_name | rest).items():
        for path, values, unit in numbers(value, top):
            found[path] = (values, unit)
    return found


# ---- register


def test_every_number_has_one_register_row_and_none_is_left_over(shipped, register):
    keys = [row["key"] for row in register]
    assert len(keys) == len(set(keys))
    assert set(keys) == set(shipped)


def test_register_values_are_those_of_the_basin(shipped, register):
    for row in register:
        values, unit = shipped[row["key"]]
        written = [float(part) for part in row["value"].split()]
        rounding = 0.006 if row["key"].endswith(".inflow") else 1e-9
        assert written == pytest.approx(values, abs=rounding), row["key"]
        assert row["unit"], row["key"]
        if unit is not None:
            assert row["unit"] == unit, row["key"]


def test_every_row_has_a_known_status_and_a_source(register):
    for row in register:
        assert row["status"] in STATUSES, row["key"]
        assert row["source"].strip(), row["key"]
        if "memory" in row["note"]:
            assert "unverified" in row["note"], row["key"]


def test_ranges_hold_the_value(register):
    for row in register:
        if row["low"]:
            assert float(row["low"]) <= float(row["value"]), row["key"]
        if row["high"]:
            assert float(row["value"]) <= float(row["high"]), row["key"]


def test_an_assumption_says_whose_it_is(register):
    for row in register:
        if row["status"] == "assumption" and not row["key"].endswith(".inflow"):
            assert row["source"].startswith("assumption of this project"), row["key"]


# ---- inflows


def test_each_catchment_has_one_donor(nodes, donors):
    catchments = [name for name, node in nodes.items() if node["type"] == "catchment"]
    assert sorted(row["catchment"] for row in donors) == sorted(catchments)
    assert {row["status"] for row in donors} <= STATUSES


def test_inflows_are_donor_means_scaled_by_area(nodes, donors, monthly_means):
    for row in donors:
        ratio = float(row["area_km2"]) / float(row["donor_area_km2"])
        expected = [monthly_means[row["donor"]][month] * ratio * ML_PER_DAY for month in range(1, 13)]
        assert nodes[row["catchment"]]["inflow"] == pytest.approx(expected, abs=0.06), row["catchment"]


def test_no_regulated_gauge_is_a_donor(donors, monthly_means):
    used = {row["donor"] for row in donors}
    assert not used & REGULATED_GAUGES
    assert set(monthly_means) == used


def test_donor_areas_agree_with_the_stations(donors):
    areas = {row["station"]: row["area_km2"] for row in rows("gauge_monthly_means.csv")}
    for row in donors:
        assert row["donor_area_km2"] == areas[row["donor"]], row["catchment"]


def test_yearly_runoff_is_plausible(nodes, donors):
    for row in donors:
        mean = sum(nodes[row["catchment"]]["inflow"]) / 12
        runoff_mm = mean * 365.25 / float(row["area_km2"])  # 1 Ml over 1 km2 is 1 mm
        assert 600 < runoff_mm < 2300, row["catchment"]


def test_winter_brings_more_than_summer(nodes):
    for name, node in nodes.items():
        if node["type"] == "catchment":
            assert min(node["inflow"][month] for month in (11, 0, 1)) > max(node["inflow"][4:7]), name


def test_inflow_to_craigforth_agrees_with_its_estimated_flow(nodes):
    upstream = nodes["forth_at_craigforth"]["environmental_flow"]["natural"]
    natural = sum(sum(nodes[name]["inflow"]) for name in upstream) / 12
    estimated = 48.4 * ML_PER_DAY  # mean at station 18011, after Katrine's export
    brought_in = sum(nodes["arklet_catchment"]["inflow"]) / 12
    export = nodes["glasgow_transfer"]["amount"] - brought_in
    assert natural == pytest.approx(estimated + export, rel=0.1)


# ---- network


def test_link_names_differ_and_ends_exist(basin, nodes, links):
    assert len(links) == len(basin["links"])
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
            spills = [x for x in links.values() if x["from"] == name and x.get("spill")]
            assert spills, name
            assert all("max_flow" not in x for x in spills), name


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
            natural = node["environmental_flow"]["natural"]
            assert set(natural) == catchments - brought_from_other_basins, name


def test_every_node_is_placed_in_central_scotland(nodes):
    for name, node in nodes.items():
        lon, lat = node["position"]
        assert -4.8 < lon < -3.3, name
        assert 55.9 < lat < 56.5, name


def test_essential_needs_are_fifty_litres_a_head(basin, nodes):
    for name, node in nodes.items():
        if node.get("sector") == "public":
            people = basin["communities"][node["community"]]["population"]
            assert node["essential"]["amount"] == pytest.approx(people * 50 / 1e6, abs=0.006), name
            assert node["essential"]["amount"] < node["amount"], name


def test_each_kind_of_wish_has_its_own_priority(nodes, links):
    kinds = {"public": 3, "industry": 5, "agriculture": 6}
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
