"""``basinsim hydrology validate``: generated against observed weather and rivers."""

from pathlib import Path

import click

from basinsim.shipped import shipped_folder


@click.command("validate")
@click.option(
    "--observed",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="Folder with <station>.csv: date, precip_mm, temp_c, discharge_mm.",
)
@click.option(
    "--tables",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Tables of the basin's hydrology. Default: the Forth Valley's.",
)
@click.option(
    "--results",
    type=click.Path(path_type=Path),
    metavar="RESULT_DIR",
    help="Compare the gauges of this run instead: its flow below dams and abstractions with what was gauged.",
)
@click.option(
    "--traces", type=click.IntRange(2, 1000), default=50, show_default=True, help="How many to generate."
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Of the traces.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for the table of all statistics (validation.csv) and the figures.",
)
def command(
    observed: Path, tables: Path | None, results: Path | None, traces: int, seed: int, output: Path | None
) -> None:
    """Generate traces as long as the observed record and compare them with it.

    Flow is compared at gauges of natural rivers, rain at every station. Where generated flow misses an aim, the
    flow simulated from the observed weather tells whether that lies with the river model or with the weather.

    With --results, nothing is generated: each gauge of a daily run that names its station is compared with it.

    Example: basinsim hydrology validate --observed observed/daily -o validation
    """
    folder = tables or shipped_folder() / "data" / "forth_valley" / "hydrology"
    if results is not None:
        from basinsim.cli.hydrology.regulated_table import validate_results

        validate_results(results, observed, folder, output)
        return
    from basinsim.cli.hydrology.validation_table import print_validation
    from basinsim.errors import file_error
    from basinsim.hydrology.observed import read_stations
    from basinsim.hydrology.validation.comparison import as_table
    from basinsim.hydrology.validation.validate import validate
    from basinsim.hydrology.weather.tables import load_weather_model

    model = load_weather_model(folder)
    names = [site for site in model.sites if (observed / f"{site}.csv").is_file()]
    if not names:
        raise file_error(
            observed, f"has no series of a station that the generator knows: {', '.join(model.sites)}"
        )
    validation = validate(model, folder, read_stations(observed, names), traces, seed)
    print_validation(validation, traces)
    if output is None:
        return
    from basinsim.cli.hydrology.writing import writing_to
    from basinsim.figures.hydrology_validation import save_validation

    with writing_to(output):
        as_table(validation.lines).to_csv(
            output / "validation.csv", index=False, float_format="%.5g", lineterminator="\n"
        )
        drawn = [save_validation(variable, validation.lines, output) for variable in validation.variables]
    click.echo(f"written to {output}: validation.csv, {', '.join(path.name for path in drawn)}")
