"""The reference of rules and levers as a page, from what each says of itself."""

import inspect
from collections.abc import Iterator

import basinsim.policies
import basinsim.rules  # noqa: F401 - both register what the page lists
from basinsim.describing.key_tables import default_in_words, inner_tables, key_rows, table
from basinsim.schema.policy import POLICY_TYPES, Policy
from basinsim.schema.rule import RULE_TYPES, Rule
from basinsim.schema.sourced import Parameter

_HEAD = """# Rules and levers

Made by `docs/make_rules_and_levers_page.py` from what each says of itself.

A **rule** stands in a basin file under `rules`, or in a scenario under the lever `operating_rules`. It acts before each step on
what is known by then. Rules of your own are written in Python: see `basinsim.rules`.

A **lever** stands in a scenario's list of `policies`. It makes a changed basin and leaves the given one as it is; the order of
the list is the order in which levers act. Numbers outside their plausible range are allowed, and `basinsim check` remarks on
them. The status of a number is `seen` (read in its source), `second-hand`, `derived` or `assumption`. Where no cost and no carbon
are given, no figure with a source was found. A letter and a number behind a name, such as (D2), are those of the partners'
list of options. How rules and levers go together is told in [Change rules and policies](how_to/rules_and_policies.md).
"""
_RULES = """
## Rules

Changes of several rules to one number combine whatever their order: first a number that is set (by one rule only: two are an
error that names both), then the least of several factors, then what must be reached, and last what must not be passed.
"""
_DASH = "–"


def rules_and_levers_page() -> str:
    """Return the reference of all registered rules and levers as Markdown.

    Returns
    -------
    str
        A section for each, with its parameters, an example, and where it comes from.
    """
    rules = sorted(RULE_TYPES.items())
    levers = sorted(POLICY_TYPES.items(), key=lambda item: (item[1].option is None, item[0]))
    parts = [_HEAD, _RULES]
    parts += table(("rule", "does"), [(_link(name), _first_sentence(rule)) for name, rule in rules])
    parts += ["\n".join(_of_rule(name, rule)) for name, rule in rules]
    parts.append("\n## Levers\n")
    rows = [(_link(name, lever.option), _first_sentence(lever)) for name, lever in levers]
    parts += table(("lever", "does"), rows)
    parts += ["\n".join(_of_lever(name, lever)) for name, lever in levers]
    return "\n".join(parts)


def _link(name: str, option: str | None = None) -> str:
    anchor = name if option is None else f"{name}-{option.lower()}"
    return f"[`{name}`](#{anchor})"


def _first_sentence(described: type[Rule | Policy]) -> str:
    return " ".join((inspect.getdoc(described) or "").split("\n\n")[0].split())


def _of_rule(name: str, rule: type[Rule]) -> Iterator[str]:
    yield f"### `{name}`\n"
    yield f"{inspect.getdoc(rule)}\n"
    yield from table(("key", "meaning", "default"), key_rows(rule))
    yield from inner_tables(rule)
    yield f"Source: {rule.source}.\n"
    yield f"```yaml\nrules:\n{_indented(rule.example)}```\n"


def _of_lever(name: str, lever: type[Policy]) -> Iterator[str]:
    option = "" if lever.option is None else f" ({lever.option})"
    yield f"### `{name}`{option}\n"
    yield f"{inspect.getdoc(lever)}\n"
    sourced = lever.parameters()
    names = {parameter.name for parameter in sourced}
    rest = [row for row in key_rows(lever) if row[0].strip("`") not in names]
    if sourced:
        head = ("parameter", "meaning", "unit", "default", "plausible range", "status", "source")
        yield from table(head, [_row(parameter, lever) for parameter in sourced])
    if rest:
        yield from table(("key", "meaning", "default"), rest)
    yield from inner_tables(lever)
    for other, why in lever.conflicts_with.items():
        yield f"Does not go together with `{other}` on the same users: {why}.\n"
    for other, why in lever.order_matters_with.items():
        yield f"Its place before or after `{other}` matters: {why}.\n"
    if lever.option is not None:
        yield f"{lever.money_and_carbon()}\n"
    if lever.example:
        example = lever.example.strip()
        lines = example if example.startswith("- ") else "- " + example.replace("\n", "\n  ")
        yield f"```yaml\npolicies:\n{_indented(lines)}```\n"


def _row(parameter: Parameter, lever: type[Policy]) -> tuple[str, ...]:
    field = lever.model_fields[parameter.name]
    number = isinstance(parameter.default, int | float) and not isinstance(parameter.default, bool)
    default = parameter.in_words(parameter.default) if number else default_in_words(field)
    return (
        f"`{parameter.name}`",
        parameter.description,
        "% or share" if parameter.unit == "share" else parameter.unit.strip("-") or _DASH,
        default,
        parameter.range_in_words or " or ".join(map(str, parameter.choices)) or _DASH,
        parameter.status,
        parameter.source,
    )


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.strip().splitlines())
