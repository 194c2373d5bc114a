"""Mistakes recognised in lesson 01: tanh and its derivative.

Most of the slips are of two kinds: a formula remembered with one part missing, and a formula that is right on paper but
overflows for large numbers.
"""

import math

import numpy as np

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_01_slope_mistakes import differences


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _each_entry(function, z):
    return np.array([function(value) for value in z.flat]).reshape(z.shape)


def _tanh_of_a_number(v):
    return (math.exp(v) - math.exp(-v)) / (math.exp(v) + math.exp(-v))


TANH = (
    Mistake(
        "naive_overflow",
        lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)),
        "The formula is right on paper, but for large |z| it becomes infinity divided by infinity, on both sides. "
        "NumPy's ready-made tanh avoids that, and so does a formula whose only exponential has a negative exponent.",
    ),
    Mistake(
        "overflow_negative",
        lambda z: (1 - np.exp(-2 * z)) / (1 + np.exp(-2 * z)),
        "Right for positive `z`, but for very negative `z` it becomes infinity divided by infinity. Keep the "
        "exponent negative on both sides, or let NumPy do it.",
    ),
    Mistake(
        "overflow_positive",
        lambda z: (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1),
        "Right for negative `z`, but for very large `z` it becomes infinity divided by infinity. Keep the exponent "
        "negative on both sides, or let NumPy do it.",
    ),
    Mistake(
        "sigmoid",
        lambda z: _sigmoid(z),
        "Your values run from 0 to 1: that is the sigmoid. Tanh runs from −1 to 1 and gives 0 at 0.",
    ),
    Mistake(
        "half_angle",
        lambda z: 2 * _sigmoid(z) - 1,
        "The limits are right, but the curve climbs half as fast as it should. The sigmoid inside needs twice the "
        "argument.",
    ),
    Mistake(
        "not_shifted",
        lambda z: 2 * _sigmoid(2 * z),
        "Your values run from 0 to 2. Tanh is the same curve, moved down so that it passes through 0 at 0.",
    ),
    Mistake(
        "not_stretched",
        lambda z: _sigmoid(2 * z),
        "The steepness inside is right, but your values run from 0 to 1. Stretch and shift them to −1…1.",
    ),
    Mistake(
        "sign_flipped",
        lambda z: -np.tanh(z),
        "Your curve falls where it should climb. Look at the order of the two terms in the numerator.",
    ),
    Mistake(
        "sign_flipped_overflow",
        lambda z: (np.exp(-z) - np.exp(z)) / (np.exp(z) + np.exp(-z)),
        "Your curve falls where it should climb: the two terms of the numerator are swapped. It also overflows for "
        "large |z|.",
    ),
    Mistake(
        "upside_down",
        lambda z: (np.exp(z) + np.exp(-z)) / (np.exp(z) - np.exp(-z)),
        "The fraction is upside down, so at `z` = 0 you divide by zero. The difference belongs on top, the sum below.",
    ),
    Mistake(
        "parentheses_missing",
        lambda z: np.exp(z) - np.exp(-z) / np.exp(z) + np.exp(-z),
        "Division comes before addition and subtraction. Put the numerator in brackets, and the denominator too.",
    ),
    Mistake(
        "numerator_only",
        lambda z: np.exp(z) - np.exp(-z),
        "You return the numerator, which grows without limit. Divide it by the sum of the same two terms.",
    ),
    Mistake(
        "sinh",
        lambda z: np.sinh(z),
        "That is sinh, which grows without limit. Tanh is sinh divided by cosh: it stays between −1 and 1.",
    ),
    Mistake(
        "tan",
        lambda z: np.tan(z),
        "That is the tangent of an angle. The hyperbolic tangent ends in h, like its name here.",
    ),
    Mistake(
        "arctan",
        lambda z: np.arctan(z),
        "That is the arctangent: also S-shaped, but with limits ±π/2. Tanh has the limits −1 and 1.",
    ),
    Mistake(
        "arctanh",
        lambda z: np.arctanh(z),
        "That is the inverse of tanh, which exists only between −1 and 1. Drop the arc.",
    ),
    Mistake(
        "clipped_line",
        lambda z: np.clip(z, -1, 1),
        "Your curve is a straight line with corners at −1 and 1. Tanh has the same limits but reaches them smoothly.",
    ),
    Mistake(
        "returns_derivative",
        lambda z: 1 - np.tanh(z) ** 2,
        "You return the derivative, the next exercise: a bump that is 1 at 0. Here the S-shaped curve itself is "
        "wanted.",
    ),
    Mistake(
        "math_function",
        lambda z: math.tanh(z),
        "The functions in `math` take a single number. NumPy's work on every entry of an array.",
    ),
    Mistake(
        "overflow_in_the_loop",
        lambda z: _each_entry(_tanh_of_a_number, z),
        "`math.exp` raises an error where the result is too large for a float. Use a function that knows tanh's "
        "limits, −1 and 1.",
    ),
)

TANH_GRAD = (
    Mistake(
        "activation_rule_on_pre_activation",
        lambda z: 1 - z**2,
        "`1 - z**2` would be right if `z` were already tanh's output. Here `z` is the pre-activation: apply tanh "
        "first, then use the same rule on the result.",
    ),
    Mistake(
        "tanh_twice",
        lambda z: 1 - np.tanh(np.tanh(z)) ** 2,
        "Tanh is applied twice. The function is given the pre-activation `z`, so a single tanh turns it into the "
        "activation.",
    ),
    Mistake(
        "square_forgotten",
        lambda z: 1 - np.tanh(z),
        "The square is missing: on the left your slope comes out near 2, but the curve is flat on both sides.",
    ),
    Mistake(
        "one_forgotten",
        lambda z: np.tanh(z) ** 2,
        "That is the part to be taken away from 1: it is 0 where tanh is steepest. The slope at 0 should be 1.",
    ),
    Mistake(
        "sign_flipped",
        lambda z: np.tanh(z) ** 2 - 1,
        "The size is right, the sign is not: tanh climbs everywhere. Swap the two terms.",
    ),
    Mistake(
        "square_outside",
        lambda z: (1 - np.tanh(z)) ** 2,
        "You square the whole difference. Only tanh is squared; then take the square away from 1.",
    ),
    Mistake(
        "plus_for_minus",
        lambda z: 1 + np.tanh(z) ** 2,
        "There is a plus where a minus belongs: your slope is smallest at 0, where tanh is steepest.",
    ),
    Mistake(
        "sigmoid_rule",
        lambda z: np.tanh(z) * (1 - np.tanh(z)),
        "That is the sigmoid's rule used with tanh. Tanh has a rule of its own: its slope at 0 is 1.",
    ),
    Mistake(
        "sigmoid_grad",
        lambda z: _sigmoid(z) * (1 - _sigmoid(z)),
        "That is the derivative of the sigmoid, 0.25 at 0. Tanh is four times as steep there.",
    ),
    Mistake(
        "returns_tanh",
        lambda z: np.tanh(z),
        "You return tanh itself. The derivative is its slope: 1 at 0, and near 0 on both sides.",
    ),
    Mistake(
        "doubled",
        lambda z: 1 - 2 * np.tanh(z),
        "Squaring became doubling. The square is `** 2`.",
    ),
    Mistake(
        "square_inside",
        lambda z: 1 - np.tanh(z**2),
        "You square `z` before tanh. Apply tanh first and square the result.",
    ),
    Mistake(
        "sech_not_squared",
        lambda z: 1 / np.cosh(z),
        "Close: that is 1/cosh, and the derivative is its square.",
    ),
    Mistake(
        "cosh_squared",
        lambda z: np.cosh(z) ** 2,
        "Your slope grows with |z|: the reciprocal is missing. The curve is flat far away from 0.",
    ),
    Mistake(
        "naive_overflow",
        lambda z: 1 - ((np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))) ** 2,
        "The formula is right on paper, but for large |z| the fraction becomes infinity divided by infinity. Use "
        "the tanh you have built, or NumPy's.",
    ),
    Mistake(
        "overflow_negative",
        lambda z: 1 - ((1 - np.exp(-2 * z)) / (1 + np.exp(-2 * z))) ** 2,
        "Right for positive `z`, but for very negative `z` the fraction becomes infinity divided by infinity. Use "
        "the tanh you have built, or NumPy's.",
    ),
    Mistake(
        "overflow_positive",
        lambda z: 1 - ((np.exp(2 * z) - 1) / (np.exp(2 * z) + 1)) ** 2,
        "Right for negative `z`, but for very large `z` the fraction becomes infinity divided by infinity. Use the "
        "tanh you have built, or NumPy's.",
    ),
    Mistake(
        "math_tanh",
        lambda z: 1 - math.tanh(z) ** 2,
        "The functions in `math` take a single number. NumPy's work on every entry of an array.",
    ),
    *differences(np.tanh),
)
