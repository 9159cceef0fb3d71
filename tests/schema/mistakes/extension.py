"""Mistakes in what a basin and a scenario say of extensions, and in an extension's file."""

from schema.mistakes.case import Mistake, basin, scenario
from schema.two_lochs import BASIN

MILL = """\
nodes:
  mill_burn: {type: catchment, inflow: 12}
  mill: {type: demand, sector: industry, amount: 3, priority: 5}
links:
  - {from: mill_burn, to: weir}
  - {name: mill_lade, from: mill_burn, to: mill, max_flow: 4}
"""
NAMED = "communities:\n"
WITH_MILL = BASIN.replace(NAMED, "extensions: {mill: mill.yaml}\n" + NAMED)


def in_the_mill(name: str, old: str, new: str, *message: str) -> Mistake:
    """Return a mistake in the file of an extension that the scenario switches on."""
    assert MILL.count(old) == 1, f"'{old}' stands {MILL.count(old)} times"
    switched_on = {"mill.yaml": MILL.replace(old, new), "basin.yaml": WITH_MILL}
    return Mistake(
        name,
        "scenario.yaml",
        "basin: basin.yaml",
        "basin: basin.yaml\nextensions: [mill]",
        message,
        "",
        switched_on,
    )


MISTAKES = (
    scenario(
        "extension-of-a-basin-without-any",
        "step: day",
        "step: day\nextensions: [@mill]",
        "extensions[0]",
        "no extension 'mill'",
        "names none",
    ),
    scenario(
        "extension-misspelt",
        "step: day",
        "step: day\nextensions: [@mil]",
        "extensions[0]",
        "no extension 'mil'",
        "did you mean 'mill'?",
        also={"basin.yaml": WITH_MILL, "mill.yaml": MILL},
    ),
    scenario(
        "extension-twice",
        "step: day",
        "step: day\nextensions: [mill, @mill]",
        "extensions[1]",
        "named twice",
        also={"basin.yaml": WITH_MILL, "mill.yaml": MILL},
    ),
    scenario(
        "extensions-as-text", "step: day", "step: day\n@extensions: mill", "extensions", "must be a list"
    ),
    scenario(
        "extension-a-number", "step: day", "step: day\nextensions: [@3]", "extensions[0]", "must be text"
    ),
    basin(
        "extension-without-a-file",
        NAMED,
        "extensions: {@mill: mil.yaml}\ncommunities:\n",
        "extensions.mill",
        "no file",
        "did you mean 'mill.yaml'?",
        also={"mill.yaml": MILL},
    ),
    basin("extension-a-folder", NAMED, "extensions: {@mill: .}\ncommunities:\n", "extensions.mill", "folder"),
    in_the_mill("clash-of-a-node", "  mill: {", "  @weir: {type: junction}\n  mill: {", "nodes.weir", "'weir' already", "basin.yaml:20"),
    in_the_mill("extension-link-to-nowhere", "to: weir", "@to: wier", "links[0].to", "did you mean 'weir'?"),
    in_the_mill("clash-of-a-link", "- {name: mill_lade", "- @{name: release", "links[1]", "two links 'release'", "basin.yaml:45"),
    in_the_mill("wrong-key-in-an-extension", "links:\n", "@link: []\nlinks:\n", "link: unknown key", "'links'"),
    in_the_mill(
        "wrong-key-of-a-link-in-an-extension", "max_flow", "@maxflow", "links[1].maxflow: unknown key", "'max_flow'"
    ),
    in_the_mill("unit-in-an-extension", "amount: 3", "@amount: 3 Ml", "nodes.mill.amount", "unit of volume"),
    in_the_mill("extension-not-yaml", "  mill: {", "  mill: @}{", "not readable as YAML"),
)  # fmt: skip
