"""Whether what users cannot do without is still part of what they ask for."""

from datetime import date
from functools import reduce

import numpy as np

from basinsim.calendar import make_calendar
from basinsim.demand_models.interface import ComputedModel, Surroundings
from basinsim.demand_models.public_supply import PublicSupply
from basinsim.demand_models.resolve import resolve_amount
from basinsim.demand_models.transfer import Transfer
from basinsim.policies.amounts import Amount
from basinsim.schema.demand_model import DemandModel
from basinsim.schema.nodes import Demand
from basinsim.schema.values import Constant, Monthly

_YEAR = make_calendar(date(2001, 1, 1), date(2001, 12, 31), "day")


def beyond_amount(demand: Demand) -> tuple[float, float] | None:
    """Find a day on which a user's essential part is more than the whole amount, whatever the weather.

    Parameters
    ----------
    demand : Demand
        A user.

    Returns
    -------
    (float, float) or None
        The essential part and the whole on the worst day of a year [Ml/d]; None where there is no such
        day, or where only the series of a run can tell.
    """
    if demand.essential is None:
        return None
    essential, whole = _in_a_year(demand.essential.amount), _in_a_year(demand.amount)
    if essential is None or whole is None:
        return None
    worst = int(np.argmax(essential - whole))
    if essential[worst] <= whole[worst] * (1 + 1e-9):
        return None
    return float(essential[worst]), float(whole[worst])


def _in_a_year(amount: Amount) -> np.ndarray | None:
    """Return the amount on each day of a year in which no weather raises it; None where it is not known."""
    if isinstance(amount, Constant | Monthly):
        return np.asarray(resolve_amount(amount, _YEAR, [0])[0])
    if not isinstance(amount, DemandModel):
        return None
    parts = [_undisturbed(model) for model in amount.leaves()]
    known = [part for part in parts if part is not None]
    return reduce(np.add, known) if len(known) == len(parts) else None


def _undisturbed(model: DemandModel) -> np.ndarray | None:
    if isinstance(model, PublicSupply | Transfer) and model.dry_weather is not None:
        model = model.model_copy(update={"dry_weather": None})
    if isinstance(model, Transfer) and not isinstance(model.flow, Constant | Monthly):
        return None
    if not isinstance(model, ComputedModel) or any(True for _ in model.catchments()):
        return None
    return np.asarray(model.daily(Surroundings(_YEAR, [0]))[0])
