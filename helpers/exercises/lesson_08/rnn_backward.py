"""Exercise 8.3: backward through time."""

import numpy as np

from helpers.exercises.declare import declare
from helpers.exercises.lesson_08.probes import BACKWARD_PROBES


def rnn_backward(grad_last, states, slopes, weight_hh):
    """Send the gradient at the last state back through all steps, and collect what it is for the recurrent weights.

    Parameters
    ----------
    grad_last : array of shape (N, H)
        The gradient of the loss with respect to the last state.
    states : array of shape (N, T, H)
        All states; before the first the state is zero.
    slopes : array of shape (N, T, H)
        The activation's derivative at every pre-activation; ones for the identity.
    weight_hh : array of shape (H, H)

    Returns
    -------
    grad_z : array of shape (N, T, H)
        The gradient with respect to the pre-activation of every step.
    grad_hh : array of shape (H, H)

    Examples
    --------
    >>> one = np.ones((1, 1))
    >>> grad_z, grad_hh = rnn_backward(one, np.array([[[3.0], [4.0]]]), np.ones((1, 2, 1)), 0.5 * one)
    >>> grad_z.ravel(), grad_hh
    (array([0.5, 1. ]), array([[3.]]))
    """
    grad_z, grad_hh = np.zeros(states.shape, slopes.dtype), np.zeros(weight_hh.shape, slopes.dtype)
    grad_h = grad_last
    for t in reversed(range(states.shape[1])):
        grad_z[:, t] = grad_h * slopes[:, t]
        if t > 0:
            grad_hh += grad_z[:, t].T @ states[:, t - 1]
        grad_h = grad_z[:, t] @ weight_hh
    return grad_z, grad_hh


EXERCISE = declare(
    __name__,
    reference=rnn_backward,
    probes=BACKWARD_PROBES,
    results=("grad_z", "grad_hh"),
    hints=(
        "One step is a dense layer and an activation, and you know both backwards from lesson 04. Begin at the last "
        "step, where `grad_last` arrives.",
        "At each step: times the slope, which gives the gradient at the pre-activation. From there one part goes to "
        "the weights, and one through the weights to the state before.",
        "All steps use the same weights, so their shares add up. The input of `weight_hh` at step t was the state of "
        "step t − 1; before the first step that is zero.",
        "The share of a step is `grad_w` of a dense layer, with the state before as its input; what goes on to the "
        "state before is its `grad_x`.",
    ),
)
