"""Mistakes recognised in lesson 03: where the windows of a convolution stand, and how many there are."""

import numpy as np

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_03_reference import conv2d
from helpers.exercises.lesson_03_sliding import (
    fits,
    in_three_ways,
    padded,
    product,
    spans,
    visit,
    with_counts,
    with_spans,
)

# --- stride ---------------------------------------------------------------------------------------------------------


def _stride_on(down, across):
    """A convolution that uses the stride only along some axes."""

    def wrong(x, w, b, stride=1, padding=0):
        x, kh, kw = padded(x, padding), *w.shape[2:]
        s, t = stride if down else 1, stride if across else 1
        return visit(x, w, b, spans(fits(x.shape[2], kh, s), s, kh), spans(fits(x.shape[3], kw, t), t, kw))

    return wrong


def _start_without_stride(down, across):
    """A result of the right size, but along some axes the windows start one pixel apart."""

    def wrong(x, w, b, stride=1, padding=0):
        x, kh, kw = padded(x, padding), *w.shape[2:]
        oh, ow = fits(x.shape[2], kh, stride), fits(x.shape[3], kw, stride)
        rows = spans(oh, 1 if down else stride, kh)
        return visit(x, w, b, rows, spans(ow, 1 if across else stride, kw))

    return wrong


_end_without_stride = with_spans(
    lambda size, k, s, p: [(i * s, i + k) for i in range(fits(size, k, s))]
)
_steps_by_the_kernel = with_spans(
    lambda size, k, s, p: spans(fits(size, k, k), k, k)
)


def _result_index_not_divided(x, w, b, stride=1, padding=0):
    x, kh, kw = padded(x, padding), *w.shape[2:]
    y = np.zeros((len(x), len(w), fits(x.shape[2], kh, stride), fits(x.shape[3], kw, stride)))
    for i in range(0, x.shape[2] - kh + 1, stride):
        for j in range(0, x.shape[3] - kw + 1, stride):
            y[:, :, i, j] = product(x[:, :, i : i + kh, j : j + kw], w) + b
    return y


# --- how often the window fits --------------------------------------------------------------------------------------

_one_window_too_many = with_counts(lambda size, k, s, p: fits(size, k, s) + 1)
_rounded_up = with_counts(lambda size, k, s, p: -(-(size - k) // s) + 1)


def _result_as_large_as(padding_too):
    """A result of the size of the image, of which only a corner is filled."""

    def wrong(x, w, b, stride=1, padding=0):
        y = np.zeros((len(x), len(w), *(padded(x, padding) if padding_too else x).shape[2:]))
        right = conv2d(x, w, b, stride, padding)
        for i, j in np.ndindex(*right.shape[2:]):
            y[:, :, i, j] = right[:, :, i, j]
        return y

    return wrong


def _last_window_left_out(x, w, b, stride=1, padding=0):
    y = conv2d(x, w, b, stride, padding)
    height, width = padded(x, padding).shape[2:]
    y[:, :, len(range(0, height - w.shape[2], stride)) :] = 0
    y[:, :, :, len(range(0, width - w.shape[3], stride)) :] = 0
    return y


def _last_row_and_column_left_out(*args):
    y = conv2d(*args)
    y[:, :, -1:] = 0
    y[..., -1:] = 0
    return y


# --- height and width -----------------------------------------------------------------------------------------------


def _image_sizes(choose):
    """A convolution that counts its windows from ``choose(height, width)``."""

    def wrong(x, w, b, stride=1, padding=0, multiply=product):
        x, kh, kw = padded(x, padding), *w.shape[2:]
        height, width = choose(*x.shape[2:])
        rows, columns = spans(fits(height, kh, stride), stride, kh), spans(fits(width, kw, stride), stride, kw)
        return visit(x, w, b, rows, columns, multiply)

    return wrong


def _kernel_sizes(choose):
    """A convolution whose window has the size ``choose(kernel height, kernel width)``."""

    def wrong(x, w, b, stride=1, padding=0, multiply=product):
        x, (kh, kw) = padded(x, padding), choose(*w.shape[2:])
        rows = spans(fits(x.shape[2], kh, stride), stride, kh)
        return visit(x, w, b, rows, spans(fits(x.shape[3], kw, stride), stride, kw), multiply)

    return wrong


_image_swapped = _image_sizes(lambda height, width: (width, height))
_kernel_square = _kernel_sizes(lambda kh, kw: (kh, kh))
_kernel_swapped = _kernel_sizes(lambda kh, kw: (kw, kh))


def _kernel_square_in_loops(x, w, b, stride=1, padding=0):
    x, k = padded(x, padding), w.shape[2]
    y = np.zeros((len(x), len(w), fits(x.shape[2], k, stride), fits(x.shape[3], k, stride)))
    for i, j, u, v in np.ndindex(*y.shape[2:], k, k):
        y[:, :, i, j] += x[:, :, i * stride + u, j * stride + v] @ w[:, :, u, v].T
    return y + b[:, None, None]


CONV2D_WINDOW = (
    Mistake(
        "stride_ignored",
        _stride_on(False, False),
        "Right with stride 1, but `stride` is never used. It changes two things: how many windows there are, and where "
        "each one starts.",
    ),
    Mistake(
        "stride_ignored_where_windows_start",
        _start_without_stride(True, True),
        "The size is right, but the windows still start one pixel apart. Window number i starts `stride` times as far "
        "from the edge.",
    ),
    Mistake(
        "stride_down_only",
        _stride_on(True, False),
        "The stride is used from top to bottom, but not from left to right.",
    ),
    Mistake(
        "stride_across_only",
        _stride_on(False, True),
        "The stride is used from left to right, but not from top to bottom.",
    ),
    Mistake(
        "stride_forgotten_where_rows_start",
        _start_without_stride(True, False),
        "From left to right your windows step by `stride`; from top to bottom they start one pixel apart. Treat the "
        "row like the column.",
    ),
    Mistake(
        "stride_forgotten_where_columns_start",
        _start_without_stride(False, True),
        "From top to bottom your windows step by `stride`; from left to right they start one pixel apart. Treat the "
        "column like the row.",
    ),
    *in_three_ways(
        "stride_forgotten_where_windows_end",
        _end_without_stride,
        "The start of the window moves with the stride and its end does not, so windows come out too small or empty. A "
        "window ends one kernel size after its start.",
    ),
    Mistake(
        "steps_by_the_kernel",
        _steps_by_the_kernel,
        "Your window jumps by its own size, so windows never overlap. It moves by `stride`, whatever its size.",
    ),
    Mistake(
        "result_index_not_divided_by_the_stride",
        _result_index_not_divided,
        "Your loop variable is the place in the image, and with a stride that runs past the end of the result. The "
        "place in the result counts windows, whatever the stride.",
    ),
    Mistake(
        "size_without_the_one",
        with_counts(lambda size, k, s, p: fits(size, k, s) - 1),
        "The last window is missing in both directions. Count on paper: a kernel as wide as the image fits once, not "
        "0 times.",
    ),
    Mistake(
        "one_added_before_dividing",
        with_counts(lambda size, k, s, p: (size - k + 1) // s),
        "Right for stride 1, but with a larger one you lose the last window at times. The 1 is for the first window: "
        "add it after dividing by the stride.",
    ),
    *in_three_ways(
        "size_rounded_up",
        _rounded_up,
        "Where the stride does not divide evenly, you ask for one window more, and it runs over the edge. Only whole "
        "windows count: round down, as `//` does.",
    ),
    *in_three_ways(
        "one_window_too_many",
        _one_window_too_many,
        "You ask for more windows than fit, and the last one runs over the edge. Count on paper: how often does a "
        "kernel as wide as the image fit?",
    ),
    Mistake(
        "range_stops_too_early",
        with_counts(lambda size, k, s, p: len(range(0, size - k, s))),
        "The last window is missing wherever it ends exactly at the edge. `range` stops before its second number, so "
        "that has to be one larger.",
    ),
    Mistake(
        "last_window_left_out",
        _last_window_left_out,
        "The size is right, but the last row and column often stay 0. `range` stops before its second number: does "
        "your loop reach the last window?",
    ),
    Mistake(
        "last_row_and_column_left_out",
        _last_row_and_column_left_out,
        "The last row and column of windows are left out: `range` stops before its second number.",
    ),
    Mistake(
        "result_as_large_as_the_padded_image",
        _result_as_large_as(True),
        "The values are right, but the result is as large as the padded image, and the rest of it stays 0. Give it one "
        "place for each window.",
    ),
    Mistake(
        "result_as_large_as_the_image",
        _result_as_large_as(False),
        "The result is given the size of the image. There are fewer windows than pixels without padding, and more with "
        "much of it: one place for each window.",
    ),
    *in_three_ways(
        "image_height_and_width_swapped",
        _image_swapped,
        "Height and width of the image are swapped. In `x.shape` the height comes before the width.",
    ),
    Mistake(
        "image_taken_as_square",
        _image_sizes(lambda height, width: (height, height)),
        "The number of windows from left to right is counted from the height. The image need not be square: use its "
        "width.",
    ),
    *in_three_ways(
        "kernel_taken_as_square",
        _kernel_square,
        "The kernel's height is used for its width, too. Kernels need not be square: read both sizes from `w.shape`.",
    ),
    Mistake(
        "kernel_taken_as_square_in_loops",
        _kernel_square_in_loops,
        "Your inner loops take the kernel to be square. Its height and its width may differ: give each loop its own.",
    ),
    *in_three_ways(
        "kernel_height_and_width_swapped",
        _kernel_swapped,
        "Height and width of the kernel are swapped. `w` has shape (F, C, kH, kW): the height comes first.",
    ),
)
