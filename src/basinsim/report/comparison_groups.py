"""A page for each group in a comparison: what it gains and loses under each run."""

import pandas as pd

from basinsim.errors import counted
from basinsim.metrics.comparison import Comparison
from basinsim.metrics.front_page import Entry, title
from basinsim.report.groups import MEASURES, GroupPage, in_order, rarity_in_words
from basinsim.report.subjects import Key, Subject, Subjects
from basinsim.report.tables import Cell, Table, change_with_unit, quantity, table, words

_MARKS = {"better": "▲ better", "worse": "▼ worse", "same": "= same"}


def pages_of_comparison(
    comparison: Comparison, passports: pd.DataFrame, periods: pd.DataFrame, subjects: Subjects
) -> list[GroupPage]:
    """Write the page of every group that runs have numbers of.

    Parameters
    ----------
    comparison : Comparison
        Of runs.
    passports, periods : pandas.DataFrame
        Fairness passports and return periods of each run, with a column ``policy``.
    subjects : Subjects
        Whom numbers are about.

    Returns
    -------
    list of GroupPage
        By kind.
    """
    own = comparison.table[comparison.table["policy"] == comparison.names[0]]
    keys = list(zip(own["metric"], own["group"], strict=True))
    rows: dict[Key, list[Entry]] = {}
    for metric, group in keys:
        rows.setdefault(subjects.of(metric, group).key, []).append(Entry(metric, group, title(metric), ""))
    pages = []
    for k, subject in enumerate(in_order(subjects.of(*key) for key in keys)):
        entries = rows[subject.key]
        tables = [changes_table(comparison, entries, f"Every number of {subject.title}, run by run")]
        passport = _passports(passports, comparison, subject)
        tables = [passport, *tables] if passport else tables
        sentences = [_in_words(comparison, entries, run) for run in range(1, len(comparison.names))]
        if passport is not None and len(periods):
            for name in comparison.names:
                rare = rarity_in_words(periods[periods["policy"] == name], subject.name)
                sentences += [f"{name}: {text[0].lower()}{text[1:]}" for text in rare]
        pages.append(GroupPage(subject, f"group-{k}", tuple(sentences), tuple(tables)))
    return pages


def _in_words(comparison: Comparison, entries: list[Entry], run: int) -> str:
    verdicts = [comparison.verdict(entry, run) for entry in entries]
    counts = {word: verdicts.count(word) for word in _MARKS}
    name = comparison.names[run]
    if counts["same"] == len(entries):
        return f"{name}: nothing changes enough to tell."
    return (
        f"{name}: better in {counted(counts['better'], 'number')}, worse in {counts['worse']}, "
        f"the same in {counts['same']}."
    )


def changes_table(comparison: Comparison, entries: list[Entry], caption: str) -> Table:
    """Set numbers of all runs side by side, each with its change against the baseline in words.

    Parameters
    ----------
    comparison : Comparison
        Of runs.
    entries : list of Entry
        Numbers of its table.
    caption : str
        Of the table.

    Returns
    -------
    Table
        One row a number.
    """
    columns = [("number", False), ("better is", False), (named_baseline(comparison), True)]
    columns += [(name, True) for name in comparison.names[1:]]
    rows = []
    for entry in entries:
        unit, values = comparison.unit(entry), comparison.of(entry, "value")
        wish = "more" if comparison.better_upwards(entry) else "less"
        cells: list[Cell] = [words(entry.label), words(wish), quantity(float(values[0]), unit)]
        for run in range(1, len(values)):
            verdict = comparison.verdict(entry, run)
            said = _MARKS[verdict]
            if verdict != "same":
                change = float(comparison.of(entry, "change")[run])
                said += f", {change_with_unit(change, unit)}{_range(comparison, entry, run)}"
            cells.append(quantity(float(values[run]), unit, mark=verdict, note=said))
        rows.append(cells)
    return table(caption, columns, rows)


def named_baseline(comparison: Comparison) -> str:
    """Return the baseline's name, with the word where the name does not say it."""
    name = comparison.names[0]
    return name if "baseline" in name.lower() else f"{name} (baseline)"


def _range(comparison: Comparison, entry: Entry, run: int) -> str:
    if comparison.members < 2:
        return ""
    low, high = (
        change_with_unit(float(comparison.of(entry, f"change_{end}")[run]), comparison.unit(entry))
        for end in ("p5", "p95")
    )
    return f" ({low} to {high})"


def _passports(passports: pd.DataFrame, comparison: Comparison, subject: Subject) -> Table | None:
    if passports.empty or subject.kind not in ("sector", "demand"):
        return None
    own = passports[passports["group"] == subject.name]
    wide = own.pivot(index="measure", columns="policy", values="mean")
    if wide.empty or not set(comparison.names) <= set(wide.columns):
        return None
    rows = []
    for measure, label in MEASURES.items():
        if measure in wide.index:
            signed = measure.startswith("above_")
            numbers = [
                quantity(float(str(wide.loc[measure, name])), "1", signed=signed) for name in comparison.names
            ]
            rows.append([words(label), *numbers])
    return table(
        "Fairness passport", [("measure", False), *((name, True) for name in comparison.names)], rows
    )
