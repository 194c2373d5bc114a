"""Mistakes recognised in lesson 01: ReLU and its derivative.

Each entry is a wrong answer that people really write, and the sentence that helps them on. Where two entries could
explain the same outputs, the more specific one stands first.
"""

import numpy as np

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_01_slope_mistakes import differences


def _one_answer_for_the_whole_array(z):
    if z > 0:
        return z
    return 0 * z


def _one_slope_for_the_whole_array(z):
    if z > 0:
        return 1.0
    return 0.0


def _names_of_the_loop_changed(z):
    for value in z:
        if value < 0:
            value = 0
    return z


def _relu_in_place(z):
    z[z < 0] = 0
    return z


def _relu_grad_in_place(z):
    z[z <= 0] = 0
    z[z > 0] = 1
    return z


RELU = (
    Mistake(
        "np_max_for_maximum",
        lambda z: np.max(0, z),
        "`np.max` looks for the largest entry of one array, and its second argument is an axis. To compare every "
        "entry with 0 you need its sister that takes two arguments, entry by entry.",
    ),
    Mistake(
        "np_max_over_axis",
        lambda z: np.max(z, 0),
        "In `np.max(z, 0)` the 0 names an axis, so entries were dropped. You want every entry compared with the "
        "value 0: NumPy has another function for that.",
    ),
    Mistake(
        "python_max_or_if",
        _one_answer_for_the_whole_array,
        "Python's `if` and `max` want one yes or no, but `z > 0` gives one answer for each entry. Use a NumPy "
        "function that decides entry by entry.",
    ),
    Mistake(
        "name_of_the_loop_changed",
        _names_of_the_loop_changed,
        "A loop gives its name to one entry after another. Giving that name another value leaves the array as it is; "
        "and where the array has rows, the name stands for a whole row. Use a NumPy function that answers for all "
        "entries.",
    ),
    Mistake(
        "changes_argument",
        _relu_in_place,
        "The values are right, but your function also changed the array it was given, and the caller still needs "
        "it. Work on a copy.",
    ),
    Mistake(
        "absolute_value",
        lambda z: np.abs(z),
        "Negative values lost their sign: that is the absolute value. ReLU turns them into 0.",
    ),
    Mistake(
        "keeps_the_wrong_side",
        lambda z: np.minimum(z, 0),
        "You keep the negative half and drop the positive one. It is the other way round: look at the comparison, "
        "or at minimum against maximum.",
    ),
    Mistake(
        "sign_flipped",
        lambda z: np.maximum(-z, 0),
        "You keep the negative inputs, with their sign turned round. ReLU keeps the positive ones: look for a stray "
        "minus.",
    ),
    Mistake(
        "negated_output",
        lambda z: -np.maximum(z, 0),
        "Everything is right except the sign: ReLU is never below 0. Look for a stray minus.",
    ),
    Mistake(
        "boolean_mask",
        lambda z: z > 0,
        "You return True and False: which entries are positive. ReLU keeps those entries' values and puts 0 for the "
        "others.",
    ),
    Mistake(
        "returns_derivative",
        lambda z: np.where(z > 0, 1.0, 0.0),
        "Positive entries became 1: that is the derivative, the next exercise. ReLU keeps their values.",
    ),
    Mistake(
        "drops_entries",
        lambda z: z[z > 0],
        "The negative entries are gone, and the shape with them. Keep every entry in its place and put 0 where it "
        "was negative.",
    ),
    Mistake(
        "returns_input",
        lambda z: z,
        "Negative entries came through unchanged: that is the identity. What does ReLU put in their place?",
    ),
    Mistake(
        "zeros",
        lambda z: np.zeros_like(z),
        "Everything is 0, the positive entries too. They should pass unchanged.",
    ),
    Mistake(
        "clips_at_one",
        lambda z: np.clip(z, 0, 1),
        "Values above 1 are cut off. ReLU has a floor at 0 and no ceiling.",
    ),
    Mistake(
        "clips_at_six",
        lambda z: np.clip(z, 0, 6),
        "Values above 6 are cut off: that is the variant called ReLU6. Plain ReLU has no ceiling.",
    ),
    Mistake(
        "leaky",
        lambda z: np.where(z > 0, z, 0.01 * z),
        "Negative entries leak through, a hundred times smaller: that is leaky ReLU, a later exercise. ReLU puts "
        "exactly 0 there.",
    ),
    Mistake(
        "softplus",
        lambda z: np.log(1 + np.exp(z)),
        "That is softplus, a rounded version of ReLU: near 0 it is above it, and for large `z` it overflows. ReLU "
        "needs a comparison only, no exponential.",
    ),
    Mistake(
        "largest_value",
        lambda z: max(z.max(), 0.0),
        "You return one number, the largest entry. ReLU answers for every entry separately and keeps the shape.",
    ),
    Mistake(
        "vectorize_integer",
        np.vectorize(lambda v: v if v > 0 else 0),
        "Digits after the decimal point are lost in some cases: `np.vectorize` takes its type from the first "
        "result, here the integer 0. Write `0.0`, or do without the loop.",
    ),
)

RELU_GRAD = (
    Mistake(
        "returns_relu",
        lambda z: np.maximum(z, 0),
        "You return the positive entries themselves: that is ReLU again. Its derivative is the slope: how steep is "
        "the line for positive `z`?",
    ),
    Mistake(
        "boolean",
        lambda z: z > 0,
        "The right places, but as True and False. A slope is a number: turn the answers into 1.0 and 0.0.",
    ),
    Mistake(
        "one_at_zero",
        lambda z: np.where(z >= 0, 1.0, 0.0),
        "Only `z` = 0 differs. The slope jumps there, so a convention is needed, and this course takes 0: an input "
        "of 0 counts as not passing. Compare strictly.",
    ),
    Mistake(
        "boolean_one_at_zero",
        lambda z: z >= 0,
        "Two small things: these are True and False, not numbers, and at `z` = 0 this course takes a slope of 0. "
        "Compare strictly, then turn the answers into floats.",
    ),
    Mistake(
        "half_at_zero",
        lambda z: np.heaviside(z, 0.5),
        "Only `z` = 0 differs: you take the slope halfway, 0.5. That is a possible convention; this course takes 0 "
        "there.",
    ),
    Mistake(
        "mask_negated",
        lambda z: np.where(z < 0, 1.0, 0.0),
        "The slopes are swapped: 1 on the negative side, 0 on the positive. ReLU is flat where `z` is negative. "
        "Turn the comparison round.",
    ),
    Mistake(
        "mask_negated_with_zero",
        lambda z: np.where(z <= 0, 1.0, 0.0),
        "The slopes are swapped: you give 1 where `z` is not positive. ReLU is flat there and climbs on the other "
        "side.",
    ),
    Mistake(
        "sign",
        lambda z: np.sign(z),
        "Negative entries get −1, as if the line fell there. ReLU is flat for negative `z`: what is the slope of a "
        "flat line?",
    ),
    Mistake(
        "always_open",
        lambda z: np.ones_like(z),
        "Every slope is 1. Perhaps the comparison is `>= 0` on ReLU's output, which is never negative. Ask the "
        "pre-activation `z` whether it is positive.",
    ),
    Mistake(
        "zeros",
        lambda z: np.zeros_like(z),
        "Every slope is 0, so nothing could ever learn. Where `z` is positive, ReLU climbs.",
    ),
    Mistake(
        "changes_argument",
        _relu_grad_in_place,
        "The values are right, but your function wrote them into the array it was given, and the caller still needs "
        "it. Fill a new array.",
    ),
    Mistake(
        "python_if",
        _one_slope_for_the_whole_array,
        "Python's `if` wants one yes or no, but `z > 0` gives one answer for each entry. Use the array of answers "
        "itself, or a NumPy function that chooses entry by entry.",
    ),
    Mistake(
        "divides_by_z",
        lambda z: np.maximum(z, 0) / z,
        "ReLU divided by `z` works except at `z` = 0, where 0/0 is not a number. You need no division: ask only "
        "whether `z` is positive.",
    ),
    Mistake(
        "leaky",
        lambda z: np.where(z > 0, 1.0, 0.01),
        "The negative side has a slope of 0.01: that is leaky ReLU. Plain ReLU is quite flat there.",
    ),
    Mistake(
        "keeps_negative_input",
        lambda z: np.where(z > 0, 1.0, z),
        "Positive entries are right; the others came through unchanged. What is the slope where ReLU is flat?",
    ),
    Mistake(
        "drops_entries",
        lambda z: np.ones_like(z[z > 0]),
        "There is a 1 for each positive entry, but the others are missing. Give every entry a slope, in the shape "
        "of `z`.",
    ),
    *differences(lambda z: np.maximum(z, 0)),
)
