"""What sets a scenario apart from another, in sentences: each lever once, and what it changes beneath it."""

from collections.abc import Iterator, Mapping

from basinsim.describing.changes import changes_of_numbers
from basinsim.describing.run_settings import differences_of_runs
from basinsim.describing.sentence import Section, Sentence
from basinsim.loading import Scenario
from basinsim.policies.sharing_rule import sharing_in_words
from basinsim.rules.words import licence_in_words
from basinsim.schema.basin import Basin
from basinsim.schema.policy import Policy


def differences(scenario: Scenario, other: Scenario) -> list[Section]:
    """Return what sets a scenario apart from another, in sentences.

    Parameters
    ----------
    scenario, other : Scenario
        As loaded; the other is what it is held against.

    Returns
    -------
    list of (str, list of Sentence)
        Policies with the numbers that they change, then what differs in the basin before any policy,
        and the settings of the run. The first heading has a sentence where nothing differs.
    """
    ours, theirs = scenario.loaded_basin.basin, other.loaded_basin.basin
    sections = [
        ("Policies", list(_policies(scenario, other))),
        ("Operating rules", _named(_rules(ours), _rules(theirs))),
        ("Licences", _named(_licences(ours), _licences(theirs))),
        ("Sharing", list(_sharing(ours, theirs))),
        ("Basin", [Sentence(text) for text in changes_of_numbers(ours, theirs)]),
        ("Run", list(differences_of_runs(scenario, other))),
    ]
    title = f"{scenario.name}, held against {other.name}"
    found = [section for section in sections if section[1]]
    return [(title, [] if found else [Sentence("Nothing differs but the name.")]), *found]


def _policies(scenario: Scenario, other: Scenario) -> Iterator[Sentence]:
    """Say each lever that is here and not there, with what it changes, and those that are not here."""
    own, theirs = scenario.settings.policies, other.settings.policies
    there, here = {policy.sentence() for policy in theirs}, {policy.sentence() for policy in own}
    basin = scenario.loaded_basin.basin
    for policy in own:
        before, basin = basin, policy.apply(basin)
        if policy.sentence() not in there:
            yield Sentence(policy.in_short(), tuple(_effects(policy, before, basin)))
    for policy in theirs:
        if policy.sentence() not in here:
            yield Sentence(f"Not as there: {policy.sentence()}")
    if _in_both(own, there) != _in_both(theirs, here):
        yield Sentence("The policies that both have stand in another order.")


def _in_both(policies: tuple[Policy, ...], others: set[str]) -> list[str]:
    return [policy.sentence() for policy in policies if policy.sentence() in others]


def _effects(policy: Policy, before: Basin, after: Basin) -> Iterator[str]:
    """Say what a lever changes; rules and licences that its own sentence says are not said again."""
    yield from changes_of_numbers(after, before)
    said = policy.in_short()
    for ours, theirs in ((_rules(after), _rules(before)), (_licences(after), _licences(before))):
        for sentence in _named(ours, theirs):
            name, _, words = sentence.text.partition(": ")[2].partition(": ")
            told = words in said or (name not in ours and f"'{name}'" in said)
            if not told:
                yield sentence.text


def _rules(basin: Basin) -> dict[str, str]:
    return {name: rule.in_basin(basin).sentence() for name, rule in basin.rules.items()}


def _licences(basin: Basin) -> dict[str, str]:
    return {name: licence_in_words(one) for name, one in basin.licences.items()}


def _sharing(ours: Basin, theirs: Basin) -> Iterator[Sentence]:
    here, there = ([sharing_in_words(one) for one in basin.sharing] for basin in (ours, theirs))
    yield from (Sentence(f"New: {text}") for text in here if text not in there)
    yield from (Sentence(f"Gone: {text}") for text in there if text not in here)


def _named(ours: Mapping[str, str], theirs: Mapping[str, str]) -> list[Sentence]:
    found = [f"New: {name}: {text}" for name, text in sorted(ours.items()) if name not in theirs]
    found += [f"Gone: {name}: {text}" for name, text in sorted(theirs.items()) if name not in ours]
    found += [
        f"Changed: {name}: {ours[name]} There: {theirs[name]}"
        for name in sorted(ours)
        if name in theirs and ours[name] != theirs[name]
    ]
    return [Sentence(text) for text in found]
