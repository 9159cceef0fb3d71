"""Every mistake is told with its place, what was found, and the nearest correct name."""

from pathlib import Path

import pytest
from schema.mistakes import MISTAKES
from schema.mistakes.case import Mistake
from schema.two_lochs import write_two_lochs

import basinsim as bs
from basinsim.api import prepare
from basinsim.errors import InputError


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.id)
def test_a_mistake_is_told_once_with_its_place(mistake: Mistake, tmp_path: Path) -> None:
    place = mistake.write(tmp_path)
    with pytest.raises(InputError) as caught:
        prepare(bs.load_scenario(tmp_path / "scenario.yaml"))
    problems = caught.value.problems
    assert len(problems) == 1, "\n".join(map(str, problems))
    told = str(problems[0])
    assert str(problems[0].place) == place, told
    for part in mistake.message:
        assert part in told, f"'{part}' is not said in: {told}"


def test_there_are_enough_mistakes_and_each_has_its_own_name() -> None:
    names = [mistake.id for mistake in MISTAKES]
    assert len(names) == len(set(names)) >= 50


def test_without_a_mistake_it_runs(tmp_path: Path) -> None:
    results = bs.run(write_two_lochs(tmp_path))
    assert results.dataset.sizes["time"] == 12
    assert results.dataset.attrs["mass_balance_error"] < 1e-6
