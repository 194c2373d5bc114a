"""The decorator in a notebook: it checks, shows, records, and never stands in the way."""

import functools
import json
import statistics
import sys

import numpy as np
import pytest

from helpers import activations, logbook, progress
from helpers.activations import relu as courses_own
from helpers.exercises import check, current, exercise, learners_function, verdict, whose
from helpers.exercises import decorator as notebook
from helpers.exercises.declare import get


@pytest.fixture(autouse=True)
def session(monkeypatch, tmp_path):
    """Start every test with an empty session and no progress."""
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(tmp_path / "progress.json"))
    monkeypatch.setattr(notebook, "_latest", {})
    monkeypatch.setattr(notebook, "_passed", {})
    monkeypatch.setattr(notebook, "_verdicts", {})
    monkeypatch.setattr(logbook, "_waiting", {})


def right(z):
    """My own words."""
    return np.where(z > 0, z, 0)


def wrong(z):
    """My own words."""
    return z


def stub(z):
    """My own words."""
    ...


for function in (right, wrong, stub):
    function.__name__ = "relu"

Z = np.array([-1.0, 2.0])


def test_a_right_function_is_what_the_name_stands_for(capsys):
    assert exercise("1.3")(right) is right
    assert "1.3 relu — passed" in capsys.readouterr().out
    assert current("relu") is right
    assert learners_function("1.3") is right


@pytest.mark.parametrize("function, status", [(wrong, "not yet"), (stub, "not started")])
def test_until_it_passes_the_name_stands_for_the_courses_own(capsys, function, status):
    bound = exercise("relu")(function)
    np.testing.assert_array_equal(bound(Z), [0, 2])
    assert (bound.__name__, bound.__doc__) == ("relu", "My own words.")
    out = capsys.readouterr().out
    assert status in out
    assert "course's own version" in out
    assert current("relu") is get("relu").reference
    assert learners_function("relu") is function


def test_the_courses_own_keeps_optional_arguments():
    def leaky_relu(z, slope=0.01): ...

    bound = exercise("leaky_relu")(leaky_relu)
    np.testing.assert_allclose(bound(Z), [-0.01, 2])
    np.testing.assert_allclose(bound(Z, slope=0.5), [-0.5, 2])


def test_whose_version_a_name_stands_for_is_said_at_every_stage(capsys):
    assert whose("relu") == whose("1.3") == "the course's"
    said = []
    for attempt in (stub, wrong, right, wrong):
        exercise("relu")(attempt)
        said.append(whose("relu"))
    wrong_yet = "the course's: yours is not right yet"
    assert said == ["the course's", wrong_yet, "yours", wrong_yet]


def test_an_attempt_that_fails_again_takes_the_name_back(capsys):
    exercise("relu")(right)
    exercise("relu")(wrong)
    assert current("relu") is get("relu").reference


NO_ANSWER = "while yours is checked that one does not answer"


@pytest.mark.parametrize("before", ["return np.minimum(z, 0)", "..."])
@pytest.mark.parametrize("expression", ["mine", "current('relu')", "courses_own", "np.vectorize(mine)"])
def test_neither_the_stand_in_nor_the_courses_own_answers_in_a_learners_place(capsys, before, expression):
    # A wrong attempt or none, and then the name is the course's own version.
    namespace = run_cell(f'@exercise("1.3")\ndef relu(z):\n    {before}', current=current, courses_own=courses_own)
    namespace["mine"] = namespace["relu"]
    exec(f'@exercise("1.3")\ndef relu(z):\n    return {expression}(z)', namespace)
    assert NO_ANSWER in capsys.readouterr().out and not verdict("relu").passed
    # Afterwards both answer again.
    np.testing.assert_array_equal(namespace["relu"](Z), [0, 2])
    np.testing.assert_array_equal(courses_own(Z), [0, 2])


@pytest.mark.parametrize("where", ["helpers.experiments.signals.samples", "helpers.exercises.lesson_07.skewness"])
def test_a_second_version_elsewhere_in_the_course_does_not_answer_either(capsys, where):
    # It is imported while the check runs already.
    run_cell(f'@exercise("7.2")\ndef skewness(z):\n    from {where} import skewness as s\n    return s(z)')
    assert NO_ANSWER in capsys.readouterr().out and not verdict("skewness").passed


def test_a_result_that_is_worked_out_only_when_it_is_looked_at_does_not_borrow_either(capsys):
    namespace = run_cell(
        "class Later:\n    def __init__(self, z):\n        self.z = z\n"
        "    def __array__(self, *args, **kwargs):\n        return courses_own(self.z)\n"
        '@exercise("1.3")\ndef relu(z):\n    return Later(z)',
        courses_own=courses_own,
    )
    assert not verdict("relu").passed and namespace["relu"] is not learners_function("relu")


def test_the_courses_own_of_another_exercise_answers(capsys):
    run_cell('@exercise("1.4")\ndef relu_grad(z):\n    return np.sign(relu(z))', relu=courses_own)
    assert verdict("relu_grad").passed


def test_an_earlier_answer_of_ones_own_may_be_used(capsys):
    namespace = run_cell('@exercise("1.3")\ndef relu(z):\n    return np.maximum(z, 0)\nmine = relu')
    exec('@exercise("1.3")\ndef relu(z):\n    return mine(z)', namespace)
    assert verdict("relu").passed


@pytest.mark.parametrize("above", ["courses_own", "exercise('1.3')(wrong)"])
def test_the_courses_own_below_the_decorator_is_no_answer(capsys, above):
    exercise("1.3")(eval(above))
    assert "stands the course's own `relu`" in capsys.readouterr().out and not verdict("relu").passed


def test_a_copy_that_was_never_begun_takes_nothing_back(capsys):
    exercise("relu")(right)
    assert exercise("relu")(stub) is right
    out = capsys.readouterr().out
    assert "not started" in out and "`relu` is still your own version" in out
    assert verdict("relu").passed and whose("relu") == "yours" and current("relu") is right


def test_the_latest_attempt_that_was_begun_is_what_counts(capsys):
    assert verdict("relu") is None
    for attempt, status in [(stub, "not started"), (right, "passed"), (wrong, "not yet")]:
        exercise("relu")(attempt)
        assert verdict("relu").status == status


def timed(function):
    def wrapper(*args):
        return function(*args)

    return wrapper


@pytest.mark.parametrize(
    "between, body, passes",
    [
        ("@np.vectorize", "return z if z > 0 else 0.0", True),
        ("@np.vectorize", "return z if z < 0 else 0.0", False),
        ("@np.errstate(over='ignore')", "return np.maximum(z, 0)", True),
        ("@np.errstate(over='ignore')", "return np.minimum(z, 0)", False),
        ("@timed", "return np.maximum(z, 0)", True),
        ("@timed", "return np.minimum(z, 0)", False),
        # A cache takes no arrays.
        ("@functools.lru_cache", "return np.maximum(z, 0)", False),
    ],
)
def test_a_decorator_in_between_is_part_of_the_answer(capsys, between, body, passes):
    namespace = run_cell(f'@exercise("1.3")\n{between}\ndef relu(z):\n    {body}', timed=timed, functools=functools)
    assert verdict("relu").passed is passes
    assert "Rename it" not in capsys.readouterr().out
    np.testing.assert_array_equal(namespace["relu"](Z), [0, 2])


def test_progress_is_recorded_and_a_stub_is_not_an_attempt(capsys):
    exercise("relu")(stub)
    assert progress.status("relu") == "to do"
    exercise("relu")(wrong)
    assert progress.status("relu") == "tried"
    exercise("relu")(right)
    assert progress.status("relu") == "passed"


def test_a_mistake_that_was_recognised_is_recorded_by_its_key(capsys, tmp_path):
    exercise("relu")(wrong)
    exercise("relu")(right)
    lines = (tmp_path / "progress.jsonl").read_text(encoding="utf-8").strip().splitlines()
    assert [json.loads(line)["mistake"] for line in lines] == [check("relu", wrong).mistake, None]


def test_progress_that_cannot_be_stored_is_a_line_on_the_card(monkeypatch, capsys, tmp_path):
    (tmp_path / "occupied").write_text("")
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(tmp_path / "occupied" / "progress.json"))
    assert exercise("relu")(right) is right
    assert "could not be saved" in capsys.readouterr().out


@pytest.mark.parametrize(
    "decorate, said",
    [
        (exercise, 'The number is missing: write `@exercise("1.3")`'),
        (exercise(), 'The number is missing: write `@exercise("1.3")`'),
        (exercise(1.3), 'must stand in quotes: `@exercise("1.3")`'),
        (exercise("9.9"), 'The course has no exercise 9.9. This is `@exercise("1.3")`'),
    ],
)
def test_a_slip_in_the_number_is_named_and_the_function_checked_all_the_same(capsys, decorate, said):
    assert decorate(right) is right
    out = capsys.readouterr().out
    assert "1.3 relu — passed" in out and said in out
    assert current("relu") is right


@pytest.mark.parametrize("function", [activations.relu_grad, statistics.mean], ids=lambda function: function.__name__)
def test_a_function_from_a_module_under_another_number_replaces_nothing_in_that_module(function, capsys):
    missing = object()
    before = function.__globals__.get("relu", missing)
    exercise("1.3")(function)
    assert not verdict("relu").passed
    assert function.__globals__.get("relu", missing) is before


def run_cell(source, **names):
    """Run a cell with a decorator in it; return its namespace."""
    namespace = {"exercise": exercise, "np": np, **names}
    exec(source, namespace)
    return namespace


@pytest.mark.parametrize(
    "line, said",
    [
        ("@exercise", "The number is missing, and no exercise has a function called `rectify`."),
        ('@exercise("1.33")', "no exercise 1.33, and none whose function is called `rectify`. Is it one of these: 1.1"),
        ("@exercise(1)", "The course has no exercise 1, and none whose function is called `rectify`."),
        ("@exercise(1.1)", "It may be 1.1 `identity` or 1.10 `tanh_grad`"),
        ("@exercise([1.3])", "The course has no exercise [1.3]"),
    ],
)
def test_where_neither_number_nor_name_is_known_a_card_lists_what_may_be_meant(capsys, line, said):
    namespace = run_cell(f"{line}\ndef rectify(z):\n    return 2 * z")
    out = capsys.readouterr().out
    assert "This cell was not checked" in out and said in out
    np.testing.assert_array_equal(namespace["rectify"](Z), 2 * Z)


def test_a_misspelt_name_without_a_number_is_answered_with_the_near_ones(capsys):
    run_cell("@exercise\ndef rellu(z):\n    return z")
    assert "Is it one of these: 1.3 `relu`" in capsys.readouterr().out


def test_a_number_without_quotes_that_may_be_two_is_settled_by_the_name(capsys):
    run_cell("@exercise(1.10)\ndef tanh_grad(z):\n    return 1 - np.tanh(z) ** 2")
    out = capsys.readouterr().out
    assert "1.10 tanh_grad — passed" in out
    assert '`@exercise("1.10")`. Without quotes, 1.1 and 1.10 are the same number to Python.' in out


def test_a_number_without_quotes_above_a_renamed_function_is_enough_to_bind_the_name(capsys):
    namespace = run_cell("@exercise(1.3)\ndef my_relu(z):\n    return z")
    assert "Rename it. The number must stand in quotes" in capsys.readouterr().out
    np.testing.assert_array_equal(namespace["relu"](Z), [0, 2])


def test_a_renamed_function_gets_a_card_and_the_courses_version_takes_the_name(capsys):
    namespace = run_cell('@exercise("1.3")\ndef my_relu(z):\n    return z')
    out = capsys.readouterr().out
    assert "1.3 relu — not yet" in out
    assert "a function called `relu`, and yours is called `my_relu`. Rename it." in out
    assert "`relu` is the course's own version" in out
    np.testing.assert_array_equal(namespace["relu"](Z), [0, 2])
    assert learners_function("relu") is None
    assert progress.status("relu") == "to do"


def test_a_renamed_function_takes_nothing_back_that_has_passed(capsys):
    exercise("1.3")(right)
    namespace = run_cell('@exercise("1.3")\ndef my_relu(z):\n    return z', relu="something old")
    assert "`relu` is still your own version, the one that passed." in capsys.readouterr().out
    assert namespace["relu"] is current("relu") is right


def test_the_number_of_another_exercise_is_named_with_both_and_neither_name_is_left_unchecked(capsys):
    namespace = run_cell('@exercise("tanh")\ndef relu(z):\n    return 7 * z')
    out = capsys.readouterr().out
    assert "wants the function `tanh`, and below it stands `relu`, which is exercise 1.3" in out
    assert "`tanh` is the course's own version" in out and "`relu` is the course's own version" in out
    np.testing.assert_array_equal(namespace["relu"](Z), [0, 2])
    np.testing.assert_allclose(namespace["tanh"](Z), np.tanh(Z))
    assert learners_function("tanh") is None


def test_something_else_than_a_function_gets_a_card_and_the_name_the_courses_version(capsys):
    namespace = run_cell('@exercise("1.3")\nclass relu:\n    pass')
    assert "a function is expected, `def relu(…)`" in capsys.readouterr().out
    np.testing.assert_array_equal(namespace["relu"](Z), [0, 2])


def test_in_a_notebook_one_output_carries_html_and_text(monkeypatch):
    IPython = pytest.importorskip("IPython")
    shown = []
    monkeypatch.setattr(IPython, "get_ipython", lambda: object())
    monkeypatch.setattr("IPython.display.display", lambda *args, **kwargs: shown.append((args, kwargs)))
    exercise("relu")(wrong)
    ((bundle,), options) = shown[0]
    assert len(shown) == 1
    assert options["raw"]
    assert set(bundle) == {"text/html", "text/plain"}
    assert "not yet" in bundle["text/html"]


KERNEL_CELLS = """
import os
os.environ["COURSE_PROGRESS_FILE"] = ":memory:"
from helpers.exercises import exercise
import numpy as np
--
@exercise("1.3")
def relu(z):
    exit()
--
@exercise("1.3")
def relu(z):
    limit = 5
    return z @ np.ones((limit, 2))
--
@exercise("1.3")
def relu(z):
    while True:
        pass
--
@exercise("1.3")
def relu(z):
    return input("?")
--
@exercise("1.3")
def relu(z):
    display(z.shape)
    return np.maximum(z, 0)
--
relu(np.array([-1.0, 2.0]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="starting a kernel inside pytest is unreliable there")
def test_a_real_kernel_survives_every_cell_and_shows_a_card_for_each():
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    cells = [nbformat.v4.new_code_cell(source.strip()) for source in KERNEL_CELLS.split("--\n")]
    page = nbformat.v4.new_notebook(cells=cells)
    nbclient.NotebookClient(page, timeout=60).execute()
    # On a busy machine a word to who waits may come before the card of the loop without an end.
    assert [len(cell.outputs) for cell in cells[1:6] if cell is not cells[3]] == [1] * 4
    assert "(3,)" in cells[5].outputs[0].data["text/plain"]
    html = [cell.outputs[-1].data.get("text/html", "") for cell in cells[1:6]]
    for card, words in zip(html, ("exit()", "Line 4 of your cell", "did not come to an end", "input()", "passed")):
        assert words in card
    assert "return z @ np.ones((limit, 2))" in html[1]
    assert cells[-1].outputs[-1].data["text/plain"] == "array([0., 2.])"


@pytest.mark.parametrize(
    "body", ["return relu(z)", "return 1.0 * np.vectorize(lambda v: float(relu(np.array([v]))[0]))(z)"]
)
def test_a_function_that_only_calls_itself_never_borrows_an_earlier_answer(capsys, body):
    namespace = {"np": np, "exercise": exercise}
    for before in ("...", "return np.maximum(z, 0)"):
        exec(f'@exercise("1.3")\ndef relu(z):\n    {before}', namespace)
        exec(f'@exercise("1.3")\ndef relu(z):\n    {body}', namespace)
        assert "calls itself without end" in capsys.readouterr().out
        assert namespace["relu"] is not learners_function("relu")
        # Marking looks at the learner's function again when the name already stands for the course's own.
        assert not check("relu", learners_function("relu")).passed
        np.testing.assert_array_equal(namespace["relu"](Z), [0, 2])


def test_a_function_may_call_itself_if_it_comes_to_an_end(capsys):
    namespace = {"np": np, "exercise": exercise}
    exec(
        '@exercise("1.3")\ndef relu(z):\n    if z.ndim > 1:\n        return np.array([relu(row) for row in z])\n'
        "    return np.where(z > 0, z, 0)",
        namespace,
    )
    assert namespace["relu"] is learners_function("relu")
