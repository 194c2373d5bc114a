"""The course and PyTorch, number by number, where PyTorch is installed."""

import numpy as np
import pytest

from helpers import layers as ours
from helpers.convolution import AvgPool2d, Conv2d, MaxPool2d
from helpers.losses import cross_entropy, cross_entropy_grad
from helpers.network import Sequential
from helpers.optimizers import SGD, Adam

torch = pytest.importorskip("torch")
nn = torch.nn

# Both compute in float64 and add in different orders: sums of some hundred terms of size 1.
CLOSE = {"rtol": 1e-10, "atol": 1e-12}
SIZES = [(3, 1, 0), (3, 1, 1), (2, 2, 0), ((2, 3), (2, 1), (1, 0)), ((3, 2), (1, 3), (0, 1)), (5, 2, 2), (1, 1, 0)]
POOLS = [(2, None, 0), (3, 2, 1), ((2, 3), (2, 1), (1, 0)), (3, 1, 0)]


def numbers(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape)


def copy_weights(network, theirs):
    """Give PyTorch's module the parameters of ours; both list them layer by layer, weight before bias."""
    parts = [value for layer in network.layers for value in layer.params.values()]
    with torch.no_grad():
        for parameter, value in zip(theirs.parameters(), parts, strict=True):
            parameter.copy_(torch.tensor(value))


def compare(network, theirs, x):
    """Forward, backward to the input, backward to the parameters."""
    theirs = theirs.double()
    copy_weights(network, theirs)
    tensor = torch.tensor(x, requires_grad=True)
    expected = theirs(tensor)
    y = network(x)
    np.testing.assert_allclose(y, expected.detach().numpy(), **CLOSE)

    grad = numbers(*y.shape, seed=1)
    expected.backward(torch.tensor(grad))
    np.testing.assert_allclose(network.backward(grad), tensor.grad.numpy(), **CLOSE)
    expected = [parameter.grad.numpy().ravel() for parameter in theirs.parameters()]
    np.testing.assert_allclose(network.gradients, np.concatenate([[], *expected]), **CLOSE)


def alone(layer):
    return Sequential([layer], dtype=np.float64)


@pytest.mark.parametrize(("kernel", "stride", "padding"), SIZES)
@pytest.mark.parametrize("bias", [True, False])
def test_convolution_agrees(kernel, stride, padding, bias):
    theirs = nn.Conv2d(2, 3, kernel, stride, padding, bias=bias)
    compare(alone(Conv2d(2, 3, kernel, stride, padding, bias=bias)), theirs, numbers(4, 2, 7, 9))


@pytest.mark.parametrize(("kernel", "stride", "padding"), POOLS)
def test_pooling_agrees_on_ties_too(kernel, stride, padding):
    ties = np.random.default_rng(0).integers(0, 3, size=(4, 2, 7, 9)).astype(float)
    for x in (numbers(4, 2, 7, 9), ties, np.zeros((2, 2, 7, 9))):
        compare(alone(AvgPool2d(kernel, stride, padding)), nn.AvgPool2d(kernel, stride, padding), x)
        compare(alone(MaxPool2d(kernel, stride, padding)), nn.MaxPool2d(kernel, stride, padding), x)


@pytest.mark.parametrize("bias", [True, False])
def test_dense_agrees(bias):
    compare(alone(ours.Dense(4, 3, bias=bias)), nn.Linear(4, 3, bias=bias), numbers(5, 4))


@pytest.mark.parametrize(
    ("layer", "theirs"),
    [
        (ours.Identity(), nn.Identity()),
        (ours.ReLU(), nn.ReLU()),
        (ours.LeakyReLU(), nn.LeakyReLU()),
        (ours.LeakyReLU(0.2), nn.LeakyReLU(0.2)),
        (ours.Sigmoid(), nn.Sigmoid()),
        (ours.Tanh(), nn.Tanh()),
        (ours.Softmax(), nn.Softmax(dim=1)),
        (ours.Flatten(), nn.Flatten()),
    ],
    ids=lambda layer: type(layer).__name__,
)
def test_activations_and_flatten_agree_also_at_zero(layer, theirs):
    x = numbers(4, 3, 2, 5) * 3
    x[0] = 0
    compare(alone(layer), theirs, x)


def test_batch_norm_agrees_in_both_modes_and_keeps_the_same_averages():
    network, theirs = alone(ours.BatchNorm2d(3)), nn.BatchNorm2d(3)
    network.parameters[...] = [1.5, -0.5, 2, 0.1, 0.2, 0.3]
    for seed in range(3):
        compare(network, theirs, numbers(4, 3, 2, 5, seed=seed) * 2 + 1)
        theirs.zero_grad()
    np.testing.assert_allclose(network.layers[0].running_mean, theirs.running_mean.numpy(), rtol=1e-6)
    np.testing.assert_allclose(network.layers[0].running_var, theirs.running_var.numpy(), rtol=1e-6)
    network.eval()
    theirs.eval()
    theirs.running_mean, theirs.running_var = map(torch.tensor, (network.layers[0].running_mean,
                                                                 network.layers[0].running_var))  # fmt: skip
    compare(network, theirs, numbers(4, 3, 2, 5, seed=9))


def test_cross_entropy_and_its_gradient_agree():
    logits, labels = numbers(6, 10) * 5, np.array([0, 9, 3, 3, 1, 7])
    tensor = torch.tensor(logits, requires_grad=True)
    loss = nn.functional.cross_entropy(tensor, torch.tensor(labels))
    loss.backward()
    assert cross_entropy(logits, labels) == pytest.approx(loss.item(), rel=1e-12)
    np.testing.assert_allclose(cross_entropy_grad(logits, labels), tensor.grad.numpy(), **CLOSE)


def both_networks(dtype=np.float64):
    network = Sequential(
        [Conv2d(1, 4, 3, padding=1), ours.ReLU(), MaxPool2d(2), Conv2d(4, 6, 3, padding=1), ours.ReLU(), MaxPool2d(2),
         ours.Flatten(), ours.Dense(24, 10)], input_shape=(1, 8, 8), dtype=dtype)  # fmt: skip
    theirs = nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 6, 3, padding=1), nn.ReLU(),
        nn.MaxPool2d(2), nn.Flatten(), nn.Linear(24, 10)).double()  # fmt: skip
    copy_weights(network, theirs)
    return network, theirs


def test_a_whole_network_agrees():
    network, theirs = both_networks()
    compare(network, theirs, numbers(5, 1, 8, 8))


@pytest.mark.parametrize(
    ("make", "make_theirs"),
    [
        (lambda n: SGD(n, 0.05), lambda p: torch.optim.SGD(p, 0.05)),
        (lambda n: SGD(n, 0.05, 0.9), lambda p: torch.optim.SGD(p, 0.05, momentum=0.9)),
        (lambda n: Adam(n, 0.01), lambda p: torch.optim.Adam(p, 0.01)),
        (lambda n: Adam(n, 0.01, 0.8, 0.95, 1e-3), lambda p: torch.optim.Adam(p, 0.01, (0.8, 0.95), 1e-3)),
    ],
    ids=["SGD", "momentum", "Adam", "Adam with other settings"],
)
def test_twenty_training_steps_arrive_at_the_same_weights(make, make_theirs):
    network, theirs = both_networks()
    optimizer, their_optimizer = make(network), make_theirs(theirs.parameters())
    x, labels = numbers(16, 1, 8, 8), np.arange(16) % 10
    for _ in range(20):
        network.backward(cross_entropy_grad(network(x), labels), input_grad=False)
        optimizer.step()
        their_optimizer.zero_grad()
        nn.functional.cross_entropy(theirs(torch.tensor(x)), torch.tensor(labels)).backward()
        their_optimizer.step()
    expected = np.concatenate([parameter.detach().numpy().ravel() for parameter in theirs.parameters()])
    # Rounding grows a little from step to step.
    np.testing.assert_allclose(network.parameters, expected, rtol=1e-7, atol=1e-9)
