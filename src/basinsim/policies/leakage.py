"""Leakage: less of what is supplied is lost on the way."""

from typing import Annotated, ClassVar

from basinsim.policies.demand_lever import DemandLever, Names
from basinsim.policies.mains import CARBON_OF_WATER, LEAKAGE_SHARE, is_mains, leaks, with_leakage
from basinsim.rules.words import share as in_per_cent
from basinsim.schema.basin import Basin
from basinsim.schema.fields import OneShare
from basinsim.schema.nodes import Demand
from basinsim.schema.policy import register
from basinsim.schema.sourced import Figure, Sourced


@register
class LeakageReduction(DemandLever):
    """Reduce what leaks from mains, and the losses of links that lead to these users.

    Where a demand states its leakage, that falls; of a plain series or a transfer, `leakage_share` is
    taken to leak. Losses of links that end at a user fall by the same share.
    """

    type_name: ClassVar[str] = "leakage_reduction"
    option: ClassVar[str | None] = "D2"
    example: ClassVar[str] = "{type: leakage_reduction, zones: [stirling, falkirk], share: 40 %}"
    key: ClassVar[str] = "zones"
    needs: ClassVar[str] = "leakage on mains"
    carbon: ClassVar[tuple[Figure, ...]] = (CARBON_OF_WATER,)

    zones: Names = None
    """Users by name, sector or community; all that leak without it."""
    share: Annotated[
        OneShare,
        Sourced(
            "share",
            "analyst's default; a cut of 22 % was reported for 2024/25 after a rise (Scottish Water), and "
            "England is to halve its leakage by 2050 (National Infrastructure Commission)",
            "assumption",
            low=0.10,
            high=0.50,
        ),
    ] = 0.25
    """Share of the leakage that is stopped."""
    leakage_share: Annotated[OneShare, LEAKAGE_SHARE] = 0.277
    """Share of a plain series or of a transfer that is taken to leak."""

    def applies_to(self, name: str, demand: Demand, basin: Basin) -> bool:
        """Say whether it is supplied through mains that leak, or by links that lose water."""
        lossy = any(link.loss for link in basin.links if link.target == name)
        return is_mains(demand) and (leaks(demand.amount) or lossy)

    def changed(self, name: str, demand: Demand, basin: Basin) -> Demand:
        """Return the user with less leakage."""
        amount = with_leakage(demand.amount, 1 - self.share, self.leakage_share)
        return demand.model_copy(update={"amount": amount})

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with less leakage, and less loss on the links to these users."""
        chosen = self.chosen(basin)
        links = tuple(
            link.model_copy(update={"loss": link.loss * (1 - self.share)})
            if link.target in chosen and link.loss
            else link
            for link in basin.links
        )
        return super().apply(basin).model_copy(update={"links": links})

    def sentence(self) -> str:
        """Say by how much leakage falls, and where."""
        return (
            f"Leakage {self.where} falls by {in_per_cent(self.share)}, and so do losses of the links that lead there "
            f"(where a demand states none, {in_per_cent(self.leakage_share)} of it counts as leakage)."
        )
