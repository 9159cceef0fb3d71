"""How the policies of a study look, the same in every figure: colours, labels, and who is best in what."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from basinsim.figures import style
from basinsim.metrics.amounts import shown_unit

if TYPE_CHECKING:
    from basinsim.tradeoff.outcome import StudyOutcome

BASELINE = "baseline"
OTHERS: dict[str, Any] = {
    "color": "#7FA9C9",
    "linestyle": "-",
    "linewidth": 0.9,
    "marker": "o",
    "zorder": 2.5,
}
"""How policies look that nobody beats and that are best in nothing."""


def looks_of(outcome: "StudyOutcome") -> dict[str, dict[str, Any]]:
    """Return how the policies look that are best in something, the same in every figure.

    Parameters
    ----------
    outcome : StudyOutcome
        What came of a study.

    Returns
    -------
    dict of str to dict
        From names to settings of lines and marks, with a label; the others look like :data:`OTHERS`.
    """
    looks: dict[str, dict[str, Any]] = {BASELINE: {**style.policy_look(0), "label": "baseline: no lever"}}
    for place, (point, best_in) in enumerate(ends_of(outcome).items(), start=1):
        if point != BASELINE:
            label = style.in_lines(f"{point}: best for {', '.join(map(in_sentence, best_in))}", 42)
            looks[point] = {**style.policy_look(place), "label": label, "linewidth": 2.2}
    return looks


def in_sentence(label: str) -> str:
    """Return a label as it stands inside a sentence."""
    return label[:1].lower() + label[1:]


def better_upwards(outcome: "StudyOutcome", objective: str) -> NDArray[np.float64]:
    """Return an objective of each policy of the front, turned so that more is better."""
    values: NDArray[np.float64] = outcome.front[f"objective.{objective}"].to_numpy(dtype=float)
    if not len(values):
        return np.zeros(1)
    return values if outcome.manifest["objectives"][objective]["direction"] == "max" else -values


def label_of(outcome: "StudyOutcome", objective: str) -> str:
    """Return what an objective is called on an axis, with its unit."""
    facts = outcome.manifest["objectives"][objective]
    return f"{facts['label']} [{shown_unit(facts['unit'])}]"


def scaled(outcome: "StudyOutcome", objective: str, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values of an objective in the unit in which they are shown."""
    return values * (100.0 if outcome.manifest["objectives"][objective]["unit"] == "1" else 1.0)


def ends_of(outcome: "StudyOutcome") -> dict[str, list[str]]:
    """Return the policies of the front that are best in something, with the labels of what they are best in."""
    found: dict[str, list[str]] = {}
    if outcome.front.empty:
        return found
    for name, facts in outcome.manifest["objectives"].items():
        scores = better_upwards(outcome, name)
        if np.ptp(scores) > 0:
            best = str(outcome.front["point"].iloc[int(np.argmax(scores))])
            found.setdefault(best, []).append(facts["label"])
    return found
