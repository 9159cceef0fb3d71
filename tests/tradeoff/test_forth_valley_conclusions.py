"""What README, the page and the notebook say of the Forth Valley's study is worked out again from the numbers kept.

Plain pandas on the table of cases: none of the program that printed the words is used.
"""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from basinsim.metrics.robustness import regret
from basinsim.tradeoff.condensed import open_condensed
from basinsim.tradeoff.robustness.cards import cards_text

TOP = Path(__file__).parents[2]
KEPT = TOP / "studies" / "forth_valley"
NOW, HIGH = "present", "2050s_high"
COLUMNS = {
    "river": "volume_below_q95 | all",
    "public": "essential_shortfall | all",
    "farms": "dry_season_coverage | agriculture",
    "energy": "annual_energy | all",
    "energy_used": "energy_intensity | all",
    "fairness": "worst_off_coverage | all",
}
LESS_IS_BETTER = {"river", "public", "energy_used"}
"""Objectives of the study, by the names of its file."""


@pytest.fixture(scope="module")
def points():
    return pd.read_csv(KEPT / "points.csv")


@pytest.fixture(scope="module")
def full(points):
    """Policies that were simulated in full and satisfy the constraint, and the baseline."""
    found = points[points["stage"] == "full"].set_index("point")
    return found[found["feasible"] | (found.index == "baseline")]


@pytest.fixture(scope="module")
def means(full):
    """Mean over members by policy and future, of policies that satisfy the constraint."""
    cases = pd.read_csv(KEPT / "cases.csv")
    cases = cases[cases["point"].isin(full.index)]
    table = cases.groupby(["point", "future"])[list(COLUMNS.values())].mean()
    return table.set_axis(list(COLUMNS), axis=1)


@pytest.fixture(scope="module")
def said():
    page = TOP / "docs" / "explanation" / "forth_valley_study.md"
    return " ".join(page.read_text(encoding="utf-8").split())


@pytest.fixture(scope="module")
def said_shortly():
    text = (TOP / "README.md").read_text(encoding="utf-8")
    (found,) = re.findall(r"<!-- forth-study -->(.*)<!-- /forth-study -->", text, flags=re.DOTALL)
    return " ".join(found.split())


@pytest.fixture(scope="module")
def printed():
    """All that the notebook's cells printed, and the markdown they displayed."""
    path = TOP / "notebooks" / "forth_valley_trade_offs.ipynb"
    book = json.loads(path.read_text(encoding="utf-8"))
    outputs = [one for cell in book["cells"] for one in cell.get("outputs", [])]
    parts = ["".join(one.get("text") or one.get("data", {}).get("text/markdown", "")) for one in outputs]
    return "\n".join(parts)


def number(text):
    return float(text.replace(",", "").replace("−", "-"))


def read(pattern, text):
    found = re.search(pattern, text)
    assert found, pattern
    return found.groups()


def best_for(means, name, future):
    column = means.xs(future, level="future")[name]
    return column.idxmin() if name in LESS_IS_BETTER else column.idxmax()


def test_where_it_comes_from_is_kept():
    told = json.loads((KEPT / "provenance.json").read_text(encoding="utf-8"))
    assert {"date", "commit", "command", "took"} <= set(told)
    manifest = json.loads((KEPT / "study.json").read_text(encoding="utf-8"))
    assert manifest["stages"]["full"]["members"] == 20
    assert [one["label"] for one in manifest["objectives"].values()]
    assert set(manifest["objectives"]) == set(COLUMNS)


def test_the_constraint_holds_that_the_partners_asked_for(full):
    least = 0.9 * full.loc["baseline", "objective.farms"]
    assert (full["objective.farms"] >= least - 1e-6).all()


def test_what_points_say_is_the_mean_of_their_cases(full, means):
    by_point = means.groupby(level="point").mean()
    for name in COLUMNS:
        pd.testing.assert_series_equal(
            by_point[name].loc[full.index], full[f"objective.{name}"], check_names=False, rtol=1e-4
        )


def test_policies_of_the_front_differ(points):
    front = points[(points["stage"] == "full") & points["on_front"].astype(bool)]
    front = front[front["point"] != "baseline"]
    assert len(front) >= 5
    assert not front.filter(like="lever.").duplicated().any()
    assert not front.filter(like="objective.").duplicated().any()


def test_regret_is_zero_somewhere_in_each_future(means):
    for name in COLUMNS:
        table = means[name].unstack("future")
        table = -table if name in LESS_IS_BETTER else table
        assert (regret(table.to_numpy()).min(axis=0) == 0).all()


TOPICS = (
    (r"\*\*The river", r"- \*\*People"),
    (r"\*\*People", r"- \*\*Farms"),
    (r"\*\*Farms", r"- \*\*(Energy|Does)"),
    (r"survive the 2050s\?(\*\*)? Not", r"of today's rules"),
)


@pytest.mark.parametrize(("start", "end"), TOPICS)
def test_readme_says_in_short_what_the_page_says(said, said_shortly, start, end):
    """The same numbers in the same order on each topic; the page's are worked out again below."""
    numbers = [
        re.findall(r"\d[\d.,]*\d|\d", re.search(f"{start}.*?{end}", text).group())
        for text in (said_shortly, said)
    ]
    short, whole = numbers
    assert len(short) >= 2
    rest = iter(whole)
    assert all(number in rest for number in short), numbers


def test_the_page_counts_the_policies(said, points):
    screened, simulated = read(r"in (\d+) combinations by weekly steps, and the (\d+) worth", said)
    assert int(screened) == (points["stage"] == "screen").sum() - 1
    assert int(simulated) == (points["stage"] == "full").sum() - 1


def test_the_page_on_the_river(said, means, full):
    now, high, left = map(
        number, read(r"low flow grows from ([\d,]+) Ml a year to ([\d,]+) in .* leaves ([\d,]+) there", said)
    )
    best = full["objective.river"].idxmin()
    assert now == pytest.approx(means.loc[("baseline", NOW), "river"], abs=0.5)
    assert high == pytest.approx(means.loc[("baseline", HIGH), "river"], abs=0.5)
    assert left == pytest.approx(means.loc[(best, HIGH), "river"], abs=0.5)
    assert left > now  # what the climate takes is not given back
    assert means.xs(HIGH, level="future")["river"].min() > now


def test_the_page_on_people(said, means, full):
    before, share, after = map(
        number,
        read(
            r"unmet on ([\d.]+) million person-days .* with (\d+) % of leakage stopped, ([\d.]+) million",
            said,
        ),
    )
    best = best_for(means, "public", HIGH)
    assert before == pytest.approx(means.loc[("baseline", HIGH), "public"] / 1e6, abs=0.005)
    assert after == pytest.approx(means.loc[(best, HIGH), "public"] / 1e6, abs=0.005)
    assert share == full.loc[best, "lever.leakage"]
    # West Fife is the town that gets least of what it asks for.
    cases = pd.read_csv(KEPT / "cases.csv")
    dry = cases[(cases["point"] == "baseline") & (cases["future"] == HIGH)]
    towns = ("west_fife", "falkirk", "stirling", "clackmannanshire", "rural_stirling", "glasgow_transfer")
    served = {name: dry[f"volumetric_reliability | {name}"].mean() for name in towns}
    assert min(served, key=served.__getitem__) == "west_fife"


def test_the_page_on_farms(said, means, full):
    now, high, ponds, after = map(
        number,
        read(r"falls from (\d+) % to (\d+) %; with ponds of (\d+) Ml .* it stays at (\d+) %", said),
    )
    best = best_for(means, "farms", HIGH)
    assert now == pytest.approx(100 * means.loc[("baseline", NOW), "farms"], abs=0.5)
    assert high == pytest.approx(100 * means.loc[("baseline", HIGH), "farms"], abs=0.5)
    assert ponds == full.loc[best, "lever.ponds"]
    assert after == pytest.approx(100 * means.loc[(best, HIGH), "farms"], abs=0.5)


def test_the_page_on_the_farms_that_lose(said, full, printed):
    (lost,) = map(number, read(r"Lower Devon, who have no pond .* get (\d+) points less", said))
    cases = pd.read_csv(KEPT / "cases.csv")
    served = cases.groupby("point")["volumetric_reliability | lower_devon_farms"].mean()
    best = full["objective.river"].idxmin()
    assert lost == pytest.approx(100 * (served["baseline"] - served[best]), abs=0.5)
    assert full.loc[best, "lever.hands_off"] != "none"
    now, before = map(number, read(r"lower devon farms: ([\d.]+)%, against ([\d.]+)%", printed))
    assert (now, before) == pytest.approx((100 * served[best], 100 * served["baseline"]), abs=0.05)


def test_the_page_on_what_survives(said, full):
    """A case is good enough as the study file asks, or no worse than the worst tenth of today."""
    asked = json.loads((KEPT / "study.json").read_text(encoding="utf-8"))["objectives"]
    cases = pd.read_csv(KEPT / "cases.csv").set_index(["point", "future", "member"]).sort_index()
    fine = pd.Series(True, index=cases.index)
    for name, column in COLUMNS.items():
        today, wish = cases.loc[("baseline", NOW), column], asked[name]["good_enough"]
        less = name in LESS_IS_BETTER
        limit = today.quantile(0.9 if less else 0.1) if wish is None else wish["number"] * today.mean()
        rounding = 1e-6 * max(abs(limit), 1.0)
        fine &= cases[column] <= limit + rounding if less else cases[column] >= limit - rounding
    holds = 100 * fine.groupby(level="point").mean()[list(full.index)]
    most, baseline = map(
        number, read(r"holds most often is good enough in everything in (\d+) % .* against (\d+) % of", said)
    )
    assert most == pytest.approx(holds.max(), abs=0.5)
    assert baseline == pytest.approx(holds["baseline"], abs=0.5)


def test_the_page_on_energy(said, means, full):
    now, most, hydropower = map(
        number,
        read(r"takes (\d+) kWh for a megalitre.* up to (\d+)\. Hydropower differs by ([\d.]+) %", said),
    )
    here = means.xs(NOW, level="future")
    assert now == pytest.approx(here.loc["baseline", "energy_used"], abs=0.5)
    dearest = means["energy_used"].idxmax()
    assert most == pytest.approx(means["energy_used"].max(), abs=0.5)
    assert full.loc[dearest[0], "lever.export"] == full["lever.export"].min()
    spread = (here["energy"].max() - here["energy"].min()) / here.loc["baseline", "energy"]
    assert hydropower == pytest.approx(100 * spread, abs=0.05)


def test_the_notebook_on_the_best_for_the_river(printed, means, full):
    best = full["objective.river"].idxmin()
    assert f"{best}: " in printed
    for future in ("present", "2050s_central", HIGH):
        was, now = map(
            number, read(rf"{future}: ([\d,]+) Ml/yr missing without any lever, ([\d,]+) with it", printed)
        )
        assert was == pytest.approx(means.loc[("baseline", future), "river"], abs=0.5)
        assert now == pytest.approx(means.loc[(best, future), "river"], abs=0.5)
    (gain,) = map(number, read(r"It gives the river ([\d,−-]+) Ml a year on average", printed))
    change = full.loc["baseline", "objective.river"] - full.loc[best, "objective.river"]
    assert gain == pytest.approx(change, abs=0.5)


def test_the_notebook_on_climate_and_decisions(printed, means):
    labels = {
        "Essential needs unmet": "public", "Irrigation in dry years": "farms", "Hydropower": "energy",
        "Energy for supply": "energy_used", "Missing to low flow": "river", "Worst-off community": "fairness",
    }  # fmt: skip
    for label, name in labels.items():
        who, ratio = read(rf"{label}: (decisions|the climate) moves? it more .* \(([\d.e+]+) to 1\)", printed)
        last = means.xs(HIGH, level="future")[name]
        climate = abs(last["baseline"] - means.loc[("baseline", NOW), name])
        expected = (last.max() - last.min()) / climate
        assert float(ratio) == pytest.approx(expected, rel=0.06)
        assert (who == "decisions") == (expected > 1)


@pytest.mark.slow
def test_the_notebook_on_when_policies_fail(printed):
    """Each sentence that names a storage or a season is counted anew, with its coverage and density."""
    cases = pd.read_csv(KEPT / "cases.csv").set_index(["point", "future", "member"])
    boxes = {(one.point, one.objective): one for one in open_condensed(KEPT).failing if one.box is not None}
    told = 0
    for (point, name), one in boxes.items():
        fails = pd.Series(one.fails, index=cases.loc[point].index)
        column = cases.loc[point][COLUMNS[name]]
        worst_good = column[~fails].max() if name in LESS_IS_BETTER else column[~fails].min()
        best_bad = column[fails].min() if name in LESS_IS_BETTER else column[fails].max()
        # A threshold parts the cases that fail from those that do not.
        assert worst_good < best_bad if name in LESS_IS_BETTER else worst_good > best_bad
        told += f"{one.words}" in printed
    assert told >= 1


@pytest.mark.slow
def test_the_notebook_says_what_the_kept_numbers_say(printed):
    """The cards the notebook shows are those that the kept numbers give today."""
    analysis = open_condensed(KEPT)
    text = cards_text(analysis)
    for point in analysis.chosen:
        assert f"**{point}**" in printed
        for won in analysis.gains.in_words(point, better=True)[:6]:
            assert won in printed
            assert won in text
