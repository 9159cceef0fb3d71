"""What ``basinsim hydrology droughts`` does, prints and writes."""

from pathlib import Path

import click
import numpy as np
import pandas as pd

from basinsim.cli.hydrology.fit_rivers import write_tables
from basinsim.hydrology.droughts.deficits import SPANS, Deficit, load_observed_deficits
from basinsim.hydrology.droughts.matching import Match, monthly_ensemble, nearest_matches
from basinsim.hydrology.droughts.traces import DROUGHTS_FILE, MATCHED_FILE
from basinsim.hydrology.rivers.model import load_gauge_model
from basinsim.hydrology.weather.tables import load_weather_model

_NOTE = """\
# Synthetic traces most like observed droughts, picked by `basinsim hydrology droughts` from {members} members of 50 years.
# {what}
# Status: derived, from the weather generator, the rivers' parameters and droughts_observed.csv; change one and run it again.
"""
_TRACES = "year_offset: year of the generated record less the real year. distance: root mean square, percentage points."
_DEFICITS = (
    "observed and matched: flow in % of the mean of the same calendar months; ending: last month as observed."
)


def find_droughts(tables: Path, members: int, seed: int, keep: int, output: Path) -> None:
    """Find, print and write the traces.

    Parameters
    ----------
    tables : Path
        Folder of the basin's hydrology.
    members : int
        Size of the ensemble.
    seed : int
        Of the generator.
    keep : int
        Traces for each drought.
    output : Path
        Folder to write to.
    """
    droughts = load_observed_deficits(tables)
    weather, rivers = load_weather_model(tables), load_gauge_model(tables)
    months = np.empty(0, dtype="datetime64[M]")
    flows: list[np.ndarray] = []
    for block_months, flow in monthly_ensemble(weather, rivers, members, seed):
        months = block_months
        flows.append(flow)
        click.echo(f"{sum(map(len, flows))} of {members} members", err=True)
    ensemble = np.concatenate(flows)
    traces: list[tuple[object, ...]] = []
    compared: list[tuple[object, ...]] = []
    for name, deficits in droughts.items():
        matches = nearest_matches(deficits, rivers.catchments, months, ensemble, keep)
        _print(name, deficits, matches)
        for rank, match in enumerate(matches, start=1):
            traces.append((name, rank, seed, match.member, match.year_offset, round(match.distance, 1)))
            compared += [
                (name, rank, one.gauge, one.months, str(one.ending), round(one.percent), round(percent))
                for one, percent in zip(deficits, match.percents, strict=True)
            ]
    write_tables(
        output,
        {
            DROUGHTS_FILE: (
                _NOTE.format(members=members, what=_TRACES),
                pd.DataFrame(
                    traces, columns=["drought", "rank", "seed", "member", "year_offset", "distance"]
                ),
            ),
            MATCHED_FILE: (
                _NOTE.format(members=members, what=_DEFICITS),
                pd.DataFrame(
                    compared,
                    columns=["drought", "rank", "gauge", "months", "ending", "observed", "matched"],
                ),
            ),
        },
    )


def _print(name: str, deficits: list[Deficit], matches: list[Match]) -> None:
    nearest = matches[0]
    click.echo(
        f"\n{name}: nearest trace differs by {nearest.distance:.1f} percentage points (root mean square over "
        f"{len(deficits)} deficits), number {len(matches)} by {matches[-1].distance:.1f}"
    )
    for span in SPANS:
        pairs = [
            (one.percent, percent)
            for one, percent in zip(deficits, nearest.percents, strict=True)
            if one.months == span
        ]
        if pairs:
            observed, matched = np.mean(pairs, axis=0)
            click.echo(
                f"  {span:2} months: {observed:3.0f} % of usual observed, {matched:3.0f} % in the trace "
                f"(mean of {len(pairs)} gauges)"
            )
