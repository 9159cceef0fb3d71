"""What the partners may change; one file for each family of levers."""

from basinsim.policies import priorities

__all__ = ["priorities"]
