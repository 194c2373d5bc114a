"""Exercise 4.3: ReLU, backwards."""

from helpers.exercises.declare import declare
from helpers.exercises.lesson_04.probes import RELU_PROBES


def relu_backward(grad_out, z):
    """Send a gradient back through ReLU: it passes where z > 0, else it stops.

    Parameters
    ----------
    grad_out : array, the gradient with respect to relu(z)
    z : array of the same shape

    Returns
    -------
    array of that shape, the gradient with respect to z

    Examples
    --------
    >>> import numpy as np
    >>> relu_backward(np.array([5.0, 5.0, 5.0]), np.array([-1.0, 0.0, 2.0]))
    array([0., 0., 5.])
    """
    return grad_out * (z > 0)


EXERCISE = declare(
    __name__,
    reference=relu_backward,
    probes=RELU_PROBES,
    ties=True,
    hints=(
        "By the chain rule: what arrives from above, times the slope of ReLU. What are the two slopes?",
        "`z` decides, entry by entry, whether the gate was open. The gradient itself may have either sign.",
        "A comparison of `z` with 0 gives True and False. Multiplied by a gradient they act as 1 and 0.",
    ),
)
