"""What fairness costs and what efficiency costs, among runs that are set side by side."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from basinsim.metrics.equity import price_of_fairness
from basinsim.metrics.pairing import Run
from basinsim.metrics.series import EVERYONE

TOTAL, LEAST = "delivered_volume", "volumetric_reliability"
COLUMNS = ("policy", "measure", "unit", "mean", "p5", "p95", "best")


def fairness_prices(runs: Sequence[Run]) -> pd.DataFrame:
    """Return the price of fairness and the price of efficiency of each run.

    Parameters
    ----------
    runs : sequence of Run
        Of the same members, as comparisons need them.

    Returns
    -------
    pandas.DataFrame
        Columns policy, measure, unit, mean, p5, p95 (over paired members), best (the run that is
        held against). ``price_of_fairness``: (most water delivered - water delivered) / most, the
        most being that of the run with the largest mean; ``price_of_efficiency``: (best coverage
        of the worst-served user - its own) / best. Empty where a run does not tell.

    Notes
    -----
    Both prices as in Bertsimas, Farias and Trichakis (2011), Operations Research 59, with the runs
    at hand in place of the best of all possible ones: a run that nobody made is not counted.
    """
    totals, least = ([_of(run) for run in runs] for _of in (_total, _least))
    if not runs or any(one is None for one in (*totals, *least)):
        return pd.DataFrame(columns=list(COLUMNS))
    rows = []
    for measure, values in (("price_of_fairness", totals), ("price_of_efficiency", least)):
        known = [np.asarray(one, dtype=float) for one in values]
        best = int(np.argmax([one.mean() for one in known]))
        for run, own in zip(runs, known, strict=True):
            prices = np.array([price_of_fairness(*pair) for pair in zip(known[best], own, strict=True)])
            low, high = np.quantile(prices, [0.05, 0.95])
            rows.append((run.name, measure, "1", float(prices.mean()), low, high, runs[best].name))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _total(run: Run) -> np.ndarray | None:
    """Water delivered to all users, a number a member [Ml]."""
    table = run.metrics
    found = table[(table["metric"] == TOTAL) & (table["group"] == EVERYONE)].sort_values("member")
    return found["value"].to_numpy(dtype=float) if len(found) else None


def _least(run: Run) -> np.ndarray | None:
    """Coverage over the period of the user who is served worst, a number a member; no sector is below it."""
    found = run.metrics[run.metrics["metric"] == LEAST]
    return found.groupby("member")["value"].min().to_numpy(dtype=float) if len(found) else None
