"""Exercise 6.2: a gate."""

from helpers.exercises.declare import declare
from helpers.exercises.lesson_06.probes import GATE_PROBES


def gate(x):
    """The first half of the channels times the second half.

    Parameters
    ----------
    x : array of shape (N, 2C, H, W)

    Returns
    -------
    array of shape (N, C, H, W)

    Examples
    --------
    >>> import numpy as np
    >>> gate(np.array([2.0, 3.0, 5.0, 7.0]).reshape(1, 4, 1, 1)).ravel()
    array([10., 21.])
    """
    half = x.shape[1] // 2
    return x[:, :half] * x[:, half:]


EXERCISE = declare(
    __name__,
    reference=gate,
    probes=GATE_PROBES,
    hints=(
        "The channels are axis 1. How many are there, and where is the middle? A slice needs a whole number: `//`.",
        "Cut along axis 1 only, and keep everything of the other axes: `x[:, ...]` begins with all images.",
        "Two arrays of shape (N, C, H, W) remain. Multiply them entry by entry.",
    ),
)
