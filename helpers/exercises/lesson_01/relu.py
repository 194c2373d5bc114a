"""Exercise 1.3: ReLU."""

from helpers import activations
from helpers.exercises.declare import declare
from helpers.exercises.lesson_01.probes import ELEMENTWISE

EXERCISE = declare(
    __name__,
    reference=activations.relu,
    probes=ELEMENTWISE,
    ties=True,
    hints=(
        "Positive values pass, negative ones become 0. Each entry is decided alone.",
        "A Python `if` decides once for the whole array. Think of a NumPy function that compares two things entry "
        "by entry.",
        "`np.where(condition, a, b)` chooses entry by entry; `np.maximum` takes the larger of two, entry by entry.",
    ),
)
