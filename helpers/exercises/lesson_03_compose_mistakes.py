"""Mistakes recognised in lesson 03: two kernels that become one."""

import numpy as np

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_03_reference import compose_kernels


def _full_size(first, second):
    return first.shape[0] + second.shape[0] - 1, first.shape[1] + second.shape[1] - 1


def _second_transposed(first, second):
    (h1, w1), (h2, w2) = first.shape, second.shape
    k = np.zeros(_full_size(first, second))
    for p, q in np.ndindex(h2, w2):
        k[p : p + h1, q : q + w1] += second[q, p] * first
    return k


def _overwritten(first, second):
    (h1, w1), (h2, w2) = first.shape, second.shape
    k = np.zeros(_full_size(first, second))
    for p, q in np.ndindex(h2, w2):
        k[p : p + h1, q : q + w1] = second[p, q] * first
    return k


def _loops_over_the_first(first, second):
    h1, w1 = first.shape
    k = np.zeros(_full_size(first, second))
    for p, q in np.ndindex(h1, w1):
        k[p : p + h1, q : q + w1] += second[p, q] * first
    return k


def _square(first, second):
    h1, h2 = len(first), len(second)
    k = np.zeros((h1 + h2 - 1, h1 + h2 - 1))
    for p, q in np.ndindex(h2, h2):
        k[p : p + h1, q : q + h1] += second[p, q] * first
    return k


def _one_too_small(first, second):
    (h1, w1), (h2, w2) = first.shape, second.shape
    k = np.zeros((h1 + h2 - 2, w1 + w2 - 2))
    for p, q in np.ndindex(h2, w2):
        k[p : p + h1, q : q + w1] += second[p, q] * first
    return k


def _one_too_large(first, second):
    return np.pad(compose_kernels(first, second), ((0, 1), (0, 1)))


def _as_large_as(which):
    """Only as many entries as one of the kernels has, from the middle of the right result."""

    def wrong(first, second):
        k, size = compose_kernels(first, second), which(first, second).shape
        top, left = (k.shape[0] - size[0]) // 2, (k.shape[1] - size[1]) // 2
        return k[top : top + size[0], left : left + size[1]]

    return wrong


def _upper_left_of_the_result(first, second):
    return compose_kernels(first, second)[: len(first), : first.shape[1]]


def _second_slides_inside_the_first(first, second):
    (h1, w1), (h2, w2) = first.shape, second.shape
    k = np.zeros((h1 - h2 + 1, w1 - w2 + 1))
    for i, j in np.ndindex(*k.shape):
        k[i, j] = np.sum(first[i : i + h2, j : j + w2] * second)
    return k


def _laid_over_each_other(combine):
    """Both kernels in the upper left corner of an array of the right size, and then ``combine(one, other)``."""

    def wrong(first, second):
        one, other = np.zeros((2, *_full_size(first, second)))
        one[: len(first), : first.shape[1]] = first
        other[: len(second), : second.shape[1]] = second
        return combine(one, other)

    return wrong


def _goes_round(first, second):
    size = [max(a, b) for a, b in zip(first.shape, second.shape)]
    return np.fft.ifft2(np.fft.fft2(first, size) * np.fft.fft2(second, size)).real


def _rows_only(first, second):
    return np.array([np.convolve(a, b) for a, b in zip(first, second)])


def _last_step_only(first, second):
    last = np.zeros_like(second)
    last[-1, -1] = second[-1, -1]
    return compose_kernels(first, last)


COMPOSE_KERNELS = (
    Mistake(
        "entry_by_entry",
        lambda first, second: first * second,
        "The kernels are multiplied entry by entry. Both hops together reach further than one: the result is larger "
        "than either kernel.",
    ),
    Mistake(
        "entry_by_entry_in_a_larger_array",
        _laid_over_each_other(np.multiply),
        "The size is right, but the kernels are multiplied entry by entry. The weight at one offset collects every way "
        "to get there in two hops.",
    ),
    Mistake(
        "matrix_product",
        lambda first, second: first @ second,
        "The kernels are multiplied as matrices. A kernel is not the matrix of its convolution: it is a picture that "
        "slides.",
    ),
    Mistake(
        "matrix_product_reversed",
        lambda first, second: second @ first,
        "The kernels are multiplied as matrices, the second on the left. That is the rule for the large matrices of "
        "the convolutions, not for the kernels.",
    ),
    Mistake(
        "added",
        lambda first, second: first + second,
        "The kernels are added. That is what two layers side by side do; one after the other, every weight of the one "
        "meets every weight of the other.",
    ),
    Mistake(
        "added_in_a_larger_array",
        _laid_over_each_other(np.add),
        "The size is right, but the kernels are added. One after the other, every weight of the one multiplies every "
        "weight of the other.",
    ),
    Mistake(
        "block_product",
        np.kron,
        "Every weight is multiplied with every other, which is right, but each product gets a place of its own. Hops "
        "that arrive at the same offset are added up: the blocks overlap.",
    ),
    Mistake(
        "second_flipped",
        lambda first, second: compose_kernels(first, second[::-1, ::-1]),
        "One kernel is flipped: this slides the second over the first, as a layer does. Offsets add up: p and then "
        "u − p makes u.",
    ),
    Mistake(
        "first_flipped",
        lambda first, second: compose_kernels(first[::-1, ::-1], second),
        "The first kernel is flipped: this slides one kernel over the other, as a layer does. Offsets add up: p and "
        "then u − p makes u.",
    ),
    Mistake(
        "result_flipped",
        lambda first, second: compose_kernels(first, second)[::-1, ::-1],
        "The values are right, but the kernel lies the wrong way round: a turn by half a circle too many.",
    ),
    Mistake(
        "result_transposed",
        lambda first, second: compose_kernels(first, second).T,
        "The values are right, but the kernel is transposed: rows first, then columns.",
    ),
    Mistake(
        "second_transposed",
        _second_transposed,
        "The row and the column in the second kernel are swapped: `second[p, q]` has the row first.",
    ),
    Mistake(
        "overwritten",
        _overwritten,
        "Each step overwrites what earlier ones left there. Several ways lead to the same offset, and they are added "
        "up.",
    ),
    Mistake(
        "overwritten_the_other_way",
        lambda first, second: _overwritten(second, first),
        "Later products overwrite earlier ones at the same offset. Several ways lead there, and they are added up.",
    ),
    Mistake(
        "last_step_only",
        _last_step_only,
        "Only the last weight of the second kernel is left: is the array of zeros made anew inside the loop?",
    ),
    Mistake(
        "loops_over_the_first",
        _loops_over_the_first,
        "Your loops have the size of the first kernel and read the second. Take the sizes of the one that you go "
        "through.",
    ),
    Mistake(
        "kernels_taken_as_square",
        _square,
        "Heights are used for widths, too. Kernels need not be square: read both sizes from each shape.",
    ),
    Mistake(
        "one_row_and_column_too_many",
        _one_too_large,
        "There is one row and one column too many, of zeros. The two windows share a pixel: 3 and 3 make 5, not 6.",
    ),
    Mistake(
        "one_row_and_column_too_few",
        _one_too_small,
        "The array is one row and one column too small. Two kernels of one weight make a kernel of one weight.",
    ),
    Mistake(
        "as_large_as_the_first",
        _as_large_as(lambda first, second: first),
        "Only the middle of the kernel is left, in the size of the first. Two hops reach further than one: keep all of "
        "it.",
    ),
    Mistake(
        "as_large_as_the_second",
        _as_large_as(lambda first, second: second),
        "Only the middle of the kernel is left, in the size of the second. Two hops reach further than one: keep all "
        "of it.",
    ),
    Mistake(
        "upper_left_part",
        _upper_left_of_the_result,
        "What is there is right, but the rest is missing: the result has the size of the first kernel. Two hops reach "
        "further than one.",
    ),
    Mistake(
        "second_slides_inside_the_first",
        _second_slides_inside_the_first,
        "The second kernel slides inside the first, as over an image. The composed kernel is larger than both: it "
        "covers all pixels that two hops can reach.",
    ),
    Mistake(
        "goes_round",
        _goes_round,
        "The result is too small, so hops over the edge come in again on the other side. Make room for all offsets "
        "first.",
    ),
    Mistake(
        "rows_only",
        _rows_only,
        "Each row of the one kernel meets only the same row of the other. Hops go up and down as well: every row meets "
        "every row.",
    ),
    Mistake(
        "flattened",
        lambda first, second: np.convolve(first.ravel(), second.ravel()),
        "The kernels are flattened first, and rows run into each other. Keep both directions.",
    ),
    Mistake(
        "averaged",
        lambda first, second: compose_kernels(first, second) / second.size,
        "Everything is divided by the number of weights. Products are added up and divided by nothing.",
    ),
    Mistake(
        "whole_numbers_only",
        lambda first, second: compose_kernels(first, second).astype(int),
        "The digits after the point are cut off: the array holds whole numbers. Leave out the `int`, so that it holds "
        "floats.",
    ),
)
