"""Pictures to try a kernel on: a photograph and ten handwritten digits."""

from functools import cache

import numpy as np
from PIL.Image import Resampling

from helpers.digits import load_digits
from helpers.figures import photograph

PHOTOGRAPH = "photograph"
PICTURES = (PHOTOGRAPH, *(f"handwritten {label}" for label in range(10)))
SIZE = 72
# Left, upper, right and lower edge of the face, in pixels: five of them make one of the picture.
FACE = (86, 20, 446, 380)


@cache
def picture(name):
    """A picture from 0 to 1: (72, 72) for the photograph, black to white; (8, 8) for a digit, paper to ink.

    Parameters
    ----------
    name : str, from ``PICTURES``

    Examples
    --------
    >>> picture("handwritten 3").shape
    (8, 8)
    """
    if name == PHOTOGRAPH:
        return photograph(SIZE, FACE, Resampling.BOX)
    digits = load_digits()
    first = np.flatnonzero(digits.train_labels == int(name[-1]))[0]
    return (digits.train_images[first, 0].astype(float) + 1) / 2


def small_picture(name):
    """The same, (8, 8) throughout: small enough for the convolution's whole matrix to be shown."""
    whole = picture(name)
    block = len(whole) // 8
    return whole.reshape(8, block, 8, block).mean(axis=(1, 3))


def greys(name):
    """The colour map under which a picture looks right: digits are ink on paper, 1 on 0."""
    return "gray" if name == PHOTOGRAPH else "gray_r"
