"""A study that has been read: from a policy and a future to the scenario that is simulated."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from basinsim.calendar import add_length, make_calendar
from basinsim.errors import Problem
from basinsim.loading import Scenario
from basinsim.located_yaml import Document
from basinsim.register import Row, with_value
from basinsim.schema.basin import Basin
from basinsim.schema.hydrology import Hydrology
from basinsim.schema.policy import Policy
from basinsim.schema.policy_list import under_policies
from basinsim.schema.scenario import Period
from basinsim.schema.study import StudyFile
from basinsim.schema.values import Found
from basinsim.tradeoff.futures import PRESENT, Future
from basinsim.tradeoff.space import Dimension, Option, read_policies

SCREEN, FULL = "screen", "full"

_MEMBERS_TOGETHER = 100
"""Of all futures that are simulated together: more make no step cheaper to speak of, and take memory."""


@dataclass(frozen=True)
class Study:
    """A study ready to be carried out.

    Attributes
    ----------
    name : str
        What it is called.
    settings : StudyFile
        What the file says.
    scenario : Scenario
        What every policy is added to.
    dimensions : tuple of Dimension
        The levers, in the order of the file.
    futures : tuple of Future
        The reference first.
    rows : dict of str to Row
        Of the register, for the facts that are uncertain.
    document : Document
        Places of its keys.
    path : Path
        The study file.
    """

    name: str
    settings: StudyFile
    scenario: Scenario
    dimensions: tuple[Dimension, ...]
    futures: tuple[Future, ...]
    rows: dict[str, Row]
    document: Document
    path: Path

    @property
    def stages(self) -> tuple[str, ...]:
        """``screen`` and ``full``, or only the latter."""
        return (SCREEN, FULL) if self.settings.screen else (FULL,)

    @cached_property
    def basins(self) -> dict[str, Basin]:
        """The basin of each future, before any policy."""
        basins = {}
        for future in self.futures:
            basin = self.scenario.loaded_basin.basin
            for key, number in future.facts.items():
                basin = with_value(basin, self.rows[key], number)
            basins[future.name] = basin
        return basins

    @cached_property
    def companies(self) -> tuple[tuple[Future, ...], ...]:
        """The futures, those that differ in weather only together: they are simulated as one ensemble."""
        alike: dict[tuple[Any, ...], list[Future]] = {}
        for future in self.futures:
            alike.setdefault((future.growth, *sorted(future.facts.items())), []).append(future)
        most = max(1, _MEMBERS_TOGETHER // self.members(FULL))
        return tuple(
            tuple(group[at : at + most]) for group in alike.values() for at in range(0, len(group), most)
        )

    @property
    def period(self) -> Period:
        """When policies are simulated in full."""
        return self.settings.period or self.scenario.settings.period

    def members(self, stage: str) -> int:
        """Return how many members each simulation of a stage has."""
        members = self.settings.futures.members or self.scenario.settings.members
        screen = self.settings.screen
        if stage == SCREEN and screen is not None and screen.members is not None:
            return min(members, screen.members)
        return members

    def period_and_step(self, stage: str) -> tuple[date, date, str]:
        """Return first day, last day and step of the simulations of a stage."""
        period, step = self.period, self.scenario.settings.step
        screen = self.settings.screen
        if stage != SCREEN or screen is None:
            return period.start, period.end, step
        end = period.end
        if screen.years is not None:
            end = min(end, add_length(period.start, f"{screen.years} years") - timedelta(days=1))
        return period.start, end, screen.step or step

    def simulation(
        self, options: tuple[Option, ...], future: Future, stage: str
    ) -> tuple[Scenario, list[Found]]:
        """Return the scenario that a policy is simulated with.

        Parameters
        ----------
        options : tuple of Option
            The value of each lever, in their order; empty for the baseline.
        future : Future
            One of the study's.
        stage : str
            ``screen`` or ``full``.

        Returns
        -------
        (Scenario, list of (path, message))
            Without foresight. Paths lead to the policy that does not fit: ``("futures", "growth",
            name, i, ...)``, ``("scenario",)``, or ``("levers", name, value, i, ...)`` with the
            position in the lever's policies.
        """
        below = self.path.parent
        grown, found = read_policies(future.policies, below)
        above = ("futures", "growth", future.growth)
        found = [((*above, *path), message) for path, message in found]
        listed: list[tuple[tuple[str | int, ...], Policy]] = [
            ((*above, i), one) for i, one in enumerate(grown)
        ]
        listed += [(("scenario",), one) for one in self.scenario.settings.policies]
        for dimension, option in zip(self.dimensions, options, strict=False):
            chosen, wrong = read_policies(option.policies, below)
            lever = ("levers", dimension.name, str(option.shown))
            found += [((*lever, *path), message) for path, message in wrong]
            listed += [((*lever, i), one) for i, one in enumerate(chosen)]
        policies = tuple(policy for _, policy in listed)
        basin, misfits = under_policies(self.basins[future.name], policies)
        found += [((*listed[int(at)][0], *path), message) for (at, *path), message in misfits]
        return self._scenario(basin, policies, future, stage), found

    def _scenario(self, basin: Basin, policies: tuple[Policy, ...], future: Future, stage: str) -> Scenario:
        base = self.scenario
        period = self.period
        start, end, step = self.period_and_step(stage)
        settings = base.settings.model_copy(
            update={
                "period": period.model_copy(update={"end": end}),
                "step": step,
                "foresight": "none",
                "members": self.members(stage),
                "hydrology": hydrology_in(base.settings.hydrology, future),
                "policies": policies,
            }
        )
        calendar = make_calendar(start, end, step, period.warm_up)
        return replace(
            base, name=f"{self.name}, {future.name}", settings=settings, basin=basin, calendar=calendar
        )

    def located(self, found: Found) -> Problem:
        """Return a problem with a policy, with the place in the study from which it comes.

        Parameters
        ----------
        found : (path, message)
            As :meth:`simulation` returns them.

        Returns
        -------
        Problem
            At the policy, or at the lever's values where these are at fault.
        """
        path, message = found
        if path[0] == "scenario":
            return self.document.problem(("scenario",), message)
        if path[0] == "levers":
            lever, inner = self.settings.levers[str(path[1])], path[4:]
            alone = lever.policy is not None
            where: tuple[str | int, ...] = ("policy", *inner) if alone else ("alternatives", *path[2:])
            for key in lever.parameter or ():
                if ".".join(map(str, inner)).startswith(key):
                    named = message.startswith("unknown key")  # the parameter itself, not its value
                    where = ("parameter",) if named else ("range" if lever.range else "choices",)
            path = (*path[:2], *where)
        return self.document.problem(path, message)


def hydrology_in(base: Hydrology | None, future: Future) -> Hydrology | None:
    """Return the weather and rivers of a future.

    Parameters
    ----------
    base : Hydrology or None
        Of the scenario.
    future : Future
        With its climate and seed.

    Returns
    -------
    Hydrology or None
        None where both leave everything to the basin.

    Raises
    ------
    pydantic.ValidationError
        Where the scenario's own record cannot have another climate or seed.
    """
    asked = {} if base is None else base.model_dump(exclude_none=True)
    if future.climate != PRESENT:
        asked["climate"] = future.climate
    if future.hydrology_seed is not None:
        asked |= {"seed": future.hydrology_seed, "record": asked.get("record", "generated")}
    return Hydrology.model_validate(asked) if asked else base
