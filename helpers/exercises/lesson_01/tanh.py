"""Exercise 1.9: Tanh."""

from helpers import activations
from helpers.exercises.declare import declare
from helpers.exercises.lesson_01.probes import ELEMENTWISE

EXERCISE = declare(
    __name__,
    reference=activations.tanh,
    probes=ELEMENTWISE,
    ties=True,
    hints=(
        "Tanh looks like the sigmoid but runs from −1 to 1, through 0.",
        "It is (e^z − e^(−z)) / (e^z + e^(−z)). What happens to that fraction for `z` = 1,000?",
        "NumPy knows it by the same name, safe for large numbers. Or build it from your sigmoid: twice the argument, "
        "twice the height, then down by 1.",
    ),
)
