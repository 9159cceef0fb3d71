"""The supply-demand balance by zone, from deployable outputs."""

from collections.abc import Sequence

import pandas as pd

from basinsim.metrics.balance import balance_of
from basinsim.yields.outcome import Yield


def balance_of_yields(yields: Sequence[Yield], *, outage: float = 0.0, headroom: float = 0.0) -> pd.DataFrame:
    """Balance what each zone can deploy against what it asks for.

    Parameters
    ----------
    yields : sequence of Yield
        One a zone.
    outage : float
        Share of deployable output lost to works and mains out of service [1].
    headroom : float
        Margin wished for above demand, as a share of it [1].

    Returns
    -------
    pandas.DataFrame
        As :func:`basinsim.metrics.balance.balance_of` [Ml/d].

    Notes
    -----
    Output and demand are both means over the period: a group's demand was multiplied as it is, so its
    peaks are in both. Works' losses and the scenario's climate are simulated, and so stand in the
    deployable output already. Zones that share stores are each found with the others' demand as it is:
    their balances do not add up.
    """
    return balance_of(
        {found.group.name: float(found.output.met) for found in yields},
        {found.group.name: found.demand for found in yields},
        outage=outage,
        headroom=headroom,
    )
