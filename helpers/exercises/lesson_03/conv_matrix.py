"""Exercise 3.4: a convolution as a matrix."""

import numpy as np

from helpers.exercises.declare import Probe, declare
from helpers.exercises.lesson_03.probes import DOUBLE, SINGLE, numbers


def conv_matrix(kernel, height, width):
    """The matrix of a convolution with one kernel (stride 1, no padding).

    Parameters
    ----------
    kernel : array of shape (kH, kW)
    height, width : int
        Of the input image; its pixels are numbered row by row, as ``ravel`` does.

    Returns
    -------
    M : array of shape (oH · oW, height · width), where oH = height − kH + 1, and oW likewise
        ``M @ image.ravel()`` is the flattened output.

    Examples
    --------
    >>> conv_matrix(np.array([[-1.0, 1.0]]), 1, 3)
    array([[-1.,  1.,  0.],
           [ 0., -1.,  1.]])
    """
    kh, kw = kernel.shape
    oh, ow = height - kh + 1, width - kw + 1
    M = np.zeros((oh, ow, height, width))
    for i in range(oh):
        for j in range(ow):
            M[i, j, i : i + kh, j : j + kw] = kernel
    return M.reshape(oh * ow, height * width)


def _every_second_weight():
    return (numbers(91, 2, 6)[:, ::2], 4, 5), {}


def _turned_kernel():
    return (numbers(92, 2, 3).T, 5, 3), {}


PROBES = (
    Probe("a kernel of 1 × 2 on an image of 2 × 3", (numbers(80, 1, 2), 2, 3), **DOUBLE),
    Probe("a kernel of 2 × 2 on an image of 3 × 4", (numbers(81, 2, 2), 3, 4), **DOUBLE),
    Probe("a kernel of 2 × 3 on an image of 5 × 4", (numbers(82, 2, 3), 5, 4), **DOUBLE),
    Probe("a kernel of 3 × 2 on an image of 4 × 6", (numbers(83, 3, 2), 4, 6), **DOUBLE),
    Probe("a square kernel on a square image", (numbers(84, 3, 3), 5, 5), **DOUBLE),
    Probe("a kernel of one row", (numbers(85, 1, 3), 3, 5), **DOUBLE),
    Probe("a kernel of one column", (numbers(86, 3, 1), 5, 3), **DOUBLE),
    Probe("a kernel of one weight", (numbers(87, 1, 1), 2, 3), **DOUBLE),
    Probe("a kernel as large as the image", (numbers(88, 2, 3), 2, 3), **DOUBLE),
    Probe("a kernel with zeros in it", (np.array([[0.0, 1.5, 0.0], [-0.5, 0.0, 2.0]]), 4, 5), **DOUBLE),
    Probe("a kernel of whole numbers", (np.array([[2, -1], [3, 1]]), 3, 3), **DOUBLE),
    Probe("float32", (numbers(90, 2, 2).astype(np.float32), 4, 3), **SINGLE),
    Probe("a kernel taken from a larger array", make=_every_second_weight, **DOUBLE),
    Probe("a kernel turned in memory", make=_turned_kernel, **DOUBLE),
)

EXERCISE = declare(
    __name__,
    reference=conv_matrix,
    probes=PROBES,
    batch=False,
    hints=(
        "Take a kernel of 2 × 2 and an image of 3 × 4 and number the pixels on paper, row by row. Which numbers "
        "does the first window touch, which the second, and which the first one of the next line?",
        "One row of the matrix, turned back into a picture of the image's size, is all zeros with the kernel lying "
        "in it where the window is.",
        "So make one such picture for each output pixel: an array with four axes, where the last two are the "
        "picture. Put the kernel in with a slice.",
        "At the very end flatten with `reshape`: the first two axes become the rows of the matrix, the last two "
        "its columns. The numbering row by row comes by itself.",
    ),
)
