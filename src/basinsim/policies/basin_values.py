"""Any value of the basin file replaced by another, as a policy."""

from typing import Annotated, Any, ClassVar

from pydantic import Field, TypeAdapter, ValidationError

from basinsim.errors import name_hint
from basinsim.schema.base import StrictModel
from basinsim.schema.basin import Basin
from basinsim.schema.policy import Policy, register
from basinsim.schema.problems import problems_of
from basinsim.schema.reading import shown
from basinsim.schema.values import Found

_SECTIONS = ("nodes", "links", "communities", "licences", "rules")


class _UnknownKeyError(ValueError):
    """A key that leads to nothing in the basin."""


@register
class BasinValues(Policy):
    """Put other values in place of those of the basin file.

    What policies before it in the list have made of such a value is lost; those after it begin from the new one.
    """

    type_name: ClassVar[str] = "basin_values"
    example: ClassVar[str] = "{type: basin_values, set: {links.glen_finglas_tunnel.max_flow: 100 Ml/d}}"

    set: dict[str, Any] = Field(min_length=1)
    """New values, as they would stand in the basin file, by their key there: nodes.weir.environmental_flow.amount,
    links.release.max_flow (a link by its name, from->to where it has none)."""

    def problems(self, basin: Basin) -> list[Found]:
        """Return the keys that lead to nothing, and values that cannot stand there."""
        found: list[Found] = []
        for key in self.set:
            try:
                _with(basin, key, self.set[key])
            except _UnknownKeyError as error:
                found.append((("set", key), str(error)))
            except ValidationError as error:
                found += [(("set", key), message) for _, message in problems_of(error, self.set[key], Basin)]
        return found

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with the new values."""
        for key, raw in self.set.items():
            basin = _with(basin, key, raw)
        return basin

    def sentence(self) -> str:
        """Say each new value."""
        said = [
            f"the {_in_words(key)} is {shown(raw).strip(chr(39))}" for key, raw in sorted(self.set.items())
        ]
        return f"In the basin, {'; '.join(said)}."


def _in_words(key: str) -> str:
    section, _, rest = key.partition(".")
    name, _, what = rest.rpartition(".")
    return f"{what.replace('_', ' ')} of {name.replace('_', ' ')}" if name else rest or section


def _with(basin: Basin, key: str, raw: Any) -> Basin:
    section, _, rest = key.partition(".")
    if section not in _SECTIONS:
        raise _UnknownKeyError(f"'{key}' begins with no section of a basin; {name_hint(section, _SECTIONS)}")
    if section == "links":
        things: dict[str, Any] = {link.label: link for link in basin.links}
    else:
        things = dict(getattr(basin, section))
    # A name may hold a dot itself.
    name = max((name for name in things if rest.startswith(f"{name}.")), key=len, default=None)
    if name is None:
        hint = name_hint(rest.partition(".")[0], tuple(sorted(things)))
        raise _UnknownKeyError(f"the basin has nothing of that name among its {section}: '{rest}'; {hint}")
    context = {"units": basin.units.model_dump()}
    changed = _changed(things[name], rest[len(name) + 1 :].split("."), raw, context)
    if section == "links":
        links = tuple(changed if link.label == name else link for link in basin.links)
        return basin.model_copy(update={"links": links})
    return basin.model_copy(update={section: {**things, name: changed}})


def _changed(thing: StrictModel, words: list[str], raw: Any, context: dict[str, Any]) -> StrictModel:
    fields = type(thing).model_fields
    names = {info.alias or name: name for name, info in fields.items()}
    word, rest = words[0], words[1:]
    if word not in names or word == "type":
        raise _UnknownKeyError(
            f"there is no '{word}' here; {name_hint(word, tuple(key for key in names if key != 'type'))}"
        )
    name = names[word]
    if not rest:
        field: Any = fields[name].annotation
        for known in fields[name].metadata:
            field = Annotated[field, known]
        value = TypeAdapter[Any](field).validate_python(raw, context=context)
        return thing.model_copy(update={name: value})
    inner = getattr(thing, name)
    if not isinstance(inner, StrictModel):
        raise _UnknownKeyError(f"'{word}' has no keys of its own: there is no '{'.'.join(rest)}' in it")
    return thing.model_copy(update={name: _changed(inner, rest, raw, context)})
