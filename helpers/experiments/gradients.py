"""Hold a backward pass against the definition of a derivative."""

import numpy as np

from helpers.losses import cross_entropy, cross_entropy_grad


def numerical_gradient(f, x, h=1e-5):
    """∂f/∂x by central differences, entry by entry.

    Parameters
    ----------
    f : function of one array that returns one number
    x : float64 array of any shape
    h : float

    Returns
    -------
    array of x's shape

    Examples
    --------
    >>> numerical_gradient(lambda x: np.sum(x**2), np.array([1.0, -3.0])).round(6)
    array([ 2., -6.])
    """
    gradient = np.zeros_like(x)
    for index in np.ndindex(*x.shape):
        nudge = np.zeros_like(x)
        nudge[index] = h
        gradient[index] = (f(x + nudge) - f(x - nudge)) / (2 * h)
    return gradient


def gradient_error(network, images, labels, directions=20, h=1e-5, seed=0):
    """How far the gradient of backpropagation is from the definition, along random directions.

    Nudge all parameters at once along a random direction of length 1, and look how the loss moves: the slope should be
    the gradient times the direction. This asks about every parameter with few passes. Computed in float64, on a copy.

    Parameters
    ----------
    network : Sequential
    images : array, shape (N, …)
    labels : array of int, shape (N,)
    directions : int
    h : float
    seed : int

    Returns
    -------
    float
        The largest miss, relative to the length of the gradient.

    Examples
    --------
    >>> from helpers.layers import Dense
    >>> from helpers.network import Sequential
    >>> gradient_error(Sequential([Dense(3, 2)]), np.ones((4, 3)), np.array([0, 1, 1, 1])) < 1e-8
    True
    """
    network, images = network.copy(np.float64).eval(), np.asarray(images, np.float64)
    network.backward(cross_entropy_grad(network(images), labels))
    start, gradient = network.parameters.copy(), network.gradients.copy()
    rng, misses = np.random.default_rng(seed), []
    for _ in range(directions):
        direction = rng.normal(size=start.size)
        direction /= np.linalg.norm(direction)
        losses = []
        for step in (h, -h):
            network.parameters[...] = start + step * direction
            losses.append(cross_entropy(network(images), labels))
        misses.append(abs((losses[0] - losses[1]) / (2 * h) - gradient @ direction))
    return float(max(misses) / np.linalg.norm(gradient))
