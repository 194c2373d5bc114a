"""Exercise 2.2: many linear layers are one."""

import numpy as np

from helpers.exercises.declare import Probe, declare
from helpers.exercises.lesson_02.probes import DOUBLE, SINGLE, numbers, single, stack


def collapse(weights, biases):
    """The one dense layer that computes what a stack of dense layers without activations computes.

    Parameters
    ----------
    weights : list of arrays, each of shape (out, in), first layer first
    biases : list of arrays, each of shape (out,)

    Returns
    -------
    W : array of shape (out of the last layer, in of the first)
    b : array of shape (out of the last layer,)

    Notes
    -----
    W2 (W1 x + b1) + b2 = (W2 W1) x + (W2 b1 + b2), and so on, layer by layer.

    Examples
    --------
    >>> import numpy as np
    >>> collapse([np.array([[2.0]]), np.array([[3.0]])], [np.array([1.0]), np.array([5.0])])
    (array([[6.]]), array([8.]))
    """
    W, b = weights[0], biases[0]
    for next_W, next_b in zip(weights[1:], biases[1:]):
        W = next_W @ W
        b = next_W @ b + next_b
    return W, b


def _transposed_weights():
    """A stack 3 → 4 → 2 whose matrices are transposed views."""
    first, second = numbers(36, 3, 4).T, numbers(37, 4, 2).T
    return ([first, second], [numbers(38, 4), numbers(39, 2)]), {}


def _whole_weights(seed, *widths):
    """A stack whose matrices hold whole numbers and whose biases do not."""
    weights, biases = stack(seed, *widths)
    return [np.round(10 * matrix).astype(int) for matrix in weights], biases


EXERCISE = declare(
    __name__,
    reference=collapse,
    results=("W", "b"),
    probes=(
        Probe("a single layer", stack(20, 3, 2), **DOUBLE),
        Probe("two square layers", stack(22, 2, 2, 2), **DOUBLE),
        Probe("two layers, 3 → 4 → 2", stack(24, 3, 4, 2), **DOUBLE),
        Probe("three square layers", stack(26, 3, 3, 3, 3), **DOUBLE),
        Probe("three layers, 2 → 5 → 3 → 4", stack(28, 2, 5, 3, 4), **DOUBLE),
        Probe("four layers, 4 → 3 → 5 → 2 → 1", stack(30, 4, 3, 5, 2, 1), **DOUBLE),
        Probe("four square layers", stack(32, 2, 2, 2, 2, 2), **DOUBLE),
        Probe("two layers, float32", tuple(map(single, stack(34, 3, 2, 3))), **SINGLE),
        Probe("matrices of whole numbers", _whole_weights(40, 2, 3, 2), **DOUBLE),
        Probe("transposed weights", make=_transposed_weights, **DOUBLE),
    ),
    hints=(
        "Write out two layers on paper: W2 (W1 x + b1) + b2. Multiply out the bracket.",
        "What stands in front of x is the new matrix; everything else is the new bias. Which matrix has b1 "
        "picked up on the way?",
        "Keep a running matrix and a running bias, beginning with the first layer, and fold in one layer after "
        "another.",
        "Each further layer multiplies both from the left; its own bias is added at the end.",
    ),
)
