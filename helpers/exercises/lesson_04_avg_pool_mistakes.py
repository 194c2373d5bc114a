"""Mistakes recognised in lesson 04: the backward pass of average pooling, how much each pixel gets.

Where the shares go, and what happens at an edge that no window covers, goes wrong in
`lesson_04_avg_pool_place_mistakes`.
"""

import numpy as np

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_04_reference import avg_pool2d_backward, max_pool2d_backward


def spread(grad_out, size):
    """Each entry, repeated over its window."""
    return np.repeat(np.repeat(grad_out, size, axis=2), size, axis=3)


def placed(values, x):
    """The values in the top left corner of zeros of x's shape."""
    grad_x = np.zeros(x.shape, values.dtype)
    grad_x[:, :, : values.shape[2], : values.shape[3]] = values
    return grad_x


def without_the_last_windows(grad_out):
    """The gradient as a loop sees it that stops one row and one column too early."""
    seen = grad_out.copy()
    seen[:, :, -1] = 0
    seen[..., -1] = 0
    return seen


def _share(divisor):
    """Give each pixel its window's gradient over what `divisor` says."""
    return lambda grad_out, x, size=2: placed(spread(grad_out, size) / divisor(grad_out, x, size), x)


def _share_without_edge(divisor):
    return lambda grad_out, x, size=2: spread(grad_out, size) / divisor(grad_out, x, size)


def _to_one_pixel(share):
    def wrong(grad_out, x, size=2):
        grad_x = np.zeros_like(x)
        oh, ow = grad_out.shape[2:]
        grad_x[:, :, : oh * size : size, : ow * size : size] = grad_out / share(size)
        return grad_x

    return wrong


AVG_POOL_SHARES = (
    Mistake(
        "size_always_two",
        lambda grad_out, x, size=2: avg_pool2d_backward(grad_out, x, 2),
        "Right for windows of 2 × 2 only. The function is told how large they are: use `size` wherever you wrote 2 "
        "or 4.",
    ),
    Mistake(
        "not_divided",
        _share(lambda grad_out, x, size: 1),
        "Every pixel of a window gets the whole gradient. It took part in a mean with a small weight: how small?",
    ),
    Mistake(
        "not_divided_and_edge_missing",
        _share_without_edge(lambda grad_out, x, size: 1),
        "Every pixel of a window gets the whole gradient, although it was only a part of a mean. And where an edge "
        "is dropped, it is missing in the result: begin with zeros in the shape of `x`.",
    ),
    Mistake(
        "divided_by_size",
        _share(lambda grad_out, x, size: size),
        "The gradient is divided by the side of the window. How many pixels share it?",
    ),
    Mistake(
        "divided_by_size_and_edge_missing",
        _share_without_edge(lambda grad_out, x, size: size),
        "The gradient is divided by the side of the window, not by the number of its pixels. And where an edge is "
        "dropped, it is missing in the result: begin with zeros in the shape of `x`.",
    ),
    Mistake(
        "divided_by_four",
        _share(lambda grad_out, x, size: 4),
        "You always divide by 4. A window has that many pixels only if its side is 2.",
    ),
    Mistake(
        "divided_by_four_and_edge_missing",
        _share_without_edge(lambda grad_out, x, size: 4),
        "You always divide by 4, whatever the size of the window. And where an edge is dropped, it is missing in the "
        "result: begin with zeros in the shape of `x`.",
    ),
    Mistake(
        "multiplied_by_the_area",
        _share(lambda grad_out, x, size: 1 / size**2),
        "The gradient is multiplied by the number of pixels. They share it, so each gets a part: divide.",
    ),
    Mistake(
        "divided_by_all_pixels",
        _share(lambda grad_out, x, size: x.shape[2] * x.shape[3]),
        "You divide by the number of pixels of the whole image. The mean was taken over one window.",
    ),
    Mistake(
        "divided_by_all_windows",
        _share(lambda grad_out, x, size: grad_out.shape[2] * grad_out.shape[3]),
        "You divide by the number of windows. The pixels of one window share its gradient: divide by how many those "
        "are.",
    ),
    Mistake(
        "everything_to_one_pixel",
        _to_one_pixel(lambda size: 1),
        "The whole gradient goes to the first pixel of each window, as if pooling had just picked it. All pixels "
        "were in the mean, so all get a share.",
    ),
    Mistake(
        "share_to_one_pixel",
        _to_one_pixel(lambda size: size**2),
        "The share is right, but only the first pixel of each window gets it. Fill the whole window.",
    ),
    Mistake(
        "everything_to_the_largest",
        max_pool2d_backward,
        "The gradient goes to the largest pixel. That is max pooling; in a mean every pixel has the same weight.",
    ),
    Mistake(
        "multiplied_by_x",
        lambda grad_out, x, size=2: avg_pool2d_backward(grad_out, x, size) * x,
        "The gradient is multiplied by the pixels. A mean weighs them all alike, whatever their values: only the "
        "shape of `x` matters here.",
    ),
    Mistake(
        "gated_by_x",
        lambda grad_out, x, size=2: avg_pool2d_backward(grad_out, x, size) * (x > 0),
        "The gradient passes only where the pixel is positive. That gate belongs to ReLU; a mean lets everything "
        "through.",
    ),
)
