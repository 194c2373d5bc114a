"""Collapsing a linear network into one matrix, and refusing to where there is none."""

import numpy as np
import pytest

from helpers.base import Layer
from helpers.collapse import NotLinearError, collapse, superposition
from helpers.convolution import AvgPool2d, Conv2d, MaxPool2d
from helpers.layers import (
    BatchNorm2d,
    Dense,
    Dropout,
    Flatten,
    Identity,
    LeakyReLU,
    ReLU,
    Sigmoid,
    Softmax,
    Tanh,
)
from helpers.network import Sequential

LINEAR = [Dense(3, 5), Conv2d(2, 3, (2, 3), stride=(1, 2), padding=1), AvgPool2d(2), AvgPool2d(3, 1, 1), Flatten(),
          Identity(), Dropout(0.5), BatchNorm2d(2), LeakyReLU(1.0)]  # fmt: skip
NOT_LINEAR = [ReLU(), LeakyReLU(), LeakyReLU(0.999), Sigmoid(), Tanh(), Softmax(), MaxPool2d(2)]


def shape_for(layer):
    return (3,) if isinstance(layer, Dense) else (2, 5, 6)


def numbers(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape)


def agrees(network, matrix, bias, x):
    """Do the matrix and the network give the same on ``x``, to the rounding of float64?"""
    expected = network.copy(np.float64).eval()(x).reshape(len(x), -1)
    found = x.reshape(len(x), -1) @ matrix.T + bias
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12 * np.abs(expected).max())


@pytest.mark.parametrize("layer", LINEAR, ids=repr)
def test_linear_layers_pass_the_superposition_test(layer):
    result = superposition(layer, shape_for(layer))
    assert result.linear
    assert result.gap < 1e-13


@pytest.mark.parametrize("layer", NOT_LINEAR, ids=repr)
def test_the_others_fail_it_by_far(layer):
    result = superposition(layer, shape_for(layer))
    assert not result.linear
    assert result.gap > 1e-4


@pytest.mark.parametrize("layer", [*LINEAR[:-1], *NOT_LINEAR], ids=repr)
def test_what_a_layer_says_of_itself_is_what_the_test_finds(layer):
    assert layer.linear == superposition(layer, shape_for(layer)).linear


@pytest.mark.parametrize("seed", range(5))
def test_the_verdict_does_not_hang_on_the_seed(seed):
    assert superposition(Conv2d(2, 3, 3), (2, 5, 6), seed=seed).linear
    assert not superposition(MaxPool2d(2), (2, 5, 6), seed=seed).linear


@pytest.mark.parametrize(
    ("function", "linear"),
    [
        (lambda x: 3 * x + 1, True),
        (lambda x: x[:, ::-1].cumsum(axis=1), True),
        (lambda x: np.zeros((len(x), 2)), True),
        (lambda x: x**2, False),
        (lambda x: np.clip(x, -10, 10), False),
        (lambda x: np.where(np.abs(x) < 0.05, 0, x), False),
        (lambda x: x.max(axis=1), False),
        (lambda x: 1 / x, False),
        (lambda x: np.exp(10 * x), False),
    ],
)
@pytest.mark.filterwarnings("error")
def test_any_function_of_a_batch_can_be_tested(function, linear):
    assert superposition(function, (4,)).linear == linear


def test_testing_a_layer_leaves_it_as_it_was():
    layer = BatchNorm2d(2)
    superposition(layer, (2, 3, 3))
    assert layer.training and layer.cache is None
    assert layer.running_mean.tolist() == [0, 0] and layer.params["weight"].dtype == np.float32


def test_a_stack_of_dense_layers_is_the_product_of_its_matrices():
    network = Sequential([Dense(4, 6), Identity(), Dense(6, 5), Dense(5, 3)], input_shape=(4,), dtype=np.float64)
    network.parameters[...] = numbers(network.parameters.size)
    (w1, b1), (w2, b2), (w3, b3) = [layer.params.values() for layer in network.layers if layer.params]
    matrix, bias = collapse(network)
    assert matrix.dtype == bias.dtype == np.float64
    np.testing.assert_allclose(matrix, w3 @ w2 @ w1, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(bias, w3 @ (w2 @ b1 + b2) + b3, rtol=1e-12, atol=1e-12)


def linear_cnn():
    layers = [Conv2d(1, 8, 3, padding=1), Identity(), AvgPool2d(2), Conv2d(8, 16, 3, padding=1), Identity(),
              AvgPool2d(2), Flatten(), Dense(64, 10)]  # fmt: skip
    network = Sequential(layers, input_shape=(1, 8, 8))
    network.parameters += numbers(network.parameters.size) / 10
    return network


def test_a_convolutional_network_without_activations_is_one_matrix():
    matrix, bias = collapse(linear_cnn())
    assert matrix.shape == (10, 64) and bias.shape == (10,)
    agrees(linear_cnn(), matrix, bias, numbers(20, 1, 8, 8, seed=1))


def test_batch_norm_and_dropout_collapse_as_they_act_at_inference():
    layers = [Conv2d(2, 3, (3, 2), stride=2), BatchNorm2d(3), Dropout(0.9), Conv2d(3, 2, 2, padding=1)]
    network = Sequential(layers, input_shape=(2, 9, 7))
    network(numbers(50, 2, 9, 7) + 3)
    network.layers[1].params["bias"][...] = [1, 2, 3]
    matrix, bias = collapse(network)
    assert matrix.shape == (int(np.prod(network.shapes()[-1])), 126)
    agrees(network, matrix, bias, numbers(20, 2, 9, 7, seed=1))
    assert all(layer.training for layer in network.layers)


def test_more_inputs_than_fit_one_batch_collapse_too():
    network = Sequential([Conv2d(1, 1, 3), Flatten()], input_shape=(1, 27, 26))
    matrix, bias = collapse(network)
    assert matrix.shape == (25 * 24, 27 * 26)
    agrees(network, matrix, bias, numbers(5, 1, 27, 26))


def test_collapse_takes_a_shape_that_the_network_was_not_told():
    network = Sequential([Conv2d(1, 2, 3)])
    matrix, _ = collapse(network, input_shape=(1, 4, 5))
    assert matrix.shape == (2 * 2 * 3, 20)
    with pytest.raises(ValueError, match="input_shape: give the shape of one sample"):
        collapse(network)


def test_collapsing_leaves_the_network_as_it_was():
    network, x = linear_cnn(), numbers(3, 1, 8, 8)
    expected, parameters = network(x), network.parameters
    collapse(network)
    assert network.parameters is parameters
    assert np.array_equal(network(x), expected)
    network.backward(np.ones_like(expected))


@pytest.mark.parametrize("layer", [ReLU(), MaxPool2d(2), Tanh(), Softmax()], ids=repr)
def test_the_first_layer_that_is_not_linear_is_named(layer):
    network = Sequential([Conv2d(1, 2, 3), Identity(), layer, Sigmoid()], input_shape=(1, 6, 6))
    name = type(layer).__name__
    with pytest.raises(NotLinearError, match=rf"layer 2 {name} is not linear: it misses superposition by \d"):
        collapse(network)


def test_a_refusal_is_a_value_error():
    assert issubclass(NotLinearError, ValueError)


class Reverse(Layer):
    """A learner's own layer: it changes the shape, keeps an array, and says nothing of itself."""

    def __init__(self):
        self._signs = np.array([1, -1, 1])

    def forward(self, x):
        return (x * self._signs)[:, 2:0:-1]


class Boast(Layer):
    """Claims to be linear and is not."""

    linear = True

    def forward(self, x):
        return np.abs(x)


def test_a_layer_of_your_own_is_judged_by_what_it_does():
    network = Sequential([Dense(4, 3), Reverse(), Dense(2, 2)])
    matrix, bias = collapse(network, (4,))
    agrees(network, matrix, bias, numbers(5, 4))
    with pytest.raises(NotLinearError, match="layer 1 Boast is not linear"):
        collapse(Sequential([Dense(4, 3), Boast()]), (4,))
