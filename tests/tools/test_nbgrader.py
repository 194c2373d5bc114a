"""The lessons as nbgrader assignments: a solved copy gets full marks, an unsolved one none."""

import os
import shutil
import sys
from pathlib import Path

import nbformat
import pytest

from helpers.exercises.declare import get
from helpers.notebooks import SOLUTIONS, exercises_in, read_cells
from helpers.tools.nbgrader_export import ExportError, export, make_assignment

RELU = """\
@exercise("1.3")
def relu(z):
    \"\"\"ReLU.\"\"\"
    ### BEGIN SOLUTION
    return np.maximum(0, z)
    ### END SOLUTION"""


def notebook(*sources):
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(sources)]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A lesson", id="text"), *cells])


def test_a_locked_test_cell_for_each_exercise_stands_at_the_end():
    made = make_assignment(notebook("import numpy as np", RELU, "relu(np.ones(2))"))
    nbformat.validate(made)
    kinds = [cell.metadata.get("nbgrader", {}) for cell in made.cells]
    assert [kind.get("grade_id") for kind in kinds] == [None, None, "exercise-1-3", None, "test-1-3"]
    assert kinds[2]["solution"] and not kinds[2]["locked"] and not kinds[2]["grade"]
    assert kinds[4]["grade"] and kinds[4]["locked"] and kinds[4]["points"] == 1


def test_a_cell_to_break_it_has_its_answer_taken_out_and_carries_no_points():
    # nbgrader refuses an answer that is marked in a cell of no kind.
    made = make_assignment(notebook(RELU, '@break_it("relu_grad")\n' + RELU.split("\n", 1)[1]))
    nbformat.validate(made)
    kind = made.cells[-2].metadata["nbgrader"]
    assert kind["solution"] and not kind["grade"] and "points" not in kind and kind["grade_id"] == "break-it-relu_grad"


def test_outputs_and_cells_for_authors_are_left_out():
    source = notebook(RELU, "secret = 1")
    source.cells[1].outputs = [nbformat.v4.new_output("stream", text="noise")]
    source.cells[2].metadata["tags"] = ["solution-only"]
    made = make_assignment(source)
    assert not any(cell.get("outputs") for cell in made.cells)
    assert not any("secret" in cell.source for cell in made.cells)


@pytest.mark.parametrize(
    "cells, said",
    [
        ([RELU, RELU], "1.3 occurs twice"),
        ([RELU.replace("1.3", "1.99")], "no exercise 1.99"),
        ([RELU.replace("### BEGIN SOLUTION", "")], "no solution is marked"),
    ],
)
def test_a_notebook_that_cannot_be_an_assignment_is_named(cells, said):
    with pytest.raises(ExportError, match=f"lesson.ipynb: .*{said}"):
        make_assignment(notebook(*cells), "lesson.ipynb")


def test_every_exercise_of_the_solutions_is_exported_once(tmp_path):
    written = export(tmp_path)
    ids = [
        cell.metadata.get("nbgrader", {}).get("grade_id", "")
        for path in written
        for cell in nbformat.read(path, 4).cells
    ]
    tests = [grade_id for grade_id in ids if grade_id.startswith("test-")]
    marked = [
        get(found).number
        for path in SOLUTIONS.glob("*.ipynb")
        for cell in read_cells(path)
        for found in exercises_in(cell.source)
    ]
    assert sorted(tests) == sorted(f"test-{number.replace('.', '-')}" for number in marked) != []


def test_the_export_is_the_same_every_time_and_keeps_a_configuration_that_is_there(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("mine")
    first = {path: path.read_bytes() for path in export(tmp_path)}
    assert {path: path.read_bytes() for path in export(tmp_path)} == first
    assert (tmp_path / "nbgrader_config.py").read_text() == "mine"


def test_a_broken_notebook_leaves_no_half_of_an_export(tmp_path):
    solutions = tmp_path / "solutions"
    solutions.mkdir()
    nbformat.write(notebook(RELU), solutions / "01_a.ipynb")
    nbformat.write(notebook(RELU, RELU), solutions / "02_b.ipynb")
    with pytest.raises(ExportError):
        export(tmp_path / "course", solutions)
    assert not (tmp_path / "course").exists()


# --- with nbgrader itself -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    pytest.importorskip("nbgrader", reason="nbgrader is an extra for instructors")
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    folder = tmp_path_factory.mktemp("course")
    solutions = folder / "solutions"
    solutions.mkdir()
    shutil.copy(SOLUTIONS / "01_activations.ipynb", solutions)
    export(folder, solutions)
    config = Config()
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.course_id = "why-activations"
    config.CourseDirectory.db_url = f"sqlite:///{folder}/gradebook.db"
    config.Execute.timeout = 120
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("COURSE_PROGRESS_FILE", ":memory:")
        # nbgrader calls alembic by its name, and this Python's environment need not be activated.
        patched.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
        api = NbGraderAPI(config=config)
        made = api.generate_assignment("01_activations", force=True)
        assert made["success"], made["log"]
        yield folder, api


def score(course, student, path):
    """Hand in a notebook and return (points, points possible)."""
    folder, api = course
    target = folder / "submitted" / student / "01_activations"
    target.mkdir(parents=True)
    shutil.copy(path, target / "01_activations.ipynb")
    graded = api.autograde("01_activations", student)
    assert graded["success"], graded["log"]
    with api.gradebook as gradebook:
        submission = gradebook.find_submission("01_activations", student)
        return submission.score, submission.max_score


def test_what_nbgrader_hands_out_has_no_answers_in_it(course):
    folder, _ = course
    text = (folder / "release" / "01_activations" / "01_activations.ipynb").read_text(encoding="utf-8")
    assert "raise NotImplementedError" in text
    assert "BEGIN SOLUTION" not in text and "np.maximum(0, z)" not in text


def test_a_solved_copy_gets_full_marks(course):
    folder, _ = course
    assert score(course, "solved", folder / "source" / "01_activations" / "01_activations.ipynb") == (11, 11)


def test_an_unsolved_copy_gets_none(course):
    folder, _ = course
    assert score(course, "unsolved", folder / "release" / "01_activations" / "01_activations.ipynb") == (0, 11)


# The second borrows from the course's own version, which stands for the name until the exercise passes.
# The third has it under another name, by failing once first.
@pytest.mark.parametrize(
    "student, wrong",
    [
        ("one-wrong", "return np.minimum(0, z)"),
        ("borrows", "return relu(z)"),
        ("fails-first", r"...\nmine = relu\n@exercise(\"1.3\")\ndef relu(z):\n    return mine(z)"),
    ],
)
def test_one_wrong_answer_costs_its_own_points_and_no_more(course, tmp_path, student, wrong):
    folder, _ = course
    solved = (folder / "source" / "01_activations" / "01_activations.ipynb").read_text(encoding="utf-8")
    assert "return np.maximum(0, z)" in solved
    path = tmp_path / "wrong.ipynb"
    path.write_text(solved.replace("return np.maximum(0, z)", wrong), encoding="utf-8")
    assert score(course, student, path) == (10, 11)
