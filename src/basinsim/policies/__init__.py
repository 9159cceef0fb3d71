"""What the partners may change; one file for each family of levers."""

from basinsim.policies import operating_rules, priorities

__all__ = ["operating_rules", "priorities"]
