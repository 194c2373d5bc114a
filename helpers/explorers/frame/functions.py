"""The functions under the sliders: the learner's own once they have passed, as far as they are quick enough."""

import time

import numpy as np

from helpers import activations
from helpers.exercises import current

# Those that work on one number at a time, in the order in which they are offered.
ELEMENTWISE = ("identity", "relu", "leaky_relu", "tanh", "sigmoid")

_quick = {}


def learners(name):
    """The learner's own function once its exercise has passed in this session, else the course's.

    Raises
    ------
    KeyError
        If there is no exercise of that name.
    """
    return current(name)


def quick_enough(function, *arguments, limit=0.002):
    """Whether a learner's function is fast enough to run inside a redraw; loops over every number are not.

    Measured once for each function and each size of its arguments, in the better of two calls.

    Parameters
    ----------
    function : callable
    *arguments : what to call it with
    limit : float, in seconds
    """
    what = function, *map(np.shape, arguments)
    if what not in _quick:
        times = []
        for _ in range(2):
            start = time.perf_counter()
            function(*arguments)
            times.append(time.perf_counter() - start)
        _quick[what] = min(times) < limit
    return _quick[what]


def quick_pair(name, z):
    """An activation and its derivative, the course's where the learner's are too slow for an array like ``z``.

    Returns
    -------
    (f, derivative, slow) : two functions, and whether the learner's had to be left out
    """
    pair = learners(name), learners(f"{name}_grad")
    slow = not all(quick_enough(function, z) for function in pair)
    return *(activations.ACTIVATIONS[name] if slow else pair), slow
