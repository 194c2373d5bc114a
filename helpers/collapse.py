"""Any linear network is one matrix and one bias: find them, or name the layer that is in the way."""

import math
from typing import NamedTuple

import numpy as np

from helpers.base import Layer

# In float64 a linear layer misses superposition by some 1e-16 of its output's size, times a little for long sums;
# the activations and poolings of this course by 1e-2 or more. Anything between the two would do.
TOLERANCE = 1e-9
# Some layers look linear among small numbers only, others among large ones: the inputs are drawn at many sizes.
SIZES = np.geomspace(0.01, 100, 16)
BATCH = 512


class NotLinearError(ValueError):
    """The network has a layer that no matrix can stand in for."""


class Superposition(NamedTuple):
    """The result of a superposition test.

    Attributes
    ----------
    gap : float
        The largest miss, relative to the largest number involved.
    linear : bool
        Is the gap no more than rounding error?
    """

    gap: float
    linear: bool


def superposition(layer, input_shape, seed=0):
    """Test whether a layer or a function is affine: a matrix plus a bias.

    With the bias removed, g(x) = f(x) − f(0), a linear f obeys g(a·x + b·y) = a·g(x) + b·g(y) for all inputs and all
    numbers. The test draws 16 random cases in float64, with inputs from the size of 0.01 to that of 100. A layer is
    tested as it acts at inference, on a copy.

    Parameters
    ----------
    layer : Layer or function
        A function must take a batch, the first axis counting samples, and compute in float64 when it is given float64.
    input_shape : tuple of int
        The shape of one sample.
    seed : int

    Returns
    -------
    Superposition

    Examples
    --------
    >>> from helpers.layers import Identity, ReLU
    >>> superposition(Identity(), (3,)).linear, superposition(ReLU(), (3,)).linear
    (True, False)
    """
    f = at_inference(layer).forward if isinstance(layer, Layer) else layer
    rng = np.random.default_rng(seed)
    trials, ones = len(SIZES), [1] * len(input_shape)
    x, y = SIZES.reshape(-1, *ones) * rng.normal(size=(2, trials, *input_shape))
    a, b = rng.uniform(-2, 2, size=(2, trials))
    with np.errstate(all="ignore"):  # what overflows turns into NaN below, and NaN is not linear
        f0, fx, fy, mixed = (
            np.asarray(f(batch), np.float64).reshape(trials, -1)
            for batch in (np.zeros_like(x), x, y, a.reshape(-1, *ones) * x + b.reshape(-1, *ones) * y)
        )
        miss = (mixed - f0) - a[:, None] * (fx - f0) - b[:, None] * (fy - f0)
        size = largest(mixed, f0, a[:, None] * fx, b[:, None] * fy)
        gap = float(np.max(largest(miss) / np.where(size > 0, size, 1)))
    return Superposition(gap, gap <= TOLERANCE)


def largest(*parts):
    """The largest absolute value of each row, over all the parts."""
    return np.max(np.abs(np.concatenate(parts, axis=1)), axis=1, initial=0)


def at_inference(layer):
    """A float64 copy of the layer that acts as it does when the network is used."""
    twin = layer.fresh()
    twin.training = False
    twin.params = {name: value.astype(np.float64) for name, value in layer.params.items()}
    return twin


def collapse(network, input_shape=None):
    """The one matrix and bias that compute what the whole network computes.

    Pushing zeros through gives the bias. Pushing each unit vector through, and taking the bias off again, gives the
    matrix column by column. This works for anything linear: dense layers, convolutions with any stride and padding,
    average pooling, batch norm and dropout at inference.

    Parameters
    ----------
    network : Sequential
    input_shape : tuple of int, optional
        The shape of one sample; the network's own by default.

    Returns
    -------
    matrix : float64 array, shape (outputs, inputs)
        Both flattened: ``network(x).reshape(N, -1)`` equals ``x.reshape(N, -1) @ matrix.T + bias``.
    bias : float64 array, shape (outputs,)

    Raises
    ------
    NotLinearError
        Naming the first layer that fails the superposition test.
    ValueError
        If no input shape is known, or the layers do not fit it.

    Examples
    --------
    >>> from helpers.layers import Dense, Identity
    >>> from helpers.network import Sequential
    >>> network = Sequential([Dense(4, 8), Identity(), Dense(8, 2)], input_shape=(4,))
    >>> matrix, bias = collapse(network)
    >>> matrix.shape, bias.shape
    ((2, 4), (2,))
    """
    shape = network.input_shape if input_shape is None else tuple(input_shape)
    if shape is None:
        raise ValueError("input_shape: give the shape of one sample, such as (1, 8, 8); this network has none yet")
    layers = [at_inference(layer) for layer in network.layers]
    refuse_nonlinear_layers(layers, network.names(), shape)

    def run(x):
        x = x.reshape(len(x), *shape)
        for layer in layers:
            x = layer.forward(x)
        return x.reshape(len(x), -1)

    size = math.prod(shape)
    bias = run(np.zeros((1, size)))[0]
    columns = [run(unit_vectors(start, size)) - bias for start in range(0, size, BATCH)]
    return np.concatenate(columns).T, bias


def unit_vectors(start, size):
    """Up to BATCH rows of the identity matrix, from row ``start``: all of it at once would be large."""
    return np.eye(min(BATCH, size - start), size, k=start)


def refuse_nonlinear_layers(layers, names, shape):
    """Raise NotLinearError for the first layer that is not affine, as measured, whatever it says of itself."""
    x = np.zeros((1, *shape))
    for layer, name in zip(layers, names):
        result = superposition(layer, x.shape[1:])
        if not result.linear:
            raise NotLinearError(
                f"layer {name} is not linear: it misses superposition by {result.gap:.1e} of its output's size, "
                f"so no single matrix can replace this network"
            )
        x = layer.forward(x)
