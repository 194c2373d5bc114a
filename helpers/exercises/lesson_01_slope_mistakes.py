"""Mistakes recognised in lesson 01 in every derivative: slopes between neighbouring entries of the array."""

import numpy as np

from helpers.exercises.core import Mistake


def differences(function):
    """Return the mistakes that take the slope of an activation by `np.gradient`.

    Parameters
    ----------
    function : callable
        The activation: of `z`, and of a slope where it has one.
    """
    return (
        Mistake(
            "differences_of_neighbours",
            lambda z, *slope: np.gradient(function(z, *slope)),
            "`np.gradient` compares neighbouring entries of the array, as if they were points of one curve. Here every "
            "entry has a slope of its own: use the formula.",
        ),
        Mistake(
            "differences_along_the_array",
            lambda z, *slope: np.gradient(function(z, *slope), z),
            "`np.gradient` takes the slope between neighbouring entries of the array, which may lie far apart or be "
            "the same. Every entry has a slope of its own, at its own place: use the formula.",
        ),
    )
