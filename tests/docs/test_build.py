"""The documentation builds without a warning, and its pages make no request."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from docs.blocks import TOP


@pytest.mark.slow
def test_it_builds_without_warnings(tmp_path: Path):
    pytest.importorskip("sphinx", reason="the extra 'docs' is not installed")
    source, built = tmp_path / "docs", tmp_path / "html"
    leave = shutil.ignore_patterns("_build", "made", "api")
    shutil.copytree(TOP / "docs", source, ignore=leave)
    call = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", str(source), str(built)]
    done = subprocess.run(call, capture_output=True, text=True, encoding="utf-8", timeout=600, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for page in built.rglob("*.html"):
        fetched = re.findall(
            r"""<(?:script|link|img)[^>]*(?:src|href)=["'](https?:[^"']*)""", page.read_text("utf-8")
        )
        assert fetched == [], page.name
    formulas = (built / "explanation" / "formulation.html").read_text("utf-8")
    assert formulas.count("<math") > 10
    keywords = (built / "reference" / "made" / "keywords.html").read_text("utf-8")
    assert "Storage when full" in keywords
