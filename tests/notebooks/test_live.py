"""A live widget and its still picture: two outputs, of which the still one stays, and nothing left behind."""

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from helpers import live
from helpers.notebooks import WIDGET_VIEW
from helpers.tools import build

CELLS = {
    "import": """
        import ipywidgets as widgets
        from helpers import live
        still = {"text/html": "<p>a picture</p>", "image/png": "AAAA", "text/plain": "a picture"}
        from ipywidgets.widgets.widget import _instances
        alive = lambda: len(_instances)
        slider = lambda: widgets.VBox([widgets.IntSlider()])""",
    "show": "shown = live.show(slider(), still, {'image/png': {'width': 5}}, name='one'); print(alive())",
    "again": "live.show(slider(), still, name='one'); print(alive())",
    "other": "live.show(slider(), still, name='two'); print(alive())",
    "closing": "live.show(widgets.Button(), still, name='three', close=lambda: print('closed by its own'))",
    "closed": "live.show(widgets.Button(), still, name='three')",
    "changed": """
        other = live.show(widgets.Button(), still)
        other.update({'text/html': '<p>new</p>', 'text/plain': 'new'})""",
}


def code(source):
    return "\n".join(line.strip() for line in source.strip().split("\n"))


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    """What each of the cells puts out, in one kernel."""
    notebook = new_notebook(cells=[new_code_cell(code(source)) for source in CELLS.values()])
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": "."}}).execute()
    return {name: cell.outputs for name, cell in zip(CELLS, notebook.cells)}


def pictures(outputs):
    return [output for output in outputs if output.output_type == "display_data"]


def printed(outputs):
    return "".join(output.text for output in outputs if output.output_type == "stream")


def test_a_cell_puts_out_the_still_picture_first_and_then_the_live_view_alone(outputs):
    still, view = pictures(outputs["show"])
    assert set(still.data) == {"text/html", "image/png", "text/plain"} and still.metadata["image/png"] == {"width": 5}
    assert (
        still.data["text/html"].startswith('<div class="course-still">')
        and "<p>a picture</p>" in still.data["text/html"]
    )
    assert set(view.data) == {WIDGET_VIEW}


def test_the_still_picture_is_the_same_in_every_run(outputs):
    first, again = pictures(outputs["show"])[0], pictures(outputs["again"])[0]
    assert first.data == again.data


def test_what_was_shown_under_the_same_name_before_is_closed_with_all_that_is_inside(outputs):
    once, again, other = (int(printed(outputs[name])) for name in ("show", "again", "other"))
    assert once == again < other


def test_a_widget_may_be_closed_in_a_way_of_its_own(outputs):
    assert printed(outputs["closing"]) == "" and printed(outputs["closed"]) == "closed by its own\n"


def test_the_still_picture_can_be_changed_where_it_stands(outputs):
    still, _ = pictures(outputs["changed"])
    assert "<p>new</p>" in still.data["text/html"] and still.data["text/plain"] == "new"
    assert still.data["text/html"].startswith('<div class="course-still">')


def test_outside_a_notebook_the_plain_text_is_printed(capsys):
    shown = live.show(None, {"text/html": "<p>x</p>", "text/plain": "a picture"})
    shown.update({"text/html": "", "text/plain": "new"})
    assert capsys.readouterr().out == "a picture\n"


def test_a_solution_stores_the_still_picture_and_no_view(tmp_path):
    path = tmp_path / "01_a.ipynb"
    cells = [new_code_cell(code(CELLS["import"])), new_code_cell("live.show(widgets.Button(), still); print('x')")]
    nbformat.write(new_notebook(cells=cells), path)
    build.execute(path)
    kept = nbformat.read(path, as_version=4).cells[1].outputs
    assert [output.output_type for output in kept] == ["display_data", "stream"]
    assert set(kept[0].data) == {"text/html", "image/png", "text/plain"}
