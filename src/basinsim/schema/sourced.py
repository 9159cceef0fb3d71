"""What is known of a lever's numbers: plausible range, unit, source, and how sure the source is."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema

from basinsim.schema.status import Status
from basinsim.schema.values import Constant, Found, Share

SHARE = "share"
"""Unit of numbers that are shares of one, and are said in per cent."""


@dataclass(frozen=True)
class Sourced:
    """Stands in a field's annotation: within which range a number is plausible, and who says so.

    Numbers outside the range are allowed; `check` remarks on them.

    Attributes
    ----------
    unit : str
        Of ``low`` and ``high``, and of a bare number in a file: a unit word, ``share`` (said in per cent),
        or empty where the parameter is no number.
    source : str
        Where the value was found, or whose assumption it is.
    status : str
        One of :data:`basinsim.schema.status.STATUSES`; belongs to the value, not to the range.
    low, high : float or None
        Plausible range [unit]; None where none was found.
    """

    unit: str
    source: str
    status: Status
    low: float | None = None
    high: float | None = None

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Add range, unit, source and status to what the field's type says of itself."""
        known = {"unit": self.unit, "source": self.source, "status": self.status}
        if self.low is not None and self.high is not None:
            known["plausible_range"] = sorted((self.low, self.high))  # type: ignore[assignment] # JSON takes lists
        return {**handler(schema), **known}


@dataclass(frozen=True)
class Parameter:
    """One parameter of a lever, as pages, studies and remarks read it.

    Attributes
    ----------
    name, description : str
        Its key in a file, and what it means.
    default : Any
        What holds where a file says nothing; None where the lever then leaves it alone.
    unit : str
        Of range and default; ``share`` for shares of one; empty where it is no number.
    low, high : float or None
        Plausible range, low below high [unit].
    source, status : str
        Who says so, and how sure that is.
    choices : tuple
        Words or switches it may be; empty for numbers.
    whole : bool
        Whether it is a whole number.
    """

    name: str
    description: str
    default: Any
    unit: str
    low: float | None
    high: float | None
    source: str
    status: str
    choices: tuple[Any, ...] = ()
    whole: bool = False

    def in_words(self, number: float) -> str:
        """Return a number with the parameter's unit, such as ``25 %``."""
        if self.unit == SHARE:
            return f"{100 * number:.4g} %"
        return f"{number:.6g} {self.unit}".rstrip(" -")

    @property
    def range_in_words(self) -> str:
        """The plausible range, such as ``10 % to 50 %``; empty where there is none."""
        if self.low is None or self.high is None:
            return ""
        return f"{self.in_words(self.low)} to {self.in_words(self.high)}"


@dataclass(frozen=True)
class Figure:
    """A cost or an amount of carbon that a source gives for a lever.

    Attributes
    ----------
    what : str
        What it is the cost or the carbon of.
    kind : str
        ``capital`` (once), ``yearly``, or ``volume`` (for each volume of water).
    amount : float
        [unit]
    unit : str
        Such as ``GBP/m3`` or ``kgCO2e/Ml``.
    source, status : str
        Who says so, and how sure that is.
    price_year : int or None
        Year of the prices, for costs.
    low, high : float or None
        Range [unit], where one is given.
    """

    what: str
    kind: Literal["capital", "yearly", "volume"]
    amount: float
    unit: str
    source: str
    status: Status
    price_year: int | None = None
    low: float | None = None
    high: float | None = None

    def in_words(self) -> str:
        """Return the figure with its range, year and source."""
        spread = "" if self.low is None or self.high is None else f" ({self.low:g} to {self.high:g})"
        year = "" if self.price_year is None else f", prices of {self.price_year}"
        kind = {"capital": "once", "yearly": "a year", "volume": "by volume"}[self.kind]
        return f"{self.what}: {self.amount:g} {self.unit}{spread} {kind}{year} ({self.status}: {self.source})"


@dataclass(frozen=True)
class Spending:
    """What a lever costs as it stands in a scenario: a source's price, and how much of it is bought.

    Attributes
    ----------
    figure : Figure
        The price.
    quantity : float
        In what the price is for one of: m3 where it is GBP/m3.
    """

    figure: Figure
    quantity: float

    @property
    def amount(self) -> float:
        """The price times the quantity [GBP]."""
        return self.figure.amount * self.quantity

    @property
    def low(self) -> float:
        """The same by the lowest price that the source gives [GBP]."""
        return (self.figure.amount if self.figure.low is None else self.figure.low) * self.quantity

    @property
    def high(self) -> float:
        """The same by the highest price [GBP]."""
        return (self.figure.amount if self.figure.high is None else self.figure.high) * self.quantity


def parameters_of(model: type[BaseModel]) -> tuple[Parameter, ...]:
    """Return the parameters of a lever, in the order of its fields.

    Parameters
    ----------
    model : type
        Fields whose annotation holds a :class:`Sourced` are parameters; others say where it acts.

    Returns
    -------
    tuple of Parameter
        Of all sourced fields.
    """
    return tuple(
        Parameter(
            name=field.alias or name,
            description=field.description or "",
            default=_plain(field.get_default(call_default_factory=False)),
            unit=known.unit,
            low=None if known.low is None or known.high is None else min(known.low, known.high),
            high=None if known.low is None or known.high is None else max(known.low, known.high),
            source=known.source,
            status=known.status,
            choices=_choices(field.annotation),
            whole=int in _types(field.annotation),
        )
        for name, field in model.model_fields.items()
        for known in _known(field)
    )


def implausible(policy: BaseModel) -> Iterator[Found]:
    """List the numbers of a lever that lie outside their plausible range.

    Parameters
    ----------
    policy : BaseModel
        A lever with its numbers.

    Yields
    ------
    (path, message)
        The path is the parameter's name.
    """
    for parameter in parameters_of(type(policy)):
        number = _plain(getattr(policy, parameter.name, None))
        if isinstance(number, bool) or not isinstance(number, int | float):
            continue
        if parameter.low is None or parameter.high is None or parameter.low <= number <= parameter.high:
            continue
        message = (
            f"{parameter.in_words(number)} is outside the plausible range of {parameter.range_in_words} "
            f"({parameter.status}: {parameter.source})"
        )
        yield (parameter.name,), message


def _known(field: FieldInfo) -> list[Sourced]:
    return [item for item in field.metadata if isinstance(item, Sourced)]


def _plain(value: Any) -> Any:
    if isinstance(value, Constant):
        return value.number
    return value.fraction if isinstance(value, Share) else value


def _types(annotation: Any) -> tuple[Any, ...]:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _types(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return tuple(one for part in get_args(annotation) for one in _types(part))
    return (annotation,)


def _choices(annotation: Any) -> tuple[Any, ...]:
    types = _types(annotation)
    if bool in types:
        return (False, True)
    return tuple(word for one in types if get_origin(one) is Literal for word in get_args(one))
