"""The site to read, in Chromium: axe-core finds nothing, nothing runs out of the page, and both themes are followed."""

import pytest
from axe import violations

from helpers.notebooks import lesson_files
from helpers.tools.site import build

PAGES = [
    "index",
    *(path.stem for path in lesson_files()),
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


@pytest.mark.parametrize("name", LOOKED_AT)
def test_axe_finds_nothing_on_a_page(open_page, name):
    assert violations(open_page(name)) == []


@pytest.mark.parametrize("name", LOOKED_AT[:2])
def test_every_text_has_contrast_enough_in_the_dark_too(open_page, name):
    assert violations(open_page(name, "dark"), ["color-contrast"]) == []


def test_axe_would_find_a_picture_without_words(open_page):
    page = open_page("glossary")
    page.evaluate("document.body.append(document.createElement('img'))")
    assert "image-alt" in [rule for rule, *_ in violations(page)]


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
