"""What the partners read: pure functions of the results, each registered once."""

from basinsim.metrics import (
    agriculture,
    energy,
    environment,
    flow_regime,
    inclusion,
    money,
    operation,
    scarcity,
    service,
    shortages,
    storage,
    supply,
)

__all__ = [
    "agriculture",
    "energy",
    "environment",
    "flow_regime",
    "inclusion",
    "money",
    "operation",
    "scarcity",
    "service",
    "shortages",
    "storage",
    "supply",
]
