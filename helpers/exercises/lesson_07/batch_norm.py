"""Exercise 7.4: batch norm, forward, in training and at inference."""

import numpy as np

from helpers.exercises.declare import declare
from helpers.exercises.lesson_07.probes import BATCH_PROBES


def batch_norm(x, running_mean, running_var, training, momentum=0.1, epsilon=1e-5):
    """Normalise every unit, in training by its batch, at inference by the running averages (Ioffe and Szegedy, 2015).

    As in PyTorch, the batch is normalised by its own variance, which divides by N; the running variance follows the
    estimate that divides by N − 1.

    Parameters
    ----------
    x : array of shape (N, units)
        With N at least 2 in training.
    running_mean, running_var : arrays of shape (units,)
    training : bool
    momentum : float
        The share of the newest batch in the running averages.
    epsilon : float
        Added to the variance, to keep the division finite.

    Returns
    -------
    out (N, units), running_mean (units,), running_var (units,) : arrays
        At inference the averages come back as they were.

    Examples
    --------
    >>> out, mean, var = batch_norm(np.array([[1.0], [3.0]]), np.zeros(1), np.ones(1), training=True)
    >>> out.ravel().round(3), mean, var
    (array([-1.,  1.]), array([0.2]), array([1.1]))
    """
    if training:
        mean, var, n = x.mean(axis=0), x.var(axis=0), len(x)
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * var * n / (n - 1)
    else:
        mean, var = running_mean, running_var
    return (x - mean) / np.sqrt(var + epsilon), running_mean, running_var


EXERCISE = declare(
    __name__,
    reference=batch_norm,
    probes=BATCH_PROBES,
    results=("out", "running_mean", "running_var"),
    hints=(
        "Decide first which mean and which variance normalise: those of this batch in training, the running ones at "
        "inference. The line that normalises is then the same for both.",
        "`x.mean(axis=0)` and `x.var(axis=0)` have one number for each unit. The running averages move only in "
        "training: nine tenths of the old, one tenth of the new, if `momentum` is 0.1.",
        "For the running variance, the batch's variance is first stretched from dividing by N to dividing by N − 1, or "
        "taken with `ddof=1`. The output is not affected by that.",
        "`epsilon` is added to the variance, under the root. Make new arrays for the averages: those you were given "
        "must stay as they are.",
    ),
)
