"""Control curves of reservoirs, set or shifted, as a policy."""

from typing import Annotated, Any, ClassVar

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from basinsim.errors import name_hint
from basinsim.rules.control_curves import ControlCurves
from basinsim.rules.drought_stages import DroughtStages
from basinsim.rules.words import quoted, share
from basinsim.schema.basin import Basin
from basinsim.schema.nodes import Reservoir
from basinsim.schema.policy import Policy, register
from basinsim.schema.rule import AnyRule, Rule, conflicts
from basinsim.schema.share_within import ShareWithin
from basinsim.schema.sourced import SHARE, Sourced
from basinsim.schema.values import Constant, DatedCurve, Found, Monthly, Share

Shifted = Constant | Share | Monthly | DatedCurve


_THERE_BY_THEN = "curves are shifted that are there when its turn comes"


@register
class ReservoirCurves(Policy):
    """Rules with curves of storage are set, and all curves are shifted up or down by a share of capacity.

    A curve is shifted no further than to empty and to full. Up means that a drought stage begins
    earlier and that what holds below a curve holds more often.
    """

    type_name: ClassVar[str] = "reservoir_curves"
    option: ClassVar[str | None] = "R1"
    order_matters_with: ClassVar[dict[str, str]] = {
        "operating_rules": _THERE_BY_THEN,
        "restrictions": _THERE_BY_THEN,
        "reduced_export": _THERE_BY_THEN,
    }
    example: ClassVar[str] = """\
- type: reservoir_curves
  shift: 5 %
  set:
    turret:
      type: drought_stages
      reservoirs: [loch_turret]
      stages:
        - {name: voluntary, enter: 50 %, leave: 60 %, savings: {clackmannanshire: 5 %}}
"""

    shift: Annotated[
        float,
        ShareWithin(-1.0, 1.0),
        Sourced(
            SHARE,
            "assumption of this project; in London a better control diagram gave 1 % more (Morley and Savic 2020)",
            "assumption",
            -0.2,
            0.2,
        ),
    ] = 0.0
    """How far the curves are shifted [% of the reservoirs' capacity together]; upwards where it is above zero."""
    rules: tuple[str, ...] = ()
    """Rules whose curves are shifted; all that have curves where none is named."""
    set: dict[str, AnyRule] = {}
    """Rules with curves by name (`control_curves`, `drought_stages`), where the basin has none or others."""

    @model_validator(mode="after")
    def _says_something(self) -> "ReservoirCurves":
        if self.shift == 0 and not self.set:
            text = "reservoir curves are shifted by a 'shift', or 'set', or both"
            raise PydanticCustomError("reservoir_curves", "{text}", {"text": text})
        return self

    def problems(self, basin: Basin) -> list[Found]:
        """Return rules that there are not or that have no curves, and curves that cannot be shifted."""
        found: list[Found] = []
        for name, rule in self.set.items():
            if not isinstance(rule, ControlCurves | DroughtStages):
                found.append(
                    (("set", name, "type"), "has no curves; allowed: control_curves, drought_stages")
                )
            found += [(("set", name, *path), message) for path, message in rule.problems(basin)]
        changed = {**basin.rules, **self.set}
        clashes = conflicts(changed)
        found += [(("set", *path) if path[0] in self.set else ("set",), message) for path, message in clashes]
        known = tuple(sorted(name for name, rule in changed.items() if _has_curves(rule)))
        found += [
            (("rules", i), f"there is no rule with curves '{name}'; {name_hint(name, known)}")
            for i, name in enumerate(self.rules)
            if name not in known
        ]
        if self.shift and not known:
            found.append((("shift",), "the basin has no curves that could be shifted; give some in 'set'"))
        if not found and self.shift:
            for name in self._shifted(changed):
                found += self._unshiftable(basin, name, changed[name])
        return found

    def acts_on(self, basin: Basin) -> frozenset[str]:
        """Return the reservoirs whose curves change."""
        changed = {**basin.rules, **self.set}
        names = {*self.set, *(self._shifted(changed) if self.shift else ())}
        return frozenset(store for name in names for store in getattr(changed[name], "reservoirs", ()))

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with the rules set and their curves shifted."""
        rules = {**basin.rules, **self.set}
        if self.shift:
            rules |= {name: self._moved(basin, rules[name]) for name in self._shifted(rules)}
        return basin.model_copy(update={"rules": rules})

    def sentence(self) -> str:
        """Say each rule that is set, and how far curves are shifted."""
        said = [f"Curves of '{name}': {rule.sentence()}" for name, rule in sorted(self.set.items())]
        if self.shift:
            way = "up" if self.shift > 0 else "down"
            whose = quoted(self.rules) if self.rules else "all rules that have them"
            said.append(f"The curves of {whose} are shifted {way} by {share(abs(self.shift))} of capacity.")
        return " ".join(said)

    def _shifted(self, rules: dict[str, Rule]) -> tuple[str, ...]:
        return self.rules or tuple(sorted(name for name, rule in rules.items() if _has_curves(rule)))

    def _unshiftable(self, basin: Basin, name: str, rule: Rule) -> list[Found]:
        curves = _curves_of(rule)
        capacity = _capacity(basin, rule)
        volumes = [curve for curve in curves if not isinstance(curve, Share) and not _in_shares(curve)]
        series = [curve for curve in curves if not isinstance(curve, Shifted)]
        if series:
            return [(("shift",), f"a curve of the rule '{name}' is a series, which cannot be shifted")]
        if volumes and capacity is None:
            message = f"a curve of the rule '{name}' is a volume, and its reservoirs' capacity is not one number: no share of it can be told"
            return [(("shift",), message)]
        return []

    def _moved(self, basin: Basin, rule: Rule) -> Rule:
        capacity = _capacity(basin, rule) or 0.0
        if isinstance(rule, ControlCurves):
            curves = tuple(_moved(curve, self.shift, capacity) for curve in rule.curves)
            return rule.model_copy(update={"curves": curves})
        assert isinstance(rule, DroughtStages)  # only rules with curves are asked for
        stages = tuple(
            stage.model_copy(
                update={key: _moved(getattr(stage, key), self.shift, capacity) for key in ("enter", "leave")}
            )
            for stage in rule.stages
        )
        return rule.model_copy(update={"stages": stages})


def _has_curves(rule: Rule) -> bool:
    return isinstance(rule, ControlCurves | DroughtStages)


def _curves_of(rule: Rule) -> list[Any]:
    if isinstance(rule, ControlCurves):
        return list(rule.curves)
    return [curve for stage in getattr(rule, "stages", ()) for curve in (stage.enter, stage.leave)]


def _in_shares(curve: Any) -> bool:
    return isinstance(curve, DatedCurve) and all(isinstance(number, Share) for _, number in curve.points)


def _capacity(basin: Basin, rule: Rule) -> float | None:
    """Return the capacity of a rule's reservoirs together [Ml], where it is one number."""
    stores = basin.of_type(Reservoir)
    capacities = [stores[name].capacity for name in getattr(rule, "reservoirs", ())]
    numbers = [value.number for value in capacities if isinstance(value, Constant)]
    return sum(numbers) if len(numbers) == len(capacities) else None


def _moved(curve: Any, shift: float, capacity: float) -> Any:
    if isinstance(curve, DatedCurve):
        return DatedCurve(tuple((day, _moved(number, shift, capacity)) for day, number in curve.points))
    if isinstance(curve, Share):
        return Share(min(max(curve.fraction + shift, 0.0), 1.0))
    if isinstance(curve, Monthly):
        return Monthly(tuple(_within(number + shift * capacity, capacity) for number in curve.numbers))
    return Constant(_within(curve.number + shift * capacity, capacity))


def _within(volume: float, capacity: float) -> float:
    return min(max(volume, 0.0), capacity)
