"""Marks that takes carry, by which a rule can leave them out."""

from typing import Literal

Mark = Literal["groundwater", "drinking_water", "returned", "stored", "notified"]
"""Taken from the ground; taken to be drunk; given back where it was taken; drawn from a pond that was filled before,
and so no take from the river; or small, and told to the agency, which spares it while all such takes are small together."""

Marks = tuple[Mark, ...]
