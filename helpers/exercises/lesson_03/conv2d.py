"""Exercise 3.2: a convolution layer."""

import numpy as np

from helpers.exercises.declare import Probe, declare
from helpers.exercises.lesson_03.probes import DOUBLE, SINGLE, numbers, single


# It visits the offsets inside the window and not the windows one by one, because an explorer calls it at every move of
# a slider.
def conv2d(x, w, b, stride=1, padding=0):
    """A convolution layer (cross-correlation: the kernel is not flipped).

    Parameters
    ----------
    x : array of shape (N, C, H, W)
    w : array of shape (F, C, kH, kW)
    b : array of shape (F,)
    stride : int
        How far the window moves from one place to the next.
    padding : int
        How many rows and columns of zeros are put around each image first.

    Returns
    -------
    array of shape (N, F, oH, oW), where oH = (H + 2 · padding − kH) // stride + 1, and oW likewise

    Examples
    --------
    >>> image, kernel = np.array([[1.0, 2.0, 5.0]]), np.array([[-1.0, 1.0]])
    >>> conv2d(image[None, None], kernel[None, None], np.array([10.0]))
    array([[[[11., 13.]]]])
    """
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    kh, kw = w.shape[2:]
    oh, ow = (x.shape[2] - kh) // stride + 1, (x.shape[3] - kw) // stride + 1
    y = np.zeros((len(x), len(w), oh, ow), np.result_type(x, w, b))
    for u in range(kh):
        for v in range(kw):
            pixels = x[:, :, u : u + stride * oh : stride, v : v + stride * ow : stride]
            y += np.einsum("fc,ncij->nfij", w[:, :, u, v], pixels)
    return y + b[:, None, None]


def _layer(seed, images, kernels):
    """Images, kernels and one bias for each kernel."""
    return numbers(seed, *images), numbers(seed + 1, *kernels), numbers(seed + 2, kernels[0])


def _every_second_pixel():
    x, w, b = _layer(50, (2, 2, 8, 10), (3, 2, 2, 3))
    return (x[:, :, ::2, ::2], w, b, 1, 1), {}


def _images_last():
    """Images in memory as the course's layers hold them, and kernels that were stored channels last."""
    x, w, b = _layer(53, (2, 3, 5, 4), (4, 3, 3, 2))
    x = np.moveaxis(np.ascontiguousarray(np.moveaxis(x, 0, -1)), -1, 0)
    w = np.moveaxis(np.ascontiguousarray(np.moveaxis(w, 1, -1)), -1, 1)
    return (x, w, b, 2), {}


# Wherever there is padding there are at least two channels: padding that reaches the channels is then an error,
# however the products are added. A stride divides the way evenly in some probes and not in others.
PROBES = (
    Probe("one image, one channel, one kernel", _layer(1, (1, 1, 3, 4), (1, 1, 2, 3)), **DOUBLE),
    Probe("two channels", _layer(4, (1, 2, 2, 3), (1, 2, 2, 2)), **DOUBLE),
    Probe("two kernels", _layer(7, (1, 1, 4, 3), (2, 1, 2, 2)), **DOUBLE),
    Probe("two images", _layer(160, (2, 1, 2, 4), (1, 1, 2, 2)), **DOUBLE),
    Probe("several images, channels and kernels", _layer(10, (2, 3, 4, 6), (4, 3, 3, 2)), **DOUBLE),
    Probe("as many images, channels and kernels, all square", _layer(13, (2, 2, 4, 4), (2, 2, 2, 2)), **DOUBLE),
    Probe("kernels as large as the image", _layer(16, (3, 2, 2, 3), (4, 2, 2, 3)), **DOUBLE),
    Probe("kernels of one pixel", _layer(19, (2, 3, 2, 4), (5, 3, 1, 1)), **DOUBLE),
    Probe("padding 1", (*_layer(163, (1, 2, 2, 3), (1, 2, 2, 2)), 1, 1), **DOUBLE),
    Probe("padding 1, a kernel of 3 × 3", (*_layer(22, (1, 2, 3, 4), (1, 2, 3, 3)), 1, 1), **DOUBLE),
    Probe("padding 2, a kernel of 2 × 3", (*_layer(25, (2, 3, 3, 4), (4, 3, 2, 3)), 1, 2), **DOUBLE),
    Probe("more padding than the kernel is wide", (*_layer(28, (1, 2, 2, 4), (1, 2, 2, 1)), 1, 2), **DOUBLE),
    Probe("padding 1, kernels of one pixel", (*_layer(55, (1, 3, 2, 3), (2, 3, 1, 1)), 1, 1), **DOUBLE),
    Probe("stride 2", (*_layer(31, (1, 1, 4, 5), (1, 1, 2, 3)), 2), **DOUBLE),
    Probe("stride 2 that leaves one row over", (*_layer(190, (1, 1, 4, 5), (1, 1, 3, 2)), 2), **DOUBLE),
    Probe("stride 2 that leaves one column over", (*_layer(193, (1, 1, 6, 5), (1, 1, 2, 2)), 2), **DOUBLE),
    Probe("stride 2 that does not divide evenly", (*_layer(34, (2, 3, 6, 5), (4, 3, 3, 2)), 2), **DOUBLE),
    Probe("stride 3, larger than the kernel", (*_layer(37, (2, 2, 6, 8), (3, 2, 2, 1)), 3), **DOUBLE),
    Probe("stride 2 and padding 1", _layer(40, (2, 2, 4, 7), (3, 2, 3, 2)), {"stride": 2, "padding": 1}, **DOUBLE),
    Probe("stride 3 and padding 2", (*_layer(43, (1, 3, 5, 4), (2, 3, 3, 2)), 3, 2), **DOUBLE),
    Probe(
        "images of whole numbers",
        (np.arange(12).reshape(1, 1, 3, 4) % 5, *_layer(58, (1, 1, 1, 1), (2, 1, 2, 2))[1:]),
        **DOUBLE,
    ),
    Probe("float32", (*single(*_layer(46, (2, 2, 4, 5), (3, 2, 2, 3))), 1, 1), **SINGLE),
    Probe("every second pixel of larger images", make=_every_second_pixel, **DOUBLE),
    Probe("images and kernels with another order in memory, stride 2", make=_images_last, **DOUBLE),
)


def window(place, x, w, b, stride, padding):
    """The pixels of each channel under the kernel at a place, without those that are padding, and the kernel."""
    n, f, i, j = place
    rows, columns = (
        slice(max(start, 0), max(start + size, 0))
        for start, size in zip((i * stride - padding, j * stride - padding), w.shape[2:])
    )
    return {0: (n, slice(None), rows, columns), 1: (f,)}


EXERCISE = declare(
    __name__,
    reference=conv2d,
    probes=PROBES,
    window=window,
    hints=(
        "Begin without padding and with stride 1, and with one image and one kernel. What does your `correlate2d` give "
        "for each channel, and what becomes of these results?",
        "With loops over n, f, i and j: the window of image n at place (i, j) has shape (C, kH, kW), and so has kernel "
        "f. Multiply them entry by entry, add up everything, and add the bias of this kernel.",
        "`np.pad` takes one pair of numbers for each axis, and only height and width are padded. After that, count "
        "the windows from the new shape: round down, then add 1.",
        "The window begins `stride` times as far from the corner; with `correlate2d`, keep every `stride`-th row and "
        "column of its result. To save two loops, `np.tensordot` with three pairs of axes multiplies and adds for all "
        "images and kernels at once.",
    ),
)
