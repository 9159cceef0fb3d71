"""basinsim: who gets how much of a river's water, and what the river keeps.

The public names are resolved on first use, so that ``import basinsim`` and the
command line start without loading the solver or the array libraries.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_PUBLIC = {
    "load_basin": "basinsim.api",
    "load_scenario": "basinsim.api",
    "run": "basinsim.api",
    "open_results": "basinsim.api",
    "compare": "basinsim.comparing",
    "explain": "basinsim.why.explanation",
    "deployable_output": "basinsim.yields.deployable",
    "exact_front": "basinsim.fronts.exact",
    "Results": "basinsim.results.store",
    "Basin": "basinsim.schema.basin",
    "Scenario": "basinsim.loading",
    "BasinsimError": "basinsim.errors",
    "InputError": "basinsim.errors",
    "RunError": "basinsim.errors",
}

__all__ = ["__version__", *_PUBLIC]

if TYPE_CHECKING:
    from basinsim.api import load_basin as load_basin
    from basinsim.api import load_scenario as load_scenario
    from basinsim.api import open_results as open_results
    from basinsim.api import run as run
    from basinsim.comparing import compare as compare
    from basinsim.errors import BasinsimError as BasinsimError
    from basinsim.errors import InputError as InputError
    from basinsim.errors import RunError as RunError
    from basinsim.fronts.exact import exact_front as exact_front
    from basinsim.loading import Scenario as Scenario
    from basinsim.results.store import Results as Results
    from basinsim.schema.basin import Basin as Basin
    from basinsim.why.explanation import explain as explain
    from basinsim.yields.deployable import deployable_output as deployable_output


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562)."""
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    message = f"module 'basinsim' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
