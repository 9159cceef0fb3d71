"""Less water sent to another basin, and what replaces it there, as a policy."""

from typing import Annotated, Any, ClassVar

from pydantic import Field

from basinsim.rules.control_curves import ControlCurves, ZoneChange
from basinsim.rules.references import unknown
from basinsim.rules.words import number_in_words, quoted
from basinsim.schema.base import StrictModel
from basinsim.schema.basin import Basin, Link
from basinsim.schema.curve import StorageCurve
from basinsim.schema.fields import Cost, EnergyIntensity, OneFlow
from basinsim.schema.nodes import Catchment, Demand, Outlet, Works
from basinsim.schema.policy import Policy, register
from basinsim.schema.sourced import Sourced
from basinsim.schema.values import Constant, Found

_SUPPLY = "about 550 Ml/d to 1.3 million people (BBC 2013), up to 400 Ml/d (New Civil Engineer 2001): sources conflict"


class Replacement(StrictModel):
    """Water from elsewhere that the receiving side has instead; what it costs is for the scenario to say."""

    capacity: OneFlow
    """How much it can give [flow]."""
    energy: EnergyIntensity | None = None
    """Energy to lift and treat it [kWh/Ml]; not counted without it."""
    cost: Cost | None = None
    """Operating cost [GBP/Ml]; not counted without it."""


class OnlyBelow(StrictModel):
    """When the limit holds."""

    reservoirs: Annotated[tuple[str, ...], Field(min_length=1)]
    """Reservoirs whose storage counts together."""
    storage: Annotated[Any, StorageCurve()]
    """Storage below which the limit holds [volume, or % of capacity together]; days of the year are joined by lines."""


@register
class ReducedExport(Policy):
    """A transfer to another basin is limited, always or when reservoirs are low, and something replaces it there.

    Without a `replacement` the receiving side goes short of what it no longer gets, and the scenario
    says nothing about what that would cost.
    """

    type_name: ClassVar[str] = "reduced_export"
    option: ClassVar[str | None] = "R2"
    example: ClassVar[str] = """\
- type: reduced_export
  link: katrine_aqueducts
  most: 400 Ml/d
  replacement: {capacity: 150 Ml/d, energy: 400 kWh/Ml}
"""

    link: str
    """Link that carries the transfer to a demand."""
    most: Annotated[OneFlow, Sourced("Ml/d", _SUPPLY, "second-hand", 300.0, 550.0)]
    """Most that it may carry [flow]; what the basin says stays where it is lower."""
    only_below: OnlyBelow | None = None
    """Storage below which the limit holds; always without it."""
    replacement: Replacement | None = None
    """Water from elsewhere for the receiving demand, drawn on after the transfer."""

    def problems(self, basin: Basin) -> list[Found]:
        """Return unknown names, a link that leads to no demand, and names that are taken."""
        found = list(unknown(basin, "link", [(("link",), self.link)]))
        user = self._user(basin)
        if not found and not isinstance(basin.nodes[user], Demand):
            found.append((("link",), f"leads to '{user}', which is no demand"))
        if self.only_below is not None:
            stores = enumerate(self.only_below.reservoirs)
            found += unknown(
                basin, "reservoir", ((("only_below", "reservoirs", i), name) for i, name in stores)
            )
            if self._rule_name in basin.rules:
                found.append((("only_below",), f"the basin has a rule '{self._rule_name}' already"))
        if self.replacement is not None:
            known = {*basin.nodes, *(link.label for link in basin.links)}
            names = (*_nodes(user), *_links(user))
            taken = [word for word in names if word in known]
            found += [(("replacement",), f"the basin has a '{word}' already") for word in taken]
        return found

    def acts_on(self, basin: Basin) -> frozenset[str]:
        """Return the link."""
        return frozenset({self.link})

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with the limit, and with the replacement where there is one."""
        if self.only_below is None:
            links = tuple(
                link.model_copy(update={"max_flow": self._least(link)}) if link.label == self.link else link
                for link in basin.links
            )
            basin = basin.model_copy(update={"links": links})
        else:
            rule = ControlCurves(
                type="control_curves",
                reservoirs=self.only_below.reservoirs,
                curves=(self.only_below.storage,),
                changes=(ZoneChange(link=self.link, max_flow=(None, self.most)),),
            )
            basin = basin.model_copy(update={"rules": {**basin.rules, self._rule_name: rule}})
        return basin if self.replacement is None else self._with_replacement(basin, self.replacement)

    def sentence(self) -> str:
        """Say the limit, when it holds, and what replaces the water."""
        when = ""
        if self.only_below is not None:
            stores = quoted(self.only_below.reservoirs)
            when = f" while the storage of {stores} is below {number_in_words(self.only_below.storage, 'Ml')}"
        text = f"'{self.link}' carries at most {number_in_words(self.most, 'Ml/d')}{when}"
        if self.replacement is None:
            return f"{text}; nothing replaces it where it went, and that has no sourced figure."
        energy = (
            f"at {number_in_words(self.replacement.energy, 'kWh/Ml')}"
            if self.replacement.energy is not None
            else "whose energy is not counted"
        )
        cost = (
            f"and {number_in_words(self.replacement.cost, 'GBP/Ml')}"
            if self.replacement.cost is not None
            else "and a cost without a sourced figure"
        )
        capacity = number_in_words(self.replacement.capacity, "Ml/d")
        return f"{text}; where it went, up to {capacity} from elsewhere replace it, {energy} {cost}."

    @property
    def _rule_name(self) -> str:
        return f"limit_on_{self.link}"

    def _user(self, basin: Basin) -> str:
        return next((link.target for link in basin.links if link.label == self.link), "")

    def _least(self, link: Link) -> Any:
        """Return the lower of the limit and what the link can carry, where both are one number."""
        if isinstance(link.max_flow, Constant) and isinstance(self.most, Constant):
            return Constant(min(link.max_flow.number, self.most.number))
        return self.most

    def _with_replacement(self, basin: Basin, replacement: Replacement) -> Basin:
        user = self._user(basin)
        source, works, away = _nodes(user)
        to_works, to_user, unused = _links(user)
        position = basin.nodes[user].position
        west = [None if position is None else (position[0] - 0.03 * i, position[1]) for i in (1, 2, 3)]
        # The source brings as much as could be drawn; what is not drawn leaves by an outlet of its own.
        nodes = {
            **basin.nodes,
            works: Works(
                type="works",
                capacity=replacement.capacity,
                energy=replacement.energy,
                cost=replacement.cost,
                position=west[0],
            ),
            source: Catchment(type="catchment", inflow=replacement.capacity, position=west[1]),
            away: Outlet(type="outlet", position=west[2]),
        }
        last = max(link.preference for link in basin.links if link.target == user)
        links = (
            *basin.links,
            Link(source=source, target=works, name=to_works),
            Link(source=works, target=user, name=to_user, preference=last + 1),
            Link(source=source, target=away, name=unused),
        )
        return basin.model_copy(update={"nodes": nodes, "links": links})


def _nodes(user: str) -> tuple[str, str, str]:
    return f"{user}_replacement_source", f"{user}_replacement_works", f"{user}_replacement_unused"


def _links(user: str) -> tuple[str, str, str]:
    return f"{user}_replacement_intake", f"{user}_replacement", f"{user}_replacement_left"
