"""Several hands-off flows in one step: in which order the gauges are read."""

from collections.abc import Mapping

from basinsim.network.graph import downstream
from basinsim.network.network import Network
from basinsim.rules.hands_off_flow import ActingHandsOff


def reading_rounds(rules: Mapping[str, ActingHandsOff], network: Network) -> list[list[str]]:
    """Return the rounds in which gauges are read and takes limited.

    Parameters
    ----------
    rules : dict of str to ActingHandsOff
        By name.
    network : Network
        The basin.

    Returns
    -------
    list of list of str
        Names of rules; those of one round do not touch each other's gauge.

    Notes
    -----
    A rule comes after those whose takes its gauge sees, so that it is read with them taking what
    they may. Where two see each other's takes, the gauge further up the river comes first; at one
    gauge the lower threshold, whose users may take longest. Rules with equal thresholds at a gauge
    are of one round, and share what is above.
    """
    below = {name: downstream(network.basin, name) for name in network.nodes}
    sees = {
        (a, b): any(one.gauge in below[source] for source in other.sources)
        for a, one in rules.items()
        for b, other in rules.items()
        if a != b
    }
    above = {gauge: sum(gauge in reached for reached in below.values()) for gauge in network.gauges}

    def order(name: str) -> tuple[int, str, float]:
        return above[rules[name].gauge], rules[name].gauge, rules[name].rank(0)

    waiting, placed = sorted(rules, key=lambda name: (*order(name), name)), dict[str, int]()
    while waiting:
        first = next(
            (
                name
                for name in waiting
                if not any(sees[name, b] and not sees[b, name] for b in waiting if b != name)
            ),
            waiting[0],
        )
        alike = [b for b in waiting if order(b)[1:] == order(first)[1:]]
        after = [placed[b] for b in placed if any(sees[a, b] for a in alike)]
        placed |= dict.fromkeys(alike, max(after, default=-1) + 1)
        waiting = [name for name in waiting if name not in alike]
    last = max(placed.values(), default=-1)
    return [sorted(name for name, at in placed.items() if at == k) for k in range(last + 1)]
