"""Scarcity counted against one threshold in all runs, where the basin gives none."""

import numpy as np
import pandas as pd
import xarray as xr

from basinsim.metrics.derived import natural_flow
from basinsim.metrics.series import names_of
from basinsim.metrics.table import metric_table

SCARCITY = ("scarcity_days", "scarcity_episodes", "days_below_q95", "volume_below_q95")
"""Metrics that need the threshold."""


def thresholds_of(baseline: xr.Dataset) -> tuple[xr.DataArray, tuple[str, ...]]:
    """Return the low-flow threshold of each gauge, of a baseline's own weather where none is given.

    Parameters
    ----------
    baseline : xarray.Dataset
        Results of the baseline, with ``q95``, and ``natural_catchment`` and ``inflow`` (or
        ``gauge_flow``).

    Returns
    -------
    (xarray.DataArray, tuple of str)
        Flow [Ml/d] by gauge; the gauges whose threshold was taken from the baseline: the Q95 of its
        natural flow over all members, of the flow as it was where the inflows were not kept.
    """
    threshold = baseline["q95"].copy()
    missing = [name for name in names_of(baseline, "gauge") if not float(threshold.sel(gauge=name)) > 0]
    if not missing:
        return threshold, ()
    flow = natural_flow(baseline) if "inflow" in baseline else baseline["gauge_flow"]
    for name in missing:
        threshold.loc[{"gauge": name}] = float(np.nanquantile(flow.sel(gauge=name).to_numpy(), 0.05))
    return threshold, tuple(missing)


def scarcity_against(dataset: xr.Dataset, threshold: xr.DataArray) -> pd.DataFrame:
    """Count scarcity of a run against given thresholds.

    Parameters
    ----------
    dataset : xarray.Dataset
        With ``gauge_flow``.
    threshold : xarray.DataArray, dimension (gauge)
        [Ml/d]

    Returns
    -------
    pandas.DataFrame
        Rows of the metrics of ``SCARCITY``, as in ``metrics.csv``.
    """
    few = dataset[["gauge_flow", "step_length"]].assign(q95=threshold)
    return metric_table(few, SCARCITY)
