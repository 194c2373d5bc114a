"""Exercise 5.1: the logits of a flipped image."""

import numpy as np

from helpers.exercises.declare import Probe, declare
from helpers.exercises.lesson_04.probes import DOUBLE, SINGLE, images_last, numbers, single


def flipped_logits(logits, bias):
    """The logits f(−x) of a linear network f(x) = A x + bias, from f(x) and the bias alone.

    Parameters
    ----------
    logits : array of shape (N, K)
    bias : array of shape (K,)

    Returns
    -------
    array of shape (N, K)

    Examples
    --------
    >>> flipped_logits(np.array([[3.0, 0.0]]), np.array([1.0, 1.0]))
    array([[-1.,  2.]])
    """
    return 2 * bias - logits


PROBES = (
    Probe("one image", (np.arange(10.0)[None], np.array([0.0, 1.0, 0, 0, -2.0, 0, 0, 0, 0.5, 3.0])), **DOUBLE),
    Probe("three images", (numbers(120, 3, 10), numbers(121, 10)), **DOUBLE),
    Probe("ten images", (numbers(122, 10, 10), numbers(123, 10)), **DOUBLE),
    Probe("no bias", (numbers(124, 2, 10), np.zeros(10)), **DOUBLE),
    Probe("the same bias for each digit", (numbers(125, 2, 10), np.full(10, 1.5)), **DOUBLE),
    Probe("large logits", (1e4 * numbers(126, 2, 10), 1e3 * numbers(127, 10)), **DOUBLE),
    Probe("logits of whole numbers", (np.arange(20).reshape(2, 10) % 7, numbers(132, 10)), **DOUBLE),
    Probe("float32", single(numbers(128, 4, 10), numbers(129, 10)), **SINGLE),
    Probe(
        "images that come last in memory",
        make=lambda: ((*images_last(numbers(130, 3, 10)), numbers(131, 10)), {}),
        **DOUBLE,
    ),
)

EXERCISE = declare(
    __name__,
    reference=flipped_logits,
    probes=PROBES,
    hints=(
        "f(x) = A x + b and f(−x) = −A x + b. Only one of the two terms has changed its sign.",
        "You know f(x) and b. What is A x, written with those two alone?",
        "A x is f(x) − b. Put that into −A x + b and collect: how often does b appear?",
    ),
)
