"""Any linear network is one matrix and one bias: find them, or name the layer that is in the way."""

from typing import NamedTuple

import numpy as np

from helpers.layers import Layer

# In float64 a linear layer misses superposition by some 1e-15 of its output's size, times a little for long sums;
# a nonlinear one by a tenth or more. Anything between the two would do.
TOLERANCE = 1e-9
TRIALS = 16
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
    numbers. The test draws 16 of each and works in float64. Layers are tested as they act at inference.

    Parameters
    ----------
    layer : Layer or function
        A function must take a batch, the first axis counting samples.
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
    x, y = rng.normal(scale=3, size=(2, TRIALS, *input_shape))
    factors = rng.uniform(-2, 2, size=(2, TRIALS, *[1] * len(input_shape)))
    f0, fx, fy = f(np.zeros_like(x)), f(x), f(y)
    a, b = factors.reshape(2, TRIALS, *[1] * (fx.ndim - 1))
    mixed = f(factors[0] * x + factors[1] * y)
    gap = np.max(np.abs((mixed - f0) - a * (fx - f0) - b * (fy - f0)))
    size = max(np.max(np.abs(part)) for part in (mixed, f0, a * fx, b * fy))
    relative = float(gap / size) if size > 0 else 0.0
    return Superposition(relative, relative <= TOLERANCE)


def at_inference(layer):
    """A float64 copy of the layer that acts as it does when the network is used."""
    twin = layer.fresh()
    twin.training = False
    if twin.matrix is not None:
        twin.matrix = twin.matrix.astype(np.float64)
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
    refuse_nonlinear_layers(network, shape)
    layers = [at_inference(layer) for layer in network.layers]

    def run(x):
        x = x.reshape(len(x), *shape)
        for layer in layers:
            x = layer.forward(x)
        return x.reshape(len(x), -1)

    size = int(np.prod(shape))
    bias = run(np.zeros((1, size)))[0]
    unit_vectors = np.eye(size)
    columns = [run(unit_vectors[i : i + BATCH]) - bias for i in range(0, size, BATCH)]
    return np.concatenate(columns).T, bias


def refuse_nonlinear_layers(network, input_shape):
    """Raise NotLinearError for the first layer that is not affine, as measured, whatever it says of itself."""
    shapes = network.shapes(input_shape)
    for name, layer, shape in zip(network.names(), network.layers, [input_shape, *shapes]):
        result = superposition(layer, shape)
        if not result.linear:
            raise NotLinearError(
                f"layer {name} is not linear: it misses superposition by {result.gap:.1e} of its output's size, "
                f"so no single matrix can replace this network"
            )
