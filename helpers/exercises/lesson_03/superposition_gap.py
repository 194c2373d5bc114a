"""Exercise 3.6: the test for linearity."""

import numpy as np

from helpers.activations import relu, sigmoid, softmax
from helpers.exercises.declare import Probe, declare
from helpers.exercises.lesson_03.probes import DOUBLE, SINGLE, numbers, single


def superposition_gap(f, x, y, a, b):
    """How far a function is from superposition, with its bias f(0) removed.

    Parameters
    ----------
    f : function of one array
    x, y : arrays of the same shape
    a, b : numbers

    Returns
    -------
    float
        The largest absolute entry of g(a x + b y) − a g(x) − b g(y), where g(x) = f(x) − f(0); 0, up to rounding,
        where f is a matrix plus a bias.

    Examples
    --------
    >>> x, y = np.array([1.0, -1.0]), np.array([0.5, 4.0])
    >>> float(superposition_gap(lambda v: 3 * v + 1, x, y, 2.0, -2.0))
    0.0
    >>> float(superposition_gap(np.abs, x, y, 2.0, -2.0))
    16.0
    """
    f0 = f(np.zeros_like(x))
    gap = (f(a * x + b * y) - f0) - a * (f(x) - f0) - b * (f(y) - f0)
    return np.max(np.abs(gap))


# The functions that superposition_gap is tried on. Their names are shown on the card.


def double(v):
    """Linear."""
    return 2 * v


def double_and_add_one(v):
    """Linear but for a bias."""
    return 2 * v + 1


def square(v):
    return v**2


def add_one_and_square(v):
    """Neither linear nor 0 at 0: here a bias that is treated wrongly makes a difference."""
    return (v + 1) ** 2


def dense_layer(v):
    """Three outputs from two inputs; a matrix product, so a plain 0 for an array of zeros is an error."""
    return np.array([[1.0, -2.0], [0.5, 3.0], [-1.5, 1.0]]) @ v + np.array([0.5, -1.0, 2.0])


def dense_layer_and_relu(v):
    return relu(dense_layer(v))


def largest_of_each_row(v):
    """Not linear, and its result has an axis less than its input."""
    return np.max(v, axis=-1)


def largest(v):
    """Not linear, and its result is one number."""
    return np.max(v)


# The bias of some functions is not 0, the shape of the result is not always that of x, and the largest gap is negative
# in some probes and positive in others.
PROBES = (
    Probe("a linear function", (double, numbers(130, 2), numbers(131, 2), 2.0, -3.0), **DOUBLE),
    Probe("a function with a bias", (double_and_add_one, numbers(132, 3), numbers(133, 3), 2.0, -3.0), **DOUBLE),
    Probe("squaring", (square, np.array([1.0, 2.0]), np.array([3.0, 0.5]), 2.0, -1.0), **DOUBLE),
    Probe("squaring, with a and b below 1", (square, numbers(134, 3), numbers(135, 3), 0.5, 0.25), **DOUBLE),
    Probe("adding one and squaring", (add_one_and_square, numbers(136, 3), numbers(137, 3), 3.0, 0.5), **DOUBLE),
    Probe("ReLU on a table", (relu, numbers(138, 2, 3), numbers(139, 2, 3), 2.0, -3.0), **DOUBLE),
    Probe("ReLU on opposite inputs", (relu, np.array([1.0, -2.0]), np.array([-1.0, 2.0]), 1.0, 1.0), **DOUBLE),
    Probe("a dense layer with a bias", (dense_layer, numbers(140, 2), numbers(141, 2), -1.5, 2.0), **DOUBLE),
    Probe("a dense layer and ReLU", (dense_layer_and_relu, numbers(142, 2), numbers(143, 2), -2.0, 1.5), **DOUBLE),
    Probe("sigmoid on images", (sigmoid, numbers(144, 2, 1, 2, 3), numbers(145, 2, 1, 2, 3), 2.0, -3.0), **DOUBLE),
    Probe("softmax of each row", (softmax, numbers(146, 2, 3), numbers(147, 2, 3), 2.0, 0.5), **DOUBLE),
    Probe(
        "the largest of each row", (largest_of_each_row, numbers(148, 3, 2), numbers(149, 3, 2), 1.5, -2.0), **DOUBLE
    ),
    Probe("the largest of all", (largest, numbers(150, 2, 2), numbers(151, 2, 2), 2.0, 3.0), **DOUBLE),
    Probe("whole numbers", (add_one_and_square, np.array([1, -2, 3]), np.array([2, 1, -1]), 0.5, 0.25), **DOUBLE),
    Probe("float32", (add_one_and_square, *single(numbers(152, 4), numbers(153, 4)), 2.0, -3.0), **SINGLE),
)

EXERCISE = declare(
    __name__,
    reference=superposition_gap,
    probes=PROBES,
    hints=(
        "Translate the formula piece by piece. `f` is a function like any other: you may call it on any array of "
        "the shape of `x`.",
        "f(0) means `f` of an array of zeros, as large as `x`. Compute it once and keep it: it may be an array.",
        "Take it away from each of the three values of `f` before you multiply by `a` or `b`. Mind the brackets.",
        "The gap is an array. Take its absolute value first, then the largest entry over all axes.",
    ),
)
