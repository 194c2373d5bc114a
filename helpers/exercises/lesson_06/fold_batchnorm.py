"""Exercise 6.4: a batch norm, folded into the convolution before it."""

import numpy as np

from helpers.exercises.declare import declare
from helpers.exercises.lesson_06.probes import FOLD_PROBES


def fold_batchnorm(weight, bias, gamma, beta, mean, var, epsilon):
    """The one convolution that does what a convolution and then batch norm at inference do.

    Parameters
    ----------
    weight : array of shape (F, C, kH, kW)
    bias : array of shape (F,)
    gamma, beta : arrays of shape (F,)
        The scale and the shift of batch norm.
    mean, var : arrays of shape (F,)
        Its running averages, which are constants at inference.
    epsilon : float

    Returns
    -------
    weight (F, C, kH, kW), bias (F,) : arrays

    Examples
    --------
    >>> one = np.ones(1)
    >>> fold_batchnorm(np.full((1, 1, 1, 1), 3.0), one, 2 * one, one / 2, -one, 4 * one, 0.0)
    (array([[[[3.]]]]), array([2.5]))
    """
    scale = gamma / np.sqrt(var + epsilon)
    return weight * scale[:, None, None, None], (bias - mean) * scale + beta


EXERCISE = declare(
    __name__,
    reference=fold_batchnorm,
    probes=FOLD_PROBES,
    results=("weight", "bias"),
    batch=False,
    hints=(
        "Everything in batch norm is a constant at inference, so it has the form s · z + t, with one s and one t for "
        "each feature map. What is s?",
        "Put z = (sum of weights times pixels) + bias into s · (z − mean) + beta. What multiplies the pixels, and what "
        "stands alone?",
        "s has one number for each kernel, the first axis of `weight`. To line up with four axes it needs three more: "
        "`s[:, None, None, None]`.",
    ),
)
