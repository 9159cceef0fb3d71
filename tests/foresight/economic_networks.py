"""Random networks on which water and energy are worth something."""

from typing import Any

from hypothesis import strategies as st
from support.oracle import TAKERS
from support.random_networks import Kind, basins

Basin = dict[str, Any]
PRICES = (10, 25, 100, 100, 3, 0, -5)
WISHES = ("min_flow", "environmental_flow", "essential")


@st.composite
def economic_basins(draw: st.DrawFn, steps: int, largest_river: int = 4, *, wishes: bool = False) -> Basin:
    """
    Draw a basin in which nothing has to overflow or evaporate.

    Overflow and evaporation come before value; without ``wishes`` nothing else does. Finals are
    for the tests to set.
    """
    basin = draw(basins(Kind(steps=steps, largest_river=largest_river, free_ways=True, natural=False)))
    left_out = ("evaporation", "target_flow") if wishes else ("evaporation", "target_flow", *WISHES)

    def priced(thing: dict[str, Any], one_in: int) -> dict[str, Any]:
        kept = {key: value for key, value in thing.items() if key not in left_out}
        return kept | ({"value": draw(prices(steps))} if draw(st.integers(1, one_in)) == 1 else {})

    nodes = {
        name: priced(node, 1)
        if node["type"] == "demand"
        else {k: v for k, v in node.items() if k not in left_out}
        for name, node in basin["nodes"].items()
    }
    takers = {name for name, node in nodes.items() if node["type"] in TAKERS}
    licences = {
        name: licence
        for name, licence in basin.get("licences", {}).items()
        if takers.issuperset(licence["applies_to"])
    }
    # A value on the way back up would be earned again and again.
    links = [
        priced(link, 8 if link["to"] in takers or link["to"] == "sea" else 1000) for link in basin["links"]
    ]
    return (
        basin | {"nodes": nodes, "links": links} | ({"licences": licences} if licences else {"licences": {}})
    )


def prices(steps: int) -> st.SearchStrategy[Any]:
    """One price, one for each step, or a falling curve."""
    one = st.sampled_from(PRICES)
    curve = st.lists(st.tuples(st.sampled_from([1, 2, 5, 20]), one), min_size=1, max_size=3).map(
        lambda pieces: [
            [amount, price]
            for (amount, _), price in zip(pieces, sorted((p for _, p in pieces), reverse=True), strict=True)
        ]
    )
    each = st.lists(one, min_size=steps, max_size=steps).map(lambda values: {"values": values})
    return st.one_of(one, one, each, curve)


def with_node_keys(basin: Basin, keys: dict[str, dict[str, Any]]) -> Basin:
    """Return a basin with more keys on some of its nodes."""
    return basin | {"nodes": {name: node | keys.get(name, {}) for name, node in basin["nodes"].items()}}
