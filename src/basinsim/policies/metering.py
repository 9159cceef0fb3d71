"""Meters, and a price by volume that only metered homes feel."""

from typing import Annotated, ClassVar

from pydantic import Field

from basinsim.policies.amounts import Amount
from basinsim.policies.demand_lever import DemandLever, Names
from basinsim.policies.mains import (
    CARBON_OF_WATER,
    HOUSEHOLD_SHARE,
    is_mains,
    with_household_use,
    with_household_use_by_month,
)
from basinsim.rules.words import months_in_words
from basinsim.rules.words import share as in_per_cent
from basinsim.schema.basin import Basin
from basinsim.schema.fields import OneShare
from basinsim.schema.nodes import Demand
from basinsim.schema.policy import register
from basinsim.schema.share_within import ShareWithin
from basinsim.schema.sourced import Figure, Sourced
from basinsim.schema.values import Found


@register
class Metering(DemandLever):
    """Give homes a meter; those that get one use less.

    Household use falls by `saving` x the share of homes that are newly metered; which share has a
    meter is kept, so that a tariff can act on it.
    """

    type_name: ClassVar[str] = "metering"
    option: ClassVar[str | None] = "D3"
    example: ClassVar[str] = "{type: metering, zones: [stirling], coverage: 80 %}"
    key: ClassVar[str] = "zones"
    needs: ClassVar[str] = "homes on mains of which fewer have a meter"
    carbon: ClassVar[tuple[Figure, ...]] = (CARBON_OF_WATER,)

    zones: Names = None
    """Users by name, sector or community; all homes on mains without it."""
    saving: Annotated[
        OneShare,
        Sourced(
            "share",
            "analyst's default below what Thames Water says: metered customers use 12 % less on average, "
            "many of them by their own choice of a meter",
            "assumption",
            low=0.03,
            high=0.12,
        ),
    ] = 0.08
    """Share of household use that a home saves once it has a meter."""
    coverage: Annotated[
        OneShare,
        Sourced(
            "share",
            "analyst's default; 447 of 2.44 million Scottish homes had one in 2016/17 (ClimateXChange)",
            "assumption",
            low=0.0,
            high=1.0,
        ),
    ] = 0.5
    """Share of homes that have a meter in the end."""
    household_share: Annotated[OneShare, HOUSEHOLD_SHARE] = 0.45
    """Share of a plain series or of a transfer that is taken to be used at home."""

    def applies_to(self, name: str, demand: Demand, basin: Basin) -> bool:
        """Say whether homes are on mains, no more of them with a meter than there shall be."""
        return is_mains(demand) and demand.metered <= self.coverage

    def changed(self, name: str, demand: Demand, basin: Basin) -> Demand:
        """Return the user with more meters and less use."""
        factor = 1 - self.saving * (self.coverage - demand.metered)
        amount = with_household_use(demand.amount, factor, self.household_share)
        return demand.model_copy(update={"amount": amount, "metered": self.coverage})

    def sentence(self) -> str:
        """Say how many homes have a meter, and what it saves."""
        return (
            f"Meters stand in {in_per_cent(self.coverage)} of homes on mains {self.where}, and each home that gets one uses "
            f"{in_per_cent(self.saving)} less (of a plain amount, {in_per_cent(self.household_share)} is household use)."
        )


@register
class Tariff(DemandLever):
    """Raise the price of water by volume; homes with a meter answer with a constant elasticity.

    Their use is multiplied by (1 + price_rise) ^ elasticity, in some months or all year. Homes without
    a meter do not feel it: metering comes first.
    """

    type_name: ClassVar[str] = "tariff"
    option: ClassVar[str | None] = "D4"
    example: ClassVar[str] = "{type: tariff, zones: [stirling], price_rise: 30 %, months: [5, 6, 7, 8]}"
    key: ClassVar[str] = "zones"
    needs: ClassVar[str] = "homes with a meter"
    order_matters_with: ClassVar[dict[str, str]] = {
        "metering": "only homes that have a meter by then feel the price"
    }
    carbon: ClassVar[tuple[Figure, ...]] = (CARBON_OF_WATER,)

    zones: Names = None
    """Users by name, sector or community; all with metered homes without it."""
    price_rise: Annotated[
        float,
        ShareWithin(-0.9, 10),
        Sourced("share", "analyst's default", "assumption", low=0.05, high=1.0),
    ] = 0.2
    """Rise of the price by volume, as a share of it or in %."""
    elasticity: Annotated[
        float,
        Field(ge=-5, le=0),
        Sourced(
            "-",
            "a range of -0.2 to -0.4 from 27 studies, as a review quotes it; a meta-analysis had a mean of -0.41 (from memory)",
            "second-hand",
            low=-0.5,
            high=-0.1,
        ),
    ] = -0.25
    """Change of use in per cent for each per cent of price [1]."""
    months: (
        Annotated[tuple[Annotated[int, Field(ge=1, le=12, strict=True)], ...], Field(min_length=1)] | None
    ) = None
    """Months in which the price is higher, such as [5, 6, 7, 8]; all year without it."""
    household_share: Annotated[OneShare, HOUSEHOLD_SHARE] = 0.45
    """Share of a plain amount or of a transfer that is taken to be used at home."""

    def hint(self, basin: Basin) -> str:
        """Say that metering comes first."""
        return "; put a policy of the type 'metering' before the tariff in the list"

    def problems(self, basin: Basin) -> list[Found]:
        """Return names in vain, users without meters, and series that know no months."""
        found = super().problems(basin)
        for name, demand in {} if found else self.chosen(basin).items():
            if self._answered(demand) is None:
                message = (
                    f"what '{name}' asks for is a series in which months cannot be told apart; leave the key "
                    "out, or give the amount by month or as a model of public supply"
                )
                found.append((("months",), message))
        return found

    def applies_to(self, name: str, demand: Demand, basin: Basin) -> bool:
        """Say whether any of its homes has a meter."""
        return is_mains(demand) and demand.metered > 0

    def changed(self, name: str, demand: Demand, basin: Basin) -> Demand:
        """Return the user with less use by its metered homes."""
        return demand.model_copy(update={"amount": self._answered(demand)})

    def sentence(self) -> str:
        """Say by how much the price rises, and what homes do."""
        when = "" if self.months is None else f" {months_in_words(self.months)}"
        return (
            f"The price of water by volume {self.where} rises by {in_per_cent(self.price_rise)}{when}; homes with a meter "
            f"use {in_per_cent(1 - (1 + self.price_rise) ** self.elasticity)} less (elasticity "
            f"{self.elasticity:g}; of a plain amount, {in_per_cent(self.household_share)} is household use)."
        )

    def _answered(self, demand: Demand) -> Amount | None:
        factor = 1 - demand.metered * (1 - (1 + self.price_rise) ** self.elasticity)
        if self.months is None:
            return with_household_use(demand.amount, factor, self.household_share)
        factors = [factor if month in self.months else 1.0 for month in range(1, 13)]
        return with_household_use_by_month(demand.amount, factors, self.household_share)
