"""What the exercises of lesson 02 are tried on: stacks of dense layers with fixed numbers."""

from itertools import pairwise

import numpy as np

# Sums of some dozens of products of numbers near 1, in whatever order they are added: 1e-13 in float64 and 1e-5 in
# float32 would do. Known mistakes are off by a hundredth or more.
DOUBLE = {"rtol": 1e-7, "atol": 1e-8}
SINGLE = {"rtol": 1e-4, "atol": 1e-4}


def numbers(seed, *shape):
    """Fixed numbers of one decimal, so that a card shows them in full."""
    return np.round(np.random.default_rng(seed).uniform(-2, 2, shape), 1)


def stack(seed, *widths):
    """Weights and biases of a stack with these widths, from the input to the output."""
    layers = list(pairwise(widths))
    weights = [numbers(seed + 10 * i, n_out, n_in) for i, (n_in, n_out) in enumerate(layers)]
    biases = [numbers(seed + 10 * i + 5, n_out) for i, (_, n_out) in enumerate(layers)]
    return weights, biases


def single(arrays):
    """The same arrays in single precision."""
    return [array.astype(np.float32) for array in arrays]
