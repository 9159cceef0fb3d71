"""What is wrong with a basin, in the modeller's words; all of it at once."""

from collections.abc import Iterator

from basinsim.errors import name_hint, nearest, with_article
from basinsim.network import graph
from basinsim.network.connections import (
    MAY_BE_LICENSED,
    MAY_FEED,
    MAY_RECEIVE_RETURNS,
    PASSES_WATER_ON,
    TAKES_WATER_OUT,
)
from basinsim.schema.basin import Basin
from basinsim.schema.demand_model import DemandModel
from basinsim.schema.nodes import Catchment, Demand, Gauge, Hydropower, Reservoir
from basinsim.schema.rule import conflicts
from basinsim.schema.values import Constant, Found, ReservoirHead, Share, Value


def problems_in(basin: Basin) -> list[Found]:
    """List everything that keeps a basin from being run.

    Parameters
    ----------
    basin : Basin
        Each of its parts is valid on its own.

    Returns
    -------
    list of (path, message)
        Paths lead into the basin file.
    """
    checks = (
        _link_ends,
        _link_names,
        _ways,
        _loops,
        _demands,
        _reservoirs,
        _gauges,
        _turbines,
        _licences,
        _rules,
        _sharing,
    )
    return [found for check in checks for found in check(basin)]


def _link_ends(basin: Basin) -> Iterator[Found]:
    names = tuple(sorted(basin.nodes))
    for i, link in enumerate(basin.links):
        ends = (("from", link.source), ("to", link.target))
        unknown = [(key, name) for key, name in ends if name not in basin.nodes]
        for key, name in unknown:
            yield ("links", i, key), f"there is no node '{name}'; {name_hint(name, names)}"
        if unknown:
            continue
        source, target = basin.nodes[link.source].type, basin.nodes[link.target].type
        if link.source == link.target:
            yield ("links", i), f"the link leads from '{link.source}' to itself"
        elif target not in MAY_FEED[source]:
            allowed = ", ".join(sorted(MAY_FEED[source])) or "nothing"
            hint = "; what a demand gives back is written as its 'returns'" if source == "demand" else ""
            yield (
                ("links", i),
                f"{with_article(source)} ('{link.source}') cannot feed {with_article(target)} ('{link.target}') (allowed: {allowed}){hint}",
            )
        if link.only_when_full and source != "reservoir":
            message = f"only a reservoir can be full, and '{link.source}' is {with_article(source)}"
            yield ("links", i, "only_when_full"), message
        if (
            isinstance(link.max_flow, Constant)
            and link.min_flow
            and isinstance(link.min_flow.amount, Constant)
        ):
            least, most = link.min_flow.amount.number, link.max_flow.number
            if least > most:
                yield (
                    ("links", i, "min_flow"),
                    f"the minimum flow ({least:g} Ml/d) is above the most the link can carry ({most:g} Ml/d)",
                )


def _link_names(basin: Basin) -> Iterator[Found]:
    seen: dict[str, int] = {}
    for i, link in enumerate(basin.links):
        if link.label in seen:
            hint = "" if link.name else "; give each of them a name"
            yield (
                ("links", i),
                f"there are two links '{link.label}' (the first is links[{seen[link.label]}]){hint}",
            )
        elif link.label in basin.nodes:
            yield ("links", i, "name"), f"'{link.label}' is the name of a node already"
        seen.setdefault(link.label, i)


def _ways(basin: Basin) -> Iterator[Found]:
    # A misspelt end has been reported; here it counts as the node that was probably meant.
    meant = {name: name for name in basin.nodes}
    for link in basin.links:
        for end in (link.source, link.target):
            if end not in meant:
                meant[end] = nearest(end, basin.nodes) or ""
    leaving: dict[str, list[str]] = {name: [] for name in ("", *basin.nodes)}
    fed = {node.returns.to for node in basin.of_type(Demand).values() if node.returns}
    for link in basin.links:
        leaving[meant[link.source]].append(meant[link.target])
        fed.add(meant[link.target])
    # With a link whose end is a riddle it cannot be said that there is none.
    all_begin, all_end = ("" not in {meant[end] for end in ends} for ends in _ends_of(basin))
    for name, node in basin.nodes.items():
        if node.type == "catchment":
            rivers = [way for way in leaving[name] if way and basin.nodes[way].type not in TAKES_WATER_OUT]
            if not leaving[name] and all_begin:
                yield ("nodes", name), "its inflow has no way out: no link leads from this catchment"
            elif len(rivers) > 1:
                ways = ", ".join(f"'{target}'" for target in rivers)
                yield (
                    ("nodes", name),
                    f"a catchment has one way down the river, this one has {len(rivers)} ({ways}); put a junction where the river parts",
                )
        elif node.type in PASSES_WATER_ON and not leaving[name] and all_begin:
            yield (
                ("nodes", name),
                f"water that reaches this {node.type} has no way out: no link leads from it",
            )
        if node.type in ("demand", "works", "hydropower") and name not in fed and all_end:
            yield ("nodes", name), f"nothing feeds this {node.type}: no link leads to it"


def _ends_of(basin: Basin) -> tuple[set[str], set[str]]:
    return {link.source for link in basin.links}, {link.target for link in basin.links}


def _loops(basin: Basin) -> Iterator[Found]:
    for loop in graph.loops_without_storage(basin):
        way = " -> ".join([*loop, loop[0]])
        yield ("nodes", loop[0]), f"a loop without storage: {way}; water would go round within one step"


def _demands(basin: Basin) -> Iterator[Found]:
    for name, node in basin.of_type(Demand).items():
        at = ("nodes", name)
        if node.returns:
            to = node.returns.to
            if to not in basin.nodes:
                hint = name_hint(to, tuple(sorted(basin.nodes)))
                yield (*at, "returns", "to"), f"there is no node '{to}'; {hint}"
            elif basin.nodes[to].type not in MAY_RECEIVE_RETURNS:
                allowed = ", ".join(sorted(MAY_RECEIVE_RETURNS))
                yield (
                    (*at, "returns", "to"),
                    f"a demand cannot give back to {with_article(basin.nodes[to].type)} (allowed: {allowed})",
                )
        if node.community is not None and node.community not in basin.communities:
            hint = name_hint(node.community, tuple(sorted(basin.communities)))
            yield (*at, "community"), f"there is no community '{node.community}'; {hint}"
        yield from _weather(basin, (*at, "amount"), node.amount)
        if node.essential:
            yield from _weather(basin, (*at, "essential", "amount"), node.essential.amount)
        if (
            node.essential
            and isinstance(node.amount, Constant)
            and isinstance(node.essential.amount, Constant)
        ):
            part, whole = node.essential.amount.number, node.amount.number
            if part > whole:
                yield (
                    (*at, "essential"),
                    f"the essential part ({part:g} Ml/d) is more than the whole amount ({whole:g} Ml/d)",
                )


def _weather(basin: Basin, at: tuple[str, ...], amount: Value | DemandModel) -> Iterator[Found]:
    catchments = tuple(sorted(basin.of_type(Catchment)))
    for path, name in amount.catchments() if isinstance(amount, DemandModel) else ():
        if name not in catchments:
            yield (*at, *path), f"there is no catchment '{name}'; {name_hint(name, catchments)}"


def _reservoirs(basin: Basin) -> Iterator[Found]:
    for name, node in basin.of_type(Reservoir).items():
        at = ("nodes", name)
        for key in ("rainfall", "evaporation"):
            if getattr(node, key) is not None and node.surface is None:
                yield (
                    (*at, key),
                    f"{key} needs the reservoir's 'surface' (an area, or a table of level, area and volume)",
                )
        if not isinstance(node.capacity, Constant):
            continue
        capacity = node.capacity.number
        dead = _volume(node.dead_storage, capacity)
        if dead is not None and capacity < dead:
            yield (*at, "capacity"), f"the capacity ({capacity:g} Ml) is below the dead storage ({dead:g} Ml)"
        initial = _volume(node.initial, capacity)
        if initial is not None and initial > capacity:
            yield (
                (*at, "initial"),
                f"the initial storage ({initial:g} Ml) is above the capacity ({capacity:g} Ml)",
            )
        if initial is not None and dead is not None and initial < dead:
            yield (
                (*at, "initial"),
                f"the initial storage ({initial:g} Ml) is below the dead storage ({dead:g} Ml)",
            )


def _volume(value: object, capacity: float) -> float | None:
    if isinstance(value, Constant):
        return value.number
    return value.fraction * capacity if isinstance(value, Share) else None


def _gauges(basin: Basin) -> Iterator[Found]:
    catchments = tuple(sorted(basin.of_type(Catchment)))
    for name, node in basin.of_type(Gauge).items():
        for i, catchment in enumerate(node.environmental_flow.natural if node.environmental_flow else ()):
            if catchment not in catchments:
                hint = name_hint(catchment, catchments)
                path = ("nodes", name, "environmental_flow", "natural", i)
                yield path, f"there is no catchment '{catchment}'; {hint}"


def _turbines(basin: Basin) -> Iterator[Found]:
    reservoirs = basin.of_type(Reservoir)
    for name, node in basin.of_type(Hydropower).items():
        if not isinstance(node.head, ReservoirHead):
            continue
        at, reservoir = ("nodes", name, "head", "reservoir"), node.head.reservoir
        if reservoir not in reservoirs:
            yield at, f"there is no reservoir '{reservoir}'; {name_hint(reservoir, tuple(reservoirs))}"
        elif reservoirs[reservoir].level is None and not isinstance(reservoirs[reservoir].surface, tuple):
            yield (
                at,
                f"the reservoir '{reservoir}' has no 'level' table (volume, level), which the head needs",
            )


def _licences(basin: Basin) -> Iterator[Found]:
    links = {link.label for link in basin.links}
    allowed = sorted(links | {name for name, node in basin.nodes.items() if node.type in MAY_BE_LICENSED})
    for name, licence in basin.licences.items():
        if not any((licence.annual, licence.daily, licence.seasonal, licence.rolling)):
            yield (
                ("licences", name),
                "a licence has an 'annual' volume, a 'daily' flow, a 'seasonal' or a 'rolling' limit, or several of them",
            )
        for i, subject in enumerate(licence.applies_to):
            if subject in allowed:
                continue
            at = ("licences", name, "applies_to", i)
            if subject in basin.nodes:
                kind = basin.nodes[subject].type
                yield (
                    at,
                    f"a licence cannot apply to {with_article(kind)} ('{subject}'); name a works, a demand, a hydropower or a link",
                )
            else:
                yield (
                    at,
                    f"there is no works, demand, hydropower or link '{subject}'; {name_hint(subject, tuple(allowed))}",
                )


def _rules(basin: Basin) -> Iterator[Found]:
    for name, rule in sorted(basin.rules.items()):
        yield from ((("rules", name, *path), message) for path, message in rule.problems(basin))
    yield from ((("rules", *path), message) for path, message in conflicts(basin.rules))


def _sharing(basin: Basin) -> Iterator[Found]:
    governed: dict[tuple[int, str], int] = {}
    for i, sharing in enumerate(basin.sharing):
        yield from ((("sharing", i, *path), message) for path, message in sharing.problems(basin))
        for priority, users in sharing.scope(basin).items():
            for user in users:
                first = governed.setdefault((priority, user), i)
                if first != i:
                    message = f"sharing[{first}] already says how '{user}' shares at priority {priority}; leave it to one of them"
                    yield ("sharing", i), message
