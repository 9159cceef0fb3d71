"""The policies of a front as scenario files, so that each can be run, described and compared by itself."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from basinsim.tradeoff.explore import Explored
from basinsim.tradeoff.policies import BASELINE, Tried
from basinsim.tradeoff.study import FULL, Study, hydrology_in

POLICY_PREFIX = "policy_"


def policy_writers(explored: Explored, directory: Path) -> dict[str, Callable[[Path], None]]:
    """Return what writes each policy of a front as a scenario, by file name.

    Parameters
    ----------
    explored : Explored
        What came of a study.
    directory : Path
        Where they will stand: files they name count from there.

    Returns
    -------
    dict of str to callable
        Not for the baseline, which is a scenario already.
    """
    return {
        f"{POLICY_PREFIX}{one.name}.yaml": _writer(explored.study, one, directory)
        for one in explored.front
        if one.name != BASELINE
    }


def scenario_text(study: Study, policy: Tried, directory: Path) -> str:
    """Write a policy as a scenario, in the reference future of its study.

    Parameters
    ----------
    study : Study
        Of the policy.
    policy : Tried
        With the value of each lever.
    directory : Path
        Files it names count from there.

    Returns
    -------
    str
        YAML.
    """
    base, reference = study.scenario, study.futures[0]
    raw_base = base.document.value.get("policies") or []
    at_base = base.document.directory(("policies",))
    policies = [_moved(one, study.path.parent, directory) for one in reference.policies]
    policies += [_moved(one, at_base, directory) for one in raw_base]
    for option in policy.options:
        policies += [_moved(one, study.path.parent, directory) for one in option.policies]
    start, end, step = study.period_and_step(FULL)
    scenario: dict[str, Any] = {
        "extends": _relative(base.path, directory),
        "name": f"{study.name}: {policy.name}",
        "period": {"start": start.isoformat(), "end": end.isoformat(), **_warm_up(study)},
        "step": step,
        "foresight": "none",
        "members": study.members(FULL),
    }
    hydrology = hydrology_in(base.settings.hydrology, reference)
    if hydrology != base.settings.hydrology and hydrology is not None:
        scenario["hydrology"] = hydrology.model_dump(mode="json", exclude_none=True)
    scenario["policies"] = policies
    levers = [
        f"#   {one.name}: {option.shown}{' ' + one.unit if one.unit else ''}"
        for one, option in zip(study.dimensions, policy.options, strict=True)
    ]
    facts = [f"# In the study {key} is {number:g} (not set here)." for key, number in reference.facts.items()]
    head = [
        f"# Policy {policy.name} of the study '{study.name}', in its future '{reference.name}':",
        *levers,
        *facts,
    ]
    # Aliases would be allowed, and are hard to read.
    dumper: Any = yaml.SafeDumper
    body = yaml.dump(scenario, Dumper=_plain(dumper), sort_keys=False, allow_unicode=True, width=110)
    return "\n".join(head) + "\n\n" + body


def _warm_up(study: Study) -> dict[str, str | None]:
    # What the scenario has, and this study does not, is taken back.
    return (
        {"warm_up": study.period.warm_up}
        if study.period.warm_up or study.scenario.settings.period.warm_up
        else {}
    )


def _plain(dumper: Any) -> Any:
    return type("WithoutAliases", (dumper,), {"ignore_aliases": lambda _self, _data: True})


def _writer(study: Study, policy: Tried, directory: Path) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_text(scenario_text(study, policy, directory), encoding="utf-8", newline="\n")

    return write


def _moved(raw: Any, origin: Path, target: Path) -> Any:
    """Return a plain value in which files that counted from one folder count from another."""
    if isinstance(raw, dict):
        return {
            key: _relative(origin / value, target)
            if key == "file" and isinstance(value, str)
            else _moved(value, origin, target)
            for key, value in raw.items()
        }
    return [_moved(one, origin, target) for one in raw] if isinstance(raw, list | tuple) else raw


def _relative(path: Path, directory: Path) -> str:
    try:
        return Path(os.path.relpath(path.resolve(), directory.resolve())).as_posix()
    except ValueError:  # on another drive
        return path.resolve().as_posix()
