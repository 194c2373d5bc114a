"""Strokes at random places: a task at which linear convolutions are blind, whatever comes behind them.

Why they are blind. Let a convolution without an activation slide over an image, with so much padding that every pixel
meets every weight of the kernel once ("full" padding, one less than the kernel's size). Then the sum of the result is

    sum over places (sum over weights (weight × pixel))  =  (sum of the kernel) × (sum of the image),

and a second such convolution multiplies by the sum of its own kernel. A mean over all places is this sum divided by
the number of places. So all that is left of an image is how much ink it has, and all strokes have the same.
"""

import numpy as np

from helpers.base import check_count
from helpers.convolution import AvgPool2d, Conv2d
from helpers.layers import Dense, Flatten, Identity, ReLU
from helpers.network import Sequential

KERNEL = 3
DIRECTIONS = ("–", "|", "\\", "/")
# Where a ReLU can stand, from the image to the answer.
PLACES = ("conv1", "conv2", "pool", "head")


def strokes(count, seed, size=16, length=5, noise=0.0):
    """Draw strokes of four directions at random places.

    Parameters
    ----------
    count : int
        How many; as many of each direction, or one more.
    seed : int
    size : int
        Height and width of the images.
    length : int
        Pixels of a stroke, whatever its direction.
    noise : float
        Standard deviation of what is added to every pixel, paper 0 and ink 1.

    Returns
    -------
    images : float32 array, shape (count, 1, size, size)
    labels : int array, shape (count,)
        0 for –, 1 for |, 2 for \\\\ and 3 for /.

    Raises
    ------
    ValueError
        If a stroke does not fit, or a number is below its least.

    Examples
    --------
    >>> images, labels = strokes(1, seed=3, size=3, length=3)
    >>> images[0, 0], labels
    (array([[0., 0., 0.],
           [0., 0., 0.],
           [1., 1., 1.]], dtype=float32), array([0]))
    """
    check_count("count", count)
    check_count("length", length)
    check_count("size", size)
    if length > size:
        raise ValueError(f"length: expected at most the size of the images, {size}, got {length}")
    if not noise >= 0:
        raise ValueError(f"noise: expected a number, at least 0, got {noise!r}")
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.arange(count) % len(DIRECTIONS))
    # A step to the right or down for each pixel, or none; "/" begins at its lower end.
    across, down = np.array([1, 0, 1, 1])[labels], np.array([0, 1, 1, -1])[labels]
    column = rng.integers(0, size - across * (length - 1))
    row = rng.integers(0, size - np.abs(down) * (length - 1)) + (down < 0) * (length - 1)
    images = np.zeros((count, 1, size, size), np.float32)
    for step in range(length):
        images[np.arange(count), 0, row + step * down, column + step * across] = 1
    if noise:
        images += rng.normal(scale=noise, size=images.shape).astype(np.float32)
    return images, labels


def stroke_network(relu_after=("conv1", "conv2", "head"), head=32, seed=0, width=(8, 8), size=16):
    """Two convolutions, one mean over all places, two dense layers, and a ReLU wherever you like.

    Parameters
    ----------
    relu_after : collection of str
        Any of ``PLACES``: after the first convolution, after the second, after the mean, and in the head, between its
        two dense layers. Elsewhere stands the identity.
    head : int
        Hidden units of the head.
    seed : int
        Draws the initial weights, the same wherever the ReLUs stand.
    width : pair of int
        Feature maps of the two convolutions.
    size : int
        Height and width of the images.

    Returns
    -------
    Sequential
        (N, 1, size, size) → (N, 4).

    Raises
    ------
    ValueError
        For a place that there is not.

    Examples
    --------
    >>> stroke_network(["head"]).names()[4:]
    ['4 AvgPool2d', '5 Identity', '6 Flatten', '7 Dense', '8 ReLU', '9 Dense']
    """
    unknown = [relu_after] if isinstance(relu_after, str) else [place for place in relu_after if place not in PLACES]
    if unknown:
        raise ValueError(f"relu_after: expected some of {PLACES}, in brackets, got {relu_after!r}")
    conv1, conv2, pool, hidden = (ReLU() if place in relu_after else Identity() for place in PLACES)
    first, second = width
    return Sequential([
        Conv2d(1, first, KERNEL, padding=KERNEL - 1), conv1,
        Conv2d(first, second, KERNEL, padding=KERNEL - 1), conv2,
        AvgPool2d(size + 2 * (KERNEL - 1)), pool,
        Flatten(), Dense(second, head), hidden, Dense(head, len(DIRECTIONS)),
    ], (1, size, size), seed)  # fmt: skip


def pooled_features(network, images):
    """What the head of a stroke network gets to see: the mean of each feature map.

    Parameters
    ----------
    network : Sequential, from ``stroke_network``
    images : array, shape (N, 1, size, size)

    Returns
    -------
    array, shape (N, maps)

    Examples
    --------
    >>> pooled_features(stroke_network(), strokes(2, seed=0)[0]).shape
    (2, 8)
    """
    for layer in network.layers:
        images = layer.forward(images)
        if isinstance(layer, AvgPool2d):
            break
    return images[:, :, 0, 0]
