"""Exercise 5.2: what a linear convolution and then a mean over all places see of an image."""

import numpy as np

from helpers.exercises.declare import declare
from helpers.exercises.lesson_05.probes import KERNEL_PROBES


def pooled_response(ink, kernels, places):
    """The mean over all places of what linear convolutions, one after another, make of an image.

    Exact with so much padding that every pixel meets every weight of a kernel once: one less than the kernel's size.

    Parameters
    ----------
    ink : float
        The sum of the image's pixels. Nothing else of the image matters.
    kernels : list of arrays
    places : int
        How many pixels the last map has.

    Returns
    -------
    float

    Examples
    --------
    >>> float(pooled_response(5.0, [np.array([[1.0, -1.0], [2.0, 0.0]])], 25))
    0.4
    """
    return ink * np.prod([kernel.sum() for kernel in kernels]) / places


EXERCISE = declare(
    __name__,
    reference=pooled_response,
    probes=KERNEL_PROBES,
    batch=False,
    hints=(
        "One kernel first. Every pixel meets every weight once, so the sum of the map is a sum of all products pixel "
        "times weight. Take the pixels out of it as a factor.",
        "The map that comes out of the first kernel is the image that goes into the second. What is its ink?",
        "Each kernel multiplies the sum of what it is given by the sum of its own weights. A mean is a sum, divided "
        "once, at the end.",
    ),
)
