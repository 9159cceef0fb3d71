"""A page for each group: what it got, when it hurt, how that compares with ideas of fair."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from basinsim.metrics.front_page import title
from basinsim.metrics.registry import METRICS
from basinsim.report.numbers import Numbers
from basinsim.report.service import MonthlyService
from basinsim.report.subjects import KINDS, Key, Subject, Subjects
from basinsim.report.tables import Cell, Table, quantity, table, with_unit, words

MEASURES = {
    "coverage": "Share of its demand delivered",
    "worst_month": "Share delivered in the worst month",
    "share_of_demand": "Its share of everybody's demand",
    "share_of_shortage": "Its share of everybody's shortage",
    "above_proportional": "More (+) or less (−) than in proportion to what was asked for",
    "above_equal_awards": "More (+) or less (−) than if all had been given the same amount",
    "above_equal_losses": "More (+) or less (−) than if all had lost the same amount",
}
"""What the measures of a fairness passport are called."""


@dataclass(frozen=True)
class Month:
    """A month of the year that comes again.

    Attributes
    ----------
    name : str
        Such as ``Jan``.
    mean, least : float
        Share of the demand delivered, over years and members [1]; not-a-number without demand.
    """

    name: str
    mean: float
    least: float


@dataclass(frozen=True)
class GroupPage:
    """What there is to say of a group.

    Attributes
    ----------
    subject : Subject
        Who it is.
    anchor : str
        Its place on the page.
    sentences : tuple of str
        What matters most.
    tables : tuple of Table
        Its numbers.
    year : tuple of Month
        When it is short; empty for a group that never is.
    """

    subject: Subject
    anchor: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]
    year: tuple[Month, ...] = ()


def in_order(subjects: Iterable[Subject]) -> list[Subject]:
    """Return each subject once, by kind and then as first named."""
    first: dict[Key, Subject] = {}
    for subject in subjects:
        first.setdefault(subject.key, subject)
    kinds = list(KINDS)
    return sorted(first.values(), key=lambda subject: kinds.index(subject.kind))


def by_kind(pages: Iterable[GroupPage]) -> list[tuple[str, list[GroupPage]]]:
    """Sort pages by kind, with what each kind is called."""
    found: dict[str, list[GroupPage]] = {}
    for page in pages:
        found.setdefault(page.subject.kind, []).append(page)
    return [(KINDS[kind], members) for kind, members in found.items()]


def pages_of_run(numbers: Numbers, subjects: Subjects, service: MonthlyService | None) -> list[GroupPage]:
    """Write the page of every group that a run has numbers of.

    Parameters
    ----------
    numbers : Numbers
        Metrics of the run.
    subjects : Subjects
        Whom they are about.
    service : MonthlyService or None
        Deliveries by month.

    Returns
    -------
    list of GroupPage
        By kind.
    """
    rows: dict[Key, list[str]] = {}
    for metric, group in numbers.pairs():
        rows.setdefault(subjects.of(metric, group).key, []).append(metric)
    pages = []
    for k, subject in enumerate(in_order(subjects.of(*key) for key in numbers.pairs())):
        tables = [_metrics(numbers, subject, rows[subject.key])]
        sentences: list[str] = []
        year: tuple[Month, ...] = ()
        if service is not None and subject.name in service.groups and subject.kind != "community":
            sentences = _service_in_words(numbers, subject.name, service)
            year = _year(service, subject.name)
            passport = passport_table(service.passports, subject.name, numbers.members)
            tables = [passport, *tables] if passport else tables
        pages.append(GroupPage(subject, f"group-{k}", tuple(sentences), tuple(tables), year))
    return pages


def _metrics(numbers: Numbers, subject: Subject, names: list[str]) -> Table:
    many = numbers.members > 1
    rows = []
    for name in names:
        unit = numbers.unit(name, subject.name)
        cells = [words(title(name)), quantity(numbers.mean(name, subject.name), unit)]
        if many:
            cells.append(words(numbers.range_in_words(name, subject.name)))
        cells.append(words("more" if numbers.better_upwards(name, subject.name) else "less"))
        rows.append(tuple(cells))
    columns = [("number", False), ("mean over members" if many else "value", True)]
    columns += [("5 to 95 % of members", False)] if many else []
    return table(f"Every number of {subject.title}", [*columns, ("better is", False)], rows)


def _service_in_words(numbers: Numbers, group: str, service: MonthlyService) -> list[str]:
    said = []
    if ("volumetric_reliability", group) in numbers:
        share = numbers.in_words("volumetric_reliability", group)
        text = f"Got {share} of the {with_unit(service.mean_demand(group), 'Ml/d')} asked for"
        if ("time_reliability", group) in numbers:
            text += f", and all of it {numbers.in_words('time_reliability', group)} of the time"
        said.append(f"{text}.")
    worst = service.worst_month(group)
    if worst is not None and worst.coverage < 1 - 1e-9:
        where = f" (in member {worst.member})" if numbers.members > 1 else ""
        said.append(
            f"Worst month: {worst.first_day:%B %Y}{where}, with {with_unit(worst.coverage, '1')} of what was asked for."
        )
    elif worst is not None:
        said.append("It was never short.")
    if ("longest_shortage", group) in numbers and numbers.mean("longest_shortage", group) > 0:
        said.append(f"The longest shortage lasted {numbers.in_words('longest_shortage', group)}.")
    return said + rarity_in_words(service.return_periods, group)


def rarity_in_words(periods: pd.DataFrame, group: str) -> list[str]:
    """Say how rare years of failure are.

    Parameters
    ----------
    periods : pandas.DataFrame
        As of :func:`basinsim.metrics.service.return_periods`.
    group : str
        Whose.

    Returns
    -------
    list of str
        A sentence for each event that happened; none for what never did.
    """
    said = []
    for row in periods[periods["group"] == group].to_dict("records"):
        if row["failing_years"]:
            event = str(row["event"])
            said.append(
                f"Years with {event}: {row['failing_years']} of {row['years']}, or once in "
                f"{_years(float(row['return_period']))} (95 % interval {_years(float(row['low']))} to {_years(float(row['high']))})."
            )
    return said


def _years(number: float) -> str:
    if np.isinf(number):
        return "never"
    text = f"{number:.0f}" if number >= 10 else f"{number:.1f}"
    return f"{text} years"


def passport_table(passports: pd.DataFrame, group: str, members: int) -> Table | None:
    """Return the fairness passport of a group of one run.

    Parameters
    ----------
    passports : pandas.DataFrame
        Of all groups.
    group : str
        A sector or a user.
    members : int
        How many the run has.

    Returns
    -------
    Table or None
        None where it has no passport.
    """
    own = passports[passports["group"] == group]
    if own.empty:
        return None
    rows = []
    for row in own.to_dict("records"):
        signed = str(row["measure"]).startswith("above_")
        cells: list[Cell] = [
            words(MEASURES[str(row["measure"])]),
            quantity(float(row["mean"]), "1", signed=signed),
        ]
        if members > 1:
            low, high = (with_unit(float(end), "1", signed=signed) for end in (row["p5"], row["p95"]))
            cells.append(words(f"{low} to {high}"))
        rows.append(tuple(cells))
    columns = [("measure", False), ("value", True)] + (
        [("5 to 95 % of members", False)] if members > 1 else []
    )
    return table("Fairness passport", columns, rows)


def _year(service: MonthlyService, group: str) -> tuple[Month, ...]:
    share = service.coverage(group)
    if np.isnan(share).all() or np.nanmin(share) >= 1 - 1e-9:
        return ()
    found = []
    for month in range(1, 13):
        values = share[:, service.months.month == month]
        known = values[~np.isnan(values)]
        mean, least = (known.mean(), known.min()) if len(known) else (np.nan, np.nan)
        name = str(np.datetime64(f"2001-{month:02d}").astype(object).strftime("%b"))
        found.append(Month(name, float(mean), float(least)))
    return tuple(found)


def metric_meaning(name: str) -> str:
    """Return how a metric is computed; empty where it is registered nowhere."""
    return METRICS[name].formula if name in METRICS else ""
