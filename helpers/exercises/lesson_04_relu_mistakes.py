"""Mistakes recognised in lesson 04: the backward pass of ReLU.

One multiplication and one comparison, and each has a wrong side: which array opens the gate, what happens at 0, and
what is done with the gradient that arrives.
"""

import numpy as np

from helpers.activations import relu
from helpers.exercises.core import Mistake


def _always_open(grad_out, z):
    return grad_out * (relu(z) >= 0)


def _overwrites_the_gradient(grad_out, z):
    grad_out[z <= 0] = 0
    return grad_out


def _overwrites_the_gradient_below_zero(grad_out, z):
    grad_out[z < 0] = 0
    return grad_out


def _gradient_becomes_the_gate(grad_out, z):
    grad_out[z > 0] = 1
    grad_out[z <= 0] = 0
    return grad_out


def _overwrites_z(grad_out, z):
    z[z <= 0] = 0
    z[z > 0] = 1
    return grad_out * z


def _row_by_row(grad_out, z):
    out = np.zeros_like(z)
    for i in range(len(z)):
        out[i] = grad_out[i] if z[i] > 0 else 0
    return out


def _python_if(grad_out, z):
    return grad_out if z > 0 else 0


RELU_BACKWARD = (
    Mistake(
        "only_the_gate",
        lambda grad_out, z: (z > 0).astype(grad_out.dtype),
        "You return the slope of ReLU alone. By the chain rule it is multiplied by what arrives from above, "
        "`grad_out`.",
    ),
    Mistake(
        "only_the_gate_boolean",
        lambda grad_out, z: z > 0,
        "You return where the gate is open, as True and False. What passes through the open gates is the gradient: "
        "multiply by it.",
    ),
    Mistake(
        "gradient_becomes_the_gate",
        _gradient_becomes_the_gate,
        "You write 1 and 0 into the gradient that arrived, so its values are lost. The gate lets the gradient "
        "through, it does not replace it.",
    ),
    Mistake(
        "gate_from_the_gradient",
        lambda grad_out, z: grad_out * (grad_out > 0),
        "The sign of the gradient decides, and `z` is never looked at. A negative gradient passes an open gate like "
        "any other: what opened it was `z`, in the forward pass.",
    ),
    Mistake(
        "both_must_be_positive",
        lambda grad_out, z: grad_out * (z > 0) * (grad_out > 0),
        "Negative gradients are cut off as well. The gate depends on `z` alone; through an open one a gradient of "
        "either sign passes.",
    ),
    Mistake(
        "gate_open_at_zero",
        lambda grad_out, z: grad_out * (z >= 0),
        "Right except where `z` is exactly 0. There the gate is closed in this course: look at your comparison.",
    ),
    Mistake(
        "half_open_at_zero",
        lambda grad_out, z: grad_out * np.heaviside(z, 0.5),
        "Right except where `z` is exactly 0, where you let half of the gradient through. In this course the gate is "
        "closed there.",
    ),
    Mistake(
        "always_open",
        _always_open,
        "The gradient passes everywhere. If you ask whether the activated value is at or above 0, the answer is "
        "always yes: ask `z` itself, and ask for above 0.",
    ),
    Mistake(
        "closed_only_at_zero",
        lambda grad_out, z: grad_out * (z != 0),
        "The gate is closed only where `z` is exactly 0. That test is meant for the activated value; here you have "
        "`z`, which may be negative.",
    ),
    Mistake(
        "gate_negated",
        lambda grad_out, z: grad_out * (z < 0),
        "It is the wrong way round: the gradient passes where ReLU cut the value off. Turn the comparison round.",
    ),
    Mistake(
        "gate_negated_with_zero",
        lambda grad_out, z: grad_out * (z <= 0),
        "It is exactly the wrong way round: the gradient passes where the gate was closed, and stops where it was "
        "open.",
    ),
    Mistake(
        "sign_in_place_of_the_gate",
        lambda grad_out, z: grad_out * np.sign(z),
        "Where `z` is negative, the gradient comes back with its sign turned. The slope is 0 there, not −1.",
    ),
    Mistake(
        "leaky",
        lambda grad_out, z: grad_out * np.where(z > 0, 1, 0.01),
        "A little of the gradient leaks through closed gates, as with leaky ReLU. Here nothing passes.",
    ),
    Mistake(
        "multiplied_by_z",
        lambda grad_out, z: grad_out * z,
        "You multiply by `z` itself. The chain rule multiplies by the slope of ReLU at `z`, which is 0 or 1.",
    ),
    Mistake(
        "multiplied_by_relu",
        lambda grad_out, z: grad_out * relu(z),
        "You multiply by the activated value. The chain rule multiplies by the slope, which is 1 wherever the gate "
        "is open, however large `z` is.",
    ),
    Mistake(
        "arguments_swapped",
        lambda grad_out, z: z * (grad_out > 0),
        "The two arguments have changed places. The gradient comes first, and `z` is what decides.",
    ),
    Mistake(
        "relu_of_the_product",
        lambda grad_out, z: relu(grad_out * z),
        "You apply ReLU again, to a product. Backwards ReLU is only a gate: it multiplies the gradient by 0 or 1.",
    ),
    Mistake(
        "returns_relu",
        lambda grad_out, z: relu(z),
        "That is the forward pass, ReLU of `z`. Backwards the gradient `grad_out` comes in, and part of it goes on.",
    ),
    Mistake(
        "overwrites_the_gradient",
        _overwrites_the_gradient,
        "The values are right, but you write the zeros into the gradient you were given, and the caller may still "
        "need it. Build a new array.",
    ),
    Mistake(
        "overwrites_the_gradient_below_zero",
        _overwrites_the_gradient_below_zero,
        "Two things: where `z` is exactly 0 the gate is closed too, and you write into the gradient you were given. "
        "Build a new array.",
    ),
    Mistake(
        "overwrites_z",
        _overwrites_z,
        "The values are right, but you turn `z` into a mask in place, and the caller's pre-activations are lost. "
        "Build a new array.",
    ),
    Mistake(
        "open_entries_only",
        lambda grad_out, z: grad_out[z > 0],
        "Only the entries with an open gate come back, in one row, and their places are lost. Keep the shape: a "
        "closed gate gives 0.",
    ),
    Mistake(
        "summed",
        lambda grad_out, z: (grad_out * (z > 0)).sum(),
        "You add everything up. Each entry of `z` has its own slope and its own gradient: return the shape of `z`.",
    ),
    Mistake(
        "matrix_product",
        lambda grad_out, z: grad_out @ (z > 0),
        "That is a matrix product, which adds up. Each entry of the gradient meets its own gate: multiply entry by "
        "entry, with a star.",
    ),
    Mistake(
        "gate_added",
        lambda grad_out, z: grad_out + (z > 0),
        "The slope is added. The chain rule multiplies.",
    ),
    Mistake(
        "row_by_row",
        _row_by_row,
        "Right for a single row. In a table your loop meets whole rows, and an `if` cannot decide for a row at once. "
        "Compare the array as a whole: that gives a decision for each entry, whatever its shape.",
    ),
    Mistake(
        "python_if",
        _python_if,
        "A Python `if` decides once for the whole array. Each entry has its own gate: compare the array as a whole, "
        "which gives a decision for each entry.",
    ),
)
