"""``basinsim run``: what it writes and says, and that a second run gives the same."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
import xarray as xr
from cli.program import Done, basinsim, refused
from schema.two_lochs import SCENARIO, write_two_lochs

import basinsim as bs
from basinsim.cli.summary import print_summary

# The table of INTERFACE.md, and the first of its dimensions that is neither member nor time.
TABLE = {
    "inflow": ("catchment", "Ml/d"),
    "flow": ("link", "Ml/d"),
    "storage": ("reservoir", "Ml"),
    "overflow": ("reservoir", "Ml/d"),
    "requested": ("demand", "Ml/d"),
    "delivered": ("demand", "Ml/d"),
    "essential_requested": ("demand", "Ml/d"),
    "essential_delivered": ("demand", "Ml/d"),
    "gauge_flow": ("gauge", "Ml/d"),
    "environmental_flow_target": ("gauge", "Ml/d"),
    "minimum_flow_target": ("link", "Ml/d"),
    "energy": ("hydropower", "MWh"),
}
ATTRIBUTES = ("scenario", "foresight", "objective", "basinsim_version", "mass_balance_error", "inputs_sha256")

RUN = ("run", "full.yaml", "dry year.yaml", "-o", "out", "--write-lp")


def write_scenarios(folder: Path) -> None:
    write_two_lochs(folder)
    lines = [line for line in SCENARIO.splitlines() if not line.startswith("outputs")]
    (folder / "full.yaml").write_text("\n".join(lines), encoding="utf-8")
    (folder / "dry year.yaml").write_text(
        "extends: full.yaml\nname: Dry [bold] year\nstep: week\n", encoding="utf-8"
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("run")
    write_scenarios(found)
    return found


@pytest.fixture(scope="module")
def done(folder: Path) -> Done:
    return basinsim(*RUN, cwd=folder)


def test_it_ends_well_and_writes_a_folder_for_each(done: Done, folder: Path) -> None:
    assert done.returncode == 0, done.stderr
    written = sorted(str(path.relative_to(folder / "out")) for path in (folder / "out").rglob("*"))
    names = ("metrics.csv", "report.html", "results.nc", "step.lp")
    assert written == sorted(
        f"{stem}{tail}" for stem in ("full", "dry year") for tail in ("", *(f"/{name}" for name in names))
    )


@pytest.mark.usefixtures("done")
def test_the_names_of_the_results(folder: Path) -> None:
    with xr.open_dataset(folder / "out" / "full" / "results.nc") as dataset:
        for name, (dimension, unit) in TABLE.items():
            assert dataset[name].dims[:2] == ("member", "time"), name
            assert dataset[name].dims[2] == dimension, name
            assert dataset[name].attrs["units"] == unit, name
            assert dataset[name].attrs["long_name"], name
        for name in ATTRIBUTES:
            assert name in dataset.attrs
        targets = dataset["minimum_flow_target"].dropna("link", how="all")
        assert list(targets["link"].to_numpy()) == ["penstock", "release"], "only links with one"
        assert dataset.attrs["scenario"] == "Two weeks"
        assert dataset.attrs["mass_balance_error"] < 1e-6
        assert str(dataset["time"].to_numpy()[0])[:10] == "2001-01-03", "the warm-up is not counted"


@pytest.mark.usefixtures("done")
def test_the_metrics(folder: Path) -> None:
    text = (folder / "out" / "dry year" / "metrics.csv").read_text(encoding="utf-8")
    header, *rows = text.splitlines()
    assert header == "scenario,member,metric,group,value,unit,direction"
    assert rows
    assert {row.split(",")[0] for row in rows} == {"Dry [bold] year"}
    assert {row.split(",")[-1] for row in rows} <= {"max", "min"}


def test_the_summary(done: Done) -> None:
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 100
    for part in (
        "Two lochs: Two weeks",
        "Dry [bold] year",
        "public supply",
        "agriculture",
        "Water balance",
        "out/full/",
    ):
        assert part in done.stdout, part
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("done")
def test_the_linear_program(folder: Path) -> None:
    text = (folder / "out" / "full" / "step.lp").read_text(encoding="utf-8")
    assert text.startswith("\\ One time step (2001-01-01)")
    assert text.rstrip().lower().endswith("end")


@pytest.mark.usefixtures("done")
def test_results_open(folder: Path) -> None:
    results = bs.open_results(folder / "out" / "full")
    assert results.dataset.sizes["time"] == 12
    assert set(results.metrics["scenario"]) == {"Two weeks"}


@pytest.mark.slow
@pytest.mark.usefixtures("done")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_second_run_elsewhere_gives_the_same(workers: str, folder: Path, tmp_path: Path) -> None:
    write_scenarios(tmp_path)
    (tmp_path / "deep" / "er").mkdir(parents=True)
    shutil.copytree(tmp_path, tmp_path / "deep" / "er" / "copy", ignore=shutil.ignore_patterns("deep"))
    again = tmp_path / "deep" / "er" / "copy"
    done = basinsim(*RUN, "--workers", workers, cwd=again)
    assert done.returncode == 0, done.stderr
    for stem in ("full", "dry year"):
        first, second = folder / "out" / stem, again / "out" / stem
        for name in ("metrics.csv", "step.lp"):
            assert (first / name).read_bytes() == (second / name).read_bytes()
        xr.testing.assert_identical(bs.open_results(first).dataset, bs.open_results(second).dataset)


@pytest.mark.slow
@pytest.mark.usefixtures("done")
def test_the_batch_kernel_gives_the_same(folder: Path) -> None:
    done = basinsim(
        "run", "full.yaml", "-o", "batch", "--allocator", "batch", "-q", "--no-report", cwd=folder
    )
    assert done.returncode == 0, done.stderr
    found, right = (bs.open_results(folder / out / "full").dataset for out in ("batch", "out"))
    assert found.attrs["steps_by_batch_kernel"] == found.attrs["steps_allocated"]
    assert right.attrs["steps_by_batch_kernel"] == 0
    for name in TABLE:
        xr.testing.assert_allclose(found[name], right[name], rtol=1e-6, atol=1e-6)


@pytest.mark.usefixtures("done")
def test_in_a_notebook_the_same(folder: Path) -> None:
    opened = bs.open_results(folder / "out" / "full")
    xr.testing.assert_identical(bs.run(folder / "full.yaml").dataset, opened.dataset)


def test_two_scenarios_of_one_name_are_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_two_lochs(tmp_path / name)
    done = basinsim("run", "a/scenario.yaml", "b/scenario.yaml", cwd=tmp_path)
    refused(done, "b/scenario.yaml", "a/scenario.yaml", "overwrite", "'scenario'")
    assert not (tmp_path / "results").exists()


def test_a_second_scenario_whose_series_are_wrong_is_told_before_the_first_runs(tmp_path: Path) -> None:
    write_two_lochs(tmp_path)
    late = SCENARIO.replace("end: 2001-01-14", "end: 2001-03-14")
    (tmp_path / "late.yaml").write_text(late, encoding="utf-8")
    refused(basinsim("run", "scenario.yaml", "late.yaml", cwd=tmp_path), "covers 2001-01-01 to 2001-01-31")
    assert not (tmp_path / "results").exists()


@pytest.mark.slow
def test_a_mistake_found_by_a_worker_is_told_as_any_other(tmp_path: Path) -> None:
    write_two_lochs(tmp_path)
    (tmp_path / "later.yaml").write_text("extends: scenario.yaml\ninitial: nowhere\n", encoding="utf-8")
    done = basinsim("run", "-q", "--no-report", "--workers", "2", "scenario.yaml", "later.yaml", cwd=tmp_path)
    refused(done, "later.yaml:2:1: initial: there are no results here", "1 problem in 1 file")
    assert [path.name for path in tmp_path.glob("results/*")] in ([], ["scenario"])


def test_outputs_are_what_is_asked_for(tmp_path: Path) -> None:
    dataset = bs.run(write_two_lochs(tmp_path)).dataset
    assert {name for name in dataset.data_vars if name in TABLE} == {
        "storage",
        "flow",
        "requested",
        "delivered",
    }


def test_what_is_not_kept_does_not_change_the_metrics(tmp_path: Path) -> None:
    write_scenarios(tmp_path)
    (tmp_path / "few.yaml").write_text("extends: full.yaml\noutputs: [storage]\n", encoding="utf-8")
    few, full = bs.run(tmp_path / "few.yaml"), bs.run(tmp_path / "full.yaml")
    assert few.metrics.equals(full.metrics)
    assert {name for name in few.dataset.data_vars if name in TABLE} == {"storage"}


def test_the_summary_of_a_run_that_keeps_little(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_scenarios(tmp_path)
    (tmp_path / "few.yaml").write_text("extends: full.yaml\noutputs: [storage]\n", encoding="utf-8")
    print_summary(bs.run(tmp_path / "few.yaml"), tmp_path / "out")
    said = capsys.readouterr().out
    assert "Two weeks" in said
    assert "nan" not in said


def test_the_worst_of_days_that_are_equally_bad_is_the_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_scenarios(tmp_path)
    results = bs.run(tmp_path / "full.yaml")
    results.dataset["delivered"][0, :, 0] = 0.0
    results.dataset["delivered"][0, 0, 0] = 1e-11  # rounding, and not a better day
    print_summary(results, tmp_path / "out")
    first = str(results.dataset["time"].to_numpy()[0])[:10]
    assert f"first on {first}, worst on {first} (0 % delivered)" in capsys.readouterr().out.replace("\n", " ")


def test_the_warm_up_is_run_but_not_counted(tmp_path: Path) -> None:
    write_scenarios(tmp_path)
    (tmp_path / "all.yaml").write_text("extends: full.yaml\nperiod: {warm_up: 0 days}\n", encoding="utf-8")
    counted, whole = bs.run(tmp_path / "full.yaml").dataset, bs.run(tmp_path / "all.yaml").dataset
    assert (counted.sizes["time"], whole.sizes["time"]) == (12, 14)
    for name in TABLE:
        xr.testing.assert_allclose(counted[name], whole[name].isel(time=slice(2, None)), atol=1e-9)
    assert float(counted["start_storage"][0, 0]) == pytest.approx(float(whole["storage"][0, 1, 0]))


@pytest.mark.slow
def test_what_knowing_the_future_would_gain(folder: Path) -> None:
    ran = basinsim("run", "full.yaml", "-o", "gap", "--foresight-gap", "week", "--no-figures", cwd=folder)
    assert ran.returncode == 0, ran.stderr
    assert "With the whole period known (an upper bound; steps: week" in ran.stdout
    table = pd.read_csv(folder / "gap" / "full" / "foresight_gap.csv").set_index(["metric", "group"])
    assert (table["step"] == "week").all()
    better = table["upper_bound"] - table["value"]
    expected = better.where(table["direction"] == "max", -better)
    assert table["gap"].to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-6)


def test_a_step_that_is_none_is_told_before_anything_runs(folder: Path) -> None:
    ran = basinsim("run", "full.yaml", "-o", "no gap", "--foresight-gap", "fortnight", cwd=folder)
    assert ran.returncode == 2
    assert "fortnight" in ran.stderr
    assert not (folder / "no gap").exists()
