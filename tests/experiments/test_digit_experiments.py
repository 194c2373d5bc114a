"""The digits' experiments: networks, data, and what they measure."""

import numpy as np
import pytest

from helpers.convolution import MaxPool2d
from helpers.digits import flip_contrast, load_digits
from helpers.experiments.ablation import digit_ablation, stroke_ablation, stroke_task
from helpers.experiments.both_contrasts import (
    bias_towards_flipped,
    correlation,
    most_that_linear_reads,
    read_right,
    reads_both,
)
from helpers.experiments.digit_data import evenly_flipped, flipped, in_both_contrasts, share_flipped, split_digits
from helpers.experiments.digit_networks import digit_network, one_matrix, with_relus
from helpers.experiments.fitting import fit, share_read, training_step
from helpers.layers import Dense, Flatten, Identity, ReLU
from helpers.network import Sequential
from helpers.training import train

DIGITS = load_digits()


# ---- networks ------------------------------------------------------------------------------------------------------


def test_the_networks_of_one_seed_start_alike_whatever_their_activation_and_pool():
    start = digit_network(ReLU, seed=3).parameters
    assert np.array_equal(start, digit_network(Identity, MaxPool2d, seed=3, last=ReLU).parameters)
    assert not np.array_equal(start, digit_network(ReLU, seed=4).parameters)


def test_the_parts_of_the_network_can_be_chosen():
    assert [type(layer).__name__ for layer in digit_network(norm=True, last=ReLU).layers] == [
        "Conv2d", "BatchNorm2d", "ReLU", "AvgPool2d", "Conv2d", "BatchNorm2d", "ReLU", "AvgPool2d", "Flatten", "Dense",
        "ReLU"]  # fmt: skip
    without = digit_network(width=(3, 5), bias=False)
    assert without.parameters.size == 3 * 9 + 5 * 3 * 9 + 10 * 4 * 5
    assert one_matrix()(DIGITS.test_images[:3]).shape == (3, 10)


@pytest.mark.parametrize("width", [8, (8,), (8, 16, 32), (0, 4), (1.5, 4)])
def test_a_width_that_is_no_pair_of_whole_numbers_is_an_error(width):
    with pytest.raises(ValueError, match="^width: "):
        digit_network(width=width)


def test_relus_are_switched_one_by_one_and_the_weights_stay():
    network = digit_network(last=ReLU)
    for on in [(True, True), (True, False), (False, True), (False, False)]:
        switched = with_relus(network, on)
        assert [isinstance(switched.layers[i], ReLU) for i in (1, 4)] == list(on)
        assert isinstance(switched.layers[-1], ReLU) and np.array_equal(switched.parameters, network.parameters)
    assert [type(layer) for layer in network.layers[1:5:3]] == [ReLU, ReLU]


def test_one_switch_for_each_relu():
    with pytest.raises(ValueError, match="2 hidden activations, got 3"):
        with_relus(digit_network(), (True, True, True))


# ---- training ------------------------------------------------------------------------------------------------------


def test_fit_is_the_training_loop_of_the_course():
    one, other = digit_network(width=(2, 3)), digit_network(width=(2, 3))
    images, labels = DIGITS.train_images[:200], DIGITS.train_labels[:200]
    losses = fit(one, images, labels, epochs=2, seed=5)
    train(other, images, labels, epochs=2, seed=5, progress=False)
    assert np.array_equal(one.parameters, other.parameters) and len(losses) == 8


def test_fit_trains_with_the_step_that_it_is_given():
    seen = []

    def step(network, images, labels, optimizer):
        seen.append(len(images))
        assert len(images) == len(labels) and optimizer.network is network
        return training_step(network, images, labels, optimizer)

    network, twin = digit_network(width=(1, 1)), digit_network(width=(1, 1))
    losses = fit(network, DIGITS.train_images[:70], DIGITS.train_labels[:70], 2, learning_rate=1e-2, step=step)
    assert seen == [64, 6, 64, 6]
    assert losses == fit(twin, DIGITS.train_images[:70], DIGITS.train_labels[:70], 2, learning_rate=1e-2)


def test_fit_leaves_a_network_ready_for_use():
    network = digit_network(norm=True, width=(1, 1))
    fit(network, DIGITS.train_images[:64], DIGITS.train_labels[:64], 1)
    assert not network.layers[1].training


@pytest.mark.parametrize("wrong", [{"epochs": -1}, {"batch_size": 0}, {"labels": DIGITS.train_labels[:3]}])
def test_fit_refuses_what_it_cannot_train_on(wrong):
    given = {"images": DIGITS.train_images[:4], "labels": DIGITS.train_labels[:4]} | wrong
    with pytest.raises(ValueError, match="epochs|labels"):
        fit(one_matrix(), **given)


# ---- data ----------------------------------------------------------------------------------------------------------


def test_the_first_flips_are_those_that_the_course_has_always_shown():
    flips = flipped(DIGITS)
    assert np.array_equal(flips.train_images, flip_contrast(DIGITS.train_images, seed=1))
    assert np.array_equal(flips.test_images, flip_contrast(DIGITS.test_images, seed=2))
    assert not np.array_equal(flips.train_images, flipped(DIGITS, 1).train_images)


def test_a_split_holds_every_digit_once():
    split = split_digits(3)
    assert split.train_images.shape == DIGITS.train_images.shape and split.test_labels.shape == DIGITS.test_labels.shape
    assert not np.array_equal(split.test_labels, DIGITS.test_labels)
    sums = [np.sort(np.concatenate([d.train_images, d.test_images]).sum(axis=(1, 2, 3))) for d in (split, DIGITS)]
    assert np.array_equal(*sums)
    counts = [np.bincount(np.concatenate([d.train_labels, d.test_labels])) for d in (split, DIGITS)]
    assert np.array_equal(*counts)


@pytest.mark.parametrize("seed", range(3))
def test_even_flips_flip_half_of_each_digit_and_test_as_the_others(seed):
    flips = evenly_flipped(DIGITS, seed)
    counts = np.bincount(DIGITS.train_labels)
    assert np.array_equal(np.round(share_flipped(DIGITS, flips) * counts), counts // 2)
    assert np.array_equal(np.abs(flips.train_images), np.abs(DIGITS.train_images))
    assert np.array_equal(flips.test_images, flipped(DIGITS, seed).test_images)
    assert flips.train_images.dtype == np.float32


def test_both_contrasts_are_each_image_and_its_negative():
    images, labels = in_both_contrasts(DIGITS.test_images, DIGITS.test_labels)
    assert np.array_equal(images[397:], -images[:397]) and np.array_equal(labels[397:], labels[:397])


# ---- what is measured ----------------------------------------------------------------------------------------------


def linear(matrix, bias):
    network = Sequential([Flatten(), Dense(np.shape(matrix)[1], len(bias))], seed=None)
    network.layers[1].params["weight"][...] = matrix
    network.layers[1].params["bias"][...] = bias
    return network


def test_no_linear_network_passes_the_bound_and_one_can_reach_it():
    # Three digits, each a pixel of its own. The bias favours digit 0, so that it is read in both contrasts.
    images, labels = np.tile(np.eye(3), (4, 1)), np.tile([0, 1, 2], 4)
    images, labels = images[:-1], labels[:-1]
    best = linear(3 * np.eye(3) - [[2.9] * 3, [0] * 3, [0] * 3], [1.4, 0, 0])
    rng = np.random.default_rng(0)
    bound = most_that_linear_reads(labels)
    assert bound == pytest.approx(0.5 + 4 / 11 / 2)
    for _ in range(200):
        network = linear(rng.normal(size=(3, 3)), rng.normal(size=3))
        assert share_read(network, *in_both_contrasts(images, labels)) <= bound
        both = read_right(network, images, labels) & read_right(network, -images, labels)
        assert len(set(labels[both])) <= 1
    assert reads_both(best, images, labels) == pytest.approx(4 / 11)
    assert share_read(best, *in_both_contrasts(images, labels)) == pytest.approx(bound)


def test_bias_towards_flipped_tells_which_contrast_is_read():
    images, labels = np.eye(2), np.array([0, 1])
    upright, negative = linear(np.eye(2), [0, 0]), linear(-np.eye(2), [0, 0])
    assert np.array_equal(bias_towards_flipped(upright, images, labels), [-1, -1])
    assert np.array_equal(bias_towards_flipped(negative, images, labels), [1, 1])


def test_correlation_has_the_sign_of_the_slope():
    assert correlation([0, 1, 2], [5, 3, 1]) == pytest.approx(-1)


# ---- ablations -----------------------------------------------------------------------------------------------------


def test_an_ablation_trains_each_combination_on_the_task_of_its_seed():
    asked, trained = [], []

    def task(seed):
        asked.append(seed)
        return flipped(DIGITS, seed)

    def step(network, images, labels, optimizer):
        trained.append([type(layer) for layer in network.layers])
        return 0.0

    shares = digit_ablation(task, seeds=(4, 7), epochs=1, batch_size=1400, step=step)
    assert asked == [4, 7] * 4 and len(trained) == 8
    assert list(shares) == [(a, p) for a in ("Identity", "ReLU") for p in ("AvgPool2d", "MaxPool2d")]
    # The step has changed nothing, so these are the untrained networks.
    flips = flipped(DIGITS, 7)
    network = digit_network(ReLU, MaxPool2d, 7)
    assert shares["ReLU", "MaxPool2d"][1] == share_read(network, flips.test_images, flips.test_labels)


def test_strokes_for_learning_and_for_the_test_are_others():
    train_images, _, test_images, _ = stroke_task(3)
    assert not any(np.array_equal(train_images[i], test_images[i]) for i in range(50))
    assert not np.array_equal(train_images, stroke_task(4)[0]) and stroke_task(3, noise=0.1)[2].min() < 0


def test_an_ablation_of_places_tells_a_blind_network_from_one_that_sees():
    shares = stroke_ablation([("head",), ["conv1", "conv2"]], seeds=[1], epochs=6)
    assert shares["head",] == [0.25] and shares["conv1", "conv2"][0] > 0.5
