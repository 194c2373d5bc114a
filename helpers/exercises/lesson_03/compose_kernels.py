"""Exercise 3.5: two kernels in one."""

import numpy as np

from helpers.exercises.declare import Probe, declare
from helpers.exercises.lesson_03.probes import DOUBLE, SINGLE, numbers, single


def compose_kernels(first, second):
    """The one kernel that does what ``first`` and then ``second`` do (one channel, stride 1, no padding).

    With several channels in between, each is a path of its own: compose the kernels of every path, and add.

    Parameters
    ----------
    first : array of shape (h1, w1)
    second : array of shape (h2, w2)

    Returns
    -------
    array of shape (h1 + h2 − 1, w1 + w2 − 1)

    Examples
    --------
    >>> compose_kernels(np.array([[1.0, 2.0]]), np.array([[3.0, 5.0]]))
    array([[ 3., 11., 10.]])
    """
    (h1, w1), (h2, w2) = first.shape, second.shape
    k = np.zeros((h1 + h2 - 1, w1 + w2 - 1))
    for p in range(h2):
        for q in range(w2):
            k[p : p + h1, q : q + w1] += second[p, q] * first
    return k


def _turned_kernels():
    return (numbers(120, 3, 2).T, numbers(121, 4, 6)[:, ::2]), {}


PROBES = (
    Probe("two kernels of 1 × 2", (numbers(100, 1, 2), numbers(101, 1, 2)), **DOUBLE),
    Probe("two kernels of 2 × 2", (numbers(102, 2, 2), numbers(103, 2, 2)), **DOUBLE),
    Probe("2 × 3 and then 3 × 2", (numbers(104, 2, 3), numbers(105, 3, 2)), **DOUBLE),
    Probe("3 × 2 and then 2 × 2", (numbers(106, 3, 2), numbers(107, 2, 2)), **DOUBLE),
    Probe("two kernels of 3 × 3", (numbers(108, 3, 3), numbers(109, 3, 3)), **DOUBLE),
    Probe("a large one and then a small one", (numbers(110, 4, 3), numbers(111, 2, 1)), **DOUBLE),
    Probe("a small one and then a large one", (numbers(112, 1, 2), numbers(113, 3, 4)), **DOUBLE),
    Probe("a column and then a row", (numbers(114, 3, 1), numbers(115, 1, 2)), **DOUBLE),
    Probe("a second kernel of one weight", (numbers(116, 2, 3), numbers(117, 1, 1)), **DOUBLE),
    Probe("a first kernel of one weight", (numbers(117, 1, 1), numbers(116, 3, 2)), **DOUBLE),
    Probe("a first kernel of whole numbers", (np.array([[2, -1], [1, 3]]), numbers(122, 2, 2)), **DOUBLE),
    Probe("a second kernel of whole numbers", (numbers(123, 2, 2), np.array([[2, -1], [1, 3]])), **DOUBLE),
    Probe("float32", single(numbers(118, 2, 3), numbers(119, 2, 2)), **SINGLE),
    Probe("kernels turned in memory or taken from larger arrays", make=_turned_kernels, **DOUBLE),
)

EXERCISE = declare(
    __name__,
    reference=compose_kernels,
    probes=PROBES,
    batch=False,
    note=(
        "Every answer is right. With several channels in between, each of them is a path with a composed kernel of its "
        "own, and these are added."
    ),
    hints=(
        "Try kernels of one row: (1, 2) and then (3, 5). Write down what one output pixel is made of, and collect "
        "what stands before each input pixel.",
        "You should get (3, 11, 10): every weight of the one meets every weight of the other, and products that "
        "land on the same offset are added.",
        "Start from zeros in the size of the result. Each weight of the second kernel adds a copy of the first "
        "one, multiplied by that weight.",
        "The weight in row p and column q of the second kernel shifts its copy by p rows and q columns. A slice of "
        "the size of the first kernel takes it.",
    ),
)
