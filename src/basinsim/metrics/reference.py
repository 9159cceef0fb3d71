"""The reference of metrics as a page, from what each says of itself."""

import basinsim.metrics  # noqa: F401 - registers the metrics
from basinsim.metrics.registry import METRICS, Metric

_HEAD = """# Metrics

Every row of `metrics.csv` is one of these, for one member and one group (a user, a sector, a place, a community, or `all`).
Metrics are functions of the results alone. What their formulas share:

- A shortage counts where more than a millionth of what was asked for is missing. Steps in which nothing is asked for count
  neither as served nor as short, and end a shortage.
- A group of users is short when any of them is; its volumes are sums.
- A shortage that lasts to the end of the period, or to a gap in the series, counts with its days and volume, and not as
  recovered from. Steps without numbers count as nothing.
- Days are real days: February has 28 or 29 of them, whatever the step. A step belongs to the month in which its middle lies.
  A year counts where the period covers all of it.
- With ensembles every metric has a value for each member; comparisons pair members before they take means and ranges.
"""


def metrics_page() -> str:
    """Return the reference of all registered metrics as Markdown.

    Returns
    -------
    str
        A section for each family, a table row for each metric.
    """
    families: dict[str, list[Metric]] = {}
    for metric in METRICS.values():
        families.setdefault(metric.function.__module__.rpartition(".")[2], []).append(metric)
    parts = [_HEAD]
    for family, members in families.items():
        parts.append(f"\n## {family.replace('_', ' ').capitalize()}\n")
        parts.append("| metric | meaning | unit | better | formula | source |")
        parts.append("|---|---|---|---|---|---|")
        parts += [_row(metric) for metric in members]
    return "\n".join(parts) + "\n"


def _row(metric: Metric) -> str:
    better = "more" if metric.direction == "max" else "less"
    cells = (f"`{metric.name}`", metric.title, metric.unit, better, metric.formula, metric.source)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
