"""The cards of a study on the terminal: a few lines for each policy worth arguing about."""

from pathlib import Path

from rich.console import Console
from rich.markup import escape

from basinsim.metrics.amounts import shown
from basinsim.tradeoff.policies import BASELINE
from basinsim.tradeoff.robustness.analysis import Analysis
from basinsim.tradeoff.robustness.cards import CARDS, held

_MOST = 3
_MOST_BOXES = 3


def print_cards(analysis: Analysis, directory: Path) -> None:
    """Print who gains and who loses by each policy, how it holds up, and when it fails.

    Parameters
    ----------
    analysis : Analysis
        Of a study.
    directory : Path
        Where the cards were written.
    """
    if not analysis.chosen:
        return
    console = Console(soft_wrap=True)
    console.print(
        "\n[bold]Policies to argue about[/bold]: near the best, and as different as can be in who gains"
    )
    knees = {one.point for one in analysis.knees}
    objectives = analysis.cases.objectives
    for point in (BASELINE, *analysis.chosen):
        bend = " (at a bend of the front: a suggestion)" if point in knees else ""
        share = f"{shown(held(analysis, point), '1')} % of cases good enough in everything"
        console.print(f"[bold]{point}[/bold]: {share}{bend}")
        if point == BASELINE:
            continue
        for word, better in (("wins", True), ("loses", False)):
            said = analysis.gains.in_words(point, better=better)
            more = f" and {len(said) - _MOST} more" if len(said) > _MOST else ""
            console.print(f"  {word}: {escape('; '.join(said[:_MOST]) + more or 'nobody by enough to tell')}")
    for one in analysis.boxes[:_MOST_BOXES]:
        console.print(escape(f"{one.point}, {objectives[one.objective]['label']}: {one.words}."))
    console.print(f"All of it is in {directory / CARDS}.")
