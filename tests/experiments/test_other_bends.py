"""What lesson 06 experiments with: doses of bend, gates, bottlenecks, what melts, deep linear networks, rounding."""

import numpy as np
import pytest
from finite_differences import numerical_gradient

from helpers.collapse import NotLinearError, collapse
from helpers.convolution import Conv2d
from helpers.experiments.digit_networks import digit_network
from helpers.experiments.dose import PartlyBent, bent_network, bent_units
from helpers.experiments.other_bends.bottleneck import bottleneck_network, spiral, through_relus
from helpers.experiments.other_bends.deep_linear import descend, directions_learned, error_on_unseen, product
from helpers.experiments.other_bends.folding import DenseWithShortcut, one_kernel, without_batchnorm
from helpers.experiments.other_bends.networks import Absolute, Gate, Square, gate_network
from helpers.experiments.other_bends.rounding import rounding_xor
from helpers.layers import Dense, Identity, LeakyReLU
from helpers.network import Sequential

RNG = np.random.default_rng(0)
IMAGES = RNG.normal(size=(3, 1, 8, 8)).astype(np.float32)

# --- doses ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slope", [0.0, 0.25, 0.9, 1.0])
def test_with_every_unit_bent_it_is_leaky_relu(slope):
    leaky = digit_network(lambda: LeakyReLU(slope), seed=3)
    np.testing.assert_allclose(bent_network(slope, seed=3)(IMAGES), leaky(IMAGES), rtol=1e-5, atol=1e-6)


def test_with_no_unit_bent_or_no_bend_it_collapses_and_with_one_unit_it_does_not():
    for dose in ({"kept": 0.0}, {"slope": 1.0}):
        matrix, bias = collapse(bent_network(**dose))
        np.testing.assert_allclose(bent_network(**dose)(IMAGES), IMAGES.reshape(3, -1) @ matrix.T + bias, atol=1e-5)
    with pytest.raises(NotLinearError):
        collapse(bent_network(kept=1 / 768))


def test_a_larger_share_contains_every_smaller_one_and_counts_whole_units():
    few, many = bent_units(0.1, [(2, 3, 4), (6,)], seed=5), bent_units(0.7, [(2, 3, 4), (6,)], seed=5)
    assert sum(bent.sum() for bent in few) == 3 and sum(bent.sum() for bent in many) == 21
    assert all(np.all(large[small]) for small, large in zip(few, many))
    assert any(not np.array_equal(one, other) for one, other in zip(few, bent_units(0.1, [(2, 3, 4), (6,)], seed=6)))


@pytest.mark.parametrize("layer", [PartlyBent([True, False, True], 0.3), Square(), Absolute()])
def test_a_bend_hands_back_the_slope_of_finite_differences(layer):
    x, grad = RNG.normal(size=(4, 3)), RNG.normal(size=(4, 3))
    slope = numerical_gradient(lambda v: np.sum(grad * layer.forward(v)), x)
    layer.forward(x)
    np.testing.assert_allclose(layer.backward(grad), slope, atol=1e-6)


@pytest.mark.parametrize("wrong", [{"kept": 1.5}, {"kept": -0.1}, {"slope": 1.1}, {"slope": -1}, {"slope": np.nan}])
def test_a_dose_outside_its_range_is_refused_by_name(wrong):
    (name,) = wrong
    with pytest.raises(ValueError, match=f"{name}: expected"):
        bent_network(**wrong)


def test_a_mask_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"samples of shape \(2,\), got \(3,\)"):
        PartlyBent([True, False])(np.zeros((1, 3)))


# --- gates ------------------------------------------------------------------------------------------------------------


def test_a_gate_network_hands_back_the_slopes_of_finite_differences():
    network = gate_network(seed=1, width=(1, 2)).copy(np.float64)
    x, grad = IMAGES[:2].astype(float), RNG.normal(size=(2, 10))

    def loss(parameters):
        network.parameters[...] = parameters
        return np.sum(grad * network(x))

    start = network.parameters.copy()
    slope = numerical_gradient(loss, start.copy())
    network.parameters[...] = start
    network(x)
    network.backward(grad)
    np.testing.assert_allclose(network.gradients, slope, atol=1e-5)


def test_a_gate_refuses_an_odd_number_of_channels():
    for act in (lambda: Gate()(np.zeros((1, 3))), lambda: Gate().output_shape((3, 2, 2))):
        with pytest.raises(ValueError, match="even number of channels, got 3"):
            act()


# --- bottlenecks ------------------------------------------------------------------------------------------------------


def test_what_relus_cut_off_alike_comes_back_as_one_point():
    points = spiral()
    returned, error = through_relus(points, 1, seed=2)
    weight = np.random.default_rng(2).normal(size=(2, 1))
    cut = points @ weight[:, 0] <= 0
    assert 0.2 < cut.mean() < 0.8 and np.abs(returned[cut]).max() == 0 and error > 0.5
    assert np.ptp(returned[~cut], axis=0).max() > 0.1


def test_a_bottleneck_passes_on_as_many_numbers_as_it_has_units():
    network = bottleneck_network(2, Identity, hidden=16)
    assert network.shapes() == [(64,), (16,), (16,), (2,), (2,), (16,), (16,), (10,)]


# --- what melts -------------------------------------------------------------------------------------------------------


def test_a_batch_norm_without_a_convolution_before_it_is_refused():
    network = digit_network(bias=False, norm=True)
    with pytest.raises(ValueError, match="expected a convolution with a bias before BatchNorm2d"):
        without_batchnorm(network, lambda weight, bias, *_: (weight, bias))


def test_folding_hands_over_the_constants_of_the_norm_and_leaves_the_network_alone():
    network, seen = digit_network(norm=True, width=(2, 3)), []
    network(IMAGES)
    network.eval()
    before = network(IMAGES)

    def fold(weight, bias, gamma, beta, mean, var, epsilon):
        seen.append((weight.shape, np.array_equal(mean, network.layers[1 if not seen else 5].running_mean), epsilon))
        return 0 * weight, 0 * bias

    folded = without_batchnorm(network, fold)
    assert seen == [((2, 1, 3, 3), True, 1e-5), ((3, 2, 3, 3), True, 1e-5)]
    assert len(folded.layers) == len(network.layers) - 2 and np.ptp(folded(IMAGES), axis=0).max() == 0
    assert np.array_equal(network(IMAGES), before)


def test_one_kernel_does_what_three_branches_do():
    three, one = Conv2d(3, 3, 3, padding=1, bias=False), Conv2d(3, 3, 1, bias=False)
    merged, x = Conv2d(3, 3, 3, padding=1, bias=False), RNG.normal(size=(2, 3, 5, 4))
    merged.params["weight"][...] = one_kernel(three.params["weight"], one.params["weight"])
    np.testing.assert_allclose(merged(x), three(x) + one(x) + x, atol=1e-5)
    with pytest.raises(ValueError, match=r"expected \(C, C, 3, 3\)"):
        one_kernel(np.zeros((2, 3, 3, 3)), np.zeros((2, 3, 1, 1)))


def test_a_shortcut_hands_back_the_slope_of_finite_differences():
    network = Sequential([DenseWithShortcut(3), Dense(3, 2)], (3,), dtype=np.float64)
    x, grad = RNG.normal(size=(4, 3)), RNG.normal(size=(4, 2))
    slope = numerical_gradient(lambda v: np.sum(grad * network(v)), x)
    network(x)
    np.testing.assert_allclose(network.backward(grad), slope, atol=1e-6)


# --- deep linear networks ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_step_follows_the_gradient_of_finite_differences_in_every_factor(depth):
    factors = [RNG.normal(size=(3, 3)) for _ in range(depth)]
    target, before = RNG.normal(size=(3, 3)), [factor.copy() for factor in factors]

    def loss(stacked):
        return np.sum((product(list(stacked)) - target) ** 2) / 2

    slope = numerical_gradient(loss, np.array(before))
    assert np.allclose(next(iter(descend(factors, lambda matrix: matrix - target, 1, 0.1))), product(before))
    list(descend(factors, lambda matrix: matrix - target, 1, 0.1))
    np.testing.assert_allclose((np.array(before) - np.array(factors)) / 0.1, slope, atol=1e-5)


def test_one_matrix_and_a_product_end_at_the_same_function():
    for depth in (1, 2):
        assert directions_learned(depth)[-1] == pytest.approx([1, 1, 1], abs=0.02)


def test_entries_that_are_all_shown_are_all_learned():
    assert error_on_unseen(2, seen=0.99) < 0.05
    with pytest.raises(ValueError, match="depth: expected at least 1"):
        error_on_unseen(0)


# --- rounding ---------------------------------------------------------------------------------------------------------


def test_a_network_of_dense_layers_is_xor_in_float32_alone_and_nothing_on_paper():
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    assert rounding_xor()(corners.astype(np.float32)).ravel().tolist() == [0, 1, 1, 0]
    assert rounding_xor(np.float64)(corners.astype(float)).ravel().tolist() == [0, 0, 0, 0]
    matrix, bias = collapse(rounding_xor())
    assert not matrix.any() and not bias.any()
