"""A convolution made of exchangeable pieces, for the wrong versions of lesson 03.

A window is a span of rows and a span of columns, and most slips are a wrong list of spans. How window and kernel are
multiplied matters only where their sizes differ, because the error then has other words: such a mistake is listed once
for ``window * kernel``, once for `np.tensordot` and once for `np.einsum`.
"""

import numpy as np

from helpers.exercises.core import Mistake


def product(windows, w):
    """Multiply (N, C, kH, kW) windows with (F, C, kH, kW) kernels entry by entry and add up; the result is (N, F)."""
    return (windows[:, None] * w).sum(axis=(2, 3, 4))


def tensordot(windows, w):
    return np.tensordot(windows, w, axes=([1, 2, 3], [1, 2, 3]))


def einsum(windows, w):
    return np.einsum("ncuv,fcuv->nf", windows, w)


def padded(x, padding, mode="constant"):
    return np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)), mode=mode)


def fits(size, window, stride):
    return (size - window) // stride + 1


def spans(count, stride, window):
    """Where windows start and stop: the right rule for both."""
    return [(i * stride, i * stride + window) for i in range(count)]


def visit(x, w, b, rows, columns, multiply=product):
    """Fill the result place by place, given the span of rows and of columns of each window."""
    y = np.zeros((len(x), len(w), len(rows), len(columns)))
    for i, (top, bottom) in enumerate(rows):
        for j, (left, right) in enumerate(columns):
            y[:, :, i, j] = multiply(x[:, :, top:bottom, left:right], w) + b
    return y


def with_spans(rule):
    """A convolution where ``rule(size, k, s, p)`` gives the spans along each axis of the padded image."""

    def wrong(x, w, b, stride=1, padding=0, multiply=product):
        x = padded(x, padding)
        rows, columns = (rule(x.shape[axis], w.shape[axis], stride, padding) for axis in (2, 3))
        return visit(x, w, b, rows, columns, multiply)

    return wrong


def with_counts(rule):
    """A convolution where only the number of windows along an axis, ``rule(size, k, s, p)``, is wrong."""
    return with_spans(lambda size, k, s, p: spans(rule(size, k, s, p), s, k))


def in_three_ways(key, wrong, sentence):
    """The mistake as it fails with ``window * kernel``, with `np.tensordot` and with `np.einsum`."""
    return (
        Mistake(key, wrong, sentence),
        Mistake(
            f"{key}_tensordot",
            lambda *args: wrong(*args, multiply=tensordot),
            f"`tensordot` got a window and a kernel of different sizes. {sentence}",
        ),
        Mistake(
            f"{key}_einsum",
            lambda *args: wrong(*args, multiply=einsum),
            f"`einsum` got a window and a kernel of different sizes. {sentence}",
        ),
    )
