"""What a lever does to an amount: to the models it is made of, or to a plain series."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from basinsim.demand_models.transfer import Transfer
from basinsim.schema.demand_model import DemandModel
from basinsim.schema.values import Value, scaled, scaled_by_month

Amount = Value | DemandModel
OneModel = TypeVar("OneModel", bound=DemandModel)


def models_in(amount: Amount, kind: type[OneModel]) -> list[OneModel]:
    """Return the models of one kind of which an amount is made.

    Parameters
    ----------
    amount : Value or DemandModel
        Of a demand.
    kind : type
        A demand model.

    Returns
    -------
    list
        In the order of the file; empty for a plain value.
    """
    if not isinstance(amount, DemandModel):
        return []
    return [model for model in amount.leaves() if isinstance(model, kind)]


def with_models(amount: Amount, kind: type[OneModel], change: Callable[[OneModel], DemandModel]) -> Amount:
    """Return an amount with its models of one kind changed.

    Parameters
    ----------
    amount : Value or DemandModel
        Of a demand.
    kind : type
        A demand model.
    change : callable
        Takes such a model and returns what takes its place.

    Returns
    -------
    Value or DemandModel
        The given one stays as it is; a plain value is returned as it is.
    """
    if not isinstance(amount, DemandModel):
        return amount
    return amount.changed(lambda model: change(model) if isinstance(model, kind) else model)


def scaled_flows(amount: Amount, factor: float) -> Amount:
    """Return an amount whose plain series, and the flows of whose transfers, are multiplied.

    Parameters
    ----------
    amount : Value or DemandModel
        Of a demand; models of other kinds stay.
    factor : float
        [1]

    Returns
    -------
    Value or DemandModel
        The given one stays as it is.
    """
    if not isinstance(amount, DemandModel):
        return scaled(amount, factor)
    return with_models(
        amount, Transfer, lambda model: model.model_copy(update={"flow": scaled(model.flow, factor)})
    )


def flows_by_month(amount: Amount, factors: Sequence[float]) -> Amount | None:
    """Return a plain amount or a transfer, multiplied month by month.

    Parameters
    ----------
    amount : Value or DemandModel
        Of a demand.
    factors : sequence of float
        Twelve, January first [1].

    Returns
    -------
    Value or DemandModel or None
        The given one stays as it is; None for a series in which months cannot be told apart.
    """
    if not isinstance(amount, DemandModel):
        return scaled_by_month(amount, factors)
    flows = [scaled_by_month(model.flow, factors) for model in models_in(amount, Transfer)]
    if any(flow is None for flow in flows):
        return None
    return with_models(
        amount,
        Transfer,
        lambda model: model.model_copy(update={"flow": scaled_by_month(model.flow, factors)}),
    )


def has_flows(amount: Amount) -> bool:
    """Say whether an amount is a plain series, or has transfers in it."""
    return not isinstance(amount, DemandModel) or bool(models_in(amount, Transfer))
