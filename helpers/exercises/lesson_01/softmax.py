"""Exercise 1.11: Softmax."""

from helpers import activations
from helpers.exercises.declare import declare
from helpers.exercises.lesson_01.probes import ROWS

EXERCISE = declare(
    __name__,
    reference=activations.softmax,
    probes=ROWS,
    ties=True,
    hints=(
        "Each row turns into positive numbers that sum to 1: exponentials, divided by their sum.",
        "Sum along the last axis, and keep that axis (`keepdims=True`) so that each sum lines up with its own row.",
        "e^1000 overflows. Subtracting one number from a whole row changes nothing in the result; choose it so that "
        "the largest exponent is 0.",
        "Three lines: subtract each row's maximum, take the exponentials, divide by each row's sum. Use `axis=-1` "
        "throughout: it is the last axis whatever the shape.",
    ),
)
