"""Cards: the right facts, in HTML that nothing a learner writes can break."""

import json
import re

import numpy as np
import pytest
from answers import Outline
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from helpers.exercises import check
from helpers.exercises.card import cards
from helpers.exercises.card.cards import card_html, card_text, notice_html, show
from helpers.exercises.card.solutions import solution
from helpers.exercises.declare import all_exercises, get


def dots(z): ...


PASSED = check("relu", lambda z: np.maximum(z, 0))
WRONG = check("relu", lambda z: np.where(z < -3, z, np.maximum(z, 0)))
RAISES = check("relu", lambda z: z @ z @ z)
NOT_STARTED = check("relu", dots)
EVERY = [PASSED, WRONG, RAISES, NOT_STARTED]


@pytest.mark.parametrize("result", EVERY)
def test_the_title_names_exercise_and_status_in_words(result):
    text = "".join(Outline(card_html(result)).text)
    assert f"1.3 relu — {result.status}" in text
    assert f"1.3 relu — {result.status}" in card_text(result)


@pytest.mark.parametrize("result", EVERY)
def test_every_tag_is_closed_and_the_card_is_announced(result):
    outline = Outline(card_html(result, "A footer."))
    assert outline.open == []
    assert outline.tags[0][1]["role"] == "status"
    assert "A footer." in "".join(outline.text)


def test_a_card_of_no_exercise_is_closed_escaped_and_announced_too():
    outline = Outline(notice_html("No exercise `<b>`."))
    assert outline.open == [] and outline.tags[0][1]["role"] == "status"
    assert "This cell was not checkedNo exercise <b>." in "".join(outline.text).replace("\n", "")


def test_every_colour_follows_the_theme():
    for result in EVERY:
        html = card_html(result)
        assert not re.findall(r"(?<!, )#[0-9a-fA-F]{3,8}\b(?!;)", html)
        assert "var(--jp-" in html


def test_a_failure_shows_input_expected_and_got():
    rows = dict(cards.comparison(WRONG))
    assert rows["z"] == "[-0.5  -1.25 -4.  ]"
    assert rows["expected"] == "[0. 0. 0.]"
    assert rows["got"] == "[ 0.  0. -4.]"
    for value in rows.values():
        assert value in card_text(WRONG)
        assert value in "".join(Outline(card_html(WRONG)).text)


def test_an_error_shows_the_line():
    assert RAISES.error_source in card_text(RAISES)
    assert f"Line {RAISES.error_line} of your cell" in card_html(RAISES)


def test_what_was_tried_is_listed_and_counted():
    text = "".join(Outline(card_html(WRONG)).text)
    right = sum(good for _, good in WRONG.tried)
    assert f"{len(WRONG.tried)} inputs tried: {right} right, {len(WRONG.tried) - right} wrong" in text
    for probe in get("relu").probes:
        assert probe.label in text


def test_the_hints_open_one_after_the_other_and_the_solution_last():
    outline = Outline(card_html(NOT_STARTED))
    hints = get("relu").hints
    assert outline.deepest == len(hints) + 1
    assert not any("open" in attributes for tag, attributes in outline.tags if tag == "details")
    text = "".join(outline.text)
    places = [text.index(f"Hint {i + 1} of {len(hints)}") for i in range(len(hints))] + [
        text.index("Show the solution")
    ]
    assert places == sorted(places)


def test_a_passed_card_has_no_hints():
    assert "Hint" not in card_html(PASSED)


def test_the_text_gives_no_hint_away():
    for hint in get("relu").hints:
        assert hint not in card_text(WRONG)


@pytest.mark.parametrize(
    "evil", ["<script>alert(1)</script>", "</details></div>", "&amp;<b>", "`<i>`", "\x00<img src=x>"]
)
def test_what_the_learner_writes_is_escaped(evil):
    def prints(z):
        print(evil)
        return z

    def raises(z):
        raise ValueError(evil)

    for function in (prints, raises, lambda z: evil):
        result = check("relu", function)
        outline = Outline(card_html(result, evil))
        assert outline.open == []
        assert not {tag for tag, _ in outline.tags} & {"script", "img", "b", "i"}


def test_the_same_check_gives_the_same_card():
    class Odd:
        pass

    for function in (
        lambda z: Odd(),
        lambda z: [Odd()],
        lambda z: np.array([Odd()]),
        lambda z: Odd().missing,
        lambda z: z + 1,
    ):
        first, second = check("relu", function), check("relu", function)
        assert card_html(first) == card_html(second)
        assert "0x7" not in card_html(first) and "0x0" not in card_text(first)


# --- values ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value, text",
    [
        (2.5, "2.5"),
        (np.float32(0.1), "0.1"),
        (np.array(3.0), "3"),
        (7, "7"),
        (True, "True"),
        (None, "None"),
        ("a", "'a'"),
        (np.tanh, "tanh"),
        (np.array([1, 2]), "[1 2]"),
        (np.array([0.0, np.nan, -np.inf]), "[  0.  nan -inf]"),
        (np.array([0.5], np.float32), "[0.5]  (float32)"),
        (np.zeros((0, 3)), "[]"),
        ([1.0, 2], "[1.0, 2]"),
        ([-3.0, 1e-9, 2.5, 1e30], "[-3.0, 1e-09, 2.5, 1e+30]"),
        ((np.array([2]),), "([2],)"),
        (object(), "a value of type object"),
    ],
)
def test_values_are_shown_small(value, text):
    assert show(value) == text


def test_tiny_differences_from_zero_are_not_rounded_away():
    assert "e-10" in show(np.array([1.0, 1e-10]))


def test_large_arrays_are_shortened_and_keep_their_shape():
    text = show(np.arange(5000.0).reshape(5, 10, 10, 10))
    assert "shape (5, 10, 10, 10)" in text
    assert len(text.splitlines()) <= 16


# --- solutions ------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    source = [
        '@exercise("1.3")\n',
        "def relu(z):\n",
        '    """Cut off."""\n',
        "    ### BEGIN SOLUTION\n",
        "    small = z < 0\n",
        "    return np.where(small, 0, z)\n",
        "    ### END SOLUTION\n",
    ]
    other = ['@exercise("1.30")\n', "    ### BEGIN SOLUTION\n", "wrong\n", "    ### END SOLUTION"]
    cells = [{"cell_type": "markdown", "source": source}] + [
        {"cell_type": "code", "source": s} for s in (other, source)
    ]
    (tmp_path / "01_activations.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return tmp_path


def test_the_solution_is_what_stands_between_the_markers(folder):
    code, where = solution(get("relu"), folder)
    assert code == "small = z < 0\nreturn np.where(small, 0, z)"
    assert where == "solutions/01_activations.ipynb"


def test_the_solution_is_on_the_card(folder, monkeypatch):
    monkeypatch.setattr("helpers.exercises.card.solutions.SOLUTIONS", folder)
    assert "return np.where(small, 0, z)" in "".join(Outline(card_html(WRONG)).text)


@pytest.mark.parametrize("content", [None, "", "{}", '{"cells": [{}]}', '{"cells": 3}', "\ufeffnonsense"])
def test_without_a_readable_solution_the_card_says_where_to_look(tmp_path, monkeypatch, content):
    if content is not None:
        (tmp_path / "01_activations.ipynb").write_text(content, encoding="utf-8")
    monkeypatch.setattr("helpers.exercises.card.solutions.SOLUTIONS", tmp_path)
    text = "".join(Outline(card_html(WRONG)).text)
    assert "The solution is in" in text
    assert "solutions" in text


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda exercise: exercise.name)
def test_the_solutions_notebooks_hold_a_solution_of_every_exercise(exercise):
    code, where = solution(exercise)
    assert code, f"no solution of {exercise.number} {exercise.name} in {where}"


# --- anything at all ------------------------------------------------------------------------------------------------

ERRORS = [
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    NameError,
    AttributeError,
    MemoryError,
    ArithmeticError,
    SystemExit,
    OSError,
    ImportError,
]

numbers = st.one_of(st.floats(), st.integers(), st.booleans(), st.complex_numbers())
dtypes = st.one_of(
    hnp.floating_dtypes(),
    hnp.integer_dtypes(),
    hnp.boolean_dtypes(),
    hnp.unicode_string_dtypes(),
    hnp.datetime64_dtypes(),
)
arrays = hnp.arrays(dtypes, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3))
simple = st.one_of(
    numbers, arrays, st.text(max_size=5), st.none(), st.just(...), st.just(np.sin), st.binary(max_size=3)
)
anything = st.recursive(
    simple, lambda inner: st.one_of(st.lists(inner, max_size=4), st.tuples(inner, inner)), max_leaves=6
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(name=st.sampled_from([exercise.name for exercise in all_exercises()]), value=anything)
@pytest.mark.whole
def test_whatever_a_function_returns_gets_a_card(name, value):
    result = check(name, lambda *args, **kwargs: value)
    assert not result.passed
    assert result.message
    assert Outline(card_html(result)).open == []
    assert result.status in card_text(result)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    name=st.sampled_from([exercise.name for exercise in all_exercises()]),
    text=st.text(max_size=40),
    kind=st.sampled_from(ERRORS),
)
@pytest.mark.whole
def test_whatever_a_function_raises_gets_a_card(name, text, kind):
    def raises(*args, **kwargs):
        raise kind(text)

    result = check(name, raises)
    assert not result.passed
    assert result.message
    assert Outline(card_html(result)).open == []


def test_where_a_known_mistake_stops_the_error_is_shown_in_pythons_own_words():
    def dense_backward(grad_out, x, w):
        return grad_out @ w.T, grad_out.T @ x, grad_out.sum(0)

    result = check("dense_backward", dense_backward)
    assert result.mistake and dict(cards.comparison(result))["got"].startswith("no result: ValueError: matmul")
    assert RAISES.mistake is None and "got" not in dict(cards.comparison(RAISES))


def test_words_between_asterisks_are_set_apart_and_products_stay_as_they_are():
    from helpers.exercises.card.cards import inline

    assert inline("the state *before* it") == "the state <em>before</em> it"
    assert inline("each is *added up*.") == "each is <em>added up</em>."
    for product in ("2*z*w", "a * b * c", "z**2 + z**3", "*args"):
        assert inline(product) == product
    assert "<em>" not in inline("`k *w* b`")
