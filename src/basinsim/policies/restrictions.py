"""Appeals and restrictions of use as reservoirs fall: levels of service."""

from itertools import pairwise
from typing import Annotated, Any, ClassVar

from pydantic import Field

from basinsim.network.graph import upstream
from basinsim.policies.demand_lever import DemandLever, Names
from basinsim.rules.drought_stages import DroughtStages, Stage
from basinsim.rules.words import share as in_per_cent
from basinsim.schema.basin import Basin
from basinsim.schema.fields import OneShare
from basinsim.schema.nodes import Demand, Reservoir
from basinsim.schema.policy import register
from basinsim.schema.sourced import Sourced
from basinsim.schema.values import Found, Share

LAW = (
    "In Scotland levels 1 and 2 need a water shortage order (ordinary, emergency) by Ministers on a proposal of "
    "Scottish Water: Water Resources (Scotland) Act 2013, Part 7"
)


def _trigger(low: float, high: float) -> Sourced:
    return Sourced(
        "share", "assumption of this project: no operating curve was found", "assumption", low, high
    )


@register
class Restrictions(DemandLever):
    """Ask users to save, and then restrict use, as the reservoirs that supply them fall.

    Users with the same reservoirs upstream share one rule of drought stages; storage is that of these
    reservoirs together. A stage ends once the storage is `recovery` above the mark at which it began.
    Essential needs are never cut. In Scotland an appeal needs no law; levels 1 and 2 stand for an ordinary
    and an emergency water shortage order, which Ministers make on a proposal of Scottish Water (Water
    Resources (Scotland) Act 2013, Part 7). There are no temporary use bans as in England.
    """

    type_name: ClassVar[str] = "restrictions"
    option: ClassVar[str | None] = "D5"
    key: ClassVar[str] = "zones"
    needs: ClassVar[str] = "public supply from a reservoir (sector: public)"
    example: ClassVar[str] = "{type: restrictions, zones: [falkirk], appeal_below: 70 %}"

    zones: Names = None
    """Users by name, sector or community; all of public supply with a reservoir upstream without it."""
    appeal_saving: Annotated[
        OneShare,
        Sourced("share", "60 of 2,000 Ml/d after an appeal in May 2025 (STV, BBC)", "seen", 0.01, 0.05),
    ] = 0.03
    """Share of use saved after an appeal."""
    level1_factor: Annotated[
        OneShare, Sourced("share", "0.95 and 0.90 in Pywr's example of demand savings", "seen", 0.9, 0.97)
    ] = 0.95
    """What is left of use under an ordinary order."""
    level2_factor: Annotated[
        OneShare, Sourced("share", "0.80 and 0.75 in Pywr's example of demand savings", "seen", 0.7, 0.85)
    ] = 0.8
    """What is left of use under an emergency order."""
    appeal_below: Annotated[OneShare, _trigger(0.45, 0.8)] = 0.6
    """Storage below which there is an appeal, as a share of capacity."""
    level1_below: Annotated[OneShare, _trigger(0.3, 0.45)] = 0.4
    """Storage below which there is an ordinary order, as a share of capacity."""
    level2_below: Annotated[OneShare, _trigger(0.1, 0.3)] = 0.2
    """Storage below which there is an emergency order, as a share of capacity."""
    recovery: Annotated[OneShare, _trigger(0.02, 0.2)] = 0.1
    """How far above its mark the storage must be for a stage to end, as a share of capacity."""
    stay_days: Annotated[
        int,
        Field(ge=0, le=3660, strict=True),
        Sourced("days", "assumption of this project", "assumption", 7, 90),
    ] = 30
    """Least time for which a stage lasts [d]."""

    def applies_to(self, name: str, demand: Demand, basin: Basin) -> bool:
        """Say whether it is public supply with a reservoir upstream."""
        return demand.sector == "public" and bool(_reservoirs(name, basin))

    def problems(self, basin: Basin) -> list[Found]:
        """Return names in vain, marks out of order, and rules of the same name."""
        found = super().problems(basin)
        marks = ("appeal_below", "level1_below", "level2_below")
        for milder, severer in pairwise(marks):
            if getattr(self, severer) > getattr(self, milder):
                message = f"a severer stage cannot begin earlier: at most '{milder}' ({in_per_cent(getattr(self, milder))})"
                found.append(((severer,), message))
        if not found:
            taken = sorted(set(self._rules(basin)) & set(basin.rules))
            found += [((), f"the basin has a rule '{name}' already") for name in taken]
        return found

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with these stages among its rules."""
        return basin.model_copy(update={"rules": {**basin.rules, **self._rules(basin)}})

    def sentence(self) -> str:
        """Say the stages with their marks, savings and law."""
        return (
            f"As the reservoirs that supply them fall, people {self.where} save "
            f"{in_per_cent(self.appeal_saving)} after an appeal below {in_per_cent(self.appeal_below)} of capacity, "
            f"{in_per_cent(1 - self.level1_factor)} under an ordinary order below {in_per_cent(self.level1_below)}, and "
            f"{in_per_cent(1 - self.level2_factor)} under an emergency order below {in_per_cent(self.level2_below)}, "
            f"each for at least {self.stay_days} days and until {in_per_cent(self.recovery)} of capacity more is stored. {LAW}."
        )

    def _rules(self, basin: Basin) -> dict[str, Any]:
        together: dict[tuple[str, ...], list[str]] = {}
        for name in self.chosen(basin):
            together.setdefault(_reservoirs(name, basin), []).append(name)
        return {
            f"restrictions_{'_'.join(users)}": DroughtStages(
                type="drought_stages",
                description=LAW,
                reservoirs=reservoirs,
                stages=self._stages(users),
            )
            for reservoirs, users in together.items()
        }

    def _stages(self, users: list[str]) -> tuple[Stage, ...]:
        marks = (
            ("appeal", self.appeal_below, self.appeal_saving),
            ("level_1", self.level1_below, 1 - self.level1_factor),
            ("level_2", self.level2_below, 1 - self.level2_factor),
        )
        return tuple(
            Stage(
                name=name,
                enter=Share(below),
                leave=Share(min(1.0, below + self.recovery)),
                stay_days=self.stay_days,
                savings=dict.fromkeys(users, saving),
            )
            for name, below, saving in marks
        )


def _reservoirs(name: str, basin: Basin) -> tuple[str, ...]:
    stores = basin.of_type(Reservoir)
    return tuple(node for node in sorted(upstream(basin, name)) if node in stores)
