"""Squeeze what a network knows through a few numbers, with a ReLU on them and without."""

import numpy as np

from helpers.activations import relu
from helpers.experiments.digit_networks import DIGITS, IMAGE
from helpers.layers import Dense, Flatten, Identity, ReLU
from helpers.network import Sequential


def bottleneck_network(units, activation=Identity, seed=0, hidden=64):
    """A dense network for digits that narrows to a few units in its middle.

    Dense, ReLU, dense to the bottleneck, its activation, dense, ReLU, dense. A bottleneck that is left linear is what
    MobileNetV2 puts between its blocks (Sandler et al., 2018).

    Parameters
    ----------
    units : int
        How many numbers the bottleneck lets through.
    activation : function without arguments that makes a layer
        What stands on them: Identity or ReLU.
    seed : int
    hidden : int
        Units of the two layers around it, which have ReLUs in either case.

    Returns
    -------
    Sequential
        (N, 1, 8, 8) → (N, 10).

    Examples
    --------
    >>> bottleneck_network(2).names()[3:5]
    ['3 Dense', '4 Identity']
    """
    layers = [Flatten(), Dense(IMAGE[1] * IMAGE[2], hidden), ReLU(), Dense(hidden, units), activation()]
    return Sequential([*layers, Dense(units, hidden), ReLU(), Dense(hidden, DIGITS)], IMAGE, seed)


def spiral(points=400, turns=2):
    """Points on a spiral around 0, shape (points, 2).

    Examples
    --------
    >>> spiral(3)[0]
    array([0., 0.])
    """
    t = np.linspace(0, 1, points)
    return t[:, None] * np.column_stack([np.cos(2 * np.pi * turns * t), np.sin(2 * np.pi * turns * t)])


def through_relus(points, units, seed=0):
    """Send points of the plane through n random ReLUs and back again, by the best matrix that there is for the way back.

    Parameters
    ----------
    points : array, shape (N, 2)
    units : int
        How many ReLUs, with random weights and no biases.
    seed : int

    Returns
    -------
    (array of shape (N, 2), float)
        The points that come back, and their error relative to the size of the points: 0 for a perfect way back.

    Raises
    ------
    ValueError
        Unless there is at least one unit.

    Examples
    --------
    >>> returned, error = through_relus(spiral(), 30)
    >>> error < 0.05
    True
    """
    if units < 1:
        raise ValueError(f"units: expected at least 1, got {units}")
    hidden = relu(points @ np.random.default_rng(seed).normal(size=(points.shape[1], units)))
    returned = hidden @ np.linalg.lstsq(hidden, points, rcond=None)[0]
    return returned, float(np.linalg.norm(returned - points) / np.linalg.norm(points))
