"""Mistakes recognised in lesson 03: what average pooling makes of the pixels in each window, and the result."""

import numpy as np

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_03_reference import avg_pool2d


def _windows(x, size):
    """(N, C, oH, size, oW, size), the pixels of each window along axes 3 and 5."""
    n, c, h, w = x.shape
    oh, ow = h // size, w // size
    return x[:, :, : oh * size, : ow * size].reshape(n, c, oh, size, ow, size)


def _summarised(by):
    """Pooling that takes something else than the mean of each window."""
    return lambda x, size=2: by(_windows(x, size), axis=(3, 5))


def _divided(divide):
    """The sum of each window, then ``divide(sums, size)``."""
    return lambda x, size=2: divide(_windows(x, size).sum(axis=(3, 5)), size)


def _window_axes_in_front(x, size=2):
    n, c, h, w = x.shape
    oh, ow = h // size, w // size
    return x[:, :, : oh * size, : ow * size].reshape(n, c, size, oh, size, ow).mean(axis=(2, 4))


def _window_axes_at_the_end(x, size=2):
    n, c, h, w = x.shape
    oh, ow = h // size, w // size
    return x[:, :, : oh * size, : ow * size].reshape(n, c, oh, ow, size, size).mean(axis=(4, 5))


def _one_pixel(offset):
    def wrong(x, size=2):
        return _windows(x, size)[:, :, :, offset, :, offset]

    return wrong


def _written_into_the_image(x, size=2):
    oh, ow = x.shape[2] // size, x.shape[3] // size
    for i, j in np.ndindex(oh, ow):
        x[:, :, i, j] = x[:, :, i * size : i * size + size, j * size : j * size + size].mean(axis=(2, 3))
    return x[:, :, :oh, :ow]


def _mean_of_all_images(x, size=2):
    y = avg_pool2d(x, size)
    y[...] = y.mean(axis=(0, 1))
    return y


AVG_POOL2D_MEAN = (
    Mistake(
        "max_for_mean",
        _summarised(np.max),
        "That is max pooling: the largest pixel of each window. Here the mean is wanted; max pooling has its turn "
        "later in this lesson.",
    ),
    Mistake("min_for_mean", _summarised(np.min), "You take the smallest pixel of each window. The mean is wanted."),
    Mistake(
        "median_for_mean",
        _summarised(np.median),
        "You take the median of each window. The mean is wanted: the sum, divided by the number of pixels.",
    ),
    Mistake(
        "sum_for_mean",
        _summarised(np.sum),
        "The pixels of each window are added up, but not divided. How many pixels does a window have?",
    ),
    Mistake(
        "divided_by_the_size",
        _divided(lambda sums, size: sums / size),
        "The sum is divided by `size`, but a window has `size` rows and as many columns. How many pixels are that?",
    ),
    Mistake(
        "divided_by_four",
        _divided(lambda sums, size: sums / 4),
        "Right for size 2, where a window has four pixels. With another size it has another number of pixels.",
    ),
    Mistake(
        "divided_by_twice_the_size",
        _divided(lambda sums, size: sums / (2 * size)),
        "The sum is divided by twice the size, which is the number of pixels for size 2 only. Rows and columns are "
        "multiplied, not added.",
    ),
    Mistake(
        "divided_twice",
        _divided(lambda sums, size: sums / size**4),
        "Divided twice: a mean is already divided by the number of pixels.",
    ),
    Mistake(
        "divided_by_the_windows",
        lambda x, size=2: _windows(x, size).sum(axis=(3, 5)) / ((x.shape[2] // size) * (x.shape[3] // size)),
        "The sum is divided by the number of windows. Divide it by the number of pixels in one window.",
    ),
    Mistake(
        "rounded_division",
        _divided(lambda sums, size: sums // size**2),
        "The mean is rounded down: `//` drops the digits after the point. Divide with `/`.",
    ),
    Mistake(
        "whole_numbers_only",
        lambda x, size=2: avg_pool2d(x, size).astype(int),
        "The digits after the point are cut off: the array of the result holds whole numbers. Leave out the `int`, so "
        "that it holds floats.",
    ),
    Mistake(
        "window_axes_in_front",
        _window_axes_in_front,
        "`reshape` keeps the pixels in their order. Of the two axes made from the height, the first counts windows and "
        "the second the rows inside a window: you have them the other way round.",
    ),
    Mistake(
        "window_axes_at_the_end",
        _window_axes_at_the_end,
        "The shape looks right, but the groups are not windows: `reshape` keeps the pixels in reading order. Split the "
        "height into two neighbouring axes, and the width likewise.",
    ),
    Mistake(
        "mean_over_the_windows",
        lambda x, size=2: _windows(x, size).mean(axis=(2, 4)),
        "You average over the windows and keep the pixels inside them. Average over the two axes that have `size` "
        "entries.",
    ),
    Mistake(
        "mean_over_the_last_two_axes",
        lambda x, size=2: _windows(x, size).mean(axis=(4, 5)),
        "You average over the last two axes, but the pixels of a window lie along the two axes that have `size` "
        "entries.",
    ),
    Mistake(
        "height_only",
        lambda x, size=2: _windows(x, size).mean(axis=3).reshape(*x.shape[:2], x.shape[2] // size, -1),
        "Only rows are averaged, columns are not. A window has two directions.",
    ),
    Mistake(
        "whole_image_averaged",
        lambda x, size=2: x.mean(axis=(2, 3)),
        "The whole image is averaged into one number. Average each window of `size` × `size` pixels by itself.",
    ),
    Mistake(
        "channels_averaged",
        lambda x, size=2: avg_pool2d(x, size).mean(axis=1),
        "The channels are averaged, too, and their axis is gone. Pooling treats each channel by itself.",
    ),
    Mistake(
        "channels_averaged_and_kept",
        lambda x, size=2: avg_pool2d(x, size).mean(axis=1, keepdims=True),
        "The channels are averaged into one. Pooling treats each channel by itself.",
    ),
    Mistake(
        "window_of_all_images",
        _mean_of_all_images,
        "One mean is taken over all images and channels. Average rows and columns only: name these two axes in `mean`.",
    ),
    Mistake(
        "first_pixel_of_each_window",
        _one_pixel(0),
        "A slice with a step picks one pixel of each window, the first. The others count as well: take the mean.",
    ),
    Mistake(
        "last_pixel_of_each_window",
        _one_pixel(-1),
        "Only the last pixel of each window is left: every step overwrites what was there. Add up first, then divide.",
    ),
    Mistake(
        "result_transposed",
        lambda x, size=2: avg_pool2d(x, size).swapaxes(2, 3),
        "The values are right, but each map is transposed: rows first, then columns.",
    ),
    Mistake(
        "channels_last",
        lambda x, size=2: avg_pool2d(x, size).transpose(0, 2, 3, 1),
        "The values are right, but the channels come last. The order of the axes stays that of the input.",
    ),
    Mistake(
        "result_as_large_as_the_image",
        lambda x, size=2: np.repeat(np.repeat(avg_pool2d(x, size), size, axis=2), size, axis=3),
        "Each mean fills its whole window. Pooling makes the image smaller: one number for each window.",
    ),
    Mistake(
        "written_into_the_image",
        _written_into_the_image,
        "The values are right, but they are written into `x`, the caller's array. Make a new array for the result.",
    ),
)
