"""Mistakes recognised in lesson 03: where the windows of average pooling lie, and how many there are."""

import numpy as np

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_03_reference import avg_pool2d


def _mean_of_slices(span, count):
    """Cut a window at each of ``count(H, size)`` × ``count(W, size)`` places and average it.

    ``span(i, size)`` gives where the window begins and ends, for rows and columns alike.
    """

    def wrong(x, size=2):
        y = np.zeros((*x.shape[:2], count(x.shape[2], size), count(x.shape[3], size)))
        for i, j in np.ndindex(*y.shape[2:]):
            (top, bottom), (left, right) = span(i, size), span(j, size)
            y[:, :, i, j] = x[:, :, top:bottom, left:right].mean(axis=(2, 3))
        return y

    return wrong


def _right_span(i, size):
    return i * size, i * size + size


def _span_from_i(i, size):
    return i, i + size


def _rounded_down(length, size):
    return length // size


def _rounded_up(length, size):
    return -(-length // size)


def _with_zeros_in_the_rest(x, size=2):
    rest_h, rest_w = -x.shape[2] % size, -x.shape[3] % size
    return avg_pool2d(np.pad(x, ((0, 0), (0, 0), (0, rest_h), (0, rest_w))), size)


def _reshaped(cut_height, cut_width, summarise=np.mean):
    """Average the axes of a reshaped array from which what is left over was not cut everywhere."""

    def wrong(x, size=2):
        n, c, h, w = x.shape
        x = x[:, :, : h // size * size if cut_height else h, : w // size * size if cut_width else w]
        return summarise(x.reshape(n, c, h // size, size, w // size, size), axis=(3, 5))

    return wrong


def _reshaped_for_two(x, size=2):
    n, c, h, w = x.shape
    return x.reshape(n, c, h // 2, 2, w // 2, 2).mean(axis=(3, 5))


def _four_slices(x, size=2):
    return (x[:, :, ::2, ::2] + x[:, :, 1::2, ::2] + x[:, :, ::2, 1::2] + x[:, :, 1::2, 1::2]) / 4


def _height_and_width_swapped(x, size=2):
    n, c, w, h = x.shape
    y = np.zeros((n, c, h // size, w // size))
    for i, j in np.ndindex(*y.shape[2:]):
        y[:, :, i, j] = x[:, :, i * size : i * size + size, j * size : j * size + size].mean(axis=(2, 3))
    return y


def _one_count_for_both(x, size=2):
    count = x.shape[2] // size
    y = np.zeros((*x.shape[:2], count, count))
    for i, j in np.ndindex(count, count):
        y[:, :, i, j] = x[:, :, i * size : i * size + size, j * size : j * size + size].mean(axis=(2, 3))
    return y


def _last_row_and_column_left_out(x, size=2):
    y = avg_pool2d(x, size)
    y[:, :, -1:] = 0
    y[..., -1:] = 0
    return y


def _last_window_left_out(x, size=2):
    y = avg_pool2d(x, size)
    y[:, :, len(range(0, x.shape[2] - size, size)) :] = 0
    y[:, :, :, len(range(0, x.shape[3] - size, size)) :] = 0
    return y


AVG_POOL2D_WINDOW = (
    Mistake(
        "size_ignored",
        lambda x, size=2: avg_pool2d(x, 2),
        "Right for size 2, but `size` is never used. The windows may also be 3 × 3 or larger.",
    ),
    Mistake(
        "reshaped_for_two",
        _reshaped_for_two,
        "`reshape` makes windows of 2 × 2, whatever the size, and an odd height or width has pixels left over. Use "
        "`size`, and cut the image to whole windows first.",
    ),
    Mistake(
        "four_slices_added",
        _four_slices,
        "Four slices with step 2 are averaged. That needs an even height and width, and it is always 2 × 2: think of "
        "other sizes, and cut off what is left over.",
    ),
    Mistake(
        "windows_overlap",
        _mean_of_slices(_span_from_i, lambda length, size: length - size + 1),
        "Your windows overlap: they move by one pixel, as in a convolution. Pooling windows lie side by side, so they "
        "move by their size.",
    ),
    Mistake(
        "windows_start_one_pixel_apart",
        _mean_of_slices(_span_from_i, _rounded_down),
        "The size is right, but the windows start one pixel apart. Window number i starts `size` times as far from the "
        "edge.",
    ),
    Mistake(
        "windows_end_too_early",
        _mean_of_slices(lambda i, size: (i * size, i + size), _rounded_down),
        "The start of a window moves and its end does not keep up, so later windows are too small or empty. A window "
        "ends `size` pixels after its start.",
    ),
    Mistake(
        "windows_end_one_pixel_early",
        _mean_of_slices(lambda i, size: (i * size, i * size + size - 1), _rounded_down),
        "The last row and column of each window are missing. A slice stops before its second number, so you need not "
        "subtract 1.",
    ),
    Mistake(
        "step_of_two",
        _mean_of_slices(lambda i, size: (2 * i, 2 * i + size), lambda length, size: (length - size) // 2 + 1),
        "Your windows have the right size, but they always move by 2. They lie side by side: they move by `size`.",
    ),
    Mistake(
        "window_of_two",
        _mean_of_slices(lambda i, size: (i * size, i * size + 2), _rounded_down),
        "Your windows move by `size`, but they always have 2 × 2 pixels. They have `size` rows and columns.",
    ),
    Mistake(
        "incomplete_windows_kept",
        _mean_of_slices(_right_span, _rounded_up),
        "Incomplete windows at the lower and right edge are averaged, too. Here they are dropped: only whole windows "
        "count.",
    ),
    Mistake(
        "incomplete_windows_filled_with_zeros",
        _with_zeros_in_the_rest,
        "Incomplete windows at the lower and right edge are filled up with zeros. Here they are dropped: only whole "
        "windows count.",
    ),
    Mistake(
        "last_row_and_column_left_out",
        _last_row_and_column_left_out,
        "The last row and column of windows are left out: `range` stops before its second number.",
    ),
    Mistake(
        "last_window_left_out",
        _last_window_left_out,
        "The last window is left out wherever it ends exactly at the edge: `range` stops before its second number, so "
        "that has to be one larger.",
    ),
    Mistake(
        "left_over_not_cut",
        _reshaped(False, False),
        "`reshape` needs every pixel to have a place, and the pixels that are left over have none. Cut the image to "
        "whole windows first.",
    ),
    Mistake(
        "max_for_mean_and_left_over_not_cut",
        _reshaped(False, False, np.max),
        "Two things: you take the largest pixel of each window, where the mean is wanted; and before `reshape` the "
        "image must be cut to whole windows.",
    ),
    Mistake(
        "sum_for_mean_and_left_over_not_cut",
        _reshaped(False, False, np.sum),
        "Two things: the pixels of each window are added up but not divided; and before `reshape` the image must be "
        "cut to whole windows.",
    ),
    Mistake(
        "only_the_width_cut",
        _reshaped(False, True),
        "The width is cut to whole windows, the height is not. Cut both before `reshape`.",
    ),
    Mistake(
        "only_the_height_cut",
        _reshaped(True, False),
        "The height is cut to whole windows, the width is not. Cut both before `reshape`.",
    ),
    Mistake(
        "first_pixels_cut_off",
        lambda x, size=2: avg_pool2d(x[:, :, x.shape[2] % size :, x.shape[3] % size :], size),
        "What is left over is cut off at the top and on the left. The windows begin in the upper left corner: cut at "
        "the bottom and on the right.",
    ),
    Mistake(
        "height_and_width_swapped",
        _height_and_width_swapped,
        "Height and width are swapped. In `x.shape` the height comes before the width.",
    ),
    Mistake(
        "image_taken_as_square",
        _one_count_for_both,
        "The number of windows from left to right is counted from the height. The image need not be square: use its "
        "width.",
    ),
)
