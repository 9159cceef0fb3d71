"""The order of wishes of a basin: what is served first, with its amounts, and where these come from."""

from collections import Counter
from collections.abc import Iterator, Mapping

from basinsim.describing.sentence import Sentence
from basinsim.register import Row
from basinsim.rules.words import listed, number_in_words, quoted
from basinsim.schema.basin import Basin
from basinsim.schema.nodes import Demand, Gauge, Hydropower


def order_of_wishes(basin: Basin, before: Basin, register: Mapping[str, Row]) -> list[Sentence]:
    """Say the wishes of each priority, 1 first.

    Parameters
    ----------
    basin : Basin
        As it is run.
    before : Basin
        As its file has it, before any policy.
    register : dict of str to Row
        Where the numbers of the file come from, by their key.

    Returns
    -------
    list of Sentence
        One for each priority; beneath it the sources of minimum and environmental flows, with those
        of the order itself at the end.
    """
    said: dict[int, list[str]] = {}
    sources: dict[int, list[str]] = {}
    for priority, words, lines in _flows(basin, before, register):
        said.setdefault(priority, []).append(words)
        sources.setdefault(priority, []).extend(lines)
    for priority, words in _needs(basin):
        said.setdefault(priority, []).append(words)
    order = [
        Sentence(f"{priority}: {listed(parts)}.", tuple(sources.get(priority, ())))
        for priority, parts in sorted(said.items())
    ]
    reasons = Counter(_source(row) for key, row in register.items() if key.endswith(".priority"))
    for reason, _ in reasons.most_common(1):
        order.append(Sentence(f"Where the order of the basin's file comes from, for the most part: {reason}"))
    return order


def _source(row: Row) -> str:
    return f"{row.status}, {row.source}" + (f" ({row.note})." if row.note else ".")


def _flows(basin: Basin, before: Basin, register: Mapping[str, Row]) -> Iterator[tuple[int, str, list[str]]]:
    """Yield priority, words and sources of the flows that are to be kept."""
    links = {link.label: link.min_flow for link in basin.links if link.min_flow}
    links_before = {link.label: link.min_flow for link in before.links}
    gauges, gauges_before = basin.of_type(Gauge), before.of_type(Gauge)
    flows = {name: gauge.environmental_flow for name, gauge in gauges.items() if gauge.environmental_flow}
    for words, section, key, now, then in (
        ("the minimum flow of", "links", "min_flow", links, links_before),
        (
            "the environmental flow at",
            "nodes",
            "environmental_flow",
            flows,
            {name: gauge.environmental_flow for name, gauge in gauges_before.items()},
        ),
    ):
        for priority in sorted({flow.priority for flow in now.values()}):
            chosen = {name: flow for name, flow in now.items() if flow.priority == priority}
            amounts = [f"'{name}' ({number_in_words(flow.amount, 'Ml/d')})" for name, flow in chosen.items()]
            lines = []
            for name, flow in chosen.items():
                row, old = register.get(f"{section}.{name}.{key}.amount"), then.get(name)
                if old is None or old.amount != flow.amount:
                    lines.append(f"'{name}': by a policy of this scenario.")
                elif row is not None:
                    lines.append(f"'{name}': {_source(row)}")
            bounded = any(getattr(flow, "natural", ()) for flow in chosen.values())
            most = ", never more than nature brings" if bounded else ""
            yield priority, f"{words} {listed(amounts)}{most}", lines


def _needs(basin: Basin) -> Iterator[tuple[int, str]]:
    """Yield priority and words of what users and turbines ask for."""
    demands, turbines = basin.of_type(Demand), basin.of_type(Hydropower)
    asked: dict[tuple[int, str], list[str]] = {}
    for name, demand in demands.items():
        if demand.essential and demand.essential.priority is not None:
            asked.setdefault((demand.essential.priority, "what {} cannot do without"), []).append(name)
        elif demand.essential:
            words = "what {} cannot do without, ahead of all else there"
            asked.setdefault((demand.priority, words), []).append(name)
    for name, demand in demands.items():
        words = "what else {} {asks} for" if demand.essential else "what {} {asks} for"
        asked.setdefault((demand.priority, words), []).append(name)
    for name, turbine in turbines.items():
        if turbine.target_flow:
            asked.setdefault((turbine.target_flow.priority, "the flow that {} {is} to pass"), []).append(name)
    for (priority, words), names in asked.items():
        one = len(names) == 1
        yield (
            priority,
            words.format(quoted(names), **{"asks": "asks" if one else "ask", "is": "is" if one else "are"}),
        )
