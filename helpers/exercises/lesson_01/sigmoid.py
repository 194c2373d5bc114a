"""Exercise 1.7: Sigmoid."""

from helpers import activations
from helpers.exercises.declare import declare
from helpers.exercises.lesson_01.probes import ELEMENTWISE

EXERCISE = declare(
    __name__,
    reference=activations.sigmoid,
    probes=ELEMENTWISE,
    ties=True,
    hints=(
        "The sigmoid is 1 / (1 + e^(−z)). Use NumPy's exponential: it works on every entry at once.",
        "Mind the brackets around the whole denominator, and the minus in the exponent.",
        "For `z` = −10,000 the exponential is infinite. NumPy warns, but 1 divided by infinity is 0, which is right. "
        "To avoid the warning, look for a formula that only uses e^(−|z|).",
    ),
)
