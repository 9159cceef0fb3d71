"""What descriptions are made of: a sentence, and what stands beneath it."""

from typing import NamedTuple


class Sentence(NamedTuple):
    """A sentence, and what stands beneath it."""

    text: str
    beneath: tuple[str, ...] = ()


Section = tuple[str, list[Sentence]]
"""A heading and its sentences."""
