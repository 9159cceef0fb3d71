"""How a raw value of a file becomes one of ours, or says all that is wrong with it."""

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from basinsim.errors import name_hint
from basinsim.schema.values import Found, Parsed
from basinsim.units import UnitError, split_number

VALUE_ERROR = "value_problems"
"""Type of the pydantic error that carries problems with places of their own."""


class RefusedError(Exception):
    """Carries what is wrong with one value."""

    def __init__(self, *problems: Found) -> None:
        self.problems = list(problems)
        super().__init__()


def value_error(problems: list[Found], mending: Any = None) -> PydanticCustomError:
    """Return one pydantic error that carries several problems with their places.

    Parameters
    ----------
    problems : list of (path, message)
        Paths count from the field that is being read.
    mending : Mending, optional
        The value with its mistakes mended, for whoever wants to find more of them.

    Returns
    -------
    PydanticCustomError
        To be raised by a validator.
    """
    text = "; ".join(message for _, message in problems)
    return PydanticCustomError(
        VALUE_ERROR, "{text}", {"text": text, "problems": problems, "mending": mending}
    )


class ReadsValue:
    """A pydantic type that reads a raw value with :meth:`read` and lists all its problems."""

    def read(self, raw: Any, context: dict[str, Any]) -> Any:
        """Return the value, or raise :class:`RefusedError` with all that is wrong."""
        raise NotImplementedError

    def json_schema(self) -> dict[str, Any]:
        """Describe the accepted forms."""
        raise NotImplementedError

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def validate(raw: Any, info: core_schema.ValidationInfo) -> Any:
            if isinstance(raw, Parsed):
                return raw
            try:
                return self.read(raw, info.context or {})
            except RefusedError as refused:
                raise value_error(refused.problems) from None

        return core_schema.with_info_plain_validator_function(validate)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return self.json_schema()


def collect_numbers(
    problems: list[Found], at: tuple[int, ...], readers: Iterator[Callable[[], float]]
) -> list[float]:
    """Call readers one after the other, and add what they refuse to a list of problems.

    Parameters
    ----------
    problems : list of (path, message)
        Is added to.
    at : tuple of int
        Path of the row that the readers read.
    readers : iterator of callable
        Each returns a number or refuses.

    Returns
    -------
    list of float
        Of those that did not refuse.
    """
    numbers = []
    for j, reader in enumerate(readers):
        try:
            numbers.append(reader())
        except RefusedError as refused:
            problems += [((*at, j, *inner), message) for inner, message in refused.problems]
    return numbers


def only_keys(raw: dict[str, Any], allowed: tuple[str, ...]) -> None:
    """Refuse a mapping with any key that is not allowed.

    Parameters
    ----------
    raw : dict
        As written.
    allowed : tuple of str
        Keys it may have.

    Raises
    ------
    RefusedError
        With every unknown key and the nearest known one.
    """
    unknown = [key for key in raw if key not in allowed]
    if unknown:
        raise RefusedError(*(((key,), f"unknown key; {name_hint(key, allowed)}") for key in unknown))


def percentage(raw: str) -> float:
    """Read ``"4 %"`` as 0.04.

    Parameters
    ----------
    raw : str
        As written.

    Returns
    -------
    float
        From 0 to 1.

    Raises
    ------
    RefusedError
        Where it is no percentage from 0 to 100.
    """
    try:
        number, unit = split_number(raw)
    except UnitError as error:
        raise RefusedError(((), str(error))) from None
    if unit not in ("%", ""):
        raise RefusedError(((), f"must be a number from 0 to 1 or a percentage, found '{raw}'"))
    share = number / 100 if unit else number
    if not 0 <= share <= 1:
        raise RefusedError(((), f"must be from 0 to 100 %, found '{raw}'"))
    return share


def shown(raw: Any) -> str:
    """Return a raw value as a message shows it, at most 60 characters long.

    Parameters
    ----------
    raw : Any
        As read from the file.

    Returns
    -------
    str
        In the words of the file.
    """
    text = {True: "true", False: "false", None: "nothing"}.get(raw) if isinstance(raw, bool | None) else None
    text = text or (
        "a mapping" if isinstance(raw, dict) else "a list" if isinstance(raw, list) else repr(raw)
    )
    return text if len(text) <= 60 else text[:57] + "..."
