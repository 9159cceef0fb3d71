"""What is wrong does not keep the rest from being looked at, and what mending makes up is never told."""

from copy import deepcopy
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from schema.two_lochs import FILES, write_two_lochs

import basinsim as bs
from basinsim.errors import InputError
from basinsim.schema.basin import Basin
from basinsim.schema.mending import examine

RAW = yaml.safe_load(FILES["basin.yaml"])
BASIN = """\
name: One loch
nodes:
  hills: {type: catchment, inflow: 50}
  loch: {type: reservoir, capacity: 9 Mm3}
  weir: {type: gauge, environmental_flow: {amount: 25, priority: 3}}
  town: {type: demand, sector: public, amount: 45, priority: 4}
  sea: {type: outlet}
links:
  - {from: hills, to: loch}
  - {name: release, from: loch, to: weir, min_flow: 10}
  - {from: loch, to: town}
  - {from: weir, to: sea}
"""
SCENARIO = """\
name: It
basin: basin.yaml
period: {start: 2000-01-01, end: 2000-12-31}
step: day
"""


def told(folder, basin=BASIN, scenario=SCENARIO):
    (folder / "basin.yaml").write_text(basin, encoding="utf-8")
    (folder / "scenario.yaml").write_text(scenario, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        bs.load_scenario(folder / "scenario.yaml")
    return [(problem.key, problem.message) for problem in caught.value.problems]


def keys(found):
    return [key for key, _ in found]


def test_a_misspelt_key_is_one_mistake_and_hides_no_other(tmp_path):
    found = told(tmp_path, BASIN.replace("capacity", "capcity").replace("to: town", "to: twon"))
    assert keys(found) == ["nodes.loch.capcity", "links[2].to"]
    assert found[0][1].startswith("unknown key; did you mean 'capacity'?")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("9 Mm3", "9 m3/s", "nodes.loch.capacity"),
        ("type: reservoir", "type: reservior", "nodes.loch.type"),
        ("sector: public", "sector: publik", "nodes.town.sector"),
        (", amount: 45", "", "nodes.town"),
        ("priority: 4", "priority: high", "nodes.town.priority"),
        ("from: hills, ", "", "links[0]"),
        ("min_flow: 10", "min_flow: {amont: 10, priority: 0}", "links[1].min_flow"),
    ],
)
def test_a_wrong_value_hides_no_name_elsewhere(tmp_path, old, new, key):
    assert BASIN.count(old) == 1
    rules = "rules:\n  low: {type: hands_off_flow, gauge: wier, threshold: 5, applies_to: [twon]}\n"
    found = keys(told(tmp_path, BASIN.replace(old, new) + rules))
    names = {"rules.low.gauge", "rules.low.applies_to[0]"}
    assert set(found) > names
    others = set(found) - names
    assert others
    assert all(other.startswith(key) for other in others)


def test_a_rule_tells_its_numbers_and_its_names_together(tmp_path):
    rules = """\
rules:
  low: {type: hands_off_flow, gauge: wier, threshold: 3 Ml, applies_to: [twon]}
  spring: {type: freshets, link: relase, dates: [02-30], days: 0, flow: 3}
  of_no_kind: {type: hands_of_flow, gauge: weir, treshold: 3, applies_to: [sea]}
"""
    assert keys(told(tmp_path, BASIN + rules)) == [
        "rules.low.gauge", "rules.low.threshold", "rules.low.applies_to[0]",
        "rules.spring.link", "rules.spring.dates[0]", "rules.spring.days",
        "rules.of_no_kind.type", "rules.of_no_kind.treshold", "rules.of_no_kind.applies_to[0]",
    ]  # fmt: skip


def test_policies_are_held_against_the_basin_whatever_else_is_wrong(tmp_path):
    policies = """\
policies:
  - {type: leakage_reductoin}
  - {type: metering, zones: [twon], coverage: lots}
"""
    scenario = SCENARIO.replace("2000-12-31", "1999-12-31").replace("step: day", "step: dai") + policies
    found = told(tmp_path, scenario=scenario)
    assert keys(found) == [
        "period", "step", "policies[0].type", "policies[1].zones[0]", "policies[1].coverage",
    ]  # fmt: skip


def test_what_a_guess_would_break_is_not_told(tmp_path):
    """A capacity that is not known can be neither below a storage nor above it."""
    basin = BASIN.replace("capacity: 9 Mm3", "capacity: 9 m3/s, dead_storage: 4000 Mm3, initial: 5000 Mm3")
    assert keys(told(tmp_path, basin)) == ["nodes.loch.capacity"]


def test_with_a_base_that_is_not_there_the_rest_is_told_too(tmp_path):
    scenario = "extends: bas.yaml\nstep: dai\npolices: []\n"
    assert keys(told(tmp_path, scenario=scenario)) == ["extends", "step", "polices"]


def places(value, at=()):
    yield at
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield from places(one, (*at, key))


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just([]), st.just({}),
    st.just({"type": "demnd"}), st.just(["x"]), st.just({"file": "a.csv", "colum": "b"}),
)  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(sorted(places(RAW), key=str)[:-1]), JUNK), min_size=1, max_size=4))
def test_whatever_is_written_the_examination_ends_with_problems_or_with_a_basin(changes):
    raw = deepcopy(RAW)
    for path, junk in changes:
        holder = raw
        for part in path[:-1]:
            inside = (
                holder
                if isinstance(holder, dict)
                else dict(enumerate(holder))
                if isinstance(holder, list)
                else {}
            )
            holder = inside.get(part)
        if path and isinstance(holder, dict):
            holder[path[-1]] = junk
    before = deepcopy(raw)
    mended, found, _ = examine(raw, Basin, {"directory": Path()})
    assert repr(raw) == repr(before)
    assert found or mended is not None
    assert all(message for _, message in found)


def test_a_basin_as_it_should_be_has_no_problems(tmp_path):
    write_two_lochs(tmp_path)
    assert bs.load_scenario(tmp_path / "scenario.yaml").name
