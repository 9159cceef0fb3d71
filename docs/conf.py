"""How Sphinx makes the pages: `sphinx-build -W -b html docs docs/_build` from the top of the repository."""

from pathlib import Path

from sphinx.application import Sphinx

import basinsim
from basinsim.describing.keywords import keywords_page
from basinsim.describing.result_variables import result_variables_page

HERE = Path(__file__).resolve().parent

project = "basinsim"
author = "basinsim developers"
version = release = basinsim.__version__
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.mathjax",
    "numpydoc",
    "sphinx_click",
]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "basinsim"
html_baseurl = ""

myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 3

# A name in a docstring's list of types is prose ("list of (str, str)"), and no link.
numpydoc_xref_param_type = False
numpydoc_show_class_members = False
autodoc_typehints = "none"
autodoc_member_order = "bysource"
autosummary_generate = True


def make_pages(_app: Sphinx) -> None:
    """Write the pages that come from the schema and the table of quantities."""
    made = HERE / "reference" / "made"
    made.mkdir(exist_ok=True)
    (made / "keywords.md").write_text(keywords_page(), encoding="utf-8")
    (made / "results.md").write_text(result_variables_page(), encoding="utf-8")


def keep_as_it_is(_app: Sphinx, _context: object, lines: list[str]) -> None:
    """Take help texts as what they are: plain text, in which `a_*.csv` is no markup."""
    lines[:] = [line.replace("*", "\\*").replace("_", "\\_") for line in lines]


def setup(app: Sphinx) -> None:
    """Make those pages before Sphinx looks for its sources."""
    app.connect("builder-inited", make_pages)
    app.connect("sphinx-click-process-description", keep_as_it_is)
