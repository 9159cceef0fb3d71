"""What README shows of the program's words is what the program says."""

import pytest
from docs.blocks import TOP, blocks_of

from basinsim.errors import InputError
from basinsim.loading import load_basin


def test_the_mistakes_shown_are_told_as_shown(tmp_path):
    blocks = blocks_of(TOP / "README.md")
    (basin,) = [block.text for block in blocks if block.text.startswith("# basin.yaml")]
    (shown,) = [block.text for block in blocks if block.text.startswith("basin.yaml:")]
    for right, wrong in (("capacity: 64", "capcity: 64"), ("to: farms,", "to: farmz,")):
        assert basin.count(right) == 1
        basin = basin.replace(right, wrong)
    (tmp_path / "basin.yaml").write_text(basin, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_basin(tmp_path / "basin.yaml")
    told = [str(problem).removeprefix(f"{tmp_path}/") for problem in caught.value.problems]
    assert len(told) == len(shown.splitlines())
    for said, line in zip(told, shown.splitlines(), strict=True):
        assert said.startswith(line)
