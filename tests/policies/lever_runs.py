"""Run a small river under a lever, and read what the lever says of mistakes."""

from typing import Any

import pytest
from rules.rule_runs import run, series

from basinsim.results.store import Results
from basinsim.schema.basin import Basin
from basinsim.schema.policy import read_policy
from basinsim.schema.policy_list import under_policies

__all__ = ["misfits", "run", "series", "under"]


def under(
    basin: dict[str, Any], *levers: dict[str, Any], start: str = "2001-01-01", days: int = 1
) -> Results:
    """Run a basin under levers, day by day; its own file stays as it is."""
    return run(basin, start, days, policies=list(levers))


def misfits(basin: dict[str, Any], *levers: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what of levers does not fit a basin: key, and message without what is allowed."""
    policies = [read_policy(lever) for lever in levers]
    _, found = under_policies(Basin.model_validate(basin, context={}), policies)
    return [(".".join(map(str, path)), message.split(" (allowed")[0]) for path, message in found]


def exactly(numbers: list[float]) -> Any:
    """Return a list to compare with, to a millionth."""
    return pytest.approx(numbers, abs=1e-6)
