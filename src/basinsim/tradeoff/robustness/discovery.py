"""In which cases a policy fails, in words: boxes of features found by the patient rule induction method."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from basinsim.metrics.amounts import shown
from basinsim.tradeoff.robustness.cases import Cases
from basinsim.tradeoff.robustness.conditions import FACT, FEATURES
from basinsim.tradeoff.robustness.prim import Box, Limit, best_box, box_of, peel
from basinsim.tradeoff.robustness.scores import failures

STATES = {"worst_storage": "lowest storage", "lowest_storage_share": "lowest usable storage"}
"""Metrics that say how near a policy came to failing; they are features where the study keeps them."""
WORDS = {"climate": "climate", "growth": "growth", "hydrology_seed": "seed of the record"}
"""Columns of the table of futures whose values are words."""
FEWEST = 5
"""Cases that fail, and that do not, below which nothing is looked for."""
_FIGURES = 3


@dataclass(frozen=True)
class Feature:
    """Something in which cases differ.

    Attributes
    ----------
    name : str
        Column of the table of features.
    words : str
        For sentences.
    unit : str
        Of its numbers; ``1`` for shares, empty for words.
    kind : {"climate", "growth", "hydrology_seed", "fact", "weather", "state"}
        A state depends on the policy; the others are the same for all.
    """

    name: str
    words: str
    unit: str
    kind: str


@dataclass(frozen=True)
class Failing:
    """When a policy is not good enough in an objective.

    Attributes
    ----------
    point, objective : str
        Which policy, in what.
    failed, count : int
        Cases in which it is not good enough, and all cases.
    box : Box or None
        Where these cases lie; None where there are too few of either kind, or nothing tells them apart.
    peeled : list of Box
        Every box on the way, from all cases inwards.
    words : str
        All of it as a sentence.
    features : tuple of Feature
        What was looked at.
    table : DataFrame, shape (cases, features)
        Of every case.
    fails : ndarray of bool, shape (cases,)
        In which it is not good enough.
    """

    point: str
    objective: str
    failed: int
    count: int
    box: Box | None
    peeled: tuple[Box, ...]
    words: str
    features: tuple[Feature, ...]
    table: pd.DataFrame
    fails: np.ndarray


def features_of(
    cases: Cases, conditions: pd.DataFrame, point: str | None = None
) -> tuple[tuple[Feature, ...], pd.DataFrame]:
    """Return what is known of each case.

    Parameters
    ----------
    cases : Cases
        Of a study.
    conditions : DataFrame
        As :func:`basinsim.tradeoff.robustness.conditions.conditions_table` returns it.
    point : str, optional
        A policy whose own storage is added; without it only what is the same for all.

    Returns
    -------
    (tuple of Feature, DataFrame of shape (futures x members, features))
        Features in which cases differ; futures in their order, members within.
    """
    futures = cases.outcome.futures
    repeated = futures.loc[futures.index.repeat(cases.members)].reset_index(drop=True)
    found: list[Feature] = []
    table: dict[str, pd.Series | np.ndarray] = {}
    for name in (name for name in WORDS if repeated[name].nunique() > 1):
        found.append(Feature(name, WORDS[name], "", name))
        table[name] = repeated[name].astype(str)
    known = conditions.set_index(["future", "member"]).loc[
        [(future, member) for future in cases.futures for member in range(cases.members)]
    ]
    for name in (str(one) for one in known):
        if not name.startswith(FACT) or known[name].nunique() < 2:
            continue
        key, unit = name.removeprefix(FACT).removesuffix("]").split(" [")
        found.append(Feature(name, _fact_words(key), "" if unit == "-" else unit, "fact"))
        table[name] = known[name].to_numpy(dtype=float)
    for name in (name for name in FEATURES if name in known):
        values = known[name].to_numpy(dtype=float)
        if np.isfinite(values).all() and np.ptp(values) > 0:
            found.append(Feature(name, FEATURES[name], "1", "weather"))
            table[name] = values
    for (metric, group), values in sorted(cases.values.items()) if point is not None else ():
        numbers = values[cases.points.index(point)].ravel() if point is not None else np.empty(0)
        if metric in STATES and np.isfinite(numbers).all() and np.ptp(numbers) > 0:
            name = f"{metric}.{group}"
            whose = "of all reservoirs together" if group == "all" else f"of {group.replace('_', ' ')}"
            found.append(Feature(name, f"{STATES[metric]} {whose}", cases.facts[metric, group][0], "state"))
            table[name] = numbers
    return tuple(found), pd.DataFrame(table, index=range(len(repeated)))


def _fact_words(key: str) -> str:
    """Return what a fact is called: ``nodes.loch_katrine.capacity`` is ``capacity of loch katrine``."""
    _, *where, what = key.split(".")
    words = " ".join(where).replace("_", " ")
    return f"{what.replace('_', ' ')} of {words}" if words else what.replace("_", " ")


def failing(cases: Cases, conditions: pd.DataFrame, point: str, objective: str) -> Failing:
    """Find out when a policy is not good enough.

    Parameters
    ----------
    cases : Cases
        Of a study.
    conditions : DataFrame
        As :func:`features_of` takes it.
    point, objective : str
        Which policy, in what.

    Returns
    -------
    Failing
        Limits are rounded to three figures before coverage and density are counted: what is printed
        is what was counted.
    """
    interest = failures(cases, objective)[cases.points.index(point)].ravel()
    failed, count = int(interest.sum()), len(interest)
    features, table = features_of(cases, conditions, point)
    # What a policy is judged by would explain itself.
    judged = f"{cases.objectives[objective]['metric']}.{cases.objectives[objective]['group']}"
    table = table.drop(columns=judged, errors="ignore")
    features = tuple(one for one in features if one.name in table)
    box, peeled = None, []
    if min(failed, count - failed) >= FEWEST and len(table.columns):
        peeled = peel(table, interest)
        chosen = best_box(peeled, table, interest)
        if chosen.limits:
            box = box_of({name: _rounded(one) for name, one in chosen.limits.items()}, table, interest)
    words = _in_words(features, box, failed, count, bool(len(table.columns)))
    return Failing(point, objective, failed, count, box, tuple(peeled), words, features, table, interest)


def _rounded(limit: Limit) -> Limit:
    if limit.among is not None:
        return limit
    low, high = (float(f"{end:.{_FIGURES}g}") for end in (limit.low, limit.high))
    return Limit(low, high)


def _in_words(features: Sequence[Feature], box: Box | None, failed: int, count: int, known: bool) -> str:
    if not failed:
        return f"holds in all {count} cases"
    share = f"{failed} of {count} cases"
    if failed == count:
        return f"fails in all {count} cases"
    if box is None:
        if min(failed, count - failed) < FEWEST:
            return f"fails in {share}, too few of one kind to say when"
        told = (
            "nothing that was recorded tells when" if known else "cases differ in nothing that was recorded"
        )
        return f"fails in {share}; {told}"
    by_name = {one.name: one for one in features}
    said = " and ".join(limit_in_words(by_name[name], limit) for name, limit in box.limits.items())
    return (
        f"fails in {share}, when {said} (these are {shown(box.coverage, '1')} % of the failures; "
        f"of such cases {shown(box.density, '1')} % fail)"
    )


def limit_in_words(feature: Feature, limit: Limit) -> str:
    """Say what a box asks of a feature, such as ``winter rain (October to March) is below 85 % of usual``."""
    if limit.among is not None:
        return f"{feature.words} is {' or '.join(sorted(limit.among))}"
    low, high = (_amount(end, feature) for end in (limit.low, limit.high))
    if math.isinf(limit.low):
        said = f"is at most {high}"
    elif math.isinf(limit.high):
        said = f"is at least {low}"
    else:
        said = f"is {low} to {high}"
    return f"{feature.words} {said}" + (" of usual" if feature.kind == "weather" else "")


def _amount(number: float, feature: Feature) -> str:
    if feature.unit == "1":
        return f"{100 * number:.{_FIGURES}g} %"
    if feature.unit == "Ml" and abs(number) >= 1000:
        return f"{number / 1000:.{_FIGURES}g} Mm3"  # 1 Mm3 is 1000 Ml
    return f"{number:.{_FIGURES}g} {feature.unit}".rstrip()
