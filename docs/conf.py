"""How Sphinx makes the pages: `sphinx-build -W -b html docs docs/_build` from the top of the repository."""

import re
from pathlib import Path

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

import basinsim
from basinsim.describing.keywords import keywords_page
from basinsim.describing.result_variables import result_variables_page

HERE = Path(__file__).resolve().parent

project = "basinsim"
author = project_copyright = "basinsim developers"
version = release = basinsim.__version__
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "numpydoc",
    "sphinx_click",
]
exclude_patterns = ["_build"]
html_math_renderer = "mathml"
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


def draw_inline(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula as MathML, which a browser draws without a script and without a network."""
    translator.body.append(convert(node.astext()))
    raise nodes.SkipNode


def draw_apart(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own."""
    translator.body.append(f"<p>{convert(node.astext(), display='block')}</p>")
    raise nodes.SkipNode


def plain_defaults(_app: Sphinx, _context: object, lines: list[str]) -> None:
    """Show the default of a path as the path."""
    lines[:] = [re.sub(r"PosixPath\('([^']*)'\)", r"'\1'", line) for line in lines]


def keep_as_it_is(_app: Sphinx, _context: object, lines: list[str]) -> None:
    """Take help texts as what they are: plain text, in which `a_*.csv` is no markup."""
    lines[:] = [line.replace("*", "\\*").replace("_", "\\_") for line in lines]


def setup(app: Sphinx) -> None:
    """Make those pages before Sphinx looks for its sources."""
    app.connect("builder-inited", make_pages)
    app.add_html_math_renderer("mathml", (draw_inline, None), (draw_apart, None))
    app.connect("sphinx-click-process-description", keep_as_it_is)
    app.connect("sphinx-click-process-options", plain_defaults)
