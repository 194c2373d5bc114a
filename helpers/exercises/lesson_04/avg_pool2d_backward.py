"""Exercise 4.5: average pooling, backwards."""

import numpy as np

from helpers.exercises.declare import declare
from helpers.exercises.lesson_04.probes import AVG_POOL_PROBES


def avg_pool2d_backward(grad_out, x, size=2):
    """Send a gradient back through average pooling: each pixel of a window gets an equal share.

    Parameters
    ----------
    grad_out : array of shape (N, C, H // size, W // size)
    x : array of shape (N, C, H, W)
    size : int

    Returns
    -------
    array of shape (N, C, H, W)
        0 at the bottom and right edge that no window covers.

    Examples
    --------
    >>> avg_pool2d_backward(np.array([[[[8.0]]]]), np.zeros((1, 1, 2, 3)))
    array([[[[2., 2., 0.],
             [2., 2., 0.]]]])
    """
    share = np.repeat(np.repeat(grad_out, size, axis=2), size, axis=3) / size**2
    grad_x = np.zeros(x.shape, share.dtype)
    grad_x[:, :, : share.shape[2], : share.shape[3]] = share
    return grad_x


def window(place, grad_out, x, size):
    """The gradient of the window that a pixel lies in."""
    n, c, i, j = place
    return {0: (n, c, slice(i // size, i // size + 1), slice(j // size, j // size + 1))}


EXERCISE = declare(
    __name__,
    reference=avg_pool2d_backward,
    probes=AVG_POOL_PROBES,
    window=window,
    ties=True,
    hints=(
        "If one pixel of a 2 × 2 window grows by 4, the mean grows by 1. Which share of the gradient does it get?",
        "Start with zeros in the shape of `x`. Then each window is filled with one number, its gradient over the "
        "number of its pixels.",
        "Window (i, j) begins in row `i * size` and column `j * size`. Loop over the windows, or stretch the "
        "whole gradient at once: `np.repeat` with an `axis` repeats each entry in its place.",
        "The stretched gradient may be smaller than `x`: write it into the top left part of the zeros, and the "
        "dropped edge stays 0.",
    ),
)
