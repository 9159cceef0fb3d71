"""Numbers of a basin that differ, as sentences: from June to September this rises from so much to so much."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from basinsim.rules.words import listed, months_in_words, number_in_words, quoted, share
from basinsim.schema.basin import Basin
from basinsim.schema.demand_model import DemandModel
from basinsim.schema.quantity import Quantity, ShareOfOne
from basinsim.schema.values import Constant, Monthly, Parsed, SeriesFile
from basinsim.units import internal_unit

_PHRASES = {
    "environmental_flow amount": "the flow kept at {}",
    "min_flow amount": "the flow {} is to carry",
    "max_flow": "the most {} may carry",
    "target_flow amount": "the flow that {} is asked to pass",
    "amount": "what {} asks for",
    "essential amount": "the essential need of {}",
}
_WORDS = {
    "min_flow": "minimum flow",
    "initial": "initial storage",
    "essential": "essential need",
    "household_seasonal": "household use by month, as a share of its mean,",
    "metered": "metered share of the homes",
    "saving": "share saved on the way to the fields",
}
_OF_SEVERAL = (("asks for", "ask for"), ("is asked", "are asked"), ("is to carry", "are to carry"))
_MOST_SPANS = 4
_MANY = 1e4  # from here on a number is written with its thousands
_NAME = "\0"  # stands in a sentence where the names go


def changes_of_numbers(ours: Basin, theirs: Basin) -> Iterator[str]:
    """Say which keys of nodes, links and communities differ, from there to here.

    Parameters
    ----------
    ours, theirs : Basin
        The changed one, and what it is held against.

    Yields
    ------
    str
        A sentence for each change; one for all that is new, and one for all that is gone.
    """
    new, gone = list[str](), list[str]()
    changed: dict[str, list[str]] = {}
    for own, other, kind in (
        (ours.nodes, theirs.nodes, ""),
        ({link.label: link for link in ours.links}, {link.label: link for link in theirs.links}, ""),
        (ours.communities, theirs.communities, "the community "),
    ):
        own_things: Mapping[str, Any] = own
        other_things: Mapping[str, Any] = other
        new += sorted(set(own_things) - set(other_things))
        gone += sorted(set(other_things) - set(own_things))
        for name in sorted({*own_things} & {*other_things}):
            for sentence in _of_keys((), own_things[name], other_things[name], None):
                changed.setdefault(sentence.replace(_NAME, kind + _NAME), []).append(name)
    # What changes alike for several is said once.
    for sentence, names in changed.items():
        different = list(dict.fromkeys(names))
        for one, several in _OF_SEVERAL if len(different) > 1 else ():
            sentence = sentence.replace(f"{_NAME} {one}", f"{_NAME} {several}")
        yield _started(sentence.replace(_NAME, quoted(different)))
    if new:
        yield f"New in the basin: {quoted(new)}."
    if gone:
        yield f"No longer in the basin: {quoted(gone)}."


def shown(value: Any) -> str:
    """Return a value in words, whatever it is.

    Parameters
    ----------
    value : Any
        Of a scenario or a basin.

    Returns
    -------
    str
        ``nothing`` for None.
    """
    if value is None:
        return "nothing"
    if isinstance(value, BaseModel):
        return listed([f"{key} {shown(given)}" for key, given in value if given is not None])
    if isinstance(value, Parsed):
        return number_in_words(value, "").strip()  # type: ignore[arg-type] # every parsed value has its words
    return listed([shown(one) for one in value]) if isinstance(value, tuple) else str(value)


def _of_keys(keys: tuple[str, ...], ours: Any, theirs: Any, field: FieldInfo | None) -> Iterator[str]:
    if ours == theirs:
        return
    alike = isinstance(ours, BaseModel) and type(ours) is type(theirs)
    if alike and len(getattr(ours, "parts", ())) == len(getattr(theirs, "parts", ())):
        for key, inner in type(ours).model_fields.items():
            yield from _of_keys((*keys, key), getattr(ours, key), getattr(theirs, key), inner)
        return
    parts = isinstance(ours, tuple) and isinstance(theirs, tuple) and len(ours) == len(theirs)
    if parts and all(isinstance(one, BaseModel) for one in (*ours, *theirs)):
        # Which of several parts it is needs no word: their keys are their own.
        for own, other in zip(ours, theirs, strict=True):
            yield from _of_keys(keys[:-1], own, other, None)
        return
    yield from _change(_phrase(keys), ours, theirs, field)


def _phrase(keys: tuple[str, ...]) -> str:
    known = _PHRASES.get(" ".join(keys))
    if known:
        return known.format(_NAME)
    # What a demand model is made of belongs to the user; its people are the same in the essential part.
    inner = keys[1:] if keys[0] == "amount" else keys[2:] if keys[:2] == ("essential", "amount") else keys
    of = (
        "the essential need of "
        if keys[0] == "essential" and inner[-1:] != ("population",) and inner != keys
        else ""
    )
    words = [_WORDS.get(key, key.replace("_", " ")) for key in reversed(inner)]
    return f"the {' of the '.join(words)} of {of}{_NAME}"


def _change(what: str, ours: Any, theirs: Any, field: FieldInfo | None) -> Iterator[str]:
    kinds = [] if field is None else list(_readers(field.annotation, field.metadata))
    quantity = next((kind for kind in kinds if isinstance(kind, Quantity)), None)
    unit = "" if quantity is None else f" {internal_unit(quantity.kind)}"
    if isinstance(ours, float) and isinstance(theirs, float):
        if any(isinstance(kind, ShareOfOne) for kind in kinds):
            yield f"{what} {_way(theirs, ours)} from {share(theirs)} to {share(ours)}."
        else:
            yield from _by_month(what, (ours,) * 12, (theirs,) * 12, unit)
    elif _is_profile(ours) and _is_profile(theirs):
        yield from _by_month(what, ours, theirs, unit)
    elif isinstance(ours, Constant | Monthly) and isinstance(theirs, Constant | Monthly):
        yield from _by_month(what, _months(ours), _months(theirs), unit)
    elif isinstance(ours, SeriesFile) and isinstance(theirs, SeriesFile) and _same_series(ours, theirs):
        yield f"{what} is multiplied by {ours.factor / theirs.factor:.6g}."
    elif theirs is None and isinstance(ours, BaseModel):
        amount = getattr(ours, "amount", None)
        flow = f": {number_in_words(amount, 'Ml/d')}" if isinstance(amount, Constant | Monthly) else ""
        yield f"{what} is new{flow}."
    elif ours is None and isinstance(theirs, BaseModel):
        yield f"{what} falls away."
    elif theirs is None and isinstance(ours, Parsed):
        yield f"{what} is {_with_unit(ours, unit)}; before there was none."
    elif ours is None and isinstance(theirs, Parsed):
        yield f"{what} is none any more; it was {_with_unit(theirs, unit)}."
    elif isinstance(ours, DemandModel) or isinstance(theirs, DemandModel):
        yield f"{what} is worked out in another way: {_model(ours)} in place of {_model(theirs)}."
    else:
        yield f"{what} becomes {shown(ours)}; it was {shown(theirs)}."


def _by_month(what: str, ours: tuple[float, ...], theirs: tuple[float, ...], unit: str) -> Iterator[str]:
    spans: dict[tuple[float, float], list[int]] = {}
    for month, pair in enumerate(zip(theirs, ours, strict=True), start=1):
        spans.setdefault(pair, []).append(month)
    spans = {pair: months for pair, months in spans.items() if pair[0] != pair[1]}
    if len(spans) > _MOST_SPANS:
        both = [number_in_words(Monthly(numbers), unit.strip()) for numbers in (theirs, ours)]
        yield f"{what} changes from {both[0]} to {both[1]}."
        return
    for (before, after), months in spans.items():
        when = "" if len(months) == len(ours) else f"{months_in_words(months)} "
        yield f"{when}{what} {_way(before, after)} from {_figure(before)} to {_figure(after)}{unit}."


def _figure(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= _MANY else f"{number:.6g}"


def _is_profile(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) == 12 and all(isinstance(one, float) for one in value)


def _model(value: Any) -> str:
    """Return the word of a demand model, or of each of its parts; else the value."""
    if not isinstance(value, DemandModel):
        return shown(value)
    parts = getattr(value, "parts", None)
    return value.model if parts is None else listed([one.model for one in parts])


def _way(before: float, after: float) -> str:
    return "rises" if after > before else "falls"


def _months(value: Constant | Monthly) -> tuple[float, ...]:
    return value.numbers if isinstance(value, Monthly) else (value.number,) * 12


def _same_series(ours: SeriesFile, theirs: SeriesFile) -> bool:
    return (ours.path, ours.column) == (theirs.path, theirs.column) and theirs.factor != 0


def _with_unit(value: Any, unit: str) -> str:
    return number_in_words(value, unit.strip())


def _started(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _readers(annotation: Any, metadata: list[Any]) -> Iterator[Any]:
    """Yield what reads a field's values, however deep in its annotation it stands."""
    yield from metadata
    if get_origin(annotation) is Annotated:
        yield from annotation.__metadata__
    for inner in get_args(annotation):
        if get_args(inner):
            yield from _readers(inner, [])
