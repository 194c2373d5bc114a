"""Exercise 1.1: The identity."""

from helpers import activations
from helpers.exercises.declare import declare
from helpers.exercises.lesson_01.probes import ELEMENTWISE

EXERCISE = declare(
    __name__,
    reference=activations.identity,
    probes=ELEMENTWISE,
    ties=True,
    hints=(
        "What does a layer do to its values when it has no activation at all?",
        "Nothing needs to be computed: what comes in goes out, in the same shape.",
    ),
)
