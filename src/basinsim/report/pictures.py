"""Figures that were drawn as files, put inside a page."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

MOST = 4_500_000
"""Bytes of pictures that a page may hold: with everything else it stays below the 8 MB of an e-mail."""

_CAPTIONS = {
    "storage.png": (
        "Storage in the lochs and reservoirs through the year",
        "One panel for each store: the median of all years as a line, bands for the middle half and for nine in ten "
        "of them, and the lowest, by time of the year.",
    ),
    "shortages.png": (
        "Who was short, and when",
        "One panel for each user that was ever short: a square for each month of each year, darker the more was "
        "missing. The pages of the groups have the numbers.",
    ),
    "rivers.png": (
        "What the river was left with",
        "One panel for each gauge: how much of the time which flow was exceeded, with the run against natural flow "
        "and the low-flow mark.",
    ),
    "water_balance.png": (
        "Where the water of a mean year came from and where it went",
        "Ribbons from catchments at the left to users and the sea at the right, as thick as the volume.",
    ),
    "heat_map.png": (
        "Every run and every number of the front page",
        "A table of runs and numbers; each square names the value and the change, and is darker the further it is from the best.",
    ),
    "parallel_axes.png": (
        "Runs across all numbers",
        "One upright axis for each number, better upwards; each run is a line across them, the baseline bold.",
    ),
    "trade_offs.png": (
        "What is gained by one and lost by another",
        "Pairs of numbers against each other, one mark for each run.",
    ),
    "futures.png": (
        "What the future does to each policy, and what the policy does in each future",
        "One panel for each objective: lines join what a policy gives in each future; the baseline is black, the "
        "policies that have a card are coloured, the others grey.",
    ),
    "robustness.png": (
        "Every policy in every future",
        "A table of policies and futures, objective beside objective: each square names what the policy gives there, "
        "and is darker the more another policy would give; at the right, in how many cases all is good enough.",
    ),
    "failure_boxes.png": (
        "When policies are not good enough",
        "One panel for each policy and objective whose failures lie together: cases that fail and that do not, and the "
        "box in which most of those that fail lie.",
    ),
    "hypervolume.png": (
        "How the front grew with the search",
        "The share of the room of all objectives that the policies found so far dominate, against policies tried, one "
        "line for each seed.",
    ),
    "winners_and_losers.png": (
        "Who wins and who loses",
        "One panel for each number: bars to the right are gains against the baseline, hatched bars to the left losses.",
    ),
}


@dataclass(frozen=True)
class Picture:
    """A picture of a page.

    Attributes
    ----------
    name : str
        Of its file.
    caption, alternative : str
        What it shows; what somebody would be told who cannot see it.
    source : str
        The picture itself as a data URI; empty where it would make the page too large.
    """

    name: str
    caption: str
    alternative: str
    source: str


def pictures(directory: Path, names: Iterable[str]) -> list[Picture]:
    """Read figures into the form in which a page holds them.

    Parameters
    ----------
    directory : Path
        Where the files are.
    names : iterable of str
        Their names, PNG.

    Returns
    -------
    list of Picture
        In the order given; what is more than :data:`MOST` together is named only.
    """
    found, used = [], 0
    for name in names:
        content = (directory / name).read_bytes()
        fits = used + len(content) <= MOST
        used += len(content) if fits else 0
        source = f"data:image/png;base64,{base64.b64encode(content).decode('ascii')}" if fits else ""
        caption, alternative = _CAPTIONS.get(name, (Path(name).stem.replace("_", " ").capitalize(), ""))
        found.append(Picture(name, caption, alternative, source))
    return found
