"""Training watched step by step, and activations compared, each at the best of several learning rates."""

from typing import NamedTuple

import numpy as np

from helpers.experiments.digit_data import flipped, split_digits
from helpers.experiments.fitting import fit, share_read, training_step
from helpers.experiments.signals.networks import dense_layers, dense_network

# Of the 1,400 training images, those that only choose the learning rate.
VALIDATION = 200


def update_ratios(network, images, labels, epochs=10, learning_rate=3e-3, seed=0):
    """Train a network, and keep the ratio of update to parameter for every dense layer and every step.

    The ratio is the length of a step's change of the weights over the length of the weights before it.

    Parameters
    ----------
    network : Sequential
    images, labels : arrays, shapes (N, …) and (N,)
    epochs : int
    learning_rate : float
    seed : int
        Draws the order of the images.

    Returns
    -------
    array, shape (steps, dense layers)

    Examples
    --------
    >>> network = dense_network(depth=1, width=4)
    >>> update_ratios(network, np.ones((64, 1, 8, 8)), np.zeros(64, int), epochs=3).shape
    (3, 2)
    """
    weights = [layer.params["weight"] for layer in dense_layers(network)]
    ratios = []

    def watched_step(network, images, labels, optimizer):
        before = [w.copy() for w in weights]
        loss = training_step(network, images, labels, optimizer)
        ratios.append([np.linalg.norm(w - old) / np.linalg.norm(old) for w, old in zip(weights, before)])
        return loss

    fit(network, images, labels, epochs, seed=seed, learning_rate=learning_rate, step=watched_step)
    return np.array(ratios)


class Reading(NamedTuple):
    """What one trained network reads, as shares from 0 to 1: of the images that choose the rate, and of the test."""

    validation: float
    test: float


def read_by_rate(activation, rates, seed=0, depth=2, width=64, epochs=10, digits=None):
    """Train the same network on flipped digits at several learning rates.

    Parameters
    ----------
    activation : function without arguments that makes a layer
    rates : sequence of float
    seed : int
        Draws the initial weights, the order of the images and the pattern of flips.
    depth, width, epochs : int
    digits : Digits, optional
        The course's own, flipped by the seed, if None.

    Returns
    -------
    list of Reading, one for each rate

    Examples
    --------
    >>> from helpers.layers import ReLU
    >>> [reading] = read_by_rate(ReLU, [3e-3], depth=1, width=16, epochs=1)
    >>> 0 <= reading.test <= 1
    True
    """
    digits = flipped(split_digits(0), seed) if digits is None else digits
    images, labels = digits.train_images, digits.train_labels
    readings = []
    for rate in rates:
        network = dense_network(activation, depth, width, seed)
        fit(network, images[:-VALIDATION], labels[:-VALIDATION], epochs, seed=seed, learning_rate=rate)
        validation = share_read(network, images[-VALIDATION:], labels[-VALIDATION:])
        readings.append(Reading(validation, share_read(network, digits.test_images, digits.test_labels)))
    return readings


def best_rate(readings):
    """Which learning rate reads most of the images that choose it, on average over the seeds.

    Parameters
    ----------
    readings : list of lists of Reading
        For each seed, one for each rate. The test images have no say.

    Returns
    -------
    int
        The place of the rate.

    Examples
    --------
    >>> best_rate([[Reading(0.5, 0.9), Reading(0.7, 0.6)], [Reading(0.6, 0.9), Reading(0.6, 0.5)]])
    1
    """
    return int(np.argmax(np.mean([[one.validation for one in seed] for seed in readings], axis=0)))


def read_from_start(draw, norm=False, seed=0, depth=8, width=64, epochs=5, learning_rate=3e-3, digits=None):
    """Train a deep ReLU network on flipped digits, and return the share of the test images that it reads.

    Parameters
    ----------
    draw : function
        ``draw(rng, shape)`` returns the initial weights of one hidden layer.
    norm : bool
        Batch norm before each activation?
    seed : int
        Draws the initial weights, the order of the images and the pattern of flips.
    depth, width, epochs : int
    learning_rate : float
    digits : Digits, optional
        The course's own, flipped by the seed, if None.

    Returns
    -------
    float

    Examples
    --------
    >>> from helpers.experiments.signals.stack import fan_in_weights
    >>> 0 <= read_from_start(fan_in_weights, depth=2, width=8, epochs=1) <= 1
    True
    """
    digits = flipped(split_digits(0), seed) if digits is None else digits
    network = dense_network(depth=depth, width=width, seed=seed, norm=norm, draw=draw)
    fit(network, digits.train_images, digits.train_labels, epochs, seed=seed, learning_rate=learning_rate)
    return share_read(network, digits.test_images, digits.test_labels)
