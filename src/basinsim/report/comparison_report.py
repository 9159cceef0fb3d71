"""The report of a comparison."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from basinsim.figures.schematic import place_network
from basinsim.metrics.comparison import Comparison
from basinsim.metrics.front_page import Entry, title
from basinsim.network.shape import Shape
from basinsim.report.alternatives import alternatives_of_comparison
from basinsim.report.assumptions import Assumptions, assumptions_beside
from basinsim.report.comparison_groups import changes_table, pages_of_comparison
from basinsim.report.comparison_headline import comparison_headline
from basinsim.report.groups import by_kind
from basinsim.report.origin import Origin, origin_of
from basinsim.report.page import render
from basinsim.report.pictures import Picture
from basinsim.report.subjects import Subjects
from basinsim.report.tables import Table, count, number, quantity, table, with_unit, words
from basinsim.report.trade_off import trade_off_context
from basinsim.results.sketch import sketch_of
from basinsim.results.store import Results

_PRICES = {
    "price_of_fairness": "water delivered less than in the run that delivers most",
    "price_of_efficiency": "coverage of the worst-served user below that of the run that serves him best",
}


@dataclass(frozen=True)
class Background:
    """What a comparison's report tells beside its tables.

    Attributes
    ----------
    origins : tuple of Origin
        Manifests of the runs, in their order.
    subjects : Subjects
        Whom the baseline's numbers are about.
    shape : Shape or None
        Of the baseline's basin, where its results hold it.
    assumptions : Assumptions or None
        That the baseline left beside its results.
    """

    origins: tuple[Origin, ...]
    subjects: Subjects
    shape: Shape | None = None
    assumptions: Assumptions | None = None


def background_of(runs: Sequence[Results], beside: Path | None = None) -> Background:
    """Find out where runs come from.

    Parameters
    ----------
    runs : sequence of Results
        The first is the baseline; they may be opened lazily.
    beside : Path, optional
        Folder of the baseline's results.

    Returns
    -------
    Background
        Without assumptions where the baseline left none.

    Raises
    ------
    InputError
        Where those it left cannot be read.
    """
    baseline = runs[0].dataset
    return Background(
        tuple(origin_of(run.dataset, run.notes) for run in runs),
        Subjects(baseline),
        sketch_of(baseline),
        None if beside is None else assumptions_beside(beside),
    )


def comparison_report(
    comparison: Comparison,
    passports: pd.DataFrame,
    periods: pd.DataFrame,
    prices: pd.DataFrame,
    background: Background,
    figures: Sequence[Picture] = (),
) -> str:
    """Write the report of a comparison as a page.

    Parameters
    ----------
    comparison : Comparison
        Of runs.
    passports, periods : pandas.DataFrame
        Fairness passports and return periods of each run, with a column ``policy``.
    prices : pandas.DataFrame
        Price of fairness and of efficiency of each run.
    background : Background
        Where the runs come from.
    figures : sequence of Picture
        To show.

    Returns
    -------
    str
        HTML.
    """
    subjects = background.subjects
    alternatives = alternatives_of_comparison(comparison, subjects, background.shape)
    schematic = None if background.shape is None else place_network(background.shape)
    entries = list(comparison.entries)
    return render(
        "comparison.html.j2",
        scripts=("page.js", "trade_off.js"),
        names=comparison.names,
        basin=background.origins[0].title.partition(":")[0],
        hydrology=background.origins[0].hydrology,
        sentences=comparison_headline(comparison),
        notes=comparison.notes,
        front=changes_table(comparison, entries, "The numbers that are compared first") if entries else None,
        trade_off=trade_off_context(alternatives, schematic),
        groups=by_kind(pages_of_comparison(comparison, passports, periods, subjects)),
        pictures=figures,
        metrics=_every_metric(comparison, subjects),
        rarity=_rarity(periods, subjects),
        prices=_prices(prices, comparison.members),
        assumptions=background.assumptions,
        origins=background.origins,
    )


def _every_metric(comparison: Comparison, subjects: Subjects) -> Table:
    columns = [("metric", False), ("of", False), ("better is", False)]
    columns += [(name, True) for name in comparison.names]
    own = comparison.table[comparison.table["policy"] == comparison.names[0]]
    rows = []
    for metric, group in zip(own["metric"], own["group"], strict=True):
        entry = Entry(metric, group, title(metric), "")
        wish = "more" if comparison.better_upwards(entry) else "less"
        values = [quantity(float(value), comparison.unit(entry)) for value in comparison.of(entry, "value")]
        rows.append([words(entry.label), words(subjects.of(metric, group).title), words(wish), *values])
    caption = "Every metric of every run" + (", means over members" if comparison.members > 1 else "")
    return table(caption, columns, rows, sought=True)


def _rarity(periods: pd.DataFrame, subjects: Subjects) -> Table | None:
    rows = [
        (
            words(str(row["policy"])),
            words(subjects.of_user(str(row["group"])).title),
            words(str(row["event"])),
            count(int(row["failing_years"])),
            count(int(row["years"])),
            *(number(float(value), "years") for value in (row["return_period"], row["low"], row["high"])),
        )
        for row in periods.to_dict("records")
    ]
    columns = [("run", False), ("of", False), ("a year with", False), ("years of it", True)]
    columns += [("years in all", True), ("once in ... years", True), ("at least", True), ("at most", True)]
    caption = "How rare bad years are, with 95 % intervals (whole calendar years of all members)"
    return table(caption, columns, rows, sought=True) if rows else None


def _prices(prices: pd.DataFrame, members: int) -> Table | None:
    rows = []
    for row in prices.to_dict("records"):
        measure = _PRICES.get(str(row["measure"]), str(row["measure"]))
        cells = [words(str(row["policy"])), words(measure), quantity(float(row["mean"]), "1")]
        if members > 1:
            low, high = (with_unit(float(row[end]), "1") for end in ("p5", "p95"))
            cells.append(words(f"{low} to {high}"))
        rows.append([*cells, words(str(row["best"]))])
    columns = [("run", False), ("price", False), ("mean over members" if members > 1 else "value", True)]
    columns += [("5 to 95 % of members", False)] if members > 1 else []
    caption = "What fairness costs, and what efficiency costs, among these runs"
    return table(caption, [*columns, ("held against", False)], rows) if rows else None
