"""What a study says of its policies as parts of its page: cards, and how policies hold up."""

from collections.abc import Sequence

from basinsim.errors import counted
from basinsim.metrics.amounts import shown
from basinsim.report.chapters import Card, Chapter
from basinsim.report.pictures import Picture
from basinsim.report.tables import Cell, Table, number, quantity, table, words
from basinsim.tradeoff.policies import BASELINE
from basinsim.tradeoff.robustness.analysis import Analysis
from basinsim.tradeoff.robustness.cards import card_sections, held, introduction, sensitivity_in_words
from basinsim.tradeoff.robustness.scores import MEASURES, disagreement_in_words
from basinsim.tradeoff.robustness.sensitivity import is_available
from basinsim.tradeoff.robustness.spoken import Spoken


def chapters_of(analysis: Analysis, pictures: Sequence[Picture] = ()) -> tuple[Chapter, ...]:
    """Return the parts of a study's page that follow its alternatives.

    Parameters
    ----------
    analysis : Analysis
        Of the study.
    pictures : sequence of Picture
        Of how policies hold up.

    Returns
    -------
    tuple of Chapter
        The cards; and the matrix of policies and futures, the measures of robustness, when policies fail, and what
        moves each objective.
    """
    return (_cards(analysis), _robustness(analysis, tuple(pictures)))


def _cards(analysis: Analysis) -> Chapter:
    cards = []
    for point in (BASELINE, *analysis.chosen):
        baseline = point == BASELINE
        does = ("No lever is pulled.",) if baseline else analysis.spoken.get(point, Spoken()).levers
        cards.append(
            Card(
                f"card-{point}",
                "The baseline" if baseline else point,
                f"Good enough in every objective in {shown(held(analysis, point), '1')} % of cases.",
                does,
                tuple((heading, tuple(said)) for heading, said in card_sections(analysis, point)),
            )
        )
    return Chapter("cards", "Policies to argue about", tuple(introduction(analysis)), tuple(cards))


def _robustness(analysis: Analysis, pictures: tuple[Picture, ...]) -> Chapter:
    cases = analysis.cases
    said = []
    disagreement = disagreement_in_words(cases, analysis.disagreement)
    if disagreement:
        said.append(("Does it matter how robustness is measured?", tuple(disagreement)))
    failing = tuple(
        f"{'The baseline' if one.point == BASELINE else one.point}, {cases.objectives[one.objective]['label']}: "
        f"{one.words}."
        for one in analysis.failing
        if one.box is not None
    )
    if failing:
        said.append(("When policies are not good enough", failing))
    measured = sensitivity_in_words(analysis) if is_available() else []
    if measured:
        said.append(("What to measure next", tuple(measured)))
    lead = (
        f"Every policy that was simulated in full and satisfies all constraints, in "
        f"{counted(len(cases.futures), 'future')}. Regret is how much better another policy of this list would be in "
        "the same future; a longer list has more of it.",
    )
    tables = [_measures(analysis), *(_matrix(analysis, name) for name in cases.telling)]
    return Chapter("robustness", "How they hold up", lead, (), tuple(said), pictures, tuple(tables))


def _matrix(analysis: Analysis, name: str) -> Table:
    """Return what every policy gives in every future, with its regret below."""
    cases, one = analysis.cases, analysis.cases.objectives[name]
    rows = analysis.matrix[analysis.matrix["objective"] == name]
    values, regrets = (
        rows.pivot_table(index="point", columns="future", values=column, sort=False)
        .loc[list(cases.points), list(cases.futures)]
        .to_numpy(dtype=float)
        for column in ("value", "regret")
    )
    lines: list[list[Cell]] = []
    for point, row, behind in zip(cases.points, values, regrets, strict=True):
        line = [words(point)]
        for value, regret in zip(row.tolist(), behind.tolist(), strict=True):
            less = shown(regret, one["unit"])
            best = less == "0"
            note = "best here" if best else f"regret {less}"
            line.append(quantity(value, one["unit"], mark="better" if best else "same", note=note))
        lines.append(line)
    wish = "more" if one["direction"] == "max" else "less"
    caption = f"{one['label']}, {one['statistic']} over members ({wish} is better)"
    return table(caption, [("policy", False), *((future, True) for future in cases.futures)], lines)


def _measures(analysis: Analysis) -> Table:
    """Return the rank of every policy by every measure of robustness, and how often all is good enough."""
    cases, scores = analysis.cases, analysis.scores
    every = scores[scores["objective"] == "all"].set_index("point")["good_enough"]
    by_name = {
        name: scores[scores["objective"] == name]
        .set_index("point")[[f"rank_{measure}" for measure in MEASURES]]
        .to_numpy(dtype=int)
        for name in cases.telling
    }
    lines = []
    for at, point in enumerate(cases.points):
        line = [words(point), number(float(every[point]), "1")]
        for ranks in by_name.values():
            low, high = int(ranks[at].min()), int(ranks[at].max())
            text = f"{low}" if low == high else f"{low} to {high}"
            line.append(Cell(text, f"{ranks[at].mean():.4g}"))
        lines.append(line)
    columns = [("policy", False), ("good enough in all [% of cases]", True)]
    columns += [(str(cases.objectives[name]["label"]), True) for name in cases.telling]
    ways = ", ".join(MEASURES.values())
    return table(f"Rank of each policy, over {len(MEASURES)} measures of robustness: {ways}", columns, lines)
