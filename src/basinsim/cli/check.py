"""``basinsim check``: validate files without running them."""

from pathlib import Path

import click

from basinsim.errors import InputError, Problem, counted


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--extension",
    "extensions",
    multiple=True,
    metavar="NAME",
    help="Part of the basin to switch on; without it, each of them is checked.",
)
def command(files: tuple[Path, ...], extensions: tuple[str, ...]) -> None:
    """Check basins, scenarios and studies; print ok, or every problem with file, line and column.

    Example: basinsim check scenarios/baseline.yaml
    """
    problems: list[Problem] = []
    for file in files:
        try:
            warnings, size = _check(file, extensions)
        except InputError as error:
            problems += error.problems
            continue
        for warning in warnings:
            click.echo(f"warning: {warning}", err=True)
        click.echo(f"{file}: ok{size}")
    if problems:
        raise InputError(problems)


def _check(file: Path, extensions: tuple[str, ...]) -> tuple[list[Problem], str]:
    from basinsim.loading import is_basin_file, is_study_file, load_scenario

    if is_basin_file(file):
        return _check_basin(file, [extensions] if extensions else None), ""
    if is_study_file(file):
        return [], _check_study(file)
    scenario = load_scenario(file)
    # The series are read too: one that is too short is better known now than after a night.
    from basinsim.running.prepare import check_inputs, steps_together

    network = check_inputs(scenario)
    steps = steps_together(scenario)
    if steps == 1:
        return scenario.warnings(), ""
    from basinsim.simulation.size import horizon_columns

    size = f" ({counted(steps, 'step')} together, about {horizon_columns(network, steps):,} columns)"
    return scenario.warnings(), size


def _check_study(file: Path) -> str:
    """Check a study, its scenario, and by short runs that there is what it judges by."""
    from basinsim.tradeoff.explore import planned_points
    from basinsim.tradeoff.reading import load_study
    from basinsim.tradeoff.wanted import check_measures

    study = load_study(file)
    check_measures(study)
    futures, members = (
        counted(len(study.futures), "future"),
        counted(study.members(study.stages[-1]), "member"),
    )
    points = planned_points(study)
    return f" ({points:,} {'policy' if points == 1 else 'policies'}, each in {futures} of {members})"


def _check_basin(file: Path, choices: list[tuple[str, ...]] | None) -> list[Problem]:
    """Check a basin with some of its extensions; without a choice alone and with each of them."""
    from basinsim.loading import load_basin

    warnings, problems = set[Problem](), set[Problem]()
    for names in choices or [(), *((name,) for name in load_basin(file).basin.extensions)]:
        try:
            loaded = load_basin(file, names)
        except InputError as error:
            problems |= set(error.problems)
            continue
        warnings |= set(loaded.warnings())
        problems |= set(loaded.unreadable())
    if problems:
        raise InputError(problems)
    return sorted(warnings)
