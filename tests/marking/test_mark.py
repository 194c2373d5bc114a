"""Marking a folder: right marks for right and wrong notebooks, and none of them can hurt the others."""

import csv
import json
import os
import sys

import pytest

from helpers.exercises.declare import get, listing
from helpers.notebooks import SOLUTIONS, read_cells, without_answers
from helpers.tools import mark
from helpers.tools.marking import fence as mark_fence
from helpers.tools.marking import process as mark_process
from helpers.tools.marking import report as mark_report
from helpers.tools.marking.cells import to_run
from helpers.tools.marking.process import Limits, Marks, mark_notebook

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

CHANGES_THE_CHECKER = """
import helpers.exercises
from helpers.exercises import checking, decorator
class Passed:
    passed, status, mistake, message = True, "passed", None, ""
    exercise = helpers.exercises.declare.get("1.3")
helpers.exercises.check = checking.check = decorator.check = lambda *args, **more: Passed()
checking._judge = lambda *args: Passed()
"""

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
    "half_a_letter.ipynb": notebook(IMPORTS, instead(r"raise ValueError('a\ud800b')"), RELU_GRAD),
    "after_exit.ipynb": notebook(IMPORTS, "exit()", RELU, RELU_GRAD),
    "changes_the_checker.ipynb": notebook(IMPORTS, CHANGES_THE_CHECKER, CHANGES_THE_CHECKER + WRONG),
    "UPPER.IPYNB": notebook(IMPORTS, RELU),
    ".folder/with_a_dot.ipynb": notebook(IMPORTS, RELU),
    "=1+1 <b>.ipynb": notebook(IMPORTS, RELU, instead("return '<script>'")),
}
COPIES = (".ipynb_checkpoints/ann.ipynb", "__MACOSX/ann.ipynb", "._ann.ipynb")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("submitted")
    for name, content in SUBMISSIONS.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    for name in COPIES:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(notebook(IMPORTS, RELU))
    (folder / "folder.ipynb").mkdir()
    if os.name != "nt":
        (folder / "link.ipynb").symlink_to("ann/01_activations.ipynb")
        (folder / "nowhere.ipynb").symlink_to("nowhere")
    return folder


@pytest.fixture(scope="module")
def marks(folder):
    found = mark.mark_folder(folder, jobs=2, limits=Limits(cell=4), progress=False)
    assert len({one.name for one in found}) == len(found)
    return {one.name: one for one in found}


def got(one, number):
    answer = one.answers[number]
    return answer["status"] + (f": {answer['mistake']}" if answer["mistake"] else "")


def test_whatever_is_called_like_a_notebook_has_one_row_and_copies_of_programs_have_none(marks):
    others = {"folder.ipynb"} | ({"link.ipynb", "nowhere.ipynb"} if os.name != "nt" else set())
    assert set(marks) == set(SUBMISSIONS) | others
    for name in others:
        assert "file" in marks[name].problem and marks[name].total == 0
    assert marks["UPPER.IPYNB"].total == marks[".folder/with_a_dot.ipynb"].total == 1


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


def test_a_notebook_cannot_pass_by_what_it_prints(marks):
    assert got(marks["fake_results.ipynb"], "1.3").startswith("not yet")
    assert got(marks["fake_results.ipynb"], "1.4") == "passed"


@pytest.mark.parametrize("name", ["fake_decorator.ipynb", "no_decorator.ipynb", "import_for_answer.ipynb"])
def test_what_the_course_s_decorator_never_saw_is_missing_as_in_the_notebook(marks, name):
    assert got(marks[name], "1.3") == "missing"
    assert got(marks[name], "1.4") == ("missing" if name == "fake_decorator.ipynb" else "passed")


def test_it_is_said_that_the_decorator_is_what_is_missing(marks):
    assert 'not below `@exercise("1.3")`' in marks["no_decorator.ipynb"].answers["1.3"]["message"]


def test_what_a_notebook_replaces_in_the_checker_is_put_back(marks):
    assert got(marks["changes_the_checker.ipynb"], "1.3").startswith("not yet")


def test_a_syntax_error_costs_only_its_cell(marks):
    one = marks["syntax_error.ipynb"]
    assert got(one, "1.3") == "error" and "code cell 2" in one.answers["1.3"]["message"]
    assert got(one, "1.4") == "passed"


@pytest.mark.parametrize("name", ["broken_elsewhere.ipynb", "after_exit.ipynb"])
def test_a_cell_that_stops_or_never_ends_or_ends_its_process_costs_no_other(marks, name):
    assert marks[name].total == 2 and not marks[name].problem


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
    assert got(mark_notebook(path, path.name), "1.3") == "passed"
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
    one = mark_notebook(path, path.name)
    assert {answer["status"] for answer in one.answers.values()} == {"missing"}
    assert len(one.expected) == len(LESSON_01)


# A single call into C that never looks up again: no exception can reach it.
ENDLESS = instead("import itertools\nsum(itertools.repeat(0))")


def test_an_exercise_that_cannot_be_stopped_from_inside_costs_only_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(mark_process, "SILENT_SECONDS", 4.0)
    path = tmp_path / "endless.ipynb"
    path.write_text(notebook(IMPORTS, ENDLESS, RELU_GRAD))
    one = mark_notebook(path, path.name)
    assert got(one, "1.3") == "stopped" and "could not be stopped" in one.answers["1.3"]["message"]
    assert got(one, "1.4") == "passed" and not one.problem


def test_a_cell_that_ends_its_process_is_left_out_and_what_needs_it_says_so(tmp_path):
    path = tmp_path / "ends.ipynb"
    path.write_text(notebook(IMPORTS, "import posix\nposix._exit(0)\n" + RELU, RELU_GRAD))
    one = mark_notebook(path, path.name)
    assert got(one, "1.3") == "stopped" and "Code cell 2" in one.answers["1.3"]["message"]
    assert got(one, "1.4") == "passed"


def test_a_notebook_that_is_out_of_time_keeps_what_it_has(tmp_path):
    path = tmp_path / "endless.ipynb"
    path.write_text(notebook(IMPORTS, '@exercise("1.1")\ndef identity(z):\n    return z', ENDLESS, RELU_GRAD))
    one = mark_notebook(path, path.name, Limits(notebook=6))
    assert one.problem == "out of time"
    assert got(one, "1.1") == "passed" and got(one, "1.3") == got(one, "1.4") == "stopped"


NEEDS = f"needs Landlock of version {{}}, and this system has {mark_fence.version()}"


@pytest.mark.skipif(mark_fence.version() < 3, reason=NEEDS.format(3))
def test_other_submissions_the_table_and_the_course_s_folder_are_out_of_reach(tmp_path):
    other = tmp_path / "other.ipynb"
    other.write_text("theirs")
    path = tmp_path / "reaches.ipynb"
    tries = [
        f"open({str(other)!r}).read()",
        f"open({str(other)!r}, 'w')",
        f"import os; os.truncate({str(other)!r}, 0)",
        f"import os; os.remove({str(other)!r})",
        f"open({str(tmp_path / 'marks.csv')!r}, 'a')",
        f"open({str(SOLUTIONS.parent / 'helpers' / 'new.py')!r}, 'w')",
        f"import subprocess; subprocess.run(['cat', {str(other)!r}], check=True)",
    ]
    cells = [f"try:\n    {one}\n    reached = 1\nexcept Exception:\n    pass" for one in tries]
    allowed = "open('own.txt', 'w').write('mine')\nassert open('own.txt').read() == 'mine'\n"
    path.write_text(notebook(IMPORTS, "reached = 0", *cells, allowed + instead("return np.maximum(z, reached)")))
    assert got(mark_notebook(path, path.name), "1.3") == "passed"
    assert other.read_text() == "theirs" and sorted(tmp_path.iterdir()) == [other, path]


@pytest.mark.skipif(mark_fence.version() < 6, reason=NEEDS.format(6))
def test_the_process_that_marks_gets_no_signals(tmp_path):
    path = tmp_path / "kills.ipynb"
    # Signal 0 is none: it only asks whether one may be sent.
    kills = "import os\ntry:\n    os.kill(os.getppid(), 0)\n    low = 1\nexcept PermissionError:\n    low = 0"
    path.write_text(notebook(IMPORTS, kills, instead("return np.maximum(z, low)")))
    assert got(mark_notebook(path, path.name), "1.3") == "passed"


def test_lines_without_the_token_of_the_process_do_not_count(tmp_path):
    path = tmp_path / "results"
    right = {"token": "right", "exercise": "1.3", "status": "not yet", "message": ""}
    wrong = {"token": "guess", "exercise": "1.3", "status": "passed", "message": ""}
    path.write_text("\n".join([json.dumps(right), json.dumps(wrong), "{", "[]", "[" * 100_000, '"passed"']))
    assert mark_process.read_results(path, "right") == [{key: right[key] for key in right if key != "token"}]


@pytest.mark.parametrize("name", ["01_activations", "02_linear_collapse"])
def test_the_course_s_own_solution_gets_full_marks_and_its_lesson_none(name, tmp_path):
    solution = SOLUTIONS / f"{name}.ipynb"
    one = mark_notebook(solution, solution.name)
    assert one.total == len(one.expected) > 0
    content = json.loads(solution.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = without_answers("".join(cell["source"]))
    lesson = tmp_path / f"{name}.ipynb"
    lesson.write_text(json.dumps(content), encoding="utf-8")
    one = mark_notebook(lesson, lesson.name)
    assert {answer["status"] for answer in one.answers.values()} == {"not started"}


COURSES_CELLS = [cell.source for cell in read_cells(SOLUTIONS / "05_the_fair_experiment.ipynb") if cell.kind == "code"]


def run_of(cells):
    return {piece.cell for piece in to_run(cells) if not piece.is_import}


def test_of_the_course_s_own_cells_only_those_are_run_that_a_learner_s_cell_names():
    exercises = {i for i, source in enumerate(COURSES_CELLS) if "@exercise(" in source}
    assert run_of(COURSES_CELLS) == exercises != set()
    reads = next(i for i, source in enumerate(COURSES_CELLS) if source.startswith("digits = load_digits()"))
    for learners in ("mine = digits.train_images", "%time print(digits)"):
        assert reads in run_of([*COURSES_CELLS, learners])
    everything = set(range(len(COURSES_CELLS) + 1))
    for learners in ("vars()", "low = _", "print(Out[3])", "eval('dig' + 'its')"):
        assert run_of([*COURSES_CELLS, learners]) == everything
    # What a learner has changed is the learner's.
    changed = [source + "\n1 + 1" if i == reads else source for i, source in enumerate(COURSES_CELLS)]
    assert reads in run_of(changed)


# --- what is written ------------------------------------------------------------------------------------------------


def test_the_table_has_a_row_for_each_notebook_and_no_formula(marks, tmp_path):
    path = tmp_path / "marks.csv"
    mark_report.write_csv(list(marks.values()), path)
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = {row["notebook"]: row for row in csv.DictReader(file)}
    assert len(rows) == len(marks) and "'=1+1 <b>.ipynb" in rows
    assert all(line.startswith('"') for line in path.read_text(encoding="utf-8-sig").splitlines())
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
    assert table.exists() and "could reach" in report.read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="such names exist on Linux only")
def test_a_name_that_is_no_utf_8_costs_nobody_a_row(tmp_path, capsys):
    folder = tmp_path / "subs"
    folder.mkdir()
    for name in ("a.ipynb", os.fsdecode(b"Zo\xeb.ipynb"), " =1+1.ipynb"):
        (folder / name).write_text(notebook(IMPORTS, RELU))
    table = tmp_path / "m.csv"
    for ending in ("html", "md"):
        assert mark.main([str(folder), "--csv", str(table), "--report", str(tmp_path / f"m.{ending}")]) == 0
    with open(table, encoding="utf-8-sig", newline="") as file:
        rows = {row["notebook"]: row["1.3 relu"] for row in csv.DictReader(file)}
    assert rows == {"a.ipynb": "passed", "Zo\\udceb.ipynb": "passed", "' =1+1.ipynb": "passed"}


def test_where_nothing_can_be_written_is_said_before_anything_is_marked(tmp_path, capsys, monkeypatch):
    (tmp_path / "a.ipynb").write_text(notebook(IMPORTS, RELU))
    monkeypatch.setattr(mark, "mark_notebook", None)
    with pytest.raises(SystemExit):
        mark.main([str(tmp_path), "--csv", str(tmp_path / "nowhere" / "m.csv")])
    assert "cannot write" in capsys.readouterr().err


@pytest.fixture
def counted(monkeypatch):
    """Marks nothing, and lists the names of what should be."""
    names = []

    def pretended(path, name, limits):
        names.append(name)
        if path.read_text() == "stop":
            raise KeyboardInterrupt
        answers = {"1.3": {"status": "passed", "mistake": None, "message": "\ud800"}}
        return Marks(name, [("1.3", "relu")], answers)

    monkeypatch.setattr(mark, "mark_notebook", pretended)
    return names


def test_a_run_that_was_stopped_is_taken_up_and_only_what_has_changed_is_marked_again(tmp_path, capsys, counted):
    folder, table = tmp_path / "subs", tmp_path / "m.csv"
    folder.mkdir()
    arguments = [str(folder), "--csv", str(table), "--jobs", "1"]
    for name, content in [("a.ipynb", "1"), ("b.ipynb", "stop"), ("c.ipynb", "3")]:
        (folder / name).write_text(content)
    mark.main(arguments)
    assert counted[:2] == ["a.ipynb", "b.ipynb"] and "a.ipynb" in table.read_text(encoding="utf-8-sig")
    journal = tmp_path / "m.csv.journal"
    journal.write_text(journal.read_text() + '{"name": "half')
    (folder / "b.ipynb").write_text("2")
    counted.clear()
    assert mark.main(arguments) == 0
    assert "a.ipynb" not in counted and "b.ipynb" in counted
    with open(table, encoding="utf-8-sig", newline="") as file:
        assert [row["passed"] for row in csv.DictReader(file)] == ["1", "1", "1"]
    counted.clear()
    mark.main(arguments)
    assert counted == []
    (folder / "c.ipynb").write_text("4")
    mark.main(arguments)
    assert counted == ["c.ipynb"]
    counted.clear()
    mark.main([*arguments, "--again"])
    assert counted == ["a.ipynb", "b.ipynb", "c.ipynb"]


def test_what_goes_wrong_with_one_notebook_is_its_row_and_no_other_s(tmp_path, monkeypatch):
    for name in "ab":
        (tmp_path / f"{name}.ipynb").write_text(notebook(IMPORTS, RELU))

    def fails(path, name, limits):
        if name == "a.ipynb":
            raise OSError("no more processes")
        return Marks(name)

    monkeypatch.setattr(mark, "mark_notebook", fails)
    a, b = mark.mark_folder(tmp_path, jobs=1, progress=False)
    assert "no more processes" in a.problem and not b.problem
