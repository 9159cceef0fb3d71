"""Whom a number is about, also where a community and a demand bear one name."""

from figures.two_years import two_years

from basinsim.figures.style import STAKEHOLDER_COLOURS
from basinsim.report.subjects import Subjects


def test_kinds_titles_and_colours():
    subjects = Subjects(two_years().dataset)
    expected = {
        ("volumetric_reliability", "all"): ("everybody", "other"),
        ("volumetric_reliability", "public"): ("sector", "public"),
        ("volumetric_reliability", "town"): ("demand", "public"),
        ("coverage_per_person", "town"): ("community", "people"),
        ("coverage_per_person", "deprived"): ("community", "people"),
        ("volumetric_reliability", "farm"): ("demand", "agriculture"),
        ("lowest_flow", "weir"): ("gauge", "environment"),
        ("worst_storage", "loch"): ("reservoir", "stores"),
        ("annual_energy", "turbine"): ("hydropower", "energy"),
        ("net_value", "energy"): ("money", "other"),
        ("something", "nowhere"): ("other", "other"),
    }
    for (metric, group), (kind, stakeholder) in expected.items():
        found = subjects.of(metric, group)
        assert (found.kind, found.colour) == (kind, STAKEHOLDER_COLOURS[stakeholder]), (metric, group)
    assert subjects.of("coverage_per_person", "deprived").title == "People in the most deprived areas"
    assert subjects.of("", "farm").about == "A user of agriculture."
