"""Exercise 1.5: Leaky ReLU."""

from helpers import activations
from helpers.exercises.declare import declare
from helpers.exercises.lesson_01.probes import SLOPES

EXERCISE = declare(
    __name__,
    reference=activations.leaky_relu,
    probes=SLOPES,
    ties=True,
    hints=(
        "Positive values pass as in ReLU. Negative ones are not cut to 0 but scaled down.",
        "Two cases, chosen entry by entry by the sign of `z`. One of them uses `slope`.",
        "`np.where` takes a condition and the values for both cases. Does your answer hold for a slope above 1 too?",
    ),
)
