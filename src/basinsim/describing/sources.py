"""Where the numbers of rules and levers come from, in a line each."""

from collections.abc import Iterator
from typing import TypeGuard

from basinsim.rules.words import listed, number_in_words
from basinsim.schema.policy import Policy
from basinsim.schema.rule import Rule
from basinsim.schema.sourced import SHARE, Parameter
from basinsim.schema.values import Constant, Parsed, Share


def sources_of_rule(rule: Rule) -> Iterator[str]:
    """Say what the file says of a rule, and whose rule it is.

    Parameters
    ----------
    rule : Rule
        Of a basin.

    Yields
    ------
    str
        A line.
    """
    if rule.description:
        yield f"In the file's words: {rule.description.rstrip('.')}."
    if rule.source:
        yield f"Source: {rule.source}."


def sources_of_policy(policy: Policy) -> Iterator[str]:
    """Say of each number of a lever how sure it is and where it comes from; and what is known of cost and carbon.

    Parameters
    ----------
    policy : Policy
        With its numbers.

    Yields
    ------
    str
        A line for each parameter that is set.
    """
    for parameter in policy.parameters():
        value = getattr(policy, parameter.name, None)
        if value is None or value == ():
            continue
        spread = f"; plausible: {parameter.range_in_words}" if parameter.range_in_words else ""
        origin = f"{parameter.status}, {parameter.source}{spread}."
        field = type(policy).model_fields[parameter.name]
        if not field.is_required() and field.default is not None and value != field.default:
            default = parameter.default
            usual = parameter.in_words(default) if _is_number(default) else str(default)
            origin = f"the scenario's own; the default of {usual}: {origin}"
        yield f"{parameter.name.replace('_', ' ')} {_in_words(parameter, value)}: {origin}"
    if policy.option is not None:
        yield policy.money_and_carbon()


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _in_words(parameter: Parameter, value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, Share):
        return parameter.in_words(value.fraction)
    if isinstance(value, Constant):
        return parameter.in_words(value.number)
    if isinstance(value, int | float):
        return parameter.in_words(value)
    if isinstance(value, Parsed):
        return number_in_words(value, "" if parameter.unit == SHARE else parameter.unit).strip()  # type: ignore[arg-type]
    return listed([str(one).replace("_", " ") for one in value]) if isinstance(value, tuple) else str(value)
