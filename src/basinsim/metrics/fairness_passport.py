"""One page for each group: what it got, when it hurt, and how that compares with four ideas of fair."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import xarray as xr

from basinsim.claims import RULES
from basinsim.metrics.derived import with_derived
from basinsim.metrics.series import names_of, user_groups, volume
from basinsim.metrics.service import worst_month_coverage

COMPARED = ("proportional", "equal_awards", "equal_losses")
"""Claims rules that what a group got is held against."""


def fairness_passport(dataset: xr.Dataset) -> pd.DataFrame:
    """Describe how fairly each user and each sector came out of a run.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results of one run, of any number of members.

    Returns
    -------
    pandas.DataFrame
        One row for each group and measure: group, measure, unit, mean, p5, p95 (over members).
        Measures: ``coverage``; ``worst_month``, the lowest coverage of a whole month;
        ``share_of_demand`` and ``share_of_shortage``, of all users'; and how far what the group got
        is from each rule's award, as a share of what it asked for: ``above_proportional``,
        ``above_equal_awards``, ``above_equal_losses`` (negative: it got less than the rule gives).

    Notes
    -----
    The rules share the water that all users got together over the period, among what each asked
    for: they say nothing about where in the basin the water was.
    """
    dataset = with_derived(dataset)
    asked = volume(dataset, dataset["requested"]).transpose("member", "demand")
    missed = volume(dataset, dataset["shortage"]).transpose("member", "demand")
    worst = {group: np.asarray(values) for group, values in worst_month_coverage(dataset)}
    return passport_of_volumes(dataset, asked.to_numpy(), missed.to_numpy(), worst)


def passport_of_volumes(
    dataset: xr.Dataset, asked: np.ndarray, missed: np.ndarray, worst_month: Mapping[str, np.ndarray]
) -> pd.DataFrame:
    """Describe how fairly each user and each sector came out, from what each asked for and missed in all.

    Parameters
    ----------
    dataset : xarray.Dataset
        With ``demand`` and ``sector``.
    asked, missed : ndarray, shape (members, demands)
        Volumes over the period [Ml].
    worst_month : mapping of str to ndarray, shape (members,)
        Lowest coverage of a whole month, of the groups that have one [1].

    Returns
    -------
    pandas.DataFrame
        As of :func:`fairness_passport`.
    """
    demands = names_of(dataset, "demand")
    claims, got = asked, asked - missed
    awards = {name: RULES[name](claims, got.sum(axis=1)) for name in COMPARED}
    total_asked, total_missed = claims.sum(axis=1), (claims - got).sum(axis=1)
    rows = []
    for group, names in user_groups(dataset):
        if group == "all":
            continue
        chosen = [demands.index(name) for name in names]
        wanted, had = claims[:, chosen].sum(axis=1), got[:, chosen].sum(axis=1)
        if not (wanted > 0).all():
            continue
        measures = {"coverage": had / wanted}
        if group in worst_month:
            measures["worst_month"] = worst_month[group]
        measures["share_of_demand"] = wanted / total_asked
        measures["share_of_shortage"] = np.divide(
            wanted - had, total_missed, out=np.zeros_like(had), where=total_missed > 0
        )
        for rule, award in awards.items():
            measures[f"above_{rule}"] = (had - award[:, chosen].sum(axis=1)) / wanted
        for measure, values in measures.items():
            low, high = np.quantile(values, [0.05, 0.95])
            rows.append((group, measure, "1", float(values.mean()), float(low), float(high)))
    return pd.DataFrame(rows, columns=["group", "measure", "unit", "mean", "p5", "p95"])
