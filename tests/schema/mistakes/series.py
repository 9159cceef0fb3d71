"""Mistakes in numbers over time: found when they are laid on the period."""

from schema.mistakes.case import Mistake, basin
from schema.two_lochs import INFLOW

UPPER = "inflow: {file: inflow.csv, column: upper}"


def csv(name: str, old: str, new: str, *message: str) -> Mistake:
    """Return a mistake in the CSV file; the basin's key that names the file is where it is told."""
    assert INFLOW.count(old) == 1
    return series(name, INFLOW.replace(old, new), *message)


def series(name: str, text: str, *message: str) -> Mistake:
    """Return a mistake in a CSV file of one catchment."""
    key = "@inflow: {file: upper.csv, column: upper}"
    return basin(name, UPPER, key, "nodes.upper_catchment.inflow", *message, also={"upper.csv": text})


def short(first: int, last: int) -> str:
    """Return the CSV text with some days of January only."""
    lines = INFLOW.splitlines(keepends=True)
    return lines[0] + "".join(lines[first : last + 1])


VALUES = (
    basin("too-few-values", "amount: 45", "@amount: {values: [45, 46]}", "has 2 values", "14 steps"),
    basin(
        "too-many-values",
        "max_flow: 40,",
        f"@max_flow: {{values: {[40] * 15}}},",
        "links[6].max_flow",
        "has 15 values",
        "14 steps",
    ),
    basin(
        "values-empty",
        "amount: 45",
        "amount: {@values: []}",
        "town.amount.values",
        "one number for each step",
    ),
    basin(
        "values-text",
        "amount: 45",
        "amount: {values: [1, @much]}",
        "town.amount.values[1]",
        "'much' is not a number",
    ),
    basin(
        "licence-values",
        "daily: 60 Ml/d",
        "@daily: {values: [60]}",
        "licences.town_abstraction.daily",
        "has 1 value",
    ),
)

FILES = (
    basin("missing-csv", UPPER, "@inflow: {file: inflows.csv, column: upper}", "inflows.csv", "did you mean 'inflow.csv'?"),
    basin("missing-folder", UPPER, "@inflow: {file: series/inflow.csv, column: upper}", "series/inflow.csv"),
    basin("folder-for-a-csv", UPPER, "@inflow: {file: ., column: upper}", "nodes.upper_catchment.inflow"),
    basin("csv-name-endless", UPPER, f"@inflow: {{file: {'c' * 300}.csv, column: upper}}", "nodes.upper_catchment.inflow"),
    basin("missing-netcdf", UPPER, "@inflow: {file: inflow.nc, variable: upper}", "inflow.nc"),
    basin("missing-column", UPPER, "@inflow: {file: inflow.csv, column: uper}", "no column 'uper'", "did you mean 'upper'?"),
    basin("file-name-a-number", UPPER, "inflow: {@file: 3, column: upper}", "inflow.file", "CSV or NetCDF"),
    basin("column-and-variable", UPPER, "@inflow: {file: inflow.csv, column: upper, variable: upper}", "'column'", "'variable'"),
    basin("yaml-for-a-csv", UPPER, "@inflow: {file: scenario.yaml, column: upper}", "scenario.yaml"),
    basin("csv-called-netcdf", UPPER, "@inflow: {file: upper.nc, variable: upper}", "upper.nc cannot be read as NetCDF",
          also={"upper.nc": INFLOW}),
    csv("gap-in-the-dates", "2001-01-06,260,1.1\n", "", "gap between 2001-01-05 and 2001-01-07"),
    csv("dates-fall", "2001-01-06,", "2001-01-04,", "do not rise", "2001-01-05", "2001-01-04"),
    csv("date-twice", "2001-01-06,", "2001-01-05,", "do not rise from 2001-01-05 to 2001-01-05"),
    csv("bad-date-in-csv", "2001-01-06,", "6 January,", "line 7", "'6 January' is not a date"),
    csv("thirteenth-month", "2001-01-06,", "2001-13-06,", "line 7", "'2001-13-06' is not a date"),
    csv("non-numeric-cell", "2001-01-06,260,", "2001-01-06,dry,", "line 7", "column 'upper'", "'dry' is not a number"),
    csv("infinite-cell", "2001-01-06,260,", "2001-01-06,inf,", "line 7", "'inf' is not a number"),
    csv("empty-cell-in-the-period", "2001-01-06,260,", "2001-01-06,,", "no number on 1 day", "2001-01-06"),
    csv("negative-cell", "2001-01-06,260,", "2001-01-06,-260,", "negative (-260)", "2001-01-06"),
    series("series-too-short", short(1, 10), "covers 2001-01-01 to 2001-01-10", "2001-01-01 to 2001-01-14"),
    series("series-too-late", short(3, 31), "covers 2001-01-03 to 2001-01-31"),
    series("series-without-rows", "date,upper,lower\n", "upper.csv", "no table of dates and numbers"),
    series("csv-empty", "", "upper.csv", "CSV"),
    series("dates-not-first", "upper,lower,date\n200,1,2001-01-01\n", "line 2", "'200' is not a date"),
    series("trailing-commas", INFLOW.replace("\n", ",\n").replace("lower,", "lower"), "upper.csv", "comma"),
    series("one-field-too-many", INFLOW.replace("260,1.1", "260,1.1,7"), "upper.csv", "line 7"),
    series("comments-count-as-lines", "# Teith\n\n# above Callander\n" + INFLOW.replace("260,", "dry,"), "line 10", "'dry'"),
)  # fmt: skip

PROFILES = (
    basin("capacity-below-dead-in-january", "capacity: 9000\n    dead_storage: 10 %", "@capacity: [500" + ", 9000" * 11 + "]\n    dead_storage: 900",
          "the capacity is below the dead storage", "2001-01-01"),
    basin("initial-above-a-profile", "capacity: 9000\n    dead_storage: 10 %\n    initial: 6000",
          "capacity: [5000" + ", 9000" * 11 + "]\n    dead_storage: 10 %\n    @initial: 6000",
          "nodes.lower_loch.initial", "initial storage (6000 Ml) is above the capacity (5000 Ml)"),
    basin("initial-below-a-dead-profile", "dead_storage: 10 %\n    initial: 6000",
          "dead_storage: [7000" + ", 900" * 11 + "]\n    @initial: 6000", "nodes.lower_loch.initial", "below the dead storage (7000 Ml)"),
    basin("essential-above-a-profile", "essential: {amount: 9,", "@essential: {amount: [50" + ", 9" * 11 + "],",
          "essential part is more than the whole amount", "2001-01-01"),
)  # fmt: skip

MISTAKES = (*VALUES, *FILES, *PROFILES)
