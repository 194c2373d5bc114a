"""Exercise 1.6: Derivative of leaky ReLU."""

from helpers import activations
from helpers.exercises.declare import declare
from helpers.exercises.lesson_01.probes import SLOPES

EXERCISE = declare(
    __name__,
    reference=activations.leaky_relu_grad,
    probes=SLOPES,
    slope=True,
    ties=True,
    hints=(
        "Leaky ReLU is made of two straight lines. How steep is each?",
        "The slopes are 1 and `slope`; `z` only decides between them. At 0 this course takes the negative side's.",
        "This is the same choice as in leaky ReLU, with the slopes in place of the values.",
    ),
)
