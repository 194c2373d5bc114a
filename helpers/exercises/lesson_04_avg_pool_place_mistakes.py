"""Mistakes recognised in lesson 04: the backward pass of average pooling, where the shares go.

Which pixels belong to a window, and what happens at an edge that no window covers.
"""

import numpy as np

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_04_avg_pool_mistakes import placed, spread, without_the_last_windows
from helpers.exercises.lesson_04_reference import avg_pool2d_backward


def _edge_filled(grad_out, x, size=2):
    share = spread(grad_out, size) / size**2
    missing = [(0, have - got) for have, got in zip(x.shape, share.shape)]
    return np.pad(share, missing, mode="edge")


def _edge_missing(grad_out, x, size=2):
    return spread(grad_out, size) / size**2


def _edge_unchecked(grad_out, x, size=2):
    grad_x = np.zeros_like(x)
    grad_x[...] = spread(grad_out, size) / size**2
    return grad_x


def _tiled(grad_out, x, size=2):
    return placed(np.tile(grad_out, (1, 1, size, size)) / size**2, x)


def _resized(grad_out, x, size=2):
    oh, ow = grad_out.shape[2:]
    return placed(np.resize(grad_out, (*grad_out.shape[:2], oh * size, ow * size)) / size**2, x)


def _rows_only(grad_out, x, size=2):
    return placed(np.repeat(grad_out, size, axis=2) / size**2, x)


def _columns_only(grad_out, x, size=2):
    return placed(np.repeat(grad_out, size, axis=3) / size**2, x)


def _axes_one_too_far_left(grad_out, x, size=2):
    grad_x = np.zeros_like(x)
    grad_x[...] = np.repeat(np.repeat(grad_out, size, axis=1), size, axis=2) / size**2
    return grad_x


def _windows_side_by_side(grad_out, x, size=2):
    grad_x = np.zeros_like(x)
    for i, j in np.ndindex(*grad_out.shape[2:]):
        grad_x[:, :, i : i + size, j : j + size] += grad_out[:, :, i, j, None, None] / size**2
    return grad_x


def _windows_overwritten(grad_out, x, size=2):
    grad_x = np.zeros_like(x)
    for i, j in np.ndindex(*grad_out.shape[2:]):
        grad_x[:, :, i : i + size, j : j + size] = grad_out[:, :, i, j, None, None] / size**2
    return grad_x


def _rows_and_columns_swapped(grad_out, x, size=2):
    grad_x = np.zeros_like(x)
    for i, j in np.ndindex(*grad_out.shape[2:]):
        window = (slice(None), slice(None), slice(j * size, (j + 1) * size), slice(i * size, (i + 1) * size))
        grad_x[window] = grad_out[:, :, i, j, None, None] / size**2
    return grad_x


def _first_image_and_channel(grad_out, x, size=2):
    grad_x = np.zeros_like(x)
    grad_x[:1, :1] = avg_pool2d_backward(grad_out[:1, :1], x[:1, :1], size)
    return grad_x


def _starts_from_x(grad_out, x, size=2):
    share = spread(grad_out, size) / size**2
    grad_x = x.copy()
    grad_x[:, :, : share.shape[2], : share.shape[3]] = share
    return grad_x


def _writes_into_x(grad_out, x, size=2):
    x[...] = avg_pool2d_backward(grad_out, x, size)
    return x


def _edge_looked_up(grad_out, x, size=2):
    grad_x = np.zeros_like(x)
    for i, j in np.ndindex(*x.shape[2:]):
        grad_x[:, :, i, j] = grad_out[:, :, i // size, j // size] / size**2
    return grad_x


def _window_without_axes(grad_out, x, size=2):
    grad_x = np.zeros_like(x)
    for i, j in np.ndindex(*grad_out.shape[2:]):
        part = (slice(None), slice(None), slice(i * size, (i + 1) * size), slice(j * size, (j + 1) * size))
        grad_x[part] = grad_out[:, :, i, j] / size**2
    return grad_x


AVG_POOL_PLACES = (
    Mistake(
        "edge_filled",
        _edge_filled,
        "Right except at the dropped edge. No window covered those pixels, so they had no influence: their gradient "
        "is 0.",
    ),
    Mistake(
        "edge_missing",
        _edge_missing,
        "Right as far as the windows reach, but the dropped edge is missing. The result has the shape of `x`: begin "
        "with zeros of that shape.",
    ),
    Mistake(
        "edge_unchecked",
        _edge_unchecked,
        "Right while the windows fill the image. Where an edge is left over, the spread gradient is smaller than "
        "`x`: write it into the part that the windows cover.",
    ),
    Mistake(
        "edge_looked_up",
        _edge_looked_up,
        "Right while the windows fill the image. At a dropped edge your loop looks for windows that do not exist: "
        "loop over the windows of `grad_out`, not over the pixels of `x`, and leave 0 where none reaches.",
    ),
    Mistake(
        "window_without_axes",
        _window_without_axes,
        "A gradient of shape (N, C) cannot fill windows of shape (N, C, size, size). Give it two axes of length 1 at "
        "the end, or loop over images and channels too.",
    ),
    Mistake(
        "nothing_arrives",
        lambda grad_out, x, size=2: np.zeros_like(x),
        "Everything is 0: what you wrote did not reach the array that you return. A `reshape` after a `transpose` is "
        "a copy, and so is a selection by a mask. Compute the values first, then assign them to a slice.",
    ),
    Mistake(
        "tiled",
        _tiled,
        "`np.tile` repeats the whole image side by side. Each entry must be repeated in its own place, over its "
        "window.",
    ),
    Mistake(
        "resized",
        _resized,
        "`np.resize` fills the larger array with the numbers in a row, from the start again and again. Each entry "
        "must be repeated in its own place, over its window.",
    ),
    Mistake(
        "rows_only",
        _rows_only,
        "The entries are repeated down the rows only. A window is as wide as it is high: repeat along the columns too.",
    ),
    Mistake(
        "columns_only",
        _columns_only,
        "The entries are repeated along the columns only. A window is as high as it is wide: repeat down the rows too.",
    ),
    Mistake(
        "axes_one_too_far_left",
        _axes_one_too_far_left,
        "You repeat along the channels and rows. Axes are counted from 0, so rows and columns are the last two of "
        "four.",
    ),
    Mistake(
        "stride_forgotten",
        _windows_side_by_side,
        "Your windows start one pixel apart and overlap. The next one begins where the last ends: multiply the index "
        "by the size.",
    ),
    Mistake(
        "stride_forgotten_and_overwritten",
        _windows_overwritten,
        "Your windows start one pixel apart, and each overwrites a part of the last. The next one begins where the "
        "last ends: multiply the index by the size.",
    ),
    Mistake(
        "rows_and_columns_swapped",
        _rows_and_columns_swapped,
        "Rows and columns have changed places: the gradient of window (i, j) lands in window (j, i). Images that are "
        "not square have no such window.",
    ),
    Mistake(
        "last_row_and_column_left_out",
        lambda grad_out, x, size=2: avg_pool2d_backward(without_the_last_windows(grad_out), x, size),
        "The last row and column of windows are left out: `range` stops before its second number.",
    ),
    Mistake(
        "starts_from_x",
        _starts_from_x,
        "Where no window reached, the pixels of `x` are left over. Begin with zeros of its shape, not with a copy.",
    ),
    Mistake(
        "first_image_and_channel_only",
        _first_image_and_channel,
        "Only the first channel of the first image gets its gradient. Leave the first two axes whole, or loop over "
        "them.",
    ),
    Mistake(
        "returned_as_it_came",
        lambda grad_out, x, size=2: grad_out,
        "You return the gradient as it came. The input had more pixels: each entry spreads over a window of them.",
    ),
    Mistake(
        "writes_into_x",
        _writes_into_x,
        "The values are right, but you wrote them into `x`, which the caller still needs. Begin with a new array.",
    ),
)
