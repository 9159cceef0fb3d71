"""How much water each kind of user asks for, from people, crops, herds, energy and the weather.

One file for each model; importing the package makes all of them known by name.
"""

from basinsim.demand_models import (
    energy,
    essential_needs,
    industry,
    irrigation,
    irrigation_depth,
    livestock,
    public_supply,
    total,
    transfer,
)

__all__ = [
    "energy",
    "essential_needs",
    "industry",
    "irrigation",
    "irrigation_depth",
    "livestock",
    "public_supply",
    "total",
    "transfer",
]
