"""Signals through many layers: sizes, gradients, samples, and networks that begin well or badly."""

import numpy as np
import pytest
from finite_differences import numerical_gradient

from helpers.activations import ACTIVATIONS, relu, tanh
from helpers.experiments.signals import compare, networks, samples, stack
from helpers.layers import LeakyReLU, ReLU, Tanh
from helpers.losses import cross_entropy_grad
from helpers.network import Sequential

RNG = np.random.default_rng(0)
IMAGES = RNG.normal(size=(30, 64))


def by_fan_in(gain=1.0):
    return lambda rng, shape: stack.fan_in_weights(rng, shape, gain)


# ---- a stack of layers ----------------------------------------------------------------------------------------------


def test_a_stack_is_drawn_layer_by_layer_from_one_generator():
    weights = stack.stack_weights(by_fan_in(2.0), width=5, depth=3, seed=4, inputs=7)
    rng = np.random.default_rng(4)
    for w, shape in zip(weights, [(5, 7), (5, 5), (5, 5)], strict=True):
        assert np.array_equal(w, rng.standard_normal(shape) * 2 / np.sqrt(shape[1]))


def test_a_stack_gives_what_the_layers_of_the_course_give():
    weights = stack.stack_weights(by_fan_in(), width=6, depth=3)
    network = networks.dense_network(Tanh, depth=3, width=6)
    for layer, w in zip(networks.dense_layers(network), weights):
        layer.params["weight"][...] = w
    z, a = stack.through_layers(IMAGES, weights, tanh)
    theirs_z, theirs_a = networks.inside(network, IMAGES.reshape(-1, 1, 8, 8))
    for ours, theirs in zip(z + a, theirs_z + theirs_a, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "identity"])
def test_gradient_sizes_are_those_of_finite_differences(name):
    activation, x = ACTIVATIONS[name], IMAGES[:2, :3]
    weights = stack.stack_weights(by_fan_in(), width=4, depth=3, inputs=3)
    arriving = np.random.default_rng(9).normal(size=(2, 4))

    def loss_from(layer, z):
        """The loss as a function of one layer's pre-activations."""
        a = activation.function(z)
        for w in weights[layer + 1 :]:
            a = activation.function(a @ w.T)
        return np.sum(arriving * a)

    z, _ = stack.through_layers(x, weights, activation.function)
    sizes = stack.gradient_sizes(x, weights, activation, seed=9)
    for layer, size in enumerate(sizes):
        slopes = numerical_gradient(lambda values, layer=layer: loss_from(layer, values), z[layer].copy())
        assert size == pytest.approx(np.sqrt(np.mean(slopes**2)), rel=1e-5)


def test_the_squared_size_grows_by_fan_in_times_variance_at_a_wide_linear_layer():
    w = stack.fan_in_weights(np.random.default_rng(1), (4000, 64), gain=3.0)
    assert stack.size(IMAGES @ w.T) / stack.size(IMAGES) == pytest.approx(3.0, rel=0.03)


def test_relu_keeps_half_of_the_square_of_what_is_symmetric():
    z = RNG.normal(size=200_000)
    assert stack.size(relu(z)) ** 2 == pytest.approx(stack.size(z) ** 2 / 2, rel=0.02)


def test_size_counts_a_common_part_and_spread_does_not():
    values = np.array([[1.0, 5.0], [3.0, 5.0]])
    assert stack.size(values) == pytest.approx(np.sqrt(60 / 4))
    assert stack.spread(values) == pytest.approx(np.sqrt(2 / 4))
    assert stack.spread(values + 100) == pytest.approx(stack.spread(values))


# ---- samples ---------------------------------------------------------------------------------------------------------


def test_the_moments_are_those_of_scipy_for_every_unit():
    stats = pytest.importorskip("scipy.stats")
    values = RNG.exponential(size=(50, 4))
    np.testing.assert_allclose(samples.skewness(values), stats.skew(values), rtol=1e-9)
    np.testing.assert_allclose(samples.excess_kurtosis(values), stats.kurtosis(values), rtol=1e-9)


def test_the_sampling_errors_are_how_far_gaussian_samples_really_scatter():
    many = RNG.normal(size=(600, 3000))
    assert samples.skewness(many).std() == pytest.approx(samples.skewness_error(600), rel=0.06)
    assert samples.excess_kurtosis(many).std() == pytest.approx(samples.kurtosis_error(600), rel=0.06)


def test_of_gaussian_units_about_nine_per_cent_are_reported_by_chance_and_of_relu_outputs_all():
    z = RNG.normal(size=(1400, 2000))
    assert 0.06 < samples.share_not_gaussian(z) < 0.12
    assert samples.share_not_gaussian(relu(z[:, :50])) == 1


def test_a_unit_that_gives_the_same_to_all_images_is_left_out():
    z = RNG.uniform(size=(500, 3))
    z[:, 1] = 0
    assert samples.share_not_gaussian(z) == 1


def test_the_typical_unit_has_as_many_that_are_on_more_often_as_less():
    z = RNG.normal(RNG.normal(size=31), 1, (200, 31))
    on = np.mean(z > 0, axis=0)
    unit = samples.typical_unit(z)
    assert np.sum(on < on[unit]) <= 15 and np.sum(on > on[unit]) <= 15


# ---- networks --------------------------------------------------------------------------------------------------------


def test_networks_that_differ_in_activation_or_batch_norm_begin_with_the_same_weights():
    one, other, third = (networks.dense_network(kind, norm=norm) for kind, norm in
                         ((ReLU, False), (Tanh, False), (ReLU, True)))  # fmt: skip
    for layers in zip(*map(networks.dense_layers, (one, other, third)), strict=True):
        first, *others = (layer.params["weight"] for layer in layers)
        assert all(np.array_equal(first, each) for each in others)


def test_only_the_hidden_layers_are_drawn_as_asked():
    network = networks.dense_network(draw=lambda rng, shape: np.full(shape, 7.0))
    *hidden, last = (layer.params["weight"] for layer in networks.dense_layers(network))
    assert all((w == 7).all() for w in hidden)
    assert last.std() == pytest.approx(1 / 8, rel=0.15)


def test_dense_batch_norm_agrees_with_finite_differences():
    x, grad = RNG.normal(size=(6, 3)), RNG.normal(size=(6, 3))
    layer = Sequential([networks.BatchNorm(3)], (3,), dtype=np.float64)
    layer.train()(x)
    numerical = numerical_gradient(lambda values: np.sum(layer(values) * grad), x.copy())
    layer(x)
    np.testing.assert_allclose(layer.backward(grad), numerical, atol=1e-6)


@pytest.mark.parametrize("activation, moves", [(ReLU, False), (LeakyReLU, True)])
def test_no_gradient_reaches_the_weights_before_a_dead_relu_layer(activation, moves):
    network = networks.start_dead(networks.dense_network(activation))
    images, labels = RNG.normal(size=(20, 1, 8, 8)).astype(np.float32), np.arange(20) % 10
    z, _ = networks.inside(network, images)
    assert z[1].max() < 0 < z[0].max()
    network.backward(cross_entropy_grad(network(images), labels))
    first, second, last = networks.dense_layers(network)
    assert bool(first.grads["weight"].any()) == bool(second.grads["weight"].any()) == moves
    assert last.grads["bias"].any()


# ---- training --------------------------------------------------------------------------------------------------------


def test_the_first_update_of_adam_moves_every_weight_by_the_learning_rate():
    network, images = networks.dense_network(depth=1, width=8), np.abs(IMAGES).reshape(-1, 1, 8, 8) + 0.1
    before = [np.array(layer.params["weight"]) for layer in networks.dense_layers(network)]
    ratios = compare.update_ratios(network, images, np.arange(30) % 10, epochs=1, learning_rate=0.01)
    assert ratios.shape == (1, 2)
    # Adam's first step is the rate for each weight that has a gradient at all.
    for layer, old, ratio in zip(networks.dense_layers(network), before, ratios[0]):
        moved = layer.params["weight"] - old
        assert ratio == pytest.approx(np.linalg.norm(moved) / np.linalg.norm(old), rel=1e-4)
        assert np.abs(moved).max() == pytest.approx(0.01, rel=1e-2)


def test_the_rate_is_chosen_by_the_validation_images_and_not_by_the_test():
    good, bad = compare.Reading(0.9, 0.1), compare.Reading(0.1, 0.9)
    assert compare.best_rate([[bad, good, bad], [bad, good, bad]]) == 1


def test_the_images_that_choose_the_rate_are_not_trained_on(monkeypatch):
    seen = []
    monkeypatch.setattr(compare, "fit", lambda network, images, *rest, **options: seen.append(len(images)))
    compare.read_by_rate(ReLU, [1e-3, 1e-2], depth=1, width=2)
    assert seen == [1400 - compare.VALIDATION] * 2
