"""A yield in plain English, and as rows of tables."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from basinsim.errors import counted
from basinsim.metrics.amounts import shown
from basinsim.yields.outcome import CONFIDENCE, Yield

_FLOW = "Ml/d"


def in_words(found: Yield) -> list[str]:
    """Say a yield in sentences.

    Parameters
    ----------
    found : Yield
        Of one group.

    Returns
    -------
    list of str
        The answer, how sure it is, the firm yield, what it costs others, and notes.
    """
    level, output = found.question.level, found.output
    kept = found.question.reserve.words
    where = f" kept in {_listed(found.stores)}" if found.stores else ""
    simulated = (
        f"{counted(found.years, 'whole year')}" if found.years else "the days"
    ) + f" of {counted(found.members, 'member')}"
    if np.isnan(output.met):
        said = [f"No demand of {found.group.name} is met {level.words}, with {kept}{where}."]
    else:
        times = output.met / found.demand
        said = [
            f"{_flow(output.met)} is the largest demand of {found.group.name} met {level.words}, with {kept}{where}: "
            f"{times:.3g} times today's {_flow(found.demand)}."
        ]
        if np.isfinite(output.unmet):
            said.append(f"{_flow(output.met)} was met in {simulated}; {_flow(output.unmet)} was not.")
        if level.share > 0:
            said.append(_sure(found))
    if level.share > 0 and not np.isnan(found.firm.met):
        said.append(f"Firm yield (never failing in these years): {_flow(found.firm.met)}.")
    return said + _others(found) + list(found.notes)


def _sure(found: Yield) -> str:
    low, high = found.band
    ends = [
        "no lower end" if np.isnan(low) else _flow(low),
        "no upper end" if np.isinf(high) else _flow(high),
    ]
    return (
        f"Band of what chance leaves of it in so many years ({100 * CONFIDENCE:g} %): {ends[0]} to {ends[1]}."
    )


def _others(found: Yield) -> list[str]:
    if np.isnan(found.output.met):
        return []
    table = found.others()
    table = table[table["change"] > _TELLS]
    if table.empty:
        return ["At that demand no other user misses more than today."]
    worst = zip(table["user"].head(4), table["change"].head(4), strict=True)
    parts = [f"{user} {shown(float(change), _FLOW, signed=True)}" for user, change in worst]
    return [f"At that demand others miss more than today (mean Ml/d): {', '.join(parts)}."]


_TELLS = 0.01
"""Change of a mean shortage that is worth telling [Ml/d]."""


def yield_table(yields: Sequence[Yield]) -> pd.DataFrame:
    """Return yields as rows.

    Parameters
    ----------
    yields : sequence of Yield
        One a group.

    Returns
    -------
    pandas.DataFrame
        As ``yield.csv``; flows in Ml/d, empty where there is no number.
    """
    rows = [
        {
            "scenario": found.scenario,
            "group": found.group.name,
            "users": ";".join(found.group.users),
            "level_of_service": found.question.level.words,
            "emergency_storage": found.question.reserve.words,
            "stores": ";".join(found.stores),
            "members": found.members,
            "years": found.years,
            "demand_today": found.demand,
            "deployable_output": found.output.met,
            "not_met": found.output.unmet,
            "band_low": found.band[0],
            "band_high": found.band[1],
            "confidence": CONFIDENCE,
            "firm_yield": found.firm.met,
            "unit": _FLOW,
            "notes": " ".join(found.notes),
        }
        for found in yields
    ]
    return pd.DataFrame(rows).replace([np.inf, -np.inf], np.nan)


def trial_rows(yields: Sequence[Yield]) -> pd.DataFrame:
    """Return every demand tried, of all groups.

    Parameters
    ----------
    yields : sequence of Yield
        One a group.

    Returns
    -------
    pandas.DataFrame
        As ``yield_trials.csv``.
    """
    tables = []
    for found in yields:
        table = found.trial_table()
        table.insert(0, "group", found.group.name)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def _flow(value: float) -> str:
    # Four figures, so that both sides of a bracket can be told apart.
    return f"{value:,.0f} {_FLOW}" if value >= 10_000 else f"{value:,.4g} {_FLOW}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else names[0]
