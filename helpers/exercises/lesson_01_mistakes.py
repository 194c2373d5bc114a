"""Mistakes recognised in lesson 01: identity, ReLU and leaky ReLU with their derivatives.

Each entry is a wrong answer that people really write, and the sentence that helps them on. Where two entries could
explain the same outputs, the more specific one stands first.
"""

import numpy as np

from helpers.exercises.core import Mistake


def _one_answer_for_the_whole_array(z):
    if z > 0:
        return z
    return 0 * z


def _one_slope_for_the_whole_array(z):
    if z > 0:
        return 1.0
    return 0.0


def _leaky_with_if(z, slope=0.01):
    if z > 0:
        return z
    return slope * z


def _leaky_slope_with_if(z, slope=0.01):
    if z > 0:
        return 1.0
    return slope


def _relu_in_place(z):
    z[z < 0] = 0
    return z


def _relu_grad_in_place(z):
    z[z <= 0] = 0
    z[z > 0] = 1
    return z


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


IDENTITY = (
    Mistake(
        "returns_derivative",
        lambda z: np.ones_like(z),
        "You return ones: that is the derivative of the identity, the next exercise. Here the values themselves come back.",
    ),
    Mistake(
        "absolute_value",
        lambda z: np.abs(z),
        "Negative values lost their sign. The identity leaves every value alone, negative ones too.",
    ),
    Mistake(
        "relu",
        lambda z: np.maximum(z, 0),
        "Negative values became 0: that is ReLU. The identity lets them through unchanged.",
    ),
    Mistake("sign_flipped", lambda z: -z, "Every sign is flipped. Look for a minus in front of `z`; the identity has none."),
    Mistake(
        "squared",
        lambda z: z * z,
        "The values are multiplied by themselves. Nothing needs to be computed here: give back what came in.",
    ),
    Mistake("zeros", lambda z: np.zeros_like(z), "Every value became 0. The identity keeps what comes in."),
    Mistake(
        "whole_numbers",
        lambda z: z.astype(int),
        "The digits after the decimal point are cut off. Return the numbers as they came, without turning them into integers.",
    ),
    Mistake(
        "identity_matrix",
        lambda z: np.eye(len(z)),
        "You built an identity matrix, the matrix that changes no vector. The identity function is simpler still: it returns its input.",
    ),
    Mistake(
        "flattened",
        lambda z: z.flatten(),
        "The values are right, but the shape is lost: everything is in one row. Return the array in the shape in which it came.",
    ),
    Mistake(
        "single_value",
        lambda z: z.flat[0],
        "Only the first value came back. The function gets a whole array and returns a whole array.",
    ),
    Mistake("tanh", lambda z: np.tanh(z), "Large values are squeezed into −1…1: that is tanh. The identity has no limit on either side."),
)

IDENTITY_GRAD = (
    Mistake(
        "returns_input",
        lambda z: z,
        "You return `z`, the identity itself. Its derivative is its slope: how steep is the line, and does that depend on where you stand?",
    ),
    Mistake(
        "scalar_one",
        lambda z: 1.0,
        "The slope is 1, that is right. Give one such slope for every entry of `z`: an array of the same shape.",
    ),
    Mistake(
        "zeros",
        lambda z: np.zeros_like(z),
        "A slope of 0 belongs to a flat line, a constant. The identity climbs: by how much for each step to the right?",
    ),
    Mistake(
        "divides_by_z",
        lambda z: z / z,
        "Dividing `z` by itself gives 1 except at `z` = 0, where 0/0 is not a number. The slope needs only the shape of `z`, not its values.",
    ),
    Mistake(
        "sign",
        lambda z: np.sign(z),
        "You return the sign of `z`. The identity climbs everywhere, for negative `z` just as for positive, so the slope never changes.",
    ),
    Mistake(
        "relu_grad",
        lambda z: np.where(z > 0, 1.0, 0.0),
        "That is the slope of ReLU. The identity has no kink: its slope is the same on both sides of 0.",
    ),
    Mistake(
        "minus_one",
        lambda z: -np.ones_like(z),
        "A slope of −1 means that the line falls. The identity climbs: check the sign.",
    ),
    Mistake(
        "identity_matrix",
        lambda z: np.eye(len(z)),
        "You built an identity matrix. Here the derivative is taken entry by entry: one slope for each entry, in the shape of `z`.",
    ),
    Mistake(
        "length_only",
        lambda z: np.ones(len(z)),
        "The ones are right, the shape is not: `len` counts only the first axis. Take the whole shape of `z`.",
    ),
    Mistake(
        "flattened",
        lambda z: np.ones(z.size),
        "There are enough ones, but all in one row. Give them the shape of `z`.",
    ),
    Mistake(
        "boolean",
        lambda z: np.ones(z.shape, dtype=bool),
        "You return True for every entry. A slope is a number that will be multiplied with others: return 1.0 instead.",
    ),
)

RELU = (
    Mistake(
        "np_max_for_maximum",
        lambda z: np.max(0, z),
        "`np.max` looks for the largest entry of one array, and its second argument is an axis. To compare every entry with 0 you need its sister that takes two arguments, entry by entry.",
    ),
    Mistake(
        "np_max_over_axis",
        lambda z: np.max(z, 0),
        "In `np.max(z, 0)` the 0 names an axis, so entries were dropped. You want every entry compared with the value 0: NumPy has another function for that.",
    ),
    Mistake(
        "python_max_or_if",
        _one_answer_for_the_whole_array,
        "Python's `if` and `max` want one yes or no, but `z > 0` gives one answer for each entry. Use a NumPy function that decides entry by entry.",
    ),
    Mistake(
        "changes_argument",
        _relu_in_place,
        "The values are right, but your function also changed the array it was given, and the caller still needs it. Work on a copy.",
    ),
    Mistake(
        "absolute_value",
        lambda z: np.abs(z),
        "Negative values lost their sign: that is the absolute value. ReLU turns them into 0.",
    ),
    Mistake(
        "keeps_the_wrong_side",
        lambda z: np.minimum(z, 0),
        "You keep the negative half and drop the positive one. It is the other way round: look at the comparison, or at minimum against maximum.",
    ),
    Mistake(
        "sign_flipped",
        lambda z: np.maximum(-z, 0),
        "You keep the negative inputs, with their sign turned round. ReLU keeps the positive ones: look for a stray minus.",
    ),
    Mistake(
        "negated_output",
        lambda z: -np.maximum(z, 0),
        "Everything is right except the sign: ReLU is never below 0. Look for a stray minus.",
    ),
    Mistake(
        "boolean_mask",
        lambda z: z > 0,
        "You return True and False: which entries are positive. ReLU keeps those entries' values and puts 0 for the others.",
    ),
    Mistake(
        "returns_derivative",
        lambda z: np.where(z > 0, 1.0, 0.0),
        "Positive entries became 1: that is the derivative, the next exercise. ReLU keeps their values.",
    ),
    Mistake(
        "drops_entries",
        lambda z: z[z > 0],
        "The negative entries are gone, and the shape with them. Keep every entry in its place and put 0 where it was negative.",
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
        "Negative entries leak through, a hundred times smaller: that is leaky ReLU, a later exercise. ReLU puts exactly 0 there.",
    ),
    Mistake(
        "softplus",
        lambda z: np.log(1 + np.exp(z)),
        "That is softplus, a rounded version of ReLU: near 0 it is above it, and for large `z` it overflows. ReLU needs a comparison only, no exponential.",
    ),
    Mistake(
        "largest_value",
        lambda z: max(z.max(), 0.0),
        "You return one number, the largest entry. ReLU answers for every entry separately and keeps the shape.",
    ),
    Mistake(
        "vectorize_integer",
        np.vectorize(lambda v: v if v > 0 else 0),
        "Digits after the decimal point are lost in some cases: `np.vectorize` takes its type from the first result, here the integer 0. Write `0.0`, or do without the loop.",
    ),
)

RELU_GRAD = (
    Mistake(
        "returns_relu",
        lambda z: np.maximum(z, 0),
        "You return the positive entries themselves: that is ReLU again. Its derivative is the slope: how steep is the line for positive `z`?",
    ),
    Mistake(
        "boolean",
        lambda z: z > 0,
        "The right places, but as True and False. A slope is a number: turn the answers into 1.0 and 0.0.",
    ),
    Mistake(
        "one_at_zero",
        lambda z: np.where(z >= 0, 1.0, 0.0),
        "Only `z` = 0 differs. The slope jumps there, so a convention is needed, and this course takes 0: an input of 0 counts as not passing. Compare strictly.",
    ),
    Mistake(
        "boolean_one_at_zero",
        lambda z: z >= 0,
        "Two small things: these are True and False, not numbers, and at `z` = 0 this course takes a slope of 0. Compare strictly, then turn the answers into floats.",
    ),
    Mistake(
        "half_at_zero",
        lambda z: np.heaviside(z, 0.5),
        "Only `z` = 0 differs: you take the slope halfway, 0.5. That is a possible convention; this course takes 0 there.",
    ),
    Mistake(
        "mask_negated",
        lambda z: np.where(z < 0, 1.0, 0.0),
        "The slopes are swapped: 1 on the negative side, 0 on the positive. ReLU is flat where `z` is negative. Turn the comparison round.",
    ),
    Mistake(
        "mask_negated_with_zero",
        lambda z: np.where(z <= 0, 1.0, 0.0),
        "The slopes are swapped: you give 1 where `z` is not positive. ReLU is flat there and climbs on the other side.",
    ),
    Mistake(
        "sign",
        lambda z: np.sign(z),
        "Negative entries get −1, as if the line fell there. ReLU is flat for negative `z`: what is the slope of a flat line?",
    ),
    Mistake(
        "always_open",
        lambda z: np.ones_like(z),
        "Every slope is 1. Perhaps the comparison is `>= 0` on ReLU's output, which is never negative. Ask the pre-activation `z` whether it is positive.",
    ),
    Mistake(
        "zeros",
        lambda z: np.zeros_like(z),
        "Every slope is 0, so nothing could ever learn. Where `z` is positive, ReLU climbs.",
    ),
    Mistake(
        "changes_argument",
        _relu_grad_in_place,
        "The values are right, but your function wrote them into the array it was given, and the caller still needs it. Fill a new array.",
    ),
    Mistake(
        "python_if",
        _one_slope_for_the_whole_array,
        "Python's `if` wants one yes or no, but `z > 0` gives one answer for each entry. Use the array of answers itself, or a NumPy function that chooses entry by entry.",
    ),
    Mistake(
        "divides_by_z",
        lambda z: np.maximum(z, 0) / z,
        "ReLU divided by `z` works except at `z` = 0, where 0/0 is not a number. You need no division: ask only whether `z` is positive.",
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
        "There is a 1 for each positive entry, but the others are missing. Give every entry a slope, in the shape of `z`.",
    ),
)

LEAKY_RELU = (
    Mistake(
        "larger_of_the_two",
        lambda z, slope=0.01: np.maximum(slope * z, z),
        "Taking the larger of `slope * z` and `z` works only while the slope is at most 1; it was also tried with 1.5. Choose by the sign of `z` instead.",
    ),
    Mistake(
        "slope_on_positive_side",
        lambda z, slope=0.01: np.where(z > 0, slope * z, z),
        "The slope scales the positive side here. Positive values pass unchanged; the leak is for the others. Swap the two cases.",
    ),
    Mistake(
        "slope_everywhere",
        lambda z, slope=0.01: slope * z,
        "Every entry is multiplied by the slope, the positive ones too. Those should pass unchanged.",
    ),
    Mistake(
        "leak_added_everywhere",
        lambda z, slope=0.01: np.maximum(z, 0) + slope * z,
        "The leak is added on the positive side too, so positive values come out too large. Add it only where `z` is negative.",
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
        "The leak has the wrong sign: for negative `z` the output should be a little below 0. Look for an extra minus or an absolute value.",
    ),
    Mistake(
        "smaller_of_the_two",
        lambda z, slope=0.01: np.minimum(slope * z, z),
        "You take the smaller of `slope * z` and `z`, which is right only for slopes above 1. Choose by the sign of `z`: that holds for every slope.",
    ),
    Mistake(
        "plain_relu",
        lambda z, slope=0.01: np.maximum(z, 0),
        "Negative entries became 0: that is plain ReLU. Leaky ReLU lets a little through, scaled by the slope.",
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
        "You return 1 and the slope: that is the derivative, the next exercise. Here both are still multiplied by `z`.",
    ),
    Mistake(
        "changes_argument",
        _leaky_relu_in_place,
        "The values are right, but your function also changed the array it was given, and the caller still needs it. Work on a copy.",
    ),
    Mistake(
        "python_max_or_if",
        _leaky_with_if,
        "Python's `if` and `max` want one yes or no, but `z > 0` gives one answer for each entry. Use a NumPy function that chooses entry by entry.",
    ),
    Mistake(
        "np_max_for_maximum",
        lambda z, slope=0.01: np.max(slope * z, z),
        "`np.max` takes an array and an axis; it does not compare two arrays. Choose entry by entry, by the sign of `z`.",
    ),
)

LEAKY_RELU_GRAD = (
    Mistake(
        "one_at_zero",
        lambda z, slope=0.01: np.where(z >= 0, 1.0, slope),
        "Only `z` = 0 differs. The slope jumps there, so a convention is needed, and this course counts 0 with the negative side. Compare strictly.",
    ),
    Mistake(
        "zero_at_zero",
        lambda z, slope=0.01: np.where(z > 0, 1.0, 0.0) + np.where(z < 0, slope, 0.0),
        "Only `z` = 0 differs: neither of your two cases covers it. By this course's convention 0 belongs to the negative side.",
    ),
    Mistake(
        "returns_leaky_relu",
        lambda z, slope=0.01: np.where(z > 0, z, slope * z),
        "You return leaky ReLU itself. Its derivative is how steep it is on each side, so `z` only decides which side.",
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
        "The positive entries came through as they are. Their slope is how fast the output grows with `z`, one and the same for all of them.",
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
        "Every entry is 1. If you assign in two steps, the slopes of the first count as positive in the second. Decide from `z`, not from the half-filled result.",
    ),
    Mistake(
        "divides_by_z",
        lambda z, slope=0.01: np.where(z > 0, z, slope * z) / z,
        "Dividing the output by `z` works except at `z` = 0, where 0/0 is not a number. You need no division: choose between two slopes.",
    ),
    Mistake(
        "boolean",
        lambda z, slope=0.01: z > 0,
        "You return True and False: which entries are positive. Turn each answer into the slope of its side.",
    ),
    Mistake(
        "changes_argument",
        _leaky_relu_grad_in_place,
        "The values are right, but your function wrote them into the array it was given, and the caller still needs it. Fill a new array.",
    ),
    Mistake(
        "python_if",
        _leaky_slope_with_if,
        "Python's `if` wants one yes or no, but `z > 0` gives one answer for each entry. Use a NumPy function that chooses entry by entry.",
    ),
    Mistake(
        "vectorize_integer",
        np.vectorize(lambda v, slope=0.01: 1 if v > 0 else slope),
        "The slope became 0 in some cases: `np.vectorize` takes its type from the first result, here the integer 1. Write `1.0`, or do without the loop.",
    ),
)
