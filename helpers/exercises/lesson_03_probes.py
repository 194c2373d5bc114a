"""What is tried in lesson 03: the inputs of every exercise, simplest first.

Sizes differ wherever they can (H ≠ W, kH ≠ kW, N ≠ C ≠ F), so that swapped axes show, and are all equal in one probe,
where swapped axes raise no error. No kernel is symmetric: on a symmetric one, flipped and unflipped are the same. All
arrays are small: seven nested loops take milliseconds. The card shows the failing input with the fewest numbers, so of
two alike the one with less that is special is the smaller.
"""

import numpy as np

from helpers.activations import relu, sigmoid, softmax
from helpers.exercises.core import Probe

# Sums of some dozens of products of numbers up to 2, in whatever order they are added, or by a Fourier transform:
# 1e-13 in float64 and 2e-5 in float32 would do. Known mistakes are off by a hundredth or more.
DOUBLE = {"rtol": 1e-7, "atol": 1e-8}
SINGLE = {"rtol": 1e-4, "atol": 1e-4}


def _numbers(seed, *shape):
    """Fixed numbers of one decimal, none of them 0, so that a card shows them in full and no term is lost."""
    numbers = np.random.default_rng(seed).integers(1, 21, shape) / 10
    return numbers * np.random.default_rng(seed + 1000).choice([-1.0, 1.0], shape)


def _layer(seed, images, kernels):
    """Images, kernels and one bias for each kernel."""
    return _numbers(seed, *images), _numbers(seed + 1, *kernels), _numbers(seed + 2, kernels[0])


def _single(*arrays):
    return tuple(array.astype(np.float32) for array in arrays)


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
CONV2D_PROBES = (
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
    Probe("stride 2 that does not divide evenly", (*_layer(34, (2, 3, 6, 5), (4, 3, 3, 2)), 2), **DOUBLE),
    Probe("stride 3, larger than the kernel", (*_layer(37, (2, 2, 6, 8), (3, 2, 2, 1)), 3), **DOUBLE),
    Probe("stride 2 and padding 1", (*_layer(40, (2, 2, 4, 7), (3, 2, 3, 2)), 2, 1), **DOUBLE),
    Probe("stride 3 and padding 2", (*_layer(43, (1, 3, 5, 4), (2, 3, 3, 2)), 3, 2), **DOUBLE),
    Probe("float32", (*_single(*_layer(46, (2, 2, 4, 5), (3, 2, 2, 3))), 1, 1), **SINGLE),
    Probe("every second pixel of larger images", make=_every_second_pixel, **DOUBLE),
    Probe("images and kernels with another order in memory, stride 2", make=_images_last, **DOUBLE),
)


def _pixels_taken_from_larger_images():
    return (_numbers(73, 2, 3, 8, 12)[:, :, ::2, ::2],), {}


def _turned_images():
    return (_numbers(74, 2, 3, 9, 7).swapaxes(2, 3), 3), {}


# No window is larger than the image: windows that do not fit even once are a matter of taste.
AVG_POOL2D_PROBES = (
    Probe("one image of 2 × 4 pixels", (_numbers(60, 1, 1, 2, 4),), **DOUBLE),
    Probe("several images and channels", (_numbers(61, 2, 3, 4, 6),), **DOUBLE),
    Probe("as many images as channels, square", (_numbers(62, 2, 2, 4, 4),), **DOUBLE),
    Probe("a height that 2 does not divide", (_numbers(63, 1, 2, 5, 4),), **DOUBLE),
    Probe("a width that 2 does not divide", (_numbers(64, 2, 1, 2, 5),), **DOUBLE),
    Probe("size 3", (_numbers(65, 1, 2, 6, 9), 3), **DOUBLE),
    Probe("size 3, one row and two columns left over", (_numbers(66, 3, 2, 7, 5), 3), **DOUBLE),
    Probe("size 3, a single window and pixels left over", (_numbers(67, 2, 1, 4, 5), 3), **DOUBLE),
    Probe("size 4, as high as the image", (_numbers(68, 2, 3, 4, 9), 4), **DOUBLE),
    Probe("size 1, nothing to average", (_numbers(69, 2, 1, 2, 3), 1), **DOUBLE),
    Probe("negative pixels only", (-np.abs(_numbers(70, 1, 2, 3, 4)),), **DOUBLE),
    Probe("float32", (_numbers(71, 2, 3, 4, 5).astype(np.float32),), **SINGLE),
    Probe("every second pixel of larger images", make=_pixels_taken_from_larger_images, **DOUBLE),
    Probe("images turned in memory, size 3", make=_turned_images, **DOUBLE),
)


def _every_second_weight():
    return (_numbers(91, 2, 6)[:, ::2], 4, 5), {}


def _turned_kernel():
    return (_numbers(92, 2, 3).T, 5, 3), {}


CONV_MATRIX_PROBES = (
    Probe("a kernel of 1 × 2 on an image of 2 × 3", (_numbers(80, 1, 2), 2, 3), **DOUBLE),
    Probe("a kernel of 2 × 2 on an image of 3 × 4", (_numbers(81, 2, 2), 3, 4), **DOUBLE),
    Probe("a kernel of 2 × 3 on an image of 5 × 4", (_numbers(82, 2, 3), 5, 4), **DOUBLE),
    Probe("a kernel of 3 × 2 on an image of 4 × 6", (_numbers(83, 3, 2), 4, 6), **DOUBLE),
    Probe("a square kernel on a square image", (_numbers(84, 3, 3), 5, 5), **DOUBLE),
    Probe("a kernel of one row", (_numbers(85, 1, 3), 3, 5), **DOUBLE),
    Probe("a kernel of one column", (_numbers(86, 3, 1), 5, 3), **DOUBLE),
    Probe("a kernel of one weight", (_numbers(87, 1, 1), 2, 3), **DOUBLE),
    Probe("a kernel as large as the image", (_numbers(88, 2, 3), 2, 3), **DOUBLE),
    Probe("a kernel with zeros in it", (np.array([[0.0, 1.5, 0.0], [-0.5, 0.0, 2.0]]), 4, 5), **DOUBLE),
    Probe("float32", (_numbers(90, 2, 2).astype(np.float32), 4, 3), **SINGLE),
    Probe("a kernel taken from a larger array", make=_every_second_weight, **DOUBLE),
    Probe("a kernel turned in memory", make=_turned_kernel, **DOUBLE),
)


def _turned_kernels():
    return (_numbers(120, 3, 2).T, _numbers(121, 4, 6)[:, ::2]), {}


COMPOSE_PROBES = (
    Probe("two kernels of 1 × 2", (_numbers(100, 1, 2), _numbers(101, 1, 2)), **DOUBLE),
    Probe("two kernels of 2 × 2", (_numbers(102, 2, 2), _numbers(103, 2, 2)), **DOUBLE),
    Probe("2 × 3 and then 3 × 2", (_numbers(104, 2, 3), _numbers(105, 3, 2)), **DOUBLE),
    Probe("3 × 2 and then 2 × 2", (_numbers(106, 3, 2), _numbers(107, 2, 2)), **DOUBLE),
    Probe("two kernels of 3 × 3", (_numbers(108, 3, 3), _numbers(109, 3, 3)), **DOUBLE),
    Probe("a large one and then a small one", (_numbers(110, 4, 3), _numbers(111, 2, 1)), **DOUBLE),
    Probe("a small one and then a large one", (_numbers(112, 1, 2), _numbers(113, 3, 4)), **DOUBLE),
    Probe("a column and then a row", (_numbers(114, 3, 1), _numbers(115, 1, 2)), **DOUBLE),
    Probe("a second kernel of one weight", (_numbers(116, 2, 3), _numbers(117, 1, 1)), **DOUBLE),
    Probe("a first kernel of one weight", (_numbers(117, 1, 1), _numbers(116, 3, 2)), **DOUBLE),
    Probe("float32", _single(_numbers(118, 2, 3), _numbers(119, 2, 2)), **SINGLE),
    Probe("kernels turned in memory or taken from larger arrays", make=_turned_kernels, **DOUBLE),
)


# The functions that superposition_gap is tried on. Their names are shown on the card.


def double(v):
    """Linear."""
    return 2 * v


def double_and_add_one(v):
    """Linear but for a bias."""
    return 2 * v + 1


def square(v):
    return v**2


def add_one_and_square(v):
    """Neither linear nor 0 at 0: here a bias that is treated wrongly makes a difference."""
    return (v + 1) ** 2


def dense_layer(v):
    """Three outputs from two inputs; a matrix product, so a plain 0 for an array of zeros is an error."""
    return np.array([[1.0, -2.0], [0.5, 3.0], [-1.5, 1.0]]) @ v + np.array([0.5, -1.0, 2.0])


def dense_layer_and_relu(v):
    return relu(dense_layer(v))


def largest_of_each_row(v):
    """Not linear, and its result has an axis less than its input."""
    return np.max(v, axis=-1)


def largest(v):
    """Not linear, and its result is one number."""
    return np.max(v)


# The bias of some functions is not 0, the shape of the result is not always that of x, and the largest gap is negative
# in some probes and positive in others.
SUPERPOSITION_PROBES = (
    Probe("a linear function", (double, _numbers(130, 2), _numbers(131, 2), 2.0, -3.0), **DOUBLE),
    Probe("a function with a bias", (double_and_add_one, _numbers(132, 3), _numbers(133, 3), 2.0, -3.0), **DOUBLE),
    Probe("squaring", (square, np.array([1.0, 2.0]), np.array([3.0, 0.5]), 2.0, -1.0), **DOUBLE),
    Probe("squaring, with a and b below 1", (square, _numbers(134, 3), _numbers(135, 3), 0.5, 0.25), **DOUBLE),
    Probe("adding one and squaring", (add_one_and_square, _numbers(136, 3), _numbers(137, 3), 3.0, 0.5), **DOUBLE),
    Probe("ReLU on a table", (relu, _numbers(138, 2, 3), _numbers(139, 2, 3), 2.0, -3.0), **DOUBLE),
    Probe("ReLU on opposite inputs", (relu, np.array([1.0, -2.0]), np.array([-1.0, 2.0]), 1.0, 1.0), **DOUBLE),
    Probe("a dense layer with a bias", (dense_layer, _numbers(140, 2), _numbers(141, 2), -1.5, 2.0), **DOUBLE),
    Probe("a dense layer and ReLU", (dense_layer_and_relu, _numbers(142, 2), _numbers(143, 2), -2.0, 1.5), **DOUBLE),
    Probe("sigmoid on images", (sigmoid, _numbers(144, 2, 1, 2, 3), _numbers(145, 2, 1, 2, 3), 2.0, -3.0), **DOUBLE),
    Probe("softmax of each row", (softmax, _numbers(146, 2, 3), _numbers(147, 2, 3), 2.0, 0.5), **DOUBLE),
    Probe(
        "the largest of each row", (largest_of_each_row, _numbers(148, 3, 2), _numbers(149, 3, 2), 1.5, -2.0), **DOUBLE
    ),
    Probe("the largest of all", (largest, _numbers(150, 2, 2), _numbers(151, 2, 2), 2.0, 3.0), **DOUBLE),
    Probe("float32", (add_one_and_square, *_single(_numbers(152, 4), _numbers(153, 4)), 2.0, -3.0), **SINGLE),
)
