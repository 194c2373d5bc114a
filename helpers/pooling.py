"""Pooling, and what it shares with convolution: a window that slides over images.

Pooling works off a window in two steps: first along every row, then across the rows. So a window of k×k costs 2k passes
over the images in place of k², and each pass is one long NumPy operation, however large the batch.
"""

import math

import numpy as np

from helpers.activations import as_float
from helpers.base import Layer, batch_first, batch_last, check_input, rows_first


def pair(value, name, least):
    """Read an int or a pair of ints as (vertical, horizontal).

    Raises
    ------
    ValueError
        If it is neither, or if one of them is below ``least``.
    """
    values = value if isinstance(value, (tuple, list)) else (value, value)
    whole = all(isinstance(v, (int, np.integer)) and not isinstance(v, bool) for v in values)
    if len(values) != 2 or not whole or min(values) < least:
        raise ValueError(f"{name}: expected an int or a pair of ints, each at least {least}, got {value!r}")
    return int(values[0]), int(values[1])


class Window(Layer):
    """What convolution and pooling share: a window that slides over padded images."""

    def set_window(self, kernel_size, stride, padding):
        self.kernel_size = pair(kernel_size, "kernel_size", 1)
        self.stride = pair(stride, "stride", 1)
        self.padding = pair(padding, "padding", 0)

    def fits(self, height, width):
        """How often the window fits: ⌊(H + 2p − k) / s⌋ + 1, and the same for the width."""
        (kh, kw), (sh, sw), (ph, pw) = self.kernel_size, self.stride, self.padding
        down, across = height + 2 * ph - kh, width + 2 * pw - kw
        if down < 0 or across < 0:
            raise ValueError(
                f"x: {self!r} has a window larger than its padded input of height {height} and width {width}"
            )
        return down // sh + 1, across // sw + 1

    def output_shape(self, input_shape):
        if len(input_shape) != 3:
            raise ValueError(f"input_shape: {self!r} expects (C, H, W), got {tuple(input_shape)}")
        return (input_shape[0], *self.fits(*input_shape[1:]))

    def describe(self, *first, default_stride):
        parts = [str(f) for f in first] + [_short(self.kernel_size)]
        if self.stride != default_stride:
            parts.append(f"stride={_short(self.stride)}")
        if self.padding != (0, 0):
            parts.append(f"padding={_short(self.padding)}")
        return f"{type(self).__name__}({', '.join(parts)})"


def _short(values):
    return str(values[0]) if values[0] == values[1] else str(values)


class Pooling(Window):
    """What the two poolings share."""

    def __init__(self, kernel_size, stride=None, padding=0):
        self.set_window(kernel_size, kernel_size if stride is None else stride, padding)
        if any(p >= k for p, k in zip(self.padding, self.kernel_size)):
            raise ValueError(f"padding: expected less than the kernel_size {self.kernel_size}, got {self.padding}")
        # For each offset in the window, the slice that picks its pixel out of every window, down and across.
        self.down, self.across = (
            [slice(offset, offset - k + 1 or None, s) for offset in range(k)]
            for k, s in zip(self.kernel_size, self.stride)
        )
        # Windows that do not overlap write each pixel once; others add to what is there.
        self.apart = all(k <= s for k, s in zip(self.kernel_size, self.stride))

    def __repr__(self):
        return self.describe(default_stride=self.kernel_size)

    def tiles(self, height, width):
        """Do the windows cover images of this size, side by side and without a rest?"""
        (kh, kw), padded = self.kernel_size, any(self.padding)
        return self.kernel_size == self.stride and not padded and not height % kh and not width % kw

    def cut(self, images, count):
        """Images without the rows and columns at the end that no window reaches."""
        (kh, kw), (sh, sw), (oh, ow) = self.kernel_size, self.stride, count
        return images[: (oh - 1) * sh + kh, :, : (ow - 1) * sw + kw]

    def padded(self, x, fill):
        """(N, C, H, W) → (H, C, W, N), padded and cut to whole windows."""
        x = as_float(x)
        check_input(self, x, 4)
        images = batch_last(rows_first(x))
        h, c, w, n = images.shape
        count = self.fits(h, w)
        if self.tiles(h, w):
            return images
        ph, pw = self.padding
        frame = np.full((h + 2 * ph, c, w + 2 * pw, n), fill, x.dtype)
        frame[ph : ph + h, :, pw : pw + w] = images
        return self.cut(frame, count)

    def frame(self, shape, grad):
        """Where to collect the gradient of images of this shape: the images' own part, and the whole windows' part."""
        n, c, h, w = shape
        if self.tiles(h, w):
            # Every number will be written once, whatever happens to be there.
            frame = np.empty((h, c, w, n), grad.dtype)
            return frame, frame
        ph, pw = self.padding
        frame = np.zeros((h + 2 * ph, c, w + 2 * pw, n), grad.dtype)
        return frame[ph : ph + h, :, pw : pw + w], self.cut(frame, (len(grad), grad.shape[2]))


class AvgPool2d(Pooling):
    """Replace each window by its mean. A linear layer: each output is a fixed weighted sum of inputs.

    Padded zeros count in the mean, as they do in PyTorch by default; windows that would stick out are dropped.

    Parameters
    ----------
    kernel_size, padding : int or pair of int
        The padding must be smaller than the kernel, so that every window holds a real pixel.
    stride : int or pair of int, optional
        As large as the kernel if None, so that windows do not overlap.

    Raises
    ------
    ValueError
        For sizes that do not fit; from ``forward``, unless ``x`` has four dimensions and room for one window.

    Examples
    --------
    >>> AvgPool2d(2)(np.arange(4.0).reshape(1, 1, 2, 2))
    array([[[[1.5]]]])
    """

    linear = True

    def forward(self, x):
        image = self.padded(x, fill=0)
        self.cache = x.shape
        # Down first: rows lie together in memory, and half of the pixels are left for the second step.
        first, *others = [image[rows] for rows in self.down]
        total = sum(others, first)
        first, *others = [total[:, :, pixels] for pixels in self.across]
        total = sum(others, first)
        return batch_first(total * total.dtype.type(1 / math.prod(self.kernel_size)))

    def backward(self, grad):
        shape, grad = self.remembered(), rows_first(grad)
        share = grad * grad.dtype.type(1 / math.prod(self.kernel_size))
        images, whole = self.frame(shape, share)
        columns = np.zeros((len(grad), *whole.shape[1:]), grad.dtype)
        for pixels in self.across:
            if self.apart:
                columns[:, :, pixels] = share
            else:
                columns[:, :, pixels] += share
        for rows in self.down:
            if self.apart:
                whole[rows] = columns
            else:
                whole[rows] += columns
        return batch_first(images)


class MaxPool2d(Pooling):
    """Replace each window by its largest entry. Not linear: the largest of a sum is not the sum of the largest.

    Where several entries tie for the largest, the gradient goes to the first of them in reading order, as in PyTorch.
    The padding is −∞ and so never wins. Parameters and errors as for ``AvgPool2d``.

    Examples
    --------
    >>> MaxPool2d(2)(np.arange(4.0).reshape(1, 1, 2, 2))
    array([[[[3.]]]])
    """

    def forward(self, x):
        image = self.padded(x, fill=-np.inf)
        # Across first, so that of equal entries the first in reading order stays champion.
        champion, won_across = tournament([image[:, :, pixels] for pixels in self.across])
        champion, won_down = tournament([champion[rows] for rows in self.down])
        self.cache = won_across, won_down, x.shape
        return batch_first(champion if self.kernel_size != (1, 1) else champion.copy())

    def backward(self, grad):
        won_across, won_down, shape = self.remembered()
        prize = rows_first(grad)
        images, whole = self.frame(shape, prize)
        rows = np.zeros((len(whole), *prize.shape[1:]), grad.dtype)
        award(prize, won_down, [rows[where] for where in self.down], self.apart)
        award(rows, won_across, [whole[:, :, where] for where in self.across], self.apart)
        return batch_first(images)


def tournament(players):
    """The largest of several arrays, entry by entry, and for each but the first where it beat those before it."""
    champion, *challengers = players
    won = []
    for challenger in challengers:
        # Strictly greater: on a tie the earlier one stays champion.
        won.append(challenger > champion)
        champion = np.maximum(champion, challenger)
    return champion, won


def award(prize, won, places, apart):
    """Back through the tournament: the last challenger that won takes the prize, whatever is left moves on."""
    first = places[0]
    for place, beaten in zip(places[:0:-1], won[::-1]):
        if apart:
            np.multiply(prize, beaten, out=place)
            prize = np.subtract(prize, place, out=first)
        else:
            taken = prize * beaten
            place += taken
            prize = prize - taken
    if not apart:
        first += prize
    elif not won:
        first[...] = prize
