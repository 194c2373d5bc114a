"""Twenty dense layers: what becomes of a signal on its way up, and of a gradient on its way down."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

DEPTH = 20
BATCH = 256
# The layers whose values are kept, for histograms.
SHOWN = (1, 5, 10, 15, 20)
FLAT = 0.05
# A signal or gradient counts as alive if it has kept its size to within this factor.
ALIVE = 10

# The standard deviation of a weight, for layers with as many outputs as inputs: there Xavier's 2 / (fan-in + fan-out)
# is 1 / fan-in.
INITIALISATIONS = {
    "small": lambda width: 0.01,
    "large": lambda width: 1.0,
    "xavier": lambda width: np.sqrt(1 / width),
    "he": lambda width: np.sqrt(2 / width),
}


class Passage(NamedTuple):
    """What was measured on the way through the layers.

    Attributes
    ----------
    spread : array, shape (21,)
        The standard deviation of all values of a layer, over units and samples; entry 0 is the input.
    between : array, shape (21,)
        The part of it that lies between samples: the root mean square, over units, of a unit's standard deviation over
        the samples. Where it is gone, the layer says the same whatever comes in.
    mean, kurtosis : arrays, shape (21,)
        The mean of all values, and their excess kurtosis: 0 for a Gaussian, NaN where all values are equal.
    gradient : array, shape (21,)
        The length of the gradient with respect to a layer's output, root mean square over samples; 1 at layer 20.
    dead, flat : arrays, shape (20,)
        The share of units of layers 1 to 20 whose slope is exactly 0 for every sample, and the share of all slopes
        that are smaller than 0.05.
    values : dict
        The outputs of the layers in ``SHOWN``, each flattened.
    """

    spread: np.ndarray
    between: np.ndarray
    mean: np.ndarray
    kurtosis: np.ndarray
    gradient: np.ndarray
    dead: np.ndarray
    flat: np.ndarray
    values: dict


@lru_cache(maxsize=1)
def standard_normals(width, seed):
    """Inputs (256, width), weights (20, width, width) not yet scaled, and gradients of length 1 (256, width)."""
    rng = np.random.default_rng(seed)
    # Drawn in single precision, which halves the time, and computed with in double: 1e-40 must not become 0.
    sizes = ((BATCH, width), (DEPTH, width, width), (BATCH, width))
    inputs, weights, gradients = (rng.standard_normal(size, dtype=np.float32).astype(np.float64) for size in sizes)
    return inputs, weights, gradients / np.linalg.norm(gradients, axis=1, keepdims=True)


@lru_cache(maxsize=8)
def passage(f, grad, initialisation, width, seed):
    """Send 256 samples up through twenty layers and a random gradient of length 1 back down from each.

    Layer by layer, h ← f(h Wᵀ), with weights from a normal distribution and biases of 0, as before any training.

    Parameters
    ----------
    f, grad : an activation function and its derivative, both of the pre-activation
    initialisation : str, a key of ``INITIALISATIONS``
    width, seed : int

    Returns
    -------
    Passage

    Examples
    --------
    >>> from helpers.activations import relu, relu_grad
    >>> p = passage(relu, relu_grad, "he", width=64, seed=0)
    >>> bool(0.5 < p.spread[20] < 2), p.spread.shape
    (True, (21,))
    """
    h, weights, gradient = standard_normals(width, seed)
    weights = weights * INITIALISATIONS[initialisation](width)
    moments, slopes, values = [describe(h)], [], {}
    for layer, W in enumerate(weights, 1):
        z = h @ W.T
        h, slope = np.asarray(f(z), dtype=float), np.asarray(grad(z), dtype=float)
        moments.append(describe(h))
        slopes.append(slope)
        if layer in SHOWN:
            values[layer] = h.ravel()
    lengths = [1.0]
    for W, slope in zip(weights[::-1], slopes[::-1]):
        gradient = (gradient * slope) @ W
        lengths.append(float(np.sqrt(np.mean(np.sum(gradient**2, axis=1)))))
    mean, spread, between, kurtosis = np.array(moments).T
    dead = np.array([np.mean(~np.any(slope, axis=0)) for slope in slopes])
    flat = np.array([np.mean(np.abs(slope) < FLAT) for slope in slopes])
    return Passage(spread, between, mean, kurtosis, np.array(lengths[::-1]), dead, flat, values)


def describe(h):
    """Mean, spread, spread between samples and excess kurtosis of a layer's values, (samples, units)."""
    unit_means = h.mean(axis=0)
    mean, own = unit_means.mean(), h - unit_means
    between = np.vdot(own, own) / h.size
    # The variance of all values is that within the units plus that of the units' means.
    variance = between + np.var(unit_means)
    square = (h - mean) ** 2
    kurtosis = np.vdot(square, square) / h.size / variance**2 - 3 if variance > 0 else np.nan
    return mean, np.sqrt(variance), np.sqrt(between), kurtosis


def fate(size):
    """What became of a signal or gradient of size 1: −1 if it died out, 1 if it exploded, 0 if it stayed alive."""
    return int(size > ALIVE) - int(size < 1 / ALIVE)


def changes(tried):
    """By what factor at most the spread between inputs changed, with one of the two settings held fixed.

    Parameters
    ----------
    tried : dict, (activation, initialisation) → (spread between inputs, length of the gradient)

    Returns
    -------
    (by the initialisation alone, by the activation alone) : floats, or None where no two runs can be compared

    Examples
    --------
    >>> changes({("relu", "he"): (0.25, 1.0), ("relu", "small"): (0.0025, 1e-9), ("tanh", "he"): (0.5, 1.0)})
    (100.0, 2.0)
    """
    factors = []
    for fixed in (0, 1):
        groups = {}
        for setting, (between, _) in tried.items():
            groups.setdefault(setting[fixed], []).append(max(between, 1e-300))
        factors.append(max((max(sizes) / min(sizes) for sizes in groups.values() if len(sizes) > 1), default=None))
    return tuple(factors)
