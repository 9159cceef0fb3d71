"""What a comparison shows first: few numbers, each belonging to somebody."""

from dataclasses import dataclass

import pandas as pd

from basinsim.metrics.registry import METRICS

OTHER = "other"


@dataclass(frozen=True)
class Entry:
    """A number of the front page.

    Attributes
    ----------
    metric, group : str
        Where it stands in the table of metrics.
    label : str
        A few words for people who will not read the reference.
    stakeholder : str
        Whose number it is: a sector, ``environment``, ``people``, ``stores`` or ``other``.
    """

    metric: str
    group: str
    label: str
    stakeholder: str


FRONT_PAGE = (
    Entry("essential_shortfall", "all", "Essential needs unmet", "people"),
    Entry("worst_off_coverage", "all", "Coverage of the worst-off community", "people"),
    Entry("time_reliability", "public", "Time public supply is not short", "public"),
    Entry("dry_season_coverage", "agriculture", "Irrigation met in dry years", "agriculture"),
    Entry("volumetric_reliability", "industry", "Industry's demand met", "industry"),
    Entry("volumetric_reliability", "energy", "Energy's demand for water met", "energy"),
    Entry("annual_energy", "all", "Hydropower", "energy"),
    Entry("scarcity_days", "all", "Days of significant scarcity", "environment"),
    Entry("environmental_flow_volume_missed", "all", "Environmental flow missed", "environment"),
    Entry("lowest_storage_share", "all", "Lowest storage in the lochs", "stores"),
)
"""The numbers that are shown first, in this order, where runs have them."""


def front_page(table: pd.DataFrame) -> list[Entry]:
    """Return the front page for a table of metrics.

    Parameters
    ----------
    table : pandas.DataFrame
        With columns ``metric`` and ``group``.

    Returns
    -------
    list of Entry
        The entries of ``FRONT_PAGE`` that the table has, and every metric that is not one of
        basinsim's own: of all groups together where it has that, else of each.
    """
    has = set(zip(table["metric"], table["group"], strict=True))
    found = [entry for entry in FRONT_PAGE if (entry.metric, entry.group) in has]
    for name in dict.fromkeys(table["metric"]):
        if _is_of_basinsim(name):
            continue
        groups = [group for metric, group in sorted(has) if metric == name]
        for group in ["all"] if "all" in groups else groups:
            label = title(name) if group == "all" else f"{title(name)}, {group.replace('_', ' ')}"
            found.append(Entry(name, group, label, OTHER))
    return found


def _is_of_basinsim(name: str) -> bool:
    return name in METRICS and METRICS[name].function.__module__.startswith("basinsim.")


def title(name: str) -> str:
    """Return a metric's title, its name in words where it is registered nowhere."""
    if name in METRICS:
        return METRICS[name].title
    return name.replace("_", " ").capitalize()
