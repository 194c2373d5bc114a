"""Mistakes recognised in lesson 04: the backward pass of a convolution, its padding and its overlapping windows.

Windows overlap, so what lands in one place has to be added up; and the padding is put on before and has to come off
after.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_04_avg_pool_mistakes import without_the_last_windows
from helpers.exercises.lesson_04_conv_mistakes import change
from helpers.exercises.lesson_04_reference import conv2d_backward


def _pad(x, rows, columns):
    return np.pad(x, ((0, 0), (0, 0), (rows, rows), (columns, columns)))


def _grad_padded(grad_out, x, w, padding):
    """The right gradient of the padded input."""
    return conv2d_backward(grad_out, _pad(x, padding, padding), w)[0]


def _cropped(crop, turn=lambda w: w):
    """Take the padding off grad_x in another way; the kernel may be turned besides."""
    return change(0, lambda grad_out, x, w, padding: crop(_grad_padded(grad_out, x, turn(w), padding), x, padding))


def _flipped(w):
    return w[:, :, ::-1, ::-1]


def _minus_zero(grad_padded, x, padding):
    return grad_padded[:, :, padding:-padding, padding:-padding]


def _middle(grad_padded, x, padding):
    return grad_padded[:, :, padding : padding + x.shape[2], padding : padding + x.shape[3]]


def _windows(grad_out, w):
    """For each output pixel, its gradient, (N, F), and the slices of its window."""
    kh, kw = w.shape[2:]
    for i, j in np.ndindex(*grad_out.shape[2:]):
        yield grad_out[:, :, i, j], (slice(None), slice(None), slice(i, i + kh), slice(j, j + kw))


def _overwritten_pixel_by_pixel(grad_out, x, w, padding):
    grad_padded = np.zeros_like(_pad(x, padding, padding))
    for pixel, window in _windows(grad_out, w):
        grad_padded[window] = np.tensordot(pixel, w, axes=1)
    return _middle(grad_padded, x, padding)


def _overwritten_in_four_loops(grad_out, x, w, padding):
    grad_padded = np.zeros_like(_pad(x, padding, padding))
    for pixel, window in _windows(grad_out, w):
        grad_padded[window] = pixel[:, -1, None, None, None] * w[-1]
    return _middle(grad_padded, x, padding)


def _overwritten_offset_by_offset(grad_out, x, w, padding):
    oh, ow = grad_out.shape[2:]
    grad_padded = np.zeros_like(_pad(x, padding, padding))
    for u, v in np.ndindex(*w.shape[2:]):
        grad_padded[:, :, u : u + oh, v : v + ow] = np.einsum("nfij,fc->ncij", grad_out, w[:, :, u, v])
    return _middle(grad_padded, x, padding)


def _last_pixel(grad_out, x, w, padding):
    padded = _pad(x, padding, padding)
    for pixel, window in _windows(grad_out, w):
        grad_w = np.tensordot(pixel.T, padded[window], axes=1)
    return grad_w


def _last_pixel_of_the_last_image(grad_out, x, w, padding):
    return _last_pixel(grad_out[-1:], x[-1:], w, padding)


def _both_overwritten(grad_out, x, w, padding=0):
    grad_b = grad_out.sum(axis=(0, 2, 3))
    return _overwritten_pixel_by_pixel(grad_out, x, w, padding), _last_pixel(grad_out, x, w, padding), grad_b


def _both_overwritten_in_four_loops(grad_out, x, w, padding=0):
    grad_w = _last_pixel_of_the_last_image(grad_out, x, w, padding)
    return _overwritten_in_four_loops(grad_out, x, w, padding), grad_w, grad_out.sum(axis=(0, 2, 3))


def _padding_ignored(grad_out, x, w, padding=0):
    grad_x, grad_w = np.zeros_like(x), np.zeros_like(w)
    for pixel, window in _windows(grad_out, w):
        grad_x[window] += np.tensordot(pixel, w, axes=1)
        grad_w += np.tensordot(pixel.T, x[window], axes=1)
    return grad_x, grad_w, grad_out.sum(axis=(0, 2, 3))


def _unpadded_x_in_grad_w(grad_out, x, w, padding=0):
    grad_w = np.zeros_like(w)
    for pixel, window in _windows(grad_out, w):
        grad_w += np.tensordot(pixel.T, x[window], axes=1)
    return conv2d_backward(grad_out, x, w, padding)[0], grad_w, grad_out.sum(axis=(0, 2, 3))


def _padding_ignored_entry_by_entry(grad_out, x, w, padding=0):
    grad_x, grad_w = np.zeros_like(x), np.zeros_like(w)
    for n, f, i, j in np.ndindex(*grad_out.shape):
        for c, u, v in np.ndindex(*w.shape[1:]):
            grad_x[n, c, i + u, j + v] += grad_out[n, f, i, j] * w[f, c, u, v]
            grad_w[f, c, u, v] += grad_out[n, f, i, j] * x[n, c, i + u, j + v]
    return grad_x, grad_w, grad_out.sum(axis=(0, 2, 3))


def _all_four_axes_padded(grad_out, x, w, padding=0):
    kh, kw = w.shape[2:]
    padded = np.pad(x, padding)
    grad_x, grad_w = np.zeros_like(padded), np.zeros_like(w)
    for n, f, i, j in np.ndindex(*grad_out.shape):
        window = (n, slice(None), slice(i, i + kh), slice(j, j + kw))
        grad_x[window] += grad_out[n, f, i, j] * w[f]
        grad_w[f] += grad_out[n, f, i, j] * padded[window]
    return grad_x, grad_w, grad_out.sum(axis=(0, 2, 3))


def _rows_and_columns_swapped(grad_out, x, w, padding=0):
    grad_b = grad_out.sum(axis=(0, 2, 3))
    kh, kw = w.shape[2:]
    padded = _pad(x, padding, padding)
    grad_padded, grad_w = np.zeros_like(padded), np.zeros_like(w)
    for i, j in np.ndindex(*grad_out.shape[2:]):
        window = (slice(None), slice(None), slice(i, i + kh), slice(j, j + kw))
        pixel = grad_out[:, :, j, i]
        grad_padded[window] += np.tensordot(pixel, w, axes=1)
        grad_w += np.tensordot(pixel.T, padded[window], axes=1)
    return _middle(grad_padded, x, padding), grad_w, grad_b


def _correlation_padded_by(rows_and_columns):
    """Slide the flipped kernel over the gradient, padded by another number than it should be."""

    def grad_x(grad_out, x, w, padding):
        rows, columns = rows_and_columns(w, padding)
        windows = sliding_window_view(_pad(grad_out, rows, columns), w.shape[2:], axis=(2, 3))
        return np.einsum("nfijuv,fcuv->ncij", windows, w[:, :, ::-1, ::-1])

    return change(0, grad_x)


def _last_row_and_column_left_out(grad_out, *args):
    return *conv2d_backward(without_the_last_windows(grad_out), *args)[:2], grad_out.sum(axis=(0, 2, 3))


CONV_PLACES = (
    Mistake(
        "minus_zero_slice",
        _cropped(_minus_zero),
        "Right with padding; without, the slice from 0 to −0 is empty, because −0 is 0, the beginning. Count the end "
        "from the front: where the padding begins plus the size of `x`.",
    ),
    Mistake(
        "padding_not_removed",
        _cropped(lambda grad, x, padding: grad),
        "`grad_x` still has its padding on. The added border is no part of the image: cut it off on all four sides.",
    ),
    Mistake(
        "kernel_flipped_and_minus_zero_slice",
        _cropped(_minus_zero, _flipped),
        "Two things in `grad_x`: the kernel is the wrong way round; and without padding the slice from 0 to −0 is "
        "empty. Count its end from the front.",
    ),
    Mistake(
        "kernel_flipped_and_padding_not_removed",
        _cropped(lambda grad, x, padding: grad, _flipped),
        "Two things in `grad_x`: the kernel is the wrong way round, rows and columns; and the padding is still on.",
    ),
    Mistake(
        "padding_removed_at_the_start",
        _cropped(lambda grad, x, padding: grad[:, :, padding:, padding:]),
        "You take the padding off at the top and on the left only. It was added on all four sides.",
    ),
    Mistake(
        "padding_removed_at_the_end",
        _cropped(lambda grad, x, padding: grad[:, :, : padding + x.shape[2], : padding + x.shape[3]]),
        "You take the padding off at the bottom and on the right only. It was added on all four sides.",
    ),
    Mistake(
        "top_left_corner_kept",
        _cropped(lambda grad, x, padding: grad[:, :, : x.shape[2], : x.shape[3]]),
        "The shape is right, but you keep the top left corner, padding included. The image begins after the padding: "
        "shift the slice.",
    ),
    Mistake(
        "bottom_right_corner_kept",
        _cropped(lambda grad, x, padding: grad[:, :, grad.shape[2] - x.shape[2] :, grad.shape[3] - x.shape[3] :]),
        "The shape is right, but you keep the bottom right corner, padding included. Half of what is too much "
        "belongs to either side.",
    ),
    Mistake(
        "padding_removed_from_the_rows_only",
        _cropped(lambda grad, x, padding: grad[:, :, padding : padding + x.shape[2]]),
        "You take the padding off the rows only. It was added to the columns too.",
    ),
    Mistake(
        "padding_ignored",
        _padding_ignored,
        "Right without padding; with it the windows at the border are too small. Pad `x` first, rows and columns "
        "only, and collect `grad_x` in an array as large as the padded one.",
    ),
    Mistake(
        "unpadded_x_in_grad_w",
        _unpadded_x_in_grad_w,
        "Right without padding; with it, `grad_w` reads its windows from the unpadded `x`. In the forward pass the "
        "windows came from the padded one.",
    ),
    Mistake(
        "padding_ignored_entry_by_entry",
        _padding_ignored_entry_by_entry,
        "Right without padding; with it, your indices run beyond the image. Pad `x` first, and collect `grad_x` in "
        "an array as large as the padded one.",
    ),
    Mistake(
        "all_four_axes_padded",
        _all_four_axes_padded,
        "Right without padding. `np.pad` with a single number pads all four axes, images and channels too: give it "
        "one pair for each axis, zeros for the first two. At the end take the padding off `grad_x` again.",
    ),
    Mistake(
        "both_overwritten",
        _both_overwritten,
        "Neither gradient adds up: each output pixel overwrites what the last one wrote. Windows overlap and kernels "
        "are used again and again, so collect with `+=`.",
    ),
    Mistake(
        "both_overwritten_in_four_loops",
        _both_overwritten_in_four_loops,
        "Neither gradient adds up: each round of your loops overwrites what the last one wrote, for images, features "
        "and pixels. Collect with `+=`.",
    ),
    Mistake(
        "grad_x_overwritten",
        change(0, _overwritten_pixel_by_pixel),
        "In `grad_x` each window overwrites its neighbours, with which it overlaps. A pixel belongs to several "
        "windows: add up with `+=`.",
    ),
    Mistake(
        "grad_x_overwritten_in_four_loops",
        change(0, _overwritten_in_four_loops),
        "In `grad_x` each round of your loops overwrites the last, so that only one feature and one window are left. "
        "Add up with `+=`.",
    ),
    Mistake(
        "grad_x_overwritten_offset_by_offset",
        change(0, _overwritten_offset_by_offset),
        "In `grad_x` each kernel entry overwrites what the others have left. A pixel is met by several entries of "
        "the kernel: add up with `+=`.",
    ),
    Mistake(
        "grad_w_last_pixel",
        change(1, _last_pixel),
        "Only the last output pixel is in `grad_w`. The kernel was used at every place: add up with `+=`.",
    ),
    Mistake(
        "grad_w_last_pixel_of_the_last_image",
        change(1, _last_pixel_of_the_last_image),
        "Only the last output pixel of the last image is in `grad_w`. The kernel was used in all of them: add up "
        "with `+=`.",
    ),
    Mistake(
        "rows_and_columns_swapped",
        _rows_and_columns_swapped,
        "Rows and columns of `grad_out` have changed places: output pixel (i, j) belongs to the window that begins "
        "in row i and column j.",
    ),
    Mistake(
        "last_row_and_column_left_out",
        lambda grad_out, *args: conv2d_backward(without_the_last_windows(grad_out), *args),
        "The last row and column of windows are left out: `range` stops before its second number.",
    ),
    Mistake(
        "last_row_and_column_left_out_but_in_grad_b",
        _last_row_and_column_left_out,
        "In `grad_x` and `grad_w` the last row and column of windows are left out: `range` stops before its second "
        "number.",
    ),
    Mistake(
        "gradient_not_padded",
        _correlation_padded_by(lambda w, padding: (0, 0)),
        "`grad_x` is too small. If you slide over the gradient, pad it first, so that the kernel reaches every pixel "
        "that it touched: by the kernel's size minus 1.",
    ),
    Mistake(
        "gradient_padded_like_x",
        _correlation_padded_by(lambda w, padding: (padding, padding)),
        "If you slide over the gradient, pad it by what the kernel needs, its height and width minus 1, not by the "
        "padding of `x`. The two agree only for some sizes.",
    ),
)
