"""Mistakes recognised in lesson 03: what a convolution multiplies and adds up at each place, and the bias.

Most wrong versions are the right convolution of wrong kernels, or with something wrong done to its result.
"""

import numpy as np

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_03_reference import conv2d
from helpers.exercises.lesson_03_sliding import fits, padded, product, spans, visit


def _no_bias(x, w, b, stride=1, padding=0):
    return conv2d(x, w, np.zeros_like(b), stride, padding)


def _with_kernel(change):
    """A right convolution with changed kernels."""
    return lambda x, w, b, stride=1, padding=0: conv2d(x, change(w), b, stride, padding)


def _with_bias(add):
    """A right sum, then ``add(sums, b, w)``."""
    return lambda x, w, b, stride=1, padding=0: add(_no_bias(x, w, b, stride, padding), b, w)


def _with_multiply(multiply):
    """A right sliding window, and ``multiply(windows, w)`` at each place."""

    def wrong(x, w, b, stride=1, padding=0):
        x = padded(x, padding)
        rows, columns = (spans(fits(x.shape[axis], w.shape[axis], stride), stride, w.shape[axis]) for axis in (2, 3))
        return visit(x, w, b, rows, columns, multiply)

    return wrong


_turned = _with_multiply(lambda windows, w: product(windows, w.swapaxes(2, 3)))


_images_meet_kernels = _with_multiply(lambda windows, w: (windows * w).sum(axis=(1, 2, 3)))
_last_axes_meet_first = _with_multiply(lambda windows, w: np.tensordot(windows, w, axes=3))
_kernel_axes_swapped = _with_multiply(lambda windows, w: product(windows, w.swapaxes(0, 1)))


def _one_channel(which):
    return lambda x, w, b, stride=1, padding=0: conv2d(x[:, which], w[:, which], b, stride, padding)


def _channels_kept(x, w, b, stride=1, padding=0):
    """(N, F, C, oH, oW): one map for each pair of kernel and channel."""
    maps = [_no_bias(x[:, c : c + 1], w[:, c : c + 1], b, stride, padding) for c in range(x.shape[1])]
    return np.stack(maps, axis=2) + b[:, None, None, None]


def _channels_kept_in_one_place(x, w, b, stride=1, padding=0):
    maps = _channels_kept(x, w, b, stride, padding)
    y = np.zeros((len(x), len(w), *maps.shape[3:]))
    for n, f, i, j in np.ndindex(*y.shape):
        y[n, f, i, j] = maps[n, f, :, i, j]
    return y


def _channels_kept_in_one_column(x, w, b, stride=1, padding=0):
    maps = _channels_kept(x, w, b, stride, padding)
    y = np.zeros((len(x), len(w), *maps.shape[3:]))
    for f, i, j in np.ndindex(*y.shape[1:]):
        y[:, f, i, j] = maps[:, f, :, i, j]
    return y


def _images_added_together(x, w, b, stride=1, padding=0):
    sums = _no_bias(x, w, b, stride, padding).sum(axis=0, keepdims=True) + b[:, None, None]
    return np.repeat(sums, len(x), axis=0)


def _kernels_added_together(x, w, b, stride=1, padding=0):
    sums = _no_bias(x, w, b, stride, padding).sum(axis=1, keepdims=True)
    return sums + b[:, None, None]


def _last_weight_only(x, w, b, stride=1, padding=0):
    last = np.zeros_like(w)
    last[:, :, -1, -1] = w[:, :, -1, -1]
    return conv2d(x, last, b, stride, padding)


def _last_product_only(x, w, b, stride=1, padding=0):
    last = np.zeros_like(w)
    last[:, -1, -1, -1] = w[:, -1, -1, -1]
    return conv2d(x, last, b, stride, padding)


CONV2D_SUM = (
    Mistake(
        "kernel_flipped",
        _with_kernel(lambda w: w[:, :, ::-1, ::-1]),
        "You flip the kernel: that is convolution as mathematicians define it. A convolution layer leaves the kernel "
        "as it is; its proper name is cross-correlation.",
    ),
    Mistake(
        "kernel_and_channels_flipped",
        _with_kernel(lambda w: w[:, ::-1, ::-1, ::-1]),
        "The kernel is flipped along all its axes, the channels too, as functions called `convolve` do. A convolution "
        "layer flips nothing.",
    ),
    Mistake(
        "kernel_upside_down",
        _with_kernel(lambda w: w[:, :, ::-1]),
        "The kernel is upside down. Its first row meets the first row of the window.",
    ),
    Mistake(
        "kernel_left_to_right",
        _with_kernel(lambda w: w[:, :, :, ::-1]),
        "The kernel is mirrored from left to right. Its first column meets the first column of the window.",
    ),
    Mistake(
        "kernel_transposed",
        _turned,
        "The kernel is transposed: its rows meet the columns of the window. Row meets row, so no transpose is needed.",
    ),
    Mistake(
        "matrix_product",
        _with_multiply(lambda windows, w: (windows[:, None] @ w).sum(axis=(2, 3, 4))),
        "Window and kernel are multiplied as matrices. Multiply them entry by entry: each pixel meets the one weight "
        "that lies on it.",
    ),
    Mistake(
        "images_meet_kernels",
        _images_meet_kernels,
        "The first axis of the windows counts images, that of `w` counts kernels, and NumPy lines the two up. Every "
        "image has to meet every kernel: take one kernel at a time, or give each its own axis.",
    ),
    Mistake(
        "last_axes_meet_first_axes",
        _last_axes_meet_first,
        "`tensordot` with `axes=3` lets the last three axes of the windows meet the first three of the kernels. Name "
        "the axes of each: the sum runs over channels, rows and columns.",
    ),
    Mistake(
        "kernel_axes_swapped",
        _kernel_axes_swapped,
        "The first two axes of `w` are swapped. It has shape (F, C, kH, kW): kernels first, then channels.",
    ),
    Mistake(
        "channels_not_summed",
        _channels_kept,
        "The channels are still apart: the result has an axis for them. One kernel looks at all channels, and its "
        "products are added over the channels, too.",
    ),
    Mistake(
        "channels_not_summed_at_one_place",
        _channels_kept_in_one_place,
        "At each place you have one sum for each channel, and the result has room for one number. Add over the "
        "channels as well as over rows and columns.",
    ),
    Mistake(
        "channels_not_summed_for_one_kernel",
        _channels_kept_in_one_column,
        "For each kernel and place there should be one number for each image, and you have one for each image and "
        "channel. Add over the channels, too.",
    ),
    Mistake(
        "first_channel_only",
        _one_channel(slice(0, 1)),
        "Only the first channel is used. A kernel has weights for every channel, and all products go into one sum.",
    ),
    Mistake(
        "last_channel_only",
        _one_channel(slice(-1, None)),
        "Only the last channel is left: each channel overwrites the one before it. Add its share to what is already "
        "there.",
    ),
    Mistake(
        "mean_for_sum",
        _with_kernel(lambda w: w / w[0].size),
        "The products are averaged. A convolution adds them up and divides by nothing.",
    ),
    Mistake(
        "channels_averaged",
        _with_kernel(lambda w: w / w.shape[1]),
        "The sums of the channels are averaged. They are added up, like everything else under the window.",
    ),
    Mistake(
        "images_added_together",
        _images_added_together,
        "All images of the batch went into one sum. Add over channels, rows and columns; each image keeps a sum of its "
        "own.",
    ),
    Mistake(
        "kernels_added_together",
        _kernels_added_together,
        "All kernels went into one sum, so every map is the same but for the bias. Add over channels, rows and "
        "columns; each kernel keeps a sum of its own.",
    ),
    Mistake(
        "first_image_for_all",
        lambda x, w, b, stride=1, padding=0: conv2d(np.repeat(x[:1], len(x), axis=0), w, b, stride, padding),
        "Every image of the batch gets the result of the first. Cut the window from the image whose turn it is.",
    ),
    Mistake(
        "first_image_only",
        lambda x, w, b, stride=1, padding=0: conv2d(x[:1], w, b, stride, padding)[0],
        "Only the first image comes out, without the axis of the batch. The result has shape (N, F, oH, oW), also for "
        "a batch of one.",
    ),
    Mistake(
        "axes_of_size_one_removed",
        lambda *args: np.squeeze(conv2d(*args)),
        "Axes of size 1 are missing from the result. Keep all four, (N, F, oH, oW), also where one of them has a "
        "single entry: leave out `squeeze`.",
    ),
    Mistake(
        "first_kernel_for_every_map",
        _with_kernel(lambda w: np.repeat(w[:1], len(w), axis=0)),
        "Every feature map is made with the first kernel. Map number f has its own kernel, `w[f]`.",
    ),
    Mistake(
        "last_weight_only",
        _last_weight_only,
        "At each place only the last weight of the kernel counts: every step overwrites what was there. Add to it.",
    ),
    Mistake(
        "last_product_only",
        _last_product_only,
        "At each place only the very last product is left: every step overwrites what was there. Add to it, and begin "
        "from 0.",
    ),
    Mistake(
        "bias_forgotten",
        _no_bias,
        "Everything is right but the bias, which is missing. Add `b[f]` to every entry of map number f.",
    ),
    Mistake(
        "bias_subtracted",
        _with_bias(lambda sums, b, w: sums - b[:, None, None]),
        "The bias is subtracted. Check the sign: a layer adds its bias.",
    ),
    Mistake(
        "bias_in_every_product",
        _with_bias(lambda sums, b, w: sums + (w[0].size * b)[:, None, None]),
        "The bias is inside the sum, so it is added once for every weight of the kernel. Add it once, after the sum.",
    ),
    Mistake(
        "bias_for_every_channel",
        _with_bias(lambda sums, b, w: sums + (w.shape[1] * b)[:, None, None]),
        "The bias is added once for every channel. Add it once for each entry of the result, when the loop over the "
        "channels is over.",
    ),
    Mistake(
        "bias_for_every_offset",
        _with_bias(lambda sums, b, w: sums + (w[0, 0].size * b)[:, None, None]),
        "The bias is added once for every pixel of the window. Add it once for each entry of the result, after the "
        "loops over the window.",
    ),
    Mistake(
        "first_bias_for_every_map",
        _with_bias(lambda sums, b, w: sums + b[0]),
        "Every map gets the first bias. Map number f has its own, `b[f]`.",
    ),
    Mistake(
        "bias_along_the_width",
        _with_bias(lambda sums, b, w: sums + b),
        "The bias meets the last axis, the width: NumPy counts axes from the right. Its place is the axis of the "
        "feature maps; give `b` two more axes after its own.",
    ),
    Mistake(
        "bias_along_the_height",
        _with_bias(lambda sums, b, w: sums + b[:, None]),
        "The bias meets the height. Its place is the axis of the feature maps, so `b` needs two more axes after its "
        "own, not one.",
    ),
    Mistake(
        "bias_along_the_batch",
        _with_bias(lambda sums, b, w: sums + b[:, None, None, None]),
        "The bias meets the batch axis. Its place is the axis of the feature maps, so `b` needs two more axes after "
        "its own, not three.",
    ),
    Mistake(
        "relu_applied",
        lambda *args: np.maximum(conv2d(*args), 0),
        "Negative entries are cut off at 0: that is a ReLU. The layer itself stays linear and returns them as they "
        "are.",
    ),
)
