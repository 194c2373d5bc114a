"""Exercise 2.3: XOR with two ReLUs, by hand."""

import numpy as np

from helpers.activations import relu
from helpers.exercises.declare import Probe, declare

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_SHAPES = {"W1": (2, 2), "b1": (2,), "W2": (1, 2), "b2": (1,)}


def xor_weights():
    """Weights with which a hidden layer of two ReLUs computes XOR exactly.

    The first unit counts the inputs that are on; the second is 1 only when both are, and is subtracted twice
    (Goodfellow, Bengio and Courville, "Deep Learning", section 6.1).

    Returns
    -------
    W1 (2, 2), b1 (2,), W2 (1, 2), b2 (1,) : float arrays

    Examples
    --------
    >>> W1, b1, W2, b2 = xor_weights()
    >>> W2 @ relu(W1 @ [1, 0] + b1) + b2
    array([1.])
    """
    W1 = np.array([[1.0, 1.0], [1.0, 1.0]])
    b1 = np.array([0.0, -1.0])
    W2 = np.array([[1.0, -2.0]])
    b2 = np.array([0.0])
    return W1, b1, W2, b2


def xor_outputs(result, args=()):
    """What the network with these weights answers on the four corners 00, 01, 10, 11.

    Comparing answers and not weights lets every right choice of weights pass.

    Parameters
    ----------
    result : sequence of four
        W1, b1, W2, b2, as arrays or nested lists.
    args : tuple
        Not used: the exercise takes no arguments.

    Returns
    -------
    array of shape (4,)

    Raises
    ------
    ValueError
        If there are not four of them, or one has the wrong shape or is not made of numbers.

    Examples
    --------
    >>> xor_outputs(xor_weights())
    array([0., 1., 1., 0.])
    """
    if not isinstance(result, (tuple, list)) or len(result) != 4:
        raise ValueError("xor_weights: expected four arrays, `return W1, b1, W2, b2`")
    arrays = []
    for (name, shape), value in zip(XOR_SHAPES.items(), result):
        try:
            array = np.asarray(value, dtype=float)
        except (TypeError, ValueError):
            raise ValueError(f"{name}: expected numbers in an array of shape {shape}, got {value!r}") from None
        if array.shape != shape:
            raise ValueError(f"{name}: expected shape {shape}, got {array.shape}{_brackets(shape, array.shape)}")
        arrays.append(array)
    W1, b1, W2, b2 = arrays
    return (relu(CORNERS @ W1.T + b1) @ W2.T + b2)[:, 0]


def _brackets(wanted, got):
    """Say how the brackets of a list would give the shape that is wanted, where nothing else is the matter."""
    if wanted == (1, *got):
        return ". A table with one row has two pairs of square brackets: [[…, …]]."
    if got == (1, *wanted):
        return ". A bias has one axis, so one pair of square brackets: […, …]."
    return ". It is turned: write its numbers as one row, [[…, …]]." if wanted == (1, 2) and got == (2, 1) else ""


EXERCISE = declare(
    __name__,
    reference=xor_weights,
    # Weights are typed in: a millionth leaves room for rounded thirds, not for a wrong idea.
    probes=(Probe("the four corners 00, 01, 10, 11", (), rtol=0, atol=1e-6),),
    observe=xor_outputs,
    entries=("Corner 00", "Corner 01", "Corner 10", "Corner 11"),
    hints=(
        "Let both hidden units look at the sum of the two inputs. It is 0, 1, 1 and 2 on the four corners.",
        "You need a function of that sum that goes up from 0 to 1 and comes down again at 2. One ReLU gives the "
        "way up.",
        "Let the second unit wake up only after the sum has passed 1: its bias decides when.",
        "At sum 2 the first unit gives 2 and the second gives 1. How often must the second be subtracted to reach 0?",
    ),
)
