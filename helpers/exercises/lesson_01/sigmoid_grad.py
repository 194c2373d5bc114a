"""Exercise 1.8: Derivative of the sigmoid."""

from helpers import activations
from helpers.exercises.declare import declare
from helpers.exercises.lesson_01.probes import ELEMENTWISE

EXERCISE = declare(
    __name__,
    reference=activations.sigmoid_grad,
    probes=ELEMENTWISE,
    slope=True,
    ties=True,
    hints=(
        "`z` is the pre-activation: the sigmoid has not been applied yet.",
        "Call the sigmoid's value s. Its slope is a product of s and what is missing from s to 1.",
        "Two lines: first compute s from `z`, then multiply the two factors. At 0 you should get a quarter.",
    ),
)
