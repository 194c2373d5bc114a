"""Deep linear networks: the same functions as one matrix, learned in another way.

A product of matrices is a matrix, so depth adds nothing that such a network could compute. But gradient descent on the
factors is not gradient descent on their product (Saxe et al., 2014; Arora et al., 2019).
"""

import numpy as np

SIZE = 20


def product(factors):
    """The matrix that a chain of layers is, the first layer's matrix applied first."""
    return np.linalg.multi_dot(factors[::-1]) if len(factors) > 1 else factors[0]


def descend(factors, gradient, steps, rate):
    """Gradient descent on the factors of a product.

    Parameters
    ----------
    factors : list of square arrays
        Changed in place.
    gradient : function
        Of the product; returns the gradient of the loss with respect to it.
    steps : int
    rate : float

    Yields
    ------
    The product before each step.
    """
    for _ in range(steps):
        before = [np.eye(len(factors[0]))]
        for factor in factors:
            before.append(factor @ before[-1])
        yield before[-1]
        after, slopes = gradient(before[-1]), []
        for factor, earlier in zip(factors[::-1], before[-2::-1]):
            slopes.append(after @ earlier.T)
            after = factor.T @ after
        for factor, slope in zip(factors[::-1], slopes):
            factor -= rate * slope


def start(depth, size, seed, scale):
    """Small random factors."""
    if depth < 1:
        raise ValueError(f"depth: expected at least 1, got {depth}")
    rng = np.random.default_rng(seed)
    return [scale * rng.normal(size=(size, size)) for _ in range(depth)]


def directions_learned(depth, seed=0, strengths=(4.0, 2.0, 1.0), steps=400, rate=0.02, size=8):
    """How much of each singular direction of a matrix is learned after each step, by a product of ``depth`` matrices.

    Parameters
    ----------
    depth : int
        1 is one matrix, learned directly.
    seed : int
        Draws the directions and the small initial factors.
    strengths : sequence of float
        The singular values of the matrix to learn.
    steps : int
    rate : float
    size : int
        The matrix is size × size.

    Returns
    -------
    array, shape (steps, number of directions)
        From about 0 to 1.

    Examples
    --------
    >>> learned = directions_learned(1)
    >>> learned.shape, bool(np.all(learned[-1] > 0.99))
    ((400, 3), True)
    """
    rng, count = np.random.default_rng([seed, 1]), len(strengths)
    left, right = (np.linalg.qr(rng.normal(size=(size, size)))[0][:, :count] for _ in range(2))
    target = left * strengths @ right.T
    path = descend(start(depth, size, seed, 0.03), lambda matrix: matrix - target, steps, rate)
    return np.array([np.einsum("ik,ij,jk->k", left, matrix, right) / strengths for matrix in path])


def error_on_unseen(depth, seed=0, seen=0.4, rank=2, steps=2000, rate=0.02, size=SIZE, scale=0.02):
    """Learn a matrix of low rank from some of its entries, as a product of ``depth`` matrices: how wrong is the rest?

    Parameters
    ----------
    depth : int
    seed : int
        Draws the matrix, the entries that are shown, and the initial factors.
    seen : float
        The share of the entries that is shown.
    rank : int
    steps : int
    rate : float
    size : int
    scale : float
        The size of the initial weights. The smaller, the more a product prefers a low rank.

    Returns
    -------
    float
        The error of the entries that were not shown, relative to their size: 1 is as bad as answering 0.

    Examples
    --------
    >>> round(error_on_unseen(depth=1), 2)
    1.0
    """
    rng = np.random.default_rng([seed, 2])
    target = rng.normal(size=(size, rank)) @ rng.normal(size=(rank, size)) / np.sqrt(rank)
    shown = rng.random((size, size)) < seen
    factors = start(depth, size, seed, scale)
    for _ in descend(factors, lambda matrix: (matrix - target) * shown, steps, rate):
        pass
    missed = (product(factors) - target)[~shown]
    return float(np.linalg.norm(missed) / np.linalg.norm(target[~shown]))
