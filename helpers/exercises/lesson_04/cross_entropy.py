"""Exercise 4.1: cross-entropy."""

import numpy as np

from helpers.exercises.declare import Probe, declare
from helpers.exercises.lesson_04.capped import capped
from helpers.exercises.lesson_04.probes import DOUBLE, SINGLE, numbers, single
from helpers.losses import cross_entropy

# Neighbouring float32 numbers are 0.001 apart near 10,000, and the logarithm of a sum of exponentials may be rounded
# to one of them before the right logit is taken away. Known mistakes are off by hundreds here, or infinite.
SINGLE_LARGE = {"rtol": 1e-4, "atol": 5e-3}

FACING = np.array([[0.5, -1.5, 2.0, 0.0], [1.0, 0.0, -0.5, 1.5], [-2.0, 0.5, 1.0, 3.0]])


def _large_logits(dtype):
    rows = np.array([[1e4, 9999.0, -1e4], [-1e4, 1e4, 0.0], [-9999.0, -1e4, -9998.0]], dtype)
    return rows, np.array([1, 2, 0])


# Every class is somewhere the right one, the first and the last too; the likeliest class is not always the right one.
# In float64 an exponential overflows above 709 and underflows below −745: 720 apart tells mistakes with the one from
# mistakes with the other.
PROBES = (
    Probe("one image, two equal logits", (np.zeros((1, 2)), np.array([1])), **DOUBLE),
    Probe("one image, three classes", (np.array([[1.0, 2.0, 0.5]]), np.array([0])), **DOUBLE),
    Probe("three images, four classes", (FACING, np.array([2, 0, 3])), **DOUBLE),
    Probe("five images, two classes", (numbers(1, 5, 2), np.array([1, 0, 0, 1, 1])), **DOUBLE),
    Probe("as many images as classes", (numbers(2, 3, 3), np.array([2, 2, 0])), **DOUBLE),
    Probe("four images, ten classes", (numbers(3, 4, 10), np.array([9, 0, 7, 9])), **DOUBLE),
    Probe("labels of type int32", (numbers(4, 3, 5), np.array([4, 1, 0], np.int32)), **DOUBLE),
    Probe("a transposed table", make=lambda: ((numbers(5, 4, 6).T, np.array([3, 3, 0, 1, 2, 0])), {}), **DOUBLE),
    Probe("float32", (*single(numbers(6, 4, 3)), np.array([0, 2, 1, 1])), **SINGLE),
    Probe("logits of whole numbers", (np.array([[2, 0, 1], [0, 3, 1], [1, 1, 0]]), np.array([0, 2, 1])), **DOUBLE),
    Probe("large and close together", (np.array([[1000.0, 1001.0, 1002.0]]), np.array([0])), **DOUBLE),
    Probe("very negative and close together", (np.array([[-1000.0, -1001.0]]), np.array([1])), **DOUBLE),
    Probe("two logits 720 apart", (np.array([[360.0, -360.0]]), np.array([1])), **DOUBLE),
    Probe("logits of ±1,000, the right one far behind", (np.array([[1000.0, 0.0, -1000.0]]), np.array([2])), **DOUBLE),
    Probe("logits of ±1,000, the right one ahead", (np.array([[-1000.0, 1000.0, 0.0]]), np.array([1])), **DOUBLE),
    Probe("rows far apart", (np.array([[1000.0, 999.0], [-1000.0, -999.0]]), np.array([1, 0])), **DOUBLE),
    Probe("logits of ±10,000", _large_logits(np.float64), **DOUBLE),
    Probe("logits of ±10,000, float32", _large_logits(np.float32), **SINGLE_LARGE),
)

EXERCISE = declare(
    __name__,
    reference=cross_entropy,
    probes=PROBES,
    rule=capped,
    hints=(
        "For one image: the logarithm of the sum of all exponentials, minus the logit of the right class. No "
        "probability is ever computed, so none can underflow.",
        "Subtracting each row's largest logit from that row changes nothing in the result and keeps the "
        "exponentials small. Do it once, and use the shifted rows in both terms.",
        "To pick one entry from each row, index with two arrays: the row numbers and the labels. `np.arange` "
        "counts the rows.",
        "Three lines: shift the rows; the logarithm of each row's sum of exponentials; the mean of that minus "
        "the picked logits. `axis=1` runs along a row, and `keepdims=True` keeps the maxima lined up with theirs.",
    ),
)
