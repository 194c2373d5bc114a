"""How well can one matrix and one bias imitate a network?"""

import numpy as np


def best_affine(x, y):
    """The affine map that comes closest to y in the sense of least squares.

    Parameters
    ----------
    x : array, shape (N, …)
        Inputs; whatever is behind the first axis is flattened.
    y : array, shape (N, K)

    Returns
    -------
    matrix : float64 array, shape (K, inputs)
    bias : float64 array, shape (K,)
        ``x @ matrix.T + bias`` is as close to ``y`` as an affine map can be.

    Raises
    ------
    ValueError
        If there is not one row of y for each of x.

    Examples
    --------
    >>> matrix, bias = best_affine(np.array([[0.0], [1.0], [2.0]]), np.array([[1.0], [3.0], [5.0]]))
    >>> matrix.round(6) + 0.0, bias.round(6) + 0.0
    (array([[2.]]), array([1.]))
    """
    x, y = _rows(x), np.asarray(y, np.float64)
    if y.ndim != 2 or len(y) != len(x):
        raise ValueError(f"y: expected shape (N, K) with N = {len(x)} as in x, got {y.shape}")
    solution = np.linalg.lstsq(np.column_stack([x, np.ones(len(x))]), y, rcond=None)[0]
    return solution[:-1].T, solution[-1]


def relative_rms(x, y):
    """The error that even the best affine map makes, relative to how far y spreads, both as root mean squares.

    y spreads around its mean, which any affine map gets right with its bias alone: measured from 0, a y that is far
    from 0 would make every map look good.

    Parameters as for ``best_affine``.

    Returns
    -------
    float
        0 where y is affine in x, 1 where no affine map is better than a constant.

    Examples
    --------
    >>> x = np.linspace(-1, 1, 1001)[:, None]
    >>> round(relative_rms(x, 3 * x + 1), 6) + 0.0, round(relative_rms(x, x + np.abs(x)), 2)
    (0.0, 0.45)
    """
    matrix, bias = best_affine(x, y)
    miss = _rows(x) @ matrix.T + bias - y
    return float(np.sqrt(np.mean(miss**2) / np.mean((y - np.mean(y, axis=0)) ** 2)))


def imitation(network, images, held_out):
    """How much of a network's logits the best affine map explains, on images that it was not fitted to.

    Parameters
    ----------
    network : Sequential
    images : array, shape (N, …)
        The affine map is fitted to the network's logits for these…
    held_out : array, shape (M, …)
        … and judged by its logits for these.

    Returns
    -------
    float
        R², over all logits: 1 for a perfect imitation, 0 for one that is no better than the mean of each logit, and
        below 0 for a worse one.

    Examples
    --------
    >>> from helpers.experiments.digit_networks import one_matrix
    >>> images = np.random.default_rng(0).normal(size=(200, 1, 8, 8))
    >>> round(imitation(one_matrix(), images[:100], images[100:]), 6)
    1.0
    """
    matrix, bias = best_affine(images, network.forward(images))
    target = network.forward(held_out).astype(np.float64)
    miss = _rows(held_out) @ matrix.T + bias - target
    return float(1 - np.sum(miss**2) / np.sum((target - target.mean(axis=0)) ** 2))


def _rows(x):
    """Each sample as one row of float64."""
    x = np.asarray(x, np.float64)
    return x.reshape(len(x), -1)
