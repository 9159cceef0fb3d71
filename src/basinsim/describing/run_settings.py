"""What two runs differ in besides their basin: period, step, weather, members, foresight, start."""

from collections.abc import Iterator

from basinsim.describing.changes import shown
from basinsim.describing.scenario import foresight_in_words, weather_in_words
from basinsim.describing.sentence import Sentence
from basinsim.loading import Scenario
from basinsim.rules.words import quoted


def differences_of_runs(scenario: Scenario, other: Scenario) -> Iterator[Sentence]:
    """Say what differs in the settings of two runs.

    Parameters
    ----------
    scenario, other : Scenario
        As loaded; the other is what it is held against.

    Yields
    ------
    Sentence
        One for each setting that differs.
    """
    ours, theirs = scenario.settings, other.settings
    if ours.period != theirs.period:
        yield Sentence(f"It runs from {_period(scenario)}; there from {_period(other)}.")
    if ours.step != theirs.step:
        yield Sentence(f"It runs step by {ours.step}; there step by {theirs.step}.")
    here, there = foresight_in_words(scenario), foresight_in_words(other)
    if here != there:
        yield Sentence(f"{here} There: {there[:1].lower()}{there[1:]}")
    if ours.members != theirs.members:
        yield Sentence(f"It has {_members(ours.members)}; there {_members(theirs.members)}.")
    weather, elsewhere = list(weather_in_words(scenario)), list(weather_in_words(other))
    if weather != elsewhere:
        before = elsewhere[0].partition(": ")[2] if elsewhere else "what the basin file gives."
        first = weather[0] if weather else "Its rivers: what the basin file gives."
        yield Sentence(f"{first[:-1]}; there {before}", tuple(weather[1:]))
    if ours.initial != theirs.initial:
        yield Sentence(f"It starts from {_start(ours.initial)}; there from {_start(theirs.initial)}.")
    added = [name for name in ours.extensions if name not in theirs.extensions]
    gone = [name for name in theirs.extensions if name not in ours.extensions]
    if added:
        yield Sentence(f"What the extension {quoted(added)} describes is part of the basin.")
    if gone:
        yield Sentence(f"What the extension {quoted(gone)} describes is not part of the basin.")


def _period(scenario: Scenario) -> str:
    period = scenario.settings.period
    warm_up = f", {shown(period.warm_up)} of it as a warm-up" if period.warm_up else ""
    return f"{period.start} to {period.end}{warm_up}"


def _members(count: int) -> str:
    return "one member" if count == 1 else f"{count:,} members"


def _start(initial: object) -> str:
    return "the storages of the basin file" if initial is None else f"the end of {initial}"
