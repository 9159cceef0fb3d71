"""The code blocks of the pages: what each is, and how it is run."""

import ast
import contextlib
import io
import json
import os
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt

from basinsim.loading import load_basin, load_scenario
from basinsim.network.checks import problems_in
from basinsim.schema.basin import Basin
from basinsim.schema.scenario import ScenarioFile
from basinsim.tradeoff.reading import load_study

TOP = Path(__file__).resolve().parents[2]
RUN = frozenset({"yaml", "python", "bash", "console"})
"""Languages whose blocks are run; text and nothing at all are words to look at."""
_INSTALLS = (
    "python3 -m venv",
    "pip install",
    ".venv/bin/pip install",
    "source ",
    "git clone",
    "sphinx-build",
)
_PROGRAM = [sys.executable, "-c", "from basinsim.cli.main import main; main()"]
_SHIPPED = Path("data/forth_valley/basin.yaml")


@dataclass(frozen=True)
class Block:
    """One fenced block of a page."""

    language: str
    text: str
    line: int

    @property
    def file(self) -> str | None:
        """The file that its first line names, such as ``# my_scenario.yaml``."""
        first = self.text.split("\n", 1)[0]
        name = first.removeprefix("# ").strip()
        known = first.startswith("# ") and " " not in name and Path(name).suffix in (".yaml", ".py", ".csv")
        return name if known else None


def blocks_of(page: Path) -> list[Block]:
    """Return the fenced blocks of a page in their order."""
    tokens = MarkdownIt().parse(page.read_text(encoding="utf-8"))
    return [
        Block(token.info.split()[0] if token.info else "", token.content, token.map[0] + 1)
        for token in tokens
        if token.type == "fence" and not token.info.startswith("{")
    ]


def pages() -> list[Path]:
    """Return README and every page that is written by hand or made by a script."""
    found = [page for page in (TOP / "docs").rglob("*.md") if not {"_build", "made"} & set(page.parts)]
    return [TOP / "README.md", *sorted(found)]


@dataclass
class Session:
    """A reader who does what a page says, block after block, in a folder."""

    folder: Path
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__page__"})
    basin: Path = _SHIPPED
    scenario: Path = Path("scenarios/baseline.yaml")

    def do(self, block: Block) -> None:
        """Do what a block says; raises where it does not work."""
        with contextlib.chdir(self.folder):
            getattr(self, f"_{block.language}")(block)

    def _python(self, block: Block) -> None:
        if block.file is not None:
            Path(block.file).parent.mkdir(parents=True, exist_ok=True)
            Path(block.file).write_text(block.text, encoding="utf-8")
        exec(compile(ast.parse(block.text), f"block at line {block.line}", "exec"), self.names)

    def _yaml(self, block: Block) -> None:
        if block.file is not None:
            path = Path(block.file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
            self._check(path, yaml.safe_load(block.text))
            return
        part = yaml.safe_load(block.text)
        if set(part) <= set(ScenarioFile.model_fields) - {"basin"}:
            whole: dict[str, Any] = {"extends": self.scenario.name, **part}
            path = self.scenario.with_name("part_of_a_page.yaml")
        else:
            assert set(part) <= set(Basin.model_fields), f"keys of no file: {sorted(part)}"
            whole = yaml.safe_load(self.basin.read_text(encoding="utf-8"))
            for key, value in part.items():
                whole[key] = {**whole.get(key, {}), **value} if isinstance(value, dict) else value
            path = self.basin.with_name("part_of_a_page.yaml")
        path.write_text(json.dumps(whole, default=str), encoding="utf-8")
        try:
            self._load(path, whole)
        finally:
            path.unlink()

    def _check(self, path: Path, raw: dict[str, Any]) -> None:
        self._load(path, raw)
        if "nodes" in raw:
            self.basin = path
        elif "levers" not in raw:
            self.scenario = path

    def _load(self, path: Path, raw: dict[str, Any]) -> None:
        if "nodes" in raw:
            assert problems_in(load_basin(path).basin) == []
        elif "levers" in raw:
            load_study(path)
        else:
            load_scenario(path)

    def _bash(self, block: Block) -> None:
        for line in block.text.replace("\\\n", " ").splitlines():
            for command in line.split("#")[0].split(" && "):
                self._call(command.strip())

    def _console(self, block: Block) -> None:
        """Call what stands behind a dollar; what stands below it is what comes of it."""
        parts: list[tuple[str, list[str]]] = []
        for line in block.text.splitlines():
            if line.startswith("$ "):
                parts.append((line[2:], []))
            else:
                parts[-1][1].append(line)
        for command, expected in parts:
            said, wanted = self._call(command), "\n".join(expected)
            if wanted.strip() and not any(command.startswith(words) for words in _INSTALLS):
                options = ELLIPSIS | NORMALIZE_WHITESPACE
                same = OutputChecker().check_output(wanted.strip() + "\n", said.strip() + "\n", options)
                assert same, f"$ {command}\n{said}\n--- but the page says\n{wanted}"

    def _call(self, command: str) -> str:
        if not command or any(command.startswith(words) for words in _INSTALLS):
            return ""
        program, *words = shlex.split(command)
        if program == "cd":
            self.folder = (Path.cwd() / words[0]).resolve()
            os.chdir(self.folder)
            return ""
        programs = {"basinsim": _PROGRAM, "python": [sys.executable], "ls": ["ls"], "cat": ["cat"]}
        assert Path(program).name in programs, f"a command of no kind that is run here: {command}"
        call = [*programs[Path(program).name], *words]
        if program.endswith("python") and words[:2] == ["-m", "pytest"]:
            return ""  # this very suite
        done = subprocess.run(
            call, capture_output=True, text=True, encoding="utf-8", timeout=900, check=False
        )
        assert done.returncode == 0, f"$ {command}\n{done.stdout}{done.stderr}"
        return done.stdout


def runs_quietly(session: Session, block: Block) -> None:
    """Do a block with what it prints kept from the report."""
    with contextlib.redirect_stdout(io.StringIO()):
        session.do(block)
