"""What a study's page says of robustness, from outcomes written down by hand."""

import numpy as np
import pytest
from report.reading import Reader, loads
from tradeoff.robustness.by_hand import conditions_by_hand, outcome_by_hand

from basinsim.report.pictures import Picture
from basinsim.report.trade_off import trade_off_page
from basinsim.tradeoff.page import alternatives_of_study
from basinsim.tradeoff.robustness.analysis import analyse
from basinsim.tradeoff.robustness.on_page import chapters_of
from basinsim.tradeoff.robustness.spoken import Spoken

RIVER = [[[10, 12], [6, 8]], [[14, 14], [4, 4]], [[11, 11], [9, 9]]]
"""Of the baseline and two policies, in two futures of two members: means 11 and 7, 14 and 4, 11 and 9."""
COST = [[[1, 1], [1, 1]], [[2, 2], [2, 2]], [[3, 3], [3, 3]]]


@pytest.fixture(scope="module")
def analysis():
    outcome = outcome_by_hand({"river": RIVER, "cost": COST}, directions={"cost": "min"})
    outcome.manifest["basin"] = "glen"
    spoken = {"p0001": Spoken(("Leaks <b>end</b>.",), ("Not known, which does not mean free: leaks.",))}
    return analyse(outcome, conditions_by_hand(outcome, winter_rain=[[1, 1], [0.8, 0.9]]), spoken)


def rows_of(chapter, start):
    (found,) = [one for one in chapter.tables if one.caption.startswith(start)]
    return {row[0].text: row[1:] for row in found.rows}


def test_the_matrix_names_the_best_of_each_future_and_the_regret_of_the_others(analysis):
    _, robustness = chapters_of(analysis)
    rows = rows_of(robustness, "River")
    assert [float(cell.key) for cell in rows["baseline"]] == [11, 7]
    assert [cell.note for cell in rows["baseline"]] == ["regret 3.00", "regret 2.00"]
    assert [cell.note for cell in rows["p0001"]] == ["best here", "regret 5.00"]
    assert [cell.note for cell in rows["p0002"]] == ["regret 3.00", "best here"]
    best = [np.argmax([float(row[at].key) for row in rows.values()]) for at in range(2)]
    assert best == [1, 2]


def test_ranks_spread_where_measures_of_robustness_disagree(analysis):
    _, robustness = chapters_of(analysis)
    rows = rows_of(robustness, "Rank of each policy")
    # River: p0002 is best by its mean (10), its worst future (9) and its regret (3); where "good enough" is no
    # worse than the worst tenth of today (10.2), it holds in 2 of 4 cases, like p0001, and the baseline in 1.
    assert rows["p0002"][1].text == "1"
    assert rows["p0001"][1].text == "1 to 3"
    assert rows["baseline"][2].text == "1"  # cheapest by any measure
    assert [row[0].text for row in rows.values()] == ["25.0", "0", "0"]


def test_cards_say_what_policies_do_and_cost(analysis):
    cards, _ = chapters_of(analysis)
    by_title = {card.title: card for card in cards.cards}
    assert by_title["The baseline"].does == ("No lever is pulled.",)
    costs = dict(by_title["p0001"].sections)["Cost and carbon"]
    assert costs == ("Not known, which does not mean free: leaks.",)
    assert by_title["p0001"].lead == "Good enough in every objective in 0 % of cases."


def test_the_page_shows_them_and_needs_nothing_beside_it(analysis):
    picture = Picture("robustness.png", "Every policy", "A table.", "data:image/png;base64,AA==")
    page = trade_off_page(
        "By hand",
        alternatives_of_study(analysis.cases.outcome),
        chapters=chapters_of(analysis, [picture]),
    )
    read = Reader(page)
    assert loads(read) == []
    assert {"cards", "robustness", "card-p0001", "card-baseline"} <= set(read.ids())
    assert "Leaks <b>end</b>." in read.words
    assert "Does it matter how robustness is measured?" in read.words
    assert 'href="#robustness"' in page
    assert page.count("data:image/png") == 1
