"""Mistakes recognised in lesson 02: the forward pass, its products, biases and activations.

The wrong versions are loops with one slip each, so that each can be read beside the right one in `lesson_02`.
"""

from helpers.activations import relu
from helpers.exercises.core import Mistake


def layer(h, W, b):
    """One layer before its activation."""
    return h @ W.T + b


def _activation_on_the_last_too(x, weights, biases, activation):
    for W, b in zip(weights, biases):
        x = activation(layer(x, W, b))
    return x


def _no_activation(x, weights, biases, activation):
    for W, b in zip(weights, biases):
        x = layer(x, W, b)
    return x


def _only_the_last_activated(x, weights, biases, activation):
    return activation(_no_activation(x, weights, biases, activation))


def _only_the_first_activated(x, weights, biases, activation):
    for i, (W, b) in enumerate(zip(weights, biases)):
        x = layer(x, W, b)
        if i == 0 and len(weights) > 1:
            x = activation(x)
    return x


def _all_but_the_first_activated(x, weights, biases, activation):
    for i, (W, b) in enumerate(zip(weights, biases)):
        x = layer(x, W, b)
        if i > 0:
            x = activation(x)
    return x


def _last_hidden_not_activated(x, weights, biases, activation):
    for i, (W, b) in enumerate(zip(weights, biases)):
        x = layer(x, W, b)
        if i < len(weights) - 2:
            x = activation(x)
    return x


def _transpose_forgotten(x, weights, biases, activation):
    for W, b in zip(weights[:-1], biases[:-1]):
        x = activation(x @ W + b)
    return x @ weights[-1] + biases[-1]


def _matrix_on_the_left(x, weights, biases, activation):
    for W, b in zip(weights[:-1], biases[:-1]):
        x = activation(W @ x + b)
    return weights[-1] @ x + biases[-1]


def _transpose_forgotten_and_all_activated(x, weights, biases, activation):
    for W, b in zip(weights, biases):
        x = activation(x @ W + b)
    return x


def _matrix_on_the_left_and_all_activated(x, weights, biases, activation):
    for W, b in zip(weights, biases):
        x = activation(W @ x + b)
    return x


def _biases_forgotten(x, weights, biases, activation):
    for W in weights[:-1]:
        x = activation(x @ W.T)
    return x @ weights[-1].T


def _last_bias_forgotten(x, weights, biases, activation):
    for W, b in zip(weights[:-1], biases[:-1]):
        x = activation(layer(x, W, b))
    return x @ weights[-1].T


def _hidden_biases_forgotten(x, weights, biases, activation):
    for W in weights[:-1]:
        x = activation(x @ W.T)
    return layer(x, weights[-1], biases[-1])


def _bias_after_activation(x, weights, biases, activation):
    for W, b in zip(weights[:-1], biases[:-1]):
        x = activation(x @ W.T) + b
    return layer(x, weights[-1], biases[-1])


def _bias_subtracted(x, weights, biases, activation):
    for W, b in zip(weights[:-1], biases[:-1]):
        x = activation(x @ W.T - b)
    return x @ weights[-1].T - biases[-1]


def _first_bias_everywhere(x, weights, biases, activation):
    for W in weights[:-1]:
        x = activation(layer(x, W, biases[0]))
    return layer(x, weights[-1], biases[0])


def _activation_before_the_layer(x, weights, biases, activation):
    for W, b in zip(weights, biases):
        x = layer(activation(x), W, b)
    return x


def _relu_whatever_was_asked(x, weights, biases, activation):
    for W, b in zip(weights[:-1], biases[:-1]):
        x = relu(layer(x, W, b))
    return layer(x, weights[-1], biases[-1])


def _star_for_matrix_product(x, weights, biases, activation):
    for W, b in zip(weights[:-1], biases[:-1]):
        x = activation(x * W.T + b)
    return x * weights[-1].T + biases[-1]


def _star_for_matrix_product_untransposed(x, weights, biases, activation):
    for W, b in zip(weights[:-1], biases[:-1]):
        x = activation(x * W + b)
    return x * weights[-1] + biases[-1]


FORWARD = (
    Mistake(
        "activation_on_the_last_layer_too",
        _activation_on_the_last_too,
        "The last layer is activated as well. Logits may take any value, so the last layer stays without an "
        "activation.",
    ),
    Mistake(
        "no_activation",
        _no_activation,
        "The activation is never applied, so your layers collapse into one. Apply it after each layer except the "
        "last.",
    ),
    Mistake(
        "only_the_last_activated",
        _only_the_last_activated,
        "It is the wrong way round: the last layer is activated and the hidden ones are not. Move the activation "
        "into the loop over hidden layers.",
    ),
    Mistake(
        "only_the_first_activated",
        _only_the_first_activated,
        "Only the first layer is activated. Every hidden layer needs the activation; the last layer alone goes "
        "without.",
    ),
    Mistake(
        "all_but_the_first_activated",
        _all_but_the_first_activated,
        "Every layer but the first is activated. It should be every layer but the last: look at the end of the list "
        "that your condition leaves out.",
    ),
    Mistake(
        "last_hidden_not_activated",
        _last_hidden_not_activated,
        "The activation stops one layer too early. Only the very last layer goes without: layers are counted from 0.",
    ),
    Mistake(
        "activation_before_the_layer",
        _activation_before_the_layer,
        "The activation is applied before each layer, to the input too. Multiply and add the bias first, then "
        "activate.",
    ),
    Mistake(
        "transpose_forgotten",
        _transpose_forgotten,
        "The weights are stored as (out, in), and a batch as (N, in). Multiply by the transposed matrix; with a "
        "square one nothing warns you.",
    ),
    Mistake(
        "matrix_on_the_left",
        _matrix_on_the_left,
        "W @ x is right for a single column. In a batch each sample is a row, so `x` stands on the left and the "
        "weights are transposed.",
    ),
    Mistake(
        "transpose_forgotten_and_all_activated",
        _transpose_forgotten_and_all_activated,
        "Two things: the weights are stored as (out, in) and a batch as (N, in), so multiply by the transposed matrix; "
        "and the last layer stays without an activation.",
    ),
    Mistake(
        "matrix_on_the_left_and_all_activated",
        _matrix_on_the_left_and_all_activated,
        "Two things: in a batch each sample is a row, so `x` stands on the left and the weights are transposed; and "
        "the last layer stays without an activation.",
    ),
    Mistake(
        "biases_forgotten",
        _biases_forgotten,
        "No bias is added anywhere. Each layer has its own: add it to the product, before the activation.",
    ),
    Mistake(
        "last_bias_forgotten",
        _last_bias_forgotten,
        "The last layer's bias is missing. It has no activation, but it does have a bias.",
    ),
    Mistake(
        "hidden_biases_forgotten",
        _hidden_biases_forgotten,
        "Only the last layer gets its bias. Add the hidden layers' biases too, before the activation.",
    ),
    Mistake(
        "bias_after_activation",
        _bias_after_activation,
        "The bias is added after the activation. It shifts the point where the activation bends, so add it before.",
    ),
    Mistake("bias_subtracted", _bias_subtracted, "The biases are subtracted. Check the sign: a layer adds its bias."),
    Mistake(
        "first_bias_everywhere",
        _first_bias_everywhere,
        "Every layer uses the first bias. Take the bias that belongs to the layer, for instance with `zip`.",
    ),
    Mistake(
        "relu_whatever_was_asked",
        _relu_whatever_was_asked,
        "You always use ReLU. The function is told which one to use: call the argument `activation`.",
    ),
    Mistake(
        "star_for_matrix_product",
        _star_for_matrix_product,
        "`*` works entry by entry. Each output of a layer is a sum over all inputs: that is the matrix product, "
        "written `@`.",
    ),
    Mistake(
        "star_for_matrix_product_untransposed",
        _star_for_matrix_product_untransposed,
        "`*` works entry by entry. Each output of a layer is a sum over all inputs: that is the matrix product, "
        "written `@`, with the weights transposed.",
    ),
)
