"""What is wrong with rules is told all at once, with places and the nearest names."""

from pathlib import Path

import pytest
from support.runs import write_case

import basinsim as bs
from basinsim.api import prepare
from basinsim.errors import InputError

BASIN = """
name: river
nodes:
  hill: {type: catchment, inflow: 20}
  loch: {type: reservoir, capacity: 1000}
  town: {type: demand, sector: public, amount: 50}
  weir: {type: gauge}
  sea: {type: outlet}
links:
  - {from: hill, to: loch}
  - {name: release, from: loch, to: weir}
  - {from: loch, to: town}
  - {from: weir, to: sea}
rules:
"""


def told(rules: str, directory: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        prepare(bs.load_scenario(write_case(directory, BASIN + rules)))
    return [
        f"{problem.place.line}:{problem.place.column} {problem.key}: {problem.message}"
        for problem in caught.value.problems
    ]


def test_all_of_them_at_once(tmp_path):
    problems = told(
        """
  a: {type: freshet, link: release, dates: [04-31], days: 2, flow: 3}
  b: {type: freshets, link: release, dates: [04-31], days: 2, flow: 3}
  c: {type: hands_off_flow, gauge: wier, threshold: 5, applies_to: [tawn]}
  d: {type: drought_stages, reservoirs: [lock], stages: [{name: dry, enter: 50 %, leave: 60 %, savings: {pubic: 0.2}}]}
  e: {type: significant_scarcity, gauge: weir, q95: 5, applies_to: [release], share: 50 %}
  f: {type: freshets, link: release, dates: [04-01], days: 2, flow: 3}
""".lstrip("\n"),
        tmp_path,
    )
    text = "\n".join(problems)
    assert "15:7 rules.a.type: unknown rule 'freshet'; did you mean 'freshets'?" in text
    assert "15:45 rules.a.dates[0]: '04-31' is not a month and day such as 04-01" in text
    assert "16:46 rules.b.dates[0]: '04-31' is not a month and day such as 04-01" in text
    assert "rules.c.gauge: there is no gauge 'wier'; did you mean 'weir'?" in text
    assert (
        "rules.c.applies_to[0]: there is no demand, works, hydropower or link 'tawn'; did you mean 'town'?"
        in text
    )
    assert "rules.d.reservoirs[0]: there is no reservoir 'lock'; did you mean 'loch'?" in text
    assert (
        "rules.d.stages[0].savings.pubic: there is no demand or sector 'pubic'; did you mean 'public'?"
        in text
    )
    assert "rules.e.applies_to[0]: 'release' has no 'max_flow', of which a share could be left to it" in text
    assert (
        "rules.f.link: the link 'release' has no 'min_flow'; give the link a 'min_flow' (0 will do)" in text
    )
    assert len(problems) == 9


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("{type: hands_off_flow, gauge: weir, applies_to: [town]}", "a hands-off flow has a 'threshold', 'steps', or both"),
        ("{type: control_curves, reservoirs: [loch], curves: [50 %], changes: [{demand: town, factor: [1]}]}",
         "has 1 entries, but 1 curves make 2 zones"),
        ("{type: control_curves, reservoirs: [loch], curves: [50 %], changes: [{demand: town, open: [true, true]}]}",
         "a change of a demand has one list: factor"),
        ("{type: control_curves, reservoirs: [loch], curves: [50 %, {01-01: 40 %, 07-01: 60 %}], changes: [{demand: town, factor: [1, 1, 1]}]}",
         "rules.r.curves[1]: lies above the curve before it on 2001-07-01"),
        ("{type: drought_stages, reservoirs: [loch], stages: [{name: dry, enter: 50 %, leave: 40 %}]}",
         "rules.r.stages[0].leave: lies below 'enter' on 2001-07-01"),
        ("{type: significant_scarcity, gauge: weir, q95: {file: none.csv, column: q95}, applies_to: [town]}", "there is no file"),
        ("{type: hands_off_flow, gauge: weir, threshold: {values: [1, 2]}, applies_to: [town]}", "has 2 values, but the period has 1 step"),
    ],
    ids=["says-nothing", "zones", "wrong-list", "curves-cross", "leave-below-enter", "no-table", "too-many-values"],
)  # fmt: skip
def test_one_mistake(rule, message, tmp_path):
    period = {"start": "2001-07-01", "end": "2001-07-01"}
    path = write_case(tmp_path, f"{BASIN}  r: {rule}\n", period=period)
    with pytest.raises(InputError) as caught:
        prepare(bs.load_scenario(path))
    assert len(caught.value.problems) == 1
    assert message in str(caught.value)


def test_two_rules_that_set_one_number_are_a_conflict(tmp_path):
    stage = "{name: dry, enter: 50 %, leave: 60 %, min_flow: {release: 3}}"
    text = f"  one: {{type: drought_stages, reservoirs: [loch], stages: [{stage}]}}\n"
    basin = BASIN.replace("to: weir}", "to: weir, min_flow: 0}")
    with pytest.raises(InputError) as caught:
        bs.load_scenario(write_case(tmp_path, basin + text + text.replace("one", "two")))
    (problem,) = caught.value.problems
    assert "the rules 'one' and 'two' both set the min_flow of 'release'" in problem.message
    assert problem.key == "rules.two.stages[0].min_flow.release"
