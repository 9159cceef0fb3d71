"""Areas: which users stand under which gauge, and how a lever checks and reads them."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field

from basinsim.rules.governed import unknown_subjects
from basinsim.rules.references import unknown
from basinsim.rules.words import listed, number_in_words, quoted
from basinsim.schema.basin import Basin
from basinsim.schema.rule import Rule
from basinsim.schema.values import Constant, Found, GaugeTable
from basinsim.series.files import SeriesError
from basinsim.series.gauge_table import read_gauge_table

Areas = Annotated[
    dict[str, Annotated[tuple[str, ...], Field(min_length=1)]],
    Field(min_length=1),
]
"""From a gauge to the users, turbines or links that stand under it."""


def problems_of_areas(basin: Basin, areas: Mapping[str, tuple[str, ...]]) -> list[Found]:
    """List names that the basin does not know, and users that stand under two gauges.

    Parameters
    ----------
    basin : Basin
        The basin.
    areas : dict of str to tuple of str
        Users by gauge.

    Returns
    -------
    list of (path, message)
        Paths begin with ``areas``.
    """
    found = list(unknown(basin, "gauge", ((("areas", gauge), gauge) for gauge in areas)))
    placed: dict[str, str] = {}
    for gauge, users in areas.items():
        found += [
            (("areas", gauge, *path[1:]), text) for path, text in unknown_subjects(basin, users, "users")
        ]
        for i, user in enumerate(users):
            other = placed.setdefault(user, gauge)
            if other != gauge:
                found.append((("areas", gauge, i), f"'{user}' stands under the gauge '{other}' already"))
    return found


def problems_of_table(key: str, value: Constant | GaugeTable | None, gauges: Iterable[str]) -> list[Found]:
    """List what keeps a number from being read for each gauge.

    Parameters
    ----------
    key : str
        Where it stands in the lever.
    value : Constant, GaugeTable or None
        The number, or a table with a row for each gauge.
    gauges : iterable of str
        Whose number is needed.

    Returns
    -------
    list of (path, message)
        Empty where all can be read.
    """
    told: dict[str, None] = {}
    for gauge in gauges:
        try:
            at_gauge(value, gauge)
        except SeriesError as error:
            told[str(error)] = None
    return [((key,), message) for message in told]


def at_gauge(value: Constant | GaugeTable | None, gauge: str) -> Constant | None:
    """Return the number that holds at one gauge.

    Parameters
    ----------
    value : Constant, GaugeTable or None
        The number, or a table with a row for each gauge.
    gauge : str
        Which row.

    Returns
    -------
    Constant or None
        Internal unit; None where there is no value.

    Raises
    ------
    SeriesError
        Where the table, its column or its row is missing.
    """
    if isinstance(value, GaugeTable):
        return Constant(value.factor * read_gauge_table(value.path, value.column, gauge))
    return value


def flow_in_words(value: Constant | GaugeTable, gauges: Iterable[str]) -> str:
    """Say a flow that each gauge has, with its number where it can be read.

    Parameters
    ----------
    value : Constant or GaugeTable
        The number, or a table with a row for each gauge.
    gauges : iterable of str
        In the order in which they are said.

    Returns
    -------
    str
        Such as ``90 Ml/d``, or ``113 Ml/d at 'weir' and 88 Ml/d at 'bridge' (q95 of low_flows.csv)``.
    """
    if not isinstance(value, GaugeTable):
        return number_in_words(value, "Ml/d")
    try:
        read = [(gauge, at_gauge(value, gauge)) for gauge in gauges]
    except SeriesError:
        return number_in_words(value, "Ml/d")
    said = [f"{number_in_words(number, 'Ml/d')} at '{gauge}'" for gauge, number in read if number is not None]
    return f"{listed(said)} ({value.column} of {value.path.name})"


def with_rules(basin: Basin, rules: Mapping[str, Rule]) -> Basin:
    """Return the basin with more rules; those of the same names give way.

    Parameters
    ----------
    basin : Basin
        Stays as it is.
    rules : dict of str to Rule
        By name.

    Returns
    -------
    Basin
        The changed one.
    """
    return basin.model_copy(update={"rules": {**basin.rules, **rules}})


def taken_names(basin: Basin, names: Iterable[str], key: str) -> list[Found]:
    """List rules of the basin whose names a lever needs for its own.

    Parameters
    ----------
    basin : Basin
        The basin.
    names : iterable of str
        That the lever would give to its rules.
    key : str
        Where this is told.

    Returns
    -------
    list of (path, message)
        Empty as a rule.
    """
    return [
        ((key,), f"the basin has a rule '{name}' already; take that away first, or leave this lever out")
        for name in names
        if name in basin.rules
    ]


def users_in_words(areas: Mapping[str, tuple[str, ...]]) -> str:
    """Return who stands under which gauge, in words."""
    said = [f"{quoted(users)} by '{gauge}'" for gauge, users in areas.items()]
    return listed(said)
