"""Public supply as levers see it: what of it leaks, what homes use, and whether it comes from the mains.

Where a demand states leakage and household use, these change; where it is a plain series or a
transfer, a share of it is taken to leak, or to be used at home.
"""

from collections.abc import Sequence

from basinsim.demand_models.public_supply import PublicSupply
from basinsim.policies.amounts import Amount, flows_by_month, has_flows, models_in, scaled_flows, with_models
from basinsim.schema.nodes import Demand
from basinsim.schema.sourced import Figure, Sourced

LEAKAGE_SHARE = Sourced(
    "share",
    "494.8 Ml/d in 2016/17 (ClimateXChange) of 1,785 Ml/d; 400 Ml/d to 559 Ml/d of it (Scottish Government)",
    "derived",
    low=0.22,
    high=0.31,
)
HOUSEHOLD_SHARE = Sourced(
    "share",
    "153 l/head/d in 2017/18 (ClimateXChange) x 5.2 million people of 1,785 Ml/d; 178 l/head/d at most",
    "derived",
    low=0.44,
    high=0.52,
)
CARBON_OF_WATER = Figure(
    "each volume that is no longer supplied saves",
    "volume",
    0.34,
    "kgCO2e/m3",
    "the United Kingdom's factor of 2020 for supplied water, as a council quotes it; about 0.15 in later years, from memory",
    "second-hand",
    low=0.15,
    high=0.34,
)


def is_private(demand: Demand) -> bool:
    """Say whether a demand is one of homes on supplies of their own, as the model tells them."""
    homes = models_in(demand.amount, PublicSupply)
    return (
        demand.sector == "public"
        and bool(homes)
        and not has_flows(demand.amount)
        and all(model.leakage == 0 and model.non_household_use == 0 for model in homes)
    )


def is_mains(demand: Demand) -> bool:
    """Say whether a demand is one of people who are served through mains."""
    known = bool(models_in(demand.amount, PublicSupply)) or has_flows(demand.amount)
    return demand.sector == "public" and known and not is_private(demand)


def leaks(amount: Amount) -> bool:
    """Say whether anything is known, or taken, to leak of an amount."""
    homes = models_in(amount, PublicSupply)
    return any(model.leakage for model in homes) if homes else has_flows(amount)


def with_leakage(amount: Amount, factor: float, leakage_share: float) -> Amount:
    """Return an amount whose leakage is multiplied.

    Parameters
    ----------
    amount : Value or DemandModel
        Of a demand.
    factor : float
        On the leakage [1].
    leakage_share : float
        What of a plain series or a transfer is taken to leak [1].

    Returns
    -------
    Value or DemandModel
        The given one stays as it is.
    """
    if not models_in(amount, PublicSupply):
        return scaled_flows(amount, 1 - leakage_share * (1 - factor))
    return with_models(
        amount, PublicSupply, lambda model: model.model_copy(update={"leakage": model.leakage * factor})
    )


def with_household_use(amount: Amount, factor: float, household_share: float) -> Amount:
    """Return an amount whose household use is multiplied.

    Parameters
    ----------
    amount : Value or DemandModel
        Of a demand.
    factor : float
        On household use [1].
    household_share : float
        What of a plain series or a transfer is taken to be used at home [1].

    Returns
    -------
    Value or DemandModel
        The given one stays as it is.
    """
    if not models_in(amount, PublicSupply):
        return scaled_flows(amount, 1 - household_share * (1 - factor))
    return with_models(
        amount,
        PublicSupply,
        lambda model: model.model_copy(update={"household_use": model.household_use * factor}),
    )


def with_household_use_by_month(
    amount: Amount, factors: Sequence[float], household_share: float
) -> Amount | None:
    """Return an amount whose household use is multiplied month by month.

    Parameters
    ----------
    amount : Value or DemandModel
        Of a demand.
    factors : sequence of float
        On household use, twelve, January first [1].
    household_share : float
        What of a plain series or a transfer is taken to be used at home [1].

    Returns
    -------
    Value or DemandModel or None
        The given one stays as it is; None for a series in which months cannot be told apart.
    """
    if not models_in(amount, PublicSupply):
        return flows_by_month(amount, [1 - household_share * (1 - factor) for factor in factors])

    def changed(model: PublicSupply) -> PublicSupply:
        shape = [old * factor for old, factor in zip(model.household_seasonal, factors, strict=True)]
        mean = sum(shape) / len(shape)
        update = {
            "household_use": model.household_use * mean,
            "household_seasonal": tuple(one / mean for one in shape),
        }
        return model.model_copy(update=update)

    return with_models(amount, PublicSupply, changed)
