"""Mistakes recognised in lesson 01: leaky ReLU and its derivative.

Each entry is a wrong answer that people really write, and the sentence that helps them on. Where two entries could
explain the same outputs, the more specific one stands first.
"""

import numpy as np

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_01_slope_mistakes import differences


def _leaky_with_if(z, slope=0.01):
    if z > 0:
        return z
    return slope * z


def _leaky_slope_with_if(z, slope=0.01):
    if z > 0:
        return 1.0
    return slope


def _leaky_relu_in_place(z, slope=0.01):
    z[z < 0] *= slope
    return z


def _leaky_relu_grad_in_place(z, slope=0.01):
    positive = z > 0
    z[positive] = 1
    z[~positive] = slope
    return z


def _leaky_relu_grad_overwritten(z, slope=0.01):
    slopes = np.where(z > 0, z, slope)
    slopes[slopes > 0] = 1
    return slopes


LEAKY_RELU = (
    Mistake(
        "larger_of_the_two",
        lambda z, slope=0.01: np.maximum(slope * z, z),
        "Taking the larger of `slope * z` and `z` works only while the slope is at most 1; it was also tried with "
        "1.5. Choose by the sign of `z` instead.",
    ),
    Mistake(
        "slope_on_positive_side",
        lambda z, slope=0.01: np.where(z > 0, slope * z, z),
        "The slope scales the positive side here. Positive values pass unchanged; the leak is for the others. Swap "
        "the two cases.",
    ),
    Mistake(
        "slope_everywhere",
        lambda z, slope=0.01: slope * z,
        "Every entry is multiplied by the slope, the positive ones too. Those should pass unchanged.",
    ),
    Mistake(
        "leak_added_everywhere",
        lambda z, slope=0.01: np.maximum(z, 0) + slope * z,
        "The leak is added on the positive side too, so positive values come out too large. Add it only where `z` "
        "is negative.",
    ),
    Mistake(
        "slope_fixed",
        lambda z, slope=0.01: np.where(z > 0, z, 0.01 * z),
        "Right for a slope of 0.01, but the argument `slope` is not used. Put it in place of the number.",
    ),
    Mistake(
        "slope_without_z",
        lambda z, slope=0.01: np.where(z > 0, z, slope),
        "Negative entries all became the slope itself. The leak depends on `z`: multiply the two.",
    ),
    Mistake(
        "leak_sign_flipped",
        lambda z, slope=0.01: np.where(z > 0, z, -slope * z),
        "The leak has the wrong sign: for negative `z` the output should be a little below 0. Look for an extra "
        "minus or an absolute value.",
    ),
    Mistake(
        "smaller_of_the_two",
        lambda z, slope=0.01: np.minimum(slope * z, z),
        "You take the smaller of `slope * z` and `z`, which is right only for slopes above 1. Choose by the sign of "
        "`z`: that holds for every slope.",
    ),
    Mistake(
        "plain_relu",
        lambda z, slope=0.01: np.maximum(z, 0),
        "Negative entries became 0: that is plain ReLU. Leaky ReLU lets a little through, scaled by the slope.",
    ),
    Mistake(
        "hundredth_without_z",
        lambda z, slope=0.01: np.where(z > 0, z, 0.01),
        "Every entry that is not positive becomes 0.01. It should be scaled: multiply `z` by `slope`, whatever slope "
        "is given.",
    ),
    Mistake(
        "floor_at_slope",
        lambda z, slope=0.01: np.maximum(z, slope),
        "You compare `z` with the slope, so nothing ever falls below it. The slope is a factor for negative entries.",
    ),
    Mistake(
        "divides_by_slope",
        lambda z, slope=0.01: np.where(z > 0, z, z / slope),
        "Negative entries are divided by the slope, so they grow. A leak makes them smaller: multiply.",
    ),
    Mistake(
        "returns_input",
        lambda z, slope=0.01: z,
        "Everything passes unchanged, the negative entries too. Scale those by the slope.",
    ),
    Mistake(
        "returns_derivative",
        lambda z, slope=0.01: np.where(z > 0, 1.0, slope),
        "You return 1 and the slope: that is the derivative, the next exercise. Here both are still multiplied by "
        "`z`.",
    ),
    Mistake(
        "changes_argument",
        _leaky_relu_in_place,
        "The values are right, but your function also changed the array it was given, and the caller still needs "
        "it. Work on a copy.",
    ),
    Mistake(
        "python_max_or_if",
        _leaky_with_if,
        "Python's `if` and `max` want one yes or no, but `z > 0` gives one answer for each entry. Use a NumPy "
        "function that chooses entry by entry.",
    ),
    Mistake(
        "np_max_for_maximum",
        lambda z, slope=0.01: np.max(slope * z, z),
        "`np.max` takes an array and an axis; it does not compare two arrays. Choose entry by entry, by the sign of "
        "`z`.",
    ),
)

LEAKY_RELU_GRAD = (
    Mistake(
        "one_at_zero",
        lambda z, slope=0.01: np.where(z >= 0, 1.0, slope),
        "Only `z` = 0 differs. The slope jumps there, so a convention is needed, and this course counts 0 with the "
        "negative side. Compare strictly.",
    ),
    Mistake(
        "zero_at_zero",
        lambda z, slope=0.01: np.where(z > 0, 1.0, 0.0) + np.where(z < 0, slope, 0.0),
        "Only `z` = 0 differs: neither of your two cases covers it. By this course's convention 0 belongs to the "
        "negative side.",
    ),
    Mistake(
        "returns_leaky_relu",
        lambda z, slope=0.01: np.where(z > 0, z, slope * z),
        "You return leaky ReLU itself. Its derivative is how steep it is on each side, so `z` only decides which "
        "side.",
    ),
    Mistake(
        "swapped",
        lambda z, slope=0.01: np.where(z > 0, slope, 1.0),
        "The two slopes are swapped. The gentle one belongs to the negative side.",
    ),
    Mistake(
        "swapped_strictly",
        lambda z, slope=0.01: np.where(z < 0, 1.0, slope),
        "The two sides are swapped: you give 1 where `z` is negative. The steep side is the positive one.",
    ),
    Mistake(
        "plain_relu",
        lambda z, slope=0.01: np.where(z > 0, 1.0, 0.0),
        "The negative side has slope 0: that is plain ReLU. Leaky ReLU still climbs a little there.",
    ),
    Mistake(
        "slope_fixed",
        lambda z, slope=0.01: np.where(z > 0, 1.0, 0.01),
        "Right for a slope of 0.01, but the argument `slope` is not used. Put it in place of the number.",
    ),
    Mistake(
        "slope_times_z",
        lambda z, slope=0.01: np.where(z > 0, 1.0, slope * z),
        "On the negative side you still multiply by `z`. The derivative of `slope * z` no longer contains `z`.",
    ),
    Mistake(
        "keeps_positive_input",
        lambda z, slope=0.01: np.where(z > 0, z, slope),
        "The positive entries came through as they are. Their slope is how fast the output grows with `z`, one and "
        "the same for all of them.",
    ),
    Mistake(
        "one_plus_slope",
        lambda z, slope=0.01: np.where(z > 0, 1.0, 0.0) + slope,
        "The slope is added on the positive side too. Each side has one slope of its own: choose between them.",
    ),
    Mistake(
        "minus_slope",
        lambda z, slope=0.01: np.where(z > 0, 1.0, -slope),
        "The negative side has the wrong sign: leaky ReLU climbs there too, only gently. Drop the minus.",
    ),
    Mistake(
        "slope_everywhere",
        lambda z, slope=0.01: np.full_like(z, slope),
        "Every entry got the gentle slope. Where `z` is positive, leaky ReLU is as steep as the identity.",
    ),
    Mistake(
        "second_assignment_overwrites",
        _leaky_relu_grad_overwritten,
        "Every entry is 1. If you assign in two steps, the slopes of the first count as positive in the second. "
        "Decide from `z`, not from the half-filled result.",
    ),
    Mistake(
        "divides_by_z",
        lambda z, slope=0.01: np.where(z > 0, z, slope * z) / z,
        "Dividing the output by `z` works except at `z` = 0, where 0/0 is not a number. You need no division: "
        "choose between two slopes.",
    ),
    Mistake(
        "boolean",
        lambda z, slope=0.01: z > 0,
        "You return True and False: which entries are positive. Turn each answer into the slope of its side.",
    ),
    Mistake(
        "changes_argument",
        _leaky_relu_grad_in_place,
        "The values are right, but your function wrote them into the array it was given, and the caller still needs "
        "it. Fill a new array.",
    ),
    Mistake(
        "python_if",
        _leaky_slope_with_if,
        "Python's `if` wants one yes or no, but `z > 0` gives one answer for each entry. Use a NumPy function that "
        "chooses entry by entry.",
    ),
    Mistake(
        "vectorize_integer",
        np.vectorize(lambda v, slope=0.01: 1 if v > 0 else slope),
        "The slope became 0 in some cases: `np.vectorize` takes its type from the first result, here the integer 1. "
        "Write `1.0`, or do without the loop.",
    ),
    *differences(lambda z, slope=0.01: np.where(z > 0, z, slope * z)),
)
