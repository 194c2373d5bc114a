"""Mistakes recognised in lesson 04: the backward pass of max pooling, which pixel gets what.

The wrong versions choose another pixel of the window, or put something else there. Where the window and the pixel lie
in the image goes wrong in `lesson_04_max_pool_place_mistakes`.
"""

import numpy as np

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_04_reference import avg_pool2d_backward, max_pool2d_backward


def windows(grad_out, size):
    """For each entry of the gradient, its index and the part of the image that its window covers."""
    for n, c, i, j in np.ndindex(*grad_out.shape):
        yield (n, c, i, j), (n, c, slice(i * size, (i + 1) * size), slice(j * size, (j + 1) * size))


def _weighted(weights):
    """Multiply each window's gradient by `weights(window)`, an array of the window's shape."""

    def wrong(grad_out, x, size=2):
        grad_x = np.zeros(x.shape, x.dtype)
        for index, part in windows(grad_out, size):
            grad_x[part] = grad_out[index] * weights(x[part])
        return grad_x

    return wrong


def one_at(place):
    """1 at the place of the window that `place(window)` says, else 0."""

    def weights(window):
        ones = np.zeros(window.shape)
        ones[place(window)] = 1
        return ones

    return _weighted(weights)


def _unravelled(index, window):
    return np.unravel_index(index, window.shape)


def first_largest(window):
    return _unravelled(np.argmax(window), window)


def _last_largest(window):
    return _unravelled(window.size - 1 - np.argmax(window.ravel()[::-1]), window)


def _first_by_columns(window):
    column, row = divmod(int(np.argmax(window.T)), window.shape[0])
    return row, column


def _shared(window):
    largest = window == window.max()
    return largest / largest.sum()


def _written_at(value, place=first_largest):
    """Write `value(gradient, window)` where the gradient belongs."""

    def wrong(grad_out, x, size=2):
        grad_x = np.zeros(x.shape, x.dtype)
        for index, part in windows(grad_out, size):
            grad_x[part][place(x[part])] = value(grad_out[index], x[part])
        return grad_x

    return wrong


def _first_pixel_unless_positive(window):
    return first_largest(window) if window.max() > 0 else (0, 0)


def _all_ties_and_edge_missing(grad_out, x, size=2):
    oh, ow = grad_out.shape[2:]
    return _all_ties(grad_out, x, size)[:, :, : oh * size, : ow * size]


def _nothing_below_zero(window):
    return (window == window.max()) & (window > 0) & (np.cumsum(window == window.max()).reshape(window.shape) == 1)


_all_ties = _weighted(lambda window: window == window.max())

MAX_POOL_CHOICES = (
    Mistake(
        "size_always_two",
        lambda grad_out, x, size=2: max_pool2d_backward(grad_out, x, 2),
        "Right for windows of 2 × 2 only. The function is told how large they are: use `size` wherever you wrote 2.",
    ),
    Mistake(
        "all_ties",
        _all_ties,
        "Right while the largest pixel is alone. In a tie every one of the largest gets the whole gradient, so it "
        "counts several times. Only the first may have it.",
    ),
    Mistake(
        "all_ties_and_edge_missing",
        _all_ties_and_edge_missing,
        "Two things: in a tie every one of the largest gets the gradient, where only the first may have it; and the "
        "dropped edge is missing: begin with zeros in the shape of `x`.",
    ),
    Mistake(
        "ties_share",
        _weighted(_shared),
        "Right while the largest pixel is alone. In a tie you share the gradient out; in this course, as in PyTorch, "
        "the first of the largest gets all of it.",
    ),
    Mistake(
        "last_of_the_ties",
        one_at(_last_largest),
        "In a tie the last of the largest gets the gradient. It should be the first in reading order: does a later "
        "pixel that is merely as large replace it?",
    ),
    Mistake(
        "first_by_columns",
        one_at(_first_by_columns),
        "In a tie you take the first column by column. Reading order goes row by row.",
    ),
    Mistake(
        "nothing_below_zero",
        _weighted(_nothing_below_zero),
        "Windows whose largest pixel is 0 or negative get nothing. Does your search begin with 0 as the best so far? "
        "Begin with a pixel of the window, or with minus infinity.",
    ),
    Mistake(
        "search_starts_from_zero",
        one_at(_first_pixel_unless_positive),
        "Your search starts from 0, so in a window of negative pixels nothing is ever larger. Begin with a pixel of "
        "the window, or with minus infinity.",
    ),
    Mistake(
        "spread_evenly",
        avg_pool2d_backward,
        "Every pixel of a window gets an equal share. That is average pooling; here one pixel was kept, and it gets "
        "all.",
    ),
    Mistake(
        "everything_to_every_pixel",
        _weighted(np.ones_like),
        "Every pixel of a window gets the whole gradient. Only the largest one had any influence on the output.",
    ),
    Mistake(
        "first_pixel",
        one_at(lambda window: (0, 0)),
        "The gradient always goes to the first pixel of the window. It belongs to the largest: look at `x`.",
    ),
    Mistake(
        "smallest_pixel",
        one_at(lambda window: _unravelled(np.argmin(window), window)),
        "The gradient goes to the smallest pixel of each window. The largest one was kept.",
    ),
    Mistake(
        "largest_absolute_value",
        one_at(lambda window: _unravelled(np.argmax(np.abs(window)), window)),
        "You look for the pixel furthest from 0. A very negative pixel loses against every positive one: compare the "
        "values themselves.",
    ),
    Mistake(
        "divided_by_the_area",
        _written_at(lambda gradient, window: gradient / window.size),
        "Only average pooling shares. Here the largest pixel gets all of it.",
    ),
    Mistake(
        "multiplied_by_the_maximum",
        _written_at(lambda gradient, window: gradient * window.max()),
        "The right pixel, but its gradient is multiplied by its value. The output is that pixel itself, so the slope "
        "is 1.",
    ),
    Mistake(
        "value_in_place_of_gradient",
        _written_at(lambda gradient, window: window.max()),
        "The right pixel, but you put its value there, which is the forward pass. The gradient of the window belongs "
        "there.",
    ),
    Mistake(
        "one_in_place_of_gradient",
        _written_at(lambda gradient, window: 1),
        "The right pixel, but you put a 1 there. That is the slope; the chain rule multiplies it by the gradient "
        "that arrives.",
    ),
)
