"""Explorers as they look on another day: with all that was last seen, and without their kernel."""

import subprocess
import sys

import pytest

CELLS = [
    "from helpers.explorers import CollapseExplorer\nCollapseExplorer()",
    "from helpers.explorers import TrainingExplorer\nTrainingExplorer(epochs=2)",
    "from helpers.explorers import DrawExplorer\nDrawExplorer()",
]
COLLAPSE, TRAINING, DRAW = range(3)
LAST_SEEN = {
    COLLAPSE: ("Activation: ReLU · Layers: 4 · Weights no.: 0", "4 layers with ReLU: no matrix does the same."),
    TRAINING: ("Task: plain digits", "Paused at step 1, nothing is lost."),
    DRAW: ("Invert the contrast: yes", "Your drawing: ReLU reads 1"),
}


@pytest.fixture
def notebook(server, open_notebook, request):
    """A notebook with three explorers, run."""
    name = server.add_notebook(f"{request.node.name[:40]}.ipynb", *CELLS)
    page = open_notebook(name, height=3000)
    page.name = name
    page.run_all()
    for index in range(len(CELLS)):
        page.output(index).locator("p[aria-live=polite]").wait_for()
    return page


def save(notebook):
    with notebook.page.expect_response(lambda answer: answer.request.method == "PUT" and notebook.name in answer.url):
        notebook.page.keyboard.press("Control+s")


def move(notebook):
    """Move each explorer, and wait until the file would keep what is seen."""
    collapse, training, draw = (notebook.output(index) for index in range(len(CELLS)))
    collapse.get_by_label("Activation", exact=True).select_option(label="ReLU")
    collapse.locator(".widget-slider", has_text="Layers").locator(".noUi-handle").press("ArrowRight")
    training.get_by_label("Task").select_option(label="plain digits")
    training.get_by_role("button", name="One step").click()
    draw.get_by_label("Invert the contrast").check()
    draw.get_by_role("button", name="Clear").click()
    draw.locator("p[aria-live=polite]", has_text="An empty sheet").wait_for()
    box = draw.locator(".drawing-board canvas").bounding_box()
    across = box["x"] + box["width"] / 2
    notebook.page.mouse.move(across, box["y"] + 0.12 * box["height"])
    notebook.page.mouse.down()
    notebook.page.mouse.move(across, box["y"] + 0.86 * box["height"], steps=8)
    notebook.page.mouse.up()
    for index, words in LAST_SEEN.items():
        notebook.output(index).locator(".course-said", has_text=words[1]).wait_for(state="attached")


def come_back(notebook, open_notebook):
    """Save, shut the kernel down, close, and open again."""
    save(notebook)
    notebook.menu("Kernel", "Shut Down Kernel")
    notebook.page.locator(".jp-KernelName", has_text="No Kernel").wait_for()
    again = open_notebook(notebook.name, height=3000)
    again.name = notebook.name
    # JupyterLab looks for the widget's model for two seconds before it gives up.
    again.page.wait_for_timeout(3000)
    return again


def looks_as_last_seen(notebook):
    """Check that each explorer is there as a picture with its words, and that nothing looks as if it could be moved."""
    for index, words in LAST_SEEN.items():
        still = notebook.output(index).locator(".course-still")
        assert all(part in still.inner_text() for part in words)
        assert "This is a picture. To move it, run" in still.inner_text()
        assert still.locator("img").evaluate("image => image.complete && image.naturalWidth > 600")
    for what in (notebook.page.get_by_text("model not found"), notebook.page.locator(".jp-OutputArea .widget-box")):
        assert [one for one in what.all() if one.is_visible()] == []


def test_explorers_are_seen_as_they_were_left_also_after_a_save_without_running(notebook, open_notebook):
    assert [one for one in notebook.page.locator(".course-still").all() if one.is_visible()] == []
    move(notebook)
    again = come_back(notebook, open_notebook)
    looks_as_last_seen(again)
    again.cell(0).locator(".cm-content").click()
    again.page.keyboard.press("Control+End")
    again.page.keyboard.type(" ")
    once_more = come_back(again, open_notebook)
    looks_as_last_seen(once_more)
    once_more.run_all()
    for index in LAST_SEEN:
        once_more.output(index).locator("img.widget-image").first.wait_for()
    assert [one for one in once_more.page.locator(".course-still, .course-wait").all() if one.is_visible()] == []
    assert once_more.problems == []


def test_an_exported_page_read_offline_shows_the_explorers_as_they_were_left(notebook, server, chromium):
    move(notebook)
    save(notebook)
    command = [sys.executable, "-m", "nbconvert", "--to", "html", str(server.files / notebook.name)]
    subprocess.run(command, check=True, capture_output=True)
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto((server.files / notebook.name).with_suffix(".html").as_uri())
    shown = page.locator("body").inner_text()
    assert all(part in shown for words in LAST_SEEN.values() for part in words)
    pictures = page.locator(".course-still img").all()
    assert len(pictures) == len(CELLS)
    assert all(image.evaluate("image => image.complete && image.naturalWidth > 600") for image in pictures)
    context.close()


def test_a_cell_that_is_run_again_leaves_nothing_behind_in_file_or_page(notebook, server):
    save(notebook)
    once = (server.files / notebook.name).stat().st_size
    for _ in range(3):
        notebook.run_all()
    notebook.output(TRAINING).locator(".course-said", has_text="Finished").wait_for(state="attached")
    save(notebook)
    assert (server.files / notebook.name).stat().st_size < 1.1 * once
    assert [notebook.output(index).locator("p[aria-live=polite]").count() for index in LAST_SEEN] == [1, 1, 1]
