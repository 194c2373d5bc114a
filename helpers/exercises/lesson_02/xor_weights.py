"""Exercise 2.3: XOR with two ReLUs, by hand."""

import numpy as np

from helpers.activations import relu
from helpers.exercises.declare import Probe, declare
from helpers.exercises.words.places import gives

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
CORNER_NAMES = ("Corner 00", "Corner 01", "Corner 10", "Corner 11")
XOR_SHAPES = {"W1": (2, 2), "b1": (2,), "W2": (1, 2), "b2": (1,)}


def xor_weights():
    """Weights with which a hidden layer of two ReLUs computes XOR exactly.

    One unit says how far the first input lies above the second, the other how far below: together that is |x1 − x2|.
    It is not the way that the hints lead to, because the lesson draws it before a learner has begun.

    Returns
    -------
    W1 (2, 2), b1 (2,), W2 (1, 2), b2 (1,) : float arrays

    Examples
    --------
    >>> W1, b1, W2, b2 = xor_weights()
    >>> W2 @ relu(W1 @ [1, 0] + b1) + b2
    array([1.])
    """
    W1 = np.array([[1.0, -1.0], [-1.0, 1.0]])
    b1 = np.array([0.0, 0.0])
    W2 = np.array([[1.0, 1.0]])
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
    if _in_another_order(result):
        raise ValueError("The four have the right shapes, in another order. It is W1, b1, W2, b2.")
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


def _in_another_order(result):
    """Whether all four shapes are there, but not in their places."""
    try:
        shapes = [np.shape(value) for value in result]
    except ValueError:
        return False
    return shapes != list(XOR_SHAPES.values()) and sorted(shapes) == sorted(XOR_SHAPES.values())


def rule(trials):
    """Say what pattern the answers on the four corners follow, whatever the weights are.

    Returns
    -------
    (key, sentence) or None
    """
    value = trials[0].got.value
    if trials[0].problem != "values":
        return None
    if not isinstance(value, np.ndarray) or value.shape != (4,) or not np.isfinite(value).all():
        return None
    off = float(np.abs(value - [0, 1, 1, 0]).max())
    if off < NEAR:
        return "nearly", f"{_NEARLY} The largest error is {off:.2g}."
    none, second, first, both = value
    same, like = bool(np.isclose(first, second)), f"{float(none):.4g}"
    if same and np.isclose(none, both) and not np.isclose(none, first):
        if np.abs(value).max() > 5:
            return "weights_of_a_sigmoid", _SIGMOID
        if np.isclose(first - none, 1):
            return "shifted", f"The pattern is right, but corner 00 gives {like} in place of 0. Look at `b2`."
        return "scaled", _SCALED
    if np.isclose(none + both, first + second):
        return "linear_on_the_corners", _LINEAR
    if not same:
        return "inputs_not_alike", _NOT_ALIKE
    key, said = _hill(none, first, both, like)
    wrong = [(name, *pair) for name, *pair in zip(CORNER_NAMES, value, (0, 1, 1, 0)) if not np.isclose(*pair)]
    return key, "\n".join([said, *(gives(*corner) for corner in wrong)])


def _hill(none, first, both, like):
    """Say where the answers fail to go up from 00 to 01 and 10, and down again to 11."""
    if np.isclose(none, first):
        return "as_and", _AS_AND
    if first < none:
        return "sinks", _SINKS
    if np.isclose(first, both):
        return "as_or", _AS_OR
    return "too_high_at_11" if both > none else "too_low_at_11", (
        f"From 00 to 01 and 10 your answers rise, as they should. At 11 they should be back at what 00 gives, {like}, and they "
        f"are {'above' if both > none else 'below'} it. Work out both hidden units on 11: what does `W2` make of them?"
    )


# So near at every corner, the idea is right and only the numbers are not exact.
NEAR = 0.2
_NEARLY = (
    "Your answers are near 0, 1, 1 and 0, and not exact. Weights that come out of a training stay near. Small whole numbers, "
    "found by thinking about both units, are exact."
)
_SIGMOID = (
    "Your answers agree where they should, and are far from 0 and 1. Large weights suit units that end at 1, such as a "
    "sigmoid. A ReLU passes its whole sum on: take small weights."
)
_SCALED = (
    "Corners 00 and 11 agree, and so do 01 and 10: your hidden layer tells them apart. What is left is the output layer, "
    "`W2` and `b2`."
)
_LINEAR = (
    "Your answers grow like those of a linear layer: 11 adds to 01 what 10 adds to 00. So no bend shows. Has a bias or a "
    "weight lost its minus, or is `W1` turned? Each row is one unit."
)
_AS_OR = (
    "Corners 01, 10 and 11 agree, as in OR. At 11 XOR wants what it wants at 00. Work out both hidden units there, ReLU "
    "included: which one brings the answer back, and how far?"
)
_AS_AND = (
    "Corners 00, 01 and 10 agree, and only 11 stands out, as in AND. The answer has to rise at 01 and 10: let a unit wake up "
    "there, and count with a plus."
)
_SINKS = (
    "From 00 to 01 and 10 your answers sink, and they should rise. Which unit changes there, and with which sign does `W2` "
    "take it?"
)
_NOT_ALIKE = (
    "Corners 01 and 10 get different answers, and XOR treats both inputs alike. Work out both corners to the end: what "
    "would bring the two sums of the output layer together?"
)


def _brackets(wanted, got):
    """Say how the brackets of a list would give the shape that is wanted, where nothing else is the matter."""
    if got == () and len(wanted) == 1:
        return ". A bias of one unit is an array of one entry: […]."
    if len(wanted) == 1 and got == (*wanted, 1) != (1, 1):
        return ". It stands upright: a bias has one axis."
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
    rule=rule,
    entries=CORNER_NAMES,
    hints=(
        "Let both hidden units look at the sum of the two inputs. It is 0, 1, 1 and 2 on the four corners.",
        "You need a function of that sum that goes up from 0 to 1 and comes down again at 2. One ReLU gives the "
        "way up.",
        "Let the second unit wake up only after the sum has passed 1: its bias decides when.",
        "At sum 2 the first unit gives 2 and the second gives 1. How often must the second be subtracted to reach 0?",
    ),
)
