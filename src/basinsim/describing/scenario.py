"""What a scenario is, in sentences."""

from collections.abc import Iterator

from basinsim.describing.order import order_of_wishes
from basinsim.describing.sentence import Section, Sentence
from basinsim.describing.sources import sources_of_policy, sources_of_rule
from basinsim.hydrology.climate import climate_in_words, load_climate
from basinsim.hydrology.source import hydrology_in_words
from basinsim.loading import Scenario
from basinsim.policies.sharing_rule import sharing_in_words
from basinsim.register.beside import register_beside
from basinsim.rules.words import licence_in_words
from basinsim.schema.policy_list import order_notes


def description(scenario: Scenario) -> list[Section]:
    """Return what a scenario is, in sentences.

    Parameters
    ----------
    scenario : Scenario
        As loaded.

    Returns
    -------
    list of (str, list of Sentence)
        The run; the order of wishes, operating rules and licences of the basin under its policies; and the
        policies. Beneath rules, policies and the flows to be kept stands where they come from.
    """
    settings, basin = scenario.settings, scenario.basin
    period = f"It runs the basin '{basin.name}' from {settings.period.start} to {settings.period.end}, step by {settings.step}."
    run = [settings.question, period, *weather_in_words(scenario), foresight_in_words(scenario)]
    register = register_beside(scenario.loaded_basin.path).by_key
    rules = [
        Sentence(f"{name}: {rule.in_basin(basin).sentence()}", tuple(sources_of_rule(rule)))
        for name, rule in sorted(basin.rules.items())
    ]
    licences = [Sentence(f"{name}: {licence_in_words(one)}") for name, one in sorted(basin.licences.items())]
    sharing = [Sentence(sharing_in_words(one)) for one in basin.sharing]
    policies = [
        Sentence(policy.in_short(), tuple(sources_of_policy(policy))) for policy in settings.policies
    ] + [Sentence(note) for note in order_notes(settings.policies)]
    return [
        (scenario.name, [Sentence(text) for text in run if text]),
        ("Order of wishes, 1 first", order_of_wishes(basin, scenario.loaded_basin.basin, register)),
        ("Operating rules", rules or [Sentence("There are none.")]),
        ("Licences", licences or [Sentence("There are none.")]),
        *([("Sharing", sharing)] if sharing else []),
        ("Policies", policies or [Sentence("Nothing is changed in the basin.")]),
    ]


def weather_in_words(scenario: Scenario) -> Iterator[str]:
    """Say where the weather and rivers of a scenario come from, and what a climate changes.

    Parameters
    ----------
    scenario : Scenario
        As loaded.

    Yields
    ------
    str
        A sentence; none where all inflows stand in the basin.
    """
    choice, folder = scenario.hydrology, scenario.basin.hydrology
    if choice is None:
        return
    yield f"Its weather and rivers: {hydrology_in_words(choice, scenario.settings.members)}."
    climates = {} if folder is None or choice.climate is None else load_climate(folder)
    for which, factors in climates.items():
        if "_".join(which) == choice.climate:
            yield f"In that climate: {climate_in_words(factors)}."


def foresight_in_words(scenario: Scenario) -> str:
    """Say what each step knows, and what the allocation aims at."""
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
