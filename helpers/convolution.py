"""Convolution: one matrix product of the kernels with every window of the images.

Windows overlap: as the columns of a matrix, those of a 3×3 kernel repeat every pixel nine times, and short, wide times
short, very long matrices are what processors multiply worst. Two things help:

* **A copy for each column of the kernel, not for each of its entries.** Copy each row of pixels three times, shifted by
  one pixel to either side. In memory, (H, C, W, N), row follows row: three rows in succession, as they lie there, *are*
  the matrix of all windows of one row of the output. The matrix of the next row begins one row later.
* **A product for each row of the output.** It stays in the processor's cache, and OpenBLAS has special kernels for small
  products: on AVX-512 they are two to seven times as fast as one long product.

The gradient with respect to the images is again a convolution, of the output's gradient with the kernels turned by 180
degrees, so the same code finds it. Where that does not pay (windows that lie apart, many filters on small images), each
window's gradient is added back to where the window was taken from, and one product serves all rows.
"""

import math

import numpy as np

from helpers.activations import as_float
from helpers.base import batch_first, batch_last, check_count, check_input, rows_first
from helpers.layers import he_normal
from helpers.pooling import AvgPool2d, MaxPool2d, Window

__all__ = ["AvgPool2d", "Conv2d", "MaxPool2d"]

# OpenBLAS has special kernels up to so many multiplications, but the pieces of a row should not become too short.
LARGEST_PRODUCT, SHORTEST_PIECE = 1e6, 256
# With more filters than this, a product for each row only pays if the row has twice as many windows as there are.
FEW_FILTERS = 32
# The turned kernels visit every pixel, however few the windows; that pays up to so many pixels for each window.
PIXELS_PER_WINDOW = 1.5


class Windows:
    """All windows of a batch of images as the columns of matrices, (oH, pieces, kH·(kW·C + 1), oW·N / pieces).

    It is made for one shape of images and filled again for every batch: the padding's zeros stay in place, and so does
    a line of ones below each row of the kernel, the input whose weight is the bias.

    Parameters
    ----------
    shape : (H, C, W, N)
    dtype, kernel, stride, padding
    filters : int
        How many kernels it will be multiplied by.
    by_row : bool
        A matrix for each row of the output, all in the same memory; or, copied from there, one matrix for all.
    close : bool
        Is the images' gradient best found with turned kernels?
    """

    def __init__(self, *made_for, close=True):
        self.made_for, self.close = made_for, close
        (h, c, w, n), dtype, (kh, kw), (sh, sw), (ph, pw), filters, self.by_row = made_for
        oh, ow = (h + 2 * ph - kh) // sh + 1, (w + 2 * pw - kw) // sw + 1
        self.down = [reach(u, sh, ph, h, oh) for u in range(kh)]
        self.across = [reach(v, sw, pw, w, ow) for v in range(kw)]
        lines, pieces = kw * c + 1, pieces_of(ow * n, filters * kh * (kw * c + 1)) if self.by_row else 1
        memory = aligned_zeros((h + 2 * ph, lines, ow * n), dtype)
        memory[:, -1] = 1
        copies = memory[ph : ph + h, :-1].reshape(h, kw, c, ow, n)
        self.places = [(copies[:, v, :, to], np.s_[:, :, of]) for v, (to, of) in enumerate(self.across)]
        row, line, item = memory.strides
        shape = oh, pieces, kh * lines, ow * n // pieces
        self.matrices = np.lib.stride_tricks.as_strided(memory, shape, (sh * row, shape[3] * item, line, item))
        self.output = (oh, filters, ow, n) if self.by_row else (filters, oh, ow, n)
        self.cut = (oh, filters, *shape[1::2]) if self.by_row else (1, filters, 1, oh * ow * n)
        # From (oH, F, oW, N) to the order in which the products come and go, and back.
        self.order = (0, 1, 2, 3) if self.by_row else (1, 0, 2, 3)

    def fill(self, images):
        for place, pixels in self.places:
            place[...] = images[pixels]
        oh, _, size, length = self.matrices.shape
        rows = self.matrices
        self.factor = rows if self.by_row else rows.transpose(1, 2, 0, 3).reshape(1, 1, size, oh * length)

    def product(self, weight, bias=None):
        """Every kernel (F, C, kH, kW) with every window: (oH, F, oW, N)."""
        f, c, kh, kw = weight.shape
        matrix = np.zeros((f, kh, kw * c + 1), self.factor.dtype)
        matrix[:, :, :-1] = weight.transpose(0, 2, 3, 1).reshape(f, kh, kw * c)
        if bias is not None:
            matrix[:, 0, -1] = bias
        out = np.empty(self.cut, matrix.dtype)
        np.matmul(matrix.reshape(f, -1), self.factor, out=out.transpose(0, 2, 1, 3))
        return out.reshape(self.output).transpose(self.order)

    def gradients(self, grad):
        """The gradients of the kernels and of the biases, given that of the product."""
        (_, c, _, _), _, (kh, kw), *_ = self.made_for
        grad = np.ascontiguousarray(grad.transpose(self.order)).reshape(self.cut)
        matrix = np.matmul(self.factor, grad.transpose(0, 2, 3, 1)).sum(axis=(0, 1)).T
        matrix = matrix.reshape(len(matrix), kh, kw * c + 1)
        return matrix[:, :, :-1].reshape(-1, kh, kw, c).transpose(0, 3, 1, 2), matrix[:, 0, -1]

    def hand_back(self, weight, grad):
        """The gradient of the images: that of each window, added back to where the window was taken from."""
        (h, c, w, n), _, (kh, kw), *_ = self.made_for
        oh, f, ow, n = grad.shape
        groups = self.cut[0]
        grad = np.ascontiguousarray(grad.transpose(self.order)).reshape(groups, f, oh // groups * ow * n)
        taps = weight.transpose(2, 3, 1, 0).reshape(kh * kw * c, f) @ grad
        taps = taps.reshape(groups, kh, kw, c, oh // groups, ow, n).transpose(1, 2, 0, 4, 3, 5, 6)
        taps = taps.reshape(kh, kw, oh, c, ow, n)
        images = np.zeros((h, c, w, n), taps.dtype)
        for u, (rows_to, rows_of) in enumerate(self.down):
            for v, (to, of) in enumerate(self.across):
                images[rows_of, :, of] += taps[u, v, rows_to, :, to]
        return images


def reach(offset, stride, padding, size, count):
    """Which of ``count`` windows have a pixel, and no padding, at this offset, and which pixels of ``size`` these are."""
    first = max(0, -((offset - padding) // stride))
    last = max(first, min(count, (size - 1 + padding - offset) // stride + 1))
    start = first * stride + offset - padding
    return slice(first, last), slice(start, start + stride * (last - first), stride)


def aligned_zeros(shape, dtype):
    """Zeros that begin on a 64-byte boundary: products that start elsewhere take 30 % longer on AVX-512."""
    size = math.prod(shape) * np.dtype(dtype).itemsize
    memory = np.zeros(size + 64, np.uint8)
    start = -memory.ctypes.data % 64
    return memory[start : start + size].view(dtype).reshape(shape)


def pieces_of(length, work):
    """Into how many pieces to cut a row so that each product is small; one, if they would become too short."""
    for pieces in range(1, length // SHORTEST_PIECE + 1):
        if length % pieces == 0 and work * length / pieces <= LARGEST_PRODUCT:
            return pieces
    return 1


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

    def forward(self, x):
        x = as_float(x)
        check_input(self, x, 4, self.in_channels)
        windows, turned = self.cache or (None, None)
        weight, images = self.params["weight"], batch_last(rows_first(x))
        made_for = images.shape, np.result_type(x, weight), self.kernel_size, self.stride, self.padding, len(weight)
        if windows is None or windows.made_for[:-1] != made_for:
            by_row, close = self.by_row(images.shape), self.close(*images.shape[::2])
            windows, turned = Windows(*made_for, by_row, close=close), None
        windows.fill(images)
        self.cache = windows, turned
        return batch_first(windows.product(weight, self.params.get("bias")))

    def close(self, h, w):
        """Do the windows lie so close that the input's gradient is best found with turned kernels?"""
        oh, ow = self.fits(h, w)
        narrow = all(p < k for p, k in zip(self.padding, self.kernel_size))
        return self.stride == (1, 1) and narrow and h * w <= PIXELS_PER_WINDOW * oh * ow

    def by_row(self, shape):
        """Does a product for each row of the output pay?"""
        h, _, w, n = shape
        _, across = self.fits(h, w)
        long = self.close(h, w) and across * n >= 2 * self.out_channels
        return self.out_channels <= FEW_FILTERS or long

    def backward(self, grad):
        windows, turned = self.remembered()
        weight, grad = self.params["weight"], rows_first(grad)
        self.grads["weight"][...], bias_grad = windows.gradients(grad)
        if "bias" in self.params:
            self.grads["bias"][...] = bias_grad
        if not self.needs_input_grad:
            return None
        if not windows.by_row or not windows.close:
            return batch_first(windows.hand_back(weight, grad))
        dtype = np.result_type(weight, grad)
        if turned is None or turned.made_for[1] != dtype:
            padding = [k - 1 - p for k, p in zip(self.kernel_size, self.padding)]
            turned = Windows(grad.shape, dtype, self.kernel_size, (1, 1), padding, self.in_channels, True)
            self.cache = windows, turned
        turned.fill(grad)
        return batch_first(turned.product(weight[:, :, ::-1, ::-1].swapaxes(0, 1)))

    def output_shape(self, input_shape):
        _, height, width = super().output_shape(input_shape)
        if input_shape[0] != self.in_channels:
            raise ValueError(f"input_shape: {self!r} expects {self.in_channels} channels, got {tuple(input_shape)}")
        return self.out_channels, height, width

    def __repr__(self):
        return self.describe(self.in_channels, self.out_channels, default_stride=(1, 1))
