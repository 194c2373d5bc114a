"""TemplateExplorer as a learner uses it: in JupyterLab, with mouse and keyboard."""

import pytest
from moves import IMAGES, change, press, sentence

SHOW = "from helpers.explorers import TemplateExplorer\n\nTemplateExplorer()"


@pytest.fixture
def notebook(server, open_notebook):
    page = open_notebook(server.add_notebook("templates.ipynb", SHOW))
    page.run_all()
    page.output(0).locator(IMAGES).first.wait_for()
    return page


def slider(notebook, label):
    return notebook.output(0).locator(".widget-slider", has_text=label).locator(".noUi-handle")


def button(notebook, words):
    return notebook.output(0).locator("button", has_text=words)


def test_one_image_by_mouse_and_keyboard(notebook):
    assert "It reads 3, which is right." in sentence(notebook)
    digit = slider(notebook, "Template of digit")
    change(notebook, lambda: press(notebook, digit, "ArrowRight"), "Template 4:", (True, False))
    image = slider(notebook, "Test image")
    change(notebook, lambda: press(notebook, image, "ArrowRight"), "but this is a 3")
    following = button(notebook, "Next image")
    change(notebook, lambda: press(notebook, following, "Enter"), "It reads 6")
    flip = notebook.output(0).locator("input[type=checkbox]")
    change(notebook, flip.click, "mirrored every logit at its bias")
    change(notebook, button(notebook, "ReLU").click, "layer 1 ReLU is not linear")


def test_two_images_share_their_templates_until_relu_comes_in(notebook):
    two = button(notebook, "Two images")
    change(notebook, lambda: press(notebook, two, "Enter"), "the templates at A and B are the same")
    assert not slider(notebook, "Template of digit").is_visible()
    change(notebook, button(notebook, "ReLU").click, "of 768 gates differ")
    before, other = sentence(notebook), slider(notebook, "Second image")
    change(notebook, lambda: press(notebook, other, "End"), "of 768 gates differ")
    assert sentence(notebook) != before


def test_on_a_narrow_page_the_pictures_stand_one_above_the_other_and_are_not_shrunk(server, open_notebook):
    page = open_notebook(server.add_notebook("narrow.ipynb", SHOW), width=500)
    page.hide_side_bar()
    page.run_all()
    page.output(0).locator(IMAGES).first.wait_for()
    upper, lower = (image.bounding_box() for image in page.output(0).locator(IMAGES).all())
    assert upper["width"] == lower["width"] == 330
    assert lower["y"] >= upper["y"] + upper["height"]
