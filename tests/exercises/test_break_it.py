"""Break it: an input exposes a wrong implementation only where it is wrong, and whatever is returned is survived."""

import re

import numpy as np
import pytest
from answers import Outline

from helpers import logbook
from helpers.exercises import break_it
from helpers.exercises.breaking import try_to_break, wrong_ones
from helpers.exercises.card.breaking_card import breaking_html, breaking_text
from helpers.exercises.card.solutions import exposing_input
from helpers.exercises.chosen_input import MOST_NUMBERS
from helpers.exercises.declare import get, listing
from helpers.notebooks import SOLUTIONS, exercises_in, marked_answer, read_cells

BREAKABLE = [one.name for one in listing() if wrong_ones(get(one.name))]

# Inputs that a person in a hurry would take: square, positive, one of everything, a bias of 0.
TRIVIAL = {
    "relu_grad": lambda: np.array([1.0, 2.0]),
    "softmax": lambda: np.array([[1.0, 2.0, 3.0]]),
    "collapse": lambda: ([np.eye(2), np.eye(2)], [np.zeros(2), np.zeros(2)]),
    "conv2d": lambda: (np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2)), np.zeros(1)),
    "max_pool2d_backward": lambda: (np.ones((1, 1, 2, 2)), np.random.default_rng(0).uniform(1, 2, (1, 1, 4, 4))),
    "batch_norm": lambda: ([[-1.0], [1.0]], [0.0], [1.0], True),
}


def stored(name):
    """The function of the cell in the solutions."""
    namespace = {"np": np}
    body = "\n".join("    " + line for line in exposing_input(get(name))[0].splitlines())
    exec(f"def exposing():\n{body}", namespace)
    return namespace["exposing"]


@pytest.fixture(autouse=True)
def no_file(monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS_FILE", ":memory:")
    logbook._waiting.clear()
    yield
    logbook._waiting.clear()


def test_six_exercises_can_be_broken_and_each_has_its_cell():
    cells = [cell.source for path in SOLUTIONS.glob("*.ipynb") for cell in read_cells(path) if cell.kind == "code"]
    named = [get(name).name for source in cells for name in exercises_in(source, "break_it")]
    assert sorted(named) == sorted(BREAKABLE) == sorted(TRIVIAL)
    for source in (source for source in cells if exercises_in(source, "break_it")):
        assert marked_answer(source) and "import break_it" in source, "whoever skips one can still run the next"


def test_the_words_above_a_cell_are_few_and_count_the_wrong_versions_rightly():
    for path in SOLUTIONS.glob("*.ipynb"):
        cells = read_cells(path)
        for before, cell in zip(cells, cells[1:]):
            for name in exercises_in(cell.source, "break_it"):
                assert before.kind == "markdown" and len(before.source.split()) <= 60
                (count,) = re.findall(r"\b(\w+) wrong ways to write", before.source)
                assert ["three", "four", "five"].index(count.lower()) + 3 == len(wrong_ones(get(name)))


def test_on_an_image_of_positive_random_numbers_every_max_pooling_is_right_as_the_lesson_says():
    for seed in range(20):
        x = np.random.default_rng(seed).uniform(1, 2, (1, 1, 4, 4))
        assert try_to_break("max_pool2d_backward", lambda x=x: (np.ones((1, 1, 2, 2)), x)).exposed == ()


@pytest.mark.parametrize("name", BREAKABLE)
def test_the_stored_input_exposes_all_and_a_trivial_one_does_not(name):
    attempt = try_to_break(name, stored(name))
    assert attempt.status == "all exposed", attempt.message
    assert 3 <= len(attempt.wrong) <= 5
    trivial = try_to_break(name, TRIVIAL[name])
    assert trivial.status == "not yet" and len(trivial.exposed) <= 1, trivial.message


@pytest.mark.parametrize("name", BREAKABLE)
def test_each_wrong_version_is_exposed_by_itself_somewhere_among_the_probes(name):
    exercise = get(name)
    for key in exercise.catalogue.to_break:
        assert key in exercise.catalogue.entries, key
    blind = [{wrong.key for wrong in wrong_ones(exercise)}]
    for probe in exercise.probes:
        args, kwargs = probe.make() if probe.make else (probe.args, probe.kwargs)
        if not kwargs:
            attempt = try_to_break(name, lambda args=args: tuple(args))
            blind.append({wrong.key for wrong in attempt.wrong} - set(attempt.exposed))
    assert set.intersection(*blind) == set()


@pytest.mark.parametrize("name", BREAKABLE)
def test_the_shown_code_has_no_comment_and_the_hints_are_short_and_no_input(name):
    for wrong in wrong_ones(get(name)):
        assert "#" not in wrong.code and '"""' not in wrong.code
        assert wrong.code.count("\n") < 16
        assert len(wrong.hint.split()) <= 50 and wrong.hint.endswith((".", "?")) and "array" not in wrong.hint
    hints = [wrong.hint for wrong in wrong_ones(get(name))]
    assert len(set(hints)) == len(hints)


def test_every_other_right_way_to_write_it_is_never_exposed():
    # What a card calls wrong must be wrong: the right ways differ in their last digits, and are still the same.
    random = np.random.default_rng(1)
    for scale in (1e-6, 1.0, 1e6):
        x = scale * random.normal(size=(2, 3, 6, 5))
        attempt = try_to_break("conv2d", lambda x=x: (x, np.ones((1, 3, 2, 2)), np.zeros(1)))
        assert attempt.status == "not yet" and "kernel_flipped" not in attempt.exposed, attempt.message


def test_where_rounding_alone_makes_right_ways_differ_nothing_counts_as_exposed():
    image = np.array([[[[1e17, 3.0, -1e17, 7.0]]]])
    attempt = try_to_break("conv2d", lambda: (image, np.array([[[[1.0, 1.0, 1.0, 1.0]]]]), np.zeros(1)))
    assert attempt.exposed == ()


# ---- what cannot be used ---------------------------------------------------------------------------------------------


def forever():
    while True:
        pass


INVALID = [
    ("relu_grad", lambda: None, "returns nothing"),
    ("relu_grad", lambda: np.array([]), "holds no number"),
    ("relu_grad", lambda: [1.0, np.nan], "nan and infinity"),
    ("relu_grad", lambda: "one", "expected an array of numbers"),
    ("relu_grad", lambda: [[1.0], [1.0, 2.0]], "of one length"),
    ("relu_grad", lambda: np.zeros(10**6), f"more than {MOST_NUMBERS} numbers"),
    ("relu_grad", lambda: np.broadcast_to(1.0, (10**6, 10**6)), f"more than {MOST_NUMBERS} numbers"),
    ("relu_grad", lambda: {"x": 1.0}, "has no argument 'x'"),
    ("relu_grad", lambda: 1 / 0, "ZeroDivisionError"),
    ("relu_grad", lambda z: z, "TypeError"),
    ("conv2d", lambda: np.ones((1, 1, 3, 3)), "takes 3 arguments"),
    ("conv2d", lambda: (np.ones((3, 3)), np.ones((1, 1, 2, 2)), [0.0]), r"`x`: expected an array with 4 axes"),
    ("conv2d", lambda: (np.ones((1, 2, 3, 3)), np.ones((1, 1, 2, 2)), [0.0]), "right"),
    ("conv2d", lambda: (np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2)), [0.0], 0), "right answer itself raises"),
    ("conv2d", lambda: (np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2)), [0.0], 1, -1), "a whole number from 0"),
    ("collapse", lambda: (np.eye(2), np.ones(2)), "expected a list of arrays"),
    ("max_pool2d_backward", lambda: (np.ones((1, 1, 9, 9)), np.ones((1, 1, 2, 2))), "right"),
    ("batch_norm", lambda: {"x": [[1.0]]}, "`running_mean` is missing"),
    ("batch_norm", lambda: ([[1.0], [2.0]], [0.0], [1.0], "yes"), "True or False"),
]


@pytest.mark.parametrize("name, function, said", INVALID)
def test_an_input_that_cannot_be_used_gets_a_sentence_and_shows_nothing(name, function, said):
    attempt = try_to_break(name, function)
    assert attempt.status == "no valid input" and attempt.exposed == ()
    assert re.search(said, attempt.message), attempt.message
    assert attempt.message.endswith((".", "?", "`"))
    assert Outline(breaking_html(attempt)).open == []


def test_an_input_that_takes_for_ever_is_stopped(monkeypatch):
    monkeypatch.setattr("helpers.exercises.run.sandbox.SECONDS", 0.2)
    assert "takes too long" in try_to_break("relu_grad", forever).message


def test_lists_and_whole_numbers_count_as_arrays_of_floats():
    attempt = try_to_break("relu_grad", lambda: [-2, 0, 3])
    assert attempt.status == "all exposed" and attempt.args["z"].dtype == np.float64


def test_a_wrong_version_that_writes_into_the_input_cannot_spoil_it_for_the_others():
    array = np.array([-2.0, 0.0, 3.0])
    try_to_break("relu_grad", lambda: array)
    assert array.tolist() == [-2.0, 0.0, 3.0]


# ---- the card, and what is kept --------------------------------------------------------------------------------------


def test_the_card_says_by_letter_what_was_exposed_and_with_which_values(capsys):
    @break_it("relu_grad")
    def exposing():
        return np.array([-2.0, 3.0])

    text = capsys.readouterr().out
    assert "2 of 4 exposed" in text and "exposes A and B" in text and "C and D" in text
    assert "right: [0. 1.]" in text and "gives: [-1.  1.]" in text
    assert exposing() is not None, "the function stays what it is"
    assert logbook.known().exposed == {"relu_grad": {"keeps_negative_input", "sign"}}
    assert logbook.known().status("relu_grad") == "to do", "the exercise itself is another matter"


def test_inputs_add_up_and_starting_over_forgets_them(capsys):
    break_it("1.4")(lambda: [-2.0])
    break_it("relu_grad")(lambda: [0.0])
    assert "An earlier input of yours exposed A and B. Together they expose all." in capsys.readouterr().out
    assert len(logbook.known().exposed["relu_grad"]) == 4
    logbook.record_reset("relu_grad")
    assert logbook.known().exposed == {}


def test_the_hint_is_for_one_that_is_left_and_behind_it_waits_an_input():
    html = breaking_html(try_to_break("relu_grad", lambda: [-2.0]))
    hint = {wrong.letter: wrong.hint for wrong in wrong_ones(get("relu_grad"))}["C"]
    assert html.index("A hint for C") < html.index(hint) < html.index("Show an input that exposes all")
    assert hint not in breaking_text(try_to_break("relu_grad", lambda: [-2.0]))


def test_what_a_learner_writes_is_escaped():
    def exposing():
        raise ValueError("<script>alert(1)</script>")

    html = breaking_html(try_to_break("relu_grad", exposing))
    assert "<script>" not in html and "&lt;script&gt;" in html and Outline(html).open == []


def test_without_a_line_of_its_own_the_cell_only_shows_the_code(capsys):
    @break_it("softmax")
    def exposing(): ...

    text = capsys.readouterr().out
    assert "not started" in text and "Four ways to write `softmax`" in text and text.count("def softmax") == 4
    assert logbook.known().exposed == {}


@pytest.mark.parametrize("given", ["relu", "no exercise", 1.4, None])
def test_a_slip_on_the_decorators_line_is_said_and_stops_nothing(given, capsys):
    assert break_it(given)(forever) is forever
    assert "Write one of these in quotes: `relu_grad`" in capsys.readouterr().out
    assert break_it(forever) is forever
