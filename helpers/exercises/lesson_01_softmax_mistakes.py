"""Mistakes recognised in lesson 01: softmax.

Most of the slips are about the axis along which to sum, and about the shift that keeps the exponential from
overflowing.
"""

import math

import numpy as np

from helpers.exercises.core import Mistake


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _softmax(z):
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _softmax_shifted_by(shift, z):
    powers = np.exp(z - shift)
    return powers / powers.sum(axis=-1, keepdims=True)


def _softmax_over(axis, z):
    powers = np.exp(z - z.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def _softmax_over_axis_one_naive(z):
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


def _softmax_for_vectors_and_tables(z):
    return _softmax_over(0 if z.ndim == 1 else 1, z)


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


def _rows(answer, z):
    """What a loop `for row in z` makes of a table, and of everything else."""
    return np.array([answer(row) for row in z])


def _rows_and_columns(z):
    out = np.zeros_like(z)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            out[i, j] = np.exp(z[i, j] - z[i].max()) / np.exp(z[i] - z[i].max()).sum()
    return out


def _rows_and_columns_naive(z):
    out = np.zeros_like(z)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            out[i, j] = np.exp(z[i, j]) / np.exp(z[i]).sum()
    return out


def _softmax_in_place(z):
    z -= z.max(axis=-1, keepdims=True)
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


def _softmax_linear(z):
    return z / z.sum(axis=-1, keepdims=True)


def _softmax_one_hot(z):
    return (z == z.max(axis=-1, keepdims=True)).astype(float)


SOFTMAX = (
    Mistake(
        "no_shift",
        lambda z: np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True),
        "The formula is right on paper, but the exponential of a large number is infinity, and infinity divided by "
        "infinity is not a number. Subtracting the same number from a whole row changes nothing in the result: "
        "which one keeps all exponents at or below 0?",
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
        "The largest number of the whole batch is subtracted from every row. A row far below it becomes 0 divided "
        "by 0. Give each row its own maximum.",
    ),
    Mistake(
        "shift_by_minimum",
        lambda z: _softmax_shifted_by(z.min(axis=-1, keepdims=True), z),
        "Subtracting the minimum leaves all exponents at or above 0, so the exponentials can still overflow. Which "
        "number of the row makes them all 0 or below?",
    ),
    Mistake(
        "shift_by_mean",
        lambda z: _softmax_shifted_by(z.mean(axis=-1, keepdims=True), z),
        "Subtracting the mean is not enough: an entry far above it still overflows. Which number of the row leaves "
        "nothing above 0?",
    ),
    Mistake(
        "shift_over_first_axis",
        lambda z: _softmax_shifted_by(z.max(axis=0, keepdims=True), z),
        "The shift uses the maximum of each column. A shift cancels only if it is the same for the whole row: take "
        "the maximum along the last axis.",
    ),
    Mistake(
        "shift_added",
        lambda z: _softmax_shifted_by(-z.max(axis=-1, keepdims=True), z),
        "The maximum is added in place of subtracted, so large numbers overflow all the sooner. Check the sign of "
        "the shift.",
    ),
    Mistake(
        "first_axis",
        lambda z: _softmax_over(0, z),
        "You normalise down the first axis, so each class sums to 1 over the batch. Each sample's row should: use "
        "the last axis.",
    ),
    Mistake(
        "first_axis_naive",
        _softmax_first_axis_naive,
        "You sum along the first axis, which mixes the samples, and large numbers overflow. Sum along the last "
        "axis, after a shift of each row.",
    ),
    Mistake(
        "axis_one",
        lambda z: _softmax_over(1, z),
        "Right for a table, but `axis=1` is the last axis only there. A single row has no axis 1, and images have "
        "more. There is a number that always names the last axis.",
    ),
    Mistake(
        "axis_one_naive",
        _softmax_over_axis_one_naive,
        "Two things: `axis=1` is the last axis only in a table, not in a single row or in images; and large numbers "
        "overflow. Name the last axis in a way that fits every shape, and shift each row before the exponential.",
    ),
    Mistake(
        "vectors_and_tables_only",
        _softmax_for_vectors_and_tables,
        "Right for a single row and for a table, but with more axes `axis=1` is no longer the last. One way of naming "
        "the last axis fits every shape, so you need no cases.",
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
        "Right for a single row. In a table the sums lost their axis, so they line up with the columns instead of "
        "the rows. Keep the axis: `keepdims` does that.",
    ),
    Mistake(
        "no_keepdims",
        _softmax_without_any_keepdims,
        "Right for a single row. In a table both the maxima and the sums lost their axis, so they line up with "
        "columns instead of rows. Both need `keepdims`.",
    ),
    Mistake(
        "maximum_without_keepdims",
        _softmax_shift_without_keepdims,
        "Right for a single row. In a table the maxima lost their axis, so they are subtracted from columns instead "
        "of rows. Keep the axis: `keepdims` does that.",
    ),
    Mistake(
        "not_normalised",
        lambda z: np.exp(z - z.max(axis=-1, keepdims=True)),
        "The largest entry of each row is 1, so a row adds up to more than 1. Divide each row of exponentials by "
        "its sum, not by its largest entry.",
    ),
    Mistake(
        "bare_exponential",
        lambda z: np.exp(z),
        "You return the exponentials alone. Divide each row by its sum, so that it adds up to 1, and mind large "
        "numbers.",
    ),
    Mistake(
        "no_exponential",
        _softmax_linear,
        "You divide the numbers themselves by their sum. They can be negative or sum to 0: take the exponentials "
        "first.",
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
        "That is the sigmoid of each entry, and the rows do not sum to 1. In softmax the entries of a row compete: "
        "they share one sum.",
    ),
    Mistake(
        "changes_argument",
        _softmax_in_place,
        "The values are right, but `-=` changed the array you were given, and the caller still needs it. Put the "
        "shifted numbers into a new array.",
    ),
    Mistake(
        "rows_of_a_table_only",
        lambda z: _rows(_softmax_whole_array, z),
        "Right for a table, whose rows your loop goes through. A single row has no rows inside it, and images have "
        "more axes: the same three lines without a loop fit every shape, if they run along the last axis.",
    ),
    Mistake(
        "rows_of_a_table_only_naive",
        lambda z: _rows(_softmax_whole_array_naive, z),
        "Two things: your loop over rows fits a table only, not a single row or images; and large numbers overflow. "
        "Run along the last axis without a loop, and shift each row before the exponential.",
    ),
    Mistake(
        "rows_and_columns_of_a_table",
        _rows_and_columns,
        "Your loops count rows and columns, so they need a table, and a single row has one axis only. Without loops, "
        "along the last axis, the same lines fit every shape.",
    ),
    Mistake(
        "rows_and_columns_of_a_table_naive",
        _rows_and_columns_naive,
        "Two things: your loops count rows and columns, so they need a table, and a single row has one axis only; and "
        "large numbers overflow. Run along the last axis without a loop, and shift each row first.",
    ),
    Mistake(
        "math_exp",
        lambda z: math.exp(z),
        "`math.exp` takes a single number. NumPy has its own, which works on every entry of an array.",
    ),
    Mistake(
        "no_keepdims_and_no_shift",
        lambda z: np.exp(z) / np.exp(z).sum(axis=-1),
        "Two things. The sum loses its axis and then divides columns instead of rows: it needs `keepdims`. And the "
        "exponential of a large number is infinity: shift each row first, so that nothing in it is above 0.",
    ),
)
