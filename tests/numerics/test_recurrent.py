"""The recurrent layer: PyTorch's numbers, the definition's gradients, and a place in networks like any other layer."""

import pickle

import numpy as np
import pytest
from finite_differences import check_layer

from helpers.collapse import NotLinearError, collapse, superposition
from helpers.layers import Dense, ReLU
from helpers.network import Sequential
from helpers.optimizers import SGD, Adam
from helpers.recurrent import Recurrent
from helpers.training import train

CLOSE = {"rtol": 1e-10, "atol": 1e-12}


def numbers(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape)


def layer(activation="tanh", seed=3, **options):
    return Recurrent(3, 5, activation, rng=np.random.default_rng(seed), **options)


def alone(*arguments, **options):
    return Sequential([layer(*arguments, **options)], seed=None, dtype=np.float64)


@pytest.mark.parametrize("steps", [1, 2, 7])
@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("every_state", [True, False])
@pytest.mark.parametrize("bias", [True, False])
def test_it_agrees_with_pytorch_forward_and_backward(activation, every_state, bias, steps):
    torch = pytest.importorskip("torch")
    network = alone(activation, every_state=every_state, bias=bias)
    params, x = network.layers[0].params, numbers(4, steps, 3)
    theirs = torch.nn.RNN(3, 5, nonlinearity=activation, bias=bias, batch_first=True).double()
    with torch.no_grad():
        # PyTorch adds two biases at every step; ours is their sum.
        for name, array in {**params, **({"bias_h": 0 * params["bias"]} if bias else {})}.items():
            there = {"bias": "bias_ih_l0", "bias_h": "bias_hh_l0"}.get(name, f"{name}_l0")
            getattr(theirs, there).copy_(torch.tensor(array))
    tensor = torch.tensor(x, requires_grad=True)
    states, last = theirs(tensor)
    expected, y = states if every_state else last[0], network(x)
    np.testing.assert_allclose(y, expected.detach().numpy(), **CLOSE)

    grad = numbers(*y.shape, seed=1)
    expected.backward(torch.tensor(grad))
    np.testing.assert_allclose(network.backward(grad), tensor.grad.numpy(), **CLOSE)
    for name, array in network.layers[0].grads.items():
        there = "bias_ih_l0" if name == "bias" else f"{name}_l0"
        np.testing.assert_allclose(array, getattr(theirs, there).grad.numpy(), **CLOSE)


def test_its_parameters_have_the_names_and_shapes_of_pytorch_but_for_one_bias():
    torch = pytest.importorskip("torch")
    theirs = {name: tuple(p.shape) for name, p in torch.nn.RNN(3, 5).named_parameters() if name != "bias_hh_l0"}
    ours = {("bias_ih" if name == "bias" else name) + "_l0": array.shape for name, array in layer().params.items()}
    assert ours == theirs


@pytest.mark.parametrize("activation", ["identity", "tanh", "sigmoid", "leaky_relu"])
@pytest.mark.parametrize("every_state", [True, False])
def test_its_gradients_are_those_of_the_definition(activation, every_state):
    check_layer(layer(activation, every_state=every_state), numbers(2, 4, 3))


def test_the_state_before_the_first_step_is_zero_and_sequences_know_nothing_of_each_other():
    x = numbers(3, 4, 3)
    one = layer("sigmoid", every_state=True)
    params = {name: array.astype(np.float64) for name, array in one.params.items()}
    first = 1 / (1 + np.exp(-(x[:, 0] @ params["weight_ih"].T + params["bias"])))
    np.testing.assert_allclose(one(x)[:, 0], first, rtol=1e-6)
    np.testing.assert_allclose(one(x)[1], one(x[1:2])[0], **CLOSE)


def test_the_last_state_is_the_last_of_all_states():
    x, every, last = numbers(2, 6, 3), layer(every_state=True), layer()
    np.testing.assert_array_equal(every(x)[:, -1], last(x))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_single_and_double_precision_are_kept_there_and_back(dtype):
    network = Sequential([layer(), Dense(5, 2)], (4, 3), dtype=dtype)
    y = network(numbers(6, 4, 3).astype(dtype))
    assert y.dtype == dtype and network.backward(np.ones_like(y)).dtype == dtype
    assert network.gradients.dtype == dtype and np.all(np.isfinite(network.gradients))


@pytest.mark.parametrize("optimizer", [Adam, SGD])
def test_it_learns_in_a_network_with_every_optimiser(optimizer):
    x = numbers(200, 5, 3).astype(np.float32)
    labels = (x[:, 1, 0] > 0).astype(int)  # what was read four steps before the end
    network = Sequential([layer(), Dense(5, 2)], (5, 3), seed=0)
    rate = 0.01 if optimizer is Adam else 0.3
    history = train(network, x, labels, epochs=30, optimizer=optimizer(network, rate), progress=False)
    assert history.loss[-1] < 0.5 * history.loss[0]


def test_a_second_backward_pass_does_not_add_to_the_first():
    network, grad = alone(), numbers(2, 5)
    network(numbers(2, 4, 3))
    network.backward(grad)
    first = network.gradients.copy()
    network.backward(grad)
    np.testing.assert_array_equal(network.gradients, first)


def test_it_survives_a_copy_and_a_pickle_and_tells_its_shapes():
    network, x = Sequential([layer(every_state=True), Recurrent(5, 2)], (4, 3)), numbers(2, 4, 3)
    assert network.shapes() == [(4, 5), (2,)]
    for twin in (network.copy(), pickle.loads(pickle.dumps(network))):
        np.testing.assert_array_equal(twin(x), network(x))


def test_a_linear_one_collapses_into_the_matrix_of_the_powers():
    network = Sequential([layer("identity"), Dense(5, 2)], (4, 3), dtype=np.float64)
    matrix, bias = collapse(network)
    x = numbers(7, 4, 3)
    np.testing.assert_allclose(x.reshape(7, 12) @ matrix.T + bias, network(x), **CLOSE)
    w, dense = network.layers[0].params, network.layers[1].params["weight"]
    for t in range(4):
        block = dense @ np.linalg.matrix_power(w["weight_hh"], 3 - t) @ w["weight_ih"]
        np.testing.assert_allclose(matrix[:, 3 * t : 3 * t + 3], block, **CLOSE)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_one_with_an_activation_does_not_and_is_named(activation):
    assert superposition(layer("identity"), (4, 3)).linear and layer("identity").linear
    assert not layer(activation).linear
    with pytest.raises(NotLinearError, match="layer 0 Recurrent is not linear"):
        collapse(Sequential([layer(activation), Dense(5, 2)], (4, 3)))


def test_it_is_no_activation_layer_and_keeps_its_own_when_others_are_exchanged():
    network = Sequential([layer("tanh"), ReLU(), Dense(5, 2)], (4, 3))
    twin = network.with_activation(ReLU)
    np.testing.assert_array_equal(twin(numbers(2, 4, 3)), network(numbers(2, 4, 3)))


@pytest.mark.parametrize(
    "wrong, message",
    [
        ((0, 5), "in_features: expected a whole number"),
        ((3, 2.5), "hidden: expected a whole number"),
        ((3, 5, "thanh"), "activation: expected one of identity, .*'thanh'"),
    ],
)
def test_what_cannot_be_built_is_an_error_that_names_the_argument(wrong, message):
    with pytest.raises(ValueError, match=message):
        Recurrent(*wrong)


@pytest.mark.parametrize("shape", [(2, 3), (2, 4, 5), (2, 0, 3), (2, 1, 8, 8)])
def test_what_is_no_sequence_is_an_error_that_says_what_came(shape):
    with pytest.raises(ValueError, match=r"^x: .*\(N, T, 3\).*got \("):
        layer()(np.zeros(shape))


def test_a_network_that_does_not_fit_is_refused_when_it_is_built():
    with pytest.raises(ValueError, match=r"layer 0 Recurrent .*expects \(T, 3\), got \(8, 8\)"):
        Sequential([layer()], (8, 8))
