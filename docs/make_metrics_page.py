"""Write docs/metrics.md from the metrics that are registered: run it after a metric has changed."""

from pathlib import Path

from basinsim.metrics.reference import metrics_page

PAGE = Path(__file__).with_name("metrics.md")

if __name__ == "__main__":
    PAGE.write_text(metrics_page(), encoding="utf-8")
