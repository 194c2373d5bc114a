"""Exercise 1.7: Sigmoid."""

from helpers import activations
from helpers.exercises.declare import declare
from helpers.exercises.lesson_01.probes import ELEMENTWISE

EXERCISE = declare(
    __name__,
    reference=activations.sigmoid,
    probes=ELEMENTWISE,
    ties=True,
    no_overflow=True,
    hints=(
        "Start from 1 / (1 + e^(−z)), with brackets around the whole denominator. `np.exp` works on every entry at once. "
        "For which `z` does its result not fit into a float?",
        "For negative `z`, multiply numerator and denominator by e^z. Then neither formula needs the exponential of "
        "anything but −|z|. Compute that once, for all entries.",
        "With p = e^(−|z|) the denominator is 1 + p on both sides. Only the numerator has to be chosen entry by entry: "
        "1 where `z` is 0 or more, p where it is negative.",
    ),
)
