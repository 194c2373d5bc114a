"""Exercise 6.1: how odd is a network?"""

import numpy as np

from helpers.exercises.declare import declare
from helpers.exercises.lesson_06.probes import NETWORK_PROBES


def oddness(network, images):
    """How far f(−x) is from −f(x), relative to the largest |f(x)|.

    Parameters
    ----------
    network : function
        Takes images and returns logits.
    images : array of shape (N, …)

    Returns
    -------
    float
        0, up to rounding, for an odd network.

    Examples
    --------
    >>> x = np.array([[1.0, -2.0]])
    >>> float(oddness(lambda x: 3 * x, x)), float(oddness(np.abs, x))
    (0.0, 2.0)
    """
    logits = network(images)
    return np.max(np.abs(network(-images) + logits)) / np.max(np.abs(logits))


EXERCISE = declare(
    __name__,
    reference=oddness,
    probes=NETWORK_PROBES,
    hints=(
        "`network` is a function: call it on the images, and on their negatives.",
        "f(−x) is to be −f(x). What is f(−x) + f(x) then? The miss is how far that array is from 0.",
        "Take the absolute value of the miss, then the largest entry over all axes. Divide it by the largest absolute "
        "logit of the images.",
    ),
)
