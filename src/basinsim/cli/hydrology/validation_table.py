"""What the terminal says of a validation."""

import numpy as np
from rich.console import Console
from rich.table import Table

from basinsim.cli.terminal import table_console
from basinsim.hydrology.validation.comparison import Line, Variable
from basinsim.hydrology.validation.statistics import MONTH_NAMES
from basinsim.hydrology.validation.validate import LEAST_YEARS, Validation

_SHOWN = 30
_TITLES = {"flow": "Natural flow", "rain": "Rain"}


def print_validation(validation: Validation, traces: int) -> None:
    """Print a table for each variable, what misses its aim, and how many aims are met.

    Parameters
    ----------
    validation : Validation
        What to print.
    traces : int
        How many were generated.
    """
    console = table_console()
    for variable in validation.variables:
        days = variable.days
        console.print()
        console.print(
            f"{_TITLES[variable.name]}: {days[0]} to {days[-1]}, {traces} synthetic traces of that length",
            style="bold",
        )
        console.print(_table(variable, validation.lines))
        for line in validation.lines:
            if line.variable == variable.name and line.station == "all":
                from_weather = (
                    "" if np.isnan(line.simulated) else f", {line.simulated:.3f} from observed weather"
                )
                console.print(
                    f"Correlations between stations: error (rms) {line.generated:.3f}{from_weather}; "
                    f"aim {line.aim}: {_verdict(line)}"
                )
    console.print()
    console.print(
        "Generated less observed in %; in brackets, flow simulated from the observed weather. Aims: mean 5 %,"
    )
    console.print(
        "deviation 10 %, Q95 10 %, months 10 % each; the three driest 6, 12 and 24 months in the 5-95 % band."
    )
    console.print(
        f"Stations with * are not held to the aims: people change their low flows, or fewer than {LEAST_YEARS} years."
    )
    _print_failures(console, validation)


def _table(variable: Variable, lines: tuple[Line, ...]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("station")
    for title in ("mean mm/d", "mean %", "deviation %", "Q95 %", "lag-1", "months", "droughts", "driest 12"):
        table.add_column(title, justify="right", no_wrap=True)
    for station, judged in zip(variable.stations, variable.judged, strict=True):
        here = {
            line.statistic: line
            for line in lines
            if line.variable == variable.name and line.station == station
        }
        months = [here[f"{month} mean"] for month in MONTH_NAMES if f"{month} mean" in here]
        droughts = [line for line in here.values() if "driest" in line.statistic]
        lag, driest = here["lag-1 correlation"], here.get("driest 12 months")
        table.add_row(
            f"{station}{'' if judged else '*'}",
            f"{here['mean'].observed:.2f}",
            _percent(here["mean"]),
            _percent(here["standard deviation"]),
            _percent(here["Q95"]) if variable.name == "flow" else "",
            f"{lag.observed:.2f} {lag.generated:.2f}",
            f"{sum(abs(line.deviation) <= 0.1 for line in months)}/{len(months)}",
            f"{sum(line.low <= line.observed <= line.high for line in droughts)}/{len(droughts)}",
            f"{driest.observed:.0f}: {driest.low:.0f}-{driest.high:.0f}" if driest else "",
        )
    return table


def _percent(line: Line) -> str:
    shown = f"{100 * line.deviation:+.0f}"
    if np.isfinite(line.simulated) and line.observed:
        shown += f" ({100 * (line.simulated / line.observed - 1):+.0f})"
    return shown + ("" if line.passes is not False else "!")


def _verdict(line: Line) -> str:
    return "met" if line.passes else "missed"


def _print_failures(console: Console, validation: Validation) -> None:
    judged = [line for line in validation.lines if line.passes is not None]
    failures = validation.failures
    for line in failures[:_SHOWN]:
        deviation = f"{100 * line.deviation:+.0f} %" if line.observed else ""
        band = f" [{line.low:.3g} to {line.high:.3g}]" if "band" in line.aim else f" ({deviation})"
        console.print(
            f"missed: {line.variable} {line.station} {line.statistic}: observed {line.observed:.3g}, "
            f"generated {line.generated:.3g}{band}; {line.cause}",
            markup=False,
        )
    if len(failures) > _SHOWN:
        console.print(f"... and {len(failures) - _SHOWN} more; -o DIR writes all")
    rivers = sum(line.cause == "the river model" for line in failures)
    console.print(
        f"{len(judged) - len(failures)} of {len(judged)} aims met; of the {len(failures)} missed, {rivers} lie with the "
        f"river model and {len(failures) - rivers} with the weather."
    )
