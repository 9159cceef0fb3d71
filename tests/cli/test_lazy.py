"""A group loads the file of the command that is called, and no other."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from basinsim.cli.lazy import LazyGroup


@pytest.fixture
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LazyGroup:
    package = tmp_path / "made_up_commands"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    for name in ("flow", "import_"):
        (package / f"{name}.py").write_text(
            f"import click\n\n@click.command()\ndef command():\n    click.echo('{name} was called')\n",
            encoding="utf-8",
        )
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("made_up_commands", "made_up_commands.flow", "made_up_commands.import_"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return LazyGroup(name="rivers", package="made_up_commands", helps={"flow": "Flow.", "import": "Import."})


def test_help_loads_no_command(group: LazyGroup) -> None:
    done = CliRunner().invoke(group, ["--help"])
    assert done.exit_code == 0
    assert "Flow." in done.output
    assert "made_up_commands.flow" not in sys.modules


def test_only_the_command_called_is_loaded(group: LazyGroup) -> None:
    done = CliRunner().invoke(group, ["import"])
    assert done.output == "import_ was called\n"
    assert "made_up_commands.flow" not in sys.modules


def test_an_unknown_command_names_the_nearest(group: LazyGroup) -> None:
    done = CliRunner().invoke(group, ["flwo"])
    assert done.exit_code == 2
    assert "there is no command 'flwo'; did you mean 'flow'?" in done.output
