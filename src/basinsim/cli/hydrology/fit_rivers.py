"""The rivers' part of ``basinsim hydrology fit``."""

import os
from pathlib import Path

import click
import pandas as pd

from basinsim.errors import RunError
from basinsim.hydrology.observed import read_stations
from basinsim.hydrology.rivers.fit_tables import (
    RiverFit,
    evapotranspiration_rows,
    fit_evapotranspiration,
    fit_rivers,
    parameter_rows,
    read_climatology,
)
from basinsim.hydrology.rivers.gauges import EVAPOTRANSPIRATION_FILE, PARAMETERS_FILE, read_gauges

_CLIMATOLOGY_FILE = "pet_doy_climatology_chess.csv"
_PARAMETERS_NOTE = """\
# Parameters of the rainfall-runoff model GR4J behind the snow store CemaNeige, fitted by `basinsim hydrology fit` to the
# first half of each record and checked on the second. X1 soil store mm, X2 exchange mm/d, X3 routing store mm, X4 unit
# hydrograph d; cold_memory share of yesterday in the temperature of the snow, melt_factor mm/(d K), usual_snow what falls
# solid in a mean year, mm (not fitted: computed from the first half). Q95 in mm/d. Status: derived, from daily rain,
# temperature and flow of CAMELS-GB (Coxon et al. 2020, doi 10.5285/8344e4f3-d2ea-44f5-8afa-86d2987543a9, Open Government
# Licence v3; contains data supplied by Natural Environment Research Council) and the potential evapotranspiration of
# potential_evapotranspiration.csv.
"""
_EVAPOTRANSPIRATION_NOTE = """\
# Yearly cycles at each station's catchment: a mean and three harmonics (angle 2 pi (day - 0.5) / 365.25). potential:
# potential evapotranspiration of CHESS-PE, mm/d; warmth: temperature + 5, days below -5 as 0, degrees Celsius.
# Fitted by `basinsim hydrology fit`. Status: derived, from the same data as rainfall_runoff.csv.
"""


def fit_river_tables(
    observed: Path, climatology_file: Path | None, gauges_file: Path, output: Path, *, compare: bool
) -> None:
    """Fit, print the scores, and write the tables.

    Parameters
    ----------
    observed : Path
        Folder of observed series.
    climatology_file : Path, optional
        Potential evapotranspiration by day of the year; looked for in the folder and beside it where absent.
    gauges_file : Path
        Table of gauges.
    output : Path
        Folder to write to.
    compare : bool
        Whether to fit GR5J too, for comparison.
    """
    gauges = read_gauges(gauges_file)
    names = [gauge.name for gauge in gauges]
    inside, beside = observed / _CLIMATOLOGY_FILE, observed.resolve().parent / _CLIMATOLOGY_FILE
    climatology = read_climatology(climatology_file or (inside if inside.exists() else beside), names)
    stations = read_stations(observed, names)
    for model in ("gr5j", "gr4j") if compare else ("gr4j",):
        done = fit_rivers(
            gauges, stations, climatology, model, lambda river: click.echo(f"fitting {river}", err=True)
        )
        _print_scores(model, done)
    tables = {
        PARAMETERS_FILE: (_PARAMETERS_NOTE, parameter_rows(done)),
        EVAPOTRANSPIRATION_FILE: (
            _EVAPOTRANSPIRATION_NOTE,
            evapotranspiration_rows(names, fit_evapotranspiration(stations, climatology)),
        ),
    }
    write_tables(output, tables)


def write_tables(output: Path, tables: dict[str, tuple[str, pd.DataFrame]]) -> None:
    """Write tables to a folder, each with a note above its heading.

    Parameters
    ----------
    output : Path
        Folder, made where it is missing.
    tables : dict of str to (str, pandas.DataFrame)
        File name -> note and table.

    Raises
    ------
    RunError
        Where the folder cannot be written to.
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
        for name, (note, table) in tables.items():
            _write(output / name, note, table)
    except OSError as error:
        message = f"cannot write to {output}: {error.strerror or error}"
        raise RunError(message) from error
    click.echo(f"written to {output}: {', '.join(tables)}")


def _write(path: Path, note: str, table: pd.DataFrame) -> None:
    aside = path.with_name(f".writing-{path.name}")
    try:
        aside.write_text(note + table.to_csv(index=False, lineterminator="\n"), encoding="utf-8")
        os.replace(aside, path)  # noqa: PTH105 (overwrites on every system, which rename does not)
    finally:
        aside.unlink(missing_ok=True)


def _print_scores(model: str, done: list[RiverFit]) -> None:
    fitted = [one for one in done if one.gauge.donor == one.gauge.name]
    others = [one for one in done if one.gauge.donor != one.gauge.name]
    click.echo(
        f"\n{model.upper()}                                    first half (fitted)   second half (not used)"
    )
    click.echo(
        "gauge                                          KGE    Q95       KGE    NSE   bias    Q95 mm/d obs/sim"
    )
    for one in fitted:
        click.echo(_line(one))
    click.echo("Disturbed gauges, natural flow from a donor's parameters: what is missing is what people do")
    for one in others:
        click.echo(_line(one))


def _line(one: RiverFit) -> str:
    first, second = one.fit.fitted, one.fit.checked
    changes = [agreement.q95_simulated / agreement.q95_observed - 1.0 for agreement in (first, second)]
    return (
        f"{one.gauge.name} {one.gauge.river[:36]:38} {first.kge:6.3f} {changes[0]:+6.0%}    {second.kge:6.3f} "
        f"{second.nse:6.3f} {second.bias:+6.1%}   {second.q95_observed:.2f}/{second.q95_simulated:.2f} {changes[1]:+.0%}"
    )
