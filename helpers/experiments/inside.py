"""A look inside a trained network: which kernels are opposites, and what reaches the second activation."""

import numpy as np


def most_opposite_pair(kernels):
    """The two kernels that come closest to being each other's negative.

    Parameters
    ----------
    kernels : array, shape (F, …), with F at least 2
        Such as the weights of a convolution.

    Returns
    -------
    (i, j, cosine)
        Cosine −1 means that one is a negative multiple of the other.

    Raises
    ------
    ValueError
        If there are no two kernels.

    Examples
    --------
    >>> most_opposite_pair(np.array([[1.0, 0.0], [0.0, 1.0], [-2.0, 0.0]]))
    (0, 2, -1.0)
    """
    kernels = np.asarray(kernels, np.float64)
    if len(kernels) < 2:
        raise ValueError(f"kernels: expected at least two, got shape {kernels.shape}")
    rows = kernels.reshape(len(kernels), -1)
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    cosines = rows @ rows.T
    i, j = np.unravel_index(np.argmin(cosines), cosines.shape)
    return int(min(i, j)), int(max(i, j)), float(cosines[i, j])


def negative_shares(network, images):
    """For each hidden activation, the share of the numbers that reach it which are negative.

    Parameters
    ----------
    network : Sequential
    images : array, shape (N, …)

    Returns
    -------
    list of float, the first activation first

    Examples
    --------
    >>> from helpers.layers import Dense, ReLU
    >>> from helpers.network import Sequential
    >>> network = Sequential([ReLU(), Dense(2, 2)])
    >>> negative_shares(network, np.array([[-1.0, 2.0], [3.0, 4.0]]))
    [0.25]
    """
    shares = []
    for layer in network.layers:
        if layer.activation:
            shares.append(float(np.mean(images < 0)))
        images = layer.forward(images)
    return shares
