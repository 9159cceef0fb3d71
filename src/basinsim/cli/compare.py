"""``basinsim compare``: runs side by side, as a table, as files, and as figures."""

from pathlib import Path

import click


@click.command("compare")
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RESULT_DIR...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("comparison"),
    show_default=True,
    help="Folder for tables, figures and report.",
)
@click.option("--no-figures", is_flag=True, help="No figures.")
@click.option("--no-report", is_flag=True, help="No report.html.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing.")
def command(results: tuple[Path, ...], output: Path, no_figures: bool, no_report: bool, quiet: bool) -> None:
    """Set the runs of each RESULT_DIR side by side; the first is the baseline.

    Prints what changes against the baseline, with the range over members, and writes comparison.csv,
    return_periods.csv, fairness_passports.csv, price_of_fairness.csv, figures and report.html to OUTPUT.

    Example: basinsim compare results/baseline results/dry_summers -o comparison
    """
    from basinsim.cli.compare_summary import print_comparison
    from basinsim.comparing import compare

    side_by_side = compare(*results)
    side_by_side.save(output, figures=not no_figures, report=not no_report)
    if not quiet:
        print_comparison(side_by_side.comparison, output)
