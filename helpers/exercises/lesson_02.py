"""Exercises of lesson 02: a forward pass, the collapse of linear layers, and XOR by hand.

What is tried, and the hints. The mistakes that are recognised are in the modules beside this one, such as
`lesson_02_collapse_mistakes`.
"""

import numpy as np

from helpers.activations import leaky_relu, relu, sigmoid, tanh
from helpers.exercises.core import Exercise, Probe, register
from helpers.exercises.lesson_02_collapse_layer_mistakes import COLLAPSE_LAYERS
from helpers.exercises.lesson_02_collapse_mistakes import COLLAPSE
from helpers.exercises.lesson_02_forward_layer_mistakes import FORWARD_LAYERS
from helpers.exercises.lesson_02_forward_mistakes import FORWARD
from helpers.exercises.lesson_02_xor_mistakes import XOR_WEIGHTS

# Sums of some dozens of products of numbers near 1, in whatever order they are added: 1e-13 in float64 and 1e-5 in
# float32 would do. Known mistakes are off by a hundredth or more.
DOUBLE = {"rtol": 1e-7, "atol": 1e-8}
SINGLE = {"rtol": 1e-4, "atol": 1e-4}


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


def collapse(weights, biases):
    """The one dense layer that computes what a stack of dense layers without activations computes.

    Parameters
    ----------
    weights : list of arrays, each of shape (out, in), first layer first
    biases : list of arrays, each of shape (out,)

    Returns
    -------
    W : array of shape (out of the last layer, in of the first)
    b : array of shape (out of the last layer,)

    Notes
    -----
    W2 (W1 x + b1) + b2 = (W2 W1) x + (W2 b1 + b2), and so on, layer by layer.

    Examples
    --------
    >>> collapse([np.array([[2.0]]), np.array([[3.0]])], [np.array([1.0]), np.array([5.0])])
    (array([[6.]]), array([8.]))
    """
    W, b = weights[0], biases[0]
    for next_W, next_b in zip(weights[1:], biases[1:]):
        W = next_W @ W
        b = next_W @ b + next_b
    return W, b


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


CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_SHAPES = {"W1": (2, 2), "b1": (2,), "W2": (1, 2), "b2": (1,)}


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


def _numbers(seed, *shape):
    """Fixed numbers of one decimal, so that a card shows them in full."""
    return np.round(np.random.default_rng(seed).uniform(-2, 2, shape), 1)


def _stack(seed, *widths):
    """Weights and biases of a stack with these widths, from the input to the output."""
    layers = list(zip(widths, widths[1:]))
    weights = [_numbers(seed + 10 * i, n_out, n_in) for i, (n_in, n_out) in enumerate(layers)]
    biases = [_numbers(seed + 10 * i + 5, n_out) for i, (_, n_out) in enumerate(layers)]
    return weights, biases


def _single(arrays):
    return [array.astype(np.float32) for array in arrays]


def _every_second_weight():
    """Weights and a batch that are not contiguous in memory."""
    weights, biases = _stack(9, 6, 4, 3)
    x = _numbers(90, 6, 3)[::2].repeat(2, axis=1)[:, ::2]
    return (x, [weights[0][:, ::2], weights[1]], biases, tanh), {}


def _transposed_weights():
    """A stack 3 → 4 → 2 whose matrices are transposed views."""
    first, second = _numbers(36, 3, 4).T, _numbers(37, 4, 2).T
    return ([first, second], [_numbers(38, 4), _numbers(39, 2)]), {}


# Square layers, where a missing transpose does not raise an error, beside layers with different widths.
FORWARD_PROBES = (
    Probe("a single layer, so no hidden one", (_numbers(1, 2, 3), *_stack(2, 3, 2), relu), **DOUBLE),
    Probe("one hidden layer, ReLU", (_numbers(3, 5, 3), *_stack(4, 3, 4, 2), relu), **DOUBLE),
    Probe("two hidden layers of equal width, tanh", (_numbers(5, 3, 3), *_stack(6, 3, 3, 3, 3), tanh), **DOUBLE),
    Probe("a batch of one", (_numbers(7, 1, 2), *_stack(8, 2, 3, 1), sigmoid), **DOUBLE),
    Probe("two hidden layers, sigmoid", (_numbers(9, 4, 2), *_stack(10, 2, 5, 3, 2), sigmoid), **DOUBLE),
    Probe("three hidden layers, leaky ReLU", (_numbers(11, 6, 4), *_stack(12, 4, 3, 5, 2, 3), leaky_relu), **DOUBLE),
    Probe(
        "float32",
        (_numbers(13, 4, 3).astype(np.float32), *map(_single, _stack(14, 3, 4, 2)), tanh),
        **SINGLE,
    ),
    Probe("large inputs", (1e4 * _numbers(15, 3, 2), *_stack(16, 2, 3, 2), tanh), **DOUBLE),
    Probe("a batch and weights taken from larger arrays", make=_every_second_weight, **DOUBLE),
)

COLLAPSE_PROBES = (
    Probe("a single layer", _stack(20, 3, 2), **DOUBLE),
    Probe("two square layers", _stack(22, 2, 2, 2), **DOUBLE),
    Probe("two layers, 3 → 4 → 2", _stack(24, 3, 4, 2), **DOUBLE),
    Probe("three square layers", _stack(26, 3, 3, 3, 3), **DOUBLE),
    Probe("three layers, 2 → 5 → 3 → 4", _stack(28, 2, 5, 3, 4), **DOUBLE),
    Probe("four layers, 4 → 3 → 5 → 2 → 1", _stack(30, 4, 3, 5, 2, 1), **DOUBLE),
    Probe("four square layers", _stack(32, 2, 2, 2, 2, 2), **DOUBLE),
    Probe("two layers, float32", tuple(map(_single, _stack(34, 3, 2, 3))), **SINGLE),
    Probe("transposed weights", make=_transposed_weights, **DOUBLE),
)

register(
    Exercise(
        name="forward",
        number="2.1",
        title="A forward pass",
        reference=forward,
        probes=FORWARD_PROBES,
        hints=(
            "Go through the layers in order. What comes out of one is what the next one reads.",
            "One layer: multiply the batch by the transposed weights, add the bias, apply the activation.",
            "The last layer has no activation: treat it after the loop, or ask in the loop whether this layer is "
            "the last.",
            "`zip(weights[:-1], biases[:-1])` runs over the hidden layers; `weights[-1]` and `biases[-1]` are left "
            "for the end.",
        ),
        mistakes=(*FORWARD, *FORWARD_LAYERS),
    )
)

register(
    Exercise(
        name="collapse",
        number="2.2",
        title="Many linear layers are one",
        reference=collapse,
        probes=COLLAPSE_PROBES,
        hints=(
            "Write out two layers on paper: W2 (W1 x + b1) + b2. Multiply out the bracket.",
            "What stands in front of x is the new matrix; everything else is the new bias. Which matrix has b1 "
            "picked up on the way?",
            "Keep a running matrix and a running bias, beginning with the first layer, and fold in one layer after "
            "another.",
            "Each further layer multiplies both from the left; its own bias is added at the end.",
        ),
        mistakes=(*COLLAPSE, *COLLAPSE_LAYERS),
    )
)

register(
    Exercise(
        name="xor_weights",
        number="2.3",
        title="XOR with two ReLUs, by hand",
        reference=xor_weights,
        # Weights are typed in: a millionth leaves room for rounded thirds, not for a wrong idea.
        probes=(Probe("the four corners 00, 01, 10, 11", (), rtol=0, atol=1e-6),),
        hints=(
            "Let both hidden units look at the sum of the two inputs. It is 0, 1, 1 and 2 on the four corners.",
            "You need a function of that sum that goes up from 0 to 1 and comes down again at 2. One ReLU gives the "
            "way up.",
            "Let the second unit wake up only after the sum has passed 1: its bias decides when.",
            "At sum 2 the first unit gives 2 and the second gives 1. How often must the second be subtracted to "
            "reach 0?",
        ),
        mistakes=XOR_WEIGHTS,
        observe=xor_outputs,
        entries=("Corner 00", "Corner 01", "Corner 10", "Corner 11"),
    )
)
