"""What a modeller should look at twice, though the basin can be run."""

from collections.abc import Iterator

from basinsim.network import graph
from basinsim.network.connections import TAKES_WATER_OUT
from basinsim.schema.basin import Basin
from basinsim.schema.nodes import Catchment, Demand, Reservoir
from basinsim.schema.values import Found


def warnings_about(basin: Basin) -> list[Found]:
    """List what deserves a second look.

    Parameters
    ----------
    basin : Basin
        Without problems.

    Returns
    -------
    list of (path, message)
        Paths lead into the basin file.
    """
    checks = (_mixed_priorities, _essentials, _overflows, _returns_above_intakes, _stuck_catchments, _loops)
    return [found for check in checks for found in check(basin)]


def _mixed_priorities(basin: Basin) -> Iterator[Found]:
    kinds: dict[int, dict[str, str]] = {}
    for link in basin.links:
        if link.min_flow is not None:
            kinds.setdefault(link.min_flow.priority, {})["a minimum flow"] = link.label
    for name, node in sorted(basin.nodes.items()):
        if node.type == "demand":
            kinds.setdefault(node.priority, {})["a demand"] = name
            if node.essential is not None and node.essential.priority is not None:
                kinds.setdefault(node.essential.priority, {})["an essential need"] = name
        elif node.type == "gauge" and node.environmental_flow is not None:
            kinds.setdefault(node.environmental_flow.priority, {})["an environmental flow"] = name
        elif node.type == "hydropower" and node.target_flow is not None:
            kinds.setdefault(node.target_flow.priority, {})["a turbine's target flow"] = name
    for priority, found in sorted(kinds.items()):
        if len(found) > 1:
            listed = ", ".join(f"{kind} ({name})" for kind, name in sorted(found.items()))
            yield (
                ("nodes",),
                f"priority {priority} holds unlike kinds of wish, which will share by coverage: {listed}",
            )


def _essentials(basin: Basin) -> Iterator[Found]:
    for name, node in basin.of_type(Demand).items():
        own = node.essential.priority if node.essential else None
        if own is not None and own >= node.priority:
            yield (
                ("nodes", name, "essential", "priority"),
                f"the essential part is not ahead of the rest (priority {node.priority}); it is served just ahead of it",
            )


def _overflows(basin: Basin) -> Iterator[Found]:
    for name, store in basin.of_type(Reservoir).items():
        feeders = {basin.nodes[link.source].type for link in basin.links if link.target == name}
        if feeders == {"works"} and store.rainfall is None:
            continue  # it is filled by pumps, which stop when it is full
        ways = [link for link in basin.links if link.source == name]
        if not any(
            link.max_flow is None and basin.nodes[link.target].type not in TAKES_WATER_OUT for link in ways
        ):
            yield (
                ("nodes", name),
                "it can overflow with nowhere to go: every way down the river is limited; add a link with 'spill: true'",
            )


def _returns_above_intakes(basin: Basin) -> Iterator[Found]:
    for name, node in basin.of_type(Demand).items():
        if node.returns and name in graph.downstream(basin, node.returns.to):
            yield (
                ("nodes", name, "returns"),
                "its intake lies below its own return; what it gives back therefore arrives in the next step",
            )


def _loops(basin: Basin) -> Iterator[Found]:
    """Warn where water that goes round within a step would count each time it comes by."""
    for loop in graph.loops_over_storage(basin):
        ways = set(zip(loop, [*loop[1:], loop[0]], strict=True))
        wishes = [
            f"'{link.label}'"
            for link in basin.links
            if (link.source, link.target) in ways and (link.min_flow is not None or link.value is not None)
        ]
        for name in loop:
            node = basin.nodes[name]
            wished = (node.type == "gauge" and node.environmental_flow is not None) or (
                node.type == "hydropower" and (node.target_flow is not None or node.value is not None)
            )
            wishes += [f"'{name}'"] if wished else []
        if wishes:
            yield (
                ("nodes", loop[0]),
                f"water can go round within a step over {' -> '.join([*loop, loop[0]])}, and counts at "
                f"{', '.join(sorted(wishes))} each time it comes by, also water that is in no store: give the way back a "
                "'max_flow', and a 'cost' if it is pumped",
            )


def _stuck_catchments(basin: Basin) -> Iterator[Found]:
    for name in basin.of_type(Catchment):
        targets = [basin.nodes[link.target].type for link in basin.links if link.source == name]
        if targets and all(kind in TAKES_WATER_OUT for kind in targets):
            yield (
                ("nodes", name),
                "what is not taken has no way down the river and will be reported as overflow",
            )
