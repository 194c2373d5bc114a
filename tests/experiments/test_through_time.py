"""Recurrent networks in the experiments: what they are given, and gradients that follow the powers of a matrix."""

import numpy as np
import pytest

from helpers.collapse import collapse
from helpers.digits import load_digits
from helpers.experiments.through_time import (
    as_rows,
    bit_network,
    bit_sequences,
    first_bit,
    first_equals_last,
    gradient_sizes,
    random_recurrence,
    row_network,
    spectral_radius,
)
from helpers.layers import Dense
from helpers.recurrent import Recurrent

RNG = np.random.default_rng(0)


def test_a_digit_as_a_sequence_is_its_rows_in_their_order():
    digits = load_digits()
    rows = as_rows(digits)
    for t in range(8):
        assert np.array_equal(rows.test_images[:, t], digits.test_images[:, 0, t, :])
    assert np.array_equal(rows.train_labels, digits.train_labels) and len(rows.train_images) == 1400


@pytest.mark.parametrize("relu_behind, names", [(False, ["Recurrent", "Dense"]),
                                                (True, ["Recurrent", "Dense", "ReLU", "Dense"])])  # fmt: skip
def test_a_row_network_has_the_layers_that_were_asked_for(relu_behind, names):
    network = row_network("relu", hidden=5, relu_behind=relu_behind)
    assert [type(layer).__name__ for layer in network.layers] == names
    assert network.layers[0].inside == "relu" and network.shapes()[-1] == (10,)


@pytest.mark.parametrize("make", [row_network, bit_network])
def test_networks_with_other_activations_start_with_the_same_weights(make):
    one = make("identity", seed=4).parameters
    assert np.array_equal(one, make("tanh", seed=4).parameters)
    assert not np.array_equal(one, make("identity", seed=5).parameters)


@pytest.mark.parametrize("make", [row_network, bit_network])
def test_without_biases_there_is_none_in_any_layer(make):
    layers = make("tanh", bias=False).layers
    assert all(isinstance(layer, (Recurrent, Dense)) and "bias" not in layer.params for layer in layers)


def test_linear_steps_are_one_matrix_and_with_biases_or_a_bend_a_row_network_is_not_odd():
    x = RNG.normal(size=(20, 8, 8)).astype(np.float32)
    matrix, _ = collapse(row_network("identity"))
    assert matrix.shape == (10, 64)
    odd, biased, bent = row_network("tanh", bias=False), row_network("tanh"), row_network("relu", bias=False)
    np.testing.assert_allclose(odd(-x), -odd(x), atol=1e-6)
    for network in (biased, bent):
        assert np.abs(network(-x) + network(x)).max() > 0.1


def test_all_sequences_of_bits_are_there_once_and_each_question_has_as_many_yeses_as_noes():
    sequences = bit_sequences(5)
    assert sequences.shape == (32, 5, 1) and len(np.unique(sequences[:, :, 0], axis=0)) == 32
    assert set(np.unique(sequences)) == {-1, 1}
    for question in (first_bit, first_equals_last):
        assert question(sequences).sum() == 16


def test_turning_all_bits_round_turns_the_first_answer_and_keeps_the_second():
    sequences = bit_sequences(4)
    assert np.array_equal(first_bit(-sequences), 1 - first_bit(sequences))
    assert np.array_equal(first_equals_last(-sequences), first_equals_last(sequences))


def test_bits_in_between_do_not_count():
    sequences = RNG.choice([-1.0, 1.0], size=(50, 6, 1))
    shuffled = sequences.copy()
    shuffled[:, 1:-1] = RNG.choice([-1.0, 1.0], size=(50, 4, 1))
    for question in (first_bit, first_equals_last):
        assert np.array_equal(question(sequences), question(shuffled))


def test_a_wrong_number_of_steps_is_an_error():
    with pytest.raises(ValueError, match="^steps: "):
        bit_sequences(0)


@pytest.mark.parametrize("radius", [0.5, 1.0, 1.3])
def test_a_random_recurrence_has_the_spectral_radius_that_was_asked_for(radius):
    matrix = random_recurrence(radius, hidden=6, seed=2)
    assert spectral_radius(matrix) == pytest.approx(radius)
    # Its powers grow by that factor in the long run, whatever the eigenvalues are called.
    growth = np.linalg.norm(np.linalg.matrix_power(matrix / radius, 400)) ** (1 / 400)
    assert growth == pytest.approx(1, abs=0.02)


def test_without_an_activation_a_gradient_follows_the_powers_of_the_matrix():
    weight, seed = random_recurrence(1.1, hidden=5), 3
    rng = np.random.default_rng(seed)
    rng.normal(size=(1, 11, 5))
    grad = rng.normal(size=5)
    grad /= np.linalg.norm(grad)
    expected = [np.linalg.norm(np.linalg.matrix_power(weight.T, k) @ grad) for k in range(11)]
    np.testing.assert_allclose(gradient_sizes(weight, steps=10, seed=seed), expected, rtol=1e-10)


def test_an_orthogonal_matrix_keeps_the_length_and_tanh_takes_from_it():
    orthogonal, _ = np.linalg.qr(RNG.normal(size=(6, 6)))
    np.testing.assert_allclose(gradient_sizes(orthogonal, steps=30), 1, rtol=1e-12)
    sizes = gradient_sizes(orthogonal, "tanh", steps=30)
    assert np.all(np.diff(sizes) < 0) and sizes[0] < 1
