"""Operating rules that stood in the way: hands-off flows, scarcity, drought stages, control curves, freshets."""

import numpy as np

from basinsim.network.graph import natural_catchments
from basinsim.rules.hands_off_flow import HandsOffFlow
from basinsim.rules.words import quoted
from basinsim.why.amounts import amount
from basinsim.why.day import Allocated, Day
from basinsim.why.limit import Limit, Remedy
from basinsim.why.what_if import Dropped, Lowered, Shift


def ruled(
    day: Day, found: Allocated, series: str, thing: int, text: str, *, lowered: bool = True
) -> Limit | None:
    """Return the limit that rules set by changing a number of the day; None where they did not.

    Parameters
    ----------
    day : Day
        The step.
    found : Allocated
        What came of it.
    series : str
        Of the run's inputs.
    thing : int
        Position in it.
    text : str
        What the number means, without the rule.
    lowered : bool
        Whether the number is in the way by being low, as a capacity is; or high, as a flow that is owed.

    Returns
    -------
    Limit or None
        With the rules, each of which alone made the number what it is, or all of them together.
    """
    rules = rules_behind(day, series, thing, lowered=lowered)
    if not rules:
        return None
    alone = [name for name in rules if _differs(day, (name,), series, thing, lowered=lowered)]
    groups: list[tuple[str, ...]] = [(name,) for name in alone] or [rules]
    remedies = tuple(_without(day, group) for group in groups)
    names = rules if not alone else tuple(alone)
    said = " and ".join(in_words(day, found, name) for name in names)
    return Limit("rule", ", ".join(names), f"{text}, because of {said}", remedies)


def of_take_limit(day: Day, found: Allocated, label: str, plenty: float) -> Limit:
    """Return the limit that a rule set on takes.

    Parameters
    ----------
    day : Day
        The step.
    found : Allocated
        What came of it.
    label : str
        Of the limited take.
    plenty : float
        More than anybody could use [Ml/d].

    Returns
    -------
    Limit
        For a hands-off flow with the amount by which its threshold would have to be lower, and with
        inflows from above its gauge.
    """
    basin = day.network.basin
    owners = tuple(
        name for name, rule in sorted(basin.rules.items()) if label in rule.limited_takes(name, basin)
    )
    column = day.program.position("limited_take", label)
    allowed = amount(float(found.numbers.upper[0, column]) / day.days, "Ml/d")
    first = basin.rules[owners[0]]
    if not isinstance(first, HandsOffFlow):
        thing = column - day.program.columns["limited_take"].start
        text = f"{_takers(day, label)} may take {allowed}"
        limit = ruled(day, found, "take_limit", thing, text)
        return limit or Limit("rule", owners[0], f"{text}, because of {in_words(day, found, owners[0])}")
    inputs, step = day.builder.inputs, day.step
    thresholds = [
        float(np.max(limit[:, step])) for name in owners for limit in _thresholds(inputs.rules.rules[name])
    ]
    highest = amount(max(thresholds), "Ml/d")
    text = f"the hands-off flow {quoted(owners)} at '{first.gauge}' ({highest}) leaves {_takers(day, label)} {allowed}"
    remedies = [
        Remedy(
            f"if the hands-off flow {quoted(owners)} at '{first.gauge}' were {{amount}} lower",
            lambda by: (Lowered(owners, by),),
            max(thresholds),
        )
    ]
    catchments = tuple(day.network.catchments)
    above = sorted(
        (catchments.index(name) for name in natural_catchments(basin, first.gauge)),
        key=lambda i: -float(inputs.at("inflow", step)[0, i]),
    )
    if above:
        most = above[0]
        remedies.append(
            Remedy(
                f"with {{amount}} more water from '{catchments[most]}'",
                lambda by: (Shift("inflow", most, by),),
                plenty,
            )
        )
    return Limit("hands_off_flow", ", ".join(owners), text, tuple(remedies))


def rules_behind(day: Day, series: str, thing: int, *, lowered: bool) -> tuple[str, ...]:
    """Return the rules that have a hand in a number being lower, or higher, than the basin's own.

    Parameters
    ----------
    day : Day
        The step.
    series : str
        Of the run's inputs.
    thing : int
        Position in it.
    lowered : bool
        Whether lower is meant.

    Returns
    -------
    tuple of str
        Empty where the number is the basin's own, or better.
    """
    rules = day.builder.inputs.rules.rules
    touching = tuple(
        name
        for name, rule in rules.items()
        if any(
            change.series == series and thing in change.things
            for change in rule.changes(day.decided[name], day.step)
        )
    )
    return touching if touching and _differs(day, touching, series, thing, lowered=lowered) else ()


def in_words(day: Day, found: Allocated, name: str) -> str:
    """Return a rule with its kind and the state it is in, such as ``the drought stages 'drought' (dry)``."""
    kind = day.network.basin.rules[name].type_name.replace("_", " ")
    states = found.numbers.today.states
    book = day.builder.inputs.rules
    state = ""
    if states is not None and name in book.rules:
        meanings = book.meanings[name]
        number = int(states[0, list(book.rules).index(name)])
        state = f" (now: {meanings[number]})" if 0 <= number < len(meanings) else ""
    return f"the {kind} '{name}'{state}"


def _differs(day: Day, names: tuple[str, ...], series: str, thing: int, *, lowered: bool) -> bool:
    """Say whether a number would be better without some rules."""
    with_them, without = (day.number(series, thing, dropped) for dropped in ((), names))
    return without > with_them if lowered else without < with_them


def _without(day: Day, names: tuple[str, ...]) -> Remedy:
    kinds = [f"the {day.network.basin.rules[name].type_name.replace('_', ' ')} '{name}'" for name in names]
    verb = "had" if len(names) == 1 else "had both" if len(names) == 2 else "had all"
    text = f"if {' and '.join(kinds)} {verb} not been in force"
    return Remedy(text, lambda _: tuple(Dropped(name) for name in names), None)


def _takers(day: Day, label: str) -> str:
    links = day.network.limited_takes[label]
    takers = sorted({day.network.links[link].target for link in links})
    return quoted(takers) + (" together" if len(takers) > 1 else "")


def _thresholds(rule: object) -> list[np.ndarray]:
    threshold = getattr(rule, "threshold", None)
    graduated = getattr(rule, "graduated", [])
    return ([] if threshold is None else [threshold]) + [below for below, _ in graduated]
