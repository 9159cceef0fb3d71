"""A day of the year, such as ``04-01``."""

import re
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

_MONTH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})")
_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_and_day(text: str) -> tuple[int, int]:
    """Return the month and the day of a text that has been checked.

    Parameters
    ----------
    text : str
        Such as ``04-01``.

    Returns
    -------
    (int, int)
        Month and day, from 1.
    """
    month, day = text.split("-")
    return int(month), int(day)


def _is_a_date(text: str) -> str:
    match = _MONTH_DAY.fullmatch(text)
    if (
        not match
        or not 1 <= int(match[1]) <= len(_DAYS_IN_MONTH)
        or not 1 <= int(match[2]) <= _DAYS_IN_MONTH[int(match[1]) - 1]
    ):
        message = f"'{text}' is not a month and day such as 04-01"
        raise PydanticCustomError("month_day", "{text}", {"text": message})
    return text


MonthDay = Annotated[str, AfterValidator(_is_a_date)]
"""Month and day, as text."""
