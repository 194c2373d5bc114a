"""A network of dense layers alone that is XOR, because float32 rounds."""

import numpy as np

from helpers.layers import Dense
from helpers.network import Sequential

# From 2²³ to 2²⁴ float32 has the whole numbers and nothing between them: adding this, and taking it off, rounds.
ROUNDS_TO_WHOLE = 1.5 * 2**23


def rounding_xor(dtype=np.float32):
    """Three dense layers, no activation: y = s − 2 · ((s/2 + C) − C), with s = x₁ + x₂ and C = 1.5 · 2²³.

    On paper the brackets cancel, and y is 0 for every x. In float32 they round s/2 to the nearest whole number, a half
    to the nearest even one, and y is XOR.

    Parameters
    ----------
    dtype : float32 or float64
        In float64 there is room for the halves.

    Returns
    -------
    Sequential
        (N, 2) → (N, 1).

    Examples
    --------
    >>> corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    >>> rounding_xor()(corners.astype(np.float32)).ravel()
    array([0., 1., 1., 0.], dtype=float32)
    >>> rounding_xor(np.float64)(corners).ravel()
    array([0., 0., 0., 0.])
    """
    network = Sequential([Dense(2, 2), Dense(2, 2), Dense(2, 1)], (2,), dtype=dtype)
    values = (
        ([[1, 1], [0.5, 0.5]], [0, ROUNDS_TO_WHOLE]),
        ([[1, 0], [0, 1]], [0, -ROUNDS_TO_WHOLE]),
        ([[1, -2]], [0]),
    )
    for layer, (weight, bias) in zip(network.layers, values):
        layer.params["weight"][...], layer.params["bias"][...] = weight, bias
    return network
