"""Mistakes recognised in lesson 02: the forward pass.

The wrong versions are loops with one slip each, so that each can be read beside the right one in `lesson_02`.
"""

from helpers.activations import relu, softmax
from helpers.exercises.core import Mistake


def _layer(h, W, b):
    return h @ W.T + b


def _activation_on_the_last_too(x, weights, biases, activation):
    for W, b in zip(weights, biases):
        x = activation(_layer(x, W, b))
    return x


def _no_activation(x, weights, biases, activation):
    for W, b in zip(weights, biases):
        x = _layer(x, W, b)
    return x


def _only_the_last_activated(x, weights, biases, activation):
    return activation(_no_activation(x, weights, biases, activation))


def _only_the_first_activated(x, weights, biases, activation):
    for i, (W, b) in enumerate(zip(weights, biases)):
        x = _layer(x, W, b)
        if i == 0 and len(weights) > 1:
            x = activation(x)
    return x


def _all_but_the_first_activated(x, weights, biases, activation):
    for i, (W, b) in enumerate(zip(weights, biases)):
        x = _layer(x, W, b)
        if i > 0:
            x = activation(x)
    return x


def _last_hidden_not_activated(x, weights, biases, activation):
    for i, (W, b) in enumerate(zip(weights, biases)):
        x = _layer(x, W, b)
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


def _biases_forgotten(x, weights, biases, activation):
    for W in weights[:-1]:
        x = activation(x @ W.T)
    return x @ weights[-1].T


def _last_bias_forgotten(x, weights, biases, activation):
    for W, b in zip(weights[:-1], biases[:-1]):
        x = activation(_layer(x, W, b))
    return x @ weights[-1].T


def _hidden_biases_forgotten(x, weights, biases, activation):
    for W in weights[:-1]:
        x = activation(x @ W.T)
    return _layer(x, weights[-1], biases[-1])


def _bias_after_activation(x, weights, biases, activation):
    for W, b in zip(weights[:-1], biases[:-1]):
        x = activation(x @ W.T) + b
    return _layer(x, weights[-1], biases[-1])


def _bias_subtracted(x, weights, biases, activation):
    for W, b in zip(weights[:-1], biases[:-1]):
        x = activation(x @ W.T - b)
    return x @ weights[-1].T - biases[-1]


def _reversed_layers(x, weights, biases, activation):
    for W, b in zip(weights[:0:-1], biases[:0:-1]):
        x = activation(_layer(x, W, b))
    return _layer(x, weights[0], biases[0])


def _first_bias_everywhere(x, weights, biases, activation):
    for W in weights[:-1]:
        x = activation(_layer(x, W, biases[0]))
    return _layer(x, weights[-1], biases[0])


def _activation_before_the_layer(x, weights, biases, activation):
    for W, b in zip(weights, biases):
        x = _layer(activation(x), W, b)
    return x


def _always_reads_the_input(x, weights, biases, activation):
    h = x
    for W, b in zip(weights[:-1], biases[:-1]):
        h = activation(_layer(x, W, b))
    return _layer(h, weights[-1], biases[-1])


def _last_layer_forgotten(x, weights, biases, activation):
    for W, b in zip(weights[:-1], biases[:-1]):
        x = activation(_layer(x, W, b))
    return x


def _first_sample_only(x, weights, biases, activation):
    h = x[0]
    for W, b in zip(weights[:-1], biases[:-1]):
        h = activation(_layer(h, W, b))
    return _layer(h, weights[-1], biases[-1])


def _relu_whatever_was_asked(x, weights, biases, activation):
    for W, b in zip(weights[:-1], biases[:-1]):
        x = relu(_layer(x, W, b))
    return _layer(x, weights[-1], biases[-1])


def _right(x, weights, biases, activation):
    for W, b in zip(weights[:-1], biases[:-1]):
        x = activation(_layer(x, W, b))
    return _layer(x, weights[-1], biases[-1])


def _softmax_at_the_end(x, weights, biases, activation):
    return softmax(_right(x, weights, biases, activation))


def _classes_at_the_end(x, weights, biases, activation):
    return _right(x, weights, biases, activation).argmax(axis=-1)


def _transposed_output(x, weights, biases, activation):
    return _right(x, weights, biases, activation).T


def _returns_in_the_loop(x, weights, biases, activation):
    for W, b in zip(weights[:-1], biases[:-1]):
        return activation(_layer(x, W, b))
    return _layer(x, weights[-1], biases[-1])


def _two_layers_expected(x, weights, biases, activation):
    return activation(x @ weights[0].T + biases[0]) @ weights[1].T + biases[1]


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
        "Every layer but the first is activated. It should be every layer but the last: look at the end of the list that "
        "your condition leaves out.",
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
        "W @ x is right for a single column. In a batch each sample is a row, so `x` stands on the left and the weights "
        "are transposed.",
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
        "relu_whatever_was_asked",
        _relu_whatever_was_asked,
        "You always use ReLU. The function is told which one to use: call the argument `activation`.",
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
        "This works for exactly two layers. The lists can be of any length, so run over them in a loop.",
    ),
)
