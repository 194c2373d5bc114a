"""What is tried in lesson 04: the inputs of every exercise, simplest first.

Sizes differ wherever they can (H ≠ W, kH ≠ kW, N ≠ C ≠ F), so that swapped axes show, and are all equal in one probe
of each exercise, where swapped axes raise no error. All arrays are small: seven nested loops take milliseconds.
"""

import numpy as np

from helpers.convolution import AvgPool2d, Conv2d
from helpers.exercises.core import Probe
from helpers.layers import Dense, Dropout, Flatten, ReLU
from helpers.losses import cross_entropy_grad
from helpers.network import Sequential
from helpers.optimizers import SGD, Adam

# Sums of some dozens of products of numbers near 1, in whatever order they are added: 1e-13 in float64 and 1e-5 in
# float32 would do. Known mistakes are off by a hundredth or more.
DOUBLE = {"rtol": 1e-7, "atol": 1e-8}
SINGLE = {"rtol": 1e-4, "atol": 1e-4}
# Neighbouring float32 numbers are 0.001 apart near 10,000, and the logarithm of a sum of exponentials may be rounded
# to one of them before the right logit is taken away. Known mistakes are off by hundreds here, or infinite.
SINGLE_LARGE = {"rtol": 1e-4, "atol": 5e-3}


def _numbers(seed, *shape):
    """Fixed numbers of one decimal, so that a card shows them in full."""
    return np.round(np.random.default_rng(seed).uniform(-2, 2, shape), 1)


def _different(seed, *shape):
    """Fixed whole numbers of both signs that are all different: no window has a tie."""
    count = int(np.prod(shape))
    return (np.random.default_rng(seed).permutation(count) - count // 2).astype(float).reshape(shape)


def _bright_edge(x, size):
    """Put the largest pixels into the rows and columns that no window covers."""
    height, width = x.shape[2:]
    x[:, :, height // size * size :] += 100
    x[..., width // size * size :] += 100
    return x


def _single(*arrays):
    return tuple(array.astype(np.float32) for array in arrays)


def _images_last(*arrays):
    """The same arrays with the image index last in memory, as the course's layers hold them."""
    return tuple(np.moveaxis(np.ascontiguousarray(np.moveaxis(array, 0, -1)), -1, 0) for array in arrays)


def _large_logits(dtype):
    rows = np.array([[1e4, 9999.0, -1e4], [-1e4, 1e4, 0.0], [-9999.0, -1e4, -9998.0]], dtype)
    return rows, np.array([1, 2, 0])


FACING = np.array([[0.5, -1.5, 2.0, 0.0], [1.0, 0.0, -0.5, 1.5], [-2.0, 0.5, 1.0, 3.0]])

# Every class is somewhere the right one, the first and the last too; the likeliest class is not always the right one.
# In float64 an exponential overflows above 709 and underflows below −745: 720 apart tells mistakes with the one from
# mistakes with the other.
CROSS_ENTROPY_PROBES = (
    Probe("one image, two equal logits", (np.zeros((1, 2)), np.array([1])), **DOUBLE),
    Probe("one image, three classes", (np.array([[1.0, 2.0, 0.5]]), np.array([0])), **DOUBLE),
    Probe("three images, four classes", (FACING, np.array([2, 0, 3])), **DOUBLE),
    Probe("five images, two classes", (_numbers(1, 5, 2), np.array([1, 0, 0, 1, 1])), **DOUBLE),
    Probe("as many images as classes", (_numbers(2, 3, 3), np.array([2, 2, 0])), **DOUBLE),
    Probe("four images, ten classes", (_numbers(3, 4, 10), np.array([9, 0, 7, 9])), **DOUBLE),
    Probe("labels of type int32", (_numbers(4, 3, 5), np.array([4, 1, 0], np.int32)), **DOUBLE),
    Probe("a transposed table", make=lambda: ((_numbers(5, 4, 6).T, np.array([3, 3, 0, 1, 2, 0])), {}), **DOUBLE),
    Probe("float32", (*_single(_numbers(6, 4, 3)), np.array([0, 2, 1, 1])), **SINGLE),
    Probe("large and close together", (np.array([[1000.0, 1001.0, 1002.0]]), np.array([0])), **DOUBLE),
    Probe("very negative and close together", (np.array([[-1000.0, -1001.0]]), np.array([1])), **DOUBLE),
    Probe("two logits 720 apart", (np.array([[360.0, -360.0]]), np.array([1])), **DOUBLE),
    Probe("logits of ±1,000, the right one far behind", (np.array([[1000.0, 0.0, -1000.0]]), np.array([2])), **DOUBLE),
    Probe("logits of ±1,000, the right one ahead", (np.array([[-1000.0, 1000.0, 0.0]]), np.array([1])), **DOUBLE),
    Probe("rows far apart", (np.array([[1000.0, 999.0], [-1000.0, -999.0]]), np.array([1, 0])), **DOUBLE),
    Probe("logits of ±10,000", _large_logits(np.float64), **DOUBLE),
    Probe("logits of ±10,000, float32", _large_logits(np.float32), **SINGLE_LARGE),
)

# Gradients of both signs meet open gates, closed gates and z = 0 exactly. Nothing is rounded, so the probes ask for no
# tolerance of their own.
RELU_PROBES = (
    Probe("three numbers: z negative, zero, positive", (np.array([5.0, 4.0, 3.0]), np.array([-1.0, 0.0, 2.0]))),
    Probe(
        "gradients of both signs",
        (np.array([-2.0, 0.5, -0.25, 3.0, -1.0, 0.0]), np.array([1.5, 2.5, -0.5, -3.0, 0.0, 1.0])),
    ),
    Probe("all gates closed", (np.array([1.0, -2.0]), np.array([-0.5, 0.0]))),
    Probe("all gates open", (np.array([1.0, -2.0, 0.5]), np.array([0.5, 3.0, 0.25]))),
    Probe("a table, shape (2, 3)", (_numbers(10, 2, 3), np.array([[0.0, -1.5, 0.5], [2.0, -0.0, -0.25]]))),
    Probe("a square table, shape (3, 3)", (_numbers(11, 3, 3), np.round(_numbers(12, 3, 3)))),
    Probe("a batch of one, shape (1, 4)", (np.array([[2.0, -1.0, 0.5, -3.0]]), np.array([[-0.5, 1.0, 0.0, 2.0]]))),
    Probe("images, shape (2, 3, 2, 4)", (_numbers(13, 2, 3, 2, 4), np.round(_numbers(14, 2, 3, 2, 4)))),
    Probe("large gradients", (np.array([1e4, -1e4, -1e4, 1e4]), np.array([0.5, 0.5, -0.5, 0.0]))),
    Probe("float32", _single(_numbers(15, 2, 5), np.round(_numbers(16, 2, 5)))),
    Probe(
        "images that come last in memory", make=lambda: (_images_last(_numbers(17, 3, 2, 4), _numbers(18, 3, 2, 4)), {})
    ),
)

DENSE_PROBES = (
    Probe("one sample, 2 → 1", (np.array([[3.0]]), np.array([[2.0, -1.0]]), np.array([[0.5, 4.0]])), **DOUBLE),
    Probe("two samples, 3 → 1", (_numbers(20, 2, 1), _numbers(21, 2, 3), _numbers(22, 1, 3)), **DOUBLE),
    Probe("four samples, 3 → 2", (_numbers(23, 4, 2), _numbers(24, 4, 3), _numbers(25, 2, 3)), **DOUBLE),
    Probe("three samples, 3 → 3", (_numbers(26, 3, 3), _numbers(27, 3, 3), _numbers(28, 3, 3)), **DOUBLE),
    Probe("one sample, 3 → 4", (_numbers(29, 1, 4), _numbers(30, 1, 3), _numbers(31, 4, 3)), **DOUBLE),
    Probe("large gradients", (1e4 * _numbers(32, 2, 3), _numbers(33, 2, 5), _numbers(34, 3, 5)), **DOUBLE),
    Probe("float32", _single(_numbers(35, 5, 4), _numbers(36, 5, 2), _numbers(37, 4, 2)), **SINGLE),
    Probe(
        "samples that come last in memory",
        make=lambda: ((*_images_last(_numbers(38, 4, 2), _numbers(39, 4, 3)), _numbers(40, 3, 2).T), {}),
        **DOUBLE,
    ),
)

ONE_WINDOW = (np.array([[[[8.0]]]]), np.array([[[[1.0, 4.0], [-2.0, 3.0]]]]))

# What both poolings share.
_BOTH_POOLINGS = (
    Probe("one window", ONE_WINDOW, **DOUBLE),
    Probe("one image of 4 × 6", (_numbers(41, 1, 1, 2, 3), _different(42, 1, 1, 4, 6)), **DOUBLE),
    Probe("two images, three channels", (_numbers(43, 2, 3, 1, 2), _different(44, 2, 3, 2, 4)), **DOUBLE),
    Probe(
        "as many images, channels, rows and columns", (_numbers(45, 2, 2, 2, 2), _different(46, 2, 2, 4, 4)), **DOUBLE
    ),
    Probe(
        "5 × 7: the last row and column are dropped",
        (_numbers(47, 1, 2, 2, 3), _bright_edge(_different(48, 1, 2, 5, 7), 2)),
        **DOUBLE,
    ),
    Probe("windows of 3 × 3", (_numbers(49, 2, 1, 1, 2), _different(50, 2, 1, 3, 6), 3), **DOUBLE),
    Probe(
        "windows of 3 × 3 in 8 × 7",
        (_numbers(51, 1, 2, 2, 2), _bright_edge(_different(52, 1, 2, 8, 7), 3), 3),
        **DOUBLE,
    ),
    Probe("windows of a single pixel", (_numbers(53, 2, 1, 2, 3), _different(54, 2, 1, 2, 3), 1), **DOUBLE),
    Probe("large gradients", (1e4 * _numbers(55, 1, 1, 2, 1), _different(56, 1, 1, 5, 2)), **DOUBLE),
    Probe("float32", _single(_numbers(57, 3, 2, 1, 2), _different(58, 3, 2, 2, 4)), **SINGLE),
    Probe(
        "images that come last in memory",
        make=lambda: (_images_last(_numbers(59, 3, 2, 1, 2), _different(60, 3, 2, 2, 5)), {}),
        **DOUBLE,
    ),
)

AVG_POOL_PROBES = _BOTH_POOLINGS

# On the diagonal the first in reading order, the first column by column and the last are three different pixels.
_TIES = np.array([[[[0.0, 2.0, 3.0, 1.0], [2.0, 1.0, 1.0, 3.0]]], [[[4.0, 0.0, 1.0, 5.0], [4.0, 4.0, 0.0, 5.0]]]])

MAX_POOL_PROBES = (
    *_BOTH_POOLINGS[:2],
    Probe("one window, all equal", (np.array([[[[8.0]]]]), np.full((1, 1, 2, 2), 0.5)), **DOUBLE),
    Probe("windows with ties", (np.array([[[[5.0, -6.0]]], [[[7.0, -8.0]]]]), _TIES), **DOUBLE),
    Probe("only negative pixels", (_numbers(61, 1, 2, 1, 2), _different(62, 1, 2, 2, 4) - 20), **DOUBLE),
    Probe("a flat background of zeros", (_numbers(63, 2, 1, 2, 2), np.zeros((2, 1, 4, 5))), **DOUBLE),
    *_BOTH_POOLINGS[2:],
)

# The padding is smaller than the kernel, as in every real network: some right ways of computing need that.
CONV_PROBES = (
    Probe(
        "one output pixel",
        (np.array([[[[2.0]]]]), np.array([[[[1.0, 3.0], [0.0, -1.0]]]]), np.array([[[[0.5, 4.0], [-2.0, 3.0]]]])),
        **DOUBLE,
    ),
    Probe(
        "one image, one kernel",
        (_numbers(70, 1, 1, 1, 3), _numbers(71, 1, 1, 2, 4), _numbers(72, 1, 1, 2, 2)),
        **DOUBLE,
    ),
    Probe("a 1 × 1 kernel", (_numbers(73, 2, 1, 2, 3), _numbers(74, 2, 3, 2, 3), _numbers(75, 1, 3, 1, 1)), **DOUBLE),
    Probe("three channels", (_numbers(76, 1, 1, 2, 2), _numbers(77, 1, 3, 3, 4), _numbers(78, 1, 3, 2, 3)), **DOUBLE),
    Probe("four kernels", (_numbers(79, 1, 4, 2, 3), _numbers(80, 1, 1, 4, 4), _numbers(81, 4, 1, 3, 2)), **DOUBLE),
    Probe(
        "two images, three channels, four kernels",
        (_numbers(82, 2, 4, 2, 3), _numbers(83, 2, 3, 4, 4), _numbers(84, 4, 3, 3, 2)),
        **DOUBLE,
    ),
    Probe("all sizes equal", (_numbers(85, 2, 2, 2, 2), _numbers(86, 2, 2, 3, 3), _numbers(87, 2, 2, 2, 2)), **DOUBLE),
    Probe(
        "padding 1, output as large as the input",
        (_numbers(88, 1, 2, 3, 4), _numbers(89, 1, 1, 3, 4), _numbers(90, 2, 1, 3, 3), 1),
        **DOUBLE,
    ),
    Probe("padding 1", (_numbers(91, 2, 1, 3, 3), _numbers(92, 2, 3, 2, 3), _numbers(93, 1, 3, 2, 3), 1), **DOUBLE),
    Probe("padding 2", (_numbers(94, 1, 3, 4, 3), _numbers(95, 1, 2, 2, 2), _numbers(96, 3, 2, 3, 4), 2), **DOUBLE),
    Probe(
        "large gradients",
        (1e4 * _numbers(97, 1, 1, 2, 1), _numbers(98, 1, 1, 3, 3), _numbers(99, 1, 1, 2, 3)),
        **DOUBLE,
    ),
    Probe(
        "float32", _single(_numbers(100, 3, 2, 2, 3), _numbers(101, 3, 1, 3, 3), _numbers(102, 2, 1, 2, 1)), **SINGLE
    ),
    Probe(
        "images that come last in memory, padding 1",
        make=lambda: (
            (*_images_last(_numbers(103, 3, 1, 2, 3), _numbers(104, 3, 2, 1, 2)), _numbers(105, 1, 2, 2, 2), 1),
            {},
        ),
        **DOUBLE,
    ),
)


def _step(layers, input_shape, labels, optimizer, earlier=False, dtype=np.float64, **settings):
    """Return a function that makes the same network, batch and optimiser again and again.

    With `earlier`, one step on other images comes before: it leaves gradients, momentum and memories behind.
    """

    def make():
        network = Sequential(layers(), input_shape, seed=3, dtype=dtype)
        follow = optimizer(network, **settings)
        images = _numbers(112, len(labels), *input_shape).astype(dtype)
        if earlier:
            before = network.forward(_numbers(111, len(labels), *input_shape).astype(dtype))
            network.backward(cross_entropy_grad(before, np.array(labels[::-1])))
            follow.step()
        return (network, images, np.array(labels), follow), {}

    return make


def _dense_layers():
    return [Dense(2, 3)]


def _hidden_layers():
    return [Dense(3, 5), ReLU(), Dense(5, 4)]


def _conv_layers():
    return [Conv2d(1, 2, 3, padding=1), ReLU(), AvgPool2d(2), Flatten(), Dense(4, 3)]


def _dropout_layers():
    return [Dense(3, 6), Dropout(0.5), Dense(6, 3)]


# Adam divides a gradient by its own size, so rounding errors of a gradient near 0 would be blown up: float64 only.
STEP_PROBES = (
    Probe(
        "a single dense layer",
        make=_step(_dense_layers, (2,), [0, 2, 1, 2], SGD, learning_rate=0.5),
        **DOUBLE,
    ),
    Probe("a single image", make=_step(_dense_layers, (2,), [2], SGD, learning_rate=0.5), **DOUBLE),
    Probe(
        "a hidden layer with ReLU",
        make=_step(_hidden_layers, (3,), [3, 0, 1, 2, 3, 0], SGD, learning_rate=0.2),
        **DOUBLE,
    ),
    Probe(
        "as many images as classes",
        make=_step(_dense_layers, (2,), [1, 0, 1], SGD, learning_rate=1.0),
        **DOUBLE,
    ),
    Probe(
        "the second step, with momentum",
        make=_step(_hidden_layers, (3,), [1, 0, 3, 2, 2], SGD, earlier=True, learning_rate=0.2, momentum=0.9),
        **DOUBLE,
    ),
    Probe(
        "the second step, with Adam",
        make=_step(_hidden_layers, (3,), [0, 1, 3, 2, 1, 1], Adam, earlier=True, learning_rate=0.05),
        **DOUBLE,
    ),
    Probe(
        "a small CNN in float32",
        make=_step(_conv_layers, (1, 4, 2), [2, 0, 1, 1], SGD, dtype=np.float32, learning_rate=0.5),
        **SINGLE,
    ),
    Probe(
        "a network with dropout",
        make=_step(_dropout_layers, (3,), [0, 2, 1, 0, 2], SGD, learning_rate=0.3),
        **DOUBLE,
    ),
)

FLIP_PROBES = (
    Probe("one image", (np.arange(10.0)[None], np.array([0.0, 1.0, 0, 0, -2.0, 0, 0, 0, 0.5, 3.0])), **DOUBLE),
    Probe("three images", (_numbers(120, 3, 10), _numbers(121, 10)), **DOUBLE),
    Probe("ten images", (_numbers(122, 10, 10), _numbers(123, 10)), **DOUBLE),
    Probe("no bias", (_numbers(124, 2, 10), np.zeros(10)), **DOUBLE),
    Probe("the same bias for each digit", (_numbers(125, 2, 10), np.full(10, 1.5)), **DOUBLE),
    Probe("large logits", (1e4 * _numbers(126, 2, 10), 1e3 * _numbers(127, 10)), **DOUBLE),
    Probe("float32", _single(_numbers(128, 4, 10), _numbers(129, 10)), **SINGLE),
    Probe(
        "images that come last in memory",
        make=lambda: ((*_images_last(_numbers(130, 3, 10)), _numbers(131, 10)), {}),
        **DOUBLE,
    ),
)
