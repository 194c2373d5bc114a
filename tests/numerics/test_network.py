"""A network: one flat array of parameters, copies, summaries, and gradients through all layers at once."""

import copy
import pickle

import numpy as np
import pytest
from finite_differences import TOLERANCE, numerical_gradient

from helpers.base import Layer
from helpers.convolution import AvgPool2d, Conv2d, MaxPool2d
from helpers.layers import BatchNorm2d, Dense, Dropout, Flatten, Identity, LeakyReLU, ReLU, Softmax, Tanh
from helpers.losses import cross_entropy, cross_entropy_grad
from helpers.network import Sequential


def cnn(seed=0, **options):
    layers = [Conv2d(1, 2, 3, padding=1), ReLU(), MaxPool2d(2), Conv2d(2, 3, 3), Tanh(), Flatten(), Dense(12, 4)]
    return Sequential(layers, input_shape=(1, 8, 8), seed=seed, **options)


def images(n=5, seed=0):
    return np.random.default_rng(seed).normal(size=(n, 1, 8, 8))


def test_the_gradient_of_a_whole_network_agrees_with_finite_differences():
    network, x, labels = cnn(dtype=np.float64), images(), np.array([0, 1, 2, 3, 0])
    network.backward(cross_entropy_grad(network(x), labels))
    gradients = network.gradients.copy()
    expected = numerical_gradient(lambda _: cross_entropy(network(x), labels), network.parameters)
    np.testing.assert_allclose(gradients, expected, **TOLERANCE)


def test_leaving_out_the_gradient_of_the_input_changes_no_other():
    network, x = cnn(), images()
    grad = np.ones_like(network(x))
    assert network.backward(grad).shape == x.shape
    expected = network.gradients.copy()
    network.gradients[...] = 0
    assert network.backward(grad, input_grad=False) is None
    assert np.array_equal(network.gradients, expected)
    assert network.layers[0].backward(np.ones((5, 2, 8, 8))).shape == x.shape
    assert network.backward(grad).shape == x.shape


def test_a_second_backward_replaces_the_gradients_of_the_first():
    network, x = cnn(), images()
    grad = np.ones_like(network(x))
    network.backward(grad)
    once = network.gradients.copy()
    network.backward(grad)
    assert np.array_equal(network.gradients, once)


def test_the_layers_see_what_is_written_into_the_flat_array_and_the_reverse():
    network = cnn()
    network.parameters[...] = np.arange(network.parameters.size)
    parts = [value for layer in network.layers for value in layer.params.values()]
    assert np.array_equal(np.concatenate([part.ravel() for part in parts]), network.parameters)
    network.layers[0].params["bias"][...] = -1
    assert np.sum(network.parameters == -1) == 2
    assert network.parameters.dtype == network.gradients.dtype == np.float32


def test_the_seed_decides_every_weight():
    assert np.array_equal(cnn(seed=4).parameters, cnn(seed=4).parameters)
    assert not np.array_equal(cnn(seed=4).parameters, cnn(seed=5).parameters)


def test_without_a_seed_the_layers_keep_their_weights():
    layer = Dense(3, 2)
    weight = layer.params["weight"].copy()
    assert np.array_equal(Sequential([layer], seed=None).layers[0].params["weight"], weight)


def test_predict_names_the_largest_logit():
    network, x = cnn(), images()
    assert np.array_equal(network.predict(x), network(x).argmax(axis=1))
    assert network.predict(x[:0]).shape == (0,)


def test_activations_lists_every_layer_with_what_came_out_of_it():
    network, x = cnn(), images()
    outputs = network.activations(x)
    assert [name for name, _ in outputs] == ["0 Conv2d", "1 ReLU", "2 MaxPool2d", "3 Conv2d", "4 Tanh", "5 Flatten",
                                             "6 Dense"]  # fmt: skip
    assert [out.shape[1:] for _, out in outputs] == network.shapes()
    assert np.array_equal(outputs[-1][1], network(x))
    held = [out.copy() for _, out in outputs]
    network.activations(images(seed=9))
    assert all(np.array_equal(out, before) for (_, out), before in zip(outputs, held))


@pytest.mark.parametrize("make", [lambda n: n.copy(), copy.deepcopy, lambda n: pickle.loads(pickle.dumps(n))],
                         ids=["copy", "deepcopy", "pickle"])  # fmt: skip
def test_a_copy_computes_the_same_and_learns_on_its_own(make):
    network, x = cnn(), images().astype(np.float32)
    expected = network(x)
    twin = make(network)
    assert np.array_equal(twin(x), expected)
    twin.parameters[...] = 0
    assert not twin(x).any()
    assert np.array_equal(network(x), expected)
    twin.backward(np.ones_like(expected))
    assert twin.gradients.any() and not network.gradients.any()


def test_a_copy_in_float64_keeps_every_digit():
    network = cnn(dtype=np.float64)
    assert network.copy().parameters.dtype == np.float64
    assert np.array_equal(network.copy().parameters, network.parameters)
    assert np.array_equal(cnn().copy(np.float64).parameters, cnn().parameters)


def test_a_layer_of_another_network_is_copied_not_taken():
    network, x = cnn(), images()
    expected = network(x)
    front = Sequential(network.layers[:3], seed=None)
    assert np.array_equal(front(x), network.activations(x)[2][1])
    Sequential(network.layers, seed=7)
    front.parameters[...] = 0
    assert np.array_equal(network(x), expected)


def test_with_activation_replaces_the_hidden_activations_and_keeps_the_weights():
    network = Sequential([Dense(4, 3), ReLU(), Dropout(), Dense(3, 3), LeakyReLU(), Dense(3, 2), Softmax()])
    twin = network.with_activation(Identity)
    kinds = [type(layer) for layer in twin.layers]
    assert kinds == [Dense, Identity, Dropout, Dense, Identity, Dense, Softmax]
    assert np.array_equal(twin.parameters, network.parameters)
    assert not np.shares_memory(twin.parameters, network.parameters)
    assert isinstance(network.layers[1], ReLU)


def test_train_and_eval_reach_every_layer():
    network = Sequential([Dropout(), BatchNorm2d(2), ReLU()])
    assert network.eval() is network
    assert not any(layer.training for layer in network.layers)
    network.train()
    assert all(layer.training for layer in network.layers)


def test_the_summary_is_a_table_of_layers_shapes_and_parameters():
    network = Sequential([Conv2d(1, 8, 3, padding=1), ReLU(), AvgPool2d(2), Flatten(), Dense(128, 10)], (1, 8, 8))
    assert network.summary() == "\n".join([
        "layer                         output shape  parameters",
        "──────────────────────────────────────────────────────",
        "input                         (1, 8, 8)               ",
        "0 Conv2d(1, 8, 3, padding=1)  (8, 8, 8)             80",
        "1 ReLU()                      (8, 8, 8)              –",
        "2 AvgPool2d(2)                (8, 4, 4)              –",
        "3 Flatten()                   (128,)                 –",
        "4 Dense(128, 10)              (10,)              1,290",
        "──────────────────────────────────────────────────────",
        "total                                            1,370",
    ])  # fmt: skip
    assert network.summary().splitlines()[-1].endswith(f"{network.parameters.size:,}")


def test_the_summary_takes_a_shape_that_the_network_was_not_told():
    network = Sequential([Conv2d(1, 2, 3)])
    assert "(2, 4, 5)" in network.summary((1, 6, 7))
    with pytest.raises(ValueError, match="input_shape: give the shape of one sample"):
        network.summary()


def test_layers_that_do_not_fit_are_named():
    with pytest.raises(ValueError, match=r"layer 2 Dense does not fit .* expects \(64,\), got \(128,\)"):
        Sequential([Conv2d(1, 2, 3, padding=1), Flatten(), Dense(64, 10)], input_shape=(1, 8, 8))


@pytest.mark.parametrize(
    ("layers", "error", "message"),
    [
        ([], ValueError, "at least one layer"),
        ([Dense(2, 2), ReLU], TypeError, "entry 1 should be a Layer, got .* parentheses"),
        ([np.tanh], TypeError, "entry 0 should be a Layer"),
    ],
)
def test_what_is_no_list_of_layers_is_refused(layers, error, message):
    with pytest.raises(error, match=message):
        Sequential(layers)


def test_one_layer_cannot_stand_in_two_places():
    layer = ReLU()
    with pytest.raises(ValueError, match="stands in the list twice"):
        Sequential([Dense(2, 2), layer, Dense(2, 2), layer])


class Scale(Layer):
    """What a learner may write: a parameter, a new gradient array each time, and nothing else."""

    def __init__(self):
        self.params = {"factor": np.ones(1)}

    def forward(self, x):
        self.x = x
        return x * self.params["factor"]

    def backward(self, grad):
        self.grads["factor"] = np.array([np.sum(grad * self.x)])
        return grad * self.params["factor"]


def test_a_layer_of_your_own_is_trained_like_any_other():
    network = Sequential([Dense(3, 2), Scale()], dtype=np.float64)
    x, weights = np.random.default_rng(0).normal(size=(4, 3)), np.random.default_rng(1).normal(size=(4, 2))
    for _ in range(2):
        network(x)
        network.backward(weights)
    gradients = network.gradients.copy()
    expected = numerical_gradient(lambda _: np.sum(weights * network(x)), network.parameters)
    np.testing.assert_allclose(gradients, expected, **TOLERANCE)


def pooled_network(dtype=np.float64):
    layers = [Conv2d(1, 3, 3, padding=1), ReLU(), MaxPool2d(2), Conv2d(3, 4, 3, padding=1), ReLU(), MaxPool2d(2)]
    return Sequential([*layers, Flatten(), Dense(16, 3)], (1, 8, 8), dtype=dtype)


def one_by_one(network, images, grad):
    """Logits and all gradients, by a pass through the layers in the order in which they stand."""
    for layer in network.layers:
        images = layer.forward(images)
    for layer in reversed(network.layers):
        grad = layer.backward(grad)
    return images, grad, network.gradients.copy()


@pytest.mark.parametrize("ties", [False, True])
def test_relu_behind_max_pooling_gives_the_same_numbers_bit_for_bit_as_before_it(ties):
    rng, network = np.random.default_rng(0), pooled_network()
    images, grad = rng.normal(size=(5, 1, 8, 8)), rng.normal(size=(5, 3))
    if ties:
        images = np.round(images)
    logits, input_grad, gradients = one_by_one(network, images, grad)
    assert np.array_equal(network.forward(images), logits)
    assert np.array_equal(network.backward(grad), input_grad)
    assert np.array_equal(network.gradients, gradients)


@pytest.mark.parametrize("look", [Sequential.activations, lambda network, x: one_by_one(network, x, np.ones((4, 3)))])
def test_backward_follows_the_last_pass_also_where_the_layers_ran_one_by_one(look):
    rng, network = np.random.default_rng(0), pooled_network()
    before, images, grad = rng.normal(size=(5, 1, 8, 8)), rng.normal(size=(4, 1, 8, 8)), rng.normal(size=(4, 3))
    _, expected, gradients = one_by_one(network, images, grad)
    network.forward(before)
    look(network, images)
    assert np.allclose(network.backward(grad), expected, rtol=1e-12, atol=1e-12)
    assert np.allclose(network.gradients, gradients, rtol=1e-12, atol=1e-12)
