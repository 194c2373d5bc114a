"""Straight pieces: counted exactly, and as many as the tent promises."""

import numpy as np
import pytest

from helpers.activations import relu
from helpers.experiments.bends import forward, pieces_on_a_line, random_network, switch_points, teeth, tent

LINE = [-4.0, -3.0], [4.0, 3.0]


@pytest.mark.parametrize("folds", range(1, 15))
def test_the_tent_has_exactly_two_to_the_k_pieces_and_half_as_many_teeth(folds):
    network = tent(folds)
    assert [len(b) for b in network[1]] == [2] * folds + [1]
    assert pieces_on_a_line(*network, [0.0], [1.0]) == 2**folds
    assert teeth(*network) == 2 ** (folds - 1)
    # Exact in binary floating point: no tolerance here.
    assert np.array_equal(switch_points(*network, np.zeros(1), np.ones(1)), np.arange(2**folds + 1) / 2**folds)


@pytest.mark.parametrize("folds", [1, 3, 6])
def test_the_tent_goes_up_and_down_between_0_and_1(folds):
    x = np.arange(2**folds + 1)[:, None] / 2**folds
    assert np.array_equal(forward(x, *tent(folds))[:, 0], np.arange(len(x)) % 2)


def test_no_fold_is_no_tent():
    with pytest.raises(ValueError, match="folds"):
        tent(0)


@pytest.mark.parametrize("sizes", [[2, 16, 1], [2, 8, 8, 1], [2, 5, 5, 5, 5, 1], [2, 30, 30, 3]])
@pytest.mark.parametrize("seed", range(5))
def test_pieces_are_those_that_a_fine_walk_along_the_line_finds(sizes, seed):
    network = random_network(sizes, seed)
    steps = 400_001
    t = np.linspace(0, 1, steps)[:, None]
    slopes = np.diff(forward(np.array(LINE[0]) + t * np.subtract(LINE[1], LINE[0]), *network)[:, 0]) * steps
    bends = np.abs(np.diff(slopes)) > 1e-6 * np.abs(slopes).max()
    # A bend between two steps shows in two differences in a row.
    found = 1 + np.sum(bends & ~np.concatenate([[False], bends[:-1]]))
    # Two bends closer than a step are one to the walk.
    assert 0 <= pieces_on_a_line(*network, *LINE) - found <= 1


def test_a_bend_that_no_later_unit_listens_to_is_not_counted():
    # The second unit is off everywhere, and it alone listens to the first.
    network = [np.eye(1), np.array([[-1.0]]), np.eye(1)], [np.zeros(1), -np.ones(1), np.zeros(1)]
    assert len(switch_points(*network, [-1.0], [1.0])) == 3
    assert pieces_on_a_line(*network, [-1.0], [1.0]) == 1


def test_a_network_is_straight_between_its_switch_points():
    network = random_network([2, 12, 12, 1], seed=3)
    t = switch_points(*network, *LINE)
    ends, start = forward(np.array(LINE[0]) + t[:, None] * np.subtract(LINE[1], LINE[0]), *network)[:, 0], LINE[0]
    middle = (t[1:] + t[:-1]) / 2
    between = forward(np.array(start) + middle[:, None] * np.subtract(LINE[1], LINE[0]), *network)[:, 0]
    np.testing.assert_allclose(between, (ends[1:] + ends[:-1]) / 2, atol=1e-12)


def test_random_networks_are_those_that_lesson_02_draws():
    rng = np.random.default_rng(4)
    weights, biases = random_network([2, 3, 1], seed=4)
    assert np.array_equal(weights[0], rng.normal(size=(3, 2)) / np.sqrt(2))
    assert np.array_equal(weights[1], rng.normal(size=(1, 3)) / np.sqrt(3))
    assert np.array_equal(biases[0], rng.normal(size=3))


def test_forward_has_no_activation_after_the_last_layer():
    weights, biases = [np.eye(2), -np.eye(2)], [np.zeros(2), np.zeros(2)]
    assert np.array_equal(forward(np.array([[1.0, -1.0]]), weights, biases, relu), [[-1.0, 0.0]])
