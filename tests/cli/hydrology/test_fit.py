"""``basinsim hydrology fit``."""

from pathlib import Path

from cli.program import basinsim


def test_what_is_missing_is_told_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    observed = tmp_path / "observed"
    observed.mkdir()
    (observed / "a.csv").write_text("date,precip_mm,temp_c\n1990-01-01,1,2\n", encoding="utf-8")
    (tmp_path / "gauges.csv").write_text(
        "gauge,river,area_km2,influence,donor\na,A,1,natural,a\nb,B,1,regulated,a\n", encoding="utf-8"
    )
    days = "\n".join(f"{day},1,1" for day in range(1, 366))
    (tmp_path / "pet_doy_climatology_chess.csv").write_text(f"doy,a,b\n{days}\n", encoding="utf-8")
    done = basinsim(
        *("hydrology", "fit", "--observed", "observed", "--gauges", "gauges.csv", "-o", "made"), cwd=tmp_path
    )
    assert done.returncode == 2
    assert "a.csv: has no column discharge_mm" in done.stderr
    assert "there is no series of station b" in done.stderr
    assert not (tmp_path / "made").exists()


def test_a_regulated_river_cannot_be_fitted(tmp_path: Path) -> None:
    (tmp_path / "gauges.csv").write_text(
        "gauge,river,area_km2,influence,donor\nb,B,1,regulated,b\n", encoding="utf-8"
    )
    done = basinsim(
        "hydrology", "fit", "--observed", ".", "--gauges", "gauges.csv", "-o", "made", cwd=tmp_path
    )
    assert done.returncode == 2
    assert "gauges.csv:2:1: donor: a regulated river cannot be fitted" in done.stderr
