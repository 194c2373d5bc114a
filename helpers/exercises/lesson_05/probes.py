"""What the exercises of lesson 05 try, and how close is close enough: as in lesson 04."""

import numpy as np

from helpers.exercises.declare import Probe
from helpers.exercises.lesson_04.probes import DOUBLE, SINGLE, numbers

# Every kernel has a sum of its own, never 0 or 1 unless the label says so; heights, widths and numbers of places differ.
KERNEL_PROBES = (
    Probe("one kernel", (5.0, [np.array([[1.0, -1.0], [2.0, 0.0]])], 25), **DOUBLE),
    Probe("two kernels", (5.0, [np.array([[1.0, 2.0]]), np.array([[3.0], [2.0]])], 42), **DOUBLE),
    Probe("two kernels of one size", (4.0, [numbers(201, 3, 3), numbers(202, 3, 3)], 100), **DOUBLE),
    Probe("three kernels", (3.0, [numbers(203, 1, 2), numbers(204, 3, 2), numbers(205, 2, 2)], 56), **DOUBLE),
    Probe("a kernel whose sum is 0", (7.0, [np.array([[-1.0, 0.0, 1.0]]), np.array([[2.0, 1.0]])], 30), **DOUBLE),
    Probe("an image with ink below 0", (-2.5, [numbers(206, 2, 3)], 12), **DOUBLE),
    Probe("an empty image", (0.0, [numbers(207, 2, 2), numbers(208, 2, 1)], 20), **DOUBLE),
    Probe("a kernel of one weight", (6.0, [np.array([[-0.5]]), numbers(209, 3, 2)], 35), **DOUBLE),
    Probe("kernels of whole numbers", (3.5, [np.array([[2, 1], [0, 4]]), np.array([[3, -1]])], 8), **DOUBLE),
    Probe("much ink", (1e4, [numbers(210, 3, 3), numbers(211, 2, 2)], 400), **DOUBLE),
    Probe(
        "float32",
        (np.float32(5.0), [numbers(212, 2, 3).astype(np.float32), numbers(213, 3, 2).astype(np.float32)], 64),
        **SINGLE,
    ),
    Probe(
        "kernels that are transposed in memory",
        make=lambda: ((5.0, [numbers(214, 2, 3).T, np.asfortranarray(numbers(215, 3, 3))], 48), {}),
        **DOUBLE,
    ),
)

_ORDER = ("conv1", "conv2", "pool", "head")


def _place_probes():
    """Every choice of places, those with few first; some stand in another order, which must not matter."""
    choices = [[place for i, place in enumerate(_ORDER) if number >> i & 1] for number in range(16)]
    for choice in sorted(choices, key=len):
        label = " and ".join(choice) if choice else "no ReLU at all"
        yield Probe(label, (choice[::-1] if len(choice) % 2 == 0 else choice,), **DOUBLE)


PLACE_PROBES = tuple(_place_probes())
