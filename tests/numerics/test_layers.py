"""Layers: gradients against finite differences, shapes, modes, and errors that say what is wrong."""

import numpy as np
import pytest
from finite_differences import check_layer

from helpers.base import Layer
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

ACTIVATION_LAYERS = [Identity(), ReLU(), LeakyReLU(), LeakyReLU(0.3), Sigmoid(), Tanh(), Softmax()]
EVERY_LAYER = [Dense(6, 3), Flatten(), Dropout(0.4), BatchNorm2d(3), *ACTIVATION_LAYERS]


def away_from_zero(x):
    """A central difference must not straddle the kink of ReLU."""
    return np.where(np.abs(x) < 0.01, 0.01, x)


def numbers(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("batch", [1, 5])
def test_dense_has_the_right_gradients(bias, batch):
    check_layer(Dense(4, 3, bias=bias, rng=np.random.default_rng(1)), numbers(batch, 4))


def test_dense_is_x_times_the_transposed_weights_plus_the_bias():
    layer = Dense(4, 3, rng=np.random.default_rng(1))
    layer.params["bias"][...] = [1, 2, 3]
    x = numbers(5, 4)
    expected = [[sum(x[n, i] * float(layer.params["weight"][o, i]) for i in range(4)) + o + 1 for o in range(3)]
                for n in range(5)]  # fmt: skip
    np.testing.assert_allclose(layer(x), expected, rtol=1e-12)


@pytest.mark.parametrize("layer", ACTIVATION_LAYERS, ids=repr)
@pytest.mark.parametrize("shape", [(4, 3), (2, 3, 4, 5)])
def test_activation_layers_have_the_right_gradients(layer, shape):
    check_layer(layer.fresh(), away_from_zero(numbers(*shape)))


def test_flatten_has_the_right_gradient():
    check_layer(Flatten(), numbers(2, 3, 4, 5))


@pytest.mark.parametrize("shape", [(5, 2, 3, 4), (1, 2, 3, 4), (5, 7), (0, 2, 3, 4), (5, 0, 3)])
def test_flatten_reads_each_image_row_by_row(shape):
    x = numbers(*shape)
    # reshape(N, -1) cannot guess the second size where there is nothing to count.
    expected = x.reshape(shape[0], int(np.prod(shape[1:])))
    assert np.array_equal(Flatten()(x), expected)
    assert np.array_equal(Flatten()(np.asfortranarray(x)), expected)
    assert Flatten().output_shape(shape[1:]) == expected.shape[1:]


@pytest.mark.parametrize("training", [True, False])
def test_batch_norm_has_the_right_gradients_in_both_modes(training):
    layer = BatchNorm2d(3)
    layer(numbers(4, 3, 2, 5, seed=5) * 2 + 1)
    layer.params["weight"][...], layer.params["bias"][...] = [1.5, -0.5, 2], [0.1, 0.2, 0.3]
    layer.training = training
    check_layer(layer, numbers(4, 3, 2, 5))


def test_batch_norm_gives_every_channel_mean_zero_and_variance_one_while_training():
    y = BatchNorm2d(3, epsilon=0)(numbers(10, 3, 4, 5) * [[[[7]], [[0.1]], [[3]]]] + 5)
    np.testing.assert_allclose(y.mean(axis=(0, 2, 3)), 0, atol=1e-13)
    np.testing.assert_allclose(y.var(axis=(0, 2, 3)), 1, rtol=1e-12)


def test_batch_norm_at_inference_does_not_look_at_the_other_images():
    layer = BatchNorm2d(2)
    layer(numbers(8, 2, 3, 3))
    layer.training = False
    x = numbers(4, 2, 3, 3, seed=2)
    np.testing.assert_array_equal(layer(x)[:1], layer(x[:1]))


def test_batch_norm_learns_its_running_averages_only_while_training():
    layer = BatchNorm2d(1)
    layer.training = False
    layer(numbers(8, 1, 3, 3) + 10)
    assert layer.running_mean == 0 and layer.running_var == 1
    layer.training = True
    for seed in range(200):
        layer(numbers(64, 1, 3, 3, seed=seed) * 3 + 10)
    # The last ten or so batches of 576 numbers count: standard errors of about 0.03 and 0.17.
    assert layer.running_mean == pytest.approx(10, abs=0.15)
    assert layer.running_var == pytest.approx(9, abs=0.8)


def test_the_running_variance_is_an_estimate_that_divides_by_one_less():
    layer, x = BatchNorm2d(1, momentum=1), numbers(2, 1, 1, 2)
    layer(x)
    assert layer.running_var[0] == pytest.approx(np.var(x, ddof=1))


def test_batch_norm_refuses_to_take_the_variance_of_one_number():
    with pytest.raises(ValueError, match="more than one value per channel"):
        BatchNorm2d(2)(np.zeros((1, 2, 1, 1)))


def test_dropout_drops_the_given_share_and_keeps_the_mean():
    layer = Dropout(0.3, rng=np.random.default_rng(0))
    y = layer(np.ones((100, 100)))
    # Ten thousand draws: a standard error of 0.0046; four of them on either side.
    assert np.mean(y == 0) == pytest.approx(0.3, abs=0.02)
    assert np.unique(y).size == 2
    assert y.max() == pytest.approx(1 / 0.7)


def test_dropout_sends_the_gradient_where_the_signal_went():
    layer = Dropout(0.5, rng=np.random.default_rng(0))
    y = layer(np.ones((6, 7)))
    assert np.array_equal(layer.backward(np.ones((6, 7))), y)


def test_dropout_does_nothing_at_inference():
    layer = Dropout(0.5)
    layer.training = False
    x = numbers(3, 4)
    assert np.array_equal(layer(x), x)
    assert np.array_equal(layer.backward(x), x)


def test_two_dropouts_of_one_network_drop_different_numbers_and_repeat_with_the_seed():
    def masks(network):
        return [layer(np.ones((20, 20))) for layer in network.layers]

    first, second = masks(Sequential([Dropout(), Dropout()], seed=3))
    assert not np.array_equal(first, second)
    first_of_copy, second_of_copy = masks(Sequential([Dropout(), Dropout()], seed=3).copy())
    assert not np.array_equal(first_of_copy, second_of_copy)
    assert np.array_equal(masks(Sequential([Dropout(), Dropout()], seed=3)), [first, second])


def test_dropout_in_front_does_not_change_the_first_weights():
    with_dropout = Sequential([Dropout(), Dense(4, 3)], seed=3)
    assert np.array_equal(with_dropout.parameters, Sequential([Dense(4, 3)], seed=3).parameters)


def test_he_initialisation_keeps_the_size_of_a_signal_through_relu():
    layer = Dense(400, 2000, rng=np.random.default_rng(7))
    y = np.maximum(layer(numbers(50, 400)), 0)
    # E[relu(y)²] = ½·(2 / fan-in)·fan-in·E[x²] = 1.
    assert np.mean(y**2) == pytest.approx(1, rel=0.05)
    assert not layer.params["bias"].any()


@pytest.mark.parametrize("layer", EVERY_LAYER, ids=repr)
def test_backward_before_forward_says_so(layer):
    with pytest.raises(RuntimeError, match="backward needs a forward pass first"):
        layer.fresh().backward(np.ones((2, 3)))


@pytest.mark.parametrize("layer", EVERY_LAYER, ids=repr)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_float_type_of_the_input_is_kept(layer, dtype):
    shape = (5, 6) if isinstance(layer, Dense) else (5, 3, 4, 2)
    y = layer.fresh()(numbers(*shape).astype(dtype))
    assert y.dtype == dtype
    assert y.shape == (5, *layer.output_shape(shape[1:]))


@pytest.mark.parametrize("layer", EVERY_LAYER, ids=repr)
def test_results_that_you_hold_never_change(layer):
    layer = layer.fresh()
    shape = (5, 6) if isinstance(layer, Dense) else (5, 3, 4, 2)
    x = numbers(*shape)
    y = layer(x)
    grad = layer.backward(numbers(*y.shape, seed=1))
    held = x.copy(), y.copy(), grad.copy()
    for seed in (2, 3):
        again = layer(numbers(*shape, seed=seed))
        layer.backward(numbers(*y.shape, seed=seed + 10))
        assert not np.shares_memory(again, y)
    for now, before in zip((x, y, grad), held):
        assert np.array_equal(now, before)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Dense(4, 3)(np.zeros((2, 5))), r"x: Dense\(4, 3\) expects 4 features, got 5 \(shape \(2, 5\)\)"),
        (lambda: Dense(4, 3)(np.zeros(4)), r"x: Dense\(4, 3\) expects 2 dimensions \(batch first\), got shape \(4,\)"),
        (lambda: BatchNorm2d(3)(np.zeros((2, 4, 5, 5))), r"x: BatchNorm2d\(3\) expects 3 channels, got 4"),
        (lambda: BatchNorm2d(3)(np.zeros((2, 3))), "expects 4 dimensions"),
        (lambda: Dense(4.0, 3), "in_features: expected a whole number, at least 1, got 4.0"),
        (lambda: Dense(4, 0), "out_features: expected a whole number, at least 1, got 0"),
        (lambda: BatchNorm2d(True), "channels: expected a whole number, at least 1, got True"),
        (lambda: Dropout(1.0), r"p: expected a probability in \[0, 1\), got 1.0"),
        (lambda: Dense(4, 3).output_shape((5,)), r"input_shape: Dense\(4, 3\) expects \(4,\), got \(5,\)"),
    ],
)
def test_errors_name_what_was_expected_and_what_came(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_a_layer_without_a_forward_says_so():
    class Empty(Layer):
        pass

    with pytest.raises(NotImplementedError, match="Empty has no forward yet"):
        Empty()(np.zeros(3))


def test_softmax_layer_gives_probabilities_over_classes_or_channels():
    for shape in ((4, 3), (2, 3, 4, 5)):
        np.testing.assert_allclose(Softmax()(numbers(*shape)).sum(axis=1), 1, rtol=1e-14)


def test_a_fresh_copy_shares_nothing_and_remembers_nothing():
    layer = Dense(4, 3)
    layer(numbers(2, 4))
    twin = layer.fresh()
    assert twin.cache is None
    twin.params["weight"][...] = 0
    assert layer.params["weight"].any()


def test_activation_layers_have_the_slope_of_their_functions_at_zero():
    for layer, slope in ((ReLU(), 0), (LeakyReLU(0.2), 0.2), (Identity(), 1), (Sigmoid(), 0.25), (Tanh(), 1)):
        layer(np.zeros((1, 2)))
        assert np.array_equal(layer.backward(np.ones((1, 2))), [[slope, slope]])
