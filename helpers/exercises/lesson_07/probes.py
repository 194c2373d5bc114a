"""What the exercises of lesson 07 try, and how close is close enough: as in lesson 04."""

import numpy as np

from helpers.exercises.declare import Probe
from helpers.exercises.lesson_04.probes import DOUBLE, SINGLE, images_last, numbers, single


def _drawn(seed, shape, gain):
    """A generator remembers what it has drawn, so each call gets a new one."""
    return lambda: ((np.random.default_rng(seed), shape, gain), {})


# Sizes differ, so that fan-in, fan-out and their mean do; gains differ from their squares and their roots.
WEIGHT_PROBES = (
    Probe("a dense layer, 4 → 3, gain 1", make=_drawn(1, (3, 4), 1.0), **DOUBLE),
    Probe("a dense layer, 5 → 2, gain 3", make=_drawn(2, (2, 5), 3.0), **DOUBLE),
    Probe("a dense layer, 2 → 6, gain √2", make=_drawn(3, (6, 2), 2**0.5), **DOUBLE),
    Probe("as many outputs as inputs", make=_drawn(4, (3, 3), 0.5), **DOUBLE),
    Probe("a single output", make=_drawn(5, (1, 7), 2.0), **DOUBLE),
    Probe("kernels, shape (2, 3, 2, 4)", make=_drawn(6, (2, 3, 2, 4), 2**0.5), **DOUBLE),
    Probe("kernels, shape (4, 1, 3, 3)", make=_drawn(7, (4, 1, 3, 3), 1.5), **DOUBLE),
    Probe("kernels of a single weight, shape (2, 5, 1, 1)", make=_drawn(8, (2, 5, 1, 1), 0.7), **DOUBLE),
    Probe("a wide layer, 400 → 10", make=_drawn(9, (10, 400), 2**0.5), **DOUBLE),
)

# Every sample has a skew, a mean and a spread of its own; the last ones are far from 0.
SAMPLE_PROBES = (
    Probe("three numbers", (np.array([0.0, 0.0, 3.0]),), **DOUBLE),
    Probe("a sample with a long tail to the left", (np.array([1.0, -4.0, 0.5, 1.5, 0.0]),), **DOUBLE),
    Probe("a symmetric sample", (np.array([-1.0, 2.0, 5.0, 2.5, 1.5]),), **DOUBLE),
    Probe("ten numbers", (numbers(301, 10),), **DOUBLE),
    Probe("a sample with zeros, as from ReLU", (np.maximum(numbers(302, 40), 0),), **DOUBLE),
    Probe("only positive numbers", (numbers(303, 12) ** 2 + 1,), **DOUBLE),
    Probe("only negative numbers", (-(numbers(304, 9) ** 2) - 2,), **DOUBLE),
    Probe("large numbers", (1e3 * numbers(305, 15),), **DOUBLE),
    Probe("whole numbers", (np.array([3, -1, 0, 7, 2]),), **DOUBLE),
    Probe("float32", single(numbers(306, 25)), **SINGLE),
    Probe("every second number of an array", make=lambda: ((numbers(307, 20)[::2],), {}), **DOUBLE),
)


def _units(seed, images, *alive):
    """Pre-activations (images, units): a unit with 0 is negative throughout, with n it is positive for n images."""
    rng = np.random.default_rng(seed)
    values = -np.round(rng.uniform(0.1, 2, (images, len(alive))), 1)
    for unit, count in enumerate(alive):
        which = rng.permutation(images)[:count]
        values[which, unit] *= -1
    return values


def _zeros_in(seed, images, *alive):
    """The same, with a 0 in the place of one negative number of each unit."""
    values = _units(seed, images, *alive)
    values[np.argmin(values, axis=0), np.arange(len(alive))] = 0
    return values


UNIT_PROBES = (
    Probe("two images, three units", (np.array([[1.0, -1.0, -2.0], [-1.0, -0.5, 3.0]]),)),
    Probe("nothing dead", (_units(310, 3, 1, 2, 1, 3),)),
    Probe("all dead", (_units(311, 4, 0, 0, 0),)),
    Probe("one unit that a single image wakes", (_units(312, 5, 1),)),
    Probe("five images, four units", (_units(313, 5, 0, 2, 0, 4),)),
    Probe("as many images as units", (_units(314, 4, 0, 1, 4, 3),)),
    Probe("a unit that is 0 at most", (_zeros_in(315, 3, 0, 1, 0, 2, 0),)),
    Probe("a single image", (np.array([[0.5, -1.0, 0.0, -0.2, 2.0]]),)),
    Probe("many images", (_units(316, 40, 0, 3, 40, 0, 1, 0, 20),)),
    Probe("one large number wakes a unit", (np.array([[-9.0, -0.1], [-8.0, -0.3], [1e4, -0.2]]),)),
    Probe("a unit that hardly wakes", (np.array([[-0.5, -1.0], [1e-4, -0.5], [-2.0, -0.1]]),)),
    Probe("whole numbers", (np.array([[2, -1, 0], [-3, -2, 1]]),)),
    Probe("float32", single(_units(317, 6, 2, 0, 0, 1))),
    Probe("images that come last in memory", make=lambda: (images_last(_units(318, 6, 1, 0, 5)), {})),
)


def _batch(seed, n, features, training, scale=1.0, shift=0.0, dtype=np.float64):
    x = (scale * numbers(seed, n, features) + shift).astype(dtype)
    mean = (shift + numbers(seed + 1, features)).astype(dtype)
    var = (scale**2 * (numbers(seed + 2, features) ** 2 + 0.5)).astype(dtype)
    return x, mean, var, training


BATCH_PROBES = (
    Probe(
        "training: two images, one unit",
        (np.array([[1.0], [3.0]]), np.array([0.0]), np.array([1.0]), True),
        **DOUBLE,
    ),
    Probe(
        "inference: two images, one unit",
        (np.array([[1.0], [3.0]]), np.array([4.0]), np.array([9.0]), False),
        **DOUBLE,
    ),
    Probe("training: four images, three units", _batch(320, 4, 3, True), **DOUBLE),
    Probe("inference: four images, three units", _batch(323, 4, 3, False), **DOUBLE),
    Probe("training: as many images as units", _batch(326, 3, 3, True), **DOUBLE),
    Probe("inference: as many images as units", _batch(329, 3, 3, False), **DOUBLE),
    Probe("inference: a single image", _batch(332, 1, 4, False), **DOUBLE),
    Probe("training: a batch far from 0", _batch(335, 5, 2, True, shift=50.0), **DOUBLE),
    Probe("training: large numbers", _batch(338, 6, 2, True, scale=100.0), **DOUBLE),
    Probe(
        "training: a unit that gives the same to all images",
        (np.array([[2.0, 1.0], [2.0, -1.0], [2.0, 3.0]]), np.array([1.0, 0.5]), np.array([2.0, 1.5]), True),
        **DOUBLE,
    ),
    Probe(
        "inference: a running variance near 0",
        (numbers(341, 3, 2), numbers(342, 2), np.array([1e-4, 0.0]), False),
        **DOUBLE,
    ),
    Probe(
        "training: whole numbers",
        (np.array([[1, 4], [3, -2], [3, 7]]), np.array([0.5, 1.5]), np.array([1.5, 2.5]), True),
        **DOUBLE,
    ),
    Probe("training: momentum 0.3", _batch(353, 4, 2, True), {"momentum": 0.3}, **DOUBLE),
    Probe(
        "training: momentum 0.5, a large epsilon", _batch(356, 3, 2, True), {"momentum": 0.5, "epsilon": 0.5}, **DOUBLE
    ),
    Probe("training: float32", _batch(344, 5, 3, True, dtype=np.float32), **SINGLE),
    Probe(
        "training: images that come last in memory",
        make=lambda: ((*images_last(numbers(347, 4, 3)), numbers(348, 3), numbers(349, 3) ** 2 + 0.5, True), {}),
        **DOUBLE,
    ),
)
