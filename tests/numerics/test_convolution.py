"""Convolution and pooling: against plain loops, SciPy and finite differences."""

import numpy as np
import pytest
from finite_differences import check_layer
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.convolution import AvgPool2d, Conv2d, MaxPool2d
from helpers.layers import ReLU


def numbers(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape)


def distinct(*shape):
    """No two numbers nearer than 0.1, so that a small step cannot change which one is largest."""
    return np.random.default_rng(0).permutation(int(np.prod(shape))).reshape(shape) / 10


def by_loops(x, window, kernel, stride, padding, fill):
    """Apply ``window`` to every window of every image, one after the other: the definition, spelt out."""
    (kh, kw), (sh, sw), (ph, pw) = kernel, stride, padding
    x = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)), constant_values=fill)
    rows = range(0, x.shape[2] - kh + 1, sh)
    columns = range(0, x.shape[3] - kw + 1, sw)
    return np.array([[[window(image[:, i : i + kh, j : j + kw]) for j in columns] for i in rows] for image in x]
                    ).transpose(0, 3, 1, 2)  # fmt: skip


# Kernel, stride, padding; none of them square, then the usual ones, then windows that leave a rest or do not touch.
WINDOWS = [
    ((2, 3), (2, 1), (1, 0)),
    ((3, 2), (1, 3), (0, 1)),
    ((3, 3), (1, 1), (1, 1)),
    ((2, 2), (2, 2), (0, 0)),
    ((1, 1), (1, 1), (0, 0)),
    ((3, 3), (2, 2), (2, 2)),
    ((2, 2), (3, 3), (0, 0)),
    ((5, 4), (1, 1), (0, 0)),
]
EVERY_WINDOW = pytest.mark.parametrize(("kernel", "stride", "padding"), WINDOWS)


@EVERY_WINDOW
@pytest.mark.parametrize("bias", [True, False])
def test_convolution_is_the_sum_that_its_definition_says(kernel, stride, padding, bias):
    layer = Conv2d(2, 3, kernel, stride, padding, bias=bias, rng=np.random.default_rng(1))
    weight, shift = layer.params["weight"].astype(float), np.zeros(3)
    if bias:
        shift[...] = layer.params["bias"][...] = [1, -2, 3]
    x = numbers(4, 2, 6, 7)
    expected = by_loops(x, lambda w: (weight * w).sum(axis=(1, 2, 3)) + shift, kernel, stride, padding, fill=0)
    assert layer.output_shape((2, 6, 7)) == expected.shape[1:]
    # float64 input with float32 weights: NumPy computes in float64.
    np.testing.assert_allclose(layer(x), expected, rtol=1e-12, atol=1e-12)


def test_convolution_does_not_flip_the_kernel():
    signal = pytest.importorskip("scipy.signal")
    layer = Conv2d(1, 1, (2, 3), bias=False, rng=np.random.default_rng(1))
    x = numbers(1, 1, 5, 7)
    expected = signal.correlate2d(x[0, 0], layer.params["weight"][0, 0], mode="valid")
    np.testing.assert_allclose(layer(x)[0, 0], expected, rtol=1e-12, atol=1e-12)


@EVERY_WINDOW
@pytest.mark.parametrize("bias", [True, False])
def test_convolution_has_the_right_gradients(kernel, stride, padding, bias):
    check_layer(Conv2d(2, 3, kernel, stride, padding, bias=bias, rng=np.random.default_rng(1)), numbers(2, 2, 5, 6))


@EVERY_WINDOW
def test_average_pooling_is_the_mean_of_each_window_with_padded_zeros_counted(kernel, stride, padding):
    x = numbers(4, 2, 6, 7)
    expected = by_loops(x, lambda w: w.mean(axis=(1, 2)), kernel, stride, padding, fill=0)
    layer = AvgPool2d(kernel, stride, padding)
    assert layer.output_shape((2, 6, 7)) == expected.shape[1:]
    np.testing.assert_allclose(layer(x), expected, rtol=1e-13, atol=1e-15)


@EVERY_WINDOW
def test_max_pooling_is_the_largest_of_each_window_and_padding_never_wins(kernel, stride, padding):
    x = numbers(4, 2, 6, 7) - 10
    expected = by_loops(x, lambda w: w.max(axis=(1, 2)), kernel, stride, padding, fill=-np.inf)
    assert np.isfinite(expected).all()
    layer = MaxPool2d(kernel, stride, padding)
    assert layer.output_shape((2, 6, 7)) == expected.shape[1:]
    assert np.array_equal(layer(x), expected)


@EVERY_WINDOW
def test_pooling_has_the_right_gradients(kernel, stride, padding):
    check_layer(AvgPool2d(kernel, stride, padding), numbers(2, 2, 5, 6))
    check_layer(MaxPool2d(kernel, stride, padding), distinct(2, 2, 5, 6))


def test_the_gradient_of_a_tie_goes_to_the_first_in_reading_order():
    pool = MaxPool2d(2)
    x = np.array([[5, 5, 1, 2], [5, 5, 2, 2], [0, 3, 0, 0], [3, 0, 0, 0]], float)[None, None]
    pool(x)
    grad = pool.backward(np.array([[1, 2], [3, 4]], float)[None, None])
    assert np.array_equal(grad[0, 0], [[1, 0, 0, 2], [0, 0, 0, 0], [0, 3, 4, 0], [0, 0, 0, 0]])


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_max_pooling_hands_on_every_gradient_once_however_many_ties(data):
    kernel = data.draw(st.tuples(*[st.integers(1, 3)] * 2))
    stride = data.draw(st.tuples(*[st.integers(1, 3)] * 2))
    x = np.random.default_rng(data.draw(st.integers(0, 99))).integers(0, 2, size=(2, 2, 5, 6)).astype(float)
    pool = MaxPool2d(kernel, stride)
    y = pool(x)
    grad = np.ones_like(y)
    back = pool.backward(grad)
    assert back.sum() == grad.sum()
    # Nothing that is smaller than every maximum it competes for receives anything.
    assert not back[(x == 0) & (y.min() > 0)].any()


def test_a_number_for_the_size_means_the_same_in_both_directions():
    x = numbers(2, 1, 6, 6)
    one = Conv2d(1, 2, 3, stride=2, padding=1, rng=np.random.default_rng(1))
    two = Conv2d(1, 2, (3, 3), stride=(2, 2), padding=(1, 1), rng=np.random.default_rng(1))
    assert np.array_equal(one(x), two(x))
    for pool in (AvgPool2d, MaxPool2d):
        assert np.array_equal(pool(2)(x), pool((2, 2), stride=(2, 2), padding=(0, 0))(x))


EVERY_LAYER = [Conv2d(2, 3, 3, padding=1), Conv2d(2, 3, (2, 3)), AvgPool2d(2), AvgPool2d(3, 1, 1), MaxPool2d(2),
               MaxPool2d(3, 2, 1)]  # fmt: skip
FOR_EVERY_LAYER = pytest.mark.parametrize("layer", EVERY_LAYER, ids=repr)


@FOR_EVERY_LAYER
def test_the_memory_order_of_the_input_makes_no_difference(layer):
    x = numbers(4, 2, 6, 8)
    images_last = np.moveaxis(np.ascontiguousarray(np.moveaxis(x, 0, -1)), -1, 0)
    strided = np.repeat(x, 2, axis=2)[:, :, ::2]
    expected = layer(x)
    assert np.array_equal(layer(images_last), expected)
    assert np.array_equal(layer(strided), expected)
    assert np.array_equal(layer(np.asfortranarray(x)), expected)


@FOR_EVERY_LAYER
def test_an_image_gives_the_same_whatever_batch_it_is_in(layer):
    x = numbers(4, 2, 6, 8)
    # Matrix products of different shapes may add in a different order: a few roundings of float64.
    np.testing.assert_allclose(layer(x)[1:2], layer(x[1:2]), rtol=1e-12, atol=1e-13)


@FOR_EVERY_LAYER
def test_an_empty_batch_gives_an_empty_batch(layer):
    x = np.zeros((0, 2, 6, 8), np.float32)
    y = layer(x)
    assert y.shape == (0, *layer.output_shape((2, 6, 8)))
    assert layer.backward(y).shape == x.shape


@FOR_EVERY_LAYER
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_float_type_of_the_input_is_kept(layer, dtype):
    y = layer(numbers(4, 2, 6, 8).astype(dtype))
    assert y.dtype == dtype
    assert layer.backward(y).dtype == dtype


@FOR_EVERY_LAYER
def test_results_that_you_hold_never_change(layer):
    x = numbers(4, 2, 6, 8)
    y = layer(x)
    grad = layer.backward(numbers(*y.shape, seed=1))
    held = x.copy(), y.copy(), grad.copy()
    for seed in (2, 3):
        layer(numbers(4, 2, 6, 8, seed=seed))
        layer.backward(numbers(*y.shape, seed=seed + 10))
    for now, before in zip((x, y, grad), held):
        assert np.array_equal(now, before)


@FOR_EVERY_LAYER
def test_backward_before_forward_says_so(layer):
    with pytest.raises(RuntimeError, match="backward needs a forward pass first"):
        layer.fresh().backward(np.ones((4, 2, 3, 4)))


def test_max_pooling_before_relu_gives_what_relu_before_max_pooling_gives():
    x = numbers(4, 2, 6, 8)
    assert np.array_equal(MaxPool2d(2)(ReLU()(x)), ReLU()(MaxPool2d(2)(x)))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Conv2d(3, 8, 3)(np.zeros((2, 1, 8, 8))), r"x: Conv2d\(3, 8, 3\) expects 3 channels, got 1"),
        (lambda: Conv2d(1, 8, 3)(np.zeros((8, 8))), r"expects 4 dimensions \(batch first\), got shape \(8, 8\)"),
        (lambda: MaxPool2d(2)(np.zeros((8, 8))), r"x: MaxPool2d\(2\) expects 4 dimensions"),
        (lambda: Conv2d(1, 8, 5)(np.zeros((2, 1, 4, 9))), "larger than its padded input of height 4 and width 9"),
        (lambda: AvgPool2d((2, 9))(np.zeros((2, 1, 4, 8))), r"AvgPool2d\(\(2, 9\)\) has a window larger than"),
        (lambda: Conv2d(1, 8, 0), "kernel_size: expected an int or a pair of ints, each at least 1, got 0"),
        (lambda: Conv2d(1, 8, (3, 3, 3)), "kernel_size: expected an int or a pair"),
        (lambda: Conv2d(1, 8, 3, stride=0), "stride: expected an int or a pair of ints, each at least 1, got 0"),
        (lambda: Conv2d(1, 8, 3, padding=-1), "padding: expected an int or a pair of ints, each at least 0, got -1"),
        (lambda: Conv2d(1, 8, 2.0), "kernel_size: expected an int or a pair of ints, each at least 1, got 2.0"),
        (lambda: Conv2d(0, 8, 3), "in_channels: expected a whole number, at least 1, got 0"),
        (lambda: MaxPool2d(2, padding=2), r"padding: expected less than the kernel_size \(2, 2\), got \(2, 2\)"),
        (lambda: Conv2d(3, 8, 3).output_shape((1, 8, 8)), r"input_shape: Conv2d\(3, 8, 3\) expects 3 channels"),
        (lambda: MaxPool2d(2).output_shape((64,)), r"input_shape: MaxPool2d\(2\) expects \(C, H, W\), got \(64,\)"),
    ],
)
def test_errors_name_what_was_expected_and_what_came(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize("text", ["Conv2d(1, 8, 3)", "Conv2d(1, 8, (2, 3), stride=2, padding=(0, 1))", "AvgPool2d(2)",
                                  "MaxPool2d(3, stride=2, padding=1)", "MaxPool2d((2, 3))"])  # fmt: skip
def test_a_layer_prints_as_it_was_written(text):
    assert repr(eval(text)) == text
