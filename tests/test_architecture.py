"""Habits of the source that can be counted; import layers are checked by ``lint-imports``."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import basinsim

SOURCE = Path(basinsim.__file__).parent
FILES = sorted(SOURCE.rglob("*.py"))
TESTS = Path(__file__).parent
MOST_LINES = 400

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def public(body: list[ast.stmt]) -> Iterator[Definition]:
    """Yield public functions and classes, and the public methods of public classes."""
    for statement in body:
        if isinstance(statement, Definition) and not statement.name.startswith("_"):
            yield statement
            if isinstance(statement, ast.ClassDef):
                yield from public(statement.body)


def test_the_source_is_found():
    assert len(FILES) > 40


def test_no_file_is_too_long():
    lines = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert not {name: count for name, count in lines.items() if count > MOST_LINES}


def test_every_module_and_public_name_has_a_docstring():
    missing = [name_of(path) for path in FILES if not ast.get_docstring(tree_of(path))]
    missing += [
        f"{name_of(path)}: {node.name}"
        for path in FILES
        for node in public(tree_of(path).body)
        if not ast.get_docstring(node)
    ]
    assert not missing


def test_no_file_is_a_drawer_for_everything():
    drawers = {"utils", "util", "helpers", "common", "misc"}
    files = [path for root in (SOURCE, TESTS) for path in root.rglob("*.py")]
    assert not [path.name for path in files if path.stem.removeprefix("test_") in drawers]


def test_only_the_command_line_prints():
    printing = [
        name_of(path)
        for path in FILES
        if "cli" not in path.relative_to(SOURCE).parts
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert not printing


def test_the_package_says_that_it_is_typed():
    assert (SOURCE / "py.typed").is_file()
