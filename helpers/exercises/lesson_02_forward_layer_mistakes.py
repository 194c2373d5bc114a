"""Mistakes recognised in lesson 02: the forward pass, which layers and what comes back.

Each layer is right, but layers are left out or used in another order, or the result is not the logits.
"""

from helpers.activations import softmax
from helpers.exercises.core import Mistake
from helpers.exercises.lesson_02_forward_mistakes import layer


def _reversed_layers(x, weights, biases, activation):
    for W, b in zip(weights[:0:-1], biases[:0:-1]):
        x = activation(layer(x, W, b))
    return layer(x, weights[0], biases[0])


def _always_reads_the_input(x, weights, biases, activation):
    h = x
    for W, b in zip(weights[:-1], biases[:-1]):
        h = activation(layer(x, W, b))
    return layer(h, weights[-1], biases[-1])


def _always_reads_the_input_and_activates(x, weights, biases, activation):
    for W, b in zip(weights, biases):
        h = activation(layer(x, W, b))
    return h


def _last_layer_forgotten(x, weights, biases, activation):
    for W, b in zip(weights[:-1], biases[:-1]):
        x = activation(layer(x, W, b))
    return x


def _first_sample_only(x, weights, biases, activation):
    h = x[0]
    for W, b in zip(weights[:-1], biases[:-1]):
        h = activation(layer(h, W, b))
    return layer(h, weights[-1], biases[-1])


def _right(x, weights, biases, activation):
    for W, b in zip(weights[:-1], biases[:-1]):
        x = activation(layer(x, W, b))
    return layer(x, weights[-1], biases[-1])


def _softmax_at_the_end(x, weights, biases, activation):
    return softmax(_right(x, weights, biases, activation))


def _classes_at_the_end(x, weights, biases, activation):
    return _right(x, weights, biases, activation).argmax(axis=-1)


def _transposed_output(x, weights, biases, activation):
    return _right(x, weights, biases, activation).T


def _returns_in_the_loop(x, weights, biases, activation):
    for W, b in zip(weights[:-1], biases[:-1]):
        return activation(layer(x, W, b))
    return layer(x, weights[-1], biases[-1])


def _two_layers_expected(x, weights, biases, activation):
    return activation(x @ weights[0].T + biases[0]) @ weights[1].T + biases[1]


FORWARD_LAYERS = (
    Mistake(
        "reversed_layers",
        _reversed_layers,
        "The layers are used from the last to the first. The data meet the first matrix of the list first.",
    ),
    Mistake(
        "always_reads_the_input",
        _always_reads_the_input,
        "Each round of your loop starts again from `x`, so the layers in between have no effect. Let each layer "
        "read what the one before it returned.",
    ),
    Mistake(
        "always_reads_the_input_and_activates",
        _always_reads_the_input_and_activates,
        "Two things: each round of your loop starts again from `x`, so the layers in between have no effect; and the "
        "last layer is activated as well.",
    ),
    Mistake(
        "last_layer_forgotten",
        _last_layer_forgotten,
        "You stop after the hidden layers. One more layer follows, without activation.",
    ),
    Mistake(
        "returns_in_the_loop",
        _returns_in_the_loop,
        "You return after the first layer: the `return` stands inside the loop. Move it out, to the left.",
    ),
    Mistake(
        "first_sample_only",
        _first_sample_only,
        "Only the first sample of the batch comes out. Work on the whole of `x`; the matrix product treats all rows "
        "at once.",
    ),
    Mistake(
        "softmax_at_the_end",
        _softmax_at_the_end,
        "You return probabilities. The logits are wanted: leave out the softmax after the last layer.",
    ),
    Mistake(
        "classes_at_the_end",
        _classes_at_the_end,
        "You return the index of the largest logit. Return the logits themselves, one row for each sample.",
    ),
    Mistake(
        "transposed_output",
        _transposed_output,
        "The result is transposed: samples stand in columns. Return one row for each sample.",
    ),
    Mistake(
        "two_layers_expected",
        _two_layers_expected,
        "Your rule is right for two layers, and only for two. The lists may hold one layer or many: use a loop over "
        "whatever is there.",
    ),
)
