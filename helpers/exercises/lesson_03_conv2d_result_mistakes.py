"""Mistakes recognised in lesson 03: the axes of a convolution's result, and what else the function leaves behind."""

import numpy as np

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_03_reference import conv2d
from helpers.exercises.lesson_03_sliding import fits, padded


def _rows_of_pixels(x, w, stride, padding):
    """All windows as rows, one after the other, (N · oH · oW, C · kH · kW), and the size of the result."""
    x = padded(x, padding)
    kh, kw = w.shape[2:]
    windows = np.lib.stride_tricks.sliding_window_view(x, (kh, kw), axis=(2, 3))[:, :, ::stride, ::stride]
    oh, ow = windows.shape[2:4]
    return windows.transpose(0, 2, 3, 1, 4, 5).reshape(len(x) * oh * ow, -1), (len(x), len(w), oh, ow)


def _rows_reshaped_at_once(x, w, b, stride=1, padding=0):
    rows, shape = _rows_of_pixels(x, w, stride, padding)
    return (rows @ w.reshape(len(w), -1).T + b).reshape(shape)


def _maps_reshaped_at_once(x, w, b, stride=1, padding=0):
    rows, shape = _rows_of_pixels(x, w, stride, padding)
    return (w.reshape(len(w), -1) @ rows.T + b[:, None]).reshape(shape)


def _kernels_reshaped_not_turned(x, w, b, stride=1, padding=0):
    rows, (n, f, oh, ow) = _rows_of_pixels(x, w, stride, padding)
    return (rows @ w.reshape(-1, f) + b).reshape(n, oh, ow, f).transpose(0, 3, 1, 2)


def _row_and_column_swapped_when_stored(*args):
    right = conv2d(*args)
    y = np.zeros_like(right)
    for i, j in np.ndindex(*right.shape[2:]):
        y[:, :, j, i] = right[:, :, i, j]
    return y


def _multiplied_in_place(copy):
    """Kernel after kernel is multiplied into the image itself, through a window that is a view."""

    def wrong(x, w, b, stride=1, padding=0):
        if copy or padding:
            x = padded(x, padding)
        kh, kw = w.shape[2:]
        y = np.zeros((len(x), len(w), fits(x.shape[2], kh, stride), fits(x.shape[3], kw, stride)))
        for n, f, i, j in np.ndindex(*y.shape):
            window = x[n, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
            window *= w[f]
            y[n, f, i, j] = window.sum() + b[f]
        return y

    return wrong


_buffers = {}


def _keeps_adding(x, w, b, stride=1, padding=0):
    y = conv2d(x, w, b, stride, padding)
    _buffers[y.shape] = _buffers.get(y.shape, 0) + y
    return _buffers[y.shape]


def _rest_stays_zero(*filled):
    """A result of which only a part is filled, because the function returns too early."""

    def wrong(*args):
        right = conv2d(*args)
        y = np.zeros_like(right)
        y[filled] = right[filled]
        return y

    return wrong


CONV2D_RESULT = (
    Mistake(
        "channels_last",
        lambda *args: conv2d(*args).transpose(0, 2, 3, 1),
        "The values are right, but the feature maps come last. Their axis is the second, as in the input: "
        "(N, F, oH, oW).",
    ),
    Mistake(
        "maps_before_images",
        lambda *args: conv2d(*args).swapaxes(0, 1),
        "The values are right, but the first two axes are swapped: images come first, then feature maps.",
    ),
    Mistake(
        "rows_and_columns_of_the_result_swapped",
        lambda *args: conv2d(*args).swapaxes(2, 3),
        "The values are right, but each map is transposed: rows first, then columns.",
    ),
    Mistake(
        "row_and_column_swapped_when_stored",
        _row_and_column_swapped_when_stored,
        "Row and column are swapped where you store the sum. The loop over rows gives the index of the third axis, the "
        "loop over columns that of the fourth.",
    ),
    Mistake(
        "height_before_images",
        lambda *args: conv2d(*args).transpose(2, 3, 0, 1),
        "The values are right, but the places in the map come before images and feature maps. The order is "
        "(N, F, oH, oW).",
    ),
    Mistake(
        "rows_reshaped_at_once",
        _rows_reshaped_at_once,
        "The numbers are right, but in the wrong places: `reshape` never moves a number. Give the product its own axes "
        "(N, oH, oW, F) first, and then bring F forward.",
    ),
    Mistake(
        "maps_reshaped_at_once",
        _maps_reshaped_at_once,
        "The numbers are right, but images and maps are mixed up: `reshape` never moves a number. Give the product its "
        "own axes (F, N, oH, oW) first, and then swap two of them.",
    ),
    Mistake(
        "kernels_reshaped_not_turned",
        _kernels_reshaped_not_turned,
        "`reshape` does not transpose: your matrix of kernels mixes weights of different kernels. Make one row of each "
        "kernel, then turn the matrix.",
    ),
    Mistake(
        "image_multiplied_in_place",
        _multiplied_in_place(copy=True),
        "A slice is a view: `window *= …` multiplies the image itself, and the next window reads the products. Put the "
        "product into a new array.",
    ),
    Mistake(
        "argument_multiplied_in_place",
        _multiplied_in_place(copy=False),
        "A slice is a view: `window *= …` changes `x`, the caller's array, and the next window reads the products. Put "
        "the product into a new array.",
    ),
    Mistake(
        "adds_to_what_was_there",
        _keeps_adding,
        "A second call with the same input gives another answer. Make a new array for the result in every call, and if "
        "you add to it, make it of zeros: `np.empty` holds whatever was there before.",
    ),
    Mistake(
        "whole_numbers_only",
        lambda *args: conv2d(*args).astype(int),
        "The digits after the point are cut off: the array of the result holds whole numbers. Leave out the `int`, so "
        "that it holds floats.",
    ),
    Mistake(
        "returns_after_the_first_row",
        _rest_stays_zero(slice(None), slice(None), slice(0, 1)),
        "Only the first row of each map is filled, the rest is 0. Does the `return` stand inside the loop over the "
        "rows?",
    ),
    Mistake(
        "returns_after_the_first_place",
        _rest_stays_zero(slice(None), slice(None), slice(0, 1), slice(0, 1)),
        "Only the first place of each map is filled, the rest is 0. Does the `return` stand inside a loop?",
    ),
    Mistake(
        "returns_after_the_first_image",
        _rest_stays_zero(slice(0, 1)),
        "Only the first image of the batch is filled, the rest is 0. Does the `return` stand inside the loop over the "
        "images?",
    ),
    Mistake(
        "returns_after_the_first_kernel",
        _rest_stays_zero(slice(None), slice(0, 1)),
        "Only the first feature map is filled, the rest is 0. Does the `return` stand inside the loop over kernels?",
    ),
    Mistake(
        "returns_after_the_first_map",
        _rest_stays_zero(slice(0, 1), slice(0, 1)),
        "Only the first map of the first image is filled, the rest is 0. Does the `return` stand inside the loops over "
        "images and kernels?",
    ),
    Mistake(
        "returns_after_the_first_entry",
        _rest_stays_zero(slice(0, 1), slice(0, 1), slice(0, 1), slice(0, 1)),
        "Only the very first entry is filled, the rest is 0. The `return` stands inside the innermost loop: move it to "
        "the left, out of all of them.",
    ),
)
