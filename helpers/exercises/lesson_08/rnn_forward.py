"""Exercise 8.1: the forward pass of a recurrent network."""

import numpy as np

from helpers.exercises.declare import declare
from helpers.exercises.lesson_08.probes import FORWARD_PROBES


def rnn_forward(x, weight_ih, weight_hh, bias, activation):
    """All hidden states of a recurrent network, h[t] = f(W_ih x[t] + W_hh h[t−1] + b), with h = 0 before the first.

    Parameters
    ----------
    x : array of shape (N, T, in)
    weight_ih : array of shape (H, in)
    weight_hh : array of shape (H, H)
    bias : array of shape (H,)
    activation : function

    Returns
    -------
    array of shape (N, T, H)

    Examples
    --------
    >>> one = np.ones((1, 1))
    >>> rnn_forward(np.array([[[1.0], [0.0], [3.0]]]), 2 * one, 0.5 * one, np.ones(1), lambda z: z)[0].ravel()
    array([3.  , 2.5 , 8.25])
    """
    h, states = np.zeros((len(x), len(bias)), x.dtype), []
    for t in range(x.shape[1]):
        h = activation(x[:, t] @ weight_ih.T + h @ weight_hh.T + bias)
        states.append(h)
    return np.stack(states, axis=1)


EXERCISE = declare(
    __name__,
    reference=rnn_forward,
    probes=FORWARD_PROBES,
    hints=(
        "Begin with a state of zeros. Go through the steps in their order, and make each state from the one before.",
        "One step is a dense layer with two inputs: the numbers of this step with `weight_ih`, and the state before "
        "with `weight_hh`. Add both and the bias, then apply the activation.",
        "`x[:, t]` is step t of all sequences, (N, in). Collect the states in a list, and `np.stack` them along axis 1.",
    ),
)
