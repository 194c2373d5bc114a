"""Lesson 04: the references against PyTorch, and against central differences of forward passes written here."""

import numpy as np
import pytest
from finite_differences import TOLERANCE, numerical_gradient
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from helpers.exercises.declare import get
from helpers.layers import Dense, ReLU
from helpers.losses import cross_entropy
from helpers.network import Sequential
from helpers.optimizers import SGD, Adam

few_examples = settings(max_examples=15, deadline=None, derandomize=True)
some_examples = settings(max_examples=40, deadline=None, derandomize=True)

SEEDS = st.integers(0, 10**6)
SIZES = st.integers(1, 4)


def reference(name, *args):
    return get(name).reference(*args)


# --- against PyTorch --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def torch():
    return pytest.importorskip("torch")


def gradients_by(torch, f, grad_out, *arrays):
    """The gradients of Σ grad_out · f(arrays) with respect to each array, by PyTorch."""
    leaves = [torch.tensor(array, requires_grad=True) for array in arrays]
    f(*leaves).backward(torch.tensor(grad_out))
    return [leaf.grad.numpy() for leaf in leaves]


@some_examples
@given(seed=SEEDS, n=SIZES, k=st.integers(2, 10), size=st.sampled_from([1.0, 30.0, 1e3, 1e4]))
def test_cross_entropy_agrees_with_pytorch(torch, seed, n, k, size):
    rng = np.random.default_rng(seed)
    logits, labels = rng.uniform(-size, size, (n, k)), rng.integers(0, k, n)
    expected = torch.nn.functional.cross_entropy(torch.tensor(logits), torch.tensor(labels)).item()
    np.testing.assert_allclose(reference("cross_entropy", logits, labels), expected, rtol=1e-12, atol=1e-12)


@some_examples
@given(seed=SEEDS, n=SIZES, k=st.integers(2, 10), size=st.sampled_from([1.0, 30.0, 1e3, 1e4]))
def test_the_gradient_of_cross_entropy_agrees_with_pytorch(torch, seed, n, k, size):
    rng = np.random.default_rng(seed)
    logits, labels = rng.uniform(-size, size, (n, k)), rng.integers(0, k, n)
    leaf = torch.tensor(logits, requires_grad=True)
    torch.nn.functional.cross_entropy(leaf, torch.tensor(labels)).backward()
    np.testing.assert_allclose(
        reference("cross_entropy_grad", logits, labels), leaf.grad.numpy(), rtol=1e-9, atol=1e-12
    )


@some_examples
@given(seed=SEEDS, shape=st.lists(SIZES, min_size=1, max_size=4))
def test_relu_backward_agrees_with_pytorch(torch, seed, shape):
    rng = np.random.default_rng(seed)
    grad_out, z = rng.normal(size=shape), rng.integers(-1, 2, shape).astype(float)
    (expected,) = gradients_by(torch, torch.relu, grad_out, z)
    np.testing.assert_array_equal(reference("relu_backward", grad_out, z), expected)


@some_examples
@given(seed=SEEDS, n=SIZES, n_in=SIZES, n_out=SIZES)
def test_dense_backward_agrees_with_pytorch(torch, seed, n, n_in, n_out):
    rng = np.random.default_rng(seed)
    grad_out, x, w, b = (rng.normal(size=shape) for shape in ((n, n_out), (n, n_in), (n_out, n_in), (n_out,)))
    expected = gradients_by(torch, torch.nn.functional.linear, grad_out, x, w, b)
    for got, wanted in zip(reference("dense_backward", grad_out, x, w), expected, strict=True):
        np.testing.assert_allclose(got, wanted, rtol=1e-12, atol=1e-12)


@some_examples
@given(seed=SEEDS, n=SIZES, c=SIZES, size=st.integers(1, 3), height=st.integers(3, 7), width=st.integers(3, 7))
def test_both_poolings_agree_with_pytorch_on_ties_and_dropped_edges(torch, seed, n, c, size, height, width):
    rng = np.random.default_rng(seed)
    x = rng.integers(-1, 2, (n, c, height, width)).astype(float)
    grad_out = rng.normal(size=(n, c, height // size, width // size))
    (largest,) = gradients_by(torch, lambda x: torch.nn.functional.max_pool2d(x, size), grad_out, x)
    (mean,) = gradients_by(torch, lambda x: torch.nn.functional.avg_pool2d(x, size), grad_out, x)
    np.testing.assert_array_equal(reference("max_pool2d_backward", grad_out, x, size), largest)
    np.testing.assert_allclose(reference("avg_pool2d_backward", grad_out, x, size), mean, rtol=1e-12)


@some_examples
@given(seed=SEEDS, n=SIZES, c=SIZES, f=SIZES, kh=SIZES, kw=SIZES, oh=SIZES, ow=SIZES, padding=st.integers(0, 3))
def test_conv2d_backward_agrees_with_pytorch(torch, seed, n, c, f, kh, kw, oh, ow, padding):
    height, width = oh + kh - 1 - 2 * padding, ow + kw - 1 - 2 * padding
    assume(height > 0 and width > 0)
    rng = np.random.default_rng(seed)
    grad_out, x = rng.normal(size=(n, f, oh, ow)), rng.normal(size=(n, c, height, width))
    w, b = rng.normal(size=(f, c, kh, kw)), rng.normal(size=f)
    expected = gradients_by(
        torch, lambda x, w, b: torch.nn.functional.conv2d(x, w, b, padding=padding), grad_out, x, w, b
    )
    for got, wanted in zip(reference("conv2d_backward", grad_out, x, w, padding), expected, strict=True):
        np.testing.assert_allclose(got, wanted, rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("ours, theirs", [(SGD, "SGD"), (Adam, "Adam")])
def test_three_training_steps_agree_with_pytorch(torch, ours, theirs):
    network = Sequential([Dense(3, 5), ReLU(), Dense(5, 4)], seed=1, dtype=np.float64)
    twin = torch.nn.Sequential(torch.nn.Linear(3, 5), torch.nn.ReLU(), torch.nn.Linear(5, 4)).double()
    with torch.no_grad():
        for layer, ours_too in zip(twin[::2], network.layers[::2]):
            layer.weight.copy_(torch.tensor(ours_too.params["weight"]))
            layer.bias.copy_(torch.tensor(ours_too.params["bias"]))
    optimizer = ours(network, learning_rate=0.1)
    their_optimizer = getattr(torch.optim, theirs)(twin.parameters(), lr=0.1)
    rng = np.random.default_rng(2)
    for _ in range(3):
        images, labels = rng.normal(size=(6, 3)), rng.integers(0, 4, 6)
        their_optimizer.zero_grad()
        their_loss = torch.nn.functional.cross_entropy(twin(torch.tensor(images)), torch.tensor(labels))
        their_loss.backward()
        their_optimizer.step()
        loss = reference("training_step", network, images, labels, optimizer)
        np.testing.assert_allclose(loss, their_loss.item(), rtol=1e-10)
        _, parameters = get("training_step").observe(loss, (network,))
        theirs_now = np.concatenate([parameter.detach().numpy().ravel() for parameter in twin.parameters()])
        np.testing.assert_allclose(parameters, theirs_now, rtol=1e-9, atol=1e-10)


# --- against central differences --------------------------------------------------------------------------------------


def dense(x, w, b):
    return np.array([[sum(x[n] * w[o]) + b[o] for o in range(len(w))] for n in range(len(x))])


def pooled(choose, x, size):
    n, c, height, width = x.shape
    out = np.zeros((n, c, height // size, width // size))
    for n, c, i, j in np.ndindex(*out.shape):
        out[n, c, i, j] = choose(x[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size])
    return out


def convolved(correlate2d, x, w, b, padding):
    frame = ((padding, padding), (padding, padding))
    return np.array(
        [
            [
                b[f] + sum(correlate2d(np.pad(x[n, c], frame), w[f, c], "valid") for c in range(w.shape[1]))
                for f in range(len(w))
            ]
            for n in range(len(x))
        ]
    )


def agrees_with_differences(gradients, grad_out, forward, arrays):
    """Compare the gradient of Σ grad_out · forward(arrays) with respect to each array with central differences."""
    arrays = [array.copy() for array in arrays]
    for gradient, array in zip(gradients, arrays, strict=True):
        # `numerical_gradient` nudges the array itself, which is one of those that the forward pass reads.
        numerical = numerical_gradient(lambda _: float(np.sum(grad_out * forward(*arrays))), array)
        np.testing.assert_allclose(gradient, numerical, **TOLERANCE)


@few_examples
@given(seed=SEEDS, n=SIZES, k=st.integers(2, 10))
def test_the_gradient_of_cross_entropy_agrees_with_central_differences(seed, n, k):
    rng = np.random.default_rng(seed)
    logits, labels = rng.normal(size=(n, k)), rng.integers(0, k, n)
    numerical = numerical_gradient(lambda _: cross_entropy(logits, labels), logits)
    np.testing.assert_allclose(reference("cross_entropy_grad", logits, labels), numerical, **TOLERANCE)


@few_examples
@given(seed=SEEDS, n=SIZES, n_in=SIZES, n_out=SIZES)
def test_dense_backward_agrees_with_central_differences(seed, n, n_in, n_out):
    rng = np.random.default_rng(seed)
    grad_out, x, w, b = (rng.normal(size=shape) for shape in ((n, n_out), (n, n_in), (n_out, n_in), (n_out,)))
    agrees_with_differences(reference("dense_backward", grad_out, x, w), grad_out, dense, (x, w, b))


@few_examples
@given(seed=SEEDS, kh=SIZES, kw=SIZES, padding=st.integers(0, 2), sizes=st.tuples(*[st.integers(1, 2)] * 5))
def test_conv2d_backward_agrees_with_central_differences(seed, kh, kw, padding, sizes):
    correlate2d = pytest.importorskip("scipy.signal").correlate2d
    n, c, f, oh, ow = sizes
    height, width = oh + kh - 1 - 2 * padding, ow + kw - 1 - 2 * padding
    assume(height > 0 and width > 0)
    rng = np.random.default_rng(seed)
    grad_out, x = rng.normal(size=(n, f, oh, ow)), rng.normal(size=(n, c, height, width))
    w, b = rng.normal(size=(f, c, kh, kw)), rng.normal(size=f)
    gradients = reference("conv2d_backward", grad_out, x, w, padding)
    agrees_with_differences(gradients, grad_out, lambda x, w, b: convolved(correlate2d, x, w, b, padding), (x, w, b))


@few_examples
@given(seed=SEEDS, size=st.integers(1, 3), height=st.integers(3, 6), width=st.integers(3, 6))
def test_both_poolings_agree_with_central_differences_where_there_are_no_ties(seed, size, height, width):
    rng = np.random.default_rng(seed)
    # Whole numbers, all different: nudging one never changes which is the largest.
    x = rng.permutation(2 * height * width).astype(float).reshape(1, 2, height, width)
    grad_out = rng.normal(size=(1, 2, height // size, width // size))
    largest = reference("max_pool2d_backward", grad_out, x, size)
    agrees_with_differences([largest], grad_out, lambda x: pooled(np.max, x, size), (x,))
    mean = reference("avg_pool2d_backward", grad_out, x, size)
    agrees_with_differences([mean], grad_out, lambda x: pooled(np.mean, x, size), (x,))


@few_examples
@given(seed=SEEDS, n=SIZES, k=st.integers(2, 5))
def test_a_small_training_step_lowers_the_loss_by_the_squared_slope(seed, n, k):
    rng = np.random.default_rng(seed)
    network = Sequential([Dense(3, k)], seed=seed, dtype=np.float64)
    images, labels = rng.normal(size=(n, 3)), rng.integers(0, k, n)
    rate = 1e-6
    before = reference("training_step", network, images, labels, SGD(network, learning_rate=rate))
    slope = numerical_gradient(lambda parameters: cross_entropy(network(images), labels), network.parameters)
    after = cross_entropy(network(images), labels)
    np.testing.assert_allclose((before - after) / rate, np.sum(slope**2), rtol=1e-3, atol=1e-6)
