"""Exercise 4.8: max pooling, backwards."""

import numpy as np

from helpers.exercises.declare import declare
from helpers.exercises.lesson_04.probes import MAX_POOL_PROBES


def max_pool2d_backward(grad_out, x, size=2):
    """Send a gradient back through max pooling: the first largest pixel of each window, in reading order, gets it all.

    Parameters and shapes as for ``avg_pool2d_backward``.

    Examples
    --------
    >>> max_pool2d_backward(np.array([[[[8.0]]]]), np.array([[[[1.0, 3.0], [3.0, 2.0]]]]))
    array([[[[0., 8.],
             [0., 0.]]]])
    """
    grad_x = np.zeros(x.shape, grad_out.dtype)
    for n, c, i, j in np.ndindex(*grad_out.shape):
        window = x[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
        u, v = np.unravel_index(np.argmax(window), window.shape)
        grad_x[n, c, i * size + u, j * size + v] = grad_out[n, c, i, j]
    return grad_x


def window(place, grad_out, x, size):
    """The gradient of the window that a pixel lies in, and that window."""
    n, c, i, j = place
    i, j = i // size, j // size
    if i == grad_out.shape[2] or j == grad_out.shape[3]:
        return {}
    return {0: (n, c, i, j), 1: (n, c, slice(i * size, (i + 1) * size), slice(j * size, (j + 1) * size))}


EXERCISE = declare(
    __name__,
    reference=max_pool2d_backward,
    probes=MAX_POOL_PROBES,
    window=window,
    ties=True,
    hints=(
        "Start with zeros in the shape of `x`. For each window, find the largest pixel in `x` and put the "
        "window's gradient there.",
        "Loop over images, channels, rows and columns of `grad_out`; `np.ndindex` runs through all four at once. "
        "Window (i, j) begins in row `i * size` and column `j * size`.",
        "`np.argmax` gives the first of the largest, which is just what you want in a tie. It counts through the "
        "window as one long row.",
        "`np.unravel_index` turns that count into a row and a column of the window. Add where the window begins, "
        "and you have the place in the image.",
    ),
)
