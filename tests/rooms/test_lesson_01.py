"""Lesson 01: references against references from outside, slopes that are not derivatives, and what is tried."""

import warnings

import numpy as np
import pytest
from answers import right_answers
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from helpers.exercises import check
from helpers.exercises.declare import get
from helpers.exercises.lesson_01 import TITLES
from helpers.exercises.lesson_01.probes import ELEMENTWISE, ROWS, SLOPES

ACTIVATIONS = ["identity", "relu", "leaky_relu", "sigmoid", "tanh"]


def argument(probe):
    """Return the array that a probe hands in."""
    return (probe.make()[0] if probe.make else probe.args)[0]


# --- slopes that are not derivatives ----------------------------------------------------------------------------------

STEPS = {
    "forward": lambda f, z, h: (f(z + h) - f(z)) / h,
    "backward": lambda f, z, h: (f(z) - f(z - h)) / h,
    "central": lambda f, z, h: (f(z + h) - f(z - h)) / (2 * h),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("h", [1e-3, 1e-5, 1e-7])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_slope_taken_from_a_small_step_is_asked_about(name, h, step):
    f = get(name).reference
    result = check(f"{name}_grad", lambda z, *args, **named: STEPS[step](lambda x: f(x, *args, **named), z, h))
    assert not result.passed
    assert "Are your slopes taken from a small step" in result.message


@pytest.mark.parametrize(
    "name, wrong",
    [
        ("tanh_grad", lambda z: np.round(1 - np.tanh(z) ** 2, 4)),
        ("tanh_grad", lambda z: 1 - np.tanh(z) ** 2 + 0.1),
        ("sigmoid_grad", lambda z: (1 - np.tanh(z / 2) ** 2) / 4.5),
        ("relu_grad", lambda z: np.where(z >= 0, 1.0, 0.0) + 0.0 * z + (z == 0) * 0.25),
        ("tanh", lambda z: (np.tanh(z + 1e-5) + np.tanh(z - 1e-5)) / 2 + 1e-6),
    ],
)
def test_other_wrong_slopes_are_not_taken_for_a_small_step(name, wrong):
    result = check(name, wrong)
    assert not result.passed
    assert "small step" not in result.message


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_slope_between_neighbours_is_recognised(name):
    activation = get(name).reference
    neighbours = check(f"{name}_grad", lambda z, *slope: np.gradient(activation(z, *slope)))
    assert neighbours.mistake == "differences_of_neighbours"
    along = check(f"{name}_grad", lambda z, *slope: np.gradient(activation(z, *slope), z))
    assert along.mistake == "differences_along_the_array"


# --- the references, against references from outside ------------------------------------------------------------------


def floats(dtype, limit):
    numbers = st.floats(-limit, limit, width=np.dtype(dtype).itemsize * 8, allow_subnormal=False)
    return hnp.arrays(dtype, hnp.array_shapes(min_dims=1, max_dims=4, max_side=4), elements=numbers)


DTYPES = st.sampled_from([np.float32, np.float64])
ANY_ARRAY = DTYPES.flatmap(lambda dtype: floats(dtype, 16384.0))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(z=ANY_ARRAY)
def test_sigmoid_and_softmax_agree_with_scipy(z):
    special = pytest.importorskip("scipy.special")
    rtol = 1e-12 if z.dtype == np.float64 else 1e-5
    np.testing.assert_allclose(get("sigmoid").reference(z), special.expit(z), rtol=rtol, atol=1e-30)
    np.testing.assert_allclose(get("softmax").reference(z), special.softmax(z, axis=-1), rtol=rtol, atol=1e-30)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(z=floats(np.float64, 6.0), name=st.sampled_from(ACTIVATIONS))
def test_derivatives_agree_with_finite_differences(z, name):
    z = np.where(np.abs(z) < 1e-3, 0.5, z)  # a difference quotient across the kink at 0 has no meaning
    function, derivative = get(name).reference, get(name + "_grad").reference
    step = 1e-5
    slope = (function(z + step) - function(z - step)) / (2 * step)
    # The quotient is off by step²/6 times the third derivative (at most 2) plus a rounding error of 1e-16/step.
    np.testing.assert_allclose(derivative(z), slope, atol=1e-9)


def test_derivatives_at_the_kink_follow_the_convention_of_the_course():
    zero = np.zeros(1)
    assert get("relu_grad").reference(zero) == 0
    assert get("leaky_relu_grad").reference(zero, 0.2) == 0.2


# --- what is tried, and on how many right answers ---------------------------------------------------------------------


@pytest.mark.parametrize("name", TITLES)
def test_each_small_exercise_has_been_tried_on_many_right_answers(name):
    assert len(right_answers(name)) >= 8


@pytest.mark.parametrize("name", TITLES)
def test_activations_are_tried_on_large_numbers_without_a_warning(name):
    exercise = get(name)
    assert max(np.abs(argument(probe)).max() for probe in exercise.probes) == 1e4
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for probe in exercise.probes:
            args = probe.make()[0] if probe.make else probe.args
            assert np.isfinite(exercise.reference(*args)).all()


def test_probes_cover_the_cases_in_which_answers_differ():
    arrays = [argument(probe) for probe in ELEMENTWISE]
    assert {array.ndim for array in arrays} >= {1, 2, 4}
    assert {array.dtype for array in arrays} == {np.dtype(np.float32), np.dtype(np.float64), np.dtype(int)}
    assert any(not array.flags.c_contiguous for array in arrays)
    assert any(array.shape[0] == 1 and array.ndim == 2 for array in arrays)
    assert any((array == 0).any() for array in arrays) and any(np.abs(array).max() == 1e4 for array in arrays)
    firsts = [array.flat[0] for array in arrays]
    assert min(firsts) < 0 < max(firsts)


def test_slopes_are_tried_on_both_sides_of_one_and_left_out():
    slopes = [probe.args[1] if len(probe.args) > 1 else None for probe in SLOPES]
    given_slopes = [slope for slope in slopes if slope is not None]
    assert None in slopes and min(given_slopes) < 1 < max(given_slopes)


def test_rows_cover_the_axes_and_the_shifts_in_which_answers_differ():
    arrays = [argument(probe) for probe in ROWS]
    assert {array.ndim for array in arrays} >= {1, 2, 4}
    assert any(array.ndim == 2 and array.shape[0] == array.shape[1] for array in arrays)
    tables = [array for array in arrays if array.ndim == 2]
    # A shift by the maximum of the whole batch is right unless one row lies far below another.
    assert any(np.ptp(table.max(axis=-1)) > 1000 for table in tables)


# --- two slips made at once -------------------------------------------------------------------------------------------


def tanh_of_half_the_size(z):
    e = np.exp(-abs(z))
    return (1 - e) / (1 + e)


def log_softmax_along_axis_one(z):
    m = np.max(z, axis=1, keepdims=True)
    return z - m - np.log(np.sum(np.exp(z - m), axis=1, keepdims=True))


def softmax_of_scaled_columns(z):
    e = np.exp(z / (np.max(np.abs(z)) + 1e-8))
    return e / e.sum(axis=0)


@pytest.mark.parametrize(
    "name, wrong, first, second",
    [
        ("tanh", tanh_of_half_the_size, "the exponent needs a factor of 2", "the sign of `z` is not put back"),
        (
            "softmax",
            log_softmax_along_axis_one,
            "`axis=1` is the last axis in a table only",
            "the logarithms are returned",
        ),
        ("softmax", softmax_of_scaled_columns, "the sum runs down the first axis", "`z` is divided by a number"),
    ],
    ids=["tanh", "log_softmax", "scaled_columns"],
)
def test_two_slips_at_once_are_both_named(name, wrong, first, second):
    message = check(name, wrong).message
    assert message.startswith("Two things: ")
    assert first in message and second in message


def test_an_identity_matrix_does_not_pass_for_the_identity():
    result = check("identity", lambda z: np.eye(z.shape[0]) @ z)
    assert not result.passed and result.mistake == "times_an_identity_matrix"
