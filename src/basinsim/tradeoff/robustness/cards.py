"""A card for each policy worth arguing about: what it does, for whom, how it holds up, what it costs."""

from pathlib import Path

import pandas as pd

from basinsim.errors import counted
from basinsim.metrics.amounts import shown, shown_unit
from basinsim.results.store import table_writer
from basinsim.tradeoff.policies import BASELINE
from basinsim.tradeoff.robustness.analysis import Analysis, Writers
from basinsim.tradeoff.robustness.scores import disagreement_in_words, good_enough
from basinsim.tradeoff.robustness.sensitivity import is_available
from basinsim.tradeoff.robustness.spoken import Spoken

CARDS = "cards.md"
UNSOURCED = "no sourced figure"


def card_table(analysis: Analysis) -> pd.DataFrame:
    """Return the cards as a table.

    Parameters
    ----------
    analysis : Analysis
        Of a study.

    Returns
    -------
    pandas.DataFrame
        A row for the baseline and each chosen policy: point, levers, wins, loses, holds (share of cases
        in which every objective is good enough [1]), regret, fails, costs, knee; sentences apart by ``|``.
    """
    rows = []
    for point in (BASELINE, *analysis.chosen):
        spoken = analysis.spoken.get(point, Spoken())
        rows.append(
            {
                "point": point,
                "levers": " | ".join(spoken.levers),
                "wins": " | ".join(analysis.gains.in_words(point, better=True)),
                "loses": " | ".join(analysis.gains.in_words(point, better=False)),
                "holds": held(analysis, point),
                "regret": " | ".join(regrets_in_words(analysis, point)),
                "fails": " | ".join(fails_in_words(analysis, point)),
                "costs": " | ".join(costs_in_words(analysis, point)),
                "knee": " | ".join(knee_in_words(analysis, point)),
            }
        )
    return pd.DataFrame(rows)


def held(analysis: Analysis, point: str) -> float:
    """Return the share of cases in which a policy is good enough in every objective [1]."""
    scores = analysis.scores
    return float(
        scores.loc[(scores["objective"] == "all") & (scores["point"] == point), "good_enough"].iloc[0]
    )


def regrets_in_words(analysis: Analysis, point: str) -> list[str]:
    """Say how much better another policy would be in some future, objective by objective."""
    said = []
    rows = analysis.matrix[analysis.matrix["point"] == point]
    for objective, part in rows.groupby("objective", sort=False):
        one = analysis.cases.objectives[str(objective)]
        worst = part.iloc[int(part["regret"].to_numpy().argmax())]
        if shown(worst["regret"], one["unit"]) == "0":
            said.append(f"{one['label']}: none")
        else:
            unit = "points" if one["unit"] == "1" else shown_unit(one["unit"])
            said.append(
                f"{one['label']}: up to {shown(worst['regret'], one['unit'])} {unit} ({worst['future']})"
            )
    return said


def fails_in_words(analysis: Analysis, point: str) -> list[str]:
    """Say when a policy is not good enough, objective by objective."""
    objectives = analysis.cases.objectives
    return [
        f"{objectives[one.objective]['label']}: {one.words}" for one in analysis.failing if one.point == point
    ]


def costs_in_words(analysis: Analysis, point: str) -> list[str]:
    """Return what sources say of costs; what no source says is said to be unknown."""
    if point == BASELINE:
        return []
    return list(analysis.spoken.get(point, Spoken()).costs) or [f"Cost: {UNSOURCED}."]


def knee_in_words(analysis: Analysis, point: str) -> list[str]:
    """Say between which objectives a policy stands at a bend of the front."""
    objectives = analysis.cases.objectives
    return [
        f"a suggestion: the front of {objectives[one.one]['label']} and {objectives[one.other]['label']} bends here"
        for one in analysis.knees
        if one.point == point
    ]


def introduction(analysis: Analysis) -> list[str]:
    """Say which policies have a card, how they were simulated, and what is good enough; two paragraphs."""
    cases = analysis.cases
    stage = list(cases.outcome.manifest["stages"].values())[-1]
    number = "1 policy" if len(analysis.chosen) == 1 else f"{len(analysis.chosen)} policies"
    return [
        f"{number} out of {len(cases.points) - 1} that were simulated in full and satisfy all constraints: near the best "
        "(nobody is better in every objective by more than a twentieth of the range found), and as different as can be "
        f"in who gains. Simulated without foresight, {stage['start']} to {stage['end']}, in "
        f"{counted(len(cases.futures), 'future')} of {counted(cases.members, 'member')}: "
        f"{counted(len(cases.futures) * cases.members, 'case')}. Changes are against the baseline in the same weather, "
        "means over all cases. Regret depends on which policies are listed.",
        f"A case is good enough if {_what_is_good_enough(analysis)}. "
        f"Usual weather is the mean of the members of '{cases.futures[0]}'.",
    ]


def _what_is_good_enough(analysis: Analysis) -> str:
    cases = analysis.cases
    asked = [name for name in cases.telling if cases.objectives[name].get("good_enough") is not None]
    left = [name for name in cases.telling if name not in asked]
    parts = []
    if left:
        thresholds = "; ".join(_threshold(analysis, name) for name in left)
        parts.append(
            "it is no worse than the worst tenth of members of the baseline in the future "
            f"'{cases.futures[0]}': {thresholds}"
        )
    if asked:
        parts.append("it is, as the study asks: " + "; ".join(_threshold(analysis, name) for name in asked))
    return "; and ".join(parts)


def cards_text(analysis: Analysis) -> str:
    """Write the cards for people.

    Parameters
    ----------
    analysis : Analysis
        Of a study.

    Returns
    -------
    str
        Markdown.
    """
    cases, manifest = analysis.cases, analysis.cases.outcome.manifest
    lines = [f"# {manifest['study']}: policies to argue about", ""]
    if manifest["question"]:
        lines += [f"> {manifest['question']}", ""]
    for paragraph in introduction(analysis):
        lines += [paragraph, ""]
    for point in (BASELINE, *analysis.chosen):
        lines += [*_card(analysis, point), ""]
    lines += _what_matters(analysis)
    said = disagreement_in_words(cases, analysis.disagreement)
    if said:
        lines += ["## Does it matter how robustness is measured?", "", *(f"- {one}" for one in said), ""]
    return "\n".join(lines)


def card_sections(analysis: Analysis, point: str) -> list[tuple[str, list[str]]]:
    """Return what a card says of a policy, by heading; what has nothing to say is left out."""
    sections = [
        ("Wins", analysis.gains.in_words(point, better=True)),
        ("Loses", analysis.gains.in_words(point, better=False)),
        ("Largest regret", regrets_in_words(analysis, point)),
        ("Not good enough", fails_in_words(analysis, point)),
        ("Cost and carbon", costs_in_words(analysis, point)),
        ("Knee", knee_in_words(analysis, point)),
    ]
    if point == BASELINE:
        sections = sections[2:4]
    return [
        (heading, said or ["nobody by enough to tell"])
        for heading, said in sections
        if said or heading in ("Wins", "Loses")
    ]


def _threshold(analysis: Analysis, name: str) -> str:
    one = analysis.cases.objectives[name]
    way = "at least" if one["direction"] == "max" else "at most"
    number = shown(good_enough(analysis.cases, name), one["unit"])
    return f"{one['label']} {way} {number} {shown_unit(one['unit'])}"


def _card(analysis: Analysis, point: str) -> list[str]:
    if point == BASELINE:
        lines = ["## The baseline", "", "No lever is pulled."]
    else:
        spoken = analysis.spoken.get(point, Spoken())
        lines = [f"## {point}", "", *(f"- {one}" for one in spoken.levers)]
    lines += ["", f"Good enough in every objective in {shown(held(analysis, point), '1')} % of cases."]
    for heading, said in card_sections(analysis, point):
        lines += ["", f"**{heading}**", "", *(f"- {one}" for one in said)]
    return lines


def _what_matters(analysis: Analysis) -> list[str]:
    lines = ["## What to measure next", ""]
    said = sensitivity_in_words(analysis)
    if not is_available():
        said = ["Not computed: it needs SALib (install basinsim[studies])."]
    return [*lines, *(f"- {one}" for one in said), ""]


def sensitivity_in_words(analysis: Analysis) -> list[str]:
    """Say for each objective which of the things that nobody decides moves it most."""
    found, objectives = analysis.sensitivity, analysis.cases.objectives
    said = []
    for objective, part in found.groupby("objective", sort=False):
        label = objectives[str(objective)]["label"]
        telling = part[part["tells"].astype(bool)]
        if telling.empty:
            said.append(
                f"{label}: nothing that differs between cases moves it more than chance would "
                f"({counted(len(analysis.cases.futures), 'future')})."
            )
            continue
        named = ", ".join(f"{row['words']} ({row['index']:.2f})" for _, row in telling.head(3).iterrows())
        facts = telling[telling["kind"] == "fact"]
        more = "" if facts.empty else f" Of what can be measured, {facts.iloc[0]['words']} moves it most."
        said.append(f"{label}: most moved by {named}; PAWN index, 0 nothing to 1.{more}")
    return said or ["Cases differ in nothing that could be told apart."]


def card_writers(analysis: Analysis) -> Writers:
    """Return what writes the cards to a path, by file name."""

    def text(path: Path) -> None:
        path.write_text(cards_text(analysis).rstrip("\n") + "\n", encoding="utf-8", newline="\n")

    def table(path: Path) -> None:
        table_writer(card_table(analysis), 12)(path)

    return {CARDS: text, "policy_cards.csv": table}
