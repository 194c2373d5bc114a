"""Exercise 6.3: a gate, backwards."""

import numpy as np

from helpers.exercises.declare import declare
from helpers.exercises.lesson_06.probes import GATE_BACKWARD_PROBES


def gate_backward(grad_out, x):
    """The gradient of a gate with respect to its input.

    Parameters
    ----------
    grad_out : array of shape (N, C, H, W)
        The gradient with respect to the gate's output.
    x : array of shape (N, 2C, H, W)
        What the gate was given.

    Returns
    -------
    array of shape (N, 2C, H, W)

    Examples
    --------
    >>> x = np.array([2.0, 3.0, 5.0, 7.0]).reshape(1, 4, 1, 1)
    >>> gate_backward(np.array([1.0, 10.0]).reshape(1, 2, 1, 1), x).ravel()
    array([ 5., 70.,  2., 30.])
    """
    half = x.shape[1] // 2
    return np.concatenate([grad_out * x[:, half:], grad_out * x[:, :half]], axis=1)


EXERCISE = declare(
    __name__,
    reference=gate_backward,
    probes=GATE_BACKWARD_PROBES,
    hints=(
        "One number of each half first: y = a · b. If a grows by a little, by how much does y grow? And if b does?",
        "The slope with respect to a is b, and the other way round. The chain rule multiplies each by `grad_out`.",
        "You have two arrays of shape (N, C, H, W), one for each half. Put that of the first half first, with "
        "`np.concatenate` along the axis of the channels.",
    ),
)
