"""What a scenario is, in sentences."""

from collections.abc import Iterator

from basinsim.hydrology.climate import climate_in_words, load_climate
from basinsim.hydrology.source import hydrology_in_words
from basinsim.loading import Scenario
from basinsim.policies.sharing_rule import sharing_in_words
from basinsim.rules.words import licence_in_words
from basinsim.schema.policy_list import order_notes

Section = tuple[str, list[str]]
"""A heading and its sentences."""


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
    run = [settings.question, period, *_weather(scenario), _foresight(scenario)]
    rules = [f"{name}: {rule.sentence()}" for name, rule in sorted(basin.rules.items())]
    licences = [f"{name}: {licence_in_words(one)}" for name, one in sorted(basin.licences.items())]
    sharing = [sharing_in_words(one) for one in basin.sharing]
    policies = [policy.sentence() for policy in settings.policies] + order_notes(settings.policies)
    return [
        (scenario.name, [text for text in run if text]),
        ("Operating rules", rules or ["There are none."]),
        ("Licences", licences or ["There are none."]),
        *([("Sharing", sharing)] if sharing else []),
        ("Policies", policies or ["Nothing is changed in the basin."]),
    ]


def _weather(scenario: Scenario) -> Iterator[str]:
    choice, folder = scenario.hydrology, scenario.basin.hydrology
    if choice is None:
        return
    yield f"Its weather and rivers: {hydrology_in_words(choice, scenario.settings.members)}."
    climates = {} if folder is None or choice.climate is None else load_climate(folder)
    for which, factors in climates.items():
        if "_".join(which) == choice.climate:
            yield f"In that climate: {climate_in_words(factors)}."


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
