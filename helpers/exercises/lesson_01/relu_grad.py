"""Exercise 1.4: Derivative of ReLU."""

from helpers import activations
from helpers.exercises.declare import declare
from helpers.exercises.lesson_01.probes import ELEMENTWISE

EXERCISE = declare(
    __name__,
    reference=activations.relu_grad,
    probes=ELEMENTWISE,
    slope=True,
    ties=True,
    hints=(
        "Look at the curve of ReLU, drawn above this exercise. How steep is it for negative `z`, and how steep for "
        "positive `z`?",
        "There are only two slopes, 0 and 1. At `z` = 0 there is a kink; this course takes 0 there.",
        "A comparison with 0 gives True and False for each entry. Turn them into floats, for instance with "
        "`.astype(z.dtype)`.",
    ),
)
