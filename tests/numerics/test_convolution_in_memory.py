"""The fast ways of a convolution give what the general one gives, and keep nothing that somebody else still holds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import convolution
from helpers.convolution import AvgPool2d, Conv2d, MaxPool2d


def passes(layer, x, grad):
    """Return output, input gradient and parameter gradients, as copies."""
    y = layer.forward(x).copy()
    grad_x = layer.backward(grad).copy()
    return y, grad_x, *(layer.grads[name].copy() for name in layer.params)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    sizes=st.tuples(*[st.integers(1, 5)] * 3, *[st.integers(3, 9)] * 2),
    kernel=st.tuples(*[st.integers(1, 3)] * 2),
    stride=st.tuples(*[st.integers(1, 3)] * 2),
    padding=st.tuples(*[st.integers(0, 2)] * 2),
)
def test_all_ways_of_a_convolution_agree(sizes, kernel, stride, padding):
    n, c, f, h, w = sizes
    rng = np.random.default_rng(0)
    layer = Conv2d(c, f, kernel, stride=stride, padding=padding, rng=rng)
    layer.set_params(weight=rng.normal(size=(f, c, *kernel)), bias=rng.normal(size=f))
    x = rng.normal(size=(n, c, h, w))
    grad = rng.normal(size=layer.forward(x).shape)
    plain = passes(layer.fresh(), x, grad)
    with pytest.MonkeyPatch.context() as patch:
        # One matrix for all rows, and every gradient handed back window by window.
        patch.setattr(convolution, "FEW_FILTERS", 0)
        patch.setattr(convolution, "PIXELS_PER_WINDOW", 0)
        general = passes(layer.fresh(), x, grad)
    for one, other in zip(plain, general, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("make", [lambda: Conv2d(2, 3, 3, padding=1), lambda: AvgPool2d(2), lambda: MaxPool2d(2)])
def test_a_result_that_somebody_holds_is_not_written_over_by_the_next_batch(make):
    layer, rng = make(), np.random.default_rng(0)
    x, other = rng.normal(size=(2, 4, 2, 6, 6)).astype(np.float32)
    y = layer.forward(x)
    grad_x = layer.backward(np.ones_like(y))
    kept, kept_grad = y.copy(), grad_x.copy()
    layer.backward(2 * np.ones_like(layer.forward(other)))
    np.testing.assert_array_equal(y, kept)
    np.testing.assert_array_equal(grad_x, kept_grad)


def test_batches_of_different_sizes_one_after_the_other_are_all_right():
    layer, rng = Conv2d(1, 2, 3, padding=1), np.random.default_rng(0)
    images = rng.normal(size=(7, 1, 5, 6)).astype(np.float32)
    whole = layer.forward(images)
    for size in (3, 7, 1, 3):
        np.testing.assert_allclose(layer.forward(images[:size]), whole[:size], rtol=1e-5, atol=1e-6)


def test_the_same_numbers_come_out_whatever_the_order_of_the_images_in_memory():
    layer, rng = Conv2d(2, 3, 3, padding=1), np.random.default_rng(0)
    x = rng.normal(size=(5, 2, 6, 7))
    for order in ("C", "F"):
        np.testing.assert_allclose(layer.forward(np.array(x, order=order)), layer.forward(x), rtol=1e-12)
