"""Every page: its elements nest, nothing is loaded, it is small, and what users write is only ever text."""

import json

import pytest
from figures.two_years import basin_of, two_years
from report.pages import comparison_page, run_page, study_page
from report.reading import Reader, loads
from support.runs import run_case

import basinsim as bs
from basinsim.report.comparison_report import background_of, comparison_report
from basinsim.report.page import render
from basinsim.report.run_report import run_report

PAGES = {"run": run_page, "comparison": comparison_page, "study": study_page}
EVIL = "</script><script>alert(1)</script><img src=http://evil.example/x onerror=alert(2)> & \"'"


@pytest.fixture(params=PAGES, scope="module")
def page(request):
    return PAGES[request.param]()


def test_it_is_well_formed_and_needs_nothing_beside_itself(page):
    read = Reader(page)
    assert loads(read) == []
    assert len(read.ids()) == len(set(read.ids()))
    assert page.startswith("<!doctype html>")
    (policy,) = [m["content"] for m in read.named("meta") if "content-security-policy" in str(m).lower()]
    assert policy.startswith("default-src 'none'")
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]


def test_it_fits_into_an_e_mail(page):
    assert len(page.encode()) < 8e6


def test_links_lead_to_places_of_the_page(page):
    read = Reader(page)
    targets = [a["href"][1:] for a in read.named("a")]
    assert len(targets) > 0
    assert set(targets) <= set(read.ids())


def test_headings_tables_and_pictures_say_what_they_are(page):
    read = Reader(page)
    assert all(image["alt"] for image in read.named("img"))
    assert len(read.named("caption")) == len(read.named("table"))
    assert all(th.get("scope") in ("col", "row") for th in read.named("th"))
    assert len(read.named("h1")) == 1


def test_the_same_page_twice_is_the_same():
    assert run_report(two_years()) == run_report(two_years())


def test_what_users_write_is_text():
    basin = basin_of().replace("farm:", '"farm <i>":').replace("to: farm}", 'to: "farm <i>"}')
    period = {"start": "2003-01-01", "end": "2003-12-31"}
    results = run_case(basin, name=EVIL, period=period, step="month")
    other = run_case(basin, name="other " + EVIL, period=period, step="month")
    for page in (run_report(results), _comparison(results, other)):
        read = Reader(page)
        assert EVIL.split("&")[0] in read.words
        assert not [tag for tag, _ in read.elements if tag in ("i", "b")]
        assert not read.named("img")
        scripts = [script for script in read.named("script") if script.get("type") != "application/json"]
        assert len(scripts) == (1 if "trade-off" not in read.ids() else 2)
        assert "alert" not in "".join(
            text for text in read.texts["script"] if not text.lstrip().startswith("{")
        )


def _comparison(*results):
    found = bs.compare(*results)
    tables = (found.passports, found.return_periods, found.fairness_prices)
    return comparison_report(found.comparison, *tables, background_of(results))


def test_data_for_scripts_survive_any_name():
    read = Reader(_comparison(two_years(), two_years("river </script>", 1)))
    (data,) = [json.loads(text) for text in read.texts["script"] if text.lstrip().startswith("{")]
    assert data["names"] == ["as it is", "river </script>"]


def test_a_template_that_names_what_is_not_there_is_an_error():
    with pytest.raises(Exception, match="origin"):
        render("run.html.j2")
