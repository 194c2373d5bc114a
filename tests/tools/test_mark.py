"""Marking a folder: right marks for right and wrong notebooks, and none of them can hurt the others."""

import csv
import json
import os

import pytest

from helpers.exercises.declare import get, listing
from helpers.notebooks import SOLUTIONS, without_answers
from helpers.tools import mark, mark_one, mark_report

# Every notebook is marked in processes of its own.
pytestmark = pytest.mark.whole

IMPORTS = "import numpy as np\nfrom helpers.exercises import exercise\n"
LESSON_01 = [exercise for exercise in listing() if exercise.lesson == 1]

RELU = '@exercise("1.3")\ndef relu(z):\n    return np.maximum(0, z)\n'
RELU_GRAD = '@exercise("1.4")\ndef relu_grad(z):\n    return np.where(z > 0, 1.0, 0.0)\n'
STUB = '@exercise("1.4")\ndef relu_grad(z):\n    """The derivative."""\n    ...  # your code here\n'
WRONG = '@exercise("1.3")\ndef relu(z):\n    return np.minimum(0, z)\n'


def instead(body):
    """A relu whose body is something else."""
    return '@exercise("1.3")\ndef relu(z):\n' + "".join(f"    {line}\n" for line in body.splitlines())


def notebook(*cells):
    listed = [{"cell_type": "markdown", "source": "Text"}]
    listed += [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]
    return json.dumps({"cells": listed, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


FAKE_DECORATOR = "def exercise(number):\n    print('1.3 relu passed')\n    return lambda function: function\n"
FAKE_RESULTS = (
    "import sys\n"
    'print(\'{"exercise": "1.3", "status": "passed", "mistake": null, "message": ""}\')\n'
    "sys.__stdout__.write('passed')\n"
    "return np.minimum(0, z)"
)

SUBMISSIONS = {
    "ann/01_activations.ipynb": notebook(IMPORTS, RELU, RELU_GRAD),
    "bob/01_activations.ipynb": notebook(IMPORTS, WRONG, STUB),
    "fake_decorator.ipynb": notebook(IMPORTS, FAKE_DECORATOR, WRONG, RELU_GRAD),
    "fake_results.ipynb": notebook(IMPORTS, instead(FAKE_RESULTS), RELU_GRAD),
    "no_decorator.ipynb": notebook(IMPORTS, "def relu(z):\n    return np.maximum(0, z)\n", RELU_GRAD),
    "import_for_answer.ipynb": notebook(IMPORTS, "from helpers.activations import relu", RELU_GRAD),
    "syntax_error.ipynb": notebook(IMPORTS, instead("return np.maximum(0, z"), RELU_GRAD),
    "broken_elsewhere.ipynb": notebook(
        "%matplotlib inline\n" + IMPORTS,
        "raise SystemExit",
        "while True:\n    pass",
        "1 +",
        "import os; os._exit(1)",
        RELU,
        RELU_GRAD,
    ),
    "uses_its_own.ipynb": notebook(
        IMPORTS,
        "FLOOR = [1, 2]\nFLOOR[0] = 0",
        "def cut(z):\n    return np.maximum(FLOOR[0], z)",
        instead("return cut(z)"),
        RELU_GRAD,
    ),
    "builds_on_a_wrong_one.ipynb": notebook(
        IMPORTS, WRONG, '@exercise("1.4")\ndef relu_grad(z):\n    return np.sign(relu(z))'
    ),
    "ends_the_process.ipynb": notebook(IMPORTS, instead("import posix\nposix._exit(0)"), RELU_GRAD),
    "crashes.ipynb": notebook(IMPORTS, instead("import ctypes\nctypes.string_at(0)"), RELU_GRAD),
    "exits.ipynb": notebook(IMPORTS, instead("import sys\nsys.exit()"), RELU_GRAD),
    "prints_for_ever.ipynb": notebook(IMPORTS, instead("while True:\n    print('x' * 10**6)"), RELU_GRAD),
    "floods_stdout.ipynb": notebook(
        IMPORTS,
        instead("import os\nfor i in range(50):\n    os.write(1, b'x' * 10**6)\nreturn np.maximum(0, z)"),
        RELU_GRAD,
    ),
    "too_much_memory.ipynb": notebook(IMPORTS, instead("return np.ones((10**6, 10**6))"), RELU_GRAD),
    "not_json.ipynb": "{",
    "empty.ipynb": "",
    "not_a_notebook.ipynb": "[1, 2]",
    "old_format.ipynb": '{"worksheets": [], "nbformat": 3}',
    "nothing_of_the_course.ipynb": notebook("print(1)"),
    "=1+1 <b>.ipynb": notebook(IMPORTS, RELU, instead("return '<script>'")),
    ".ipynb_checkpoints/ann.ipynb": notebook(IMPORTS, RELU),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("submitted")
    for name, content in SUBMISSIONS.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def marks(folder):
    return {one.name: one for one in mark.mark_folder(folder, jobs=2, progress=False)}


def got(one, number):
    answer = one.answers[number]
    return answer["status"] + (f": {answer['mistake']}" if answer["mistake"] else "")


def test_every_notebook_is_marked_once_and_checkpoints_are_not(marks):
    assert set(marks) == {name for name in SUBMISSIONS if not name.startswith(".")}


def test_right_answers_pass_and_what_is_not_there_is_missing(marks):
    one = marks["ann/01_activations.ipynb"]
    assert [number for number, _ in one.expected] == [exercise.number for exercise in LESSON_01]
    assert got(one, "1.3") == got(one, "1.4") == "passed"
    assert got(one, "1.5") == "missing" and one.total == 2 and not one.problem


def test_notebooks_of_the_same_name_in_two_folders_are_kept_apart(marks):
    one = marks["bob/01_activations.ipynb"]
    assert got(one, "1.3") == "not yet: keeps_the_wrong_side" and got(one, "1.4") == "not started"
    sentence = next(m.says for m in get("relu").mistakes if m.key == "keeps_the_wrong_side")
    assert sentence in one.answers["1.3"]["message"]


@pytest.mark.parametrize("name", ["fake_decorator.ipynb", "fake_results.ipynb"])
def test_a_notebook_cannot_pass_by_what_it_calls_exercise_or_by_what_it_prints(marks, name):
    assert got(marks[name], "1.3").startswith("not yet")
    assert got(marks[name], "1.4") == "passed"


def test_a_function_without_its_decorator_is_found_but_an_import_is_no_answer(marks):
    assert got(marks["no_decorator.ipynb"], "1.3") == "passed"
    assert got(marks["import_for_answer.ipynb"], "1.3") == "missing"


def test_a_syntax_error_costs_only_its_cell(marks):
    one = marks["syntax_error.ipynb"]
    assert got(one, "1.3") == "error" and "code cell 2" in one.answers["1.3"]["message"]
    assert got(one, "1.4") == "passed"


def test_cells_that_no_exercise_needs_are_not_run(marks):
    assert marks["broken_elsewhere.ipynb"].total == 2


def test_functions_and_constants_of_the_learner_are_there(marks):
    assert marks["uses_its_own.ipynb"].total == 2


def test_an_exercise_that_builds_on_a_failed_one_is_marked_on_its_own(marks):
    one = marks["builds_on_a_wrong_one.ipynb"]
    assert got(one, "1.3").startswith("not yet") and got(one, "1.4") == "passed"


@pytest.mark.skipif(os.name == "nt", reason="these ways of ending a process do not exist on Windows")
@pytest.mark.parametrize("name", ["ends_the_process.ipynb", "crashes.ipynb"])
def test_an_exercise_that_ends_its_process_costs_only_itself(marks, name):
    assert got(marks[name], "1.3") == "stopped"
    assert got(marks[name], "1.4") == "passed" and not marks[name].problem


@pytest.mark.parametrize("name", ["exits.ipynb", "prints_for_ever.ipynb", "too_much_memory.ipynb"])
def test_an_exercise_that_exits_or_never_ends_or_asks_for_too_much_costs_only_itself(marks, name):
    assert got(marks[name], "1.3") == "not yet"
    assert got(marks[name], "1.4") == "passed" and not marks[name].problem


def test_what_is_written_to_the_process_s_own_output_goes_nowhere(folder, capfd):
    path = folder / "floods_stdout.ipynb"
    assert got(mark.mark_notebook(path, path.name), "1.3") == "passed"
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize(
    "name, problem",
    [
        ("not_json.ipynb", "not valid JSON"),
        ("empty.ipynb", "not valid JSON"),
        ("not_a_notebook.ipynb", "not a notebook"),
        ("old_format.ipynb", "not a notebook"),
        ("nothing_of_the_course.ipynb", "no exercise of the course"),
    ],
)
def test_what_is_no_notebook_of_the_course_is_said_so(marks, name, problem):
    assert problem in marks[name].problem and marks[name].total == 0


def test_the_lesson_of_a_notebook_without_exercises_is_told_by_its_name(tmp_path):
    path = tmp_path / "01_activations.ipynb"
    path.write_text(notebook("print(1)"))
    one = mark.mark_notebook(path, path.name)
    assert {answer["status"] for answer in one.answers.values()} == {"missing"}
    assert len(one.expected) == len(LESSON_01)


def test_a_notebook_that_cannot_be_stopped_from_inside_is_ended_from_outside(tmp_path):
    path = tmp_path / "endless.ipynb"
    # A single call into C that never looks up again: no exception can reach it.
    endless = instead("import itertools\nsum(itertools.repeat(0))")
    path.write_text(notebook(IMPORTS, '@exercise("1.1")\ndef identity(z):\n    return z', endless, RELU_GRAD))
    one = mark.mark_notebook(path, path.name, timeout=5)
    assert one.problem == "out of time"
    assert got(one, "1.1") == "passed" and got(one, "1.3") == got(one, "1.4") == "stopped"


def test_lines_without_the_token_of_the_process_do_not_count(tmp_path):
    path = tmp_path / "results"
    right = {"token": "right", "exercise": "1.3", "status": "not yet", "message": ""}
    wrong = {"token": "guess", "exercise": "1.3", "status": "passed", "message": ""}
    path.write_text("\n".join([json.dumps(right), json.dumps(wrong), "{", "[]", "[" * 100_000, '"passed"']))
    assert mark.read_results(path, "right") == [{key: right[key] for key in right if key != "token"}]


@pytest.mark.parametrize("name", ["01_activations", "02_linear_collapse"])
def test_the_course_s_own_solution_gets_full_marks_and_its_lesson_none(name, tmp_path):
    solution = SOLUTIONS / f"{name}.ipynb"
    one = mark.mark_notebook(solution, solution.name)
    assert one.total == len(one.expected) > 0
    content = json.loads(solution.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = without_answers("".join(cell["source"]))
    lesson = tmp_path / f"{name}.ipynb"
    lesson.write_text(json.dumps(content), encoding="utf-8")
    one = mark.mark_notebook(lesson, lesson.name)
    assert {answer["status"] for answer in one.answers.values()} == {"not started"}


def test_only_statements_that_an_exercise_needs_are_kept():
    found, _ = mark_one.statements(
        ["import numpy as np\nimport os\nA = 1\nB = A + 1\nC = B\nB += 1", instead("return np.add(z, B)")]
    )
    kept = [sorted(statement.binds) for statement in mark_one.needed(found)]
    assert kept == [["np"], ["A"], ["B"], ["B"], ["relu"]]


# --- what is written ------------------------------------------------------------------------------------------------


def test_the_table_has_a_row_for_each_notebook_and_no_formula(marks, tmp_path):
    path = tmp_path / "marks.csv"
    mark_report.write_csv(list(marks.values()), path)
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = {row["notebook"]: row for row in csv.DictReader(file)}
    assert len(rows) == len(marks) and "'=1+1 <b>.ipynb" in rows
    bob = rows["bob/01_activations.ipynb"]
    assert bob["1.3 relu"] == "not yet: keeps_the_wrong_side" and bob["passed"] == "0" and bob["of"] == "11"
    assert "not valid JSON" in rows["not_json.ipynb"]["problem"]


@pytest.mark.parametrize("ending", [".html", ".md"])
def test_the_report_names_marks_mistakes_and_problems_and_escapes_the_rest(marks, tmp_path, ending):
    path = tmp_path / f"report{ending}"
    mark_report.write_report(list(marks.values()), path)
    text = path.read_text(encoding="utf-8")
    assert "<script>" not in text and "<b>.ipynb" not in text and "&lt;b&gt;.ipynb" in text
    assert "keeps_the_wrong_side" in text and "not valid JSON" in text and "2 of 11" in text


def test_the_command_says_what_is_wrong_with_its_arguments(tmp_path, capsys):
    for arguments, said in [
        ([str(tmp_path / "none")], "no folder"),
        ([str(tmp_path)], "no notebook"),
        ([str(tmp_path), "--report", "r.txt"], ".html or .md"),
        ([str(tmp_path), "--jobs", "0"], "at least 1"),
    ]:
        with pytest.raises(SystemExit):
            mark.main(arguments)
        assert said in capsys.readouterr().err


def test_the_command_marks_a_folder(tmp_path, capsys):
    (tmp_path / "a.ipynb").write_text(notebook(IMPORTS, RELU))
    table, report = tmp_path / "marks.csv", tmp_path / "report.html"
    assert mark.main([str(tmp_path), "--csv", str(table), "--report", str(report), "--jobs", "1"]) == 0
    assert "1 notebooks marked, 0 with a problem" in capsys.readouterr().out
    assert table.exists() and report.exists()
