"""The course's own answers to lesson 03: convolution, average pooling, their matrix, and the test for linearity.

They visit the offsets inside the window and not the windows one by one, because an explorer calls them at every move
of a slider.
"""

import numpy as np


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


def avg_pool2d(x, size=2):
    """Average pooling with windows of size × size that do not overlap.

    Parameters
    ----------
    x : array of shape (N, C, H, W)
    size : int

    Returns
    -------
    array of shape (N, C, H // size, W // size)
        Incomplete windows at the lower and right edge are dropped.

    Examples
    --------
    >>> avg_pool2d(np.array([[[[1.0, 2.0, 9.0], [3.0, 6.0, 9.0]]]]))
    array([[[[3.]]]])
    """
    n, c, h, w = x.shape
    oh, ow = h // size, w // size
    windows = x[:, :, : oh * size, : ow * size].reshape(n, c, oh, size, ow, size)
    return windows.mean(axis=(3, 5))


def conv_matrix(kernel, height, width):
    """The matrix of a convolution with one kernel (stride 1, no padding).

    Parameters
    ----------
    kernel : array of shape (kH, kW)
    height, width : int
        Of the input image; its pixels are numbered row by row, as ``ravel`` does.

    Returns
    -------
    M : array of shape (oH · oW, height · width), where oH = height − kH + 1, and oW likewise
        ``M @ image.ravel()`` is the flattened output.

    Examples
    --------
    >>> conv_matrix(np.array([[-1.0, 1.0]]), 1, 3)
    array([[-1.,  1.,  0.],
           [ 0., -1.,  1.]])
    """
    kh, kw = kernel.shape
    oh, ow = height - kh + 1, width - kw + 1
    M = np.zeros((oh, ow, height, width))
    for i in range(oh):
        for j in range(ow):
            M[i, j, i : i + kh, j : j + kw] = kernel
    return M.reshape(oh * ow, height * width)


def compose_kernels(first, second):
    """The one kernel that does what ``first`` and then ``second`` do (stride 1, no padding).

    Parameters
    ----------
    first : array of shape (h1, w1)
    second : array of shape (h2, w2)

    Returns
    -------
    array of shape (h1 + h2 − 1, w1 + w2 − 1)

    Examples
    --------
    >>> compose_kernels(np.array([[1.0, 2.0]]), np.array([[3.0, 5.0]]))
    array([[ 3., 11., 10.]])
    """
    (h1, w1), (h2, w2) = first.shape, second.shape
    k = np.zeros((h1 + h2 - 1, w1 + w2 - 1))
    for p in range(h2):
        for q in range(w2):
            k[p : p + h1, q : q + w1] += second[p, q] * first
    return k


def superposition_gap(f, x, y, a, b):
    """How far a function is from superposition, with its bias f(0) removed.

    Parameters
    ----------
    f : function of one array
    x, y : arrays of the same shape
    a, b : numbers

    Returns
    -------
    float
        The largest absolute entry of g(a x + b y) − a g(x) − b g(y), where g(x) = f(x) − f(0); 0, up to rounding,
        where f is a matrix plus a bias.

    Examples
    --------
    >>> x, y = np.array([1.0, -1.0]), np.array([0.5, 4.0])
    >>> float(superposition_gap(lambda v: 3 * v + 1, x, y, 2.0, -2.0))
    0.0
    >>> float(superposition_gap(np.abs, x, y, 2.0, -2.0))
    16.0
    """
    f0 = f(np.zeros_like(x))
    gap = (f(a * x + b * y) - f0) - a * (f(x) - f0) - b * (f(y) - f0)
    return np.max(np.abs(gap))
