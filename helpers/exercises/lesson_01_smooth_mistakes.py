"""Mistakes recognised in lesson 01: sigmoid, tanh, their derivatives, and softmax.

Most of the slips here are of two kinds: a formula remembered with one part missing, and a formula that is right on
paper but overflows for large numbers.
"""

import math

import numpy as np

from helpers.exercises.core import Mistake


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _each_entry(function, z):
    return np.array([function(value) for value in z.flat]).reshape(z.shape)


def _sigmoid_slope_of_a_number(v):
    value = 1 / (1 + math.exp(-v))
    return value * (1 - value)


def _tanh_of_a_number(v):
    return (math.exp(v) - math.exp(-v)) / (math.exp(v) + math.exp(-v))


def _sigmoid_with_if(z):
    if z >= 0:
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / (1 + np.exp(z))


def _sigmoid_clips_in_place(z):
    z[z < -500] = -500
    z[z > 500] = 500
    return _sigmoid(z)


def _sigmoid_in_place(z):
    np.negative(z, out=z)
    return 1 / (1 + np.exp(z))


def _softmax(z):
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _softmax_shifted_by(shift, z):
    powers = np.exp(z - shift)
    return powers / powers.sum(axis=-1, keepdims=True)


def _softmax_over(axis, z):
    powers = np.exp(z - z.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def _softmax_without_keepdims(z):
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1)


def _softmax_without_any_keepdims(z):
    powers = np.exp(z - z.max(axis=-1))
    return powers / powers.sum(axis=-1)


def _softmax_shift_without_keepdims(z):
    powers = np.exp(z - z.max(axis=-1))
    return powers / powers.sum(axis=-1, keepdims=True)


def _softmax_numerator_shifted(z):
    return np.exp(z - z.max(axis=-1, keepdims=True)) / np.exp(z).sum(axis=-1, keepdims=True)


def _softmax_denominator_shifted(z):
    return np.exp(z) / np.exp(z - z.max(axis=-1, keepdims=True)).sum(axis=-1, keepdims=True)


def _softmax_whole_array(z):
    powers = np.exp(z - z.max())
    return powers / powers.sum()


def _softmax_whole_array_naive(z):
    return np.exp(z) / np.exp(z).sum()


def _softmax_first_axis_naive(z):
    # The built-in sum walks along the first axis, which is the right one only for a single vector.
    powers = np.exp(z)
    return powers / sum(powers)


def _softmax_in_place(z):
    z -= z.max(axis=-1, keepdims=True)
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


def _softmax_linear(z):
    return z / z.sum(axis=-1, keepdims=True)


def _softmax_one_hot(z):
    return (z == z.max(axis=-1, keepdims=True)).astype(float)


SIGMOID = (
    Mistake(
        "overflow_positive",
        lambda z: np.exp(z) / (1 + np.exp(z)),
        "The formula is right on paper, but for large positive `z` it becomes infinity divided by infinity, which is not a number. Divide numerator and denominator by e^z: then only e^(−z) is left.",
    ),
    Mistake(
        "overflow_in_the_loop",
        lambda z: _each_entry(lambda v: 1 / (1 + math.exp(-v)), z),
        "Right for moderate values, but `math.exp` raises an error where the result is too large for a float. `np.exp` gives infinity there, and 1/(1 + infinity) is 0, as it should be.",
    ),
    Mistake(
        "minus_forgotten",
        lambda z: 1 / (1 + np.exp(z)),
        "Your curve falls where it should climb: it is mirrored. Look at the sign in the exponent.",
    ),
    Mistake(
        "mirrored_overflow",
        lambda z: np.exp(-z) / (1 + np.exp(-z)),
        "Your curve falls where it should climb, and it is not a number for very negative `z`. What belongs in the numerator if e^(−z) is in the denominator?",
    ),
    Mistake(
        "math_exp",
        lambda z: 1 / (1 + math.exp(-z)),
        "`math.exp` takes a single number. NumPy has its own, which works on every entry of an array.",
    ),
    Mistake(
        "parentheses_missing",
        lambda z: 1 / 1 + np.exp(-z),
        "You return 1 + e^(−z), which is only the denominator. Division comes before addition: put the whole denominator in parentheses, and 1 above it.",
    ),
    Mistake(
        "minus_in_denominator",
        lambda z: 1 / (1 - np.exp(-z)),
        "There is a minus between the 1 and the exponential; at `z` = 0 that divides by zero. The two are added.",
    ),
    Mistake(
        "bare_exponential",
        lambda z: np.exp(-z),
        "You return the exponential alone, which grows without limit. Where do the 1 above and the 1 below the fraction line come in?",
    ),
    Mistake(
        "one_forgotten",
        lambda z: 1 / np.exp(-z),
        "The 1 in the denominator is missing, so your result grows without limit. It is what keeps the sigmoid below 1.",
    ),
    Mistake(
        "tanh",
        lambda z: np.tanh(z),
        "Your values run from −1 to 1: that is tanh. The sigmoid runs from 0 to 1 and gives one half at 0.",
    ),
    Mistake(
        "half_angle_tanh",
        lambda z: np.tanh(z / 2),
        "The shape is right, but your values run from −1 to 1 and the sigmoid's from 0 to 1. Shift and scale, or start from the formula with 1 in the numerator.",
    ),
    Mistake(
        "returns_derivative",
        lambda z: _sigmoid(z) * (1 - _sigmoid(z)),
        "You return the derivative, the next exercise: a bump that is 0.25 at 0. Here the S-shaped curve itself is wanted.",
    ),
    Mistake(
        "absolute_value",
        lambda z: 1 / (1 + np.exp(-np.abs(z))),
        "Right for positive `z`, but the negative side mirrors it. With |z| in the exponent the two sides need different formulas: treat negative `z` separately.",
    ),
    Mistake(
        "normalised",
        lambda z: np.exp(z) / np.exp(z).sum(),
        "You divide by the sum over all entries, which is softmax. The sigmoid looks at each entry alone.",
    ),
    Mistake(
        "python_if",
        _sigmoid_with_if,
        "Python's `if` wants one yes or no, but `z >= 0` gives one answer for each entry. Choose entry by entry, or use one formula that fits both signs.",
    ),
    Mistake(
        "clips_argument",
        _sigmoid_clips_in_place,
        "The values are right, but limiting the large entries changed the array you were given, and the caller still needs it. Limit a copy.",
    ),
    Mistake(
        "changes_argument",
        _sigmoid_in_place,
        "The values are right, but the array you were given now holds something else, and the caller still needs it. Let each step make a new array.",
    ),
    Mistake(
        "rounded",
        lambda z: np.round(_sigmoid(z)),
        "Your results are only 0 and 1: that is the decision one takes from a sigmoid. Return the value before rounding.",
    ),
)

SIGMOID_GRAD = (
    Mistake(
        "activation_rule_on_pre_activation",
        lambda z: z * (1 - z),
        "`z * (1 - z)` would be right if `z` were already the sigmoid's output. Here `z` is the pre-activation: apply the sigmoid first, then use the same rule on the result.",
    ),
    Mistake(
        "sigmoid_twice",
        lambda z: _sigmoid(_sigmoid(z)) * (1 - _sigmoid(_sigmoid(z))),
        "The sigmoid is applied twice. The function is given the pre-activation `z`, so a single sigmoid turns it into the activation.",
    ),
    Mistake(
        "overflow_negative",
        lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
        "The formula is right on paper, but for very negative `z` it becomes infinity divided by infinity. Write the derivative with the sigmoid's own value, which stays between 0 and 1.",
    ),
    Mistake(
        "overflow_positive",
        lambda z: np.exp(z) / (1 + np.exp(z)) ** 2,
        "The formula is right on paper, but for very large `z` it becomes infinity divided by infinity. Write the derivative with the sigmoid's own value, which stays between 0 and 1.",
    ),
    Mistake(
        "inner_derivative_only",
        lambda z: np.exp(-z) / (1 + np.exp(-z)),
        "The square is missing: the derivative of 1/u is −1/u² times the derivative of u.",
    ),
    Mistake(
        "sign_flipped",
        lambda z: -_sigmoid(z) * (1 - _sigmoid(z)),
        "The size is right, the sign is not: the sigmoid climbs everywhere. Which is larger, 1 or the sigmoid? Subtract in that order.",
    ),
    Mistake(
        "returns_sigmoid",
        lambda z: _sigmoid(z),
        "You return the sigmoid itself. The derivative has a second factor, which makes it small on both sides.",
    ),
    Mistake(
        "plus_for_minus",
        lambda z: _sigmoid(z) * (1 + _sigmoid(z)),
        "There is a plus in the second factor, so the slope stays large on the right. The curve is flat there: check the sign.",
    ),
    Mistake(
        "no_product",
        lambda z: _sigmoid(z) - _sigmoid(z),
        "Everything cancels to 0. Perhaps brackets are missing: the sigmoid is multiplied by the whole of what is missing from it to 1.",
    ),
    Mistake(
        "first_factor_missing",
        lambda z: 1 - _sigmoid(z),
        "That is only the second factor. The derivative is a product: multiply by the sigmoid's value too.",
    ),
    Mistake(
        "tanh_rule",
        lambda z: 1 - _sigmoid(z) ** 2,
        "One minus the square is the rule for tanh. The sigmoid has a rule of its own: its steepest slope is 0.25, at 0.",
    ),
    Mistake(
        "value_squared",
        lambda z: _sigmoid(z) ** 2,
        "You square the sigmoid. The two factors are not the same: the second is what is missing to 1.",
    ),
    Mistake(
        "bracket_squared",
        lambda z: (1 - _sigmoid(z)) ** 2,
        "You square what is missing to 1. The two factors are not the same: one of them is the sigmoid's value itself.",
    ),
    Mistake(
        "second_factor_uses_z",
        lambda z: _sigmoid(z) * (1 - z),
        "The first factor is the sigmoid's value, the second still contains `z`. Use the sigmoid in both.",
    ),
    Mistake(
        "first_factor_uses_z",
        lambda z: z * (1 - _sigmoid(z)),
        "The second factor contains the sigmoid, the first is still `z`. Use the sigmoid in both.",
    ),
    Mistake(
        "tanh_grad",
        lambda z: 1 - np.tanh(z) ** 2,
        "That is the derivative of tanh, which is 1 at 0. The sigmoid is gentler: 0.25 at 0.",
    ),
    Mistake(
        "math_exp",
        lambda z: math.exp(-z),
        "`math.exp` takes a single number. NumPy has its own, which works on every entry of an array.",
    ),
    Mistake(
        "overflow_in_the_loop",
        lambda z: _each_entry(_sigmoid_slope_of_a_number, z),
        "`math.exp` raises an error where the result is too large for a float. `np.exp` gives infinity there, and 1/(1 + infinity) is 0, as it should be.",
    ),
)

TANH = (
    Mistake(
        "naive_overflow",
        lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)),
        "The formula is right on paper, but for large |z| it becomes infinity divided by infinity, on both sides. NumPy's ready-made tanh avoids that, and so does a formula whose only exponential has a negative exponent.",
    ),
    Mistake(
        "overflow_negative",
        lambda z: (1 - np.exp(-2 * z)) / (1 + np.exp(-2 * z)),
        "Right for positive `z`, but for very negative `z` it becomes infinity divided by infinity. Keep the exponent negative on both sides, or let NumPy do it.",
    ),
    Mistake(
        "overflow_positive",
        lambda z: (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1),
        "Right for negative `z`, but for very large `z` it becomes infinity divided by infinity. Keep the exponent negative on both sides, or let NumPy do it.",
    ),
    Mistake(
        "sigmoid",
        lambda z: _sigmoid(z),
        "Your values run from 0 to 1: that is the sigmoid. Tanh runs from −1 to 1 and gives 0 at 0.",
    ),
    Mistake(
        "half_angle",
        lambda z: 2 * _sigmoid(z) - 1,
        "The limits are right, but the curve climbs half as fast as it should. The sigmoid inside needs twice the argument.",
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
        "Your curve falls where it should climb: the two terms of the numerator are swapped. It also overflows for large |z|.",
    ),
    Mistake(
        "upside_down",
        lambda z: (np.exp(z) + np.exp(-z)) / (np.exp(z) - np.exp(-z)),
        "The fraction is upside down, so at `z` = 0 you divide by zero. The difference belongs on top, the sum below.",
    ),
    Mistake(
        "parentheses_missing",
        lambda z: np.exp(z) - np.exp(-z) / np.exp(z) + np.exp(-z),
        "Division comes before addition and subtraction. Put the numerator in parentheses, and the denominator too.",
    ),
    Mistake(
        "numerator_only",
        lambda z: np.exp(z) - np.exp(-z),
        "You return the numerator, which grows without limit. Divide it by the sum of the same two terms.",
    ),
    Mistake("sinh", lambda z: np.sinh(z), "That is sinh, which grows without limit. Tanh is sinh divided by cosh: it stays between −1 and 1."),
    Mistake("tan", lambda z: np.tan(z), "That is the tangent of an angle. The hyperbolic tangent ends in h, like its name here."),
    Mistake("arctan", lambda z: np.arctan(z), "That is the arctangent: also S-shaped, but with limits ±π/2. Tanh has the limits −1 and 1."),
    Mistake("arctanh", lambda z: np.arctanh(z), "That is the inverse of tanh, which exists only between −1 and 1. Drop the arc."),
    Mistake(
        "clipped_line",
        lambda z: np.clip(z, -1, 1),
        "Your curve is a straight line with corners at −1 and 1. Tanh has the same limits but reaches them smoothly.",
    ),
    Mistake(
        "returns_derivative",
        lambda z: 1 - np.tanh(z) ** 2,
        "You return the derivative, the next exercise: a bump that is 1 at 0. Here the S-shaped curve itself is wanted.",
    ),
    Mistake("math_function", lambda z: math.tanh(z), "The functions in `math` take a single number. NumPy's work on every entry of an array."),
    Mistake(
        "overflow_in_the_loop",
        lambda z: _each_entry(_tanh_of_a_number, z),
        "`math.exp` raises an error where the result is too large for a float. Use a function that knows tanh's limits, −1 and 1.",
    ),
)

TANH_GRAD = (
    Mistake(
        "activation_rule_on_pre_activation",
        lambda z: 1 - z**2,
        "`1 - z**2` would be right if `z` were already tanh's output. Here `z` is the pre-activation: apply tanh first, then use the same rule on the result.",
    ),
    Mistake(
        "tanh_twice",
        lambda z: 1 - np.tanh(np.tanh(z)) ** 2,
        "Tanh is applied twice. The function is given the pre-activation `z`, so a single tanh turns it into the activation.",
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
        "The formula is right on paper, but for large |z| the fraction becomes infinity divided by infinity. Use the tanh you have built, or NumPy's.",
    ),
    Mistake(
        "overflow_negative",
        lambda z: 1 - ((1 - np.exp(-2 * z)) / (1 + np.exp(-2 * z))) ** 2,
        "Right for positive `z`, but for very negative `z` the fraction becomes infinity divided by infinity. Use the tanh you have built, or NumPy's.",
    ),
    Mistake(
        "overflow_positive",
        lambda z: 1 - ((np.exp(2 * z) - 1) / (np.exp(2 * z) + 1)) ** 2,
        "Right for negative `z`, but for very large `z` the fraction becomes infinity divided by infinity. Use the tanh you have built, or NumPy's.",
    ),
    Mistake("math_tanh", lambda z: 1 - math.tanh(z) ** 2, "The functions in `math` take a single number. NumPy's work on every entry of an array."),
)

SOFTMAX = (
    Mistake(
        "no_shift",
        lambda z: np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True),
        "The formula is right on paper, but the exponential of a large number is infinity, and infinity divided by infinity is not a number. Subtracting the same number from a whole row changes nothing in the result: which one keeps all exponents at or below 0?",
    ),
    Mistake(
        "numerator_shifted_only",
        _softmax_numerator_shifted,
        "The shift is in the numerator only, so it no longer cancels. Shift once, before both use the exponentials.",
    ),
    Mistake(
        "denominator_shifted_only",
        _softmax_denominator_shifted,
        "The shift is in the denominator only, so it no longer cancels. Shift once, before both use the exponentials.",
    ),
    Mistake(
        "shift_by_batch_maximum",
        lambda z: _softmax_shifted_by(z.max(), z),
        "The largest number of the whole batch is subtracted from every row. A row far below it becomes 0 divided by 0. Give each row its own maximum.",
    ),
    Mistake(
        "shift_by_minimum",
        lambda z: _softmax_shifted_by(z.min(axis=-1, keepdims=True), z),
        "Subtracting the minimum leaves all exponents at or above 0, so the exponentials can still overflow. Which number of the row makes them all 0 or below?",
    ),
    Mistake(
        "shift_by_mean",
        lambda z: _softmax_shifted_by(z.mean(axis=-1, keepdims=True), z),
        "Subtracting the mean is not enough: an entry far above it still overflows. Which number of the row leaves nothing above 0?",
    ),
    Mistake(
        "shift_over_first_axis",
        lambda z: _softmax_shifted_by(z.max(axis=0, keepdims=True), z),
        "The shift uses the maximum of each column. A shift cancels only if it is the same for the whole row: take the maximum along the last axis.",
    ),
    Mistake(
        "shift_added",
        lambda z: _softmax_shifted_by(-z.max(axis=-1, keepdims=True), z),
        "The maximum is added in place of subtracted, so large numbers overflow all the sooner. Check the sign of the shift.",
    ),
    Mistake(
        "first_axis",
        lambda z: _softmax_over(0, z),
        "You normalise down the first axis, so each class sums to 1 over the batch. Each sample's row should: use the last axis.",
    ),
    Mistake(
        "first_axis_naive",
        _softmax_first_axis_naive,
        "You sum along the first axis, which mixes the samples, and large numbers overflow. Sum along the last axis, after a shift of each row.",
    ),
    Mistake(
        "axis_one",
        lambda z: _softmax_over(1, z),
        "Right for a table, but `axis=1` is the last axis only there. A single row has no axis 1, and images have more. There is a number that always names the last axis.",
    ),
    Mistake(
        "whole_array",
        _softmax_whole_array,
        "All samples together sum to 1. Each row on its own should: tell the sum which axis to run along.",
    ),
    Mistake(
        "whole_array_naive",
        _softmax_whole_array_naive,
        "All samples together sum to 1, and large numbers overflow. Sum each row on its own, and shift it first.",
    ),
    Mistake(
        "sum_without_keepdims",
        _softmax_without_keepdims,
        "Right for a single row. In a table the sums lost their axis, so they line up with the columns instead of the rows. Keep the axis: `keepdims` does that.",
    ),
    Mistake(
        "no_keepdims",
        _softmax_without_any_keepdims,
        "Right for a single row. In a table both the maxima and the sums lost their axis, so they line up with columns instead of rows. Both need `keepdims`.",
    ),
    Mistake(
        "maximum_without_keepdims",
        _softmax_shift_without_keepdims,
        "Right for a single row. In a table the maxima lost their axis, so they are subtracted from columns instead of rows. Keep the axis: `keepdims` does that.",
    ),
    Mistake(
        "not_normalised",
        lambda z: np.exp(z - z.max(axis=-1, keepdims=True)),
        "The largest entry of each row is 1, so a row adds up to more than 1. Divide each row of exponentials by its sum, not by its largest entry.",
    ),
    Mistake(
        "bare_exponential",
        lambda z: np.exp(z),
        "You return the exponentials alone. Divide each row by its sum, so that it adds up to 1, and mind large numbers.",
    ),
    Mistake(
        "no_exponential",
        _softmax_linear,
        "You divide the numbers themselves by their sum. They can be negative or sum to 0: take the exponentials first.",
    ),
    Mistake(
        "log_softmax",
        lambda z: np.log(_softmax(z)),
        "You return the logarithms of the probabilities. The probabilities themselves are wanted here.",
    ),
    Mistake(
        "sign_flipped",
        lambda z: _softmax(-z),
        "The smallest entry wins. Look for a minus in the exponent; unlike the sigmoid, softmax has none.",
    ),
    Mistake(
        "one_hot",
        _softmax_one_hot,
        "The largest entry takes everything: that is a hard maximum. Softmax leaves the others their share.",
    ),
    Mistake(
        "sigmoid",
        lambda z: _sigmoid(z),
        "That is the sigmoid of each entry, and the rows do not sum to 1. In softmax the entries of a row compete: they share one sum.",
    ),
    Mistake(
        "changes_argument",
        _softmax_in_place,
        "The values are right, but `-=` changed the array you were given, and the caller still needs it. Put the shifted numbers into a new array.",
    ),
    Mistake(
        "math_exp",
        lambda z: math.exp(z),
        "`math.exp` takes a single number. NumPy has its own, which works on every entry of an array.",
    ),
)
