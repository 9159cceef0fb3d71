"""Lay an amount, be it a value or a demand model, on the steps of a run."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from basinsim.calendar import Calendar
from basinsim.demand_models.interface import ComputedModel, Surroundings
from basinsim.hydrology.record import HydrologyRecord
from basinsim.schema.demand_model import DemandModel
from basinsim.schema.values import Value
from basinsim.series.resolve import resolve


def resolve_amount(
    value: Value | DemandModel,
    calendar: Calendar,
    members: Sequence[int],
    hydrology: HydrologyRecord | None = None,
    **how: Any,
) -> np.ndarray:
    """Return a number for each member and step.

    Parameters
    ----------
    value : Value or DemandModel
        What the file says.
    calendar : Calendar
        The steps.
    members : sequence of int
        Which members of the scenario, counted from 0.
    hydrology : HydrologyRecord, optional
        Weather for models that depend on it.
    **how
        For plain values, as :func:`basinsim.series.resolve.resolve` takes it.

    Returns
    -------
    ndarray, shape (1 or members, steps)
        The mean over the days of each step [Ml/d], for a model; one row where all members have the same.

    Raises
    ------
    SeriesError
        Where the weather, lengths, dates, members or numbers do not fit.
    """
    if not isinstance(value, DemandModel):
        return resolve(value, calendar, members, **how)
    if not isinstance(value, ComputedModel):
        message = f"the demand model '{value.model}' has parameters, but no way to compute amounts from them"
        raise TypeError(message)
    return calendar.mean_over_steps(value.daily(Surroundings(calendar, members, hydrology)))
