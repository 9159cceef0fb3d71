"""Links: minimum flows at the source, later preferences, and what goes over spill links."""

from formulation.compiled_rows import assert_same_rows, compiled_columns, family_rows

from basinsim.formulation import links

WAYS = """
nodes:
  loch: {type: reservoir, capacity: 100}
  far: {type: reservoir, capacity: 100}
  town: {type: demand, sector: public, amount: 5}
  sea: {type: outlet}
links:
  - {name: release, from: loch, to: sea, min_flow: 10, loss: 5 %}
  - {name: overfall, from: loch, to: sea, spill: true}
  - {name: far_overfall, from: far, to: sea, spill: true}
  - {name: near_main, from: loch, to: town}
  - {name: far_main, from: far, to: town, preference: 2, loss: 10 %}
  - {name: transfer, from: far, to: loch, preference: 2}
  - {name: tanker, from: far, to: town, preference: 5}
"""


def test_minimum_flows_preferences_and_spill_count_at_the_source():
    """No coefficient but one: a link's loss does not matter where it is counted at its source."""
    expected = {
        "carries_minimum_flow[release]": {
            "flow[release]": 1,
            "minimum_flow[release]": -1,
            "above_minimum_flow[release]": -1,
        },
        "sums_preference[2]": {"total_preference[2]": 1, "flow[far_main]": -1, "flow[transfer]": -1},
        "sums_preference[5]": {"total_preference[5]": 1, "flow[tanker]": -1},
        "sums_spill[all]": {"total_spill[all]": 1, "flow[overfall]": -1, "flow[far_overfall]": -1},
    }
    assert_same_rows(family_rows(links, WAYS), expected)


def test_links_stand_sorted_by_name_whatever_their_order_in_the_file():
    lines = WAYS.strip().splitlines()
    first_link = lines.index("links:") + 1
    shuffled = "\n".join([*lines[:first_link], *reversed(lines[first_link:])])
    flows = compiled_columns(shuffled)["flow"]
    assert flows == compiled_columns(WAYS)["flow"] == tuple(sorted(flows))
    assert len(flows) == 7


def test_nothing_is_summed_where_nothing_is_marked():
    plain = """
nodes: {loch: {type: reservoir, capacity: 100}, sea: {type: outlet}}
links: [{from: loch, to: sea}]
"""
    assert family_rows(links, plain) == {}
    columns = compiled_columns(plain)
    assert columns["total_spill"] == columns["total_preference"] == columns["minimum_flow"] == ()
