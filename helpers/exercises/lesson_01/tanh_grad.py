"""Exercise 1.10: Derivative of tanh."""

from helpers import activations
from helpers.exercises.declare import declare
from helpers.exercises.lesson_01.probes import ELEMENTWISE

EXERCISE = declare(
    __name__,
    reference=activations.tanh_grad,
    probes=ELEMENTWISE,
    slope=True,
    ties=True,
    hints=(
        "`z` is the pre-activation: tanh has not been applied yet.",
        "Call tanh's value t. Its slope is 1 where t is 0, and vanishes where t comes close to 1 or −1.",
        "Two lines: first compute t from `z`, then take its square away from 1.",
    ),
)
