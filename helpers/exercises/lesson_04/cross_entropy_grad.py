"""Exercise 4.2: the gradient of cross-entropy, the first backward pass of all."""

import numpy as np

from helpers.exercises.declare import Probe, declare
from helpers.exercises.lesson_04.probes import DOUBLE, SINGLE, numbers, single
from helpers.losses import cross_entropy_grad

# As for the loss: every class is somewhere the right one, and the likeliest class is not always the right one.
PROBES = (
    Probe("one image, two equal logits", (np.zeros((1, 2)), np.array([1])), **DOUBLE),
    Probe("one image, three classes", (np.array([[1.0, 2.0, 0.5]]), np.array([0])), **DOUBLE),
    Probe("two images, two classes", (np.array([[0.0, 0.0], [2.0, -1.0]]), np.array([0, 0])), **DOUBLE),
    Probe("three images, four classes", (numbers(301, 3, 4), np.array([2, 0, 3])), **DOUBLE),
    Probe("five images, two classes", (numbers(302, 5, 2), np.array([1, 0, 0, 1, 1])), **DOUBLE),
    Probe("as many images as classes", (numbers(303, 3, 3), np.array([2, 2, 0])), **DOUBLE),
    Probe("four images, ten classes", (numbers(304, 4, 10), np.array([9, 0, 7, 9])), **DOUBLE),
    Probe("labels of type int32", (numbers(305, 3, 5), np.array([4, 1, 0], np.int32)), **DOUBLE),
    Probe("a transposed table", make=lambda: ((numbers(306, 4, 6).T, np.array([3, 3, 0, 1, 2, 0])), {}), **DOUBLE),
    Probe("float32", (*single(numbers(307, 4, 3)), np.array([0, 2, 1, 1])), **SINGLE),
    Probe("logits of whole numbers, one image", (np.array([[2, 0, 1]]), np.array([1])), **DOUBLE),
    Probe("logits of whole numbers", (np.array([[2, 0, 1], [0, 3, 1], [1, 1, 0]]), np.array([0, 2, 1])), **DOUBLE),
    Probe("large and close together", (np.array([[1000.0, 1001.0, 1002.0]]), np.array([0])), **DOUBLE),
    Probe("very negative and close together", (np.array([[-1000.0, -1001.0]]), np.array([1])), **DOUBLE),
    Probe("rows far apart", (np.array([[1000.0, 999.0], [-1000.0, -999.0]]), np.array([1, 0])), **DOUBLE),
    Probe("logits of ±10,000", (np.array([[1e4, 9999.0, -1e4], [-1e4, 1e4, 0.0]]), np.array([1, 2])), **DOUBLE),
)

EXERCISE = declare(
    __name__,
    reference=cross_entropy_grad,
    probes=PROBES,
    hints=(
        "Begin with the probabilities, one row for each image: `softmax` gives them. For all classes but the right one "
        "that is the slope already.",
        "For the right class of each row the slope is its probability minus 1. Pick those entries as in the loss, with "
        "row numbers and labels.",
        "The loss is a mean over N images, so each of them has only 1/N of a say: divide the whole table once.",
    ),
)
