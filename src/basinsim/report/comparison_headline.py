"""What a comparison says, in a few sentences: what changes for whom, and what beats what."""

import numpy as np

from basinsim.errors import counted
from basinsim.figures.style import STAKEHOLDER_NAMES
from basinsim.metrics.comparison import Comparison
from basinsim.metrics.front_page import Entry
from basinsim.report.tables import with_unit
from basinsim.rules.words import listed

_MOST_NAMED = 3


def comparison_headline(comparison: Comparison) -> list[str]:
    """Say what came of a comparison.

    Parameters
    ----------
    comparison : Comparison
        Of runs; the first is the baseline.

    Returns
    -------
    list of str
        One sentence for all, one for each run, and which runs nothing else beats.
    """
    base, others = comparison.names[0], comparison.names[1:]
    if not others or not comparison.entries:
        return [f"There is nothing to hold '{base}' against."]
    said = [_whom_each_serves(comparison)]
    said += [_of_run(comparison, run) for run in range(1, len(comparison.names))]
    said.append(_dominance(comparison))
    if comparison.members > 1:
        said.append(f"All of this as means over {counted(comparison.members, 'member')} in the same weather.")
    return said


def _whom_each_serves(comparison: Comparison) -> str:
    differing = [entry for entry in comparison.entries if comparison.differs(entry)]
    if not differing:
        return "The runs differ in none of the numbers that are compared first."
    best = {entry: set(best_in(comparison, entry)) for entry in differing}
    everywhere = [name for name in comparison.names if all(name in names for names in best.values())]
    if everywhere:
        named = _quoted(comparison, set(everywhere))
        verb = "is" if len(everywhere) == 1 else "are"
        return f"{named} {verb} best, or as good as the best, in every number that is compared first."
    by_whom: dict[str, set[str]] = {}
    for entry in differing:
        by_whom[entry.stakeholder] = by_whom.get(entry.stakeholder, best[entry]) & best[entry]
    parts = [
        f"{STAKEHOLDER_NAMES[who].lower()} under {_quoted(comparison, names)}"
        for who, names in by_whom.items()
        if names
    ]
    return f"No run is best for everybody. Best off are {'; '.join(parts)}."


def _quoted(comparison: Comparison, names: set[str]) -> str:
    return listed([f"'{name}'" for name in comparison.names if name in names])


def _of_run(comparison: Comparison, run: int) -> str:
    verdicts = {entry: comparison.verdict(entry, run) for entry in comparison.entries}
    gains, losses = (_largest(comparison, run, verdicts, word) for word in ("better", "worse"))
    name = comparison.names[run]
    if not gains and not losses:
        return f"'{name}' changes none of the numbers that are compared first enough to tell."
    parts = []
    if gains:
        parts.append(f"gains for {listed(gains)}")
    if losses:
        parts.append(f"losses for {listed(losses)}")
    if not losses:
        parts.append("no losses")
    if not gains:
        parts.append("no gains")
    return f"'{name}': {'; '.join(parts)}."


def _largest(comparison: Comparison, run: int, verdicts: dict[Entry, str], word: str) -> list[str]:
    """Return the changes of one kind, those first that are largest beside what runs differ by."""
    chosen = [entry for entry in comparison.entries if verdicts[entry] == word]
    regret = {entry: comparison.of(entry, "regret") for entry in chosen}
    chosen.sort(key=lambda entry: -abs(regret[entry][run] - regret[entry][0]))
    named = [change_of(comparison, entry, run) for entry in chosen[:_MOST_NAMED]]
    left = len(chosen) - len(named)
    return named + ([f"{counted(left, 'other number')}"] if left else [])


def change_of(comparison: Comparison, entry: Entry, run: int) -> str:
    """Say a change: whose it is, which number, and from what to what."""
    unit = comparison.unit(entry)
    before, after = (float(comparison.of(entry, name)[run]) for name in ("baseline", "value"))
    who = STAKEHOLDER_NAMES[entry.stakeholder].lower()
    label = entry.label[0].lower() + entry.label[1:]
    return f"{who} ({label}: {with_unit(before, unit)} to {with_unit(after, unit)})"


def _dominance(comparison: Comparison) -> str:
    names = np.array(comparison.names, dtype=object)
    efficient, beaten = (set(names[chosen]) for chosen in (comparison.efficient, ~comparison.efficient))
    if not beaten:
        return (
            "None of the runs is beaten in everything by another: to choose is to weigh gains against losses."
        )
    verbs = ["is" if len(group) == 1 else "are" for group in (beaten, efficient)]
    return (
        f"{_quoted(comparison, beaten)} {verbs[0]} beaten by another run that is nowhere worse; "
        f"{_quoted(comparison, efficient)} {verbs[1]} not."
    )


def best_in(comparison: Comparison, entry: Entry) -> list[str]:
    """Return the names of the runs that are best in a number; none where all are the same."""
    if not comparison.differs(entry):
        return []
    regret = comparison.of(entry, "regret")
    return [name for name, at in zip(comparison.names, regret, strict=True) if np.isclose(at, 0.0)]
