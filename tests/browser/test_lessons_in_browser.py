"""The lessons as a learner meets them: in JupyterLab, untouched, then with something typed into an exercise."""

import nbformat
import pytest
from axe import violations_in

from helpers.notebooks import LESSONS

NAMES = sorted(path for path in LESSONS.glob("[0-9][0-9]_*.ipynb") if "-mine-" not in path.name)

# The seconds of axe-core add up: between them, these hold every kind of thing that follows the theme.
IN_THE_DARK = ("01", "05", "09")

IMPORTS = "import numpy as np\nfrom helpers.exercises import exercise\nfrom helpers.progress import progress_panel"
RELU = '@exercise("1.3")\ndef relu(z):\n    {}'


def saved_cells(notebook, server, name):
    """The code cells of a notebook as JupyterLab saves it: what is out of sight counts too."""
    with notebook.page.expect_response(lambda answer: answer.request.method == "PUT" and name in answer.url):
        notebook.page.keyboard.press("Control+s")
    cells = nbformat.read(server.files / name, as_version=4).cells
    return [cell for cell in cells if cell.cell_type == "code"]


def type_and_run(notebook, index, source):
    """Replace the text of a cell, as pasting does, and run it."""
    notebook.cell(index).locator(".cm-content").click()
    notebook.page.keyboard.press("Control+a")
    notebook.page.keyboard.insert_text(source)
    notebook.page.keyboard.press("Control+Enter")


@pytest.mark.parametrize("path", NAMES, ids=lambda path: path.stem)
def test_an_untouched_lesson_runs_without_an_error_and_is_open_to_everybody(path, server, open_notebook):
    notebook = open_notebook(server.add_copy(path))
    notebook.run_all()
    cells = saved_cells(notebook, server, path.name)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert [output for cell in cells for output in cell.outputs if output.output_type == "error"] == []
    assert notebook.page.get_by_text("javascript error").count() == 0
    assert notebook.problems == []
    # Here, as opening and running a lesson takes several times as long as axe-core does.
    assert violations_in(notebook, dark_too=path.stem[:2] in IN_THE_DARK) == []


def test_a_card_says_that_an_untouched_exercise_was_not_started(server, open_notebook):
    notebook = open_notebook(server.add_copy(LESSONS / "00_start_here.ipynb"))
    notebook.run_all()
    card = notebook.page.locator("[role=status]", has_text="pre_activation").first
    assert "not started" in card.text_content()


def test_a_card_names_the_mistake_then_lets_it_pass_and_the_panel_counts_it(server, open_notebook):
    name = server.add_notebook(
        "card.ipynb", IMPORTS, RELU.format("..."), "progress_panel(1)", "relu(np.array([-2.0, 3.0]))"
    )
    notebook = open_notebook(name)
    notebook.run_all()
    before = notebook.output(2).inner_text()
    type_and_run(notebook, 1, RELU.format("return np.abs(z)"))
    notebook.output(1).get_by_text("not yet").wait_for()
    card = notebook.output(1).inner_text()
    assert "absolute" in card and "expected" in card and "got" in card
    type_and_run(notebook, 1, RELU.format("return np.maximum(z, 0)"))
    notebook.output(1).get_by_text("passed").wait_for()
    assert notebook.output_count(1) == 1
    notebook.run_all()
    assert notebook.output(2).inner_text() != before
    assert "1 of 11 exercises passed" in notebook.output(2).inner_text()
    assert "array([0., 3.])" in notebook.output(3).inner_text()


def test_the_hints_open_one_by_one_from_the_keyboard_and_end_in_the_solution(server, open_notebook):
    notebook = open_notebook(server.add_notebook("hints.ipynb", IMPORTS + "\n" + RELU.format("return z")))
    notebook.run_all()
    summaries = (
        notebook.output(0)
        .locator("summary", has_text="int")
        .or_(notebook.output(0).locator("summary", has_text="solution"))
    )
    steps = summaries.count()
    assert steps >= 3
    for step in range(steps):
        assert summaries.nth(step).is_visible()
        assert step + 1 == steps or not summaries.nth(step + 1).is_visible()
        summaries.nth(step).focus()
        notebook.page.keyboard.press("Enter")
    assert notebook.output(0).get_by_text("return np.maximum(0, z)").is_visible()


def test_a_loop_without_an_end_costs_one_card_and_not_the_notebook(server, open_notebook):
    endless = RELU.format("while True:\n        pass")
    notebook = open_notebook(server.add_notebook("loop.ipynb", IMPORTS + "\n" + endless, "print('still', 'here')"))
    notebook.run_all()
    assert "not yet" in notebook.output(0).inner_text()
    assert "still here" in notebook.output(1).inner_text()
    assert notebook.errors() == []


def test_a_notebook_opened_again_shows_its_explorers_before_any_cell_is_run(server, open_notebook):
    source = "from helpers.explorers import ActivationExplorer\nActivationExplorer()"
    name = server.add_notebook("again.ipynb", source)
    notebook = open_notebook(name)
    notebook.run_all()
    notebook.output(0).locator("img.widget-image").first.wait_for()
    saved_cells(notebook, server, name)
    notebook.menu("Kernel", "Shut Down Kernel")
    again = open_notebook(name)
    again.output(0).locator(".course-still img").wait_for()
    # JupyterLab looks for the widget's model for two seconds before it gives up.
    again.page.wait_for_timeout(3000)
    assert [one for one in again.page.get_by_text("model not found").all() if one.is_visible()] == []
