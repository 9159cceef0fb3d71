"""``basinsim hydrology validate --results``: the gauges of a run against the stations that stand there."""

from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np
import xarray as xr
from rich.table import Table

from basinsim.cli.hydrology.writing import writing_to
from basinsim.cli.terminal import table_console
from basinsim.errors import file_error
from basinsim.figures.regulated_flows import save_regulated
from basinsim.hydrology.observed import read_stations
from basinsim.hydrology.rivers.gauges import GAUGES_FILE, read_gauges
from basinsim.hydrology.validation.regulated import (
    TOLERANCE,
    GaugedFlow,
    GaugedLine,
    as_table,
    compare_gauges,
)
from basinsim.hydrology.validation.statistics import MONTH_NAMES
from basinsim.results.store import open_results

_FILE = "validation_regulated.csv"
_ML_A_DAY = 86.4  # of one m3/s


def validate_results(directory: Path, observed: Path, tables: Path, output: Path | None) -> None:
    """Compare, print, and write where a folder is given.

    Parameters
    ----------
    directory : Path
        Of the run's results.
    observed : Path
        Folder of observed series.
    tables : Path
        Of the basin's hydrology; its gauges have the areas of the stations.
    output : Path, optional
        Folder to write to.

    Raises
    ------
    InputError
        Where the run has no daily steps, none of its gauges a station, or no station a series.
    """
    dataset = open_results(directory).dataset
    flows, without = _flows(dataset, directory, observed, tables)
    lines = compare_gauges(flows)
    run = str(dataset.attrs.get("scenario", directory.name))
    _print(run, flows, lines, without)
    if output is None:
        return
    with writing_to(output):
        as_table(lines).to_csv(output / _FILE, index=False, float_format="%.5g", lineterminator="\n")
        figure = save_regulated(flows, run, output)
    click.echo(f"written to {output}: {_FILE}, {figure.name}")


def _flows(
    dataset: xr.Dataset, directory: Path, observed: Path, tables: Path
) -> tuple[list[GaugedFlow], list[str]]:
    """Return the flows of gauges whose station has a series, and the gauges whose station has none."""
    if not (dataset["step_length"] == 1).all():
        raise file_error(directory, "has steps of more than a day; gauged flow is compared day by day")
    named: dict[str, str] = {}
    if "station" in dataset:
        pairs = zip(dataset["gauge"].to_numpy(), dataset["station"].to_numpy(), strict=True)
        named = {str(gauge): str(station) for gauge, station in pairs if station}
    if not named:
        raise file_error(directory, "no gauge of its basin names the 'station' that stands there")
    areas = {gauge.name: gauge.area for gauge in read_gauges(tables / GAUGES_FILE)}
    known = {
        gauge: station
        for gauge, station in named.items()
        if station in areas and (observed / f"{station}.csv").is_file()
    }
    if not known:
        wanted = ", ".join(sorted(set(named.values())))
        raise file_error(
            observed, f"has no series of a station of this run that {GAUGES_FILE} has the area of: {wanted}"
        )
    days = dataset["time"].to_numpy().astype("datetime64[D]")
    flows = [
        GaugedFlow(
            gauge,
            station.name,
            days,
            dataset["gauge_flow"].sel(gauge=gauge).transpose("time", "member").to_numpy().astype(float),
            station.days,
            station.flow * areas[station.name],  # a millimetre on a square kilometre is a megalitre
        )
        for gauge, station in zip(known, read_stations(observed, list(known.values())), strict=True)
    ]
    return flows, [f"{gauge} ({station})" for gauge, station in named.items() if gauge not in known]


def _print(run: str, flows: Sequence[GaugedFlow], lines: Sequence[GaugedLine], without: list[str]) -> None:
    console = table_console()
    console.print(f"\nRegulated flow of {run}: simulated against gauged", style="bold", markup=False)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("gauge")
    for title in ("station", "mean m3/s", "gauged", "%", "Q95 m3/s", "gauged", "%", "months in 25 %"):
        table.add_column(title, justify="right", no_wrap=True)
    for flow in flows:
        here = {line.statistic: line for line in lines if line.gauge == flow.gauge}
        months = [here[f"{month} mean"] for month in MONTH_NAMES if f"{month} mean" in here]
        table.add_row(
            flow.gauge,
            flow.station,
            *_cells(here["mean"]),
            *_cells(here["Q95"]),
            f"{sum(abs(line.deviation) <= TOLERANCE for line in months)}/{len(months)}",
        )
    console.print(table)
    first, last = (np.datetime_as_string(flows[0].days[at]) for at in (0, -1))
    console.print(
        f"Simulated {first} to {last}; gauged as long as there are records. The years of a synthetic\n"
        "record are not those of the calendar: statistics compare, days do not."
    )
    judged = [line for line in lines if line.passes is not None]
    met = sum(line.passes is True for line in judged)
    console.print(f"Mean and Q95 within {TOLERANCE:.0%}: {met} of {len(judged)} met (! misses).")
    if without:
        console.print(f"No series of: {', '.join(without)}", markup=False)


def _cells(line: GaugedLine) -> tuple[str, str, str]:
    missed = "!" if line.passes is False else ""
    simulated, observed = line.simulated / _ML_A_DAY, line.observed / _ML_A_DAY
    return f"{simulated:.2f}", f"{observed:.2f}", f"{100 * line.deviation:+.0f}{missed}"
