"""Marks that takes carry, by which a rule can leave them out."""

from typing import Literal

Mark = Literal["groundwater", "drinking_water", "returned", "stored"]
"""Taken from the ground; taken to be drunk; given back where it was taken; or drawn from a pond that was filled
before, and so no take from the river."""

Marks = tuple[Mark, ...]
