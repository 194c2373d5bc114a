"""Exercise 8.2: a linear recurrent network is one matrix and one bias."""

import numpy as np

from helpers.exercises.declare import declare
from helpers.exercises.lesson_08.probes import COLLAPSE_PROBES


def collapse_rnn(weight_ih, weight_hh, bias, steps):
    """The matrix and the bias that give the last state of a linear recurrent network straight from the sequence.

    h[T] = W_ih x[T] + W_hh W_ih x[T−1] + … + W_hh^(T−1) W_ih x[1] + (1 + W_hh + … + W_hh^(T−1)) b.

    Parameters
    ----------
    weight_ih : array of shape (H, in)
    weight_hh : array of shape (H, H)
    bias : array of shape (H,)
    steps : int, at least 1

    Returns
    -------
    matrix : array of shape (H, steps·in)
        For the sequence as one row of numbers, first step first.
    bias : array of shape (H,)

    Examples
    --------
    >>> collapse_rnn(np.array([[3.0]]), np.array([[0.5]]), np.array([2.0]), 2)
    (array([[1.5, 3. ]]), array([3.]))
    """
    matrix, total = np.zeros((len(bias), 0), weight_ih.dtype), np.zeros_like(bias)
    for _ in range(steps):
        matrix = np.hstack([weight_hh @ matrix, weight_ih])
        total = weight_hh @ total + bias
    return matrix, total


EXERCISE = declare(
    __name__,
    reference=collapse_rnn,
    probes=COLLAPSE_PROBES,
    results=("matrix", "bias"),
    batch=False,
    hints=(
        "Write out two steps, and put the first state into the second. What stands in front of the first input, and "
        "what in front of the second?",
        "The input of the last step is multiplied by `weight_ih` alone. Each step further back has been through "
        "`weight_hh` once more. The biases go the same way.",
        "The matrix is a row of blocks of shape (H, in), one for each step, the first step first: `np.hstack` puts "
        "them side by side.",
        "You can build it step by step: one more step multiplies all the blocks, and the bias, by `weight_hh`, puts a "
        "new block behind them, and adds a new bias.",
    ),
)
