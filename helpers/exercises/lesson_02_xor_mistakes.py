"""Mistakes recognised in lesson 02: the weights for XOR.

A mistake is known by what the network answers on the four corners, so one set of weights stands for all that give the
same answers.
"""

import numpy as np

from helpers.exercises.core import Mistake


def _weights(W1, b1, W2, b2):
    """A function that returns these weights, as the exercise asks."""
    parts = [np.array(part, dtype=float) for part in (W1, b1, W2, b2)]
    return lambda: tuple(parts)


SUM = [[1, 1], [1, 1]]
DIFFERENCE = [[1, -1], [-1, 1]]

XOR_WEIGHTS = (
    Mistake(
        "or",
        _weights(SUM, [0, -1], [[1, -1]], [0]),
        "Your network computes OR: corner 11 gives 1, and XOR wants 0 there. The unit that wakes up when both "
        "inputs are on must pull harder.",
    ),
    Mistake(
        "and",
        _weights(SUM, [-1, 0], [[1, 0]], [0]),
        "Your network computes AND: only corner 11 gives 1. That is useful as one unit. The output should be 1 "
        "where exactly one input is on.",
    ),
    Mistake(
        "equal_inputs",
        _weights(SUM, [0, -1], [[-1, 2]], [1]),
        "Your answers are exactly turned round: 1 where the inputs are equal. Change the sign of `W2` and adapt `b2`.",
    ),
    Mistake(
        "nand",
        _weights(SUM, [-1, 0], [[-1, 0]], [1]),
        "Your network computes NAND: corner 00 gives 1 too, and XOR wants 0 there.",
    ),
    Mistake(
        "nor",
        _weights(SUM, [0, -1], [[-1, 1]], [1]),
        "Your network computes NOR: 1 only where both inputs are off. XOR wants 1 where exactly one is on.",
    ),
    Mistake(
        "all_zero",
        _weights(np.zeros((2, 2)), [0, 0], [[0, 0]], [0]),
        "The output is 0 on every corner. Either `W2` is zero, or both hidden units are asleep: for which corners "
        "is W1 x + b1 above 0?",
    ),
    Mistake(
        "all_one",
        _weights(SUM, [0, -1], [[0, 0]], [1]),
        "The output is 1 on every corner, so the inputs play no part. Let `W2` read the hidden units.",
    ),
    Mistake(
        "always_half",
        _weights(SUM, [0, -1], [[0, 0]], [0.5]),
        "The output is 0.5 on every corner: the best a linear network can do, but not yet XOR. The hidden ReLUs "
        "have to make the difference.",
    ),
    Mistake(
        "sum_of_inputs",
        _weights(SUM, [0, -1], [[1, 0]], [0]),
        "Your network adds the inputs: 0, 1, 1, 2. Three corners are right already. Subtract something that is 0 "
        "for the first three and 2 at corner 11.",
    ),
    Mistake(
        "hidden_bias_missing",
        _weights(SUM, [0, 0], [[1, -2]], [0]),
        "Both hidden units do the same, so the output is minus the sum. Give the second a bias, so that it wakes up "
        "only when both inputs are on.",
    ),
    Mistake(
        "hidden_biases_cancel",
        _weights(SUM, [-1, -1], [[1, -2]], [0]),
        "Both hidden units wake up only at corner 11. One of them should already answer when a single input is on.",
    ),
    Mistake(
        "hidden_bias_positive",
        _weights(SUM, [0, 1], [[1, -2]], [0]),
        "The second hidden unit wakes up too early: its bias is positive. It should stay at 0 until both inputs are "
        "on.",
    ),
    Mistake(
        "step_units",
        _weights(SUM, [-0.5, -1.5], [[1, -1]], [-0.5]),
        "These weights solve XOR with units that switch between 0 and 1. A ReLU passes its value on instead of "
        "switching: choose new biases.",
    ),
    Mistake(
        "step_units_doubled",
        _weights(SUM, [-0.5, -1.5], [[1, -2]], [0]),
        "The thresholds −0.5 and −1.5 belong to units that switch between 0 and 1. A ReLU passes its value on: let "
        "one start at sum 0, the other at sum 1.",
    ),
    Mistake(
        "twice_too_large",
        _weights(SUM, [0, -1], [[2, -4]], [0]),
        "The pattern is right, and everything is twice too large. Halve `W2`.",
    ),
    Mistake(
        "half_too_small",
        _weights(SUM, [0, -1], [[0.5, -1]], [0]),
        "The pattern is right, but everything is half of what it should be. Double `W2`.",
    ),
    Mistake(
        "sign_flipped",
        _weights(SUM, [0, -1], [[-1, 2]], [0]),
        "The pattern is right, but below 0 in place of above. Change the signs in `W2`.",
    ),
    Mistake(
        "one_direction_only",
        _weights(DIFFERENCE, [0, 0], [[1, 0]], [0]),
        "Only the first input alone is answered. One ReLU of the difference sees one direction; add the other unit, "
        "for the opposite difference.",
    ),
    Mistake(
        "other_direction_only",
        _weights(DIFFERENCE, [0, 0], [[0, 1]], [0]),
        "Only the second input alone is answered. One ReLU of the difference sees one direction; add the other "
        "unit, for the opposite difference.",
    ),
    Mistake(
        "difference_with_sign",
        _weights(DIFFERENCE, [0, 0], [[1, -1]], [0]),
        "One corner gives 1 and its mirror image −1. Add the two hidden units instead of subtracting one from the "
        "other.",
    ),
    Mistake(
        "copies_first_input",
        _weights([[1, 0], [0, 1]], [0, 0], [[1, 0]], [0]),
        "The output is simply the first input. Both inputs have to play a part.",
    ),
    Mistake(
        "copies_second_input",
        _weights([[1, 0], [0, 1]], [0, 0], [[0, 1]], [0]),
        "The output is simply the second input. Both inputs have to play a part.",
    ),
)
