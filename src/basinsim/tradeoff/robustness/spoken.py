"""The policies of a study in words: what each lever does, and what sources say that it costs."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from basinsim.tradeoff.explore import Explored
from basinsim.tradeoff.robustness.money import money_in_words
from basinsim.tradeoff.space import read_policies
from basinsim.tradeoff.study import FULL


@dataclass(frozen=True)
class Spoken:
    """A policy in words.

    Attributes
    ----------
    levers : tuple of str
        A sentence for each thing that it does; empty for the baseline.
    costs : tuple of str
        What can be summed and what cannot; then for each type of lever what it costs, and who says so,
        or that no source gives a figure.
    """

    levers: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()


def spoken_policies(explored: Explored) -> dict[str, Spoken]:
    """Put the policies that were simulated in full into words.

    Parameters
    ----------
    explored : Explored
        What came of a study.

    Returns
    -------
    dict of str to Spoken
        By the policy's name.
    """
    found = {}
    for one in (explored.baseline, *explored.tried):
        if FULL not in one.verdicts:
            continue
        raw = [policy for option in one.options for policy in option.policies]
        policies, _ = read_policies(raw, explored.study.path.parent)
        costs = {
            f"{policy.type_name.replace('_', ' ').capitalize()}. {policy.money_and_carbon()}": None
            for policy in policies
        }
        sentences = tuple(policy.sentence() for policy in policies)
        found[one.name] = Spoken(sentences, (*money_in_words(policies), *costs))
    return found


def write_spoken(spoken: Mapping[str, Spoken], path: Path) -> None:
    """Write policies in words to a JSON file."""
    text = json.dumps({name: asdict(one) for name, one in spoken.items()}, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def read_spoken(path: Path) -> dict[str, Spoken]:
    """Read what :func:`write_spoken` wrote."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return {name: Spoken(tuple(one["levers"]), tuple(one["costs"])) for name, one in found.items()}
