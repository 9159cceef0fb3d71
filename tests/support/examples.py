"""How many examples a property is tried on, and how close is equal."""

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from support.oracle import Book

CLOSE = 1e-6
LENGTHS = st.sampled_from([1, 7, 30])
"""Days of a step."""

Test = Callable[..., Any]


def small(examples: int) -> Callable[[Test], Test]:
    """For the default run: always the same examples."""
    every = list(HealthCheck)
    return settings(
        max_examples=examples, derandomize=True, database=None, deadline=None, suppress_health_check=every
    )


def large(examples: int) -> Callable[[Test], Test]:
    """For tests marked slow: many examples; ``NEW_EXAMPLES=4`` tries four times as many, and new ones each time.

    Without it they are always the same, so that a change is judged by what it changes and not by luck.
    """
    times = int(os.environ.get("NEW_EXAMPLES", "0"))
    return settings(
        max_examples=examples * max(times, 1),
        derandomize=times == 0,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def close(size: float, book: Book) -> float:
    """Return how far apart two volumes may be [Ml]: relative to their size or to a usual wish."""
    return CLOSE * max(1.0, size, book.unit)
