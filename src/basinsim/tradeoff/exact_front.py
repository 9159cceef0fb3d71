"""The exact front that a study asks for: found once, and then known like every evaluation."""

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from basinsim.calendar import make_calendar
from basinsim.fronts.exact import ExactFront, exact_front
from basinsim.fronts.objectives import FrontObjective
from basinsim.loading import Scenario
from basinsim.simulation.run import Progress
from basinsim.tradeoff.fingerprint import fingerprint
from basinsim.tradeoff.study import Study

_ARRAYS = ("payoff", "ideal", "simulated", "weights")


def exact_front_of(study: Study, cache: Path, progress: Progress | None = None) -> ExactFront:
    """Find the exact front of a study, or look it up.

    Parameters
    ----------
    study : Study
        One that asks for it.
    cache : Path
        Folder of the study's evaluations.
    progress : callable, optional
        Told how many steps have been simulated of those in all; of what is known nothing is told.

    Returns
    -------
    ExactFront
        The same to the last digit, found or looked up.

    Raises
    ------
    InputError, RunError
        As :func:`basinsim.fronts.exact.exact_front`.
    """
    asked = study.settings.exact
    assert asked is not None
    scenario = _scenario(study, asked.step)
    key = hashlib.sha256(
        json.dumps([fingerprint(scenario, ()), asked.objectives, asked.points, asked.member]).encode()
    ).hexdigest()
    path = cache / "exact" / f"{key}.json"
    known = _read(path)
    if known is not None:
        return replace(known, scenario=scenario.name)
    front = exact_front(
        scenario,
        asked.objectives,
        points=asked.points,
        member=asked.member,
        step=asked.step,
        progress=progress,
    )
    _write(front, path)
    return front


def _scenario(study: Study, step: str) -> Scenario:
    """Return what the front is of: the study's scenario in its period, by the steps of the front."""
    base, period = study.scenario, study.period
    settings = base.settings.model_copy(update={"period": period, "step": step, "foresight": "none"})
    calendar = make_calendar(period.start, period.end, step, period.warm_up)
    return replace(base, settings=settings, calendar=calendar)


def _read(path: Path) -> ExactFront | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        found |= {name: np.array(found[name], dtype=float) for name in _ARRAYS}
        found["objectives"] = tuple(
            FrontObjective(one["label"], one["kind"], tuple(one["things"])) for one in found["objectives"]
        )
        found["notes"] = tuple(found["notes"])
        return ExactFront(**found)
    except (OSError, ValueError, KeyError, TypeError):
        return None  # not there, or not to be read: it is found again


def _write(front: ExactFront, path: Path) -> None:
    """Keep a front, written aside and moved into place; a disk that refuses only costs the time of another search."""
    kept = asdict(front) | {name: getattr(front, name).tolist() for name in _ARRAYS}
    aside = path.with_name(f".writing-{os.getpid()}-{path.name}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(json.dumps(kept), encoding="utf-8")
        os.replace(aside, path)  # noqa: PTH105 - overwrites on every system, which rename does not
