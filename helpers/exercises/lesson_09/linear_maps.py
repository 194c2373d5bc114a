"""Exercise 9.1: how many linear maps a network amounts to."""

from helpers.exercises.declare import declare
from helpers.exercises.lesson_09.probes import LAYER_PROBES

BENDS = ("relu", "leaky relu", "tanh", "sigmoid", "softmax", "max pool")


def linear_maps(layers):
    """How many linear maps a network amounts to, once neighbours have melted into one wherever they can.

    Parameters
    ----------
    layers : list of str
        In their order, each one of "dense", "conv", "average pool", "max pool", "batch norm", "dropout", "flatten",
        "identity", "relu", "leaky relu", "tanh", "sigmoid" and "softmax", as they act in use, after training.

    Returns
    -------
    int

    Examples
    --------
    >>> linear_maps(["dense", "dense", "relu", "dense"])
    2
    """
    count, before = 0, "relu"
    for layer in layers:
        if layer not in BENDS and before in BENDS:
            count += 1
        before = layer
    return count


EXERCISE = declare(
    __name__,
    reference=linear_maps,
    probes=LAYER_PROBES,
    batch=False,
    hints=(
        "First sort the kinds of layers in two: those that pass the test of superposition, as they act in use, and those "
        "that do not. Lesson 03 tested all of them.",
        "Then go through the list. A linear layer begins a new map if nothing stands before it, or if a bend does; else "
        "it melts into the one before.",
        "Remember from one round to the next whether the layer before was linear. Before the first one there is none.",
    ),
)
