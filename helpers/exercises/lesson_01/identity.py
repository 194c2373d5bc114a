"""Exercise 1.1: The identity."""

import numpy as np

from helpers import activations
from helpers.exercises.declare import Probe, declare
from helpers.exercises.lesson_01.probes import ELEMENTWISE

EXERCISE = declare(
    __name__,
    reference=activations.identity,
    # An identity matrix as large as the first axis fits a vector and a table, and leaves them as they are.
    probes=(*ELEMENTWISE, Probe("three axes, shape (2, 1, 3)", (np.arange(-2.0, 4.0).reshape(2, 1, 3),))),
    ties=True,
    hints=(
        "What does a layer do to its values when it has no activation at all?",
        "Nothing needs to be computed: what comes in goes out, in the same shape.",
    ),
)
