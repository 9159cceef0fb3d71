"""Mend what is wrong with a raw value, so that whoever reads it can go on and find the other mistakes too."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, TypeVar, get_origin

from pydantic import BaseModel, ValidationError

from basinsim.errors import nearest
from basinsim.schema.places import Location, below, field_at, keys_at, path_in, tags_at
from basinsim.schema.problems import problems_of
from basinsim.schema.values import Found

# They stand only where what was written is told to be wrong. The first is larger than other numbers of a file, so
# that those are not found to be too large for it; the second does for a priority or a share.
_GUESSES: tuple[Any, ...] = (1e6, 1)
_A_DAY = "2000-01-01"
NOBODY = ""
"""Stands for a name that is missing."""
_GUESS_OF_KIND: dict[str, Any] = {
    "day": _A_DAY,
    "period": {"start": _A_DAY, "end": _A_DAY},
    "month_day": "01-01",
    "string_type": NOBODY,
    "tuple_type": [NOBODY],
    "dict_type": {},
}
"""By the kind of error."""
_ROUNDS = 6  # what is mended may show mistakes further in
_MAY_FALL_AWAY = frozenset({"rules", "levers", "objectives", "constraints"})
"""Sections whose entries are not named elsewhere, or where it does not matter."""

Model = TypeVar("Model", bound=BaseModel)


class Mending:
    """A copy of a raw value in which, one validation after the other, mistakes are mended.

    A misspelt key or type becomes the one that was probably meant; a wrong value falls away where it may be
    left out, and gives place to a guess where not. What then validates is good for looking for more
    problems, and for nothing else.

    Parameters
    ----------
    raw : Any
        As it was read; it stays as it is.
    model : type
        The model it is validated against.
    """

    def __init__(self, raw: Any, model: type[BaseModel]) -> None:
        self.value = deepcopy(raw)
        self._model = model
        self._written: dict[Location, Location] = {}
        self._guessed: dict[Location, int] = {}
        self._left_out: set[Location] = set()

    def problems(self, error: ValidationError) -> list[Found]:
        """Return what a validation of the mended value finds that comes from the file and not from a guess.

        Parameters
        ----------
        error : ValidationError
            Of :attr:`value`.

        Returns
        -------
        list of (path, message)
            Paths as they are written in the file.
        """
        found = problems_of(error, self.value, self._model)
        return [(self._as_written(path), message) for path, message in found if not self._is_guessed(path)]

    def mend(self, error: ValidationError) -> bool:
        """Mend what a validation of the value has found.

        Parameters
        ----------
        error : ValidationError
            Of :attr:`value`.

        Returns
        -------
        bool
            False where there is something that cannot be mended.
        """
        # Keys first: what is missing is often there under another name.
        details = sorted(error.errors(include_url=False), key=lambda one: one["type"] != "extra_forbidden")
        places = [one["loc"] for one in details]
        return all(self._mend_one(dict(one)) for one in details if not _follows(one, places))

    def _mend_one(self, details: dict[str, Any]) -> bool:
        kind, location, context = details["type"], details["loc"], details.get("ctx", {})
        path = path_in(self.value, location)
        if kind == "extra_forbidden":
            return self._rename(path, location)
        if kind == "missing":
            path = path_in(self.value, location[:-1])
            return location[-1] in below(self._at(path)) or self._guess((*path, location[-1]), details)
        if kind == "union_tag_invalid":
            meant = nearest(str(context["tag"]), tags_at(self._model, location))
            return meant is not None and self._put((*path, "type"), meant)
        about = [(*path, *inside) for inside, _ in context.get("problems", [((), "")])]
        missed = {at for at in self._left_out for one in about if at[: len(one)] == one}
        if missed:  # something cannot do without what was left out of it
            self._left_out -= missed
            return all(self._guess(at, details) for at in missed)
        inner = context.get("mending")
        if inner is not None:
            self._written |= {(*path, *new): (*path, *old) for new, old in inner._written.items()}
            self._guessed |= {(*path, *at): count for at, count in inner._guessed.items()}
            self._left_out |= {(*path, *at) for at in inner._left_out}
            return self._put(path, inner.value)
        if kind == "literal_error" and nearest(str(details["input"]), _choices(details)):
            return self._guess(path, details)
        return self._leave_out(path, location) or self._guess(path, details)

    def _rename(self, path: Location, location: Location) -> bool:
        holder = self._at(path[:-1])
        if not isinstance(holder, dict):
            return False
        if path[-1] not in holder:  # an alias: mended where it stood first
            return True
        value = holder.pop(path[-1])
        meant = nearest(str(path[-1]), keys_at(self._model, location[:-1]))
        if meant is not None and meant not in holder:
            holder[meant] = value
            self._written[(*path[:-1], meant)] = path
        return True

    def _leave_out(self, path: Location, location: Location) -> bool:
        holder = self._at(path[:-1]) if path else None
        if not isinstance(holder, dict) or path[-1] not in holder or self._is_guessed(path):
            return False
        field = field_at(self._model, location)
        if field is None:
            may = len(path) == 2 and path[0] in _MAY_FALL_AWAY
        else:
            holds_parts = get_origin(field.annotation) in (dict, tuple, list) and len(path) == 1
            may = not field.is_required() and not holds_parts
        if may:
            del holder[path[-1]]
            self._left_out.add(path)
        return may

    def _guess(self, path: Location, details: dict[str, Any]) -> bool:
        tried = self._guessed.get(path, 0)
        self._guessed[path] = tried + 1
        if tried == 0 and details["type"] == "literal_error":
            words = _choices(details)
            return self._put(path, nearest(str(details["input"]), words) or words[0])
        if details["type"] in _GUESS_OF_KIND:
            return tried < len(_GUESSES) and self._put(path, _GUESS_OF_KIND[details["type"]])
        return tried < len(_GUESSES) and self._put(path, _GUESSES[tried])

    def _put(self, path: Location, value: Any) -> bool:
        holder: Any = self._at(path[:-1]) if path else None
        key: Any = path[-1] if path else None
        if isinstance(holder, dict) or (isinstance(holder, list) and isinstance(key, int)):
            holder[key] = value
            return True
        return False

    def _at(self, path: Location) -> Any:
        value = self.value
        for part in path:
            value = below(value).get(part)
        return value

    def _is_guessed(self, path: Location) -> bool:
        """Say whether a path is one of a guess, or of something that holds one or misses what was left out."""
        inside = any(path[: len(at)] == at for at in self._guessed)
        return inside or any(at[: len(path)] == path for at in (*self._guessed, *self._left_out))

    def _as_written(self, path: Location) -> Location:
        for new, old in self._written.items():
            if path[: len(new)] == new:
                return (*old, *path[len(new) :])
        return path


def _choices(details: Mapping[str, Any]) -> list[str]:
    return [word.strip(" '") for word in details["ctx"]["expected"].replace(" or ", ",").split(",")]


def _follows(details: Mapping[str, Any], places: Sequence[Location]) -> bool:
    """Say whether an error comes of others: a list whose entries are wrong counts as empty."""
    at = details["loc"]
    return details["type"] == "too_short" and any(
        len(one) > len(at) and one[: len(at)] == at for one in places
    )


def examine(raw: Any, model: type[Model], context: Any) -> tuple[Model | None, list[Found], Mending]:
    """Find what is wrong with a raw value, mending as long as that shows more.

    Parameters
    ----------
    raw : Any
        As it was read.
    model : type
        What it should be.
    context : dict
        For the validation.

    Returns
    -------
    (model or None, list of (path, message), Mending)
        The mended value as a model; None where there is something that cannot be mended.
    """
    mending = Mending(raw, model)
    found: list[Found] = []
    for _ in range(_ROUNDS):
        try:
            return model.model_validate(mending.value, context=context), found, mending
        except ValidationError as error:
            found += mending.problems(error)
            if not mending.mend(error):
                break
    return None, found, mending
