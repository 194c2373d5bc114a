"""A network's matrix at one image, the only one or a local one; and how its templates and gates are drawn."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from matplotlib.colors import to_rgba

from helpers import style
from helpers.base import Layer
from helpers.collapse import NotLinearError, collapse
from helpers.convolution import AvgPool2d
from helpers.digits import load_digits
from helpers.explorers.race import digit_network
from helpers.layers import ReLU
from helpers.network import Sequential
from helpers.training import train

IMAGE = (1, 8, 8)
CLASSES = 10
EPOCHS = 15

# In a sheet, ten templates stand in two rows of five: eight pixels each, with one between columns and three for the
# digits between rows.
ACROSS, DOWN = 9, 11
# A gate is drawn as a square of 8 pixels, air included, in two halves, one for each image.
CELL, HALF, WIDEST = 8, 3, 320
GATE_COLOURS = np.array([(0.5, 0.5, 0.5, 0.16), to_rgba(style.TEXT), to_rgba(style.FIRST), to_rgba(style.SECOND)])


class Gate(Layer):
    """A ReLU that no longer decides: what it let through for one image it lets through for every image.

    Parameters
    ----------
    open : bool array, the shape of one sample
    """

    linear = True

    def __init__(self, open):
        self.open = open

    def forward(self, x):
        return x * self.open


class LocalMap(NamedTuple):
    """What a network does to one image, and to all images that find its gates in the same state.

    Attributes
    ----------
    matrix, bias : float64 arrays, shapes (10, 64) and (10,)
    logits : float64 array, shape (10,)
        The network's own, not those of the matrix.
    gates : list of bool arrays
        For each ReLU, which units let their input through; shapes as the layers' outputs, such as (8, 8, 8).
    """

    matrix: np.ndarray
    bias: np.ndarray
    logits: np.ndarray
    gates: list


def gates(network, image):
    """The state of every ReLU of the network for one image: a list of bool arrays."""
    x, states = image[None], []
    for layer in network.layers:
        if isinstance(layer, ReLU):
            states.append(x[0] > 0)
        x = layer.forward(x)
    return states


def frozen(network, states):
    """The network with each ReLU held in a given state, which leaves nothing in it that could bend."""
    states = iter(states)
    layers = [Gate(next(states)) if isinstance(layer, ReLU) else layer for layer in network.layers]
    return Sequential(layers, IMAGE, seed=None, dtype=np.float64)


def local_map(network, image):
    """The matrix and bias that compute the network's logits for one image, with its gates and logits.

    Parameters
    ----------
    network : Sequential, float64, whose only nonlinear layers are ReLUs
    image : float64 array, shape (1, 8, 8)

    Returns
    -------
    LocalMap

    Raises
    ------
    NotLinearError
        Naming a layer that bends and is no ReLU.

    Examples
    --------
    >>> network = trained_network(ReLU).copy(np.float64)
    >>> image = load_digits().test_images[0].astype(float)
    >>> at = local_map(network, image)
    >>> bool(np.allclose(at.matrix @ image.ravel() + at.bias, at.logits))
    True
    """
    states = gates(network, image)
    matrix, bias = collapse(frozen(network, states))
    return LocalMap(matrix, bias, network(image[None])[0], states)


def holds_until(network, states, start, end):
    """How far from ``start`` towards ``end`` no unit switches, as a share of the way; 1 if none does at all.

    As long as every gate keeps its state, each pre-activation runs along a straight line between its values at the two
    ends of the frozen network. The first to cross zero ends the piece, so no search is needed.
    """
    x, share, states = np.stack([start, end]), 1.0, iter(states)
    for layer in network.layers:
        if not isinstance(layer, ReLU):
            x = layer.forward(x)
            continue
        opened = next(states)
        crossing = (x[1] > 0) != opened
        here, there = x[0][crossing], x[1][crossing]
        share = min(share, float(np.min(here / (here - there), initial=1)))
        x = x * opened
    return share


@lru_cache(maxsize=2)
def trained_network(activation):
    """The CNN of lesson 03, trained on the plain digits as it is there; once in a session, in a fifth of a second.

    Parameters
    ----------
    activation : class, Identity or ReLU

    Returns
    -------
    Sequential, to be copied and never changed
    """
    digits = load_digits()
    network = digit_network(activation, AvgPool2d)
    train(network, digits.train_images, digits.train_labels, epochs=EPOCHS, seed=0, progress=False)
    return network


def ready(name, network, activation):
    """A float64 copy of a network handed in under a parameter's name, or of the trained one where it is None.

    Raises
    ------
    ValueError
        If it is no network from (1, 8, 8) to ten logits, if the one for Identity is not linear, or if the one for ReLU
        has no ReLU or has another layer that bends.
    """
    if network is None:
        return trained_network(activation).copy(np.float64).eval()
    if not isinstance(network, Sequential):
        raise ValueError(f"{name}: expected a trained Sequential, got {network!r}")
    try:
        shape = network.shapes(IMAGE)[-1]
    except ValueError as error:
        raise ValueError(f"{name}: expected a network for images of shape {IMAGE}, got one in which {error}") from None
    if shape != (CLASSES,):
        raise ValueError(f"{name}: expected a network with {CLASSES} logits, got one with output shape {shape}")
    network = network.copy(np.float64).eval()
    network.input_shape = IMAGE
    bends = any(isinstance(layer, ReLU) for layer in network.layers)
    if activation is ReLU and not bends:
        raise ValueError(f"{name}: expected a network with at least one ReLU, got {network!r}")
    kind = "whose only nonlinear layers are ReLUs" if activation is ReLU else "without a nonlinear layer"
    try:
        collapse(frozen(network, gates(network, np.zeros(IMAGE))) if activation is ReLU else network)
    except NotLinearError as error:
        reason = str(error).split(":")[0]
        raise ValueError(f"{name}: expected a network {kind}, got one in which {reason}") from None
    return network


def refusal(network):
    """Why ``collapse`` cannot turn the network into one matrix: "layer 1 ReLU is not linear", or None if it can."""
    try:
        collapse(network)
    except NotLinearError as error:
        return str(error).split(":")[0]
    return None


# ---- how it is drawn -------------------------------------------------------------------------------------------------


def place(figure, left, top, width, height):
    """Axes without ticks or frame, in inches from the figure's upper left corner."""
    across, down = figure.get_size_inches()
    ax = figure.add_axes((left / across, 1 - (top + height) / down, width / across, height / down))
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    return ax


def words(ax, x, y, text="", **look):
    """Text at a place inside the axes, from (0, 0) in the lower left to (1, 1)."""
    return ax.text(x, y, text, transform=ax.transAxes, **look)


def frame_image(ax):
    """A thin frame around a digit, just outside: the image is drawn later, over whatever lies within."""
    ax.spines[:].set_visible(True)
    ax.spines[:].set_position(("outward", 1))


def sheet(pictures):
    """Ten pictures (10, 8, 8) from −1 to 1, coloured, in two rows of five with gaps between: (19, 44, 4)."""
    framed = np.zeros((2, 5, DOWN, ACROSS, 4))
    framed[:, :, :8, :8] = style.DIVERGING((pictures.reshape(2, 5, 8, 8) + 1) / 2)
    return framed.swapaxes(1, 2).reshape(2 * DOWN, 5 * ACROSS, 4)[:-3, :-1]


def template_sheet(figure, left, top, width):
    """A place for ten templates with their digits; returns the image artist and the text above it."""
    empty = sheet(np.zeros((10, 8, 8)))
    height = width * empty.shape[0] / empty.shape[1]
    ax = place(figure, left, top, width, height)
    for digit in range(CLASSES):
        x, y = ACROSS * (digit % 5) + 3.5, DOWN * (digit // 5) + 7.7
        ax.text(x, y, str(digit), ha="center", va="top", fontsize=9.5)
    return ax.imshow(empty, aspect="auto"), words(ax, 0, 1 + 0.06 / height)


def colour_key(figure, left, top, width=1.6):
    """The colours from most negative to most positive; returns the text that gives the two ends."""
    ax = place(figure, left, top, width, 0.12)
    ax.imshow(np.linspace(-1, 1, 65)[None], cmap=style.DIVERGING, aspect="auto")
    beside = width > 1
    return words(ax, 1.06, 0.4, va="center") if beside else words(ax, 0.5, -0.3, ha="center", va="top")


def colour_reach(weights):
    """The size of weight at which the colours end: a few outliers would leave all others grey."""
    return max(float(np.quantile(np.abs(weights), 0.98)), 1e-12)


def scale_in_words(reach):
    return f"−{reach:.1f} to {reach:.1f}"


def gate_picture(first, second):
    """Two states of a ReLU's gates as pixels: for each unit a square, its left half for the first, its right half for
    the second; grey where the two agree, in a colour of its own where only one is open, nearly nothing where closed.

    Parameters
    ----------
    first, second : bool arrays, shape (C, H, W), or (F,) for a dense layer

    Returns
    -------
    array, shape (height, width, 4)
    """
    left = np.where(first, np.where(second, 1, 2), 0)
    right = np.where(second, np.where(first, 1, 3), 0)
    halves = np.stack([left, right], axis=-1).reshape(len(first), *(first.shape[1:] or (1, 1)), 2)
    count, height, width, _ = halves.shape
    columns = min(count, max(1, (WIDEST // CELL + 1) // (width + 1)))
    rows = -(-count // columns)
    picture = np.zeros((rows * columns, height + 1, CELL, width + 1, CELL, 4))
    squares = np.repeat(GATE_COLOURS[halves], HALF, axis=3)
    picture[:count, :height, 1 : 2 * HALF + 1, :width, 1 : 2 * HALF + 1] = squares[:, :, None]
    picture = picture.reshape(rows, columns, (height + 1) * CELL, (width + 1) * CELL, 4).swapaxes(1, 2)
    return picture.reshape(rows * (height + 1) * CELL, columns * (width + 1) * CELL, 4)[:-CELL, :-CELL]
