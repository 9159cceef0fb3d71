"""What is wrong with a study is told all at once, where it stands, with the nearest right name."""

import json

import pytest
from support.studies import BASIN, FARM_SERVED, RIVER, RIVER_KEPT, write_study

from basinsim.errors import InputError
from basinsim.loading import is_study_file
from basinsim.tradeoff.reading import load_study
from basinsim.tradeoff.wanted import check_measures


def problems(tmp_path, **settings):
    with pytest.raises(InputError) as error:
        check_measures(load_study(write_study(tmp_path, **settings)))
    return [(one.key, one.message) for one in error.value.problems]


def told(tmp_path, key, words, **settings):
    found = problems(tmp_path, **settings)
    assert [(at, message) for at, message in found if at == key and words in message], found
    return found


def test_a_study_is_told_from_other_files(tmp_path):
    path = write_study(tmp_path)
    assert is_study_file(path)
    assert not is_study_file(tmp_path / "basin.yaml")
    assert not is_study_file(tmp_path / "scenario.yaml")
    with pytest.raises(InputError, match="is no study"):
        load_study(tmp_path / "scenario.yaml")


def test_every_mistake_of_the_file_is_told_at_once(tmp_path):
    path = tmp_path / "study.yaml"
    write_study(tmp_path)
    path.write_text(
        """
scenario: scenari.yaml
levers:
  river:
    policy: {type: basin_values, set: {}}
    parameter: set.nodes.weir.environmental_flow.amount
    range: [10 Ml/d, 0 Ml/d]
  wrong: {policy: {type: priorities}, range: [1, 2]}
objectives:
  farm: {metric: volumetric_reliabilty, group: agriculture, statistic: averag}
  river: {metrik: lowest_flow}
constraints:
  nothing: {metric: lowest_flow}
  odd: {metric: lowest_flow, at_least: a lot}
search: {method: gird}
screen: {step: week, keep: 1}
""",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as error:
        load_study(path)
    lines = [str(one).removeprefix(f"{path}:") for one in error.value.problems]
    for start, words in (
        ("2:", "did you mean 'scenario.yaml'?"),
        ("4:", "the range ends (0 Ml/d) before it starts (10 Ml/d)"),
        ("8:", "need a 'parameter'"),
        ("10:", "(allowed: mean, median, worst, best), or a percentile"),
        ("11:", "did you mean 'metric'?"),
        ("13:", "'at_least' or an 'at_most'"),
        ("14:", "'90 % of baseline'"),
        ("15:", "did you mean 'grid'?"),
        ("16:", "greater than or equal to 2"),
    ):
        assert any(line.startswith(start) and words in line for line in lines), (start, words, lines)


def test_metrics_and_groups(tmp_path):
    objectives = {"farm": {**FARM_SERVED, "metric": "volumetric_reliabilty"}}
    told(tmp_path, "objectives.farm.metric", "did you mean 'volumetric_reliability'?", objectives=objectives)
    objectives = {"farm": {**FARM_SERVED, "group": "agricultre"}, "river": RIVER_KEPT}
    told(tmp_path, "objectives.farm.group", "did you mean 'agriculture'?", objectives=objectives)
    told(
        tmp_path, "keep[1].group", "did you mean 'weir'?", keep=[RIVER_KEPT, {**RIVER_KEPT, "group": "wier"}]
    )
    told(tmp_path, "keep[0].metric", "have no 'scarcity_days'", keep=[{"metric": "scarcity_days"}])
    # A metric of daily steps only, at monthly ones.
    constraints = {"dry": {"metric": "scarcity_days", "at_most": 3}}
    told(
        tmp_path,
        "constraints.dry.metric",
        "by steps of 'month' have no 'scarcity_days'",
        constraints=constraints,
    )


def test_a_population_too_small_for_its_algorithm(tmp_path):
    objectives = {f"river {i}": {**RIVER_KEPT, "statistic": f"{i} %"} for i in range(10, 60, 10)}
    search = {"method": "evolutionary", "algorithm": "nsga3", "population": 4}
    told(
        tmp_path,
        "search.population",
        "no smaller than the number of objectives, 5",
        objectives=objectives,
        search=search,
    )


def test_a_screen_may_lack_what_is_only_kept(tmp_path):
    settings = {"screen": {"step": "month", "keep": 2}, "scenario": {"step": "day"}}
    basin = {**BASIN, "nodes": {**BASIN["nodes"], "weir": {**BASIN["nodes"]["weir"], "q95": 2}}}
    check_measures(
        load_study(write_study(tmp_path, basin=basin, keep=[{"metric": "scarcity_days"}], **settings))
    )


def test_a_group_that_only_a_lever_brings_is_no_mistake(tmp_path):
    rule = {"type": "hands_off_flow", "gauge": "weir", "threshold": 4, "applies_to": ["farm"]}
    lever = {"policy": {"type": "operating_rules", "set": {"keep_off": rule}}}
    days = {"metric": "rule_days", "group": "keep_off: limited"}
    check_measures(load_study(write_study(tmp_path, levers={"rule": lever}, objectives={"days": days})))
    days["group"] = "keep_off: limitd"
    told(
        tmp_path,
        "objectives.days.group",
        "'keep_off: limited'",
        levers={"rule": lever},
        objectives={"days": days},
    )


def test_levers_that_do_not_fit_the_basin(tmp_path):
    wrong_key = RIVER | {"parameter": "set.nodes.wier.environmental_flow.amount"}
    told(tmp_path, "levers.river.range", "did you mean 'weir'?", levers={"river": wrong_key})
    wrong_unit = RIVER | {"range": ["0 Ml", "10 Ml"], "step": "1 Ml"}
    told(tmp_path, "levers.river.range", "'Ml'", levers={"river": wrong_unit})
    wrong_type = {"policy": {"type": "priority", "set": {"agriculture": 3}}}
    told(tmp_path, "levers.order.policy.type", "did you mean 'priorities'?", levers={"order": wrong_type})
    alternatives = {"none": [], "first": [{"type": "priorities", "set": {"agricultur": 1}}]}
    found = told(
        tmp_path,
        "levers.order.alternatives.first[0].set.agricultur",
        "'agriculture'",
        levers={"order": {"alternatives": alternatives}},
    )
    assert len(found) == 1


def test_a_grid_needs_steps(tmp_path):
    lever = {key: value for key, value in RIVER.items() if key != "step"}
    told(tmp_path, "levers.river.range", "add a 'step'", levers={"river": lever})


def test_keys_that_belong_to_another_method(tmp_path):
    search = {"method": "sobol", "population": 8, "generations": 3}
    told(
        tmp_path,
        "search",
        "'population' and 'generations' do not belong to the method 'sobol'",
        search=search,
    )


def test_futures_that_cannot_be_had(tmp_path):
    told(tmp_path, "futures", "no 'hydrology' folder", futures={"climates": ["present", "2050s_central"]})
    objectives = {"farm": {**FARM_SERVED, "futures": "2050s"}}
    told(tmp_path, "objectives.farm.futures", "unknown future '2050s'", objectives=objectives)
    growth = {"more": [{"type": "population_growth", "growth": "ten"}]}
    told(tmp_path, "futures.growth.more[0].growth", "ten", futures={"growth": growth})


def test_facts_are_those_of_the_register(tmp_path):
    head = "key,value,unit,low,high,status,source,note\n"
    (tmp_path / "register.csv").write_text(
        head
        + "nodes.farm.amount,8,Ml/d,6,9,assumption,somebody,\nnodes.town.amount,0,Ml/d,,,assumption,somebody,\n"
    )
    said = {
        "nodes.farm.amout": ({"values": [7]}, "did you mean 'nodes.farm.amount'?"),
        "nodes.farm.amount": ({"values": ["7 Ml"]}, "in Ml/d, not in Ml"),
        "nodes.town.amount": ({"range": "register"}, "gives no range"),
    }
    found = problems(tmp_path, futures={"facts": {key: fact for key, (fact, _) in said.items()}})
    for key, (_, words) in said.items():
        assert any(at == f"futures.facts.{key}" and words in message for at, message in found), found
    assert any("add 'sample'" in message for _, message in found)


def test_problems_of_the_scenario_are_told_in_its_own_file(tmp_path):
    nodes = BASIN["nodes"] | {"farm": {**BASIN["nodes"]["farm"], "sector": "farming"}}
    path = write_study(tmp_path, basin=BASIN | {"nodes": nodes})
    with pytest.raises(InputError) as error:
        load_study(path)
    assert {one.place.file for one in error.value.problems} == {str(tmp_path / "basin.yaml")}


def test_the_screen_fits_the_period(tmp_path):
    told(tmp_path, "screen.step", "fortnight", screen={"step": "fortnight"})


def test_the_schema_takes_what_the_reader_takes(tmp_path):
    jsonschema = pytest.importorskip("jsonschema")
    from basinsim.schema.json_schema import json_schema

    path = write_study(
        tmp_path,
        constraints={"c": {**FARM_SERVED, "at_least": "90 % of baseline"}},
        futures={"members": 1, "facts": {}},
        search={"method": "evolutionary", "seeds": 3},
        screen={"step": "month", "keep": 5},
    )
    load_study(path)
    jsonschema.validate(json.loads(path.read_text()), json_schema("study"))
