"""Mistakes in how the parts of a basin hang together."""

from schema.mistakes.case import basin

SEA = "  estuary: {type: outlet}\n"
LAST = "  - {from: lower_turbine, to: estuary}\n"

LINKS = (
    basin(
        "unknown-link-end",
        "to: confluence}",
        "@to: confluense}",
        "links[5].to",
        "'confluense'",
        "did you mean 'confluence'?",
    ),
    basin(
        "unknown-link-start",
        "{from: turbine, to",
        "{@from: turbin, to",
        "links[4].from",
        "did you mean 'turbine'?",
    ),
    basin(
        "link-to-itself",
        "{from: turbine, to: weir}\n",
        "{from: turbine, to: weir}\n  - @{from: weir, to: weir}\n",
        "links[5]",
        "to itself",
    ),
    basin(
        "works-into-a-gauge",
        LAST,
        LAST + "  - @{from: town_works, to: estuary}\n",
        "works ('town_works') cannot feed an outlet ('estuary')",
        "demand",
    ),
    basin(
        "river-into-a-catchment",
        LAST,
        LAST + "  - @{from: weir, to: lower_catchment}\n",
        "gauge ('weir') cannot feed a catchment",
    ),
    basin(
        "demand-as-a-source",
        LAST,
        LAST + "  - @{from: town, to: estuary}\n",
        "demand ('town') cannot feed",
        "'returns'",
    ),
    basin(
        "outlet-as-a-source",
        LAST,
        LAST + "  - @{from: estuary, to: farms}\n",
        "an outlet ('estuary') cannot feed",
        "nothing",
    ),
    basin("duplicate-link-names", "{name: overfall", "@{name: release", "two links 'release'", "line 45"),
    basin(
        "duplicate-unnamed-links",
        LAST,
        LAST + "  - @{from: turbine, to: weir}\n",
        "two links 'turbine->weir'",
        "a name",
        "line 47",
    ),
    basin(
        "link-called-like-a-node",
        "name: gravity",
        "@name: weir",
        "links[7].name",
        "'weir' is the name of a node",
    ),
    basin(
        "minimum-above-maximum",
        "min_flow: {amount: 10,",
        "@min_flow: {amount: 310,",
        "minimum flow (310 Ml/d)",
        "can carry (300 Ml/d)",
    ),
)

WAYS = (
    basin("catchment-without-a-way", SEA, SEA + "  @burn: {type: catchment, inflow: 1}\n", "nodes.burn", "no way out"),
    basin(
        "catchment-with-two-rivers", LAST, LAST + "  - {from: upper_catchment, to: weir}\n",
        "nodes.upper_catchment", "one way down the river", "'upper_loch', 'weir'", "junction", at="upper_catchment: {",
    ),
    basin("dead-end-junction", SEA, SEA + "  @pool: {type: junction}\n", "nodes.pool", "junction", "no way out"),
    basin("dead-end-gauge", "  - {from: weir, to: confluence}\n", "", "nodes.weir", "gauge", "no way out", at="weir: {"),
    basin("works-feeding-nobody", "  - {from: town_works, to: town}\n  - {from: confluence, to: farms}\n",
          "  - {from: confluence, to: town}\n  - {from: confluence, to: farms}\n", "nodes.town_works", "no way out", at="town_works: {"),
    basin("demand-nothing-feeds", "  - {from: town_works, to: town}\n",
          "  - {from: town_works, to: farms}\n", "nodes.town", "nothing feeds this demand", at="town:\n"),
    basin("turbine-nothing-feeds", "to: lower_turbine, min_flow: 2}", "to: estuary, min_flow: 2}",
          "nodes.lower_turbine", "nothing feeds this hydropower", at="lower_turbine: {"),
    basin("loop-without-storage", LAST, LAST + "  - {from: confluence, to: weir}\n",
          "a loop without storage", "confluence", "weir", at="confluence: {"),
)  # fmt: skip

THINGS = (
    basin("capacity-below-dead", "dead_storage: 10 %\n    initial: 6000", "dead_storage: 9500",
          "the capacity (9000 Ml) is below the dead storage (9500 Ml)", at="capacity: 9000"),
    basin("initial-above-capacity", "initial: 6000", "@initial: 9500", "initial storage (9500 Ml) is above the capacity (9000 Ml)"),
    basin("initial-below-dead", "initial: 6000", "@initial: 800", "initial storage (800 Ml) is below the dead storage (900 Ml)"),
    basin("returns-to-nowhere", "{to: estuary,", "{@to: estuarry,", "nodes.town.returns.to", "did you mean 'estuary'?"),
    basin("returns-to-a-demand", "{to: estuary,", "{@to: farms,", "returns.to", "cannot give back to a demand", "junction"),
    basin("returns-to-a-works", "{to: estuary,", "{@to: town_works,", "cannot give back to a works"),
    basin("unknown-community", "community: town", "@community: twon", "nodes.town.community", "did you mean 'town'?"),
    basin("unknown-natural-catchment", "natural: [upper_catchment]", "natural: [@uper_catchment]",
          "natural[0]", "no catchment 'uper_catchment'", "did you mean 'upper_catchment'?"),
    basin("natural-of-a-loch", "natural: [upper_catchment]", "natural: [@upper_loch]", "no catchment 'upper_loch'"),
    basin("unknown-licence-subject", "[town_works]", "[@town_work]", "applies_to[0]", "'town_work'", "did you mean 'town_works'?"),
    basin("licence-of-a-loch", "[town_works]", "[@upper_loch]", "cannot apply to a reservoir ('upper_loch')", "a link"),
    basin("licence-without-limits", "farm_intakes: {applies_to: [confluence->farms], daily: 20}",
          "@farm_intakes: {applies_to: [confluence->farms]}", "licences.farm_intakes", "'annual'", "'daily'"),
    basin("head-of-an-unknown-loch", "{reservoir: lower_loch,", "{@reservoir: lower_lock,",
          "lower_turbine.head.reservoir", "did you mean 'lower_loch'?"),
    basin("head-of-a-loch-without-level", "{reservoir: lower_loch,", "{@reservoir: upper_loch,", "'upper_loch' has no 'level' table"),
    basin("head-of-a-gauge", "{reservoir: lower_loch,", "{@reservoir: weir,", "no reservoir 'weir'"),
    basin("rain-without-surface", "storage_priority: 1}", "storage_priority: 1, @rainfall: 3}", "upper_loch.rainfall", "'surface'"),
    basin("evaporation-without-surface", "storage_priority: 1}", "storage_priority: 1, @evaporation: 3}", "'surface'"),
    basin("essential-above-amount", "essential: {amount: 9,", "@essential: {amount: 50,",
          "nodes.town.essential", "essential part (50 Ml/d) is more than the whole amount (45 Ml/d)"),
)  # fmt: skip

MISTAKES = (*LINKS, *WAYS, *THINGS)
