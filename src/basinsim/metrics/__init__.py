"""What the partners read: pure functions of the results, each registered once."""

from basinsim.metrics import (
    agriculture,
    carbon,
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
    "carbon",
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
