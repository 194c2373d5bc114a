"""Mistakes recognised in lesson 03: the formula in the test for superposition.

Each wrong version is one formula, to be read beside the right one: g(a x + b y) − a g(x) − b g(y) with
g(x) = f(x) − f(0).
"""

import numpy as np

from helpers.exercises.core import Mistake


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


def _zeros_along_one_axis(f, x, y, a, b):
    f0 = f(np.zeros(len(x)))
    return np.max(np.abs(f(a * x + b * y) - f0 - a * (f(x) - f0) - b * (f(y) - f0)))


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


GAP_FORMULA = (
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
        "zeros_along_one_axis",
        _zeros_along_one_axis,
        "The zeros that `f` gets have one axis only. `x` may be a table or a batch of images: the zeros need its whole "
        "shape.",
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
