"""Exercise 1.2: Derivative of the identity."""

from helpers import activations
from helpers.exercises.declare import declare
from helpers.exercises.lesson_01.probes import ELEMENTWISE

EXERCISE = declare(
    __name__,
    reference=activations.identity_grad,
    probes=ELEMENTWISE,
    slope=True,
    ties=True,
    hints=(
        "Draw y = z. How much does y grow when z grows by 1? Does it depend on where you stand?",
        "The slope is the same number everywhere. Return it once for every entry, in the shape of `z`.",
        "NumPy has a function that makes an array of ones in the shape of another; its name begins with `ones`.",
    ),
)
