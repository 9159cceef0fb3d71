"""Works that close or run down."""

from typing import Annotated, ClassVar

from basinsim.demand_models.industry import Distilling, Industry
from basinsim.policies.amounts import has_flows, models_in, scaled_flows, with_models
from basinsim.policies.demand_lever import DemandLever, Names
from basinsim.rules.words import share as in_per_cent
from basinsim.schema.basin import Basin
from basinsim.schema.fields import OneShare
from basinsim.schema.nodes import Demand
from basinsim.schema.policy import register
from basinsim.schema.sourced import Sourced


@register
class IndustrialClosure(DemandLever):
    """Let industry take only a share of what it takes now.

    Works that are models are less busy, plain series of the sector industry are scaled. A farm or
    another user with a works in its demand model is meant only where it is named.
    """

    type_name: ClassVar[str] = "industrial_closure"
    option: ClassVar[str | None] = "I2"
    needs: ClassVar[str] = "industry"
    example: ClassVar[str] = "{type: industrial_closure, users: [grangemouth_industry], factor: 20 %}"

    users: Names = None
    """Users by name, sector or community; all of the sector industry without it."""
    factor: Annotated[
        OneShare,
        Sourced(
            "share",
            "analyst's default; the refinery at Grangemouth stopped in 2025 (Scottish Parliament)",
            "assumption",
            low=0.2,
            high=1.0,
        ),
    ] = 0.6
    """What is left, as a share of what is taken now."""

    def applies_to(self, name: str, demand: Demand, basin: Basin) -> bool:
        """Say whether there is any industry, or a works in the model of a user that is named."""
        works = bool(models_in(demand.amount, Industry)) or bool(models_in(demand.amount, Distilling))
        if demand.sector == "industry":
            return works or has_flows(demand.amount)
        return self.named is not None and works

    def changed(self, name: str, demand: Demand, basin: Basin) -> Demand:
        """Return the user with less industry."""
        amount = with_models(
            demand.amount,
            Industry,
            lambda model: model.model_copy(update={"activity": model.activity * self.factor}),
        )
        amount = with_models(
            amount,
            Distilling,
            lambda model: model.model_copy(update={"production": model.production * self.factor}),
        )
        if demand.sector == "industry":
            amount = scaled_flows(amount, self.factor)
        return demand.model_copy(update={"amount": amount})

    def sentence(self) -> str:
        """Say what is left of industry."""
        return f"Industry {self.where} takes {in_per_cent(self.factor)} of what it took."
