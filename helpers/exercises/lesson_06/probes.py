"""What is tried in lesson 06: networks that are odd and such that are not, gates, and batch norms, simplest first.

Sizes differ wherever they can (H ≠ W, kH ≠ kW, N ≠ C ≠ F), and are all equal in one probe of each exercise, where
swapped axes raise no error. What the inputs of lesson 03 have in common holds here too.
"""

import numpy as np

from helpers.activations import relu, tanh
from helpers.exercises.declare import Probe
from helpers.exercises.lesson_03.probes import DOUBLE, SINGLE, numbers, single
from helpers.exercises.lesson_04.probes import images_last

# --- networks, by the names that a card shows -------------------------------------------------------------------------


def double(x):
    """Odd."""
    return 2 * x


def double_and_add_one(x):
    """Odd but for a bias."""
    return 2 * x + 1


def square(x):
    """Even: f(−x) is f(x)."""
    return x**2


def hill(x):
    """Neither odd nor even; its largest miss is negative, and so is its largest logit."""
    return x - 2 * x**2


def _flat(x, seed, outputs):
    x = x.reshape(len(x), -1)
    return x @ numbers(seed, x.shape[1], outputs) / x.shape[1]


def tanh_network(x):
    """Odd: two matrices without biases, with tanh between them."""
    return tanh(_flat(x, 300, 4)) @ numbers(301, 4, 3)


def tanh_network_with_biases(x):
    return tanh(_flat(x, 302, 4) + numbers(303, 4)) @ numbers(304, 4, 3) + numbers(305, 3)


def relu_network(x):
    """Without biases, and yet not odd."""
    return relu(_flat(x, 306, 4)) @ numbers(307, 4, 3)


def sign_of_the_mean(x):
    """A single logit for each image, so that its result has fewer axes than its input."""
    return x.reshape(len(x), -1).mean(axis=1) + 0.5


# The largest logits of x and of −x differ in size, and the largest miss is negative in some probes, positive in others.
NETWORK_PROBES = (
    Probe("an odd function", (double, numbers(310, 1, 3)), **DOUBLE),
    Probe("an odd function and a bias", (double_and_add_one, np.array([[1.0, 2.0, -0.5]])), **DOUBLE),
    Probe("an even function", (square, np.array([[1.0, -2.0], [0.5, 3.0]])), **DOUBLE),
    Probe("neither odd nor even", (hill, numbers(311, 2, 3)), **DOUBLE),
    Probe("ReLU alone", (relu, np.array([[1.0, -2.0, 0.5]])), **DOUBLE),
    Probe("a tanh network without biases", (tanh_network, numbers(312, 3, 1, 2, 4)), **DOUBLE),
    Probe("a tanh network with biases", (tanh_network_with_biases, numbers(313, 3, 1, 2, 4)), **DOUBLE),
    Probe("a ReLU network without biases", (relu_network, numbers(314, 4, 1, 3, 2)), **DOUBLE),
    Probe("one logit for each image", (sign_of_the_mean, numbers(315, 3, 2, 2, 3)), **DOUBLE),
    Probe("pixels that are whole numbers", (double_and_add_one, np.array([[2, -1, 0], [3, 1, -4]])), **DOUBLE),
    Probe("large pixels", (tanh_network_with_biases, 1e3 * numbers(316, 2, 1, 2, 3)), **DOUBLE),
    Probe("float32", (relu_network, *single(numbers(317, 3, 1, 2, 2))), **SINGLE),
)

# --- gates ------------------------------------------------------------------------------------------------------------

GATE_PROBES = (
    Probe("two channels of one pixel", (np.array([[[[2.0]], [[-3.0]]]]),), **DOUBLE),
    Probe("two channels, 1 × 2", (numbers(320, 1, 2, 1, 2),), **DOUBLE),
    Probe("four channels of one pixel", (np.array([2.0, 3.0, 5.0, -7.0]).reshape(1, 4, 1, 1),), **DOUBLE),
    Probe("two images, two channels", (numbers(321, 2, 2, 1, 3),), **DOUBLE),
    Probe("three images, six channels, 2 × 4", (numbers(322, 3, 6, 2, 4),), **DOUBLE),
    Probe("as many images, channels, rows and columns", (numbers(323, 4, 4, 4, 4),), **DOUBLE),
    Probe("a closed gate, all zeros", (np.concatenate([numbers(324, 1, 2, 1, 2), np.zeros((1, 2, 1, 2))], axis=1),)),
    Probe("large numbers", (1e3 * numbers(325, 2, 4, 3, 1),), **DOUBLE),
    Probe("whole numbers", (np.array([2, 3, 5, -7]).reshape(1, 4, 1, 1),), **DOUBLE),
    Probe("float32", single(numbers(326, 3, 4, 1, 2)), **SINGLE),
    Probe("images that come last in memory", make=lambda: (images_last(numbers(327, 3, 4, 2, 1)), {}), **DOUBLE),
)

GATE_BACKWARD_PROBES = (
    Probe("two channels of one pixel", (np.array([[[[5.0]]]]), np.array([[[[2.0]], [[-3.0]]]])), **DOUBLE),
    Probe("two channels, 1 × 2", (numbers(330, 1, 1, 1, 2), numbers(331, 1, 2, 1, 2)), **DOUBLE),
    Probe(
        "four channels of one pixel",
        (np.array([1.0, 10.0]).reshape(1, 2, 1, 1), np.array([2.0, 3.0, 5.0, -7.0]).reshape(1, 4, 1, 1)),
        **DOUBLE,
    ),
    Probe("two images, two channels", (numbers(332, 2, 1, 1, 3), numbers(333, 2, 2, 1, 3)), **DOUBLE),
    Probe("three images, six channels, 2 × 4", (numbers(334, 3, 3, 2, 4), numbers(335, 3, 6, 2, 4)), **DOUBLE),
    Probe("as many images, channels, rows and columns", (numbers(336, 4, 2, 4, 4), numbers(337, 4, 4, 4, 4)), **DOUBLE),
    Probe("large gradients", (1e4 * numbers(338, 1, 2, 1, 3), numbers(339, 1, 4, 1, 3)), **DOUBLE),
    Probe(
        "zeros in x",
        (np.array([[[[2.0, -1.0]]]]), np.array([[[[0.0, 3.0]], [[5.0, 0.0]]]])),
        **DOUBLE,
    ),
    Probe("x of whole numbers", (numbers(344, 1, 2, 1, 2), (10 * numbers(345, 1, 4, 1, 2)).astype(int)), **DOUBLE),
    Probe("float32", single(numbers(340, 3, 2, 1, 2), numbers(341, 3, 4, 1, 2)), **SINGLE),
    Probe(
        "images that come last in memory",
        make=lambda: (images_last(numbers(342, 3, 2, 2, 1), numbers(343, 3, 4, 2, 1)), {}),
        **DOUBLE,
    ),
)

# --- batch norms ------------------------------------------------------------------------------------------------------


def fold_case(seed, weight, epsilon=1e-5):
    """The seven arguments of fold_batchnorm, for kernels of one shape (F, C, kH, kW)."""
    count = weight[0]
    var = np.abs(numbers(seed + 5, count))
    return (numbers(seed, *weight), *(numbers(seed + 1 + i, count) for i in range(4)), var, epsilon)


FOLD_PROBES = (
    Probe(
        "one kernel of one weight",
        (np.array([[[[3.0]]]]), *(np.array([one]) for one in (1.0, 2.0, 0.5, -1.0, 4.0)), 0.0),
        **DOUBLE,
    ),
    Probe("one kernel", fold_case(350, (1, 1, 2, 3)), **DOUBLE),
    Probe("two kernels", fold_case(360, (2, 1, 1, 2)), **DOUBLE),
    Probe("three kernels, two channels", fold_case(370, (3, 2, 2, 4)), **DOUBLE),
    Probe("as many kernels, channels, rows and columns", fold_case(380, (3, 3, 3, 3)), **DOUBLE),
    Probe("a large epsilon", fold_case(390, (2, 3, 1, 1), 0.25), **DOUBLE),
    Probe(
        "a channel that never varied",
        (numbers(400, 2, 1, 2, 1), *(numbers(401 + i, 2) for i in range(4)), np.array([0.0, 1.5]), 0.01),
        **DOUBLE,
    ),
    Probe(
        "large means", (*fold_case(410, (2, 2, 1, 3))[:4], 1e3 * numbers(416, 2), np.array([0.5, 2.0]), 1e-5), **DOUBLE
    ),
    Probe(
        "weights that are whole numbers",
        (np.array([[[[3, -2]]], [[[1, 4]]]]), np.array([1, -2]), *fold_case(430, (2, 1, 1, 2))[2:]),
        **DOUBLE,
    ),
    Probe("float32", (*single(*fold_case(420, (4, 2, 3, 1))[:6]), 1e-5), **SINGLE),
)
