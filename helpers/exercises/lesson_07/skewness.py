"""Exercise 7.2: how lopsided a sample is."""

import numpy as np

from helpers.exercises.declare import declare
from helpers.exercises.lesson_07.probes import SAMPLE_PROBES


def skewness(sample):
    """The mean of the cubes of the standardised numbers.

    Parameters
    ----------
    sample : array of shape (N,)
        Not all of them equal.

    Returns
    -------
    float
        0 for a symmetric sample, positive where the long tail is on the right.

    Examples
    --------
    >>> float(skewness(np.array([0.0, 0.0, 3.0])).round(4))
    0.7071
    """
    distance = sample - sample.mean()
    return np.mean(distance**3) / np.mean(distance**2) ** 1.5


EXERCISE = declare(
    __name__,
    reference=skewness,
    probes=SAMPLE_PROBES,
    batch=False,
    hints=(
        "Three steps: each number's distance from the mean; that distance measured in standard deviations; the mean of "
        "its third power.",
        "A cube keeps the sign, so a long tail to the right makes the mean positive. Divide by the standard deviation "
        "before you cube, not after.",
        "`sample.mean()` and `sample.std()` are all you need besides `np.mean` and `**`.",
    ),
)
