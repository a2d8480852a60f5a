"""Every built page in a real browser: axe with its best-practice rules, 320 pixels, the keyboard alone,
forced colours, print, scripts off and no network."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html as parser
from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader

CHROMIUM = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed on this machine")

# Everything axe knows: the law's rules, those of WCAG 2.2 that it leaves out by default, and good practice.
RULES = {
    "runOnly": [
        "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
    ],
    "resultTypes": ["violations"],
}  # fmt: skip
PARTS = 4
# One of each kind of page, in both languages.
KINDS = (
    "index.html", "index.en.html",
    "skane/2023/nordvastra-skane.html", "skane/2023/nordvastra-skane.en.html",
    "stockholm/2023/stockholm.html",
    "skane/trends-nordvastra-skane.html",
    "jamforelse.html",
)  # fmt: skip
# What a reader may set herself (WCAG 1.4.12); nothing may be cut off by it.
SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""
# Of the document or of a part that cannot be scrolled: what sticks out to the right.
STICKS_OUT = """() => [...document.querySelectorAll('body *:not(svg *)')].filter(e => {
  const box = e.getBoundingClientRect();
  if (!box.width || box.right <= innerWidth + 1) return false;
  for (let p = e; p; p = p.parentElement) {
    if (['auto', 'scroll'].includes(getComputedStyle(p).overflowX) && p !== document.body) return false;
    if (getComputedStyle(p).clipPath !== 'none') return false;
  }
  return true;
}).map(e => e.tagName + '.' + e.className)"""
UNFOLD = "document.querySelectorAll('details').forEach(e => { e.open = true })"
# Gives every stop of the keyboard its number in the order of the page.
NUMBER_STOPS = """() => [...document.querySelectorAll('a[href], summary, [tabindex="0"]')]
.filter(e => !e.closest('details:not([open]) > :not(summary)'))
.map((e, i) => (e.dataset.stop = i, i))"""
WHERE = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  return {stop: Number(e.dataset.stop ?? -1), scrolls: e.matches('.table'), outline: style.outlineStyle,
          width: parseFloat(style.outlineWidth), seen: box.bottom > 0 && box.top < innerHeight}
}"""
FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  return [style.outlineStyle, style.outlineColor]
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def reports(built) -> Path:
    return built.workspace.reports()


def pages(reports: Path) -> list[Path]:
    return sorted(path for path in reports.rglob("*.html") if ".staging" not in path.parts)


def opened(browser: Browser, path: Path, width: int = 1280, **settings) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 800}, reduced_motion="reduce", **settings)
    page.goto(f"file://{quote(str(path))}")
    return page


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_on_any_page(browser, reports, part):
    mine = pages(reports)[part::PARTS]
    assert mine
    found = []
    for path in mine:
        page = opened(browser, path)
        page.evaluate(UNFOLD)
        for violation in Axe().run(page, options=RULES).response["violations"]:
            where = [node["target"] for node in violation["nodes"]][:3]
            found.append((path.relative_to(reports).as_posix(), violation["id"], where))
        page.close()
    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_at_320_pixels_nothing_sticks_out_whatever_spacing_the_reader_sets(browser, reports, part):
    found = []
    for path in pages(reports)[part::PARTS]:
        page = opened(browser, path, width=320)
        for style in ("p { }", SPACING):
            page.add_style_tag(content=style)
            width, out = page.evaluate("document.scrollingElement.scrollWidth"), page.evaluate(STICKS_OUT)
            if width > 320 or out:
                found.append((path.relative_to(reports).as_posix(), width, out[:3]))
        page.close()
    assert found == []


@pytest.mark.parametrize("name", KINDS)
def test_the_page_is_read_with_scripts_off_and_asks_nobody_for_anything(browser, reports, name):
    page = browser.new_page(java_script_enabled=False)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"file://{quote(str(reports / name))}")
    shown = page.locator("main").inner_text()
    page.close()
    assert [unquote(url).removeprefix("file://") for url in asked] == [str(reports / name)]
    for heading in parser.parse(reports / name).xpath("//main//h2"):
        assert heading.text_content() in shown


@pytest.mark.parametrize("name", KINDS)
def test_the_keyboard_alone_reaches_everything_in_order_and_shows_where_it_is(browser, reports, name):
    page = opened(browser, reports / name)
    wanted = page.evaluate(NUMBER_STOPS)
    reached, unseen = [], []
    while len(reached) < len(wanted):
        page.keyboard.press("Tab")
        stop = page.evaluate(WHERE)
        # The browser itself stops at a table that is wider than its place, so that arrow keys can scroll it.
        reached += [] if stop["scrolls"] else [stop["stop"]]
        if stop["outline"] == "none" or stop["width"] < 2 or not stop["seen"]:
            unseen.append(stop)
    assert reached == wanted
    assert unseen == []
    page.close()


def test_the_first_stop_leads_past_the_contents_and_what_is_folded_opens_by_key(browser, reports):
    page = opened(browser, reports / KINDS[2])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    folded = page.locator("main summary").first
    folded.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open") is True
    page.close()


@pytest.mark.parametrize("name", KINDS)
def test_a_narrow_screen_still_has_tables_for_a_screen_reader(browser, reports, name):
    page = opened(browser, reports / name, width=320)
    page.evaluate(UNFOLD)
    told = page.locator("main").aria_snapshot()
    tables = page.locator("main table").count()
    page.close()
    assert told.count("- table ") + told.count("- table:") == tables
    assert (told.count("- rowheader") > 0) == (tables > 0)


@pytest.mark.parametrize("name", KINDS[:4])
def test_forced_colours_keep_boxes_figures_and_focus_visible(browser, reports, name):
    page = opened(browser, reports / name, forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for box in page.locator(".notice, .own, .absent").all():
        seen = box.evaluate("e => [getComputedStyle(e).borderLeftStyle, getComputedStyle(e).borderLeftColor]")
        assert seen[0] != "none"
        assert seen[1] != ground
    # A figure keeps its own colours, so it needs its own ground.
    for figure in page.locator("main svg").all():
        style = figure.evaluate(
            "e => [getComputedStyle(e).forcedColorAdjust, getComputedStyle(e).backgroundColor]"
        )
        assert style == ["none", "rgb(255, 255, 255)"]
    page.keyboard.press("Tab")
    focus = page.evaluate(FOCUS)
    assert focus[0] == "solid"
    assert focus[1] != ground
    page.close()


@pytest.mark.parametrize("name", KINDS)
def test_printed_on_a4_everything_is_there_and_nothing_is_cut_off(browser, reports, name):
    page = opened(browser, reports / name, width=660)
    page.emulate_media(media="print")
    # A4 less the margins of the style sheet is 176 mm: 665 CSS pixels.
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 665
    assert page.evaluate(STICKS_OUT) == []
    printed = page.pdf(prefer_css_page_size=True, tagged=True)
    headings = page.locator("main h2:visible").all_inner_texts()
    page.close()
    reader = PdfReader(io.BytesIO(printed))
    text = "".join("".join(sheet.extract_text() for sheet in reader.pages).split())
    assert [heading for heading in headings if "".join(heading.split()) not in text] == []
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == ("en" if name.endswith(".en.html") else "sv")
