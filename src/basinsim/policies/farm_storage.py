"""Ponds on farms that are filled in winter, when the river has plenty, as a policy."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from basinsim.policies.areas import at_gauge, flow_in_words, problems_of_table
from basinsim.rules.hands_off_flow import HandsOffFlow
from basinsim.rules.references import unknown
from basinsim.rules.words import listed, months_in_words, number_in_words, quoted
from basinsim.schema.base import StrictModel
from basinsim.schema.basin import Basin, Link
from basinsim.schema.fields import EnergyIntensity, Volume, VolumeOrShare
from basinsim.schema.low_flow import LowFlow
from basinsim.schema.nodes import Reservoir, Works
from basinsim.schema.policy import Policy, register
from basinsim.schema.rule import Rule
from basinsim.schema.sourced import Figure, Sourced, Spending
from basinsim.schema.values import Constant, Found, GaugeTable, Monthly

_M3_IN_ML = 1000.0

Month = Annotated[int, Field(ge=1, le=12, strict=True)]


class Pond(StrictModel):
    """One pond."""

    volume: Volume
    """How much it holds; one number [volume]."""
    gauge: str
    """Gauge whose flow decides when it may be filled."""


@register
class FarmStorage(Policy):
    """Farms build ponds, fill them in winter from what the river has above a flow, and draw on them.

    A pond is filled through a pump of its own at the farm's present intake. It takes no water from
    any wish and from no reservoir, and stands empty at the start unless `initial` says otherwise.
    Scarcity and limits on takes do not reach what is in it. Rain on it and evaporation from it are left out.
    """

    type_name: ClassVar[str] = "farm_storage"
    option: ClassVar[str | None] = "A2"
    costs: ClassVar[tuple[Figure, ...]] = (
        Figure(
            "building a pond",
            "capital",
            2.0,
            "GBP/m3",
            "Farmers Weekly (fwi.co.uk): GBP 1,000 to 3,000 for 1,000 m3, pumps extra; the middle",
            "derived",
            low=1.0,
            high=3.0,
        ),
    )
    example: ClassVar[str] = """\
- type: farm_storage
  ponds:
    carse_farms: {volume: 250 Ml, gauge: forth_at_gargunnock}
  fill_above: {file: ../data/forth_valley/low_flows.csv, column: q50_modelled}
"""

    ponds: Annotated[dict[str, Pond], Field(min_length=1)]
    """A pond for each of these demands."""
    fill_above: Annotated[
        Constant | GaugeTable,
        LowFlow(),
        Sourced(
            "Ml/d",
            "a winter take above Q50 to Q70 is a judgement; no Scottish figure was found",
            "assumption",
        ),
    ]
    """Flow at the pond's gauge above which it may be filled [flow]: a number, or {file, column} of a table by gauge."""
    months: Annotated[
        tuple[Month, ...],
        Field(min_length=1),
        Sourced("", "a winter licence runs to 31 March (Farmers Weekly, England)", "second-hand"),
    ] = (11, 12, 1, 2, 3)
    """Months in which it may be filled."""
    fill_days: Annotated[
        Annotated[int, Field(ge=1, le=366, strict=True)],
        Sourced("d", "assumption of this project", "assumption", 20, 100),
    ] = 60
    """Days in which the pump can fill an empty pond; this is the pump's size [d]."""
    first: Annotated[Literal["river", "pond"], Sourced("", "assumption of this project", "assumption")] = (
        "river"
    )
    """What a farm draws on first: the river, so that the pond lasts; or the pond, which spares the river."""
    initial: VolumeOrShare = Constant(0.0)
    """Storage at the start [volume, or % of the pond]; empty without it."""
    pump_energy: EnergyIntensity | None = None
    """Energy of the pump [kWh/Ml]; none is counted without it."""

    def problems(self, basin: Basin) -> list[Found]:
        """Return unknown names, farms with several intakes, and names that are taken."""
        found = list(unknown(basin, "demand", ((("ponds", name), name) for name in self.ponds)))
        for name, pond in self.ponds.items():
            at = ("ponds", name)
            found += unknown(basin, "gauge", [((*at, "gauge"), pond.gauge)])
            if not isinstance(pond.volume, Constant) or pond.volume.number <= 0:
                found.append(((*at, "volume"), "must be one volume above zero"))
            intakes = [link for link in basin.links if link.target == name]
            if name in basin.nodes and len(intakes) != 1:
                listing = ", ".join(f"'{link.label}'" for link in intakes) or "none"
                message = (
                    f"a pond is built at the one intake of a farm, and '{name}' has {len(intakes)}: {listing}"
                )
                found.append((at, message))
            known = {*basin.nodes, *(link.label for link in basin.links), *basin.rules}
            taken = [word for word in _names(name) if word in known]
            found += [(at, f"the basin has a '{word}' already") for word in taken]
        gauges = [pond.gauge for pond in self.ponds.values() if pond.gauge in basin.nodes]
        return found + problems_of_table("fill_above", self.fill_above, gauges)

    def acts_on(self, basin: Basin) -> frozenset[str]:
        """Return the farms."""
        return frozenset(self.ponds)

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with pumps, ponds, their links, and a limit on what is pumped."""
        nodes: dict[str, Any] = dict(basin.nodes)
        links, rules = list(basin.links), dict[str, Rule]()
        # Behind every other store: no reservoir is let down to fill a pond.
        last = 1 + max((store.storage_priority for store in basin.of_type(Reservoir).values()), default=0)
        for farm, pond in self.ponds.items():
            pump, store, drawing, filling, supply, limit = _names(farm)
            at = next(i for i, link in enumerate(links) if link.target == farm)
            intake = links[at]
            volume = pond.volume.number if isinstance(pond.volume, Constant) else 0.0
            rate = volume / self.fill_days
            nodes[pump] = Works(
                type="works", energy=self.pump_energy, position=_beside(nodes[farm].position, 0.02)
            )
            nodes[store] = Reservoir(
                type="reservoir",
                capacity=Constant(volume),
                initial=self.initial,
                storage_priority=last,
                position=_beside(nodes[farm].position, 0.04),
            )
            by_month = Monthly(tuple(rate if month in self.months else 0.0 for month in range(1, 13)))
            drawn_first, drawn_then = intake.preference, intake.preference + 1
            river, own = (drawn_first, drawn_then) if self.first == "river" else (drawn_then, drawn_first)
            links[at] = intake.model_copy(update={"preference": river})
            links += [
                Link(source=intake.source, target=pump, name=drawing, max_flow=by_month),
                Link(source=pump, target=store, name=filling),
                Link(source=store, target=farm, name=supply, preference=own, marks=("stored",)),
            ]
            rules[limit] = HandsOffFlow(
                type="hands_off_flow",
                gauge=pond.gauge,
                applies_to=(pump,),
                threshold=at_gauge(self.fill_above, pond.gauge),
            )
        changed = {"nodes": nodes, "links": tuple(links), "rules": {**basin.rules, **rules}}
        return basin.model_copy(update=changed)

    def spending(self) -> tuple[Spending, ...]:
        """Return what building the ponds costs, without pumps."""
        held = sum(pond.volume.number for pond in self.ponds.values() if isinstance(pond.volume, Constant))
        return tuple(Spending(figure, held * _M3_IN_ML) for figure in self.costs)

    def sentence(self) -> str:
        """Say whose ponds hold how much, when they are filled, and what is drawn on first."""
        ponds = listed([f"{number_in_words(p.volume, 'Ml')} for '{farm}'" for farm, p in self.ponds.items()])
        gauges = dict.fromkeys(pond.gauge for pond in self.ponds.values())
        order = (
            "draw on the river first and on the pond for what is missing"
            if self.first == "river"
            else "draw on the pond first"
        )
        where = "" if isinstance(self.fill_above, GaugeTable) else f" at {quoted(gauges)}"
        return (
            f"Ponds are built: {ponds}. They are filled {months_in_words(self.months)} from what the river has above "
            f"{flow_in_words(self.fill_above, gauges)}{where}, within {self.fill_days} days at most; farms {order}."
        )


def _names(farm: str) -> tuple[str, str, str, str, str, str]:
    """Names of the pump, the pond, the three links between intake and farm, and the limit on pumping."""
    return (
        f"{farm}_pump",
        f"{farm}_pond",
        f"{farm}_pond_intake",
        f"{farm}_pond_filling",
        f"{farm}_pond_supply",
        f"pond_of_{farm}",
    )


def _beside(position: tuple[float, float] | None, east: float) -> tuple[float, float] | None:
    return None if position is None else (position[0] + east, position[1])
