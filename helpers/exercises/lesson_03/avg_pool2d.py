"""Exercise 3.3: average pooling."""

import numpy as np

from helpers.exercises.declare import Probe, declare
from helpers.exercises.lesson_03.probes import DOUBLE, SINGLE, numbers


def avg_pool2d(x, size=2):
    """Average pooling with windows of size × size that do not overlap.

    Parameters
    ----------
    x : array of shape (N, C, H, W)
    size : int

    Returns
    -------
    array of shape (N, C, H // size, W // size)
        Incomplete windows at the lower and right edge are dropped.

    Examples
    --------
    >>> avg_pool2d(np.array([[[[1.0, 2.0, 9.0], [3.0, 6.0, 9.0]]]]))
    array([[[[3.]]]])
    """
    n, c, h, w = x.shape
    oh, ow = h // size, w // size
    windows = x[:, :, : oh * size, : ow * size].reshape(n, c, oh, size, ow, size)
    return windows.mean(axis=(3, 5))


def _pixels_taken_from_larger_images():
    return (numbers(73, 2, 3, 8, 12)[:, :, ::2, ::2],), {}


def _turned_images():
    return (numbers(74, 2, 3, 9, 7).swapaxes(2, 3), 3), {}


# No window is larger than the image: windows that do not fit even once are a matter of taste.
PROBES = (
    Probe("one image of 2 × 4 pixels", (numbers(60, 1, 1, 2, 4),), **DOUBLE),
    Probe("several images and channels", (numbers(61, 2, 3, 4, 6),), **DOUBLE),
    Probe("as many images as channels, square", (numbers(62, 2, 2, 4, 4),), **DOUBLE),
    Probe("a height that 2 does not divide", (numbers(63, 1, 2, 5, 4),), **DOUBLE),
    Probe("a width that 2 does not divide", (numbers(64, 2, 1, 2, 5),), **DOUBLE),
    Probe("size 3", (numbers(65, 1, 2, 6, 9), 3), **DOUBLE),
    Probe("size 3, one row and two columns left over", (numbers(66, 3, 2, 7, 5), 3), **DOUBLE),
    Probe("size 3, a single window and pixels left over", (numbers(67, 2, 1, 4, 5), 3), **DOUBLE),
    Probe("size 4, as high as the image", (numbers(68, 2, 3, 4, 9),), {"size": 4}, **DOUBLE),
    Probe("size 1, nothing to average", (numbers(69, 2, 1, 2, 3), 1), **DOUBLE),
    Probe("negative pixels only", (-np.abs(numbers(70, 1, 2, 3, 4)),), **DOUBLE),
    Probe("pixels that are whole numbers", (np.arange(12).reshape(1, 1, 2, 6) % 5,), **DOUBLE),
    Probe("float32", (numbers(71, 2, 3, 4, 5).astype(np.float32),), **SINGLE),
    Probe("every second pixel of larger images", make=_pixels_taken_from_larger_images, **DOUBLE),
    Probe("images turned in memory, size 3", make=_turned_images, **DOUBLE),
)


def window(place, x, size):
    """The pixels whose mean an entry is."""
    n, c, i, j = place
    return {0: (n, c, slice(i * size, (i + 1) * size), slice(j * size, (j + 1) * size))}


EXERCISE = declare(
    __name__,
    reference=avg_pool2d,
    probes=PROBES,
    window=window,
    ties=True,
    hints=(
        "It is like the window of a convolution, with two differences: it moves by its own size, and it takes the "
        "mean.",
        "How many whole windows fit from top to bottom? Whole-number division tells, and drops what is left over.",
        "With two loops: window (i, j) begins `size` times as far from the corner as its number says. Average over "
        "height and width, and leave images and channels alone.",
        "Without loops: cut off what is left over, then `reshape` so that the height becomes two axes, windows and "
        "rows inside a window, and the width likewise. Average over the two inner ones.",
    ),
)
