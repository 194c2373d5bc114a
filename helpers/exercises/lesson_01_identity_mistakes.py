"""Mistakes recognised in lesson 01: the identity and its derivative.

Each entry is a wrong answer that people really write, and the sentence that helps them on. Where two entries could
explain the same outputs, the more specific one stands first.
"""

import numpy as np

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_01_slope_mistakes import differences

IDENTITY = (
    Mistake(
        "returns_derivative",
        lambda z: np.ones_like(z),
        "You return ones: that is the derivative of the identity, the next exercise. Here the values themselves "
        "come back.",
    ),
    Mistake(
        "absolute_value",
        lambda z: np.abs(z),
        "Negative values lost their sign. The identity leaves every value alone, negative ones too.",
    ),
    Mistake(
        "relu",
        lambda z: np.maximum(z, 0),
        "Negative values became 0: that is ReLU. The identity lets them through unchanged.",
    ),
    Mistake(
        "sign_flipped",
        lambda z: -z,
        "Every sign is flipped. Look for a minus in front of `z`; the identity has none.",
    ),
    Mistake(
        "squared",
        lambda z: z * z,
        "The values are multiplied by themselves. Nothing needs to be computed here: give back what came in.",
    ),
    Mistake("zeros", lambda z: np.zeros_like(z), "Every value became 0. The identity keeps what comes in."),
    Mistake(
        "whole_numbers",
        lambda z: z.astype(int),
        "The digits after the decimal point are cut off. Return the numbers as they came, without turning them into "
        "integers.",
    ),
    Mistake(
        "identity_matrix",
        lambda z: np.eye(len(z)),
        "You built an identity matrix, the matrix that changes no vector. The identity function is simpler still: "
        "it returns its input.",
    ),
    Mistake(
        "flattened",
        lambda z: z.flatten(),
        "The values are right, but the shape is lost: everything is in one row. Return the array in the shape in "
        "which it came.",
    ),
    Mistake(
        "single_value",
        lambda z: z.flat[0],
        "Only the first value came back. The function gets a whole array and returns a whole array.",
    ),
    Mistake(
        "tanh",
        lambda z: np.tanh(z),
        "Large values are squeezed into −1…1: that is tanh. The identity has no limit on either side.",
    ),
)

IDENTITY_GRAD = (
    Mistake(
        "returns_input",
        lambda z: z,
        "You return `z`, the identity itself. Its derivative is its slope: how steep is the line, and does that "
        "depend on where you stand?",
    ),
    Mistake(
        "scalar_one",
        lambda z: 1.0,
        "The slope is 1, that is right. Give one such slope for every entry of `z`: an array of the same shape.",
    ),
    Mistake(
        "zeros",
        lambda z: np.zeros_like(z),
        "A slope of 0 belongs to a flat line, a constant. The identity climbs: by how much for each step to the "
        "right?",
    ),
    Mistake(
        "divides_by_z",
        lambda z: z / z,
        "Dividing `z` by itself gives 1 except at `z` = 0, where 0/0 is not a number. The slope needs only the "
        "shape of `z`, not its values.",
    ),
    Mistake(
        "sign",
        lambda z: np.sign(z),
        "You return the sign of `z`. The identity climbs everywhere, for negative `z` just as for positive, so the "
        "slope never changes.",
    ),
    Mistake(
        "relu_grad",
        lambda z: np.where(z > 0, 1.0, 0.0),
        "That is the slope of ReLU. The identity has no kink: its slope is the same on both sides of 0.",
    ),
    Mistake(
        "minus_one",
        lambda z: -np.ones_like(z),
        "A slope of −1 means that the line falls. The identity climbs: check the sign.",
    ),
    Mistake(
        "identity_matrix",
        lambda z: np.eye(len(z)),
        "You built an identity matrix. Here the derivative is taken entry by entry: one slope for each entry, in "
        "the shape of `z`.",
    ),
    Mistake(
        "length_only",
        lambda z: np.ones(len(z)),
        "The ones are right, the shape is not: `len` counts only the first axis. Take the whole shape of `z`.",
    ),
    Mistake(
        "flattened",
        lambda z: np.ones(z.size),
        "There are enough ones, but all in one row. Give them the shape of `z`.",
    ),
    Mistake(
        "boolean",
        lambda z: np.ones(z.shape, dtype=bool),
        "You return True for every entry. A slope is a number that will be multiplied with others: return 1.0 "
        "instead.",
    ),
    *differences(lambda z: z),
)
