"""XOR: four corners that no straight line divides, and how often chance finds a network that does."""

import numpy as np

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR = np.array([0, 1, 1, 0])


def solved_by_chance(activation, hidden=4, tries=100_000, seed=0):
    """Draw random networks 2 → hidden → 1 and count those that get all four corners of XOR right.

    A network says yes where its output is above 0, which is where a sigmoid on top would be above ½.

    Parameters
    ----------
    activation : function of an array
    hidden, tries, seed : int

    Returns
    -------
    int

    Examples
    --------
    >>> solved_by_chance(lambda z: z, tries=1000), solved_by_chance(lambda z: np.maximum(z, 0), tries=10_000) > 0
    (0, True)
    """
    rng = np.random.default_rng(seed)
    solved = 0
    for batch in np.array_split(np.arange(tries), max(1, tries // 10_000)):
        W1, b1 = rng.normal(size=(len(batch), hidden, 2)), rng.normal(size=(len(batch), hidden, 1))
        W2, b2 = rng.normal(size=(len(batch), 1, hidden)), rng.normal(size=(len(batch), 1, 1))
        z = W2 @ activation(W1 @ CORNERS.T + b1) + b2
        solved += int(np.sum(np.all((z[:, 0] > 0) == XOR, axis=1)))
    return solved


def corner_gap(f):
    """f(0,0) + f(1,1) − f(0,1) − f(1,0): 0 for every affine f, and below 0 for every f that solves XOR.

    Examples
    --------
    >>> float(corner_gap(lambda x: x @ np.array([3.0, -2.0]) + 5)), float(corner_gap(lambda x: x[:, 0] * x[:, 1]))
    (0.0, 1.0)
    """
    values = f(CORNERS)
    return values[0] + values[3] - values[1] - values[2]
