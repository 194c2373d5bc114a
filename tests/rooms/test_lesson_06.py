"""Lesson 06: the references against networks, finite differences and PyTorch, and what the probes cover."""

import numpy as np
import pytest
from answers import result_of
from finite_differences import numerical_gradient
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.exercises import check
from helpers.exercises.declare import get
from helpers.experiments.digit_networks import digit_network
from helpers.layers import ReLU, Tanh

few_examples = settings(max_examples=15, deadline=None, derandomize=True)

SEEDS = st.integers(0, 10**6)
SIZES = st.integers(1, 3)


def reference(name, *args):
    return get(name).reference(*args)


def tried(name):
    return [probe.make()[0] if probe.make else probe.args for probe in get(name).probes]


# --- the references ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("activation, bias, odd", [(Tanh, False, True), (Tanh, True, False), (ReLU, False, False)])
def test_a_network_is_odd_if_its_activation_is_and_it_has_no_biases(activation, bias, odd):
    rng = np.random.default_rng(0)
    network = digit_network(activation, bias=bias)
    network.parameters[...] = rng.normal(size=network.parameters.size) / 3
    assert (reference("oddness", network, rng.normal(size=(5, 1, 8, 8)).astype(np.float32)) < 1e-5) == odd


def test_oddness_does_not_depend_on_the_size_of_the_logits():
    x = np.array([[1.0, -2.0, 0.5]])
    assert reference("oddness", lambda x: 100 * np.abs(x), x) == reference("oddness", np.abs, x) == 2


@few_examples
@given(seed=SEEDS, n=SIZES, c=SIZES, h=SIZES, w=SIZES)
def test_a_gate_is_the_product_of_pytorch_s_chunks(seed, n, c, h, w):
    torch = pytest.importorskip("torch")
    x = np.random.default_rng(seed).normal(size=(n, 2 * c, h, w))
    first, second = torch.tensor(x).chunk(2, dim=1)
    np.testing.assert_allclose(reference("gate", x), (first * second).numpy())


@few_examples
@given(seed=SEEDS, n=SIZES, c=SIZES, h=SIZES, w=SIZES)
def test_the_gradient_of_a_gate_is_that_of_finite_differences(seed, n, c, h, w):
    rng = np.random.default_rng(seed)
    x, grad_out = rng.normal(size=(n, 2 * c, h, w)), rng.normal(size=(n, c, h, w))
    slope = numerical_gradient(lambda v: np.sum(grad_out * reference("gate", v)), x)
    np.testing.assert_allclose(reference("gate_backward", grad_out, x), slope, atol=1e-6)


@few_examples
@given(seed=SEEDS, f=SIZES, c=SIZES, k=SIZES, epsilon=st.sampled_from([1e-5, 0.1, 1.0]))
def test_a_folded_convolution_is_pytorch_s_convolution_and_batch_norm(seed, f, c, k, epsilon):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(seed)
    weight, x = rng.normal(size=(f, c, k, k)), rng.normal(size=(2, c, 5, 6))
    bias, gamma, beta, mean = rng.normal(size=(4, f))
    var = rng.uniform(0.1, 3, f)
    conv, norm = torch.nn.functional.conv2d, torch.nn.functional.batch_norm
    as_tensors = [torch.tensor(array) for array in (weight, bias, gamma, beta, mean, var)]
    both = norm(conv(torch.tensor(x), *as_tensors[:2]), *as_tensors[4:], *as_tensors[2:4], eps=epsilon)
    folded = reference("fold_batchnorm", weight, bias, gamma, beta, mean, var, epsilon)
    one = conv(torch.tensor(x), *map(torch.tensor, folded))
    np.testing.assert_allclose(one.numpy(), both.numpy(), atol=1e-8)


# --- what is tried ----------------------------------------------------------------------------------------------------


def test_the_networks_are_odd_even_and_neither_and_their_largest_miss_has_either_sign():
    oddnesses, signs = [], set()
    for network, images in tried("oddness"):
        oddnesses.append(reference("oddness", network, images))
        miss = np.ravel(network(-images) + network(images))
        signs.add(np.sign(miss[np.argmax(np.abs(miss))]))
    assert min(oddnesses) == 0 and 2 in oddnesses and any(0.1 < value < 1.9 for value in oddnesses)
    assert signs >= {-1.0, 1.0}


@pytest.mark.parametrize("name", ["gate", "gate_backward"])
def test_gates_have_one_to_three_pairs_of_channels_and_all_sizes_alike_once(name):
    shapes = [args[-1].shape for args in tried(name)]
    assert {shape[1] // 2 for shape in shapes} == {1, 2, 3}
    assert any(len(set(shape)) == 1 for shape in shapes) and any(len(set(shape)) == 4 for shape in shapes)
    assert any(not args[-1].flags.c_contiguous for args in tried(name))


def test_batch_norms_are_tried_with_a_variance_of_zero_a_large_epsilon_and_all_sizes_alike():
    cases = tried("fold_batchnorm")
    assert any((var == 0).any() for *_, var, _ in cases) and any(epsilon > 0.1 for *_, epsilon in cases)
    assert any(len(set(weight.shape)) == 1 for weight, *_ in cases)
    assert {weight.dtype for weight, *_ in cases} - {np.dtype(int)} == {np.dtype(np.float32), np.dtype(np.float64)}


# --- what a learner may hand in ---------------------------------------------------------------------------------------


def test_a_gate_of_neighbours_is_told_from_a_gate_of_halves():
    assert result_of("gate", "neighbours").mistake == "neighbours"
    assert not check("gate", lambda x: x[:, ::2] * x[:, 1::2]).passed


@pytest.mark.parametrize("kind", [float, np.float32, np.float64, np.array])
def test_oddness_may_be_any_kind_of_number(kind):
    def oddness(network, images):
        logits = network(images)
        return kind(np.abs(network(-images) + logits).max() / np.abs(logits).max())

    assert check("oddness", oddness).passed
