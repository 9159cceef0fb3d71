"""What the partners read: pure functions of the results, each registered once."""

from basinsim.metrics import energy, environment, storage, supply

__all__ = ["energy", "environment", "storage", "supply"]
