"""Exercise 3.1: a sliding window."""

import numpy as np

from helpers.exercises.declare import Probe, declare
from helpers.exercises.lesson_03.probes import DOUBLE, SINGLE, numbers, single


# It visits the offsets inside the window and not the windows one by one: that is faster, and shorter.
def correlate2d(image, kernel):
    """Slide a kernel over an image: one channel, stride 1, no padding, the kernel not flipped.

    Parameters
    ----------
    image : array of shape (H, W)
    kernel : array of shape (kH, kW)

    Returns
    -------
    array of shape (H − kH + 1, W − kW + 1)
        At each place, the products of the window with the kernel, added up.

    Examples
    --------
    >>> correlate2d(np.array([[1.0, 2.0, 5.0]]), np.array([[-1.0, 1.0]]))
    array([[1., 3.]])
    """
    rows, columns = np.subtract(image.shape, kernel.shape) + 1
    y = np.zeros((rows, columns), np.result_type(image, kernel))
    for (u, v), weight in np.ndenumerate(kernel):
        y += weight * image[u : u + rows, v : v + columns]
    return y


def _every_second_pixel():
    return (numbers(190, 6, 10)[::2, ::2], numbers(191, 2, 6)[:, ::2]), {}


def _turned_image():
    return (numbers(192, 3, 5).T, numbers(193, 2, 3).T), {}


PROBES = (
    Probe("an image of 2 × 3, a kernel of 1 × 2", (numbers(170, 2, 3), numbers(171, 1, 2)), **DOUBLE),
    Probe("an image of 3 × 4, a kernel of 2 × 2", (numbers(172, 3, 4), numbers(173, 2, 2)), **DOUBLE),
    Probe("an image of 4 × 5, a kernel of 2 × 3", (numbers(174, 4, 5), numbers(175, 2, 3)), **DOUBLE),
    Probe("an image of 5 × 4, a kernel of 3 × 2", (numbers(176, 5, 4), numbers(177, 3, 2)), **DOUBLE),
    Probe("a square image and a square kernel", (numbers(178, 4, 4), numbers(179, 3, 3)), **DOUBLE),
    Probe("a kernel of one row", (numbers(180, 3, 5), numbers(181, 1, 3)), **DOUBLE),
    Probe("a kernel of one column", (numbers(182, 5, 3), numbers(183, 3, 1)), **DOUBLE),
    Probe("a kernel of one weight", (numbers(184, 3, 4), numbers(185, 1, 1)), **DOUBLE),
    Probe("a kernel as large as the image", (numbers(186, 2, 3), numbers(187, 2, 3)), **DOUBLE),
    Probe("an image of whole numbers", (np.arange(12).reshape(3, 4) % 5, numbers(190, 2, 2)), **DOUBLE),
    Probe("float32", single(numbers(188, 3, 4), numbers(189, 2, 2)), **SINGLE),
    Probe("every second pixel of a larger image", make=_every_second_pixel, **DOUBLE),
    Probe("image and kernel turned in memory", make=_turned_image, **DOUBLE),
)


def window(place, image, kernel):
    """The pixels under the kernel at a place, and all of the kernel."""
    return {0: tuple(slice(start, start + size) for start, size in zip(place, kernel.shape)), 1: ()}


EXERCISE = declare(
    __name__,
    reference=correlate2d,
    probes=PROBES,
    window=window,
    batch=False,
    hints=(
        "On paper: lay the kernel on the upper left corner of the image, multiply the numbers that lie on each "
        "other, and add the products up. Then move it one pixel to the right.",
        "A kernel of width 2 fits three times into a row of four pixels: one more than the difference. Downwards "
        "it is the same. That is the size of the result.",
        "Begin with zeros of that size, and let two loops count its places. The window of place (i, j) begins in "
        "row i and column j of the image, and is as large as the kernel.",
        "A slice with two ranges cuts the window out. `*` multiplies it with the kernel entry by entry, and "
        "`np.sum` adds up what comes out.",
    ),
)
