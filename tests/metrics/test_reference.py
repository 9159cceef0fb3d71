"""The page of metrics in the documentation is the one that the registry gives."""

from pathlib import Path

from basinsim.metrics.reference import metrics_page
from basinsim.metrics.registry import METRICS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "metrics.md"


def test_the_page_is_up_to_date():
    """Where this fails, run docs/make_metrics_page.py."""
    assert PAGE.read_text(encoding="utf-8") == metrics_page()


def test_every_metric_has_a_row():
    page = metrics_page()
    for name in METRICS:
        assert page.count(f"| `{name}` |") == 1
