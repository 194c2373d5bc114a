"""What is tried in lesson 04: numbers and tolerances that its exercises share, and inputs, simplest first.

Sizes differ wherever they can (H ≠ W, kH ≠ kW, N ≠ C ≠ F), so that swapped axes show, and are all equal in one probe
of each exercise, where swapped axes raise no error. All arrays are small: seven nested loops take milliseconds. The
card shows the failing input with the fewest numbers, so of two alike the one with less that is special is the smaller.
"""

from functools import cache

import numpy as np

from helpers.exercises.declare import Probe

# Sums of some dozens of products of numbers near 1, in whatever order they are added: 1e-13 in float64 and 1e-5 in
# float32 would do. Known mistakes are off by a hundredth or more.
DOUBLE = {"rtol": 1e-7, "atol": 1e-8}
SINGLE = {"rtol": 1e-4, "atol": 1e-4}


def numbers(seed, *shape):
    """Fixed numbers of one decimal, so that a card shows them in full."""
    return _drawn(seed, shape).copy()


def different(seed, *shape):
    """Fixed whole numbers of both signs that are all different: no window has a tie."""
    return _shuffled(seed, shape).copy()


# A known mistake that is looked for runs on inputs made anew each time: to draw them is a good part of the search.
@cache
def _drawn(seed, shape):
    return np.round(np.random.default_rng(seed).uniform(-2, 2, shape), 1)


@cache
def _shuffled(seed, shape):
    count = int(np.prod(shape))
    return (np.random.default_rng(seed).permutation(count) - count // 2).astype(float).reshape(shape)


def bright_edge(x, size):
    """Put the largest pixels into the rows and columns that no window covers."""
    height, width = x.shape[2:]
    x[:, :, height // size * size :] += 100
    x[..., width // size * size :] += 100
    return x


def single(*arrays):
    return tuple(array.astype(np.float32) for array in arrays)


def whole(array):
    """The same numbers times ten, as integers: what is written into an array of their type loses its fractions."""
    return np.round(10 * array).astype(int)


def images_last(*arrays):
    """The same arrays with the image index last in memory, as the course's layers hold them."""
    return tuple(np.moveaxis(np.ascontiguousarray(np.moveaxis(array, 0, -1)), -1, 0) for array in arrays)


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
    Probe("z barely and far above 0", (np.array([2.0, -0.5, 1.5, -3.0]), np.array([1e-4, 50.0, -1e-4, -50.0]))),
    Probe("float32", single(numbers(15, 2, 5), np.round(numbers(16, 2, 5)))),
    Probe("z of whole numbers", (np.array([0.5, -1.5, 2.5, -0.25]), np.array([-1, 2, 3, 0]))),
    Probe(
        "images that come last in memory", make=lambda: (images_last(numbers(17, 3, 2, 4), numbers(18, 3, 2, 4)), {})
    ),
)

DENSE_PROBES = (
    Probe("one sample, 2 → 1", (np.array([[3.0]]), np.array([[2.0, -1.0]]), np.array([[0.5, 4.0]])), **DOUBLE),
    Probe("two samples, 3 → 1", (numbers(20, 2, 1), numbers(21, 2, 3), numbers(22, 1, 3)), **DOUBLE),
    Probe("four samples, 3 → 2", (numbers(23, 4, 2), numbers(24, 4, 3), numbers(25, 2, 3)), **DOUBLE),
    Probe("three samples, 3 → 3", (numbers(26, 3, 3), numbers(27, 3, 3), numbers(28, 3, 3)), **DOUBLE),
    Probe("one sample, 3 → 4", (numbers(29, 1, 4), numbers(30, 1, 3), numbers(31, 4, 3)), **DOUBLE),
    Probe("large gradients", (1e4 * numbers(32, 2, 3), numbers(33, 2, 5), numbers(34, 3, 5)), **DOUBLE),
    Probe("float32", single(numbers(35, 5, 4), numbers(36, 5, 2), numbers(37, 4, 2)), **SINGLE),
    Probe(
        "inputs and weights of whole numbers",
        (numbers(150, 2, 3), whole(numbers(151, 2, 2)), whole(numbers(152, 3, 2))),
    ),
    Probe(
        "samples that come last in memory",
        make=lambda: ((*images_last(numbers(38, 4, 2), numbers(39, 4, 3)), numbers(40, 3, 2).T), {}),
        **DOUBLE,
    ),
)

ONE_WINDOW = (np.array([[[[8.0]]]]), np.array([[[[1.0, 4.0], [-2.0, 3.0]]]]))

# What both poolings share.
BOTH_POOLINGS = (
    Probe("one window", ONE_WINDOW, **DOUBLE),
    Probe("two windows", (numbers(140, 1, 1, 1, 2), different(141, 1, 1, 2, 4)), **DOUBLE),
    Probe(
        "5 × 2: the last row is dropped",
        (numbers(55, 1, 1, 2, 1), bright_edge(different(56, 1, 1, 5, 2), 2)),
        **DOUBLE,
    ),
    Probe("one image of 4 × 6", (numbers(41, 1, 1, 2, 3), different(42, 1, 1, 4, 6)), **DOUBLE),
    Probe("two images, three channels", (numbers(43, 2, 3, 1, 2), different(44, 2, 3, 2, 4)), **DOUBLE),
    Probe("as many images, channels, rows and columns", (numbers(45, 2, 2, 2, 2), different(46, 2, 2, 4, 4)), **DOUBLE),
    Probe(
        "5 × 7: the last row and column are dropped",
        (numbers(47, 1, 2, 2, 3), bright_edge(different(48, 1, 2, 5, 7), 2)),
        **DOUBLE,
    ),
    Probe("windows of 3 × 3", (numbers(49, 2, 1, 1, 2), different(50, 2, 1, 3, 6), 3), **DOUBLE),
    Probe(
        "windows of 3 × 3 in 8 × 7",
        (numbers(51, 1, 2, 2, 2), bright_edge(different(52, 1, 2, 8, 7), 3), 3),
        **DOUBLE,
    ),
    Probe("windows of a single pixel", (numbers(53, 2, 1, 2, 3), different(54, 2, 1, 2, 3)), {"size": 1}, **DOUBLE),
    Probe("large gradients", (1e4 * numbers(142, 1, 1, 2, 3), different(143, 1, 1, 5, 6)), **DOUBLE),
    Probe("float32", single(numbers(57, 3, 2, 1, 2), different(58, 3, 2, 2, 4)), **SINGLE),
    Probe(
        "pixels that are whole numbers", (numbers(153, 1, 1, 2, 2), different(154, 1, 1, 5, 4).astype(int)), **DOUBLE
    ),
    Probe(
        "images that come last in memory",
        make=lambda: (images_last(numbers(59, 3, 2, 1, 2), different(60, 3, 2, 2, 5)), {}),
        **DOUBLE,
    ),
)

AVG_POOL_PROBES = BOTH_POOLINGS

# On the diagonal the first in reading order, the first column by column and the last are three different pixels.
_TIES = np.array([[[[0.0, 2.0, 3.0, 1.0], [2.0, 1.0, 1.0, 3.0]]], [[[4.0, 0.0, 1.0, 5.0], [4.0, 4.0, 0.0, 5.0]]]])

MAX_POOL_PROBES = (
    *BOTH_POOLINGS[:4],
    Probe("one window, all equal", (np.array([[[[8.0]]]]), np.full((1, 1, 2, 2), 0.5)), **DOUBLE),
    Probe("windows with ties", (np.array([[[[5.0, -6.0]]], [[[7.0, -8.0]]]]), _TIES), **DOUBLE),
    Probe("only negative pixels", (numbers(61, 1, 2, 1, 2), different(62, 1, 2, 2, 4) - 20), **DOUBLE),
    Probe("a flat background of zeros", (numbers(63, 2, 1, 2, 2), np.zeros((2, 1, 4, 5))), **DOUBLE),
    *BOTH_POOLINGS[4:],
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
    Probe(
        "padding 2",
        (numbers(94, 1, 3, 4, 3), numbers(95, 1, 2, 2, 2), numbers(96, 3, 2, 3, 4)),
        {"padding": 2},
        **DOUBLE,
    ),
    Probe(
        "large gradients",
        (1e4 * numbers(97, 1, 1, 2, 1), numbers(98, 1, 1, 3, 3), numbers(99, 1, 1, 2, 3)),
        **DOUBLE,
    ),
    Probe("float32", single(numbers(100, 3, 2, 2, 3), numbers(101, 3, 1, 3, 3), numbers(102, 2, 1, 2, 1)), **SINGLE),
    Probe(
        "pixels and weights that are whole numbers",
        (numbers(155, 1, 2, 2, 3), whole(numbers(156, 1, 1, 3, 4)), whole(numbers(157, 2, 1, 2, 2))),
        **DOUBLE,
    ),
    Probe(
        "images that come last in memory, padding 1",
        make=lambda: (
            (*images_last(numbers(103, 3, 1, 2, 3), numbers(104, 3, 2, 1, 2)), numbers(105, 1, 2, 2, 2), 1),
            {},
        ),
        **DOUBLE,
    ),
)
