"""The notebooks: solutions give their stored outputs again, lessons hold no answers, and both keep the house style.

That lessons run untouched is seen in the browser (``test_lessons_in_browser.py``).
"""

import json
import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from running import report, run_nbval

from helpers import logbook, notebooks
from helpers.notebooks import BEGIN, WIDGET_VIEW
from helpers.verdicts.numbers import FOLDER

LESSONS = [path for path in sorted(notebooks.LESSONS.glob("[0-9][0-9]_*.ipynb")) if "-mine-" not in path.name]
SOLVED = sorted(notebooks.SOLUTIONS.glob("*.ipynb"))


def name(path):
    return path.stem


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def test_there_is_a_lesson_for_every_solution():
    assert len(SOLVED) >= 5
    assert [path.name for path in LESSONS] == [path.name for path in SOLVED]


@pytest.mark.parametrize("path", SOLVED, ids=name)
def test_a_solution_gives_its_stored_outputs_again_and_measures_what_the_course_has_written_down(path, tmp_path):
    finished = run_nbval(path, tmp_path, compare=True)
    assert finished.returncode == 0, report(finished)
    found = logbook.known(tmp_path / "progress.jsonl").measurements
    written_down = FOLDER / f"lesson_{path.name[:2]}.json"
    numbers = json.loads(written_down.read_text(encoding="ascii")) if written_down.exists() else {}
    # Their digits may differ from machine to machine; that is what the stored outputs are compared for.
    assert {key: kind(one.value) for key, one in found.items()} == {key: kind(one) for key, one in numbers.items()}


def kind(value):
    """What a measurement is: a number, or how many of them."""
    return f"a list of {len(value)}" if isinstance(value, list) else "a number"


def test_every_file_of_numbers_belongs_to_a_solution():
    assert {file.stem[-2:] for file in FOLDER.glob("*.json")} <= {path.name[:2] for path in SOLVED}


@pytest.mark.parametrize("path", SOLVED, ids=name)
def test_every_exercise_of_a_solution_is_stored_as_passed(path):
    exercises = [cell for cell in code_cells(path) if "@exercise(" in cell.source]
    for cell in exercises:
        shown = "".join(output.get("data", {}).get("text/plain", "") for output in cell.outputs)
        assert "passed" in shown, f"{path.name}: {cell.source.splitlines()[0]} is stored as:\n{shown}"


@pytest.mark.parametrize("path", SOLVED, ids=name)
def test_a_stored_solution_is_the_product_of_one_clean_run(path):
    # nbval never compares a cell without a count, so a count that is missing would hide anything.
    counts = [cell.execution_count for cell in code_cells(path)]
    assert counts == list(range(1, len(counts) + 1))
    for cell in code_cells(path):
        assert all(output.output_type != "error" for output in cell.outputs), cell.source


def unfounded_ignores(cells):
    """The cells that ask nbval not to compare an output that is neither a picture nor a widget."""
    excused = {"image/png", WIDGET_VIEW}
    return [
        cell.source
        for cell in cells
        if "nbval-ignore-output" in cell.metadata.get("tags", [])
        and not all(excused & set(output.get("data", {})) for output in cell.outputs)
    ]


@pytest.mark.parametrize("path", SOLVED, ids=name)
def test_only_pictures_and_widgets_are_left_uncompared(path):
    cells = code_cells(path)
    assert unfounded_ignores(cells) == []
    forbidden = {"nbval-skip", "nbval-raises-exception", "raises-exception"}
    assert not any(forbidden & set(cell.metadata.get("tags", [])) for cell in cells)


def test_an_ignored_text_output_is_found():
    cell = new_code_cell(
        "print(1)", outputs=[new_output("stream", text="1\n")], metadata={"tags": ["nbval-ignore-output"]}
    )
    assert unfounded_ignores([cell]) == ["print(1)"]


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_a_lesson_shows_neither_answers_nor_outputs(path):
    for cell in code_cells(path):
        assert BEGIN not in cell.source
        assert cell.outputs == [] and cell.execution_count is None


# ---- house style ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SOLVED, ids=name)
def test_text_stands_between_any_two_code_cells(path):
    kinds = [cell.cell_type for cell in read(path).cells]
    pairs = [index for index, pair in enumerate(zip(kinds, kinds[1:])) if pair == ("code", "code")]
    assert pairs == []
    assert kinds[0] == "markdown"


@pytest.mark.parametrize("path", SOLVED, ids=name)
def test_code_cells_are_short(path):
    lengths = [len(cell.source.splitlines()) for cell in code_cells(path)]
    assert max(lengths) <= 25
    assert sorted(lengths)[len(lengths) // 2] <= 12


@pytest.mark.parametrize("path", SOLVED, ids=name)
def test_no_line_of_code_needs_scrolling_sideways(path):
    # JupyterLab shows some 105 columns in a window of 1,200 pixels.
    for cell in code_cells(path):
        for line in cell.source.splitlines():
            assert len(line) <= 105, line


@pytest.mark.parametrize("path", SOLVED, ids=name)
def test_imports_come_by_name_and_nothing_is_to_be_uncommented(path):
    for cell in code_cells(path):
        assert not re.search(r"from\s+helpers\S*\s+import\s+\*", cell.source), cell.source
    for cell in read(path).cells:
        assert "uncomment" not in cell.source.lower()


@pytest.mark.parametrize("path", SOLVED, ids=name)
def test_a_lesson_opens_with_its_promise_and_closes_with_a_recap(path):
    cells = read(path).cells
    first = cells[0].source
    assert first.startswith(f"# {path.name[:2]} · ")
    for part in ("**By the end of this lesson", "You will be able to", "**Time:**", "**Builds on:**"):
        assert part in first
    assert 3 <= len(re.findall(r"^- ", first, flags=re.MULTILINE)) <= 5
    assert any(cell.source.startswith("## Recap") for cell in cells)
    assert "**Next:**" in cells[-1].source


@pytest.mark.parametrize("path", SOLVED, ids=name)
def test_links_between_lessons_lead_somewhere(path):
    for cell in read(path).cells:
        for target in re.findall(r"\]\(([^)#]+\.ipynb)\)", cell.source):
            assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", SOLVED, ids=name)
def test_every_stored_picture_has_a_text_for_those_who_cannot_see_it(path):
    for cell in code_cells(path):
        for output in cell.outputs:
            data = output.get("data", {})
            if "image/png" in data:
                assert output.metadata["image/png"]["alt"].strip()
                assert len(data["text/plain"].strip()) > 20
            for tag in re.findall(r"<img[^>]*>", data.get("text/html", "")):
                assert re.search(r'alt="[^"]{20,}"', tag), tag[:80]


# ---- the checks bite --------------------------------------------------------------------------------------------------


def small_notebook(source, text):
    cell = new_code_cell(source, id="only", execution_count=1, outputs=[new_output("stream", text=text)])
    return new_notebook(cells=[cell], metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})


def save(notebook, path):
    nbformat.write(notebook, path)
    return path


def test_a_right_stored_output_passes(tmp_path):
    path = save(small_notebook("print(6 * 7)", "42\n"), tmp_path / "right.ipynb")
    assert run_nbval(path, tmp_path, compare=True).returncode == 0


def test_a_wrong_stored_output_fails(tmp_path):
    path = save(small_notebook("print(6 * 7)", "43\n"), tmp_path / "wrong.ipynb")
    finished = run_nbval(path, tmp_path, compare=True)
    assert finished.returncode == 1
    assert "42" in finished.stdout and "43" in finished.stdout


def test_a_lesson_that_raises_fails(tmp_path):
    path = save(small_notebook("1 / 0", ""), tmp_path / "raises.ipynb")
    finished = run_nbval(path, tmp_path, compare=False)
    assert finished.returncode == 1
    assert "ZeroDivisionError" in finished.stdout


def test_an_alternative_text_that_changed_fails(tmp_path):
    source = 'from IPython.display import HTML\nHTML(\'<img alt="new" src="data:image/png;base64,AAAA">\')'
    notebook = small_notebook(source, "")
    html = '<img alt="old" src="data:image/png;base64,BBBB">'
    notebook.cells[0].outputs = [
        new_output(
            "execute_result", {"text/html": html, "text/plain": "<IPython.core.display.HTML object>"}, execution_count=1
        )
    ]
    path = save(notebook, tmp_path / "alt.ipynb")
    assert run_nbval(path, tmp_path, compare=True).returncode == 1
    notebook.cells[0].outputs[0]["data"]["text/html"] = html.replace("old", "new")
    assert run_nbval(save(notebook, path), tmp_path, compare=True).returncode == 0
