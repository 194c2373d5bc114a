"""The site to read, in Chromium: axe-core finds nothing, nothing runs out of the page, and both themes are followed."""

from pathlib import Path

import axe_playwright_python
import pytest

from helpers.notebooks import LESSONS
from helpers.tools.site import build

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [
    "index",
    *(path.stem for path in sorted(LESSONS.glob("[0-9][0-9]_*.ipynb")) if "-" not in path.stem),
    "glossary",
    "instructors",
]
# The seconds of axe-core add up: pages that hold every kind of thing there is; two of them in the dark, too.
LOOKED_AT = ["index", "01_activations", "05_the_fair_experiment", "09_answer_the_question", "glossary"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("site")
    build.build(made)
    return made


@pytest.fixture
def open_page(chromium, folder):
    contexts = []

    def opened(name, scheme="light", width=1280):
        context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, offline=True)
        contexts.append(context)
        page = context.new_page()
        page.goto((folder / f"{name}.html").as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()


def violations(page, rules):
    """What axe-core finds on a page with everything unfolded, and how many rules were held."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.evaluate(AXE)
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)
    assert len(found["passes"]) >= 1, "a rule that nothing was held against finds nothing"
    return [(one["id"], len(one["nodes"]), one["nodes"][0]["html"][:200]) for one in found["violations"]]


@pytest.mark.parametrize("name", LOOKED_AT)
def test_axe_finds_nothing_on_a_page(open_page, name):
    assert violations(open_page(name), RULES) == []


@pytest.mark.parametrize("name", LOOKED_AT[:2])
def test_every_text_has_contrast_enough_in_the_dark_too(open_page, name):
    assert violations(open_page(name, "dark"), ["color-contrast"]) == []


def test_axe_would_find_a_picture_without_words(open_page):
    page = open_page("glossary")
    page.evaluate("document.body.append(document.createElement('img'))")
    assert "image-alt" in [rule for rule, *_ in violations(page, RULES)]


@pytest.mark.parametrize("name", PAGES)
def test_a_narrow_page_is_read_without_moving_it_sideways(open_page, name):
    page = open_page(name, width=500)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 500


def test_the_page_and_its_pictures_follow_the_theme(open_page):
    colours = {}
    for scheme in ("light", "dark"):
        page = open_page("02_linear_collapse", scheme)
        colours[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert page.evaluate("document.body.dataset.jpThemeLight") == str(scheme == "light").lower()
    assert colours == {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 17, 17)"}


def test_a_keyboard_comes_past_the_contents_and_opens_an_answer(open_page):
    page = open_page("01_activations")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open") is True
