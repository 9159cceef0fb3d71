"""How far a run is from what perfect foresight could have done: the price of not knowing the future."""

import pandas as pd

from basinsim.errors import RunError
from basinsim.metrics.comparison import compare_results
from basinsim.results.store import Results


def foresight_gap(results: Results, upper_bound: Results) -> pd.DataFrame:
    """Set a run against the same scenario with full foresight.

    Parameters
    ----------
    results : Results
        Of a run without foresight, or with a window.
    upper_bound : Results
        Of the same scenario, period, step and members with ``foresight: full``; such a run is
        meant for weekly or monthly steps.

    Returns
    -------
    pandas.DataFrame
        One row for each metric and group: metric, group, unit, direction, value (of the run),
        upper_bound, gap (how much better the bound is, in the metric's unit; means of paired
        members), gap_p5, gap_p95. Below 0 where the run happens to be better: foresight serves
        priorities, and not every metric.

    Raises
    ------
    RunError
        Where the second run has no full foresight, or the two do not pair.
    """
    if str(upper_bound.dataset.attrs.get("foresight", "")) != "full":
        raise RunError("the upper bound must be a run with 'foresight: full'")
    comparison = compare_results([results, upper_bound], ["run", "upper bound"])
    table = comparison.table[comparison.table["policy"] == "upper bound"].reset_index(drop=True)
    sign = table["direction"].map({"max": 1.0, "min": -1.0})
    ends = pd.concat([sign * table["change_p5"], sign * table["change_p95"]], axis=1)
    return pd.DataFrame(
        {
            **{name: table[name] for name in ("metric", "group", "unit", "direction")},
            "value": table["baseline"],
            "upper_bound": table["value"],
            "gap": sign * table["change"],
            "gap_p5": ends.min(axis=1),
            "gap_p95": ends.max(axis=1),
        }
    )
