"""A network's matrix at one image: the only one, or a local one that holds while no gate switches."""

from typing import NamedTuple

import numpy as np

from helpers.base import Layer
from helpers.collapse import NotLinearError, collapse
from helpers.explorers.digit_networks import trained_on_plain_digits
from helpers.layers import ReLU
from helpers.network import Sequential

IMAGE = (1, 8, 8)
CLASSES = 10


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
    >>> from helpers.digits import load_digits
    >>> network = trained_on_plain_digits("relu").copy(np.float64)
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


def ready(name, network=None):
    """A float64 copy of the network that was handed in, or of the course's own trained one where there is none.

    Parameters
    ----------
    name : str, "identity" or "relu"
        What the argument is called, and which nonlinear layers its network may have: none, or ReLUs alone.
    network : Sequential, optional

    Raises
    ------
    ValueError
        If it is no network from (1, 8, 8) to ten logits, if "identity" is not linear, or if "relu" has no ReLU or has
        another layer that bends.
    """
    if network is None:
        return trained_on_plain_digits(name).copy(np.float64).eval()
    _check_shapes(name, network)
    network = network.copy(np.float64).eval()
    network.input_shape = IMAGE
    _check_bends(name, network)
    return network


def _check_shapes(name, network):
    if not isinstance(network, Sequential):
        raise ValueError(f"{name}: expected a trained Sequential, got {network!r}")  # noqa: TRY004
    try:
        shape = network.shapes(IMAGE)[-1]
    except ValueError as error:
        raise ValueError(f"{name}: expected a network for images of shape {IMAGE}, got one in which {error}") from None
    if shape != (CLASSES,):
        raise ValueError(f"{name}: expected a network with {CLASSES} logits, got one with output shape {shape}")


def _check_bends(name, network):
    may_bend = name == "relu"
    if may_bend and not any(isinstance(layer, ReLU) for layer in network.layers):
        raise ValueError(f"{name}: expected a network with at least one ReLU, got {network!r}")
    reason = refusal(frozen(network, gates(network, np.zeros(IMAGE))) if may_bend else network)
    if reason:
        kind = "whose only nonlinear layers are ReLUs" if may_bend else "without a nonlinear layer"
        raise ValueError(f"{name}: expected a network {kind}, got one in which {reason}")


def refusal(network):
    """Why ``collapse`` cannot turn the network into one matrix: "layer 1 ReLU is not linear", or None if it can."""
    try:
        collapse(network)
    except NotLinearError as error:
        return str(error).split(":")[0]
    return None
