"""The check: right answers pass, wrong ones fail, and what is said about them is true."""

import contextlib
import subprocess
import sys
import tomllib

import numpy as np
import pytest
from answers import right_answers

from helpers.exercises import check, declare
from helpers.exercises.card.cards import comparison, show
from helpers.exercises.declare import Exercise, Probe
from helpers.exercises.mistakes import Catalogue, Mistake
from helpers.exercises.stubs import is_stub


class Known:
    """A catalogue of mistakes that are functions of a test."""

    def __init__(self, mistakes):
        self.mistakes = tuple(mistakes)

    def compounds(self):
        return iter(())


@pytest.fixture
def make_exercise():
    """Register exercises that exist for one test only."""
    made = []

    def make(reference, *probes, mistakes=(), **more):
        name = f"made_{len(made)}"
        probes = tuple(
            Probe(f"input {i + 1}", args) if isinstance(args, tuple) else args for i, args in enumerate(probes)
        )
        hints = ("Think.", "Think again.")
        exercise = Exercise(name, f"99.{len(made) + 1}", "Made up", reference, probes, hints, Known(mistakes), **more)
        made.append(declare.add(exercise))
        return name

    yield make
    for exercise in made:
        del declare._added[exercise.name]


# --- what passes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        lambda z: np.maximum(z, 0),
        lambda z: np.where(z > 0, z, 0.0),
        lambda z: np.asarray(np.maximum(z, 0), dtype=np.float64),
        lambda z: np.maximum(z, 0).view(np.ma.MaskedArray),
        lambda z: np.clip(z, 0, None),
    ],
)
def test_right_answers_pass_however_they_are_written(answer):
    assert check("relu", answer).passed


def test_an_exercise_can_be_named_by_its_number():
    assert check("1.3", lambda z: np.maximum(z, 0)).exercise.name == "relu"
    assert check("1.10", lambda z: 1 - np.tanh(z) ** 2).exercise.name == "tanh_grad"


def test_the_identity_may_return_its_argument_itself():
    assert check("identity", lambda z: z).passed


@pytest.mark.parametrize("scalar", [float, np.float64, np.float32, np.asarray])
def test_a_scalar_may_be_a_float_a_numpy_number_or_an_array_without_axes(make_exercise, scalar):
    name = make_exercise(lambda z: float(np.sum(z)), (np.array([1.0, 2.5]),))
    assert check(name, lambda z: scalar(np.sum(z))).passed


def test_several_results_may_be_a_list_in_place_of_a_tuple(make_exercise):
    name = make_exercise(lambda z: (z, 2 * z), (np.arange(3.0),))
    assert check(name, lambda z: [z, z + z]).passed


def test_an_empty_array_is_compared_too(make_exercise):
    name = make_exercise(lambda z: np.sin(z), (np.zeros((0, 3)),))
    assert check(name, lambda z: np.sin(z)).passed
    assert not check(name, lambda z: np.zeros((3, 0))).passed


def test_a_result_in_float32_for_float64_input_passes_with_a_remark():
    result = check("relu", lambda z: np.maximum(z, 0).astype(np.float32))
    assert result.passed
    assert any("float32" in note for note in result.notes)


def test_rounding_of_another_order_of_addition_is_forgiven_and_a_thousandth_is_not(make_exercise):
    numbers = np.random.default_rng(0).standard_normal(400) * 1e3
    for dtype in (np.float32, np.float64):
        name = make_exercise(np.sum, (numbers.astype(dtype),))
        assert check(name, lambda z: sum(z.tolist())).passed
        assert not check(name, lambda z: np.sum(z) * 1.001).passed


def test_an_unknown_exercise_is_an_error_that_names_those_there_are():
    with pytest.raises(KeyError, match="1.3 relu"):
        check("rellu", lambda z: z)


def test_what_cannot_be_called_is_an_error():
    with pytest.raises(TypeError, match="expected a function, got ndarray"):
        check("relu", np.zeros(3))


def test_a_check_displays_nothing(capsys):
    check("relu", lambda z: print("noise"))
    assert capsys.readouterr() == ("", "")


# --- not started ----------------------------------------------------------------------------------------------------


def only_dots(z):
    """Cut off what is negative."""
    ...  # your code here


def only_pass(z):
    pass


def only_docstring(z):
    """Cut off what is negative."""


def raises_not_implemented(z):
    """Cut off what is negative."""
    raise NotImplementedError


def raises_not_implemented_with_words(z):
    raise NotImplementedError("later")


def returns_dots(z):
    out = ...
    return out


@pytest.mark.parametrize(
    "stub",
    [only_dots, only_pass, only_docstring, raises_not_implemented, raises_not_implemented_with_words, returns_dots],
)
def test_a_stub_counts_as_not_started(stub):
    result = check("relu", stub)
    assert (result.passed, result.status, result.mistake) == (False, "not started", None)


def test_dots_in_place_of_some_results_are_not_started_either():
    assert check("xor_weights", lambda: (np.ones((2, 2)), ..., ..., ...)).status == "not started"
    assert check("collapse", lambda weights, biases: (weights[0], ...)).status == "not started"


def test_a_return_inside_a_loop_that_may_not_run_is_asked_about():
    def collapse(weights, biases):
        W, b = weights[0], biases[0]
        for next_W, next_b in zip(weights[1:], biases[1:]):
            W, b = next_W @ W, W @ b + next_b
            return W, b

    assert "does the `return` stand inside a loop or an `if`?" in check("collapse", collapse).message
    assert "inside a loop" not in check("relu", lambda z: None).message


def test_random_numbers_are_noted_where_the_values_are_wrong_anyway():
    rng = np.random.default_rng(0)
    notes = check("relu", lambda z: rng.standard_normal(z.shape)).notes
    assert any("another answer the second time" in note for note in notes)


def test_a_body_that_lacks_its_return_has_been_started():
    def relu(z):
        np.maximum(z, 0)

    assert not is_stub(relu)
    result = check("relu", relu)
    assert result.status == "not yet"
    assert "return" in result.message


# --- types and shapes -----------------------------------------------------------------------------------------------


async def coroutine(z):
    return np.maximum(z, 0)


def generator(z):
    yield from z


@pytest.mark.parametrize(
    "answer, words",
    [
        (lambda z: None, "None"),
        (lambda z: list(np.maximum(z, 0).tolist()), "a list"),
        (lambda z: np.where(z > 0), "`np.where` with nothing but a condition gives them"),
        (lambda z: (), "and yours is a tuple. `np.array(…)`"),
        (lambda z: str(z), "text"),
        (lambda z: z.astype(complex), "complex"),
        (lambda z: np.maximum, "a function"),
        (lambda z: {"z": z}, "a dictionary"),
        (lambda z: z.astype(object), "Python objects"),
        (generator, "a generator"),
        (coroutine, "a coroutine"),
    ],
)
def test_a_result_of_the_wrong_type_is_named(answer, words):
    result = check("relu", answer)
    assert result.status == "not yet"
    assert words in result.message


def test_a_list_where_one_number_is_wanted_is_shown_as_a_list():
    result = check("pre_activation", lambda x, w, b: [float(a * c - b) for a, c in zip(x, w)])
    assert "one number, and yours is a list. What makes one number of its entries?" in result.message
    assert dict(comparison(result))["got"] == "[2.5, -2.5]"


def test_a_tuple_of_one_entry_is_told_to_lose_its_comma():
    result = check("pre_activation", lambda x, w, b: (float(np.dot(x, w) + b),))
    assert "Return its only entry, without the brackets or the comma around it." in result.message
    assert dict(comparison(result))["got"] == "(1.5,)"


def test_parts_that_are_too_many_are_counted_in_words():
    result = check("collapse", lambda weights, biases: (weights[0], biases[0], 3.0))
    assert "second = " in dict(comparison(result))["got"] and "third = 3" in dict(comparison(result))["got"]


def test_networks_and_optimisers_are_shown_as_they_are_written():
    rows = dict(comparison(check("training_step", lambda network, images, labels, optimizer: 1.0)))
    assert rows["network"].startswith("Sequential([Dense(")
    assert rows["optimizer"].startswith("SGD(learning_rate=")


def test_an_input_with_more_than_one_entry_is_shown_where_there_is_one_that_fails():
    assert check("pre_activation", lambda x, w, b: w * x + b).failing.probe.label == "two inputs"
    assert (
        check("pre_activation", lambda x, w, b: np.dot(w, x) + b + (len(x) == 1)).failing.probe.label
        == "a single input"
    )


def test_an_array_where_one_number_is_wanted_is_told_so(make_exercise):
    name = make_exercise(np.sum, (np.array([1.0, 2.0]),))
    assert "should be one number, and yours has shape (2,)" in check(name, lambda z: z).message


def test_the_parts_of_what_is_observed_are_called_by_their_names():
    result = check("training_step", lambda network, images, labels, optimizer: 1.0)
    assert "result 1" not in result.message and "result 2" not in result.message


def test_a_zero_is_shown_without_a_sign():
    assert show(np.array([-0.0, 1.0])) == show(np.array([0.0, 1.0]))


def test_booleans_are_not_numbers(make_exercise):
    name = make_exercise(lambda z: (z > 0).astype(float), (np.array([-1.0, 2.0]),))
    result = check(name, lambda z: z > 0)
    assert not result.passed
    assert "astype" in result.message


@pytest.mark.parametrize(
    "answer, words",
    [
        (lambda z: z.T, "transposed"),
        (lambda z: z.sum(), "all axes"),
        (lambda z: 0, "did a `return` in a loop or an `if` answer for all entries at once?"),
        (lambda z: z[0], "Axis 0 is lost"),
        (lambda z: z[:, 0], "Axis 1 is lost"),
        (lambda z: z[None], "one too many"),
        (lambda z: z[:, :-1], "too short"),
        (lambda z: z.ravel(), "arrangement"),
    ],
)
def test_a_wrong_shape_is_given_with_its_reason(make_exercise, answer, words):
    name = make_exercise(lambda z: z, (np.arange(12.0).reshape(3, 4),))
    result = check(name, answer)
    assert "(3, 4)" in result.message
    assert words in result.message


def test_the_name_of_the_wrong_one_of_several_results_is_given():
    right = next(iter(right_answers("collapse").values()))
    result = check("collapse", lambda weights, biases: (right(weights, biases)[0], np.zeros(7)))
    assert "`b`" in result.message
    result = check("collapse", lambda weights, biases: weights[0])
    assert "return W, b" in result.message


# --- the shape of an error ------------------------------------------------------------------------------------------

SQUARE = np.array([[1.0, 2.0, -4.0], [0.5, 3.0, 7.0], [-6.0, 0.0, 9.0]])


@pytest.mark.parametrize(
    "wrong, words",
    [
        (lambda z: -np.sinh(z), "wrong sign"),
        (lambda z: np.abs(np.sinh(z)), "Negative values have lost their sign."),
        (lambda z: np.round(np.sinh(z)), "rounded to whole numbers"),
        (lambda z: np.sinh(z).astype(int), "cut off"),
        (lambda z: np.sinh(z) // 1, "rounded down"),
        (lambda z: 2.5 * np.sinh(z), "2.5 times"),
        (lambda z: np.sinh(z) / 4, "0.25 times"),
        (lambda z: np.sinh(z) + 0.75, "0.75 too large"),
        (lambda z: np.sinh(z) - 3, "3 too small"),
        (lambda z: 1 - np.sinh(z), "1 minus"),
        (lambda z: np.sinh(z).T, "transposed"),
        (lambda z: np.sinh(z)[:, ::-1], "reverse order along the last axis"),
        (lambda z: np.sinh(z)[::-1, ::-1], "flipped along the last two axes"),
        (lambda z: np.where(z < 0, 0, np.sinh(z)), "where z is negative"),
        (lambda z: np.where(z > 0, z, np.sinh(z)), "where z is positive"),
        (lambda z: np.where(z == 0, 5, np.sinh(z)), "where z = 0"),
    ],
)
def test_the_shape_of_an_error_is_described(make_exercise, wrong, words):
    name = make_exercise(lambda z: np.sinh(z), (SQUARE,), (SQUARE * 0.5 + 0.0,))
    result = check(name, wrong)
    assert result.mistake is None
    assert words in result.message


def test_a_value_that_never_changes_is_called_so():
    assert "as if its arguments played no part" in check("pre_activation", lambda x, w, b: 1.5).message
    assert "played no part" not in check("pre_activation", lambda x, w, b: np.prod(w * x) + b).message


def test_a_second_thing_to_mend_is_noted_where_the_values_are_wrong_and_an_argument_changed():
    def relu(z):
        z[z > 0] = 0
        return z

    assert "Your function also changes `z`, which the caller still needs." in check("relu", relu).notes
    assert not check("relu", lambda z: np.minimum(z, 1)).notes


def test_a_missing_division_by_the_batch_size_is_seen(make_exercise):
    name = make_exercise(lambda x: x.mean(axis=0) + 0.0, (SQUARE,), (np.arange(8.0).reshape(4, 2) + 1,))
    assert "batch size: 3 and 4" in check(name, lambda x: x.sum(axis=0)).message


@pytest.mark.parametrize(
    "fails, words",
    [
        (lambda z: z.dtype == np.float32, "float32"),
        (lambda z: z.ndim >= 2 and len(z) == 1, "a batch of one"),
        (lambda z: z.ndim >= 3, "three or more axes"),
        (lambda z: not z.flags.c_contiguous, "contiguous"),
        (lambda z: np.abs(z).max() > 100, "large numbers"),
    ],
)
def test_what_all_failing_inputs_have_in_common_is_said(make_exercise, fails, words):
    rng = np.random.default_rng(3)
    inputs = (
        rng.standard_normal(5),
        rng.standard_normal((3, 4)),
        rng.standard_normal((1, 4)),
        rng.standard_normal((2, 3, 4)),
        rng.standard_normal(6).astype(np.float32),
        rng.standard_normal(9)[::2],
        rng.standard_normal(5) * 1e4,
    )
    name = make_exercise(lambda z: z * 2, *((z,) for z in inputs))
    rng = np.random.default_rng(4)
    noise = rng.standard_normal(100)
    result = check(
        name,
        lambda z: z * 2 + (noise[: z.size].reshape(z.shape) if fails(z) else 0).astype(z.dtype) if fails(z) else z * 2,
    )
    assert "It fails only for" in result.message
    assert words in result.message


def test_the_smallest_failing_input_is_shown_with_the_entry_that_fails(make_exercise):
    name = make_exercise(lambda z: np.abs(z), (np.arange(-9.0, 9.0),), (np.array([2.0, -3.0]),))
    result = check(name, lambda z: np.where(z == -3, 30, np.abs(z)))
    assert result.failing.probe.label == "input 2"
    assert "z = -3: expected 3, got 30" in result.message
    np.testing.assert_array_equal(result.expected, [2, 3])
    np.testing.assert_array_equal(result.got, [2, 30])


@pytest.mark.parametrize("where", ["nan", "inf"])
def test_nan_and_infinity_are_seen(make_exercise, where):
    name = make_exercise(lambda z: z + 1, (np.array([1.0, -2.0, 4.0]),))
    result = check(name, lambda z: np.where(z < 0, float(where), z + 1))
    assert not result.passed
    assert f"z = -2: expected -1, got {where}" in result.message


def test_infinity_is_right_where_it_is_expected(make_exercise):
    name = make_exercise(lambda z: np.divide(1, z), (np.array([0.0, 2.0]),))
    assert check(name, lambda z: 1 / z).passed
    assert not check(name, lambda z: -1 / z).passed


# --- traces of a call -----------------------------------------------------------------------------------------------


def test_an_argument_changed_in_place_is_named(make_exercise):
    def wrong(x, w):
        w *= 2
        return x + w

    name = make_exercise(lambda x, w: x + 2 * w, (np.arange(3.0), np.ones(3)))
    result = check(name, wrong)
    assert not result.passed
    assert "`w`" in result.message and "`x`" not in result.message


def test_a_list_changed_in_place_is_seen(make_exercise):
    name = make_exercise(lambda weights: weights[-1] + 0, ([np.ones(2), np.zeros(2)],))
    assert "`weights`" in check(name, lambda weights: weights.pop()).message


def test_an_answer_that_depends_on_earlier_calls_does_not_pass():
    calls = []

    def relu(z):
        calls.append(1)
        return np.maximum(z, 0) + (len(calls) > 15)

    result = check("relu", relu)
    assert not result.passed
    assert "second time" in result.message


def test_an_answer_that_comes_only_the_first_time_does_not_pass(monkeypatch):
    monkeypatch.setattr("helpers.exercises.run.sandbox.SECONDS", 0.3)
    calls = []

    def relu(z):
        calls.append(1)
        while len(calls) > 15:
            pass
        return np.maximum(z, 0)

    result = check("relu", relu)
    assert not result.passed
    assert "did not come to an end" in result.message


def test_nothing_is_warned_about_while_mistakes_are_compared(make_exercise, recwarn):
    mistakes = [Mistake("mean_of_nothing", lambda z: z * np.mean(z[:0]), "The slice is empty.")]
    name = make_exercise(lambda z: z + 1, (np.arange(3.0),), mistakes=mistakes)
    assert check(name, lambda z: z * np.nan).mistake == "mean_of_nothing"
    assert not recwarn.list


def test_the_course_keeps_its_own_arrays_whatever_the_function_does_to_its_argument():
    before = [np.copy(probe.args[0]) for probe in declare.get("relu").probes if not probe.make]

    def relu(z):
        z[...] = 7
        return z

    assert not check("relu", relu).passed
    after = [probe.args[0] for probe in declare.get("relu").probes if not probe.make]
    assert all(np.array_equal(b, a) for b, a in zip(before, after))
    assert check("relu", lambda z: np.maximum(z, 0)).passed


def test_a_warning_is_explained_and_does_not_fail_a_right_answer():
    result = check("sigmoid", lambda z: 1 / (1 + np.exp(-z)))
    assert result.passed
    assert "○ Without overflow: not yet." in result.message and "right all the same" in result.message
    assert result.notes == () and "np.where" not in result.message


def test_where_is_said_to_compute_both_branches_in_the_one_sentence_about_them():
    result = check("sigmoid", lambda z: np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z))))
    assert result.passed and result.notes == ()
    assert "infinity, and an operation had no answer" in result.message
    assert "`np.where` computes both of its branches" in result.message


def test_without_overflow_is_a_tick_of_its_own_where_it_is_a_goal():
    result = check("sigmoid", lambda z: 0.5 * (1 + np.tanh(z / 2)))
    assert result.message == "Every answer is right.\n✓ Without overflow: NumPy reported none."


def test_elsewhere_a_right_answer_that_overflows_gets_a_note():
    result = check("sigmoid_grad", lambda z: (1 - 1 / (1 + np.exp(-z))) / (1 + np.exp(-z)))
    assert result.passed and result.message == "Every answer is right."
    (note,) = result.notes
    assert note.startswith("Without overflow: not yet. On the way a number became too large")


def test_a_right_answer_that_met_nan_is_not_said_to_overflow():
    result = check("leaky_relu", lambda z, slope=0.01: np.where(z == 0, 0, np.where(z > 0, 1, slope) * z * z / z))
    assert result.passed
    (note,) = result.notes
    assert note.startswith("Without a warning: not yet.") and "`np.where` computes both" in note


def test_a_wrong_answer_with_a_warning_is_not_called_right():
    result = check("sigmoid", lambda z: 2 / (1 + np.exp(-z)))
    assert any("overflow" in note for note in result.notes)
    assert not any("right" in note for note in result.notes)


def test_too_few_digits_are_named(make_exercise):
    name = make_exercise(lambda z: np.tanh(z), (np.array([0.3, 2.0]),))
    assert "float16" in check(name, lambda z: np.tanh(z).astype(np.float16)).message


# --- recognition ----------------------------------------------------------------------------------------------------


def test_the_first_of_two_mistakes_that_explain_the_outputs_is_shown(make_exercise):
    mistakes = [Mistake("special", lambda z: z * 0, "Special."), Mistake("general", lambda z: z - z, "General.")]
    name = make_exercise(lambda z: z + 1, (np.arange(3.0),), mistakes=mistakes)
    result = check(name, lambda z: np.zeros(3))
    assert (result.mistake, result.message) == ("special", "Special.")


def test_a_mistake_must_explain_every_output(make_exercise):
    mistakes = [Mistake("zeros", lambda z: z * 0, "Zeros.")]
    name = make_exercise(lambda z: z + 1, (np.arange(3.0),), (np.arange(4.0),), mistakes=mistakes)
    assert check(name, lambda z: z * 0 if len(z) == 3 else z).mistake is None


@pytest.mark.parametrize(
    "known, tried",
    [
        (lambda z: max(z, 0), lambda z: z if z > 0 else 0 * z),
        (lambda z: np.log(z - 5), lambda z: np.log(-5.0 + z)),
        (lambda z: z[:2], lambda z: np.array([z[0], z[1]])),
        (lambda z: z > 1, lambda z: np.greater(z, 1)),
        (lambda z: "one", lambda z: "two"),
        (lambda z: np.add(z, 1, out=z), lambda z: np.multiply(np.add(z, 1, out=z), 1)),
        (lambda z: z @ np.ones(7), lambda z: z @ np.ones((9, 2))),
    ],
)
def test_a_mistake_is_recognised_by_what_it_does_not_by_how_it_is_written(make_exercise, known, tried):
    name = make_exercise(lambda z: z + 1, (np.arange(3.0),), mistakes=[Mistake("known", known, "Known.")])
    with contextlib.suppress(Warning):
        assert check(name, tried).mistake == "known"


def test_a_mistake_that_remembers_calls_is_recognised(make_exercise):
    def accumulates(z, total=[0.0]):
        total[0] = total[0] + z
        return total[0]

    def accumulates_elsewhere(z, store={}):
        store["sum"] = store.get("sum", 0) + z
        return store["sum"]

    mistakes = [Mistake("accumulates", accumulates, "It adds up.")]
    name = make_exercise(lambda z: z * 1.0, (np.arange(1.0, 4.0),), mistakes=mistakes)
    assert check(name, accumulates_elsewhere).mistake == "accumulates"
    assert check(name, accumulates).mistake == "accumulates"


# --- the register ---------------------------------------------------------------------------------------------------


def test_exercises_come_in_the_order_of_the_lessons():
    places = [tuple(map(int, exercise.number.split("."))) for exercise in declare.all_exercises()]
    assert places == sorted(places)
    assert (1, 10) in places


def test_two_exercises_cannot_share_a_number(make_exercise):
    make_exercise(lambda z: np.sin(z), (np.zeros(2),))
    other = Exercise("another", "99.1", "", np.sin, (), ())
    with pytest.raises(ValueError, match="already has 99.1 made_0"):
        declare.add(other)


def test_two_mistakes_cannot_share_a_key(tmp_path):
    file = tmp_path / "twice.toml"
    file.write_text("[ways]\n[same]\nsays = 'One.'\n[same]\nsays = 'Two.'\n", encoding="utf-8")
    with pytest.raises(tomllib.TOMLDecodeError, match="same"):
        Catalogue(file, "twice").mistakes


def test_asking_for_one_exercise_loads_one():
    code = (
        "import sys; from helpers.exercises.declare import get; get('1.3'); "
        "print(*sorted(name for name in sys.modules if name.startswith('helpers.exercises.lesson_') and name.count('.') == 3))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert set(loaded) <= {"helpers.exercises.lesson_01.relu", "helpers.exercises.lesson_01.probes"}


def test_a_right_answer_never_reads_the_known_mistakes():
    code = (
        "import numpy as np; from helpers.exercises import check; from helpers.exercises.declare import get; "
        "assert check('relu', lambda z: np.maximum(z, 0)).passed; print('_content' in vars(get('relu').catalogue))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "False"


# --- exercises on objects -------------------------------------------------------------------------------------------


@pytest.fixture
def step_exercise(make_exercise):
    """An exercise whose effect is on an object: add a gradient to a list of parameters, and return the loss."""

    class Model:
        def __init__(self):
            self.parameters = np.array([1.0, -2.0, 3.0])

    def step(model, images):
        loss = float(np.sum(model.parameters * images))
        model.parameters -= images
        return loss

    def forgets_the_step(model, images):
        return float(np.sum(model.parameters * images))

    probe = Probe("a small model", make=lambda: ((Model(), np.array([0.5, 1.0, 2.0])), {}))
    return make_exercise(
        step,
        probe,
        observe=lambda result, args: (result, args[0].parameters),
        mistakes=[Mistake("forgets_the_step", forgets_the_step, "The parameters stay as they are.")],
    )


def test_an_object_may_be_changed_where_that_is_the_exercise(step_exercise):
    def step(model, images):
        loss = float((model.parameters * images).sum())
        model.parameters = model.parameters - images
        return loss

    assert check(step_exercise, step).passed


def test_every_call_gets_an_object_of_its_own(step_exercise):
    result = check(step_exercise, lambda model, images: float(model.parameters @ images))
    assert result.mistake == "forgets_the_step"
    np.testing.assert_array_equal(result.got[1], [1, -2, 3])
    np.testing.assert_array_equal(result.expected[1], [0.5, -3, 1])


def test_an_array_beside_the_object_must_not_be_changed(step_exercise):
    def step(model, images):
        loss = float(np.sum(model.parameters * images))
        model.parameters -= images
        images *= 0
        return loss

    assert "`images`" in check(step_exercise, step).message


# --- results of several parts -----------------------------------------------------------------------------------------


def _dense(change):
    """A right backward pass of a dense layer, one of whose results is changed."""
    return lambda grad_out, x, w: change(grad_out, x, w, grad_out @ w, grad_out.T @ x, grad_out.sum(axis=0))


def test_two_independent_slips_in_two_results_are_both_named():
    result = check("dense_backward", _dense(lambda g, x, w, dx, dw, db: (dx, dw.T, g.mean(axis=0))))
    assert result.mistake == "grad_w_transposed"
    assert result.message.startswith("Two things.\n`grad_w` is transposed.")
    assert "`grad_b` is the mean over the samples." in result.message


def test_three_independent_slips_are_counted():
    result = check("dense_backward", _dense(lambda g, x, w, dx, dw, db: (dx / len(x), dw.T, g.mean(axis=0))))
    assert result.message.startswith("Three things.")


@pytest.mark.parametrize("also", [lambda db: db + 1, lambda db: db[::-1]])
def test_a_slip_is_not_named_beside_one_that_nobody_knows(also):
    result = check("dense_backward", _dense(lambda g, x, w, dx, dw, db: (dx, dw.T, also(db))))
    assert result.mistake is None


def test_a_sentence_that_calls_another_result_right_is_not_said_beside_a_second_slip():
    right = next(iter(right_answers("collapse").values()))

    def wrong(weights, biases):
        return right(weights, biases)[0].T, biases[-1]

    message = check("collapse", wrong).message
    assert message.startswith("Two things: ") and "The matrix is right" not in message


def test_what_one_of_several_results_has_in_common_is_said_and_the_others_are_called_right():
    result = check("dense_backward", _dense(lambda g, x, w, dx, dw, db: (dx, 3 * dw, db)))
    assert "`grad_w`: every value is 3 times the expected one." in result.message
    assert "`grad_x` and `grad_b` are right." in result.message
    result = check("dense_backward", _dense(lambda g, x, w, dx, dw, db: (-dx, 3 * dw, db)))
    assert "`grad_x`: every value has the wrong sign." in result.message
    assert "`grad_b` is right." in result.message


def test_a_result_of_another_shape_on_some_inputs_has_no_factor():
    result = check("dense_backward", _dense(lambda g, x, w, dx, dw, db: (dx, 3 * dw if len(x) > 1 else dw[0], 3 * db)))
    assert "`grad_w`:" not in result.message and "are right" not in result.message
    assert "`grad_b`: every value is 3 times" in result.message or "shape" in result.message


@pytest.mark.parametrize("product", [np.dot, lambda a, b: np.einsum("ij,jk->ik", a, b)])
def test_sizes_that_do_not_fit_are_the_same_mistake_in_every_kind_of_product(product):
    def forward(x, weights, biases, activation):
        for W, b in zip(weights[:-1], biases[:-1]):
            x = activation(product(x, W) + b)
        return product(x, weights[-1]) + biases[-1]

    assert check("forward", forward).mistake == "transpose_forgotten"
