"""Operating rules added, changed or taken away, as a policy."""

from typing import ClassVar

from basinsim.errors import name_hint
from basinsim.rules.words import quoted
from basinsim.schema.basin import Basin
from basinsim.schema.policy import Policy, register
from basinsim.schema.rule import AnyRule, conflicts
from basinsim.schema.values import Found


@register
class OperatingRules(Policy):
    """Add operating rules to those of the basin, put others in their place, or take some away."""

    type_name: ClassVar[str] = "operating_rules"
    example: ClassVar[str] = """\
type: operating_rules
set:
  autumn_runs: {type: freshets, link: venachar_compensation, dates: ["10-15"], days: 2, flow: 350 Ml/d}
"""

    set: dict[str, AnyRule] = {}
    """Rules by name; one of a name that the basin has takes its place."""
    remove: tuple[str, ...] = ()
    """Names of rules that fall away."""

    def problems(self, basin: Basin) -> list[Found]:
        """Return what the rules refer to in vain, and names of rules that are not there."""
        known = tuple(sorted(basin.rules))
        found: list[Found] = [
            (("remove", i), f"the basin has no rule '{name}'; {name_hint(name, known)}")
            for i, name in enumerate(self.remove)
            if name not in known
        ]
        for name, rule in self.set.items():
            found += [(("set", name, *path), message) for path, message in rule.problems(basin)]
        clashes = conflicts(self.apply(basin).rules)
        # The later name is told of; where that is one of the basin's, the policy as a whole is at fault.
        found += [(("set", *path) if path[0] in self.set else ("set",), message) for path, message in clashes]
        return found

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with the rules changed."""
        kept = {name: rule for name, rule in basin.rules.items() if name not in self.remove}
        return basin.model_copy(update={"rules": {**kept, **self.set}})

    def in_short(self) -> str:
        """Say which rules are set and which fall away, by their names."""
        said = [f"Operating rules are set: {quoted(sorted(self.set))}."] if self.set else []
        return " ".join([*said, *self._falling_away]) or "No rule changes."

    def sentence(self) -> str:
        """Say each rule, and which fall away."""
        said = [f"{name.replace('_', ' ')}: {rule.sentence()}" for name, rule in sorted(self.set.items())]
        return " ".join([*said, *self._falling_away]) or "No rule changes."

    @property
    def _falling_away(self) -> list[str]:
        return [f"The rule '{name}' falls away." for name in self.remove]
