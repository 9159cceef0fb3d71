"""``basinsim hydrology droughts``."""

from pathlib import Path

import pytest
from cli.program import basinsim

from basinsim.hydrology.droughts.traces import similar_traces


@pytest.mark.slow
def test_the_nearest_of_two_members(tmp_path: Path) -> None:
    arguments = ("hydrology", "droughts", "--members", "2", "--seed", "9", "--keep", "2", "-o")
    done = basinsim(*arguments, "made", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1975-76: nearest trace differs by" in done.stdout
    traces = similar_traces(tmp_path / "made", "1984")
    assert {trace.member for trace in traces} == {0, 1}
    assert f"1984: nearest trace differs by {traces[0].distance:.1f} percentage points" in done.stdout
    header = (tmp_path / "made" / "droughts_matched.csv").read_text(encoding="utf-8").splitlines()[3]
    assert header == "drought,rank,gauge,months,ending,observed,matched"
