"""Marks that takes carry, by which a rule can leave them out."""

from typing import Literal

Mark = Literal["groundwater", "drinking_water", "returned"]
"""Taken from the ground; taken to be drunk; or given back where it was taken."""

Marks = tuple[Mark, ...]
