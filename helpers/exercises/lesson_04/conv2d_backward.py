"""Exercise 4.6: A convolution, backwards."""

import numpy as np

from helpers.exercises.declare import declare
from helpers.exercises.lesson_04.probes import CONV_PROBES


def conv2d_backward(grad_out, x, w, padding=0):
    """The gradients of a convolution layer with stride 1.

    Written to be read, one output pixel at a time; the layer in `helpers.convolution` does the same faster.

    Parameters
    ----------
    grad_out : array of shape (N, F, oH, oW)
    x : array of shape (N, C, H, W), not yet padded
    w : array of shape (F, C, kH, kW)
    padding : int

    Returns
    -------
    grad_x (N, C, H, W), grad_w (F, C, kH, kW), grad_b (F,) : arrays

    Examples
    --------
    >>> conv2d_backward(np.ones((1, 1, 1, 2)), np.array([[[[3.0, 4.0]]]]), np.array([[[[5.0]]]]))
    (array([[[[5., 5.]]]]), array([[[[7.]]]]), array([2.]))
    """
    height, width = x.shape[2:]
    kh, kw = w.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    grad_padded, grad_w = np.zeros(padded.shape, grad_out.dtype), np.zeros(w.shape, grad_out.dtype)
    for i, j in np.ndindex(*grad_out.shape[2:]):
        window = (slice(None), slice(None), slice(i, i + kh), slice(j, j + kw))
        pixel = grad_out[:, :, i, j]
        grad_padded[window] += np.tensordot(pixel, w, axes=1)
        grad_w += np.tensordot(pixel.T, padded[window], axes=1)
    grad_x = grad_padded[:, :, padding : padding + height, padding : padding + width]
    grad_b = grad_out.sum(axis=(0, 2, 3))
    return grad_x, grad_w, grad_b


EXERCISE = declare(
    __name__,
    reference=conv2d_backward,
    probes=CONV_PROBES,
    results=("grad_x", "grad_w", "grad_b"),
    hints=(
        "Begin with the bias, which was added to every pixel of its feature; and with one image, one channel, one "
        "kernel and no padding. Loop over the output pixels (i, j).",
        "Each output pixel came from the window that begins at row i and column j. Two lines in the loop: the window "
        "of `grad_x` gets the kernel times the pixel's gradient, `grad_w` gets the window of `x` times it. Both with "
        "`+=`.",
        "More images, channels and kernels: more loops, or let a product do it. What has features on both sides sums "
        "over features; what has images on both sides sums over images.",
        "Pad rows and columns of `x` first, work with the padded one throughout, and keep of `grad_x` what lies behind "
        "the padding: from `padding` up to `padding` plus the height, and the same for the width.",
    ),
)
