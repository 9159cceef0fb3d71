"""Mistakes in the keys and values of a basin file."""

from schema.mistakes.case import basin

TWELVE = "[1, 1, 1, 2, 5, 9, 10, 8, 3, 1, 1, 1]"

UNKNOWN_KEYS = (
    basin("key-of-basin", "links:\n", "@link: []\nlinks:\n", "link: unknown key", "did you mean 'links'?"),
    basin("key-of-units", "flow: Ml/d,", "flow: Ml/d, @volum: Ml,", "units.volum: unknown key", "'volume'"),
    basin(
        "key-of-catchment", "scale: 0.5}}", "scale: 0.5}, @inflw: 3}", "unknown key", "did you mean 'inflow'?"
    ),
    basin(
        "key-of-reservoir",
        "    level: [[",
        "    @levels: []\n    level: [[",
        "levels: unknown key",
        "'level'",
    ),
    basin("key-of-gauge", "weir: {", "weir: {@enviromental_flow: 3, ", "unknown key", "'environmental_flow'"),
    basin(
        "key-of-junction",
        "type: junction",
        "type: junction, @capacity: 3",
        "unknown key",
        "(allowed: position, description, type)",
    ),
    basin(
        "key-of-works",
        "capacity: 60,",
        "capacity: 60, @los: 3 %,",
        "town_works.los: unknown key",
        "did you mean 'loss'?",
    ),
    basin(
        "key-of-demand",
        "    priority: 3\n",
        "    priority: 3\n    @prioritty: 4\n",
        "unknown key",
        "did you mean 'priority'?",
    ),
    basin(
        "key-of-essential",
        "{amount: 9,",
        "{amount: 9, @amuont: 8,",
        "essential.amuont: unknown key",
        "did you mean 'amount'?",
    ),
    basin(
        "key-of-returns",
        "fraction: 0.9",
        "fraction: 0.9, @fractoin: 1",
        "returns.fractoin: unknown key",
        "'fraction'",
    ),
    basin(
        "key-of-environmental-flow",
        "natural: [",
        "@naturel: [], natural: [",
        "unknown key",
        "did you mean 'natural'?",
    ),
    basin(
        "key-of-target-flow",
        "{amount: 120,",
        "{amount: 120, @priorty: 6,",
        "unknown key",
        "did you mean 'priority'?",
    ),
    basin(
        "key-of-minimum-flow",
        "{amount: 10,",
        "{amount: 10, @natural: [],",
        "min_flow.natural: unknown key",
        "amount, priority",
    ),
    basin(
        "key-of-hydropower",
        "efficiency: 0.85",
        "efficiency: 0.85\n    @eficiency: 1",
        "unknown key",
        "'efficiency'",
    ),
    basin(
        "key-of-head",
        "tailwater: 1 m",
        "tailwater: 1 m, @tailwatr: 1 m",
        "unknown key",
        "did you mean 'tailwater'?",
    ),
    basin(
        "key-of-outlet",
        "type: outlet",
        "type: outlet, @positon: [1, 2]",
        "unknown key",
        "did you mean 'position'?",
    ),
    basin(
        "key-of-link",
        "spill: true",
        "spill: true, @maxflow: 3",
        "links[3].maxflow: unknown key",
        "did you mean 'max_flow'?",
    ),
    basin(
        "key-of-community",
        "population: 92600,",
        "population: 92600, @populaton: 3,",
        "unknown key",
        "'population'",
    ),
    basin("key-of-licence", "daily: 20", "daily: 20, @anual: 30", "unknown key", "did you mean 'annual'?"),
    basin(
        "key-of-series-file",
        "column: upper",
        "column: upper, @units: Ml/d",
        "unknown key",
        "did you mean 'unit'?",
    ),
    basin(
        "key-of-series-values",
        "amount: 45",
        "amount: {values: [1], @untis: Ml/d}",
        "unknown key",
        "did you mean 'unit'?",
    ),
    basin(
        "key-of-series", "amount: 45", "@amount: {valeus: [1]}", "nodes.town.amount", "did you mean 'values'?"
    ),
)

TYPES_AND_REQUIRED = (
    basin(
        "unknown-type",
        "{type: junction}",
        "{@type: junktion}",
        "unknown type 'junktion'",
        "did you mean 'junction'?",
    ),
    basin(
        "missing-type",
        "confluence: {type: junction}",
        "@confluence: {}",
        "nodes.confluence",
        "'type' is missing",
        "reservoir",
    ),
    basin(
        "missing-amount",
        "  town:\n    type: demand\n    sector: public\n    amount: 45\n",
        "  @town:\n    type: demand\n    sector: public\n",
        "nodes.town",
        "the key 'amount' is missing",
    ),
    basin("missing-links-from", "{from: turbine, to", "@{to", "links[4]", "the key 'from' is missing"),
    basin("missing-name", "name: Two lochs\n", "@", "the key 'name' is missing"),
    basin(
        "missing-applies-to",
        "farm_intakes: {applies_to: [confluence->farms], ",
        "@farm_intakes: {",
        "licences.farm_intakes",
        "'applies_to' is missing",
    ),
    basin(
        "missing-file-column",
        "inflow: {file: inflow.csv, column: upper}",
        "@inflow: {file: inflow.csv}",
        "nodes.upper_catchment.inflow",
        "'column'",
    ),
    basin(
        "node-without-a-mapping",
        "confluence: {type: junction}",
        "@confluence: 5",
        "nodes.confluence",
        "mapping",
    ),
    basin("node-left-empty", "confluence: {type: junction}", "@confluence:", "nodes.confluence", "mapping"),
    basin("links-as-a-mapping", "- {from: confluence, to: farms}", "- @confluence", "links[9]", "mapping"),
    basin("unknown-sector", "sector: public", "@sector: publc", "found 'publc'", "did you mean 'public'?"),
    basin("no-nodes", "", "name: x\n@nodes: {}\n", "nodes", "at least"),
)

UNITS = (
    basin(
        "wrong-kind-of-unit",
        "amount: 45",
        "@amount: 45 Ml",
        "nodes.town.amount",
        "unit of volume, not of flow",
        "m3/s",
    ),
    basin(
        "volume-as-flow",
        "capacity: 64 Mm3",
        "@capacity: 64 m3/s",
        "upper_loch.capacity",
        "unit of flow, not of volume",
    ),
    basin("unknown-unit", "capacity: 64 Mm3", "@capacity: 64 Mm", "unknown unit 'Mm'", "Mm3"),
    basin("unit-in-another-case", "annual: 15000 Ml", "@annual: 15000 ml", "annual", "'ml'", "Ml"),
    basin("unknown-basin-unit", "{flow: Ml/d,", "{@flow: Mld,", "units.flow", "unknown unit 'Mld'", "Ml/d"),
    basin("wrong-basin-unit", ", volume: Ml}", ", @volume: m3/s}", "units.volume", "'m3/s'", "Ml"),
    basin(
        "unknown-series-unit", "unit: m3/s,", "@unit: cumecs,", "inflow.unit", "unknown unit 'cumecs'", "m3/s"
    ),
    basin("price-without-pounds", "cost: 90 GBP/Ml", "@cost: 90 EUR/Ml", "unknown unit 'EUR/Ml'", "GBP/Ml"),
    basin("share-of-a-flow", "amount: 45", "@amount: 80 %", "share ('80 %') makes no sense here"),
    basin(
        "share-of-nothing", "capacity: 60,", "@capacity: 60 %,", "town_works.capacity", "makes no sense here"
    ),
    basin("share-above-all", "initial: 90 %", "@initial: 120 %", "upper_loch.initial", "0 to 100 %"),
    basin("loss-above-one", "loss: 4 %", "@loss: 1.4", "town_works.loss", "from 0 to 1", "1.4"),
    basin("loss-as-a-profile", "loss: 4 %", f"@loss: {TWELVE}", "town_works.loss", "one number from 0 to 1"),
)

NUMBERS = (
    basin(
        "eleven-months",
        "amount: [1, 1, 1, 2,",
        "@amount: [1, 1, 2,",
        "twelve numbers, not 11",
        "nodes.farms.amount",
    ),
    basin(
        "a-month-is-text",
        "[1, 1, 1, 2, 5,",
        "[1, 1, 1, @two, 5,",
        "nodes.farms.amount[3]",
        "'two' is not a number",
    ),
    basin("negative-amount", "amount: 45", "@amount: -45", "nodes.town.amount", "not be negative", "-45"),
    basin("negative-with-unit", "capacity: 64 Mm3", "@capacity: -64 Mm3", "not be negative", "-64 Mm3"),
    basin("not-a-number", "amount: 45", "@amount: .nan", "nodes.town.amount", "finite", "nan"),
    basin("infinite", "capacity: 60,", "@capacity: .inf,", "town_works.capacity", "finite", "inf"),
    basin("too-large", "amount: 45", "@amount: 1e400", "nodes.town.amount", "finite"),
    basin(
        "infinite-population",
        "population: 92600",
        "@population: .inf",
        "communities.town.population",
        "finite",
    ),
    basin(
        "text-for-a-number",
        "amount: 45",
        "@amount: plenty",
        "'plenty' is not a number with a unit",
        "3.5 Ml/d",
    ),
    basin("comma-for-a-point", "head: 9.5 m", '@head: "9,5 m"', "turbine.head", ",5 m"),
    basin(
        "yes-for-a-number", "amount: 45", "@amount: true", "nodes.town.amount", "must be a flow, found true"
    ),
    basin(
        "nothing-for-a-number", "amount: 45", "@amount:", "nodes.town.amount", "must be a flow, found nothing"
    ),
    basin("list-for-a-number", "energy: 264 kWh/Ml", "@energy: [264]", "town_works.energy", "found a list"),
    basin("mapping-for-a-number", "capacity: 9000", "@capacity: {}", "lower_loch.capacity", "values", "file"),
    basin(
        "text-for-a-list",
        "applies_to: [town_works]",
        "@applies_to: town_works",
        "must be a list, found 'town_works'",
    ),
    basin("nobody-licensed", "applies_to: [town_works]", "@applies_to: []", "applies_to", "at least"),
    basin("priority-zero", "    priority: 3\n", "    @priority: 0\n", "nodes.town.priority", "1", "found 0"),
    basin(
        "priority-a-fraction",
        "    priority: 3\n",
        "    @priority: 2.5\n",
        "nodes.town.priority",
        "whole number",
        "2.5",
    ),
    basin(
        "preference-text",
        "preference: 2",
        "@preference: second",
        "links[6].preference",
        "whole number",
        "'second'",
    ),
    basin("spill-text", "spill: true", "@spill: perhaps", "links[3].spill", "true or false", "'perhaps'"),
    basin("name-a-number", "name: Two lochs", "@name: 2", "name", "must be text, found 2"),
    basin("position-swapped", "[-4.5, 56.25]", "[-4.5, @156.25]", "position[1]", "90", "156.25"),
    basin(
        "position-of-one",
        "position: [-4.5, 56.25]",
        "@position: [-4.5]",
        "upper_catchment.position",
        "latitude",
    ),
    basin(
        "bad-year-start",
        "year_start: 04-01",
        "@year_start: 13-01",
        "'13-01' is not a month and day such as 04-01",
    ),
    basin("february-thirtieth", "year_start: 04-01", "@year_start: 02-30", "'02-30' is not a month and day"),
    basin(
        "year-start-with-year",
        "year_start: 04-01",
        "@year_start: 2001-04-01",
        "'2001-04-01' is not a month and day",
    ),
    basin("scale-text", "scale: 0.5", "@scale: half", "inflow.scale", "must be a number", "'half'"),
)

TABLES = (
    basin(
        "falling-level-table",
        "level: [[0, 0 m], [9000, 10 m]]",
        "level: [[0, 10 m], @[9000, 0 m]]",
        "lower_loch.level[1]",
        "rise",
    ),
    basin(
        "level-table-of-one-row", "level: [[0, 0 m], [9000, 10 m]]", "@level: [[0, 0 m]]", "at least two rows"
    ),
    basin("level-table-row", "[9000, 10 m]]", "@[9000]]", "lower_loch.level[1]", "a row has 2 numbers"),
    basin(
        "level-table-unit",
        "[9000, 10 m]]",
        "[9000, @10 ha]]",
        "lower_loch.level[1][1]",
        "unit of area, not of length",
    ),
    basin(
        "surface-falls",
        "[10 m, 150 ha, 9000]",
        "@[10 m, 70 ha, 9000]",
        "lower_loch.surface[2]",
        "[level, area, volume] must rise",
    ),
    basin("rising-value-curve", "[25, 300 GBP/Ml]", "@[25, 990 GBP/Ml]", "nodes.town.value[1]", "must fall"),
    basin("value-curve-pair", "[25, 300 GBP/Ml]", "@[25]", "nodes.town.value[1]", "pair", "marginal value"),
    basin(
        "value-curve-unit",
        "[25, 300 GBP/Ml]",
        "[25, @300 GBP/MWh]",
        "nodes.town.value[1][1]",
        "price of energy",
    ),
)

MISTAKES = (*UNKNOWN_KEYS, *TYPES_AND_REQUIRED, *UNITS, *NUMBERS, *TABLES)
