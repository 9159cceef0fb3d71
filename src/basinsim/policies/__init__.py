"""What the partners may change; one file for each family of levers."""

from basinsim.policies import (
    essential_needs,
    hydrogen_hub,
    industrial_closure,
    irrigation,
    leakage,
    metering,
    natural_flood_management,
    operating_rules,
    priorities,
    private_supplies,
    public_demand,
    restrictions,
)

__all__ = [
    "essential_needs",
    "hydrogen_hub",
    "industrial_closure",
    "irrigation",
    "leakage",
    "metering",
    "natural_flood_management",
    "operating_rules",
    "priorities",
    "private_supplies",
    "public_demand",
    "restrictions",
]
