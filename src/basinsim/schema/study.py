"""A study: which policies are tried, in which futures, and what they are judged by."""

from typing import Annotated

from pydantic import Field

from basinsim.schema.base import StrictModel
from basinsim.schema.exact_front import ExactFrontSettings
from basinsim.schema.scenario import Period
from basinsim.schema.study_parts import Budget, Constraint, Futures, Kept, Lever, Objective, Screen, Search


class StudyFile(StrictModel):
    """A question about policies that is answered by trying many of them."""

    name: str = ""
    """What the study is called; the file's name without one."""
    question: str | None = None
    """The question it answers, and whose question it is."""
    scenario: str
    """Scenario that says basin, period and step, relative to this file; every policy is added to it."""
    period: Period | None = None
    """When, instead of the scenario's period."""
    levers: dict[str, Lever] = Field(min_length=1)
    """What may be decided, in the order in which the policies are applied."""
    objectives: dict[str, Objective] = Field(min_length=1)
    """What should be as good as can be."""
    constraints: dict[str, Constraint] = {}
    """What must hold."""
    futures: Futures = Futures()
    """What nobody in the room decides."""
    search: Search = Search()
    """How policies are looked for."""
    budget: Budget = Budget()
    """When the search ends though it could go on."""
    screen: Screen | None = None
    """A quicker simulation of every policy, before the survivors are simulated in full."""
    keep: tuple[Kept, ...] = ()
    """Metrics kept beside those of objectives and constraints; those of the front page always are."""
    exact: ExactFrontSettings | None = None
    """An exact front of allocation with the whole period known, to be found as well."""
    workers: Annotated[int, Field(ge=1, le=1024, strict=True)] | None = None
    """Processes that simulate at the same time; the command line's --workers wins."""
