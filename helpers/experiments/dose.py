"""How much bend does a network need, and how many? Digit networks with weaker ReLUs, and with fewer of them."""

import numpy as np

from helpers.activations import as_float
from helpers.base import Layer
from helpers.experiments.digit_networks import IMAGE, digit_network


class PartlyBent(Layer):
    """Leaky ReLU at some units of a layer, the identity at the others.

    Parameters
    ----------
    bent : array of bool, the shape of one sample
        Which units bend.
    slope : float
        The slope of those on the left of 0, from 0 to 1: 0 is ReLU, 1 is no bend at all.

    Raises
    ------
    ValueError
        If the slope is not from 0 to 1; from ``forward``, if a sample of ``x`` has another shape than ``bent``.

    Examples
    --------
    >>> PartlyBent(np.array([True, False]), slope=0.5)(np.array([[-2.0, -2.0], [3.0, 3.0]]))
    array([[-1., -2.],
           [ 3.,  3.]])
    """

    activation = True

    def __init__(self, bent, slope=0.0):
        if not 0 <= slope <= 1:
            raise ValueError(f"slope: expected a number from 0 to 1, got {slope!r}")
        self.bent, self.slope = np.asarray(bent, bool), float(slope)

    def forward(self, x):
        x = as_float(x)
        if x.shape[1:] != self.bent.shape:
            raise ValueError(f"x: {self!r} expects samples of shape {self.bent.shape}, got {x.shape[1:]}")
        self.cache = x
        # A slope of at most 1 makes the larger of the two the right one on either side, in a single pass.
        return np.maximum(x, x * self.slopes(x.dtype))

    def backward(self, grad):
        # True counts as 1, the slope on the right, and no slope on the left is larger.
        return grad * np.maximum(self.slopes(grad.dtype), self.remembered() >= 0)

    def slopes(self, dtype):
        """The slope of every unit on the left of 0."""
        return np.where(self.bent, self.slope, 1).astype(dtype)

    def __repr__(self):
        return f"PartlyBent({self.bent.sum()} of {self.bent.size}, slope={self.slope})"


def bent_units(kept, shapes, seed=0):
    """Choose units at random, once and for all, over several layers together.

    Parameters
    ----------
    kept : float from 0 to 1
        The share of all units that is chosen, to the nearest whole unit.
    shapes : sequence of tuple
        The shape of one sample in each layer.
    seed : int
        With the same seed, a larger share contains every smaller one.

    Returns
    -------
    list of arrays of bool, one of each shape

    Raises
    ------
    ValueError
        Unless ``kept`` lies between 0 and 1.

    Examples
    --------
    >>> [int(bent.sum()) for bent in bent_units(1.0, [(2, 3), (4,)])]
    [6, 4]
    """
    if not 0 <= kept <= 1:
        raise ValueError(f"kept: expected a share from 0 to 1, got {kept!r}")
    sizes = [int(np.prod(shape)) for shape in shapes]
    chosen = np.random.default_rng(seed).permutation(sum(sizes)) < round(kept * sum(sizes))
    parts = np.split(chosen, np.cumsum(sizes)[:-1])
    return [part.reshape(shape) for part, shape in zip(parts, shapes)]


def bent_network(slope=0.0, kept=1.0, seed=0, width=(8, 16)):
    """The digit CNN of the lessons with a chosen dose of bend: leaky ReLU at some of its units, the identity elsewhere.

    Parameters
    ----------
    slope : float
        The slope on the left of 0, where a unit bends: 0 is ReLU, 1 is no bend.
    kept : float from 0 to 1
        The share of the hidden units that bend: of all 768 with the usual width. Which ones follows the seed.
    seed : int
        Draws the initial weights, as in ``digit_network``, and which units bend.
    width : pair of int
        Feature maps of the two convolutions.

    Returns
    -------
    Sequential
        (N, 1, 8, 8) → (N, 10), with average pooling.

    Raises
    ------
    ValueError
        Unless ``slope`` and ``kept`` lie between 0 and 1, and ``width`` is a pair of whole numbers.

    Examples
    --------
    >>> image = np.random.default_rng(0).normal(size=(1, 1, 8, 8)).astype(np.float32)
    >>> bool(np.allclose(bent_network(kept=1.0)(image), digit_network()(image)))
    True
    >>> bent_network(kept=0.25).layers[1]
    PartlyBent(131 of 512, slope=0.0)
    """
    plain = digit_network(seed=seed, width=width)
    hidden = [shape for layer, shape in zip(plain.layers, plain.shapes(IMAGE)) if layer.activation]
    layers = iter([PartlyBent(bent, slope) for bent in bent_units(kept, hidden, seed)])
    return plain.with_activation(lambda: next(layers))
