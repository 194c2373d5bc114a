"""Exercise 7.1: initial weights by fan-in."""

import numpy as np

from helpers.exercises.declare import declare
from helpers.exercises.lesson_07.probes import WEIGHT_PROBES


def initial_weights(rng, shape, gain):
    """Gaussian weights with mean 0 and standard deviation gain / √fan-in.

    The fan-in is the number of inputs that each output adds up: all axes but the first (He et al., 2015).

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws the numbers, once.
    shape : tuple of int
        (out, in) for a dense layer, (F, C, kH, kW) for a convolution.
    gain : float
        √2 keeps the size of a signal through ReLU.

    Returns
    -------
    array of that shape, float64

    Examples
    --------
    >>> initial_weights(np.random.default_rng(0), (2, 4), gain=2.0).round(2)
    array([[ 0.13, -0.13,  0.64,  0.1 ],
           [-0.54,  0.36,  1.3 ,  0.95]])
    """
    fan_in = np.prod(shape[1:])
    return rng.normal(0, gain / np.sqrt(fan_in), shape)


EXERCISE = declare(
    __name__,
    reference=initial_weights,
    probes=WEIGHT_PROBES,
    batch=False,
    hints=(
        "Two lines: first the fan-in, from the shape; then Gaussian numbers of that shape, with the right standard "
        "deviation.",
        "How many products does one output add up? For (out, in) it is `in`. For a convolution each output meets every "
        "channel and every place of its kernel.",
        "`shape[1:]` is all axes but the first, and `np.prod` multiplies them. `rng.normal(mean, std, shape)` draws "
        "Gaussian numbers; the second argument is the standard deviation, not the variance.",
    ),
)
