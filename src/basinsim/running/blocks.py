"""Members are run in blocks, and their results put together in parts, so that memory stays flat.

What acts between steps costs almost the same for one member as for fifty, so blocks are as large as
the numbers they read allow. Results hold many more numbers: they are put together for a part of a
block at a time.
"""

import math

from basinsim.loading import Scenario
from basinsim.network.network import Network
from basinsim.quantities import RESULT_VARIABLES
from basinsim.results.dataset import things_by_dimension

_BYTES_A_NUMBER = 8
_BYTES_READ_BY_A_BLOCK = 250_000_000
_BYTES_OF_A_PART = 100_000_000
_MOST_MEMBERS = 50
"""In a block: more make no step cheaper to speak of, and workers want several blocks."""


def blocks_of(scenario: Scenario) -> list[range]:
    """Divide the members of a scenario into blocks that are run together.

    Parameters
    ----------
    scenario : Scenario
        As loaded.

    Returns
    -------
    list of range
        Of member numbers, in order, about equally many in each. It depends on the scenario only
        and not on who works on it, so that results do not either.
    """
    members = scenario.settings.members
    if scenario.settings.foresight != "none":
        size = _BYTES_OF_A_PART // _bytes_of_results(scenario)
    else:
        things = things_by_dimension(Network(scenario.basin))
        read = (len(things["catchment"]) + len(things["demand"])) * len(scenario.calendar) * _BYTES_A_NUMBER
        size = min(_MOST_MEMBERS, _BYTES_READ_BY_A_BLOCK // max(1, read))
    return _divided(range(members), int(size))


def parts_of(scenario: Scenario, block: range) -> list[range]:
    """Divide a block into parts whose results are put together and kept at a time.

    Parameters
    ----------
    scenario : Scenario
        As loaded.
    block : range
        One of :func:`blocks_of`.

    Returns
    -------
    list of range
        Of member numbers, in order; with foresight the block itself.
    """
    if scenario.settings.foresight != "none":
        return [block]
    return _divided(block, _BYTES_OF_A_PART // _bytes_of_results(scenario))


def _bytes_of_results(scenario: Scenario) -> int:
    """Return the size of one member's results, every variable counted."""
    sizes = {name: len(things) for name, things in things_by_dimension(Network(scenario.basin)).items()}
    numbers = sum(sizes[quantity.dimension] for quantity in RESULT_VARIABLES.values())
    return max(1, numbers * len(scenario.calendar) * _BYTES_A_NUMBER)


def _divided(members: range, most: int) -> list[range]:
    count = math.ceil(len(members) / max(1, most))
    edges = [members.start + i * len(members) // count for i in range(count + 1)]
    return [range(edges[i], edges[i + 1]) for i in range(count)]
