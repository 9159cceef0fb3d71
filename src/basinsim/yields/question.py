"""What is asked of a yield: whose demand, how often it may fail, and what is kept in reserve."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from basinsim.errors import InputError, file_error, name_hint
from basinsim.loading import Scenario
from basinsim.schema.nodes import Reservoir
from basinsim.yields.groups import GroupError, UserGroup, find_group
from basinsim.yields.reserve import Reserve, ReserveError, read_reserve
from basinsim.yields.service_level import LevelError, LevelOfService, read_level

Read = TypeVar("Read")


@dataclass(frozen=True)
class YieldQuestion:
    """What is asked.

    Attributes
    ----------
    group : UserGroup
        Whose demand is tried.
    level : LevelOfService
        How often the supply may fail.
    reserve : Reserve
        Emergency storage: touching it is failing.
    reserve_in : tuple of str, optional
        Reservoirs in which it is kept; all from which water can reach the group without it.
    tolerance : float
        How narrow the bracket of the answer is, as a share of today's demand [1].
    """

    group: UserGroup
    level: LevelOfService
    reserve: Reserve
    reserve_in: tuple[str, ...] | None = None
    tolerance: float = 0.01


def read_questions(
    scenario: Scenario,
    users: Sequence[str],
    level: str,
    reserve: str,
    reserve_in: Sequence[str] | None = None,
    tolerance: float = 0.01,
) -> list[YieldQuestion]:
    """Read what is asked; every mistake is told at once.

    Parameters
    ----------
    scenario : Scenario
        As loaded.
    users : sequence of str
        Names of groups, as :func:`~basinsim.yields.groups.find_group` reads them.
    level : str
        As :func:`~basinsim.yields.service_level.read_level` reads it.
    reserve : str
        As :func:`~basinsim.yields.reserve.read_reserve` reads it.
    reserve_in : sequence of str, optional
        Names of reservoirs.
    tolerance : float
        As a share of today's demand [1].

    Returns
    -------
    list of YieldQuestion
        One a group.

    Raises
    ------
    InputError
        With every name, level or reserve that is wrong, and where the scenario has foresight.
    """
    messages: list[str] = []

    def tried(read: Callable[[str], Read], text: str) -> Read | None:
        try:
            return read(text)
        except (GroupError, LevelError, ReserveError) as error:
            messages.append(str(error))
            return None

    groups = [tried(lambda name: find_group(scenario.basin, name), user) for user in users]
    wanted, kept = tried(read_level, level), tried(read_reserve, reserve)
    reservoirs = sorted(scenario.basin.of_type(Reservoir))
    messages += [
        f"there is no reservoir '{name}'; {name_hint(name, reservoirs)}"
        for name in reserve_in or ()
        if name not in reservoirs
    ]
    if not 0 < tolerance < 1:
        messages.append(f"the tolerance is a share of today's demand between 0 and 1, found {tolerance:g}")
    problems = [problem for text in messages for problem in file_error(scenario.path, text).problems]
    if scenario.settings.foresight != "none":
        message = "deployable output is simulated without foresight: nobody runs a supply knowing the weather to come"
        problems.append(scenario.document.problem(("foresight",), message))
    if problems or wanted is None or kept is None:
        raise InputError(problems)
    stores = tuple(reserve_in) if reserve_in else None
    return [YieldQuestion(group, wanted, kept, stores, tolerance) for group in groups if group is not None]
