"""A scenario as sentences: its run, rules, licences and policies, or what sets it apart from another."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from basinsim.loading import Scenario
from basinsim.rules.words import licence_in_words, listed, number_in_words
from basinsim.schema.basin import Basin
from basinsim.schema.policy_list import order_notes
from basinsim.schema.values import Parsed

Section = tuple[str, list[str]]
"""A heading and its sentences."""

_SETTINGS = ("period", "step", "foresight", "objective", "members", "hydrology", "initial", "extensions")


def description(scenario: Scenario) -> list[Section]:
    """Return what a scenario is, in sentences.

    Parameters
    ----------
    scenario : Scenario
        As loaded.

    Returns
    -------
    list of (str, list of str)
        The run, the operating rules and licences of the basin under its policies, and the policies.
    """
    settings, basin = scenario.settings, scenario.basin
    period = f"It runs the basin '{basin.name}' from {settings.period.start} to {settings.period.end}, step by {settings.step}."
    run = [settings.question, period, _foresight(scenario)]
    rules = [f"{name}: {rule.sentence()}" for name, rule in sorted(basin.rules.items())]
    licences = [f"{name}: {licence_in_words(one)}" for name, one in sorted(basin.licences.items())]
    policies = [policy.sentence() for policy in settings.policies] + order_notes(settings.policies)
    return [
        (scenario.name, [text for text in run if text]),
        ("Operating rules", rules or ["There are none."]),
        ("Licences", licences or ["There are none."]),
        ("Policies", policies or ["Nothing is changed in the basin."]),
    ]


def differences(scenario: Scenario, other: Scenario) -> list[Section]:
    """Return what sets a scenario apart from another, in sentences.

    Parameters
    ----------
    scenario, other : Scenario
        As loaded; the other is what it is held against.

    Returns
    -------
    list of (str, list of str)
        Policies, rules, licences, numbers of the basin, and settings of the run that differ.
    """
    ours, theirs = scenario.settings, other.settings
    own = {policy.sentence(): None for policy in ours.policies}
    others = {policy.sentence(): None for policy in theirs.policies}
    policies = [text for text in own if text not in others]
    policies += [f"Not as there: {text}" for text in others if text not in own]
    rules = _named_changes(
        {name: rule.sentence() for name, rule in scenario.basin.rules.items()},
        {name: rule.sentence() for name, rule in other.basin.rules.items()},
    )
    licences = _named_changes(
        {name: licence_in_words(one) for name, one in scenario.basin.licences.items()},
        {name: licence_in_words(one) for name, one in other.basin.licences.items()},
    )
    run = [
        f"{key}: {_shown(getattr(theirs, key, None))} becomes {_shown(getattr(ours, key, None))}."
        for key in _SETTINGS
        if getattr(ours, key, None) != getattr(theirs, key, None)
    ]
    sections = [
        ("Policies", policies),
        ("Operating rules", rules),
        ("Licences", licences),
        ("Basin", list(_number_changes(scenario.basin, other.basin))),
        ("Run", run),
    ]
    title = f"{scenario.name}, held against {other.name}"
    found = [section for section in sections if section[1]]
    return [(title, [] if found else ["Nothing differs but the name."]), *found]


def _foresight(scenario: Scenario) -> str:
    foresight, objective = scenario.settings.foresight, scenario.settings.objective
    knows = {
        "none": "No step knows what comes after it",
        "full": "Every step knows the whole period",
    }.get(str(foresight))
    if knows is None:
        window = scenario.settings.foresight
        knows = f"Each window of {getattr(window, 'window', '')} steps is known, and moves on by {getattr(window, 'advance', '')}"
    aims = {
        "priorities": "wishes are served by priority, fairly within one",
        "economic": "after what must be kept, the greatest value counts",
    }[objective]
    return f"{knows}; {aims}."


def _named_changes(ours: Mapping[str, str], theirs: Mapping[str, str]) -> list[str]:
    found = [f"New: {name}: {text}" for name, text in sorted(ours.items()) if name not in theirs]
    found += [f"Gone: {name}: {text}" for name, text in sorted(theirs.items()) if name not in ours]
    found += [
        f"Changed: {name}: {ours[name]} There: {theirs[name]}"
        for name in sorted(ours)
        if name in theirs and ours[name] != theirs[name]
    ]
    return found


def _number_changes(ours: Basin, theirs: Basin) -> Iterator[str]:
    """Say which keys of nodes, links and communities differ, from there to here."""
    for kind, own, other in (
        ("node", ours.nodes, theirs.nodes),
        ("link", {link.label: link for link in ours.links}, {link.label: link for link in theirs.links}),
        ("community", ours.communities, theirs.communities),
    ):
        own_things: Mapping[str, Any] = own
        other_things: Mapping[str, Any] = other
        for name in sorted({*own_things, *other_things}):
            if name not in other_things:
                yield f"The {kind} '{name}' is added."
            elif name not in own_things:
                yield f"The {kind} '{name}' is not there."
            else:
                yield from _key_changes(f"'{name}'", own_things[name], other_things[name])


def _key_changes(where: str, ours: Any, theirs: Any) -> Iterator[str]:
    if isinstance(ours, BaseModel) and type(ours) is type(theirs):
        for key in type(ours).model_fields:
            yield from _key_changes(
                f"{where} {key.replace('_', ' ')}", getattr(ours, key), getattr(theirs, key)
            )
    elif _are_parts(ours) and _are_parts(theirs) and len(ours) == len(theirs):
        for i, (own, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from _key_changes(f"{where} {i + 1}", own, other)
    elif ours != theirs:
        yield f"{where}: {_shown(theirs)} becomes {_shown(ours)}."


def _are_parts(value: Any) -> bool:
    return isinstance(value, tuple) and any(isinstance(part, BaseModel) for part in value)


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, Parsed) and not isinstance(value, BaseModel):
        return number_in_words(value, "").strip()  # type: ignore[arg-type] # every parsed value has its words
    if isinstance(value, BaseModel):
        return listed([f"{key} {_shown(given)}" for key, given in value if given is not None])
    if isinstance(value, float):
        return f"{value:.6g}"
    return listed([_shown(one) for one in value]) if isinstance(value, tuple) else str(value)
