"""How large a horizon is, and when that is too large."""

from basinsim.compiler import compile_step
from basinsim.errors import RunError, counted
from basinsim.network.network import Network

LARGEST = 1_000_000
"""Columns above which a horizon is refused unless forced."""

_PIECES_A_WISH = 11


def horizon_columns(network: Network, steps: int) -> int:
    """Estimate the columns of a horizon, with the pieces of its largest level.

    Parameters
    ----------
    network : Network
        The basin.
    steps : int
        How many are allocated together.

    Returns
    -------
    int
        Number of columns.
    """
    program = compile_step(network)
    wishes = max(len(network.demands), len(network.reservoirs), len(network.environmental_flows), 1)
    return steps * (program.shape[1] + _PIECES_A_WISH * wishes)


def refuse_if_too_large(network: Network, steps: int) -> None:
    """Refuse a horizon that is too large for the machines it is meant for.

    Parameters
    ----------
    network : Network
        The basin.
    steps : int
        How many are allocated together.

    Raises
    ------
    RunError
        Names the size, and what makes it smaller.
    """
    columns = horizon_columns(network, steps)
    if columns <= LARGEST:
        return
    most = max(1, LARGEST * steps // columns)
    message = (
        f"{counted(steps, 'step')} together make about {columns:,} columns, more than {LARGEST:,}. Use a coarser step (week, month), "
        f"a shorter period, or a window of at most {counted(most, 'step')}; or try all the same with --force"
    )
    raise RunError(message)
