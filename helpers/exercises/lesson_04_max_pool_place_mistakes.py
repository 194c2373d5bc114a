"""Mistakes recognised in lesson 04: the backward pass of max pooling, where windows and pixels lie.

A place in the window is not a place in the image: between the two lie the window's own place, the dropped edge, the
channel and the order of the axes.
"""

import numpy as np

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_04_avg_pool_mistakes import spread, without_the_last_windows
from helpers.exercises.lesson_04_max_pool_mistakes import first_largest, one_at, windows
from helpers.exercises.lesson_04_reference import max_pool2d_backward


def _place_forgotten(grad_out, x, size=2):
    grad_x = np.zeros(x.shape, x.dtype)
    for (n, c, i, j), part in windows(grad_out, size):
        grad_x[(n, c, *first_largest(x[part]))] = grad_out[n, c, i, j]
    return grad_x


def _stride_forgotten_in_the_place(grad_out, x, size=2):
    grad_x = np.zeros(x.shape, x.dtype)
    for (n, c, i, j), part in windows(grad_out, size):
        u, v = first_largest(x[part])
        grad_x[n, c, i + u, j + v] = grad_out[n, c, i, j]
    return grad_x


def _edge_looked_up(weights):
    """Go through the windows of x, the incomplete ones too."""

    def wrong(grad_out, x, size=2):
        grad_x = np.zeros(x.shape, x.dtype)
        for n, c, i, j in np.ndindex(*x.shape[:2], -(-x.shape[2] // size), -(-x.shape[3] // size)):
            part = (n, c, slice(i * size, (i + 1) * size), slice(j * size, (j + 1) * size))
            grad_x[part] = grad_out[n, c, i, j] * weights(x[part])
        return grad_x

    return wrong


def _one_at_the_first_largest(window):
    return np.arange(window.size).reshape(window.shape) == np.argmax(window)


def _every_largest(window):
    return window == window.max()


def _all_ties_edge_unchecked(grad_out, x, size=2):
    largest = np.zeros_like(grad_out)
    for index, part in windows(grad_out, size):
        largest[index] = x[part].max()
    return np.where(x == spread(largest, size), spread(grad_out, size), 0)


def _stride_forgotten(grad_out, x, size=2):
    grad_x = np.zeros(x.shape, x.dtype)
    for n, c, i, j in np.ndindex(*grad_out.shape):
        part = (n, c, slice(i, i + size), slice(j, j + size))
        grad_x[part][first_largest(x[part])] += grad_out[n, c, i, j]
    return grad_x


def _flat_index_of_the_map(grad_out, x, size=2):
    grad_x = np.zeros(x.shape, x.dtype)
    for (n, c, i, j), part in windows(grad_out, size):
        grad_x[n, c].flat[np.argmax(x[part])] = grad_out[n, c, i, j]
    return grad_x


def _largest_of_the_map(grad_out, x, size=2):
    grad_x = np.zeros(x.shape, x.dtype)
    for n, c, i, j in np.ndindex(*grad_out.shape):
        grad_x[n, c][first_largest(x[n, c])] = grad_out[n, c, i, j]
    return grad_x


def _largest_of_the_map_summed(grad_out, x, size=2):
    grad_x = np.zeros(x.shape, x.dtype)
    for n, c in np.ndindex(*grad_out.shape[:2]):
        grad_x[n, c][first_largest(x[n, c])] = grad_out[n, c].sum()
    return grad_x


def _where_equal_to_the_largest_of_the_map(grad_out, x, size=2):
    grad_x = np.zeros(x.shape, x.dtype)
    for index, part in windows(grad_out, size):
        grad_x[part] = grad_out[index] * (x[part] == x[index[:2]].max())
    return grad_x


def _rows_and_columns_swapped(grad_out, x, size=2):
    grad_x = np.zeros(x.shape, x.dtype)
    for n, c, i, j in np.ndindex(*grad_out.shape):
        part = (n, c, slice(j * size, (j + 1) * size), slice(i * size, (i + 1) * size))
        grad_x[part][first_largest(x[part])] = grad_out[n, c, i, j]
    return grad_x


def _edge_joins_the_last_window(grad_out, x, size=2):
    oh, ow = grad_out.shape[2:]
    grad_x = np.zeros(x.shape, x.dtype)
    for n, c, i, j in np.ndindex(*grad_out.shape):
        rows = slice(i * size, (i + 1) * size if i < oh - 1 else None)
        columns = slice(j * size, (j + 1) * size if j < ow - 1 else None)
        part = (n, c, rows, columns)
        grad_x[part][first_largest(x[part])] = grad_out[n, c, i, j]
    return grad_x


def _edge_missing(grad_out, x, size=2):
    oh, ow = grad_out.shape[2:]
    return max_pool2d_backward(grad_out, x, size)[:, :, : oh * size, : ow * size]


def _cut_in_rows(grad_out, x, size=2):
    n, c, oh, ow = grad_out.shape
    covered = x[:, :, : oh * size, : ow * size]
    best = covered.reshape(n, c, oh, ow, size * size).argmax(axis=-1)
    grad_x = np.zeros(x.shape, x.dtype)
    for (n, c, i, j), part in windows(grad_out, size):
        grad_x[part][np.unravel_index(best[n, c, i, j], (size, size))] = grad_out[n, c, i, j]
    return grad_x


def _first_channel_decides(grad_out, x, size=2):
    grad_x = np.zeros(x.shape, x.dtype)
    for (n, c, i, j), part in windows(grad_out, size):
        grad_x[part][first_largest(x[(n, 0, *part[2:])])] = grad_out[n, c, i, j]
    return grad_x


def _first_image_and_channel(grad_out, x, size=2):
    grad_x = np.zeros(x.shape, x.dtype)
    grad_x[:1, :1] = max_pool2d_backward(grad_out[:1, :1], x[:1, :1], size)
    return grad_x


def _starts_from_x(grad_out, x, size=2):
    grad_x = x.copy()
    for index, part in windows(grad_out, size):
        grad_x[part][first_largest(x[part])] = grad_out[index]
    return grad_x


def _writes_into_x(grad_out, x, size=2):
    x[...] = max_pool2d_backward(grad_out, x, size)
    return x


MAX_POOL_PLACES = (
    Mistake(
        "row_and_column_in_the_window_swapped",
        one_at(lambda window: first_largest(window)[::-1]),
        "Within the window row and column have changed places. The first index that comes out of unravelling is the "
        "row.",
    ),
    Mistake(
        "row_used_as_column",
        one_at(lambda window: (first_largest(window)[0], first_largest(window)[0])),
        "You use the row of the largest pixel as its column too. The whole part of a division by the size is the "
        "row, the remainder is the column.",
    ),
    Mistake(
        "column_used_as_row",
        one_at(lambda window: (first_largest(window)[1], first_largest(window)[1])),
        "You use the column of the largest pixel as its row too. The whole part of a division by the size is the "
        "row, the remainder is the column.",
    ),
    Mistake(
        "all_ties_and_edge_looked_up",
        _edge_looked_up(_every_largest),
        "Two things: in a tie every one of the largest gets the gradient, where only the first may have it; and at a "
        "dropped edge you look for windows that do not exist. Loop over `grad_out`.",
    ),
    Mistake(
        "edge_looked_up",
        _edge_looked_up(_one_at_the_first_largest),
        "Right while the windows fill the image. At a dropped edge your loop looks for windows that do not exist: "
        "loop over the windows of `grad_out`, and leave 0 where none reaches.",
    ),
    Mistake(
        "all_ties_edge_unchecked",
        _all_ties_edge_unchecked,
        "Two things: in a tie every one of the largest gets the gradient, where only the first may have it; and "
        "where an edge is dropped, what you stretched is smaller than `x`.",
    ),
    Mistake(
        "stride_forgotten_in_the_place",
        _stride_forgotten_in_the_place,
        "The right pixel of the right window, but in the image you count windows as if they were one pixel apart. "
        "Where does window (i, j) begin?",
    ),
    Mistake(
        "place_of_the_window_forgotten",
        _place_forgotten,
        "You found the largest pixel, but its place is counted from the window's corner. In the image the window "
        "itself begins further down and to the right: add that.",
    ),
    Mistake(
        "flat_index_of_the_map",
        _flat_index_of_the_map,
        "`argmax` counts the pixels of the window, and you use that number in the whole image. Turn it into a row "
        "and a column of the window, then add where the window begins.",
    ),
    Mistake(
        "stride_forgotten",
        _stride_forgotten,
        "Your windows start one pixel apart and overlap. The next one begins where the last ends: multiply the index "
        "by the size.",
    ),
    Mistake(
        "largest_of_the_map",
        _largest_of_the_map,
        "You look for the largest pixel of the whole image, and the last window's gradient overwrites the others. "
        "Look within each window.",
    ),
    Mistake(
        "largest_of_the_map_summed",
        _largest_of_the_map_summed,
        "The gradients of all windows end up at the largest pixel of the whole image. Look for the largest within "
        "each window.",
    ),
    Mistake(
        "where_equal_to_the_largest_of_the_map",
        _where_equal_to_the_largest_of_the_map,
        "You compare with the largest pixel of the whole image, so most windows get nothing. Compare within each "
        "window.",
    ),
    Mistake(
        "rows_and_columns_swapped",
        _rows_and_columns_swapped,
        "Rows and columns of windows have changed places: the gradient of window (i, j) lands in window (j, i). "
        "Images that are not square have no such window.",
    ),
    Mistake(
        "last_row_and_column_left_out",
        lambda grad_out, x, size=2: max_pool2d_backward(without_the_last_windows(grad_out), x, size),
        "The last row and column of windows are left out: `range` stops before its second number.",
    ),
    Mistake(
        "edge_joins_the_last_window",
        _edge_joins_the_last_window,
        "At the right and at the bottom your last window reaches to the edge of the image. Pixels that do not fill a "
        "whole window are dropped: they get 0.",
    ),
    Mistake(
        "edge_missing",
        _edge_missing,
        "Right as far as the windows reach, but the dropped edge is missing. The result has the shape of `x`: begin "
        "with zeros of that shape.",
    ),
    Mistake(
        "cut_in_rows",
        _cut_in_rows,
        "A single `reshape` cuts the image into runs of neighbours in a row, not into squares. Split rows and "
        "columns each in two, and bring the two axes of the window together before you flatten them.",
    ),
    Mistake(
        "nothing_arrives",
        lambda grad_out, x, size=2: np.zeros_like(x),
        "Everything is 0: what you wrote did not reach the array that you return. A `reshape` after a `transpose` is "
        "a copy, and so is a selection by a mask or a list of indices. Assign to the result itself.",
    ),
    Mistake(
        "first_channel_decides",
        _first_channel_decides,
        "The first channel decides for all. Each channel is pooled on its own: take its own window.",
    ),
    Mistake(
        "first_image_and_channel_only",
        _first_image_and_channel,
        "Only the first channel of the first image gets its gradient. Go through all images and channels.",
    ),
    Mistake(
        "starts_from_x",
        _starts_from_x,
        "The gradients are in the right places, but everywhere else the pixels of `x` are left over. Begin with "
        "zeros, not with a copy.",
    ),
    Mistake(
        "writes_into_x",
        _writes_into_x,
        "The values are right, but you wrote them into `x`, which the caller still needs. Begin with a new array.",
    ),
    Mistake(
        "returned_as_it_came",
        lambda grad_out, x, size=2: grad_out,
        "You return the gradient as it came. The input had more pixels: put each entry where its window's largest "
        "pixel is, and 0 elsewhere.",
    ),
)
