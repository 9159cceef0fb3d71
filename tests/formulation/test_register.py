"""No family and no row without a test of its own."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from formulation.compiled_rows import declared_by, network_of

import basinsim.formulation
from basinsim.formulation.step_model import FAMILIES

MODULES = [
    import_module(f"basinsim.formulation.{module.name}")
    for module in iter_modules(basinsim.formulation.__path__)
]
HERE = Path(__file__).parent
SMALLEST = {"nodes": {"loch": {"type": "reservoir", "capacity": 1}}}


def own_name(module) -> str:
    return module.__name__.rpartition(".")[2]


def test_every_module_that_adds_rows_is_a_family():
    assert {module for module in MODULES if hasattr(module, "add")} == set(FAMILIES)
    assert len(FAMILIES) == len(set(FAMILIES))


@pytest.mark.parametrize("family", FAMILIES, ids=own_name)
def test_every_family_has_a_test_that_names_each_of_its_rows(family):
    path = HERE / f"test_{own_name(family)}.py"
    assert path.is_file()
    text = path.read_text(encoding="utf-8")
    for component in declared_by(family, network_of(SMALLEST)):
        assert f'"{component}[' in text, f"{path.name} compares no row of {component}"
