"""Which type of node may feed which: the validity of a link as a table."""

_RIVER = frozenset({"reservoir", "junction", "gauge", "hydropower", "outlet"})
_TAKERS = frozenset({"works", "demand"})

MAY_FEED: dict[str, frozenset[str]] = {
    "catchment": _RIVER | _TAKERS,
    "reservoir": _RIVER | _TAKERS,
    "junction": _RIVER | _TAKERS,
    "gauge": _RIVER | _TAKERS,
    "hydropower": _RIVER | _TAKERS,
    "works": _TAKERS | {"reservoir", "junction"},
    "demand": frozenset(),
    "outlet": frozenset(),
}
"""From the type a link leaves to the types it may reach."""

TAKES_WATER_OUT = _TAKERS
"""Types whose links are abstractions and not the way down the river."""

MAY_RECEIVE_RETURNS = _RIVER
"""Types to which a demand may give water back."""

PASSES_WATER_ON = frozenset({"catchment", "junction", "gauge", "hydropower", "works"})
"""Types that keep nothing: what arrives must leave."""

HAS_OVERFLOW = frozenset({"catchment", "junction", "gauge", "hydropower", "reservoir"})
"""Types at which more water may arrive than the links can carry."""

MAY_BE_LICENSED = frozenset({"works", "demand", "hydropower"})
"""Types whose intake a licence may limit."""
