"""Mistakes recognised in lesson 03: the padding of a convolution, in the image and in the size of the result."""

import numpy as np

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_03_reference import conv2d
from helpers.exercises.lesson_03_sliding import einsum, fits, padded, product, spans, tensordot, visit, with_counts


def _with_padding(pads, mode="constant"):
    """A convolution where ``pads(padding)`` is what `np.pad` is told."""

    def wrong(x, w, b, stride=1, padding=0, multiply=product):
        x = np.pad(x, pads(padding), mode=mode)
        rows = spans(fits(x.shape[2], w.shape[2], stride), stride, w.shape[2])
        columns = spans(fits(x.shape[3], w.shape[3], stride), stride, w.shape[3])
        return visit(x, w, b, rows, columns, multiply)

    return wrong


def _both(p):
    return ((0, 0), (0, 0), (p, p), (p, p))


def _padding_ignored(x, w, b, stride=1, padding=0):
    return conv2d(x, w, b, stride)


def _pads_the_result(x, w, b, stride=1, padding=0):
    return padded(conv2d(x, w, b, stride), padding)


def _same_padding_whatever_was_asked(x, w, b, stride=1, padding=0):
    kh, kw = w.shape[2:]
    x = np.pad(x, ((0, 0), (0, 0), (kh // 2, kh // 2), (kw // 2, kw // 2)))
    return conv2d(x, w, b, stride)


def _reads_the_image_without_its_padding(x, w, b, stride=1, padding=0):
    height, width = padded(x, padding).shape[2:]
    rows = spans(fits(height, w.shape[2], stride), stride, w.shape[2])
    columns = spans(fits(width, w.shape[3], stride), stride, w.shape[3])
    return visit(x, w, b, rows, columns)


CONV2D_PADDING = (
    Mistake(
        "padding_ignored",
        _padding_ignored,
        "Right without padding, but `padding` is never used. Put that many rows and columns of zeros around the image "
        "before the window slides.",
    ),
    Mistake(
        "padding_above_and_left_only",
        _with_padding(lambda p: ((0, 0), (0, 0), (p, 0), (p, 0))),
        "Below and on the right your padding has no effect. Either the zeros are not there, or the number of windows "
        "counts the padding once: all four sides get zeros, so height and width grow by twice `padding`.",
    ),
    Mistake(
        "padding_below_and_right_only",
        _with_padding(lambda p: ((0, 0), (0, 0), (0, p), (0, p))),
        "The zeros are only below and to the right. All four sides get them: each of the last two axes needs padding "
        "at its beginning and at its end.",
    ),
    Mistake(
        "padding_of_the_height_only",
        _with_padding(lambda p: ((0, 0), (0, 0), (p, p), (0, 0))),
        "Rows of zeros are there, columns are missing: pad the last axis, too.",
    ),
    Mistake(
        "padding_of_the_width_only",
        _with_padding(lambda p: ((0, 0), (0, 0), (0, 0), (p, p))),
        "Columns of zeros are there, rows are missing: pad the height, too.",
    ),
    Mistake(
        "padding_on_every_axis",
        _with_padding(lambda p: p),
        "Zeros went around the channels as well, so there are more of them than the kernel has. `np.pad` takes one "
        "pair of numbers for each axis: images and channels stay as they are.",
    ),
    Mistake(
        "padding_pairs_for_two_axes",
        _with_padding(lambda p: ((p, p), (p, p))),
        "`np.pad` wants one pair of numbers for each axis, and `x` has four axes. The first two, images and channels, "
        "are not padded: what is their pair?",
    ),
    Mistake(
        "padding_repeats_the_edge",
        _with_padding(_both, mode="edge"),
        "Your padding repeats the pixels at the edge. This layer pads with zeros, which `np.pad` does by itself if you "
        "name no mode.",
    ),
    Mistake(
        "padding_mirrors_the_image",
        _with_padding(_both, mode="reflect"),
        "Your padding mirrors the image at its edge. This layer pads with zeros, which `np.pad` does by itself if you "
        "name no mode.",
    ),
    Mistake(
        "padding_goes_round_the_image",
        _with_padding(_both, mode="wrap"),
        "Your padding takes its pixels from the opposite side of the image. This layer pads with zeros.",
    ),
    Mistake(
        "padding_twice_as_wide",
        _with_padding(lambda p: _both(2 * p)),
        "There is twice as much padding as asked for. `padding` rows go on each side; the 2 in the formula for the "
        "size counts both sides.",
    ),
    Mistake(
        "same_padding_whatever_was_asked",
        _same_padding_whatever_was_asked,
        "You pad by half the kernel, so that the size stays the same. How much is up to the caller: use `padding`, "
        "which may be 0.",
    ),
    Mistake(
        "pads_the_result",
        _pads_the_result,
        "The zeros are put around the result. They belong around the image, before the window slides, so that it can "
        "reach over the edge.",
    ),
    Mistake(
        "reads_the_image_without_its_padding",
        _reads_the_image_without_its_padding,
        "The size allows for the padding, but the windows are cut from the image without it, so at the edge they come "
        "out too small. Cut them from the padded array.",
    ),
    Mistake(
        "size_forgets_the_padding",
        with_counts(lambda size, k, s, p: fits(size - 2 * p, k, s)),
        "The image is padded, but the number of windows is counted without the padding, so the last ones are missing. "
        "Count from the shape after padding.",
    ),
    Mistake(
        "size_counts_the_padding_again",
        with_counts(lambda size, k, s, p: fits(size + 2 * p, k, s)),
        "The size was read from the padded image, and the padding is added to it once more, so windows run over the "
        "edge. Count the padding once.",
    ),
    Mistake(
        "padding_and_sizes_einsum",
        lambda *args: _with_padding(lambda p: p)(*args, multiply=einsum),
        "With padding, `einsum` gets a window and a kernel of different sizes. Are only height and width padded? Is "
        "the window cut from the padded image? Is the padding counted once in the size?",
    ),
    Mistake(
        "padding_and_sizes_tensordot",
        lambda *args: _with_padding(lambda p: p)(*args, multiply=tensordot),
        "With padding, `tensordot` gets a window and a kernel of different sizes. Are only height and width padded? Is "
        "the window cut from the padded image? Is the padding counted once in the size?",
    ),
)
