"""What the inputs of lesson 03 have in common.

Sizes differ wherever they can (H ≠ W, kH ≠ kW, N ≠ C ≠ F), so that swapped axes show, and are all equal in one probe,
where swapped axes raise no error. No kernel is symmetric: on a symmetric one, flipped and unflipped are the same. All
arrays are small: seven nested loops take milliseconds. The card shows the failing input with the fewest numbers, so of
two alike the one with less that is special is the smaller.
"""

from functools import cache

import numpy as np

# Sums of some dozens of products of numbers up to 2, in whatever order they are added, or by a Fourier transform:
# 1e-13 in float64 and 2e-5 in float32 would do. Known mistakes are off by a hundredth or more.
DOUBLE = {"rtol": 1e-7, "atol": 1e-8}
SINGLE = {"rtol": 1e-4, "atol": 1e-4}


def numbers(seed, *shape):
    """Fixed numbers of one decimal, none of them 0, so that a card shows them in full and no term is lost."""
    return _drawn(seed, shape).copy()


# A known mistake that is looked for runs on inputs made anew each time: to draw them took a third of the search.
@cache
def _drawn(seed, shape):
    sizes = np.random.default_rng(seed).integers(1, 21, shape) / 10
    return sizes * np.random.default_rng(seed + 1000).choice([-1.0, 1.0], shape)


def single(*arrays):
    """The same arrays in float32."""
    return tuple(array.astype(np.float32) for array in arrays)
