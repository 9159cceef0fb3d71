"""The pages in a real browser: nothing leaves them, and everything on them works with mouse, keys and finger."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from report.pages import AXES, alternatives, comparison_page, run_page, study_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = {"run": run_page, "comparison": comparison_page, "study": study_page}
WIDTHS = (1280, 400)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    driver = pytest.importorskip("playwright.sync_api")
    program = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("there is no Chromium here")
    with driver.sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=program,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pages")
    for name, make in PAGES.items():
        (root / f"{name}.html").write_text(make(), encoding="utf-8")
    return root


class Visit:
    """A page that is open, with what it asked for and complained of."""

    def __init__(self, browser: "Browser", path: Path, width: int = 1280, place: str = "") -> None:
        self.page = browser.new_page(viewport={"width": width, "height": 900})
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.goto(f"file://{path}{place}")

    def focus_by_tab(self, matches: str, most: int = 200) -> None:
        """Press Tab until what has the focus fits a selector."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("s => document.activeElement.matches(s)", matches):
                return
        message = f"{matches} cannot be reached with the keyboard"
        raise AssertionError(message)

    def rows(self) -> list[str]:
        """Names of the alternatives that the table shows, in its order."""
        shown = self.page.locator("#alternatives tbody tr:not([hidden]) th label")
        return [text.strip() for text in shown.all_inner_texts()]

    def close(self) -> None:
        """Close it, and hold it to what every page must keep."""
        assert [url for url in self.asked if not url.startswith(("file://", "data:"))] == []
        assert len([url for url in self.asked if url.startswith("file://")]) == 1
        assert self.said == []
        self.page.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_every_part_fits_its_width_and_asks_for_nothing(browser, folder, name, width):
    visit = Visit(browser, folder / f"{name}.html", width)
    page = visit.page
    links = page.locator("nav.tabs a")
    assert links.count() >= 1
    for k in range(links.count()):
        links.nth(k).click()
        target = links.nth(k).get_attribute("href")
        page.wait_for_selector(f"{target}:visible")  # the browser tells of a new address a moment later
        assert page.locator(".panel:visible").count() == 1
        assert (
            page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        )
    visit.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_group_fits_its_width(browser, folder, width):
    visit = Visit(browser, folder / "comparison.html", width)
    for anchor in visit.page.eval_on_selector_all(".group", "found => found.map(one => one.id)"):
        visit.page.evaluate("place => { location.hash = place; }", anchor)
        visit.page.wait_for_selector(f"#{anchor}:visible")
        assert visit.page.locator(".group:visible").count() == 1
        assert (
            visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            <= 0
        )
    visit.close()


def test_a_table_sorts_with_the_keyboard(browser, folder):
    visit = Visit(browser, folder / "run.html", place="#metrics")
    visit.focus_by_tab("#metrics .table[data-sought] th.number button")
    read = """() => { const table = document.activeElement.closest('table');
        return [document.activeElement.closest('th').getAttribute('aria-sort'),
                Array.from(table.tBodies[0].rows, row => row.querySelector('td.number').dataset.key)]; }"""
    for key, direction in (("Enter", "ascending"), ("Space", "descending")):
        visit.page.keyboard.press(key)
        said, keys = visit.page.evaluate(read)
        numbers = [float(one) for one in keys if one]
        assert said == direction
        assert numbers == sorted(numbers, reverse=direction == "descending")
        assert len(set(numbers)) > 10
        assert keys[len(numbers) :] == [""] * (len(keys) - len(numbers))  # what is no number comes last
    visit.close()


def test_a_table_is_searched(browser, folder):
    visit = Visit(browser, folder / "run.html", place="#assumptions")
    visit.page.locator("#assumptions input[type=search]").fill("turbine.head")
    assert visit.page.locator("#assumptions .table[data-sought] tbody tr:visible").count() == 1
    assert "1 of " in visit.page.locator("#assumptions .count").inner_text()
    visit.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_drawing_along_an_axis_keeps_only_what_lies_there(browser, folder, width):
    visit = Visit(browser, folder / "study.html", width)
    everything = visit.rows()
    assert len(everything) == 12
    catcher = visit.page.locator("#axes .catcher").nth(1)
    catcher.scroll_into_view_if_needed()
    box = catcher.bounding_box()
    upright = box["height"] > box["width"]
    # From the middle to beyond the better end of "Irrigation met in dry years".
    start = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    end = (start[0], box["y"] + 2) if upright else (box["x"] + box["width"] - 2, start[1])
    visit.page.mouse.move(*start)
    visit.page.mouse.down()
    visit.page.mouse.move(*end, steps=5)
    visit.page.mouse.up()
    scores = alternatives().scores[:, 1]
    assert upright == (width == 1280)
    assert visit.rows() == [name for name, s in zip(everything, scores, strict=True) if s >= 0.5]
    assert (
        f"{(scores >= 0.5).sum()} of 12 alternatives are within all limits."
        in visit.page.locator("#kept").inner_text()
    )
    assert visit.page.locator("#axes .alternative.outside").count() == (scores < 0.5).sum()
    visit.page.mouse.click(*start)  # a click without drawing takes the limit away
    assert visit.rows() == everything
    visit.close()


def test_limits_are_set_with_the_keyboard_alone(browser, folder):
    visit = Visit(browser, folder / "study.html")
    everything = visit.rows()
    visit.focus_by_tab(".limit[data-axis='1'] input.from")
    for _ in range(60):
        visit.page.keyboard.press("ArrowRight")
    scores = alternatives().scores[:, 1]
    expected = [name for name, s in zip(everything, scores, strict=True) if s >= 0.6]
    assert 0 < len(expected) < 12
    assert visit.rows() == expected
    spoken = visit.page.evaluate("document.activeElement.getAttribute('aria-valuetext')")
    low, high = alternatives().values[:, 1].min(), alternatives().values[:, 1].max()
    assert spoken.split() == [f"{100 * (low + 0.6 * (high - low)):.1f}", "%"]
    visit.focus_by_tab("#clear")
    visit.page.keyboard.press("Enter")
    assert visit.rows() == everything
    visit.focus_by_tab("#only")
    visit.page.keyboard.press("Space")
    efficient = alternatives().efficient
    assert visit.rows() == [name for name, best in zip(everything, efficient, strict=True) if best]
    visit.close()


def test_axes_table_and_network_tell_of_the_same_choice(browser, folder):
    visit = Visit(browser, folder / "study.html")
    page = visit.page
    assert page.locator("#axes .alternative.baseline").count() == 1
    baseline = page.locator("#axes .alternative.baseline .shown")
    other = page.locator("#axes .alternative:not(.baseline):not(.chosen) .shown").first
    widths = [
        float(line.evaluate("e => parseFloat(getComputedStyle(e).strokeWidth)")) for line in (baseline, other)
    ]
    assert widths[0] > 2 * widths[1]
    assert page.locator("#axes .alternative.beaten").count() == (~alternatives().efficient).sum()
    visit.focus_by_tab("#alternatives input[type=radio]")
    page.keyboard.press("ArrowDown")
    assert page.locator("#alternatives tr.chosen").get_attribute("data-place") == "2"
    assert page.locator("#axes .alternative.chosen").count() == 1
    assert page.locator("#network [data-node=farm] .badge.better").count() == 1
    assert "Showing Plan C: ▲ better at 1, ▼ worse at 0" in page.locator("#felt").inner_text()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.locator("#network .badge").count() == 0  # the baseline against itself
    # An axis that has the focus marks its places in the network.
    page.locator(".limit[data-axis='1'] input.from").focus()
    marked = page.eval_on_selector_all("#network .marked", "found => found.map(one => one.dataset.node)")
    assert marked == ["farm"]
    visit.close()


def test_axes_on_which_nothing_differs_are_named_only(browser, folder):
    visit = Visit(browser, folder / "study.html")
    assert visit.page.locator("#axes .axis").count() == len(AXES) - 1
    assert "The same in all of them: Essential needs met." in visit.page.locator("#trade-off").inner_text()
    visit.close()


def test_without_scripts_everything_is_there(browser, folder):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"file://{folder / 'comparison.html'}")
    assert page.locator(".panel:visible").count() == page.locator(".panel").count() > 4
    assert page.locator(".group:visible").count() == page.locator(".group").count() > 4
    assert page.locator("#alternatives tbody tr:visible").count() == 2
    assert page.locator("#axes:visible").count() == 0
    context.close()


def test_print_shows_every_part(browser, folder):
    visit = Visit(browser, folder / "comparison.html")
    visit.page.emulate_media(media="print")
    assert visit.page.locator(".panel:visible").count() == visit.page.locator(".panel").count()
    assert visit.page.locator("nav:visible").count() == 0
    visit.close()


def test_a_choice_of_a_group_by_keyboard(browser, folder):
    visit = Visit(browser, folder / "run.html", place="#groups")
    visit.focus_by_tab("nav.groups a")
    visit.page.keyboard.press("Tab")
    chosen = visit.page.evaluate("document.activeElement.getAttribute('href')")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector(f".group{chosen}:visible")
    assert visit.page.locator(".group:visible").count() == 1
    assert visit.page.locator("nav.groups a[aria-current]").get_attribute("href") == chosen
    assert visit.page.evaluate("document.activeElement.id") == chosen[1:]
    visit.close()
