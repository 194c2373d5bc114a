"""Exercise 7.3: how many units are dead."""

import numpy as np

from helpers.exercises.declare import declare
from helpers.exercises.lesson_07.probes import UNIT_PROBES


def dead_units(pre_activations):
    """How many units of a ReLU layer give 0 to every image.

    Parameters
    ----------
    pre_activations : array of shape (N, units)
        What goes into the ReLU.

    Returns
    -------
    int

    Examples
    --------
    >>> int(dead_units(np.array([[1.0, -1.0, -2.0], [-1.0, -0.5, 3.0]])))
    1
    """
    return np.sum(np.all(pre_activations <= 0, axis=0))


EXERCISE = declare(
    __name__,
    reference=dead_units,
    probes=UNIT_PROBES,
    batch=False,
    hints=(
        "One unit is one column. What has to be true of a whole column, so that ReLU gives 0 to every image?",
        "Compare all entries with 0 first. `np.all(…, axis=0)` then asks the question of every column at once.",
        "True counts as 1 in a sum. And at exactly 0, ReLU gives 0 as well.",
    ),
)
