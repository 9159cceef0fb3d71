"""Why of the shipped basin on a day of drought."""

import json
from pathlib import Path

import pytest

import basinsim as bs
from basinsim.shipped import shipped_folder

DRY = {
    "name": "Dry summer",
    "period": {"start": "1972-05-01", "end": "1972-06-20", "warm_up": "20 days"},
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dry")
    path = folder / "dry.yaml"
    scenario = {**DRY, "basin": str(shipped_folder() / "data/forth_valley/basin.yaml")}
    path.write_text(json.dumps(scenario), encoding="utf-8")
    return bs.run(path).save(folder / "results" / "dry")


@pytest.mark.parametrize(("user", "lost"), [("carse_farms", 1.0), ("strathallan_farms", 0.8)])
def test_farms_behind_the_environmental_flow(results: Path, user: str, lost: float) -> None:
    """They come after the river, and there is not enough for both; a fifth of one's water passes the gauge again."""
    found = bs.explain(results, user)
    assert found.missing > 0
    first = found.effects[0]
    assert first.limit.kind == "river_wish"
    assert first.gain == pytest.approx(found.missing)
    assert found.changes[0].parts[0].by == pytest.approx(lost * found.missing / found.days, rel=1e-4)
    assert "were" in found.changes[0].text
    assert {one.user for one in found.ranges if one.least > one.most} == set()
