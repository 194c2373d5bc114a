"""Mistakes recognised in lesson 01: the sigmoid and its derivative.

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


def _sigmoid_slope_of_a_number(v):
    value = 1 / (1 + math.exp(-v))
    return value * (1 - value)


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


SIGMOID = (
    Mistake(
        "overflow_positive",
        lambda z: np.exp(z) / (1 + np.exp(z)),
        "The formula is right on paper, but for large positive `z` it becomes infinity divided by infinity, which "
        "is not a number. Divide numerator and denominator by e^z: then only e^(−z) is left.",
    ),
    Mistake(
        "overflow_in_the_loop",
        lambda z: _each_entry(lambda v: 1 / (1 + math.exp(-v)), z),
        "Right for moderate values, but `math.exp` raises an error where the result is too large for a float. "
        "`np.exp` gives infinity there, and 1/(1 + infinity) is 0, as it should be.",
    ),
    Mistake(
        "minus_forgotten",
        lambda z: 1 / (1 + np.exp(z)),
        "Your curve falls where it should climb: it is mirrored. Look at the sign in the exponent.",
    ),
    Mistake(
        "mirrored_overflow",
        lambda z: np.exp(-z) / (1 + np.exp(-z)),
        "Your curve falls where it should climb, and it is not a number for very negative `z`. What belongs in the "
        "numerator if e^(−z) is in the denominator?",
    ),
    Mistake(
        "math_exp",
        lambda z: 1 / (1 + math.exp(-z)),
        "`math.exp` takes a single number. NumPy has its own, which works on every entry of an array.",
    ),
    Mistake(
        "parentheses_missing",
        lambda z: 1 / 1 + np.exp(-z),
        "You return 1 + e^(−z), which is only the denominator. Division comes before addition: put the whole "
        "denominator in brackets, and 1 above it.",
    ),
    Mistake(
        "brackets_missing_below",
        lambda z: np.exp(z) / 1 + np.exp(z),
        "You return twice the exponential. Is the denominator without brackets? Then only its 1 divides, and the rest "
        "is added.",
    ),
    Mistake(
        "minus_in_denominator",
        lambda z: 1 / (1 - np.exp(-z)),
        "There is a minus between the 1 and the exponential; at `z` = 0 that divides by zero. The two are added.",
    ),
    Mistake(
        "bare_exponential",
        lambda z: np.exp(-z),
        "You return the exponential alone, which grows without limit. Where do the 1 above and the 1 below the "
        "fraction line come in?",
    ),
    Mistake(
        "one_forgotten",
        lambda z: 1 / np.exp(-z),
        "The 1 in the denominator is missing, so your result grows without limit. It is what keeps the sigmoid "
        "below 1.",
    ),
    Mistake(
        "tanh",
        lambda z: np.tanh(z),
        "Your values run from −1 to 1: that is tanh. The sigmoid runs from 0 to 1 and gives one half at 0.",
    ),
    Mistake(
        "tanh_of_the_whole_argument",
        lambda z: 0.5 * (1 + np.tanh(z)),
        "The limits are right, but the curve climbs twice as fast as it should. The tanh inside needs half the "
        "argument.",
    ),
    Mistake(
        "e_with_three_digits",
        lambda z: 1 / (1 + 2.718**-z),
        "2.718 is e with three digits after the point. NumPy's exponential uses as many as a float holds.",
    ),
    Mistake(
        "e_with_five_digits",
        lambda z: 1 / (1 + 2.71828**-z),
        "2.71828 is e with five digits after the point. NumPy's exponential uses as many as a float holds.",
    ),
    Mistake(
        "power_of_two",
        lambda z: 1 / (1 + np.exp2(-z)),
        "Your formula has the right form, with powers of 2. The sigmoid has powers of e.",
    ),
    Mistake(
        "half_angle_tanh",
        lambda z: np.tanh(z / 2),
        "The shape is right, but your values run from −1 to 1 and the sigmoid's from 0 to 1. Shift and scale, or "
        "start from the formula with 1 in the numerator.",
    ),
    Mistake(
        "returns_derivative",
        lambda z: _sigmoid(z) * (1 - _sigmoid(z)),
        "You return the derivative, the next exercise: a bump that is 0.25 at 0. Here the S-shaped curve itself is "
        "wanted.",
    ),
    Mistake(
        "absolute_value",
        lambda z: 1 / (1 + np.exp(-np.abs(z))),
        "Right for positive `z`, but the negative side mirrors it. With |z| in the exponent the two sides need "
        "different formulas: treat negative `z` separately.",
    ),
    Mistake(
        "normalised",
        lambda z: np.exp(z) / np.exp(z).sum(),
        "You divide by the sum over all entries, which is softmax. The sigmoid looks at each entry alone.",
    ),
    Mistake(
        "python_if",
        _sigmoid_with_if,
        "Python's `if` wants one yes or no, but `z >= 0` gives one answer for each entry. Choose entry by entry, or "
        "use one formula that fits both signs.",
    ),
    Mistake(
        "clips_argument",
        _sigmoid_clips_in_place,
        "The values are right, but limiting the large entries changed the array you were given, and the caller "
        "still needs it. Limit a copy.",
    ),
    Mistake(
        "changes_argument",
        _sigmoid_in_place,
        "The values are right, but the array you were given now holds something else, and the caller still needs "
        "it. Let each step make a new array.",
    ),
    Mistake(
        "rounded",
        lambda z: np.round(_sigmoid(z)),
        "Your results are only 0 and 1: that is the decision one takes from a sigmoid. Return the value before "
        "rounding.",
    ),
)

SIGMOID_GRAD = (
    Mistake(
        "activation_rule_on_pre_activation",
        lambda z: z * (1 - z),
        "`z * (1 - z)` would be right if `z` were already the sigmoid's output. Here `z` is the pre-activation: "
        "apply the sigmoid first, then use the same rule on the result.",
    ),
    Mistake(
        "sigmoid_twice",
        lambda z: _sigmoid(_sigmoid(z)) * (1 - _sigmoid(_sigmoid(z))),
        "The sigmoid is applied twice. The function is given the pre-activation `z`, so a single sigmoid turns it "
        "into the activation.",
    ),
    Mistake(
        "overflow_negative",
        lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
        "The formula is right on paper, but for very negative `z` it becomes infinity divided by infinity. Write "
        "the derivative with the sigmoid's own value, which stays between 0 and 1.",
    ),
    Mistake(
        "overflow_positive",
        lambda z: np.exp(z) / (1 + np.exp(z)) ** 2,
        "The formula is right on paper, but for very large `z` it becomes infinity divided by infinity. Write the "
        "derivative with the sigmoid's own value, which stays between 0 and 1.",
    ),
    Mistake(
        "inner_derivative_only",
        lambda z: np.exp(-z) / (1 + np.exp(-z)),
        "The square is missing: the derivative of 1/u is −1/u² times the derivative of u.",
    ),
    Mistake(
        "sign_flipped",
        lambda z: -_sigmoid(z) * (1 - _sigmoid(z)),
        "The size is right, the sign is not: the sigmoid climbs everywhere. Which is larger, 1 or the sigmoid? "
        "Subtract in that order.",
    ),
    Mistake(
        "returns_sigmoid",
        lambda z: _sigmoid(z),
        "You return the sigmoid itself. The derivative has a second factor, which makes it small on both sides.",
    ),
    Mistake(
        "plus_for_minus",
        lambda z: _sigmoid(z) * (1 + _sigmoid(z)),
        "There is a plus in the second factor, so the slope stays large on the right. The curve is flat there: "
        "check the sign.",
    ),
    Mistake(
        "no_product",
        lambda z: _sigmoid(z) - _sigmoid(z),
        "Everything cancels to 0. Perhaps brackets are missing: the sigmoid is multiplied by the whole of what is "
        "missing from it to 1.",
    ),
    Mistake(
        "first_factor_missing",
        lambda z: 1 - _sigmoid(z),
        "That is only the second factor. The derivative is a product: multiply by the sigmoid's value too.",
    ),
    Mistake(
        "tanh_rule",
        lambda z: 1 - _sigmoid(z) ** 2,
        "One minus the square is the rule for tanh. The sigmoid has a rule of its own: its steepest slope is 0.25, "
        "at 0.",
    ),
    Mistake(
        "value_squared",
        lambda z: _sigmoid(z) ** 2,
        "You square the sigmoid. The two factors are not the same: the second is what is missing to 1.",
    ),
    Mistake(
        "bracket_squared",
        lambda z: (1 - _sigmoid(z)) ** 2,
        "You square what is missing to 1. The two factors are not the same: one of them is the sigmoid's value "
        "itself.",
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
        "`math.exp` raises an error where the result is too large for a float. `np.exp` gives infinity there, and "
        "1/(1 + infinity) is 0, as it should be.",
    ),
    *differences(lambda z: np.exp(-np.logaddexp(0, -z))),
)
