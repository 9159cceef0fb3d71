"""Claims rules written down as they are defined, one estate at a time; no code is basinsim's."""

from collections.abc import Callable, Hashable, Sequence
from itertools import permutations
from typing import Any

Rule = Callable[[Sequence[float], float], list[float]]
Curve = Callable[[float], dict[Hashable, float]]  # what everybody has at a share


def bisected(sum_of: Callable[[float], float], target: float, high: float) -> float:
    """Return where a rising function reaches a target."""
    low = 0.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if sum_of(middle) < target else (low, middle)
    return high


def equal_awards(claims: Sequence[float], estate: float) -> list[float]:
    level = bisected(lambda t: sum(min(c, t) for c in claims), estate, max(claims))
    return [min(c, level) for c in claims]


def equal_losses(claims: Sequence[float], estate: float) -> list[float]:
    loss = bisected(lambda t: -sum(max(c - t, 0.0) for c in claims), -estate, max(claims))
    return [max(c - loss, 0.0) for c in claims]


def talmud(claims: Sequence[float], estate: float) -> list[float]:
    halves = [c / 2 for c in claims]
    if estate <= sum(halves):
        return equal_awards(halves, estate)
    return [h + more for h, more in zip(halves, equal_losses(halves, estate - sum(halves)), strict=True)]


def adjusted_proportional(claims: Sequence[float], estate: float) -> list[float]:
    undisputed = [max(estate - (sum(claims) - c), 0.0) for c in claims]
    rest = estate - sum(undisputed)
    left = [min(c - u, rest) for c, u in zip(claims, undisputed, strict=True)]
    share = rest / sum(left) if sum(left) > 0 else 0.0
    return [u + share * c for u, c in zip(undisputed, left, strict=True)]


def random_arrival(claims: Sequence[float], estate: float) -> list[float]:
    awards, orders = [0.0] * len(claims), list(permutations(range(len(claims))))
    for order in orders:
        left = estate
        for i in order:
            awards[i] += min(claims[i], left) / len(orders)
            left -= min(claims[i], left)
    return awards


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (equal_awards, equal_losses, talmud, adjusted_proportional, random_arrival)
}


def curve_of(basin: dict[str, Any], priority: int, asked: dict[Any, float]) -> Curve | None:
    """Return what the wishes of one place in the order have at a share; None for equal coverage of all."""
    rules = {who: _rule_of(basin, priority, who) for who in asked}
    groups: dict[int, list[Any]] = {}
    for who, number in rules.items():
        if number is not None and basin["sharing"][number]["rule"] in RULES:
            groups.setdefault(number, []).append(who)
    if not groups:
        return None

    def at(share: float) -> dict[Hashable, float]:
        awards: dict[Hashable, float] = {who: share * claim for who, claim in asked.items()}
        for number, members in groups.items():
            claims = [asked[who] for who in members]
            given = RULES[basin["sharing"][number]["rule"]](claims, share * sum(claims))
            awards |= dict(zip(members, given, strict=True))
        return awards

    return at


def _rule_of(basin: dict[str, Any], priority: int, who: tuple[str, str]) -> int | None:
    kind, name = who
    if kind not in ("rest", "essential"):
        return None
    found = None
    for number, sharing in enumerate(basin.get("sharing", [])):
        groups = {name, basin["nodes"][name]["sector"], basin["nodes"][name].get("community")}
        if groups & set(sharing.get("users", groups)) and priority in sharing.get("priorities", [priority]):
            found = number
    return found
