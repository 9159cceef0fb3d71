"""An explanation in sentences, for whoever has to answer for a shortage."""

from datetime import date

from basinsim.errors import counted
from basinsim.why.amounts import amount
from basinsim.why.effect import Effect
from basinsim.why.explanation import Explanation
from basinsim.why.shortages import Episode

_SHOWN = 6


def headline(found: Explanation) -> list[str]:
    """Say who was short of what, and when.

    Parameters
    ----------
    found : Explanation
        Of a user and a step.

    Returns
    -------
    list of str
        Sentences.
    """
    user = found.user
    if found.first is None or found.last is None:
        return [f"'{user}' got all it asked for in every step of this run: there is nothing to explain."]
    when, days = _when(found.first, found.last), found.days
    asked, got = (amount(value / days, "Ml/d") for value in (found.asked, found.got))
    said = []
    if not found.missing or not (found.effects or found.remark):
        said.append(
            f"'{user}' was not short {when}: it asked for {asked} and got {got}."
            if found.asked > 0
            else f"'{user}' asked for nothing {when}."
        )
    else:
        share = f"{100 * found.got / found.asked:.3g} %"
        missing = amount(found.missing / days, "Ml/d")
        said.append(
            f"{when.capitalize()} '{user}' asked for {asked} and got {got} ({share}): {missing} were missing."
        )
    if found.saved:
        saved = amount(found.saved / days, "Ml/d")
        said.append(
            f"It would have asked for {saved} more, which {found.saved_by} had it save: that is no part of the shortage."
        )
    if found.remark:
        said.append(found.remark)
    return said


def causes(found: Explanation) -> tuple[list[str], list[str]]:
    """Say what stood in the way, the most effective first, and what would have been in the way next.

    Parameters
    ----------
    found : Explanation
        Of a user and a step.

    Returns
    -------
    (list of str, list of str)
        Sentences; what stands behind the first limits and gains nothing alone comes in the second.
    """
    first = [effect for effect in found.effects if effect.behind == 0 or effect.gain > 0]
    behind = [effect for effect in found.effects if effect not in first]
    return _told(found, first), [_sentence(effect.limit.text) for effect in behind[:_SHOWN]]


def remedies(found: Explanation) -> list[str]:
    """Say what would have met the whole demand, the smallest change first.

    Parameters
    ----------
    found : Explanation
        Of a user and a step.

    Returns
    -------
    list of str
        Sentences.
    """
    if not found.effects:
        return []
    would = f"'{found.user}' would have got all it asked for"
    if found.changes:
        first, *others = found.changes
        said = [f"{_capital(first.text)}, {would}."]
        if others:
            one = len(others) == 1
            said.append(f"{'This' if one else 'Any one of these'} would have done as well:")
            said += [f"- {change.text}" for change in others[:_SHOWN]]
            if len(others) > _SHOWN:
                said.append(f"- and {counted(len(others) - _SHOWN, 'other change')}")
        return said
    if found.joint is not None:
        return [f"No single change would have met the demand. {_capital(found.joint.text)}, {would}."]
    return ["Nothing that could have been otherwise that day would have met the whole demand."]


def other_possibilities(found: Explanation) -> list[str]:
    """Say whether it is the only answer.

    Parameters
    ----------
    found : Explanation
        Of a user and a step.

    Returns
    -------
    list of str
        Sentences; the table of ranges goes with them.
    """
    if not found.ranges:
        return []
    if not any(one.is_open for one in found.ranges):
        return [
            "Yes: every way of giving each priority as much in all gives every user what it got. The sharing rule had "
            "nothing to decide."
        ]
    return [
        "With as much for each priority in all, these users could have got more or less; that they got what they did is "
        "what sharing by equal coverage (or the scenario's sharing rule) decides, and nothing else:"
    ]


def episodes(found: Explanation) -> tuple[list[str], list[Episode]]:
    """Say how often the user was short.

    Parameters
    ----------
    found : Explanation
        Of a user and a step.

    Returns
    -------
    (list of str, list of Episode)
        A sentence, and the episodes with most missing, these first.
    """
    all_of_them = sorted(found.shortages.episodes, key=lambda one: (-one.missing, one.first))
    if not all_of_them:
        return [], []
    steps = counted(found.shortages.steps, "step")
    many = counted(len(all_of_them), "episode")
    return [f"'{found.user}' was short in {steps} of this run, in {many}."], all_of_them[:_SHOWN]


def _told(found: Explanation, effects: list[Effect]) -> list[str]:
    said = []
    for effect in effects[: 2 * _SHOWN]:
        gain = amount(effect.gain / found.days, "Ml/d")
        if not effect.limit.remedies:
            alone = "nothing about it could have been otherwise that day"
        elif effect.gain >= found.missing * (1 - 1e-6):
            alone = f"with this alone out of the way: all of the {gain} missing"
        elif effect.gain > 0:
            alone = f"with this alone out of the way: {gain} more"
        else:
            alone = "with this alone out of the way: no more, something else is in the way as well"
        said.append(f"{_sentence(effect.limit.text)[:-1]} ({alone}).")
    if len(effects) > 2 * _SHOWN:
        said.append(f"And {counted(len(effects) - 2 * _SHOWN, 'other limit')}.")
    return said


def _when(first: date, last: date) -> str:
    return f"on {first}" if first == last else f"from {first} to {last}"


def _sentence(text: str) -> str:
    return f"{_capital(text)}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
