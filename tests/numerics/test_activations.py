"""Activations: values and derivatives, against SciPy and finite differences."""

import numpy as np
import pytest
from finite_differences import TOLERANCE
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from helpers import activations
from helpers.activations import ACTIVATIONS, leaky_relu, leaky_relu_grad, relu, relu_grad, softmax

special = pytest.importorskip("scipy.special")
pytestmark = pytest.mark.filterwarnings("error")

FUNCTIONS = {f.__name__: f for pair in ACTIVATIONS.values() for f in pair}
EVERY_FUNCTION = pytest.mark.parametrize("f", FUNCTIONS.values(), ids=FUNCTIONS)
BOTH_TYPES = pytest.mark.parametrize("dtype", [np.float32, np.float64])
HUGE = np.array([-1e4, -745.2, -710.0, -104.0, -88.8, -1e-30, 0.0, 1e-30, 88.8, 104.0, 710.0, 745.2, 1e4])
NUMBERS = st.floats(-1e4, 1e4, width=32)


@pytest.mark.parametrize("name", ["identity", "sigmoid", "tanh", "relu", "leaky_relu"])
def test_the_dictionary_holds_each_function_with_its_derivative(name):
    pair = ACTIVATIONS[name]
    assert pair.function is getattr(activations, name)
    assert pair.derivative is getattr(activations, f"{name}_grad")
    assert len(ACTIVATIONS) == 5


def test_relu_passes_nothing_below_zero():
    assert np.array_equal(relu([-3.0, -0.5, 0.0, 0.5, 3.0]), [0, 0, 0, 0.5, 3])


def test_the_slope_of_relu_at_zero_is_zero():
    assert np.array_equal(relu_grad([-1.0, 0.0, 1.0]), [0, 0, 1])


@pytest.mark.parametrize("slope", [0.01, 0.3, 0.0, 1.0, 2.5, -0.5])
def test_leaky_relu_bends_only_the_negative_side(slope):
    assert np.allclose(leaky_relu([-2.0, 0.0, 2.0], slope), [-2 * slope, 0, 2], rtol=1e-15, atol=0)
    assert np.array_equal(leaky_relu_grad([-2.0, 0.0, 2.0], slope), [slope, slope, 1])


@BOTH_TYPES
def test_sigmoid_agrees_with_scipy_over_the_whole_range(dtype):
    z = np.concatenate([np.linspace(-60, 60, 2001), HUGE]).astype(dtype)
    expected = special.expit(z.astype(np.float64))
    # Relative to the value, however small it is, down to what the type can hold at all: a few roundings.
    tiny = np.finfo(dtype).tiny
    np.testing.assert_allclose(activations.sigmoid(z), expected, rtol=8 * np.finfo(dtype).eps, atol=tiny)
    expected = special.expit(z.astype(np.float64)) * special.expit(-z.astype(np.float64))
    np.testing.assert_allclose(activations.sigmoid_grad(z), expected, rtol=8 * np.finfo(dtype).eps, atol=tiny)


@BOTH_TYPES
def test_the_derivative_of_tanh_keeps_its_digits_where_tanh_saturates(dtype):
    z = np.concatenate([np.linspace(-40, 40, 2001), HUGE]).astype(dtype)
    with np.errstate(over="ignore"):
        expected = 1 / np.cosh(z.astype(np.float64)) ** 2
    tiny = np.finfo(dtype).tiny
    np.testing.assert_allclose(activations.tanh_grad(z), expected, rtol=16 * np.finfo(dtype).eps, atol=tiny)


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(z=st.floats(-8, 8).filter(lambda z: abs(z) > 1e-3))
def test_every_derivative_is_the_slope_of_its_function(name, z):
    function, derivative = ACTIVATIONS[name]
    slope = (function(z + 1e-5) - function(z - 1e-5)) / 2e-5
    np.testing.assert_allclose(derivative(z), slope, **TOLERANCE)


@EVERY_FUNCTION
@BOTH_TYPES
def test_large_inputs_give_finite_numbers_without_a_warning(f, dtype):
    z = HUGE.astype(dtype)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        result = f(z)
    assert result.dtype == dtype
    assert np.isfinite(result).all()
    assert np.abs(result).max() <= 1e4


@EVERY_FUNCTION
@BOTH_TYPES
@pytest.mark.parametrize("shape", [(), (0,), (5,), (3, 4), (0, 3), (2, 3, 4, 5)])
def test_shape_and_type_are_kept(f, dtype, shape):
    result = np.asarray(f(np.ones(shape, dtype)))
    assert result.shape == shape
    assert result.dtype == dtype


@EVERY_FUNCTION
@given(z=arrays(np.float32, array_shapes(min_dims=1, max_dims=3, max_side=4), elements=NUMBERS))
def test_an_array_is_treated_entry_by_entry_and_left_as_it_was(f, z):
    before = z.copy()
    result = f(z)
    assert np.array_equal(z, before)
    assert not np.shares_memory(result, z)
    # The vectorised and the scalar loops of NumPy may round the last bit or two in different ways.
    entries = np.array([f(np.float32(entry)) for entry in z.ravel()]).reshape(z.shape)
    np.testing.assert_allclose(result, entries, rtol=4 * np.finfo(np.float32).eps, atol=np.finfo(np.float32).tiny)


@EVERY_FUNCTION
def test_strided_views_give_what_their_copies_give(f):
    z = np.random.default_rng(0).normal(size=(6, 8))
    for view in (z[::2, ::-3], z.T, np.moveaxis(z.reshape(2, 3, 8), 0, -1)):
        np.testing.assert_allclose(f(view), f(view.copy()), rtol=4 * np.finfo(float).eps)


@EVERY_FUNCTION
@pytest.mark.parametrize("z", [3, [1, -2], [[True, False]], np.arange(-3, 3), np.float16([1, -1])], ids=str)
def test_anything_but_float32_becomes_float64(f, z):
    assert np.asarray(f(z)).dtype == np.float64
    assert np.array_equal(f(z), f(np.asarray(z, np.float64)))


@EVERY_FUNCTION
@pytest.mark.parametrize("z", ["relu", None, [1j], [[1], [1, 2]]], ids=repr)
def test_what_is_no_number_is_refused(f, z):
    with pytest.raises((TypeError, ValueError)):
        f(z)


@BOTH_TYPES
@pytest.mark.parametrize("axis", [0, 1, -1])
def test_softmax_agrees_with_scipy(dtype, axis):
    z = (np.random.default_rng(1).normal(size=(5, 7)) * 20).astype(dtype)
    result = softmax(z, axis=axis)
    assert result.dtype == dtype
    # The exponent of a number near 100 carries the rounding of that number: 100 units in the last place.
    expected = special.softmax(z.astype(float), axis)
    np.testing.assert_allclose(result, expected, rtol=200 * np.finfo(dtype).eps, atol=1e-37)


@BOTH_TYPES
def test_softmax_stays_exact_within_a_row_of_very_different_logits(dtype):
    z = np.array([[-1e4, 0, 1e4], [1e4, 1e4, -1e4], [1000, 999, -1000]], dtype)
    with np.errstate(over="raise", invalid="raise"):
        result = softmax(z)
    e = np.exp(-1.0)
    np.testing.assert_allclose(result, [[0, 0, 1], [0.5, 0.5, 0], [1 / (1 + e), e / (1 + e), 0]], rtol=1e-6)


@given(z=arrays(np.float64, (3, 4), elements=st.floats(-1e4, 1e4)), shift=st.floats(-100, 100))
def test_softmax_gives_probabilities_that_a_common_shift_does_not_change(z, shift):
    p = softmax(z)
    assert (p >= 0).all()
    np.testing.assert_allclose(p.sum(axis=1), 1, rtol=1e-14)
    # Adding the shift rounds the logits, by up to 1e-12 at 1e4.
    np.testing.assert_allclose(softmax(z + shift), p, rtol=1e-10, atol=1e-300)


def test_softmax_of_two_logits_is_the_sigmoid_of_their_difference():
    z = np.linspace(-30, 30, 41)
    pairs = np.stack([z, np.zeros_like(z)], axis=1)
    np.testing.assert_allclose(softmax(pairs)[:, 0], activations.sigmoid(z), rtol=1e-14)


@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0), (2, 0, 4)])
def test_softmax_of_nothing_is_nothing(shape):
    assert softmax(np.zeros(shape, np.float32)).shape == shape


def test_softmax_of_a_single_number_is_refused():
    with pytest.raises(ValueError, match="at least one dimension"):
        softmax(3.0)
