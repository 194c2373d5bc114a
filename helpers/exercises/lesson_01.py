"""Exercises of lesson 01: the activations, their derivatives, and softmax.

What is tried, and the hints. The mistakes that are recognised are in the modules beside this one, such as
`lesson_01_relu_mistakes`.
"""

import numpy as np

from helpers import activations
from helpers.exercises.core import Exercise, Probe, register
from helpers.exercises.lesson_01_identity_mistakes import IDENTITY, IDENTITY_GRAD
from helpers.exercises.lesson_01_leaky_relu_mistakes import LEAKY_RELU, LEAKY_RELU_GRAD
from helpers.exercises.lesson_01_relu_mistakes import RELU, RELU_GRAD
from helpers.exercises.lesson_01_sigmoid_mistakes import SIGMOID, SIGMOID_GRAD
from helpers.exercises.lesson_01_softmax_mistakes import SOFTMAX
from helpers.exercises.lesson_01_tanh_mistakes import TANH, TANH_GRAD

GRID = np.array([[-1.5, 0.0, 2.0], [0.75, -0.25, 7.5]])
SQUARE = np.array([[0.5, -1.0, 2.0], [-3.0, 0.0, 1.5], [4.0, -0.5, -2.5]])
WIDE = np.arange(16.0).reshape(2, 8) / 4
IMAGES = np.round(np.random.default_rng(1).uniform(-3, 3, (2, 3, 2, 4)), 2)
LARGE = np.array([-1e4, -1000.0, -50.0, 0.0, 50.0, 1000.0, 1e4])

# Loose enough for every right way of computing: a guard such as 1e-8 in a denominator, or s(1 - s) where s is close
# to 1 and its relative precision is lost. Tight enough for every known mistake, which is off by a thousandth or more.
DOUBLE = {"rtol": 1e-7, "atol": 1e-8}
SINGLE = {"rtol": 1e-5, "atol": 1e-6}
# Near 10,000 neighbouring float32 numbers are 0.001 apart, and the exponential turns that into a relative error.
SINGLE_LARGE = {"rtol": 2e-3, "atol": 1e-6}

# None has a single entry: there an `if` works by luck. Some begin with a negative number and some with a positive one,
# because `np.vectorize` takes its type from the first result. There is no 0-d and no empty array: `out[mask] = …` often
# fails on the one and `np.vectorize` on the other, which has nothing to do with the exercise.
ELEMENTWISE = (
    Probe("three numbers: negative, zero, positive", (np.array([-2.0, 0.0, 3.0]),), **DOUBLE),
    Probe("numbers with repeats", (np.array([0.5, -0.25, 2.5, -3.0, 0.0, 0.5, -3.0, 0.25]),), **DOUBLE),
    Probe("only negative numbers", (np.array([-0.5, -1.25, -4.0]),), **DOUBLE),
    Probe("a table, shape (2, 3)", (GRID,), **DOUBLE),
    Probe("a square table, shape (3, 3)", (SQUARE,), **DOUBLE),
    Probe("a batch of one, shape (1, 4)", (np.array([[1.5, -0.75, 0.0, -2.0]]),), **DOUBLE),
    Probe("images, shape (2, 3, 2, 4)", (IMAGES,), **DOUBLE),
    Probe("every second entry of a longer array", make=lambda: ((np.linspace(-2.0, 3.0, 11)[::2],), {}), **DOUBLE),
    Probe("a transposed table", make=lambda: ((GRID.copy().T,), {}), **DOUBLE),
    Probe("float32", (np.array([-2.5, -0.1, 0.0, 0.3, 1.75], np.float32),), **SINGLE),
    Probe("a float32 table that starts above zero", (np.array([[0.6, -1.2], [0.0, 8.5]], np.float32),), **SINGLE),
    Probe("large numbers, up to ±10,000", (LARGE,), **DOUBLE),
    Probe("large numbers, up to ±10,000, float32", (LARGE.astype(np.float32),), **SINGLE),
)

# A slope above 1 tells a choice by sign from a choice by size.
SLOPES = ELEMENTWISE + (
    Probe("slope 0.2", (np.array([-2.0, 0.0, 3.0]), 0.2), **DOUBLE),
    Probe("slope 0.2, a table", (GRID, 0.2), **DOUBLE),
    Probe("slope 1.5, steeper on the negative side", (np.array([-2.0, 0.0, 3.0, 0.5]), 1.5), **DOUBLE),
    Probe("slope 1.5, float32", (np.array([[1.0, -0.5, 0.0]], np.float32), 1.5), **SINGLE),
)

ROWS = (
    Probe("one row", (np.array([1.0, 2.0, 0.5]),), **DOUBLE),
    Probe("one row with ties and a negative entry", (np.array([-1.0, 0.0, 2.0, 2.0, -1.0]),), **DOUBLE),
    Probe("a table, shape (2, 3)", (GRID,), **DOUBLE),
    Probe("a square table, shape (3, 3)", (SQUARE,), **DOUBLE),
    Probe("a batch of one, shape (1, 4)", (np.array([[1.5, -0.75, 0.0, -2.0]]),), **DOUBLE),
    Probe("four axes, shape (2, 3, 2, 4)", (IMAGES,), **DOUBLE),
    Probe("every second column of a wider table", make=lambda: ((WIDE.copy()[:, ::2],), {}), **DOUBLE),
    Probe("a transposed table", make=lambda: ((GRID.copy().T,), {}), **DOUBLE),
    Probe("float32", (np.array([[0.5, -1.5, 2.0], [3.0, 3.0, -0.25]], np.float32),), **SINGLE),
    Probe("large and close together", (np.array([1000.0, 1001.0, 1002.0]),), **DOUBLE),
    Probe("very negative and close together", (np.array([-1000.0, -1001.0, -1002.0]),), **DOUBLE),
    Probe("entries 1,000 apart in one row", (np.array([0.0, 1000.0]),), **DOUBLE),
    Probe("rows far apart", (np.array([[1e4, 9999.0, 1e4], [-1e4, -9999.0, -9998.0]]),), **DOUBLE),
    Probe("±10,000 in one row", (np.array([[-1e4, 0.0, 1e4], [1e4, 1e4, -1e4]]),), **DOUBLE),
    Probe("±10,000, float32", (np.array([[-1e4, 0.0, 1e4], [1e4, 1e4, -1e4]], np.float32),), **SINGLE_LARGE),
)


def _activation(name, number, title, probes, hints, mistakes):
    register(
        Exercise(
            name=name,
            number=number,
            title=title,
            reference=getattr(activations, name),
            probes=probes,
            hints=hints,
            mistakes=mistakes,
        )
    )


_activation(
    "identity",
    "1.1",
    "The identity",
    ELEMENTWISE,
    (
        "What does a layer do to its values when it has no activation at all?",
        "Nothing needs to be computed: what comes in goes out, in the same shape.",
    ),
    IDENTITY,
)

_activation(
    "identity_grad",
    "1.2",
    "Derivative of the identity",
    ELEMENTWISE,
    (
        "Draw y = z. How much does y grow when z grows by 1? Does it depend on where you stand?",
        "The slope is the same number everywhere. Return it once for every entry, in the shape of `z`.",
        "NumPy has a function that makes an array of ones in the shape of another; its name begins with `ones`.",
    ),
    IDENTITY_GRAD,
)

_activation(
    "relu",
    "1.3",
    "ReLU",
    ELEMENTWISE,
    (
        "Positive values pass, negative ones become 0. Each entry is decided alone.",
        "A Python `if` decides once for the whole array. Think of a NumPy function that compares two things entry "
        "by entry.",
        "`np.where(condition, a, b)` chooses entry by entry; `np.maximum` takes the larger of two, entry by entry.",
    ),
    RELU,
)

_activation(
    "relu_grad",
    "1.4",
    "Derivative of ReLU",
    ELEMENTWISE,
    (
        "Look at the graph of ReLU. How steep is it for negative `z`, and how steep for positive `z`?",
        "There are only two slopes, 0 and 1. At `z` = 0 there is a kink; this course takes 0 there.",
        "A comparison with 0 gives True and False for each entry. Turn them into floats, for instance with "
        "`.astype(z.dtype)`.",
    ),
    RELU_GRAD,
)

_activation(
    "leaky_relu",
    "1.5",
    "Leaky ReLU",
    SLOPES,
    (
        "Positive values pass as in ReLU. Negative ones are not cut to 0 but scaled down.",
        "Two cases, chosen entry by entry by the sign of `z`. One of them uses `slope`.",
        "`np.where` takes a condition and the values for both cases. Does your answer hold for a slope above 1 too?",
    ),
    LEAKY_RELU,
)

_activation(
    "leaky_relu_grad",
    "1.6",
    "Derivative of leaky ReLU",
    SLOPES,
    (
        "Leaky ReLU is made of two straight lines. How steep is each?",
        "The slopes are 1 and `slope`; `z` only decides between them. At 0 this course takes the negative side's.",
        "This is the same choice as in leaky ReLU, with the slopes in place of the values.",
    ),
    LEAKY_RELU_GRAD,
)

_activation(
    "sigmoid",
    "1.7",
    "Sigmoid",
    ELEMENTWISE,
    (
        "The sigmoid is 1 / (1 + e^(−z)). Use NumPy's exponential: it works on every entry at once.",
        "Mind the brackets around the whole denominator, and the minus in the exponent.",
        "For `z` = −10,000 the exponential is infinite. NumPy warns, but 1 divided by infinity is 0, which is right. "
        "To avoid the warning, look for a formula that only uses e^(−|z|).",
    ),
    SIGMOID,
)

_activation(
    "sigmoid_grad",
    "1.8",
    "Derivative of the sigmoid",
    ELEMENTWISE,
    (
        "`z` is the pre-activation: the sigmoid has not been applied yet.",
        "Call the sigmoid's value s. Its slope is a product of s and what is missing from s to 1.",
        "Two lines: first compute s from `z`, then multiply the two factors. At 0 you should get a quarter.",
    ),
    SIGMOID_GRAD,
)

_activation(
    "tanh",
    "1.9",
    "Tanh",
    ELEMENTWISE,
    (
        "Tanh looks like the sigmoid but runs from −1 to 1, through 0.",
        "It is (e^z − e^(−z)) / (e^z + e^(−z)). What happens to that fraction for `z` = 1,000?",
        "NumPy knows it by the same name, safe for large numbers. Or build it from your sigmoid: twice the "
        "argument, twice the height, then down by 1.",
    ),
    TANH,
)

_activation(
    "tanh_grad",
    "1.10",
    "Derivative of tanh",
    ELEMENTWISE,
    (
        "`z` is the pre-activation: tanh has not been applied yet.",
        "Call tanh's value t. Its slope is 1 where t is 0, and vanishes where t comes close to 1 or −1.",
        "Two lines: first compute t from `z`, then take its square away from 1.",
    ),
    TANH_GRAD,
)

_activation(
    "softmax",
    "1.11",
    "Softmax",
    ROWS,
    (
        "Each row turns into positive numbers that sum to 1: exponentials, divided by their sum.",
        "Sum along the last axis, and keep that axis (`keepdims=True`) so that each sum lines up with its own row.",
        "e^1000 overflows. Subtracting one number from a whole row changes nothing in the result; choose it so that "
        "the largest exponent is 0.",
        "Three lines: subtract each row's maximum, take the exponentials, divide by each row's sum. Use `axis=-1` "
        "throughout: it is the last axis whatever the shape.",
    ),
    SOFTMAX,
)
