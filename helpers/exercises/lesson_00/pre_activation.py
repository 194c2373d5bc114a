"""Exercise 0.1: one neuron before its activation."""

import numpy as np

from helpers.exercises.declare import Probe, declare


def pre_activation(x, w, b):
    """Weighted sum of one neuron, before any activation.

    Parameters
    ----------
    x : array of shape (n,)
        What the neuron reads.
    w : array of shape (n,)
        One weight for each input.
    b : float
        The bias.

    Returns
    -------
    float
        w · x + b.

    Examples
    --------
    >>> float(pre_activation(np.array([1.0, 2.0]), np.array([3.0, -1.0]), 0.5))
    1.5
    """
    return np.dot(w, x) + b


EXERCISE = declare(
    __name__,
    reference=pre_activation,
    # Every probe has a sum, a product and a bias that differ from each other, so that no slip can hide.
    probes=(
        Probe("two inputs", (np.array([1.0, 2.0]), np.array([3.0, -1.0]), 0.5)),
        Probe("three inputs, one of them zero", (np.array([0.0, -2.0, 4.0]), np.array([5.0, 1.5, 0.25]), -1.0)),
        Probe("a negative result", (np.array([1.0, 1.0, 2.0]), np.array([-3.0, 0.5, -1.0]), 0.25)),
        Probe("a single input", (np.array([-2.0]), np.array([1.5]), 4.0)),
        Probe("no bias", (np.array([0.5, 0.5, -1.0, 2.0]), np.array([2.0, 4.0, 1.0, 1.5]), 0.0)),
        Probe("large numbers", (np.array([1e4, -1e4, 5.0]), np.array([2.0, 1.0, -3.0]), 100.0)),
        Probe("inputs that are whole numbers", (np.array([2, -1, 4]), np.array([0.5, 1.5, -0.25]), 0.75)),
        Probe("inputs and weights that are whole numbers", (np.array([1, 2, 3]), np.array([3, -1, 2]), 0.5)),
        Probe(
            "float32",
            (np.array([0.5, -1.5, 2.0], np.float32), np.array([1.0, 2.0, 0.75], np.float32), np.float32(-0.5)),
        ),
        Probe(
            "inputs that are every second entry of a longer array",
            make=lambda: ((np.arange(8.0)[::2], np.array([1.0, -1.0, 0.5, 2.0]), -3.0), {}),
        ),
        # Of an answer that is a yes or no, they tell what the bias does.
        Probe("a bias larger than the rest", (np.array([0.5, 0.25]), np.array([1.0, -1.5]), 2.0)),
        Probe("a negative bias larger than the rest", (np.array([0.5, 0.25]), np.array([2.0, -1.0]), -2.0)),
    ),
    hints=(
        "Each input has its own weight. What do you do with the pairs, and what with the results?",
        "Multiply the inputs and the weights entry by entry, and add up the products. The bias comes in once, at the "
        "end.",
        "NumPy does the multiplying and adding in one step, the dot product: `np.dot` or the operator `@`.",
    ),
)
