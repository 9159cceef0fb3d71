"""How policies hold up over futures: mean, worst, regret, satisficing, and where these disagree."""

from itertools import combinations

import numpy as np
import pandas as pd
from scipy.stats import kendalltau, rankdata

from basinsim.metrics.robustness import (
    laplace,
    maximin,
    minimax_regret,
    percentile_regret,
    regret,
    satisficing,
)
from basinsim.schema.statistic import LimitValue
from basinsim.tradeoff.policies import BASELINE
from basinsim.tradeoff.robustness.cases import Array, Cases

REGRET_SHARE = 0.9
TODAYS_WORST = 0.1
"""A case is good enough if it is no worse than the worst tenth of the baseline in the reference future."""
MEASURES = {
    "mean": "its mean over futures",
    "worst": "its worst future",
    "regret_worst": "its largest regret",
    "regret_90": "the regret that nine futures in ten stay below",
    "good_enough": "the share of cases that are good enough",
}
"""What each measure of robustness is, in words."""
_THRESHOLDS = 41
_ROUNDING = 1e-9


def matrix_table(cases: Cases) -> pd.DataFrame:
    """Return policies by futures, an objective after the other.

    Parameters
    ----------
    cases : Cases
        Of a study.

    Returns
    -------
    pandas.DataFrame
        Columns objective, point, future, value, regret (both in unit), unit, direction. The regret is
        how much better the best of these policies is in that future: 0 for one policy at least.
    """
    parts = []
    for name in cases.telling:
        matrix = cases.matrix(name)
        parts.append(
            pd.DataFrame(
                {
                    "objective": name,
                    "point": np.repeat(cases.points, len(cases.futures)),
                    "future": np.tile(cases.futures, len(cases.points)),
                    "value": matrix.ravel(),
                    "regret": regret(cases.sign(name) * matrix).ravel(),
                    "unit": cases.objectives[name]["unit"],
                    "direction": cases.objectives[name]["direction"],
                }
            )
        )
    columns = ["objective", "point", "future", "value", "regret", "unit", "direction"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def good_enough(cases: Cases, name: str) -> float:
    """Return the value of an objective from which on a case counts as good enough.

    Parameters
    ----------
    cases : Cases
        Of a study.
    name : str
        Of the objective.

    Returns
    -------
    float
        As the study asks; else what the baseline gives in the worst tenth of the members of the reference
        future: who does no worse than that in every future does no worse than what is lived with
        today [its unit].
    """
    now = cases.of_objective(name)[cases.points.index(BASELINE), 0]
    asked = cases.objectives[name].get("good_enough")
    if asked is not None:
        return LimitValue(**asked).value(float(np.nanmean(now)))
    share = TODAYS_WORST if cases.sign(name) > 0 else 1 - TODAYS_WORST
    return float(np.nanquantile(now, share))


def failures(cases: Cases, name: str) -> np.ndarray:
    """Return the cases that are not good enough, shape (points, futures, members); no number is none."""
    sign, values = cases.sign(name), cases.of_objective(name)
    least = sign * good_enough(cases, name)
    return np.asarray(~(sign * values >= least - _ROUNDING * max(abs(least), 1e-6)))


def score_table(cases: Cases) -> pd.DataFrame:
    """Return how robust each policy is in each objective.

    Parameters
    ----------
    cases : Cases
        Of a study.

    Returns
    -------
    pandas.DataFrame
        Columns objective, point, the measures of ``MEASURES`` (regrets not negative), ``rank_<measure>``
        (1 is best, equals share the best rank) and unit. ``good_enough`` is a share of cases [1]; the
        objective ``all`` has only that: the share of cases in which every objective is good enough.
    """
    parts = []
    failed = np.zeros((len(cases.points), len(cases.futures), cases.members), dtype=bool)
    for name in cases.telling:
        sign = cases.sign(name)
        better = sign * cases.matrix(name)
        fails = failures(cases, name)
        failed |= fails
        high: dict[str, Array] = {
            "mean": laplace(better),
            "worst": maximin(better),
            "regret_worst": minimax_regret(better),
            "regret_90": percentile_regret(better, REGRET_SHARE),
            "good_enough": 1.0 - fails.mean(axis=(1, 2)),
        }
        part = pd.DataFrame({"objective": name, "point": cases.points})
        for measure, values in high.items():
            turned = sign if measure in ("mean", "worst") else -1.0 if "regret" in measure else 1.0
            part[measure] = turned * values + 0.0
            part[f"rank_{measure}"] = rankdata(-np.round(values, 12), method="min")
        part["unit"] = cases.objectives[name]["unit"]
        parts.append(part)
    every = pd.DataFrame({"objective": "all", "point": cases.points})
    every["good_enough"] = 1.0 - failed.mean(axis=(1, 2))
    every["rank_good_enough"] = rankdata(-every["good_enough"].round(12), method="min")
    every["unit"] = "1"
    return pd.concat([*parts, every], ignore_index=True)


def satisficing_table(cases: Cases) -> pd.DataFrame:
    """Return how often each policy is good enough, whatever is asked.

    Parameters
    ----------
    cases : Cases
        Of a study.

    Returns
    -------
    pandas.DataFrame
        Columns objective, point, threshold [unit of the objective], share [1] of all cases that reach
        it. Thresholds are quantiles of all cases of all policies, from the worst to the best.
    """
    parts = []
    for name in cases.telling:
        sign, values = cases.sign(name), cases.of_objective(name)
        flat = sign * values.reshape(len(cases.points), -1)
        known = flat[~np.isnan(flat)]
        thresholds = np.unique(np.quantile(known, np.linspace(0, 1, _THRESHOLDS), method="inverted_cdf"))
        shares = np.array([satisficing(flat, threshold) for threshold in thresholds])
        parts.append(
            pd.DataFrame(
                {
                    "objective": name,
                    "point": np.tile(cases.points, len(thresholds)),
                    "threshold": np.repeat(sign * thresholds + 0.0, len(cases.points)),
                    "share": shares.ravel(),
                }
            )
        )
    columns = ["objective", "point", "threshold", "share"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def disagreement_table(scores: pd.DataFrame) -> pd.DataFrame:
    """Return how far measures of robustness agree on the order of policies.

    Parameters
    ----------
    scores : DataFrame
        As :func:`score_table` returns it.

    Returns
    -------
    pandas.DataFrame
        Columns objective, one, other (measures), kendall_tau [-1 to 1; empty where a measure tells
        no policies apart].
    """
    rows = []
    for objective, part in scores[scores["objective"] != "all"].groupby("objective", sort=False):
        for one, other in combinations(MEASURES, 2):
            first, second = part[f"rank_{one}"], part[f"rank_{other}"]
            told = first.nunique() > 1 and second.nunique() > 1
            tau = float(kendalltau(first, second).statistic) if told else np.nan
            rows.append({"objective": objective, "one": one, "other": other, "kendall_tau": tau})
    return pd.DataFrame(rows, columns=["objective", "one", "other", "kendall_tau"])


def disagreement_in_words(cases: Cases, table: pd.DataFrame) -> list[str]:
    """Say for each objective whether it matters how robustness is measured.

    Parameters
    ----------
    cases : Cases
        Of a study.
    table : DataFrame
        As :func:`disagreement_table` returns it.

    Returns
    -------
    list of str
        One sentence for each objective in which policies differ.
    """
    said = []
    for objective, part in table.dropna(subset="kendall_tau").groupby("objective", sort=False):
        least = part.iloc[int(part["kendall_tau"].to_numpy().argmin())]
        tau, label = float(least["kendall_tau"]), cases.objectives[str(objective)]["label"]
        pair = f"{MEASURES[least['one']]} and {MEASURES[least['other']]}"
        if tau > 0.999:
            said.append(f"{label}: every measure puts the policies in the same order.")
        else:
            how = (
                "nearly agree" if tau >= 0.8 else "agree in part" if tau >= 0.4
                else "hardly agree" if tau >= 0.0 else "contradict each other"
            )  # fmt: skip
            said.append(f"{label}: {pair} {how} on the order of policies (Kendall's tau {tau:.2f}).")
    return said
