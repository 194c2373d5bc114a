"""What explorers are put together from: controls, words for numbers, the learner's functions, and one refusal."""

import numpy as np
import pytest

from helpers import activations
from helpers.exercises import decorator
from helpers.explorers.frame import (
    ELEMENTWISE,
    activation_list,
    cell,
    check_choice,
    checkbox,
    dropdown,
    functions,
    number,
    only_if,
    say,
    slider,
    toggles,
)
from helpers.figures import style

# ---- one refusal ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value, allowed, words",
    [
        ("swish", ("relu", "tanh"), "expected one of 'relu', 'tanh', got 'swish'"),
        ("swish", {"relu": 1}, "expected one of 'relu', got 'swish'"),
        (["relu"], {"relu": 1}, r"expected one of 'relu', got \['relu'\]"),
        (None, ("relu",), "expected one of 'relu', got None"),
        (0, range(1, 9), "expected a whole number from 1 to 8, got 0"),
        (9, range(1, 9), "expected a whole number from 1 to 8, got 9"),
        (2.0, range(1, 9), r"expected a whole number from 1 to 8, got 2\.0"),
        (True, range(1, 9), "expected a whole number from 1 to 8, got True"),
        ("2", range(1, 9), "expected a whole number from 1 to 8, got '2'"),
        (np.array([2, 3]), range(1, 9), r"expected a whole number from 1 to 8, got array\(\[2, 3\]\)"),
        (17, range(16, 49, 16), "expected a whole number from 16 to 48 in steps of 16, got 17"),
    ],
)
def test_a_refusal_names_the_argument_what_was_expected_and_what_came(value, allowed, words):
    with pytest.raises(ValueError, match=f"^size: {words}$"):
        check_choice("size", value, allowed)


def test_what_is_allowed_comes_back_and_a_number_as_a_plain_one():
    assert check_choice("name", "relu", ("relu", "tanh")) == "relu"
    chosen = check_choice("depth", np.int64(3), range(1, 9))
    assert chosen == 3 and type(chosen) is int


# ---- controls -------------------------------------------------------------------------------------------------------


def test_sliders_keep_whole_numbers_whole_and_show_the_digits_of_their_step():
    assert isinstance(slider("n", 3, 0, 8, 1).value, int)
    fine = slider("z", 1.0, -5.0, 5.0, 0.05)
    assert (fine.value, fine.readout_format) == (1.0, ".2f")
    assert fine.continuous_update


@pytest.mark.parametrize(
    "control",
    [
        slider("A label", 1, 0, 2, 1),
        dropdown("A label", ["a", "b"], "a"),
        activation_list("A label", "relu"),
        toggles("A label", ["a", "b"], "a"),
        checkbox("A label", True),
        number("A label", 0.5),
        cell("A label", 0.5),
    ],
    ids=lambda control: type(control).__name__,
)
def test_every_control_has_its_label_and_can_be_hidden_and_shown(control):
    assert control.description == "A label"
    shown = control.layout.display
    only_if(False, control)
    assert control.layout.display == "none"
    only_if(True, control)
    assert control.layout.display == shown
    assert control.layout.max_width == "100%" or control.layout.width in ("110px", "74px")


def test_a_longer_label_takes_nothing_from_its_slider():
    short, long = slider("z", 1, 0, 2, 1), slider("Width of the inputs", 1, 0, 2, 1)
    assert int(long.layout.width[:-2]) - int(short.layout.width[:-2]) > 100


def test_the_activations_that_work_number_by_number_are_offered_under_the_names_that_readers_know():
    assert set(ELEMENTWISE) == set(activations.ACTIVATIONS)
    assert activation_list("Activation", "tanh").options == tuple((style.LABELS[name], name) for name in ELEMENTWISE)


# ---- words and functions --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number, spec, words",
    [(-0.5, ".3g", "−0.5"), (-0.0001, ".2f", "0.00"), (0.0, ".3g", "0"), (-1e-16, ".0e", "−1e−16"),
     (float("nan"), ".3g", "nan"), (float("-inf"), ".3g", "−inf")],
)  # fmt: skip
def test_numbers_are_written_as_in_print(number, spec, words):
    assert say(number, spec) == words


def test_whether_a_function_is_quick_enough_is_measured_once_for_each_size(monkeypatch):
    now, calls = [0.0], []
    monkeypatch.setattr(functions.time, "perf_counter", lambda: now[0])
    monkeypatch.setattr(functions, "_quick", {})

    def looping(x):
        calls.append(np.shape(x))
        now[0] += 0.001 * np.size(x)

    for _ in range(3):
        assert functions.quick_enough(looping, np.zeros(1))
        assert not functions.quick_enough(looping, np.zeros((2, 2)))
    assert calls == [(1,), (1,), (2, 2), (2, 2)]


def test_the_function_under_a_slider_is_the_learners_once_it_has_passed(monkeypatch):
    monkeypatch.setattr(decorator, "_passed", {})
    theirs = functions.learners("relu")
    monkeypatch.setitem(decorator._passed, "relu", abs)
    assert functions.learners("relu") is abs is not theirs
    with pytest.raises(KeyError, match="no exercise 'swish'"):
        functions.learners("swish")


@pytest.mark.parametrize("slow", ["tanh", "tanh_grad"])
def test_a_pair_is_the_learners_only_if_both_are_quick(slow, monkeypatch):
    own = {"tanh": lambda z: z, "tanh_grad": lambda z: z + 1}
    monkeypatch.setattr(functions, "learners", own.__getitem__)
    monkeypatch.setattr(functions, "quick_enough", lambda function, z: True)
    assert functions.quick_pair("tanh", np.zeros(3)) == (own["tanh"], own["tanh_grad"], False)
    monkeypatch.setattr(functions, "quick_enough", lambda function, z: function is not own[slow])
    assert functions.quick_pair("tanh", np.zeros(3)) == (activations.tanh, activations.tanh_grad, True)
