"""Mistakes recognised in lesson 02: the collapse of linear layers into one, which layers and what comes back.

The rule is right, but layers are left out or used twice, or the result is not the matrix and the bias.
"""

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_02_collapse_mistakes import collapse


def _first_two_layers_only(weights, biases):
    return collapse(weights[:2], biases[:2])


def _last_layer_forgotten(weights, biases):
    return collapse(weights[:-1], biases[:-1]) if len(weights) > 1 else collapse(weights, biases)


def _last_two_layers_only(weights, biases):
    return collapse(weights[-2:], biases[-2:])


def _first_layer_only(weights, biases):
    return weights[0], biases[0]


def _last_layer_only(weights, biases):
    return weights[-1], biases[-1]


def _two_layers_expected(weights, biases):
    return weights[1] @ weights[0], weights[1] @ biases[0] + biases[1]


def _two_layers_unpacked(weights, biases):
    W1, W2 = weights
    b1, b2 = biases
    return W2 @ W1, W2 @ b1 + b2


def _bias_as_a_column(weights, biases):
    W, b = collapse(weights, biases)
    return W, b[:, None]


def _first_layer_twice(weights, biases):
    W, b = weights[0], biases[0]
    for next_W, next_b in zip(weights, biases):
        W, b = next_W @ W, next_W @ b + next_b
    return W, b


COLLAPSE_LAYERS = (
    Mistake(
        "first_layer_twice",
        _first_layer_twice,
        "The first layer comes in twice: as the start and again in the loop. Begin the loop with the second layer.",
    ),
    Mistake(
        "first_layer_only",
        _first_layer_only,
        "You return the first layer as it is. Fold the other layers in: go through the rest of the list.",
    ),
    Mistake(
        "last_layer_only",
        _last_layer_only,
        "You return the last layer as it is. Start from the first layer and fold the others in, one after another.",
    ),
    Mistake(
        "first_two_layers_only",
        _first_two_layers_only,
        "Right for two layers, but the third and later ones are ignored. Repeat the step for all that remain.",
    ),
    Mistake(
        "last_two_layers_only",
        _last_two_layers_only,
        "Right for two layers; with more, only the last two are used. Keep a running matrix and bias from the first "
        "layer on.",
    ),
    Mistake(
        "last_layer_forgotten",
        _last_layer_forgotten,
        "The last layer is left out. Here no layer is special: it has no activation, but neither do the others.",
    ),
    Mistake(
        "two_layers_expected",
        _two_layers_expected,
        "Your rule is right for two layers, and only for two. The list may hold one layer or many: use a loop over "
        "whatever is there.",
    ),
    Mistake(
        "two_layers_unpacked",
        _two_layers_unpacked,
        "You unpack exactly two layers, but the list may hold one or many. Use a loop over whatever is there.",
    ),
    Mistake(
        "bias_as_a_column",
        _bias_as_a_column,
        "The values are right, but the bias is a column of shape (out, 1). Return it with shape (out,), like the "
        "biases you were given.",
    ),
    Mistake(
        "swapped_pair",
        lambda weights, biases: collapse(weights, biases)[::-1],
        "Both are right, but in the wrong order: return the matrix first, then the bias.",
    ),
    Mistake(
        "matrix_without_bias",
        lambda weights, biases: collapse(weights, biases)[0],
        "Only the matrix came back. A dense layer has two parts: return the matrix and the bias.",
    ),
)
