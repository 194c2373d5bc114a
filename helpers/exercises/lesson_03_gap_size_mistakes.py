"""Mistakes recognised in lesson 03: what is made of the gap, once the formula is right."""

import numpy as np

from helpers.exercises.core import Mistake


def _of_gap(summarise):
    """The right gap, and something else than its largest absolute entry."""

    def wrong(f, x, y, a, b):
        f0 = f(np.zeros_like(x))
        return summarise(f(a * x + b * y) - f0 - a * (f(x) - f0) - b * (f(y) - f0))

    return wrong


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


GAP_SIZE = (
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
)
