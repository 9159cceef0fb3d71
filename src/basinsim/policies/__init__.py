"""What the partners may change; one file for each family of levers."""

from basinsim.policies import leakage, metering, operating_rules, priorities, public_demand

__all__ = ["leakage", "metering", "operating_rules", "priorities", "public_demand"]
