"""How far a scenario is from what perfect foresight could have done, at a step that foresight can manage."""

from dataclasses import replace
from typing import Literal

import pandas as pd

from basinsim.calendar import CalendarError, make_calendar
from basinsim.errors import InputError
from basinsim.loading import Scenario
from basinsim.metrics.foresight_gap import foresight_gap
from basinsim.running.in_memory import run_in_memory
from basinsim.simulation.allocators import AUTOMATIC, AllocatorOptions


def gap_to_full_foresight(
    scenario: Scenario,
    step: str,
    *,
    force: bool = False,
    allocator: AllocatorOptions = AUTOMATIC,
) -> pd.DataFrame:
    """Run a scenario twice at a longer step, without and with full foresight, and say what knowing would gain.

    Parameters
    ----------
    scenario : Scenario
        As loaded; of its foresight nothing is used.
    step : str
        ``week``, ``month`` or ``"N days"``: both runs have it, so that the step does not count as foresight.
    force : bool
        Whether a horizon is tried however large it is.
    allocator : AllocatorOptions
        Which allocator takes single steps.

    Returns
    -------
    pandas.DataFrame
        As :func:`basinsim.metrics.foresight_gap.foresight_gap`, with a column ``step``.

    Raises
    ------
    InputError
        Where there is no such step, or period and inputs do not fit it, such as a series with one value a step.
    RunError
        Where the horizon is too large, or a step cannot be allocated.
    """
    bound = run_in_memory(_at_step(scenario, step, "full"), force=force)
    run = run_in_memory(_at_step(scenario, step, "none"), allocator=allocator)
    return foresight_gap(run, bound).assign(step=step)


def check_step(scenario: Scenario, step: str) -> None:
    """Refuse a step into which a scenario's period cannot be divided.

    Parameters
    ----------
    scenario : Scenario
        As loaded.
    step : str
        Such as ``month``.

    Raises
    ------
    InputError
        Where there is no such step, or the warm-up leaves none to count.
    """
    _at_step(scenario, step, "none")


def _at_step(scenario: Scenario, step: str, foresight: Literal["none", "full"]) -> Scenario:
    period = scenario.settings.period
    try:
        calendar = make_calendar(period.start, period.end, step, period.warm_up)
    except CalendarError as error:
        message = f"no foresight gap with steps '{step}': {error}"
        raise InputError([scenario.document.problem(("period",), message)]) from None
    settings = scenario.settings.model_copy(update={"step": step, "foresight": foresight})
    return replace(scenario, settings=settings, calendar=calendar)
