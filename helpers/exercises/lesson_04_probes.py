"""What is tried in lesson 04: the inputs of every exercise, simplest first.

Sizes differ wherever they can (H ≠ W, kH ≠ kW, N ≠ C ≠ F), so that swapped axes show, and are all equal in one probe
of each exercise, where swapped axes raise no error. All arrays are small: seven nested loops take milliseconds. The
card shows the failing input with the fewest numbers, so of two alike the one with less that is special is the smaller.

The networks that a training step is tried on are in `lesson_04_step_probes`.
"""

import numpy as np

from helpers.exercises.core import Probe

# Sums of some dozens of products of numbers near 1, in whatever order they are added: 1e-13 in float64 and 1e-5 in
# float32 would do. Known mistakes are off by a hundredth or more.
DOUBLE = {"rtol": 1e-7, "atol": 1e-8}
SINGLE = {"rtol": 1e-4, "atol": 1e-4}
# Neighbouring float32 numbers are 0.001 apart near 10,000, and the logarithm of a sum of exponentials may be rounded
# to one of them before the right logit is taken away. Known mistakes are off by hundreds here, or infinite.
SINGLE_LARGE = {"rtol": 1e-4, "atol": 5e-3}


def numbers(seed, *shape):
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
    Probe("five images, two classes", (numbers(1, 5, 2), np.array([1, 0, 0, 1, 1])), **DOUBLE),
    Probe("as many images as classes", (numbers(2, 3, 3), np.array([2, 2, 0])), **DOUBLE),
    Probe("four images, ten classes", (numbers(3, 4, 10), np.array([9, 0, 7, 9])), **DOUBLE),
    Probe("labels of type int32", (numbers(4, 3, 5), np.array([4, 1, 0], np.int32)), **DOUBLE),
    Probe("a transposed table", make=lambda: ((numbers(5, 4, 6).T, np.array([3, 3, 0, 1, 2, 0])), {}), **DOUBLE),
    Probe("float32", (*_single(numbers(6, 4, 3)), np.array([0, 2, 1, 1])), **SINGLE),
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
    Probe("all gates closed", (np.array([1.0, -2.0, 0.5, 3.0]), np.array([-0.5, 0.0, -1.5, -2.0]))),
    Probe("all gates open", (np.array([1.0, -2.0, 0.5]), np.array([0.5, 3.0, 0.25]))),
    Probe("a table, shape (2, 3)", (numbers(10, 2, 3), np.array([[0.0, -1.5, 0.5], [2.0, -0.0, -0.25]]))),
    Probe("a square table, shape (3, 3)", (numbers(11, 3, 3), np.round(numbers(12, 3, 3)))),
    Probe("a batch of one, shape (1, 4)", (np.array([[2.0, -1.0, 0.5, -3.0]]), np.array([[-0.5, 1.0, 0.0, 2.0]]))),
    Probe("images, shape (2, 3, 2, 4)", (numbers(13, 2, 3, 2, 4), np.round(numbers(14, 2, 3, 2, 4)))),
    Probe("large gradients", (np.array([1e4, -1e4, -1e4, 1e4]), np.array([0.5, 0.5, -0.5, 0.0]))),
    Probe("float32", _single(numbers(15, 2, 5), np.round(numbers(16, 2, 5)))),
    Probe(
        "images that come last in memory", make=lambda: (_images_last(numbers(17, 3, 2, 4), numbers(18, 3, 2, 4)), {})
    ),
)

DENSE_PROBES = (
    Probe("one sample, 2 → 1", (np.array([[3.0]]), np.array([[2.0, -1.0]]), np.array([[0.5, 4.0]])), **DOUBLE),
    Probe("two samples, 3 → 1", (numbers(20, 2, 1), numbers(21, 2, 3), numbers(22, 1, 3)), **DOUBLE),
    Probe("four samples, 3 → 2", (numbers(23, 4, 2), numbers(24, 4, 3), numbers(25, 2, 3)), **DOUBLE),
    Probe("three samples, 3 → 3", (numbers(26, 3, 3), numbers(27, 3, 3), numbers(28, 3, 3)), **DOUBLE),
    Probe("one sample, 3 → 4", (numbers(29, 1, 4), numbers(30, 1, 3), numbers(31, 4, 3)), **DOUBLE),
    Probe("large gradients", (1e4 * numbers(32, 2, 3), numbers(33, 2, 5), numbers(34, 3, 5)), **DOUBLE),
    Probe("float32", _single(numbers(35, 5, 4), numbers(36, 5, 2), numbers(37, 4, 2)), **SINGLE),
    Probe(
        "samples that come last in memory",
        make=lambda: ((*_images_last(numbers(38, 4, 2), numbers(39, 4, 3)), numbers(40, 3, 2).T), {}),
        **DOUBLE,
    ),
)

ONE_WINDOW = (np.array([[[[8.0]]]]), np.array([[[[1.0, 4.0], [-2.0, 3.0]]]]))

# What both poolings share.
_BOTH_POOLINGS = (
    Probe("one window", ONE_WINDOW, **DOUBLE),
    Probe("two windows", (numbers(140, 1, 1, 1, 2), _different(141, 1, 1, 2, 4)), **DOUBLE),
    Probe(
        "5 × 2: the last row is dropped",
        (numbers(55, 1, 1, 2, 1), _bright_edge(_different(56, 1, 1, 5, 2), 2)),
        **DOUBLE,
    ),
    Probe("one image of 4 × 6", (numbers(41, 1, 1, 2, 3), _different(42, 1, 1, 4, 6)), **DOUBLE),
    Probe("two images, three channels", (numbers(43, 2, 3, 1, 2), _different(44, 2, 3, 2, 4)), **DOUBLE),
    Probe(
        "as many images, channels, rows and columns", (numbers(45, 2, 2, 2, 2), _different(46, 2, 2, 4, 4)), **DOUBLE
    ),
    Probe(
        "5 × 7: the last row and column are dropped",
        (numbers(47, 1, 2, 2, 3), _bright_edge(_different(48, 1, 2, 5, 7), 2)),
        **DOUBLE,
    ),
    Probe("windows of 3 × 3", (numbers(49, 2, 1, 1, 2), _different(50, 2, 1, 3, 6), 3), **DOUBLE),
    Probe(
        "windows of 3 × 3 in 8 × 7",
        (numbers(51, 1, 2, 2, 2), _bright_edge(_different(52, 1, 2, 8, 7), 3), 3),
        **DOUBLE,
    ),
    Probe("windows of a single pixel", (numbers(53, 2, 1, 2, 3), _different(54, 2, 1, 2, 3), 1), **DOUBLE),
    Probe("large gradients", (1e4 * numbers(142, 1, 1, 2, 3), _different(143, 1, 1, 5, 6)), **DOUBLE),
    Probe("float32", _single(numbers(57, 3, 2, 1, 2), _different(58, 3, 2, 2, 4)), **SINGLE),
    Probe(
        "images that come last in memory",
        make=lambda: (_images_last(numbers(59, 3, 2, 1, 2), _different(60, 3, 2, 2, 5)), {}),
        **DOUBLE,
    ),
)

AVG_POOL_PROBES = _BOTH_POOLINGS

# On the diagonal the first in reading order, the first column by column and the last are three different pixels.
_TIES = np.array([[[[0.0, 2.0, 3.0, 1.0], [2.0, 1.0, 1.0, 3.0]]], [[[4.0, 0.0, 1.0, 5.0], [4.0, 4.0, 0.0, 5.0]]]])

MAX_POOL_PROBES = (
    *_BOTH_POOLINGS[:4],
    Probe("one window, all equal", (np.array([[[[8.0]]]]), np.full((1, 1, 2, 2), 0.5)), **DOUBLE),
    Probe("windows with ties", (np.array([[[[5.0, -6.0]]], [[[7.0, -8.0]]]]), _TIES), **DOUBLE),
    Probe("only negative pixels", (numbers(61, 1, 2, 1, 2), _different(62, 1, 2, 2, 4) - 20), **DOUBLE),
    Probe("a flat background of zeros", (numbers(63, 2, 1, 2, 2), np.zeros((2, 1, 4, 5))), **DOUBLE),
    *_BOTH_POOLINGS[4:],
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
        (numbers(70, 1, 1, 1, 3), numbers(71, 1, 1, 2, 4), numbers(72, 1, 1, 2, 2)),
        **DOUBLE,
    ),
    Probe("two images", (numbers(144, 2, 1, 1, 3), numbers(145, 2, 1, 2, 3), numbers(146, 1, 1, 2, 1)), **DOUBLE),
    Probe("a 1 × 1 kernel", (numbers(73, 2, 1, 2, 3), numbers(74, 2, 3, 2, 3), numbers(75, 1, 3, 1, 1)), **DOUBLE),
    Probe("two channels", (numbers(76, 1, 1, 1, 2), numbers(77, 1, 2, 2, 3), numbers(78, 1, 2, 2, 2)), **DOUBLE),
    Probe("two kernels", (numbers(79, 1, 2, 1, 2), numbers(80, 1, 1, 3, 3), numbers(81, 2, 1, 3, 2)), **DOUBLE),
    Probe(
        "two images, three channels, four kernels",
        (numbers(82, 2, 4, 2, 3), numbers(83, 2, 3, 4, 4), numbers(84, 4, 3, 3, 2)),
        **DOUBLE,
    ),
    Probe("all sizes equal", (numbers(85, 2, 2, 2, 2), numbers(86, 2, 2, 3, 3), numbers(87, 2, 2, 2, 2)), **DOUBLE),
    Probe(
        "padding 1, one image",
        (numbers(147, 1, 1, 2, 4), numbers(148, 1, 1, 1, 3), numbers(149, 1, 1, 2, 2), 1),
        **DOUBLE,
    ),
    Probe(
        "padding 1, output as large as the input",
        (numbers(88, 1, 2, 3, 4), numbers(89, 1, 1, 3, 4), numbers(90, 2, 1, 3, 3), 1),
        **DOUBLE,
    ),
    Probe("padding 1", (numbers(91, 2, 1, 3, 3), numbers(92, 2, 3, 2, 3), numbers(93, 1, 3, 2, 3), 1), **DOUBLE),
    Probe("padding 2", (numbers(94, 1, 3, 4, 3), numbers(95, 1, 2, 2, 2), numbers(96, 3, 2, 3, 4), 2), **DOUBLE),
    Probe(
        "large gradients",
        (1e4 * numbers(97, 1, 1, 2, 1), numbers(98, 1, 1, 3, 3), numbers(99, 1, 1, 2, 3)),
        **DOUBLE,
    ),
    Probe(
        "float32", _single(numbers(100, 3, 2, 2, 3), numbers(101, 3, 1, 3, 3), numbers(102, 2, 1, 2, 1)), **SINGLE
    ),
    Probe(
        "images that come last in memory, padding 1",
        make=lambda: (
            (*_images_last(numbers(103, 3, 1, 2, 3), numbers(104, 3, 2, 1, 2)), numbers(105, 1, 2, 2, 2), 1),
            {},
        ),
        **DOUBLE,
    ),
)

FLIP_PROBES = (
    Probe("one image", (np.arange(10.0)[None], np.array([0.0, 1.0, 0, 0, -2.0, 0, 0, 0, 0.5, 3.0])), **DOUBLE),
    Probe("three images", (numbers(120, 3, 10), numbers(121, 10)), **DOUBLE),
    Probe("ten images", (numbers(122, 10, 10), numbers(123, 10)), **DOUBLE),
    Probe("no bias", (numbers(124, 2, 10), np.zeros(10)), **DOUBLE),
    Probe("the same bias for each digit", (numbers(125, 2, 10), np.full(10, 1.5)), **DOUBLE),
    Probe("large logits", (1e4 * numbers(126, 2, 10), 1e3 * numbers(127, 10)), **DOUBLE),
    Probe("float32", _single(numbers(128, 4, 10), numbers(129, 10)), **SINGLE),
    Probe(
        "images that come last in memory",
        make=lambda: ((*_images_last(numbers(130, 3, 10)), numbers(131, 10)), {}),
        **DOUBLE,
    ),
)
