"""A day of the year, written as month and day: 04-01."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

_MONTH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})")
_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_and_day(text: Any) -> tuple[int, int]:
    """Read ``"04-01"`` as April, 1.

    Parameters
    ----------
    text : str
        As written.

    Returns
    -------
    (int, int)
        Month and day; 29 February is a day of the year.

    Raises
    ------
    ValueError
        Where it is no day of the year.
    """
    match = _MONTH_DAY.fullmatch(str(text))
    if match and 1 <= int(match[1]) <= 12 and 1 <= int(match[2]) <= _DAYS_IN_MONTH[int(match[1]) - 1]:
        return int(match[1]), int(match[2])
    message = f"'{text}' is not a month and day such as 04-01"
    raise ValueError(message)


def _checked(text: str) -> str:
    try:
        month_and_day(text)
    except ValueError as error:
        raise PydanticCustomError("month_day", "{text}", {"text": str(error)}) from None
    return text


MonthDay = Annotated[str, AfterValidator(_checked)]
"""A day of the year, such as 04-01; 29 February counts as 1 March in other years."""
