"""Mistakes in a scenario file, in what it extends, and in the basin it names."""

from schema.mistakes.case import Mistake, scenario
from schema.two_lochs import BASIN, SCENARIO

PERIOD = "period: {start: 2001-01-01, end: 2001-01-14, warm_up: 2 days}"
OUTPUTS = "outputs: [storage, flow, requested, delivered]"
POLICY = "  - {type: priorities, set: {farms: 4}}"
BASE = SCENARIO.replace("policies:\n" + POLICY + "\n", "")

KEYS = (
    scenario("key-of-scenario", "step: day", "@stp: day", "stp: unknown key", "did you mean 'step'?"),
    scenario(
        "key-of-period",
        "warm_up: 2 days",
        "@warmup: 2 days",
        "period.warmup: unknown key",
        "did you mean 'warm_up'?",
    ),
    scenario(
        "key-of-policy",
        "set: {farms: 4}}",
        "set: {farms: 4}, @sets: 3}",
        "policies[0].sets: unknown key",
        "did you mean 'set'?",
    ),
    scenario("missing-basin", "basin: basin.yaml\n", "", "the key 'basin' is missing", at="name:"),
    scenario("missing-period", PERIOD, "", "the key 'period' is missing", at="name:"),
    scenario("missing-end", "end: 2001-01-14, ", "", "period", "the key 'end' is missing", at="period:"),
)

TIMES = (
    scenario(
        "bad-date",
        "start: 2001-01-01",
        "@start: 1 January 2001",
        "period.start",
        "'1 January 2001' is not a date",
        "1971-01-01",
    ),
    scenario(
        "day-that-is-not", "end: 2001-01-14", "@end: 2001-02-30", "period.end", "'2001-02-30' is not a date"
    ),
    scenario("year-for-a-date", "start: 2001-01-01", "@start: 2001", "period.start", "is not a date"),
    scenario(
        "period-reversed",
        "end: 2001-01-14",
        "end: 2000-01-14",
        "the period ends (2000-01-14) before it starts (2001-01-01)",
        at="period:",
    ),
    scenario("period-as-text", PERIOD, "@period: 2001", "period", "mapping"),
    scenario("end-of-the-calendar", "end: 2001-01-14", "end: 9999-12-31", "period", at="period:"),
    scenario(
        "bad-step", "step: day", "@step: fortnight", "step", "'fortnight' is not a step", "month", "10 days"
    ),
    scenario("step-of-nothing", "step: day", "@step: 0 days", "'0 days' is not a step"),
    scenario("step-negative", "step: day", "@step: -3", "is not a step"),
    scenario("step-endless", "step: day", "@step: 999999999999 days", "step"),
    scenario(
        "bad-warm-up", "warm_up: 2 days", "@warm_up: a while", "'a while' is not a length of time", "1 year"
    ),
    scenario("warm-up-a-number", "warm_up: 2 days", "@warm_up: 2", "period.warm_up", "2"),
    scenario(
        "warm-up-covers-the-period",
        "warm_up: 2 days",
        "warm_up: 1 year",
        "the warm-up (1 year) covers the whole period",
        at="period:",
    ),
)

CHOICES = (
    scenario(
        "foresight-unknown",
        "foresight: none",
        "@foresight: nome",
        "foresight",
        "did you mean 'none'?",
        "full",
        "window",
    ),
    scenario(
        "foresight-a-number", "foresight: none", "@foresight: 52", "foresight", "none", "full", "window"
    ),
    scenario("window-key", "foresight: none", "foresight: {@windw: 7, window: 7, advance: 2}", "'window'"),
    scenario(
        "window-without-advance", "foresight: none", "@foresight: {window: 7}", "the key 'advance' is missing"
    ),
    scenario(
        "window-of-nothing",
        "foresight: none",
        "foresight: {@window: 0, advance: 1}",
        "window",
        "1",
        "found 0",
    ),
    scenario(
        "window-shorter-than-its-advance",
        "foresight: none",
        "@foresight: {window: 2, advance: 7}",
        "foresight",
        "2",
        "7",
    ),
    scenario(
        "objective-unknown", "objective: priorities", "@objective: priority", "did you mean 'priorities'?"
    ),
    scenario("no-members", "members: 1", "@members: 0", "members", "1", "found 0"),
    scenario("members-text", "members: 1", "@members: one", "members", "whole number", "'one'"),
    scenario(
        "unknown-output", OUTPUTS, "@outputs: [storage, flows]", "outputs", "'flows'", "did you mean 'flow'?"
    ),
    scenario("outputs-text", OUTPUTS, "@outputs: storage", "outputs", "must be a list, found 'storage'"),
    scenario(
        "policy-unknown",
        "{type: priorities,",
        "{@type: prioritys,",
        "unknown policy 'prioritys'",
        "did you mean 'priorities'?",
    ),
    scenario("policy-without-type", POLICY, "  - @{set: {farms: 4}}", "policies[0]", "'type'", "priorities"),
    scenario("policy-a-word", POLICY, "  - @priorities", "policies[0]", "'type'", "priorities"),
    scenario(
        "policy-of-an-unknown-wish",
        "{farms: 4}",
        "{@farm: 4}",
        "policies[0].set.farm",
        "did you mean 'farms'?",
    ),
    scenario(
        "policy-with-a-bad-priority",
        "{farms: 4}",
        "{@farms: first}",
        "policies[0].set.farms",
        "whole number",
        "'first'",
    ),
    scenario("policy-of-nothing", "set: {farms: 4}", "@set: {}", "policies[0].set", "at least"),
)

FILES = (
    scenario("basin-missing-file", "basin: basin.yaml", "@basin: basins.yaml", "basin:", "basins.yaml", "did you mean 'basin.yaml'?"),
    scenario("basin-a-folder", "basin: basin.yaml", "@basin: .", "basin:", "folder"),
    Mistake("basin-a-scenario", "scenario.yaml", "basin: basin.yaml", "basin: other.yaml", ("is a scenario, not a basin",),
            also={"other.yaml": BASE}, told_of="other.yaml"),
    scenario("basin-a-number", "basin: basin.yaml", "@basin: 3", "basin", "must be text, found 3"),
    scenario("basin-empty-text", "basin: basin.yaml", '@basin: ""', "basin"),
    scenario("basin-name-endless", "basin: basin.yaml", f"@basin: {'b' * 300}.yaml", "basin"),
    scenario("basin-name-with-a-zero", "basin: basin.yaml", '@basin: "a\\0b"', "basin"),
    scenario("extends-missing-file", "step: day", "step: day\n@extends: bas.yaml", "extends", "bas.yaml", "did you mean 'base.yaml'?", also={"base.yaml": BASE}),
    scenario("extends-itself", "step: day", "step: day\n@extends: scenario.yaml", "circle", "scenario.yaml -> scenario.yaml"),
    scenario("extends-in-a-circle", "step: day", "step: day\nextends: base.yaml", "circle", "base.yaml -> scenario.yaml",
             also={"base.yaml": "@extends: scenario.yaml\n"}),
    scenario("extends-a-number", "step: day", "step: day\n@extends: 3", "extends", "must be text, found 3"),
    scenario("extends-a-list", "step: day", "step: day\nextends: base.yaml", "mapping", also={"base.yaml": "@- step: day\n"}),
    scenario("extends-name-with-a-zero", "step: day", 'step: day\n@extends: "a\\0b"', "extends"),
    scenario("extends-broken-yaml", "step: day", "step: day\nextends: base.yaml", "not readable as YAML", also={"base.yaml": "name: 'a\n@"}),
    scenario("key-in-the-extended-file", "step: day", "extends: base.yaml", "unknown key", "did you mean 'members'?", also={"base.yaml": "step: day\n@member: 3\n"}),
    scenario("initial-without-results", "members: 1", "members: 1\n@initial: results/baseline", "initial", "no results", "results.nc"),
    scenario("initial-not-results", "members: 1", "members: 1\n@initial: basin.yaml", "initial", "results"),
    scenario("initial-name-endless", "members: 1", f"members: 1\n@initial: {'i' * 300}", "initial"),
    scenario("extends-name-endless", "step: day", f"step: day\n@extends: {'e' * 300}.yaml", "extends"),
    scenario("initial-a-number", "members: 1", "members: 1\n@initial: 3", "initial", "must be text, found 3"),
    scenario("initial-name-with-a-zero", "members: 1", 'members: 1\n@initial: "a\\0b"', "initial"),
    Mistake("basin-with-a-mistake", "scenario.yaml", "basin: basin.yaml", "basin: other.yaml", ("links[3].spil: unknown key", "'spill'"),
            also={"other.yaml": BASIN.replace("spill: true", "@spil: true")}),
)  # fmt: skip

MISTAKES = (*KEYS, *TIMES, *CHOICES, *FILES)
