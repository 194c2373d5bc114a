"""How many straight pieces is a ReLU network made of? Networks with random weights, and one with chosen weights."""

from itertools import pairwise

import numpy as np

from helpers.activations import relu


def random_network(sizes, seed=0):
    """Random weights and biases for a dense network.

    Parameters
    ----------
    sizes : list of int
        Inputs, units of each hidden layer, outputs.
    seed : int

    Returns
    -------
    weights : list of arrays (out, in)
        Normal, with variance 1 / in.
    biases : list of arrays (out,)
        Standard normal.

    Examples
    --------
    >>> weights, biases = random_network([2, 16, 1])
    >>> [w.shape for w in weights], [b.shape for b in biases]
    ([(16, 2), (1, 16)], [(16,), (1,)])
    """
    rng = np.random.default_rng(seed)
    weights = [rng.normal(size=(n_out, n_in)) / np.sqrt(n_in) for n_in, n_out in pairwise(sizes)]
    return weights, [rng.normal(size=n_out) for n_out in sizes[1:]]


def forward(x, weights, biases, activation=relu):
    """The outputs of a dense network, (N, in) → (N, out), with an activation after every layer but the last.

    Examples
    --------
    >>> forward(np.array([[-1.0], [1.0]]), [np.eye(1), np.eye(1)], [np.zeros(1), np.ones(1)])
    array([[1.],
           [2.]])
    """
    for W, b in zip(weights[:-1], biases[:-1]):
        x = activation(x @ W.T + b)
    return x @ weights[-1].T + biases[-1]


def switch_points(weights, biases, start, end):
    """Where a ReLU unit switches on or off as the input moves along a straight line: exact, nothing is sampled.

    Between two neighbouring points no unit switches, so there the network is straight.

    Parameters
    ----------
    weights, biases : lists of arrays, as from ``random_network``
    start, end : arrays, shape (in,)
        The ends of the line.

    Returns
    -------
    array, shape (P,)
        From 0 at ``start`` to 1 at ``end``, both included.

    Examples
    --------
    One unit, which switches where its input is 0:

    >>> switch_points([np.eye(1), np.eye(1)], [np.zeros(1), np.zeros(1)], np.array([-1.0]), np.array([3.0]))
    array([0.  , 0.25, 1.  ])
    """
    t, h = np.array([0.0, 1.0]), np.array([start, end], dtype=float)
    for W, b in zip(weights[:-1], biases[:-1]):
        t, z = _with_zeros(t, h @ W.T + b)
        h = relu(z)
    return t


def _with_zeros(t, z):
    """Add the points at which a column of z, straight between neighbouring points, passes through 0."""
    before, after = z[:-1], z[1:]
    gap, unit = np.nonzero(before * after < 0)
    share = before[gap, unit] / (before[gap, unit] - after[gap, unit])
    more = np.union1d(t, t[gap] + share * (t[gap + 1] - t[gap]))
    return more, np.column_stack([np.interp(more, t, column) for column in z.T])


def pieces_on_a_line(weights, biases, start, end):
    """The number of straight pieces of a ReLU network's first output along a straight line through its input.

    A unit may switch without a trace in the output, if no unit behind it listens. So slopes are compared.

    Parameters as for ``switch_points``. Returns an int.

    Examples
    --------
    >>> hat = [np.ones((2, 1)), np.array([[1.0, -2.0]])], [np.array([0.0, -1.0]), np.zeros(1)]
    >>> pieces_on_a_line(*hat, [-1.0], [3.0])
    3
    """
    start, end = np.asarray(start, float), np.asarray(end, float)
    t = switch_points(weights, biases, start, end)
    middle = (t[1:] + t[:-1]) / 2
    h, slope = start + middle[:, None] * (end - start), np.tile(end - start, (len(middle), 1))
    for W, b in zip(weights[:-1], biases[:-1]):
        z = h @ W.T + b
        h, slope = relu(z), (slope @ W.T) * (z > 0)
    slope = slope @ weights[-1][0]
    return 1 + int(np.sum(np.abs(np.diff(slope)) > 1e-9 * np.abs(slope).max()))


def tent(folds):
    """A chosen network with two units in each hidden layer, which folds the interval from 0 to 1 again and again.

    One fold is the tent 2·relu(x) − 4·relu(x − ½): up from 0 to 1, and down to 0. The next layer does the same to what
    comes out. All its numbers are halves, quarters and so on, so no rounding happens at all.

    Parameters
    ----------
    folds : int, the number of hidden layers

    Returns
    -------
    (weights, biases), as from ``random_network``

    Examples
    --------
    >>> forward(np.array([[0.0], [0.25], [0.5], [0.75], [1.0]]), *tent(1)).ravel()
    array([0. , 0.5, 1. , 0.5, 0. ])
    >>> [pieces_on_a_line(*tent(folds), [0.0], [1.0]) for folds in (1, 2, 3)]
    [2, 4, 8]
    """
    if folds < 1:
        raise ValueError(f"folds: expected at least 1, got {folds!r}")
    combine, thresholds = np.array([[2.0, -4.0]]), np.array([0.0, -0.5])
    twice = np.ones((2, 1))
    weights = [twice] + [twice @ combine] * (folds - 1) + [combine]
    return weights, [thresholds] * folds + [np.zeros(1)]


def teeth(weights, biases):
    """How often the first output rises to its greatest height and falls again, as the input goes from 0 to 1.

    Examples
    --------
    >>> [teeth(*tent(folds)) for folds in (1, 2, 3)]
    [1, 2, 4]
    """
    t = switch_points(weights, biases, np.zeros(1), np.ones(1))
    height = forward(t[:, None], weights, biases)[:, 0]
    return int(np.sum(height[1:-1] == height.max()))
