"""Policies one after the other: what they make of a basin together, and which do not go together."""

from collections.abc import Iterator, Sequence

from basinsim.schema.basin import Basin
from basinsim.schema.policy import Policy
from basinsim.schema.values import Found

_MOST_NAMED = 4


def under_policies(basin: Basin, policies: Sequence[Policy]) -> tuple[Basin, list[Found]]:
    """Apply policies in their order, each to what the ones before it have made.

    Parameters
    ----------
    basin : Basin
        Stays as it is.
    policies : sequence of Policy
        In the order of the file.

    Returns
    -------
    (Basin, list of (path, message))
        The basin under all policies that fit; paths begin with the position of the policy that does
        not fit, that does not go together with an earlier one, or that makes a basin no run can have.
    """
    problems: list[Found] = []
    earlier: list[tuple[int, Policy, frozenset[str]]] = []
    for i, policy in enumerate(policies):
        found = [((i, *path), message) for path, message in policy.problems(basin)]
        acted_on = frozenset() if found else policy.acts_on(basin)
        found += [((i,), message) for message in _clashes(policy, acted_on, earlier)]
        earlier.append((i, policy, acted_on))
        problems += found
        if not found:
            changed = policy.apply(basin)
            problems += [((i, *path), message) for path, message in policy.misfits(basin, changed)]
            basin = changed
    return basin, problems


def order_notes(policies: Sequence[Policy]) -> list[str]:
    """Say of which policies of a list the order matters.

    Parameters
    ----------
    policies : sequence of Policy
        In the order of the file.

    Returns
    -------
    list of str
        A sentence for each pair of types that stand in the list.
    """
    notes: dict[str, None] = {}
    for j, later in enumerate(policies):
        for earlier in policies[:j]:
            why = later.order_matters_with.get(earlier.type) or earlier.order_matters_with.get(later.type)
            if why:
                notes[f"{_named(earlier.type)} comes before {later.type} here: {why}."] = None
    return list(notes)


def _clashes(
    policy: Policy, acted_on: frozenset[str], earlier: Sequence[tuple[int, Policy, frozenset[str]]]
) -> Iterator[str]:
    for i, other, others in earlier:
        both = acted_on & others
        if other.type == policy.type and both:
            yield (
                f"policies[{i}] and this one are both '{policy.type}' and both act on {_quoted(both)}; "
                "leave each of these to one of them"
            )
        why = policy.conflicts_with.get(other.type) or other.conflicts_with.get(policy.type)
        if why and (both or not acted_on or not others):
            at = f" (both act on {_quoted(both)})" if both else ""
            yield f"'{policy.type}' does not go together with '{other.type}' of policies[{i}]{at}: {why}"


def _named(word: str) -> str:
    return word[:1].upper() + word[1:]


def _quoted(names: frozenset[str]) -> str:
    shown = [f"'{name}'" for name in sorted(names)[:_MOST_NAMED]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
