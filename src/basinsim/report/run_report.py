"""The report of a run."""

from collections.abc import Sequence
from pathlib import Path

from basinsim.describing import description
from basinsim.errors import RunError
from basinsim.loading import Scenario
from basinsim.metrics.front_page import front_page, title
from basinsim.register.page import as_csv
from basinsim.report.assumptions import assumptions_of
from basinsim.report.groups import by_kind, metric_meaning, pages_of_run
from basinsim.report.headline import headline
from basinsim.report.numbers import Numbers
from basinsim.report.origin import origin_of
from basinsim.report.page import render, write_page
from basinsim.report.pictures import Picture, pictures
from basinsim.report.service import MonthlyService, monthly_service
from basinsim.report.subjects import Subjects
from basinsim.report.tables import Table, count, number, quantity, table, words
from basinsim.results.store import ASSUMPTIONS_FILE, REPORT_FILE, Results, write_together


def save_run_report(
    results: Results, directory: Path | str, scenario: Scenario | None = None, figures: Sequence[str] = ()
) -> Path:
    """Write the report of a run beside its results.

    Parameters
    ----------
    results : Results
        Of the run; they may be opened lazily.
    directory : Path or str
        Where they are.
    scenario : Scenario, optional
        What was run: the report then says its rules and policies, and lists where the numbers of its
        basin come from; the part of the basin's register that was used is written as ``assumptions.csv``.
    figures : sequence of str
        Names of figures in that folder, which are put into the page.

    Returns
    -------
    Path
        The report.

    Raises
    ------
    InputError
        Where the basin's register cannot be read.
    RunError
        Where it cannot be written; nothing half-written is left.
    """
    directory = Path(directory)
    page = run_report(results, scenario, pictures(directory, figures))
    writers = {REPORT_FILE: lambda path: write_page(path, page)}
    if scenario is not None:
        register = assumptions_of(scenario.loaded_basin).register
        if register.rows:
            writers[ASSUMPTIONS_FILE] = lambda path: write_page(path, as_csv(register))
    write_together(directory, writers)
    return directory / REPORT_FILE


def remove_run_report(directory: Path | str) -> None:
    """Take away the report of an earlier run, which would tell of other results than those beside it.

    Parameters
    ----------
    directory : Path or str
        Of the results.

    Raises
    ------
    RunError
        Where it cannot be taken away.
    """
    for name in (REPORT_FILE, ASSUMPTIONS_FILE):
        path = Path(directory) / name
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            message = f"{path} is of an earlier run and could not be taken away: {error.strerror or error}"
            raise RunError(message) from error


def run_report(results: Results, scenario: Scenario | None = None, figures: Sequence[Picture] = ()) -> str:
    """Write the report of a run as a page.

    Parameters
    ----------
    results : Results
        Of the run; they may be opened lazily.
    scenario : Scenario, optional
        What was run.
    figures : sequence of Picture
        To show.

    Returns
    -------
    str
        HTML.
    """
    dataset = results.dataset
    numbers, subjects = Numbers(results.metrics), Subjects(dataset)
    origin, service = origin_of(dataset, results.notes), monthly_service(dataset)
    return render(
        "run.html.j2",
        origin=origin,
        sentences=headline(numbers, origin, subjects, service),
        front=_front(results, numbers),
        groups=by_kind(pages_of_run(numbers, subjects, service)),
        pictures=figures,
        metrics=_every_metric(numbers, subjects),
        rarity=None if service is None else _rarity(service, subjects),
        question="" if scenario is None else scenario.settings.question,
        rules=[] if scenario is None else _described(scenario),
        assumptions=None if scenario is None else assumptions_of(scenario.loaded_basin),
    )


def _described(scenario: Scenario) -> list[tuple[str, list[str]]]:
    (_, run), *others = description(scenario)
    return [(heading, [one.text for one in said]) for heading, said in (("The run", run), *others)]


def _front(results: Results, numbers: Numbers) -> Table | None:
    """The front page of a comparison, of one run."""
    if not len(results.metrics):
        return None
    many = numbers.members > 1
    rows = []
    for entry in front_page(results.metrics):
        key = (entry.metric, entry.group)
        cells = [words(entry.label), quantity(numbers.mean(*key), numbers.unit(*key))]
        cells += [words(numbers.range_in_words(*key))] if many else []
        cells.append(words("more" if numbers.better_upwards(*key) else "less"))
        rows.append(cells)
    columns = [("number", False), ("mean over members" if many else "value", True)]
    columns += [("5 to 95 % of members", False)] if many else []
    return (
        table("The numbers that are compared first", [*columns, ("better is", False)], rows) if rows else None
    )


def _every_metric(numbers: Numbers, subjects: Subjects) -> Table:
    many = numbers.members > 1
    rows = []
    for metric, group in numbers.pairs():
        unit = numbers.unit(metric, group)
        cells = [
            words(title(metric)),
            words(subjects.of(metric, group).title),
            quantity(numbers.mean(metric, group), unit),
        ]
        cells += [words(numbers.range_in_words(metric, group))] if many else []
        cells.append(words("more" if numbers.better_upwards(metric, group) else "less"))
        cells.append(words(metric_meaning(metric)))
        rows.append(cells)
    columns = [("metric", False), ("of", False), ("mean over members" if many else "value", True)]
    columns += [("5 to 95 % of members", False)] if many else []
    columns += [("better is", False), ("how it is computed", False)]
    return table("Every metric of the run", columns, rows, sought=True)


def _rarity(service: MonthlyService, subjects: Subjects) -> Table | None:
    rows = []
    for row in service.return_periods.to_dict("records"):
        numbers = [float(row[name]) for name in ("return_period", "low", "high")]
        rows.append(
            (
                words(subjects.of_user(str(row["group"])).title),
                words(str(row["event"])),
                count(int(row["failing_years"])),
                count(int(row["years"])),
                *(number(value, "years") for value in numbers),
            )
        )
    columns = [("of", False), ("a year with", False), ("years of it", True), ("years in all", True)]
    columns += [("once in ... years", True), ("at least", True), ("at most", True)]
    caption = "How rare bad years are, with 95 % intervals (whole calendar years of all members)"
    return table(caption, columns, rows) if rows else None
