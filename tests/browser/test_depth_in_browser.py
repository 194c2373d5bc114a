"""DepthExplorer as a learner uses it: in JupyterLab, with mouse and keyboard."""

import pytest

SHOW = "from helpers.explorers import DepthExplorer\n\nDepthExplorer()"


@pytest.fixture
def notebook(server, open_notebook):
    page = open_notebook(server.add_notebook("depth.ipynb", SHOW))
    page.run_all()
    page.output(0).locator("img").first.wait_for()
    return page


def pictures(notebook):
    """Every picture that is shown, as the pixels on the screen."""
    return [image.screenshot() for image in notebook.output(0).locator("img").all() if image.is_visible()]


def change(notebook, move, words, changed=(True, True)):
    """Make a move: the sentence must come to hold these words, and those of the two pictures must change."""
    before, seen = pictures(notebook), None
    move()
    notebook.output(0).locator("[aria-live=polite]", has_text=words).wait_for(timeout=10_000)
    notebook.wait_until_idle()
    for _ in range(25):
        seen = tuple(one != other for one, other in zip(before, pictures(notebook), strict=True))
        if seen == changed:
            break
        notebook.page.wait_for_timeout(200)
    assert seen == changed
    assert notebook.output_count(0) == 1
    assert notebook.errors() == [] and notebook.problems == []


def choose(notebook, label, option):
    notebook.output(0).locator(".widget-dropdown", has_text=label).locator("select").select_option(label=option)


def press(notebook, control, key):
    """Put the keyboard's focus on a control and press a key."""
    control.focus()
    notebook.page.keyboard.press(key)


def test_a_learner_finds_out_what_keeps_the_signal_alive(notebook):
    he = "He: σ² = 2/fan-in"
    change(notebook, lambda: choose(notebook, "Initialisation", he), "both stayed alive")
    view = notebook.output(0).locator("button", has_text="What you tried")
    change(notebook, lambda: press(notebook, view, "Enter"), "Now try another activation", (True, False))
    change(notebook, lambda: choose(notebook, "Activation", "sigmoid"), "both died out")
    change(notebook, lambda: choose(notebook, "Activation", "tanh"), "tanh with He")
    answer = "the initialisation alone changed the spread between inputs by a factor of up to 9e24"
    assert answer in notebook.output(0).locator("[aria-live=polite]").inner_text()


def test_width_weights_and_view_by_keyboard(notebook):
    page = notebook.output(0)
    width = page.locator(".widget-slider", has_text="Units in a layer").locator(".noUi-handle")
    change(notebook, lambda: press(notebook, width, "Home"), "ReLU with σ = 0.01")
    seed = page.locator(".widget-slider", has_text="Weights no.").locator(".noUi-handle")
    change(notebook, lambda: press(notebook, seed, "ArrowRight"), "both died out")
    shape = page.locator("button", has_text="Kind of Gaussian?")
    change(notebook, shape.click, "0 for a Gaussian", (True, False))


def test_on_a_narrow_page_the_pictures_stand_one_above_the_other_and_are_not_shrunk(server, open_notebook):
    page = open_notebook(server.add_notebook("narrow.ipynb", SHOW), width=500)
    page.hide_side_bar()
    page.run_all()
    page.output(0).locator("img").first.wait_for()
    upper, lower = (image.bounding_box() for image in page.output(0).locator("img").all())
    assert upper["width"] == lower["width"] == 330
    assert lower["y"] >= upper["y"] + upper["height"]
