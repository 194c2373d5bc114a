"""DepthExplorer as a learner uses it: in JupyterLab, with mouse and keyboard."""

import pytest
from moves import IMAGES, change, press

SHOW = "from helpers.explorers import DepthExplorer\n\nDepthExplorer()"


@pytest.fixture
def notebook(server, open_notebook):
    page = open_notebook(server.add_notebook("depth.ipynb", SHOW))
    page.run_all()
    page.output(0).locator(IMAGES).first.wait_for()
    return page


def choose(notebook, label, option):
    notebook.output(0).locator(".widget-dropdown", has_text=label).locator("select").select_option(label=option)


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
    page.output(0).locator(IMAGES).first.wait_for()
    upper, lower = (image.bounding_box() for image in page.output(0).locator(IMAGES).all())
    assert upper["width"] == lower["width"] == 330
    assert lower["y"] >= upper["y"] + upper["height"]
