"""Exercise 2.1: a forward pass."""

import numpy as np

from helpers.activations import leaky_relu, relu, sigmoid, tanh
from helpers.exercises.declare import Probe, declare
from helpers.exercises.lesson_02.probes import DOUBLE, SINGLE, numbers, single, stack


def forward(x, weights, biases, activation):
    """Send a batch through a stack of dense layers, with an activation between them.

    Parameters
    ----------
    x : array of shape (N, in)
    weights : list of arrays, each of shape (out, in)
    biases : list of arrays, each of shape (out,)
    activation : function
        Applied after every layer but the last.

    Returns
    -------
    array of shape (N, out of the last layer)
        The logits.

    Examples
    --------
    >>> forward(np.array([[2.0]]), [np.array([[-1.0]]), np.array([[3.0]])], [np.zeros(1), np.ones(1)], relu)
    array([[1.]])
    """
    h = x
    for W, b in zip(weights[:-1], biases[:-1]):
        h = activation(h @ W.T + b)
    return h @ weights[-1].T + biases[-1]


def _every_second_weight():
    """Weights and a batch that are not contiguous in memory."""
    weights, biases = stack(9, 6, 4, 3)
    x = numbers(90, 6, 3)[::2].repeat(2, axis=1)[:, ::2]
    return (x, [weights[0][:, ::2], weights[1]], biases, tanh), {}


def _one_layer_twice():
    """The same two arrays as both layers: a layer is known by its place, and not by its numbers."""
    weights, biases = stack(18, 3, 3)
    return (numbers(19, 2, 3), weights * 2, biases * 2, relu), {}


EXERCISE = declare(
    __name__,
    reference=forward,
    # Square layers, where a missing transpose does not raise an error, beside layers with different widths.
    probes=(
        Probe("a single layer, so no hidden one", (numbers(1, 2, 3), *stack(2, 3, 2), relu), **DOUBLE),
        Probe("one hidden layer, ReLU", (numbers(3, 5, 3), *stack(4, 3, 4, 2), relu), **DOUBLE),
        Probe("two hidden layers of equal width, tanh", (numbers(5, 3, 3), *stack(6, 3, 3, 3, 3), tanh), **DOUBLE),
        Probe("a batch of one", (numbers(7, 1, 2), *stack(8, 2, 3, 1), sigmoid), **DOUBLE),
        Probe("two hidden layers, sigmoid", (numbers(9, 4, 2), *stack(10, 2, 5, 3, 2), sigmoid), **DOUBLE),
        Probe("three hidden layers, leaky ReLU", (numbers(11, 6, 4), *stack(12, 4, 3, 5, 2, 3), leaky_relu), **DOUBLE),
        Probe(
            "float32",
            (numbers(13, 4, 3).astype(np.float32), *map(single, stack(14, 3, 4, 2)), tanh),
            **SINGLE,
        ),
        Probe("whole numbers", (np.array([[1, -2, 3], [0, 2, -1]]), *stack(17, 3, 4, 2), tanh), **DOUBLE),
        Probe("large inputs", (1e4 * numbers(15, 3, 2), *stack(16, 2, 3, 2), tanh), **DOUBLE),
        Probe("a batch and weights taken from larger arrays", make=_every_second_weight, **DOUBLE),
        Probe("one and the same layer twice", make=_one_layer_twice, **DOUBLE),
    ),
    hints=(
        "Go through the layers in order. What comes out of one is what the next one reads.",
        "One layer: multiply the batch by the transposed weights, add the bias, apply the activation.",
        "The last layer has no activation: treat it after the loop, or ask in the loop whether this layer is the last.",
        "`zip(weights[:-1], biases[:-1])` runs over the hidden layers; `weights[-1]` and `biases[-1]` are left "
        "for the end.",
    ),
)
