"""The report of a run: its parts, its files, and what becomes of an earlier one."""

import pytest
from figures.two_years import two_years
from report.pages import run_page, write_basin
from report.reading import Reader

import basinsim as bs
from basinsim.errors import InputError, RunError
from basinsim.report.assumptions import assumptions_beside, assumptions_of
from basinsim.report.run_report import remove_run_report, run_report, save_run_report
from basinsim.results.store import REPORT_FILE


@pytest.fixture(scope="module")
def page():
    return Reader(run_page())


def test_figures_rules_assumptions_and_proof_are_there(page):
    words = page.words
    assert len(page.named("img")) == 4
    assert "No step knows what comes after it" in words
    dataset = two_years().dataset
    assert dataset.attrs["inputs_sha256"] in words
    assert f"{dataset.attrs['mass_balance_error']:.1e} Ml" in words
    assert f"{dataset.attrs['steps_allocated']} steps of all members allocated" in words
    assert f"{dataset.attrs['steps_proved_at_once']} (" in words
    assert "a drawing <of 1923>" in words  # the source of a number, as it was written


def test_every_metric_is_in_the_table(page):
    metrics = two_years().metrics
    keys = {th["data-key"] for th in [*page.named("td")] if "data-key" in th}
    for value in metrics["value"].dropna().head(40):
        assert f"{value:.10g}".replace("inf", "1e308") in keys


def test_every_group_has_its_page(page):
    words = page.words
    for text in (
        "The river at its gauges",
        "People and communities",
        "60,000 people, 20 % of them in the most deprived fifth of areas. Supplied by Town.",
        "Fairness passport",
        "A user of public supply in Town.",
        "1 water user: Farm.",
    ):
        assert text in words


def test_how_sure_the_numbers_are(tmp_path):
    scenario = write_basin(tmp_path)
    found = assumptions_of(scenario.loaded_basin)
    assert [row.key for row in found.register.rows] == ["nodes.loch.capacity", "nodes.turbine.head"]
    assert "nodes.town.amount" in found.unexplained
    assert "nodes.loch.capacity" not in found.unexplained
    counts = {row[0].text: row[2].text for row in found.summary.rows}
    assert counts == {
        "seen": "1",
        "second-hand": "0",
        "derived": "0",
        "assumption": "1",
        "not given": str(len(found.unexplained)),
    }
    assert len(found.table.rows) == 2 + len(found.unexplained)


def test_the_assumptions_are_left_beside_the_results_for_comparisons(tmp_path):
    scenario = write_basin(tmp_path)
    directory = two_years().save(tmp_path / "out")
    save_run_report(two_years(), directory, scenario)
    assert assumptions_beside(directory).register == assumptions_of(scenario.loaded_basin).register
    two_years("river last", 5).save(tmp_path / "other")
    bs.compare(directory, tmp_path / "other").save(tmp_path / "comparison", figures=False)
    page = (tmp_path / "comparison" / REPORT_FILE).read_text(encoding="utf-8")
    assert "a drawing &lt;of 1923&gt;" in page
    assert assumptions_beside(tmp_path / "other") is None
    remove_run_report(directory)
    assert {path.name for path in directory.iterdir()} == {"results.nc", "metrics.csv"}


def test_a_register_that_cannot_be_read_is_told_and_nothing_is_left(tmp_path):
    scenario = write_basin(tmp_path)
    (tmp_path / "register.csv").write_text("nonsense\n", encoding="utf-8")
    directory = two_years().save(tmp_path / "out")
    with pytest.raises(InputError, match="is not a register"):
        save_run_report(two_years(), directory, scenario)
    assert {path.name for path in directory.iterdir()} == {"results.nc", "metrics.csv"}


def test_what_the_disk_refuses_leaves_the_earlier_report(tmp_path, monkeypatch):
    directory = two_years().save(tmp_path / "out")
    save_run_report(two_years(), directory)
    before = (directory / REPORT_FILE).read_text(encoding="utf-8")

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("basinsim.report.run_report.write_page", refuse)
    with pytest.raises(RunError, match="No space left"):
        save_run_report(two_years("river last", 5), directory)
    assert (directory / REPORT_FILE).read_text(encoding="utf-8") == before
    assert not [path for path in directory.iterdir() if path.name.startswith(".")]


def test_a_short_run_with_few_variables_has_a_report_too():
    results = two_years()
    kept = results.dataset.isel(time=slice(3)).drop_vars(
        ["flow", "storage", "requested", "delivered", "mass_balance_residual"]
    )
    read = Reader(run_report(bs.Results(kept, results.metrics)))
    assert "Origin and proof" in read.words
