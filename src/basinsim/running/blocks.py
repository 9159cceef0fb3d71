"""Members are run in blocks, so that memory stays flat whatever their number."""

from basinsim.loading import Scenario
from basinsim.network.network import Network
from basinsim.quantities import RESULT_VARIABLES
from basinsim.results.dataset import things_by_dimension

_BYTES_A_NUMBER = 8
_BYTES_A_BLOCK = 500_000_000


def blocks_of(scenario: Scenario) -> list[range]:
    """Divide the members of a scenario into blocks that are run together.

    Parameters
    ----------
    scenario : Scenario
        As loaded.

    Returns
    -------
    list of range
        Of member numbers, in order. It depends on the scenario only and not on who works on
        it, so that results do not either.
    """
    members = scenario.settings.members
    sizes = {name: len(things) for name, things in things_by_dimension(Network(scenario.basin)).items()}
    numbers = sum(sizes[quantity.dimension] for quantity in RESULT_VARIABLES.values())
    a_member = max(1, numbers * len(scenario.calendar) * _BYTES_A_NUMBER)
    size = max(1, _BYTES_A_BLOCK // a_member)
    return [range(first, min(first + size, members)) for first in range(0, members, size)]
