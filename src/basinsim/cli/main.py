"""The program ``basinsim``: its commands, and how it ends."""

import signal
import sys
import traceback
from types import FrameType

import click

from basinsim.cli.lazy import LazyGroup
from basinsim.errors import BasinsimError, InputError

INTERRUPTED = 130

_COMMANDS = {
    # command -> what --help says of it; the command's own file is loaded when it is called
    "run": "Run scenarios: summary, results, figures and a report.",
    "check": "Check basins and scenarios and print every problem.",
    "tradeoff": "Explore policies: those that nobody beats.",
    "compare": "Set runs side by side: tables, figures and a report.",
    "why": "Explain a shortage: limits, the smallest change.",
    "yield": "Find the largest demand met at a level of service.",
    "describe": "Say a scenario's rules and policies as sentences.",
    "hydrology": "Make, read and check series of weather and rivers.",
    "show": "Draw a basin's network.",
    "schema": "Print the JSON Schema of a kind of file.",
    "new": "Copy the shipped basin and scenarios to a folder.",
}


def _print_version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    from importlib.metadata import version

    click.echo(f"basinsim {version('basinsim')}")
    ctx.exit()


@click.group(
    cls=LazyGroup,
    package="basinsim.cli",
    helps=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version.",
)
def program(debug: bool) -> None:
    """Who gets how much of a river's water, and what the river keeps."""


def main(arguments: list[str] | None = None) -> None:
    """Run the program and leave with its exit status.

    Parameters
    ----------
    arguments : list of str, optional
        Instead of those of the command line.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    signal.signal(signal.SIGTERM, _interrupt)
    debug = "--debug" in arguments
    # --debug counts wherever it stands.
    ordered = ["--debug", *(word for word in arguments if word != "--debug")] if debug else arguments
    sys.exit(_run(ordered, debug=debug))


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _run(arguments: list[str], *, debug: bool) -> int:
    try:
        status = program(arguments, standalone_mode=False, prog_name="basinsim")
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; no half-written result is left", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone away; there is nobody left to tell.
        sys.stdout = None
        return 1
    except BasinsimError as error:
        if debug:
            traceback.print_exc()
        _tell(error)
        return error.exit_status
    except MemoryError:
        click.echo(
            "error: there is not enough memory; use a coarser step, fewer members, or fewer 'outputs'",
            err=True,
        )
        return 1
    except Exception as error:
        if debug:
            traceback.print_exc()
        kind = type(error).__name__
        click.echo(
            f"error: something went wrong inside basinsim ({kind}: {error}); --debug shows where", err=True
        )
        return 1
    return int(status or 0)


def _tell(error: BasinsimError) -> None:
    if not isinstance(error, InputError):
        click.echo(f"error: {error}", err=True)
        return
    for problem in error.problems:
        click.echo(str(problem), err=True)
    count, files = len(error.problems), len({problem.place.file for problem in error.problems})
    click.echo(f"{count} problem{'s' * (count != 1)} in {files} file{'s' * (files != 1)}", err=True)
