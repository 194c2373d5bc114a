"""Mistakes recognised in lesson 03: the test for superposition.

Each wrong version is one formula, to be read beside the right one: g(a x + b y) − a g(x) − b g(y) with
g(x) = f(x) − f(0), and of that the largest absolute entry.
"""

import numpy as np

from helpers.exercises.core import Mistake


def _of_gap(summarise):
    """The right gap, and something else than its largest absolute entry."""

    def wrong(f, x, y, a, b):
        f0 = f(np.zeros_like(x))
        return summarise(f(a * x + b * y) - f0 - a * (f(x) - f0) - b * (f(y) - f0))

    return wrong


def _largest(formula):
    """The largest absolute entry of ``formula(g, x, y, a, b)``, where g is f without its bias."""

    def wrong(f, x, y, a, b):
        f0 = f(np.zeros_like(x))
        return np.max(np.abs(formula(lambda v: f(v) - f0, x, y, a, b)))

    return wrong


def _largest_with_bias(formula):
    """The largest absolute entry of ``formula(f, f0, x, y, a, b)``."""
    return lambda f, x, y, a, b: np.max(np.abs(formula(f, f(np.zeros_like(x)), x, y, a, b)))


def _plain_zero(f, x, y, a, b):
    f0 = f(0)
    return np.max(np.abs(f(a * x + b * y) - f0 - a * (f(x) - f0) - b * (f(y) - f0)))


def _relative(f, x, y, a, b):
    f0 = f(np.zeros_like(x))
    left = f(a * x + b * y) - f0
    return np.max(np.abs(left - a * (f(x) - f0) - b * (f(y) - f0))) / np.max(np.abs(left))


def _relative_entries(f, x, y, a, b):
    f0 = f(np.zeros_like(x))
    left = f(a * x + b * y) - f0
    return np.max(np.abs((left - a * (f(x) - f0) - b * (f(y) - f0)) / left))


def _of_both_sides(compare):
    """``compare(left, right)`` of the two sides of the equation, g(a x + b y) and a g(x) + b g(y)."""

    def wrong(f, x, y, a, b):
        f0 = f(np.zeros_like(x))
        return compare(f(a * x + b * y) - f0, a * (f(x) - f0) + b * (f(y) - f0))

    return wrong


def _arguments_changed(f, x, y, a, b):
    f0 = f(np.zeros_like(x))
    x *= a
    y *= b
    return np.max(np.abs(f(x + y) - f0 - a * (f(x) - f0) - b * (f(y) - f0)))


def _sum_written_into_x(f, x, y, a, b):
    f0 = f(np.zeros_like(x))
    right = a * (f(x) - f0) + b * (f(y) - f0)
    x *= a
    x += b * y
    return np.max(np.abs(f(x) - f0 - right))


SUPERPOSITION_GAP = (
    Mistake(
        "bias_not_removed",
        _largest_with_bias(lambda f, f0, x, y, a, b: f(a * x + b * y) - a * f(x) - b * f(y)),
        "The bias is still in: even 2v + 1 gets a gap. Take f(0) away from each of the three values of `f`.",
    ),
    Mistake(
        "bias_removed_from_the_left_only",
        _largest_with_bias(lambda f, f0, x, y, a, b: f(a * x + b * y) - f0 - a * f(x) - b * f(y)),
        "f(0) is taken away once only, from f(a·x + b·y). f(x) and f(y) contain it, too.",
    ),
    Mistake(
        "bias_removed_from_the_right_only",
        _largest_with_bias(lambda f, f0, x, y, a, b: f(a * x + b * y) - a * (f(x) - f0) - b * (f(y) - f0)),
        "f(0) is taken away from f(x) and f(y), but not from f(a·x + b·y).",
    ),
    Mistake(
        "brackets_around_the_bias_missing",
        _largest_with_bias(lambda f, f0, x, y, a, b: (f(a * x + b * y) - f0) - (a * f(x) - f0) - (b * f(y) - f0)),
        "`a` and `b` multiply f(x) and f(y) only, and not the f(0) that is taken away. Put g(x) = f(x) − f(0) in "
        "brackets.",
    ),
    Mistake(
        "bias_removed_three_times",
        _largest_with_bias(lambda f, f0, x, y, a, b: f(a * x + b * y) - f0 - (a * f(x) + f0) - (b * f(y) + f0)),
        "A bracket is missing: a minus in front of it turns the signs inside. Write g(x) = f(x) − f(0) as one thing, "
        "then multiply.",
    ),
    Mistake(
        "bias_added",
        _largest_with_bias(lambda f, f0, x, y, a, b: (f(a * x + b * y) + f0) - a * (f(x) + f0) - b * (f(y) + f0)),
        "f(0) is added in place of taken away: g(x) = f(x) − f(0).",
    ),
    Mistake(
        "plain_zero",
        _plain_zero,
        "`f` takes an array of the shape of `x`, and you call it with the single number 0. Give it an array of zeros.",
    ),
    Mistake(
        "no_absolute_value",
        _of_gap(np.max),
        "The largest entry is taken with its sign, so a large negative gap is overlooked. Take absolute values first.",
    ),
    Mistake(
        "absolute_value_too_late",
        _of_gap(lambda gap: np.abs(np.max(gap))),
        "The absolute value comes after the maximum, when a large negative gap is already lost. Change the order.",
    ),
    Mistake(
        "smallest",
        _of_gap(lambda gap: np.min(np.abs(gap))),
        "This is the smallest gap. A single entry that misses is enough to show that `f` is not linear: take the "
        "largest.",
    ),
    Mistake(
        "mean",
        _of_gap(lambda gap: np.mean(np.abs(gap))),
        "You average the gaps. A single entry that misses is enough to show that `f` is not linear: take the largest.",
    ),
    Mistake(
        "sum_of_absolute_values",
        _of_gap(lambda gap: np.sum(np.abs(gap))),
        "You add up the gaps of all entries. The largest one is wanted.",
    ),
    Mistake(
        "mean_with_signs",
        _of_gap(np.mean),
        "You average the gaps with their signs, so they can cancel. Take the largest absolute entry.",
    ),
    Mistake(
        "sum_with_signs",
        _of_gap(np.sum),
        "You add up the gaps with their signs, so they can cancel. Take the largest absolute entry.",
    ),
    Mistake(
        "euclidean_norm",
        _of_gap(lambda gap: np.sqrt(np.sum(np.square(gap)))),
        "This is the length of the gap, the root of the sum of squares. The largest absolute entry is wanted.",
    ),
    Mistake(
        "largest_square",
        _of_gap(lambda gap: np.max(np.square(gap))),
        "The gap is squared. That makes it positive, but it changes its size: take the absolute value.",
    ),
    Mistake(
        "mean_of_squares",
        _of_gap(lambda gap: np.mean(np.square(gap))),
        "This is the mean of the squares. The largest absolute entry is wanted.",
    ),
    Mistake(
        "whole_gap",
        _of_gap(lambda gap: gap),
        "You return the gap of every entry. One number is wanted: the largest of them, without its sign.",
    ),
    Mistake(
        "whole_absolute_gap",
        _of_gap(np.abs),
        "You return the absolute gap of every entry. One number is wanted: the largest of them.",
    ),
    Mistake(
        "largest_of_each_row",
        _of_gap(lambda gap: np.max(np.abs(gap), axis=-1)),
        "You return the largest gap of each row. One number is wanted: the largest of all, over every axis.",
    ),
    Mistake(
        "python_max",
        _of_gap(lambda gap: max(abs(gap))),
        "Python's `max` compares entries one by one, and the entries of a table are rows. NumPy's maximum looks at all "
        "numbers, whatever the shape.",
    ),
    Mistake(
        "relative",
        _relative,
        "The gap is divided by the size of the values. Return the gap itself.",
    ),
    Mistake(
        "relative_entries",
        _relative_entries,
        "Each gap is divided by the value itself, which may be 0. Return the gap as it is.",
    ),
    Mistake(
        "yes_or_no",
        _of_gap(lambda gap: np.max(np.abs(gap)) < 1e-6),
        "You answer whether `f` is linear. The question is how far it is from it: return the number itself, and let "
        "the caller judge.",
    ),
    Mistake(
        "yes_or_no_turned_round",
        _of_gap(lambda gap: np.max(np.abs(gap)) > 1e-6),
        "You answer whether `f` is not linear. The question is how far it is from linear: return the number itself.",
    ),
    Mistake(
        "difference_of_the_maxima",
        _of_both_sides(lambda left, right: np.abs(np.max(np.abs(left)) - np.max(np.abs(right)))),
        "You compare the largest entry of one side with the largest of the other, which may be in different places. "
        "Subtract the arrays first.",
    ),
    Mistake(
        "absolute_values_before_subtracting",
        _of_both_sides(lambda left, right: np.max(np.abs(np.abs(left) - np.abs(right)))),
        "The absolute values are taken before the subtraction, so 3 and −3 count as equal. Subtract first.",
    ),
    Mistake(
        "additivity_only",
        _largest(lambda g, x, y, a, b: g(x + y) - g(x) - g(y)),
        "This tests sums only: `a` and `b` are not used. They stand before x and y, and before g(x) and g(y).",
    ),
    Mistake(
        "homogeneity_only",
        _largest(lambda g, x, y, a, b: g(a * x) - a * g(x)),
        "This tests multiples of `x` only. The test mixes two inputs: `y` and `b` belong in it, too.",
    ),
    Mistake(
        "weights_inside_only",
        _largest(lambda g, x, y, a, b: g(a * x + b * y) - g(x) - g(y)),
        "`a` and `b` are used inside `f`, but not outside. The other side is a·g(x) + b·g(y).",
    ),
    Mistake(
        "weights_outside_only",
        _largest(lambda g, x, y, a, b: g(x + y) - a * g(x) - b * g(y)),
        "`a` and `b` are used outside `f`, but not inside. `f` gets the mixture a·x + b·y.",
    ),
    Mistake(
        "weights_inside_everywhere",
        _largest(lambda g, x, y, a, b: g(a * x + b * y) - g(a * x) - g(b * y)),
        "On the right `a` and `b` are inside `f`, so only sums are tested. They belong in front: a·g(x) + b·g(y).",
    ),
    Mistake(
        "weights_added",
        _largest(lambda g, x, y, a, b: g((a + b) * (x + y)) - (a + b) * (g(x) + g(y))),
        "You use the sum of `a` and `b` for both. `a` belongs to x alone, and `b` to y.",
    ),
    Mistake(
        "weights_swapped",
        _largest(lambda g, x, y, a, b: g(a * x + b * y) - b * g(x) - a * g(y)),
        "`a` and `b` are swapped on one side: `a` belongs to x, and `b` to y.",
    ),
    Mistake(
        "x_in_place_of_y_inside",
        _largest(lambda g, x, y, a, b: g(a * x + b * x) - a * g(x) - b * g(y)),
        "`f` gets a mixture of x with itself. The second input is y.",
    ),
    Mistake(
        "x_in_place_of_y",
        _largest(lambda g, x, y, a, b: g(a * x + b * x) - a * g(x) - b * g(x)),
        "`y` is never used: both inputs are x.",
    ),
    Mistake(
        "x_in_place_of_y_outside",
        _largest(lambda g, x, y, a, b: g(a * x + b * y) - a * g(x) - b * g(x)),
        "The last value of `f` is taken at x. `b` belongs to y.",
    ),
    Mistake(
        "last_sign",
        _largest(lambda g, x, y, a, b: g(a * x + b * y) - a * g(x) + b * g(y)),
        "The last sign is wrong: both a·g(x) and b·g(y) are taken away. Without brackets, a minus holds for one term "
        "only.",
    ),
    Mistake(
        "sides_added",
        _largest(lambda g, x, y, a, b: g(a * x + b * y) + a * g(x) + b * g(y)),
        "The two sides are added. How far they are apart is their difference.",
    ),
    Mistake(
        "difference_inside",
        _largest(lambda g, x, y, a, b: g(a * x - b * y) - a * g(x) - b * g(y)),
        "`f` gets a·x − b·y. It is the sum that is tested: a·x + b·y.",
    ),
    Mistake(
        "right_side_inside",
        _largest(lambda g, x, y, a, b: g(a * x + b * y - a * x - b * y)),
        "The subtraction stands inside `f`, so it gets zeros. First apply `f`, then subtract.",
    ),
    Mistake(
        "product_inside",
        _largest(lambda g, x, y, a, b: g(a * x * b * y) - a * g(x) - b * g(y)),
        "`f` gets a product of x and y. It is the sum that is tested: a·x + b·y.",
    ),
    Mistake(
        "arguments_changed",
        _arguments_changed,
        "`x *= a` changes the caller's array, and the f(x) after it is no longer what it should be. Compute a·x in a "
        "new array.",
    ),
    Mistake(
        "sum_written_into_x",
        _sum_written_into_x,
        "The value is right, but the sum is written into `x`, the caller's array. Compute it in a new array.",
    ),
)
