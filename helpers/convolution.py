"""Convolution and pooling.

All three layers slide a window over (N, C, H, W) images. Instead of visiting each place in turn, they visit each
*offset* inside the window: for a 3×3 window, nine strided slices of the image, each holding one pixel of every window.
Nine slices are nine long NumPy operations, however large the batch.
"""

import numpy as np

from helpers.activations import as_float
from helpers.base import Layer, check_count, check_input
from helpers.layers import he_normal


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

    def windows(self, height, width):
        """How often the window fits: ⌊(H + 2p − k) / s⌋ + 1, and the same for the width."""
        spaces = [size + 2 * p - k for size, k, p in zip((height, width), self.kernel_size, self.padding)]
        if min(spaces) < 0:
            raise ValueError(
                f"x: {self!r} has a window larger than its padded input of height {height} and width {width}"
            )
        return tuple(space // s + 1 for space, s in zip(spaces, self.stride))

    def offsets(self, size):
        """For each offset (u, v) in the window, the slices that pick its pixel out of every window."""
        (kh, kw), (sh, sw), (oh, ow) = self.kernel_size, self.stride, size
        for u in range(kh):
            for v in range(kw):
                yield u, v, (slice(None), slice(u, u + sh * oh, sh), slice(v, v + sw * ow, sw))

    def padded(self, x, fill):
        """(N, C, H, W) → (C, H + 2p, W + 2p, N), the batch last in memory."""
        images = np.moveaxis(x, 0, -1)
        (ph, pw), (c, h, w, n) = self.padding, images.shape
        if ph == pw == 0:
            return np.ascontiguousarray(images)
        frame = np.full((c, h + 2 * ph, w + 2 * pw, n), fill, x.dtype)
        frame[:, ph : ph + h, pw : pw + w] = images
        return frame

    def empty_frame(self, input_shape, dtype):
        """Zeros shaped like the padded input, to collect the input's gradient in."""
        n, c, h, w = input_shape
        return np.zeros((c, h + 2 * self.padding[0], w + 2 * self.padding[1], n), dtype)

    def unpadded(self, frame):
        """(C, H + 2p, W + 2p, N) → (N, C, H, W)."""
        (ph, pw), (_, height, width, _) = self.padding, frame.shape
        return np.moveaxis(frame[:, ph : height - ph, pw : width - pw], -1, 0)

    def output_shape(self, input_shape):
        if len(input_shape) != 3:
            raise ValueError(f"input_shape: {self!r} expects (C, H, W), got {tuple(input_shape)}")
        return (input_shape[0], *self.windows(*input_shape[1:]))

    def describe(self, *first, default_stride):
        parts = [str(f) for f in first] + [_short(self.kernel_size)]
        if self.stride != default_stride:
            parts.append(f"stride={_short(self.stride)}")
        if self.padding != (0, 0):
            parts.append(f"padding={_short(self.padding)}")
        return f"{type(self).__name__}({', '.join(parts)})"


def _short(values):
    return str(values[0]) if values[0] == values[1] else str(values)


def long_rows(rows, length, dtype):
    """An empty matrix with its rows a little further apart in memory than they are long.

    Rows that begin a power of two apart, as here those of 8×8 images in batches of 64, compete for the same few places
    in the processor's cache. Sixteen unused numbers after each make the products half as fast again.
    """
    return np.empty((rows, length + 16), dtype)[:, :length]


class Conv2d(Window):
    """A convolution layer (cross-correlation: the kernel is not flipped).

    y[n, f, i, j] = b[f] + Σ w[f, c, u, v] · x[n, c, i·s + u, j·s + v], summed over c, u and v, with x padded by zeros.

    Parameters
    ----------
    in_channels, out_channels : int
    kernel_size, stride, padding : int or pair of int
        (vertical, horizontal) where they differ.
    bias : bool
    rng : numpy.random.Generator, optional
        Where the initial weights come from; a fresh generator if None. ``Sequential`` draws them again by its seed.

    Attributes
    ----------
    params : dict
        ``"weight"`` (out_channels, in_channels, kH, kW) and ``"bias"`` (out_channels,), float32.

    Raises
    ------
    ValueError
        For sizes that are not whole numbers; from ``forward``, for the wrong number of dimensions or channels or a
        window that does not fit.

    Examples
    --------
    >>> Conv2d(1, 8, 3, padding=1)(np.zeros((5, 1, 8, 8))).shape
    (5, 8, 8, 8)
    """

    linear = True

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True, rng=None):
        check_count("in_channels", in_channels)
        check_count("out_channels", out_channels)
        self.set_window(kernel_size, stride, padding)
        self.in_channels, self.out_channels = in_channels, out_channels
        self.set_params(weight=np.zeros((out_channels, in_channels, *self.kernel_size), np.float32))
        if bias:
            self.set_params(**self.params, bias=np.zeros(out_channels, np.float32))
        self.initialise(np.random.default_rng() if rng is None else rng)

    def initialise(self, rng):
        self.params["weight"][...] = he_normal(rng, self.params["weight"].shape)
        if "bias" in self.params:
            self.params["bias"][...] = 0

    def matrix(self):
        """The kernels as rows, (F, C·kH·kW), with the bias as one more column.

        The bias is the weight of an input that is always 1. So one product gives windows and bias at once, and one
        product gives both their gradients.
        """
        rows = self.params["weight"].reshape(self.out_channels, -1)
        return np.column_stack([rows, self.params["bias"]]) if "bias" in self.params else rows

    def columns(self, x, size):
        """All windows as columns, (C·kH·kW, oH·oW·N), with the bias's row of ones below."""
        rows, bias = self.params["weight"][0].size, "bias" in self.params
        columns = long_rows(rows + bias, size[0] * size[1] * len(x), np.result_type(x, self.params["weight"]))
        columns[rows:] = 1
        image = self.padded(x, fill=0)
        taps = columns[:rows].reshape(self.in_channels, *self.kernel_size, *size, len(x))
        for u, v, where in self.offsets(size):
            taps[:, u, v] = image[where]
        return columns

    def forward(self, x):
        x = as_float(x)
        check_input(self, x, 4, self.in_channels)
        size = self.windows(*x.shape[2:])
        # Let go of the last batch's windows first: the new ones then take their place in memory, already mapped.
        self.cache = None
        columns = self.columns(x, size)
        self.cache = columns, x.shape
        y = self.matrix() @ columns
        return np.moveaxis(y.reshape(self.out_channels, *size, len(x)), -1, 0)

    def backward(self, grad):
        columns, input_shape = self.remembered()
        size, grad = grad.shape[2:], np.moveaxis(grad, 0, -1).reshape(self.out_channels, -1)
        # (columns @ gradᵀ)ᵀ is grad @ columnsᵀ, almost twice as fast: the long matrix is read in the order it lies in.
        weight_and_bias = (columns @ grad.T).T
        weight = self.grads["weight"]
        weight[...] = weight_and_bias[:, : weight[0].size].reshape(weight.shape)
        if "bias" in self.params:
            self.grads["bias"][...] = weight_and_bias[:, -1]
        return self.input_grad(grad, size, input_shape) if self.needs_input_grad else None

    def input_grad(self, grad, size, input_shape):
        """Every window's gradient, added back to where the window was taken from."""
        weight = self.params["weight"].reshape(self.out_channels, -1)
        taps = long_rows(weight.shape[1], grad.shape[1], np.result_type(weight, grad))
        np.matmul(weight.T, grad, out=taps)
        taps = taps.reshape(self.in_channels, *self.kernel_size, *size, input_shape[0])
        frame = self.empty_frame(input_shape, taps.dtype)
        for u, v, where in self.offsets(size):
            frame[where] += taps[:, u, v]
        return self.unpadded(frame)

    def output_shape(self, input_shape):
        _, height, width = super().output_shape(input_shape)
        if input_shape[0] != self.in_channels:
            raise ValueError(f"input_shape: {self!r} expects {self.in_channels} channels, got {tuple(input_shape)}")
        return self.out_channels, height, width

    def __repr__(self):
        return self.describe(self.in_channels, self.out_channels, default_stride=(1, 1))


class AvgPool2d(Window):
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

    def __init__(self, kernel_size, stride=None, padding=0):
        self.set_window(kernel_size, kernel_size if stride is None else stride, padding)
        check_pool_padding(self)

    def forward(self, x):
        x = as_float(x)
        check_input(self, x, 4)
        size = self.windows(*x.shape[2:])
        self.cache = x.shape
        image = self.padded(x, fill=0)
        total = np.zeros((x.shape[1], *size, len(x)), x.dtype)
        for _, _, where in self.offsets(size):
            total += image[where]
        total /= self.kernel_size[0] * self.kernel_size[1]
        return np.moveaxis(total, -1, 0)

    def backward(self, grad):
        frame = self.empty_frame(self.remembered(), grad.dtype)
        share = np.moveaxis(grad, 0, -1) / (self.kernel_size[0] * self.kernel_size[1])
        for _, _, where in self.offsets(grad.shape[2:]):
            frame[where] += share
        return self.unpadded(frame)

    def __repr__(self):
        return self.describe(default_stride=self.kernel_size)


class MaxPool2d(Window):
    """Replace each window by its largest entry. Not linear: the largest of a sum is not the sum of the largest.

    Where several entries tie for the largest, the gradient goes to the first of them in reading order, as in PyTorch.
    The padding is −∞ and so never wins. Parameters and errors as for ``AvgPool2d``.

    Examples
    --------
    >>> MaxPool2d(2)(np.arange(4.0).reshape(1, 1, 2, 2))
    array([[[[3.]]]])
    """

    def __init__(self, kernel_size, stride=None, padding=0):
        self.set_window(kernel_size, kernel_size if stride is None else stride, padding)
        check_pool_padding(self)

    def forward(self, x):
        x = as_float(x)
        check_input(self, x, 4)
        size = self.windows(*x.shape[2:])
        image = self.padded(x, fill=-np.inf)
        champion, beaten = None, []
        for _, _, where in self.offsets(size):
            challenger = image[where]
            if champion is None:
                champion = challenger.copy()
            else:
                # Strictly greater: on a tie the earlier entry stays champion.
                beaten.append(challenger > champion)
                np.maximum(champion, challenger, out=champion)
        self.cache = beaten, x.shape
        return np.moveaxis(champion, -1, 0)

    def backward(self, grad):
        beaten, input_shape = self.remembered()
        frame = self.empty_frame(input_shape, grad.dtype)
        prize = np.moveaxis(grad, 0, -1)
        # Back through the tournament: the last challenger that won takes the prize, whatever is left moves on.
        for (_, _, where), won in zip(reversed(list(self.offsets(grad.shape[2:]))), [*reversed(beaten), True]):
            taken = prize * won
            frame[where] += taken
            prize = prize - taken
        return self.unpadded(frame)

    def __repr__(self):
        return self.describe(default_stride=self.kernel_size)


def check_pool_padding(pool):
    """Raise a ValueError if a window could lie in the padding alone."""
    if any(p >= k for p, k in zip(pool.padding, pool.kernel_size)):
        raise ValueError(f"padding: expected less than the kernel_size {pool.kernel_size}, got {pool.padding}")
