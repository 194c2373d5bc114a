"""Mistakes recognised in lesson 02: the forward pass, the collapse, and the weights for XOR.

For XOR a mistake is known by what the network answers on the four corners, so one set of weights stands for all that
give the same answers.
"""

import numpy as np

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


def _transpose_forgotten(x, weights, biases, activation):
    for W, b in zip(weights[:-1], biases[:-1]):
        x = activation(x @ W + b)
    return x @ weights[-1] + biases[-1]


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


FORWARD = (
    Mistake(
        "activation_on_the_last_layer_too",
        _activation_on_the_last_too,
        "The last layer is activated as well. Logits may take any value, so the last layer stays without an activation.",
    ),
    Mistake(
        "no_activation",
        _no_activation,
        "The activation is never applied, so your layers collapse into one. Apply it after each layer except the last.",
    ),
    Mistake(
        "only_the_last_activated",
        _only_the_last_activated,
        "It is the wrong way round: the last layer is activated and the hidden ones are not. Move the activation into the loop over hidden layers.",
    ),
    Mistake(
        "only_the_first_activated",
        _only_the_first_activated,
        "Only the first layer is activated. Every hidden layer needs the activation; the last layer alone goes without.",
    ),
    Mistake(
        "activation_before_the_layer",
        _activation_before_the_layer,
        "The activation is applied before each layer, to the input too. Multiply and add the bias first, then activate.",
    ),
    Mistake(
        "transpose_forgotten",
        _transpose_forgotten,
        "The weights are stored as (out, in), and a batch as (N, in). Multiply by the transposed matrix; with a square one nothing warns you.",
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
        "Each round of your loop starts again from `x`, so the layers in between have no effect. Let each layer read what the one before it returned.",
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
        "Only the first sample of the batch comes out. Work on the whole of `x`; the matrix product treats all rows at once.",
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
)


def _collapse_in_order(order_W, order_b, weights, biases):
    """Fold the layers with a wrong rule for the matrix, the bias, or both."""
    W, b = weights[0], biases[0]
    for next_W, next_b in zip(weights[1:], biases[1:]):
        W, b = order_W(next_W, W), order_b(next_W, next_b, W, b)
    return W, b


def _right_matrix(next_W, W):
    return next_W @ W


def _right_bias(next_W, next_b, W, b):
    return next_W @ b + next_b


def _collapse(weights, biases):
    return _collapse_in_order(_right_matrix, _right_bias, weights, biases)


def _product_reversed(weights, biases):
    return _collapse_in_order(lambda next_W, W: W @ next_W, _right_bias, weights, biases)


def _everything_reversed(weights, biases):
    return _collapse(weights[::-1], biases[::-1])


def _product_and_bias_reversed(weights, biases):
    return _collapse_in_order(
        lambda next_W, W: W @ next_W, lambda next_W, next_b, W, b: b @ next_W + next_b, weights, biases
    )


def _zero_bias(weights, biases):
    W, b = _collapse(weights, biases)
    return W, np.zeros_like(b)


def _biases_summed(weights, biases):
    return _collapse_in_order(_right_matrix, lambda next_W, next_b, W, b: b + next_b, weights, biases)


def _last_bias_only(weights, biases):
    return _collapse(weights, biases)[0], biases[-1]


def _first_bias_only(weights, biases):
    return _collapse(weights, biases)[0], biases[0]


def _own_bias_never_added(weights, biases):
    return _collapse_in_order(_right_matrix, lambda next_W, next_b, W, b: next_W @ b, weights, biases)


def _bias_uses_the_updated_matrix(weights, biases):
    W, b = weights[0], biases[0]
    for next_W, next_b in zip(weights[1:], biases[1:]):
        W = next_W @ W
        b = W @ b + next_b
    return W, b


def _bias_uses_the_matrix_before(weights, biases):
    return _collapse_in_order(_right_matrix, lambda next_W, next_b, W, b: W @ b + next_b, weights, biases)


def _bias_through_the_transpose(weights, biases):
    return _collapse_in_order(_right_matrix, lambda next_W, next_b, W, b: b @ next_W + next_b, weights, biases)


def _new_bias_propagated_too(weights, biases):
    return _collapse_in_order(_right_matrix, lambda next_W, next_b, W, b: next_W @ (b + next_b), weights, biases)


def _transposed_matrix(weights, biases):
    W, b = _collapse(weights, biases)
    return W.T, b


def _factors_transposed(weights, biases):
    return _collapse_in_order(lambda next_W, W: next_W.T @ W, _right_bias, weights, biases)


def _entrywise_product(weights, biases):
    return _collapse_in_order(lambda next_W, W: next_W * W, _right_bias, weights, biases)


def _matrices_added(weights, biases):
    return _collapse_in_order(lambda next_W, W: next_W + W, _right_bias, weights, biases)


def _first_two_layers_only(weights, biases):
    return _collapse(weights[:2], biases[:2])


def _last_layer_forgotten(weights, biases):
    return _collapse(weights[:-1], biases[:-1]) if len(weights) > 1 else _collapse(weights, biases)


def _last_two_layers_only(weights, biases):
    return _collapse(weights[-2:], biases[-2:])


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
    W, b = _collapse(weights, biases)
    return W, b[:, None]


COLLAPSE = (
    Mistake(
        "everything_reversed",
        _everything_reversed,
        "The layers are folded from the last to the first, as if the data met the last one first. Begin with the first layer of the list.",
    ),
    Mistake(
        "product_and_bias_reversed",
        _product_and_bias_reversed,
        "Both the matrices and the bias are multiplied from the wrong side. In W2 (W1 x + b1) the later matrix stands on the left of everything in the bracket.",
    ),
    Mistake(
        "product_reversed",
        _product_reversed,
        "The bias is right; the matrices are multiplied in the wrong order. x meets W1 first, so W1 stands nearest to it, on the right.",
    ),
    Mistake(
        "bias_forgotten",
        _zero_bias,
        "The matrix is right, but the bias is 0. Multiply out W2 (W1 x + b1) + b2: what is left when x is 0?",
    ),
    Mistake(
        "biases_summed",
        _biases_summed,
        "The matrix is right, but the biases are only added up. An early bias still passes through all later layers: multiply it by their matrices.",
    ),
    Mistake(
        "last_bias_only",
        _last_bias_only,
        "The matrix is right, but only the last bias is left. The earlier ones arrive too, multiplied by the matrices they pass on the way.",
    ),
    Mistake(
        "first_bias_only",
        _first_bias_only,
        "The matrix is right, but you return the first bias as it was. It passes through the later layers, and their biases come on top.",
    ),
    Mistake(
        "own_bias_never_added",
        _own_bias_never_added,
        "The first bias is carried along rightly, but the later layers' own biases are missing. Add each after the multiplication.",
    ),
    Mistake(
        "bias_uses_the_updated_matrix",
        _bias_uses_the_updated_matrix,
        "The bias is multiplied by the whole product so far. It has already passed the earlier layers: multiply it by the current layer's matrix only.",
    ),
    Mistake(
        "bias_uses_the_matrix_before",
        _bias_uses_the_matrix_before,
        "The bias is multiplied by the matrix in front of it, which it never meets. b1 is added after W1, so the next matrix it meets is W2.",
    ),
    Mistake(
        "bias_through_the_transpose",
        _bias_through_the_transpose,
        "The matrix is right, but the bias meets the transposed weights. Put the matrix on the left of the bias.",
    ),
    Mistake(
        "new_bias_propagated_too",
        _new_bias_propagated_too,
        "Each layer's own bias is multiplied by that layer's matrix as well. It is added after the multiplication: move it out of the bracket.",
    ),
    Mistake(
        "transposed_matrix",
        _transposed_matrix,
        "Your matrix is transposed. Like every layer's, it should have shape (out, in).",
    ),
    Mistake(
        "factors_transposed",
        _factors_transposed,
        "The later matrices are transposed before they are multiplied. In W2 (W1 x) no transpose appears.",
    ),
    Mistake(
        "entrywise_product",
        _entrywise_product,
        "The matrices are multiplied entry by entry. The star does that; a matrix product is written `@`.",
    ),
    Mistake(
        "matrices_added",
        _matrices_added,
        "The matrices are added. One layer after another means a product: W2 is applied to what W1 gives.",
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
        "Right for two layers; with more, only the last two are used. Keep a running matrix and bias from the first layer on.",
    ),
    Mistake(
        "last_layer_forgotten",
        _last_layer_forgotten,
        "The last layer is left out. Here no layer is special: it has no activation, but neither do the others.",
    ),
    Mistake(
        "two_layers_expected",
        _two_layers_expected,
        "Your rule is right for two layers, and only for two. The list may hold one layer or many: use a loop over whatever is there.",
    ),
    Mistake(
        "two_layers_unpacked",
        _two_layers_unpacked,
        "You unpack exactly two layers, but the list may hold one or many. Use a loop over whatever is there.",
    ),
    Mistake(
        "bias_as_a_column",
        _bias_as_a_column,
        "The values are right, but the bias is a column of shape (out, 1). Return it with shape (out,), like the biases you were given.",
    ),
    Mistake(
        "swapped_pair",
        lambda weights, biases: _collapse(weights, biases)[::-1],
        "Both are right, but in the wrong order: return the matrix first, then the bias.",
    ),
    Mistake(
        "matrix_without_bias",
        lambda weights, biases: _collapse(weights, biases)[0],
        "Only the matrix came back. A dense layer has two parts: return the matrix and the bias.",
    ),
)


def _weights(W1, b1, W2, b2):
    """A function that returns these weights, as the exercise asks."""
    parts = [np.array(part, dtype=float) for part in (W1, b1, W2, b2)]
    return lambda: tuple(parts)


SUM = [[1, 1], [1, 1]]
DIFFERENCE = [[1, -1], [-1, 1]]

XOR_WEIGHTS = (
    Mistake(
        "or",
        _weights(SUM, [0, -1], [[1, -1]], [0]),
        "Your network computes OR: corner 11 gives 1, and XOR wants 0 there. The unit that wakes up when both inputs are on must pull harder.",
    ),
    Mistake(
        "and",
        _weights(SUM, [-1, 0], [[1, 0]], [0]),
        "Your network computes AND: only corner 11 gives 1. That is useful as one unit. The output should be 1 where exactly one input is on.",
    ),
    Mistake(
        "equal_inputs",
        _weights(SUM, [0, -1], [[-1, 2]], [1]),
        "Your answers are exactly turned round: 1 where the inputs are equal. Change the sign of `W2` and adapt `b2`.",
    ),
    Mistake(
        "nand",
        _weights(SUM, [-1, 0], [[-1, 0]], [1]),
        "Your network computes NAND: corner 00 gives 1 too, and XOR wants 0 there.",
    ),
    Mistake(
        "nor",
        _weights(SUM, [0, -1], [[-1, 1]], [1]),
        "Your network computes NOR: 1 only where both inputs are off. XOR wants 1 where exactly one is on.",
    ),
    Mistake(
        "all_zero",
        _weights(np.zeros((2, 2)), [0, 0], [[0, 0]], [0]),
        "The output is 0 on every corner. Either `W2` is zero, or both hidden units are asleep: for which corners is W1 x + b1 above 0?",
    ),
    Mistake(
        "all_one",
        _weights(SUM, [0, -1], [[0, 0]], [1]),
        "The output is 1 on every corner, so the inputs play no part. Let `W2` read the hidden units.",
    ),
    Mistake(
        "always_half",
        _weights(SUM, [0, -1], [[0, 0]], [0.5]),
        "The output is 0.5 on every corner: the best a linear network can do, but not yet XOR. The hidden ReLUs have to make the difference.",
    ),
    Mistake(
        "sum_of_inputs",
        _weights(SUM, [0, -1], [[1, 0]], [0]),
        "Your network adds the inputs: 0, 1, 1, 2. Three corners are right already. Subtract something that is 0 for the first three and 2 at corner 11.",
    ),
    Mistake(
        "hidden_bias_missing",
        _weights(SUM, [0, 0], [[1, -2]], [0]),
        "Both hidden units do the same, so the output is minus the sum. Give the second a bias, so that it wakes up only when both inputs are on.",
    ),
    Mistake(
        "hidden_biases_cancel",
        _weights(SUM, [-1, -1], [[1, -2]], [0]),
        "Both hidden units wake up only at corner 11. One of them should already answer when a single input is on.",
    ),
    Mistake(
        "hidden_bias_positive",
        _weights(SUM, [0, 1], [[1, -2]], [0]),
        "The second hidden unit wakes up too early: its bias is positive. It should stay at 0 until both inputs are on.",
    ),
    Mistake(
        "step_units",
        _weights(SUM, [-0.5, -1.5], [[1, -1]], [-0.5]),
        "These weights solve XOR with units that switch between 0 and 1. A ReLU passes its value on instead of switching: choose new biases.",
    ),
    Mistake(
        "step_units_doubled",
        _weights(SUM, [-0.5, -1.5], [[1, -2]], [0]),
        "The thresholds −0.5 and −1.5 belong to units that switch between 0 and 1. A ReLU passes its value on: let one start at sum 0, the other at sum 1.",
    ),
    Mistake(
        "twice_too_large",
        _weights(SUM, [0, -1], [[2, -4]], [0]),
        "The pattern is right, and everything is twice too large. Halve `W2`.",
    ),
    Mistake(
        "half_too_small",
        _weights(SUM, [0, -1], [[0.5, -1]], [0]),
        "The pattern is right, but everything is half of what it should be. Double `W2`.",
    ),
    Mistake(
        "sign_flipped",
        _weights(SUM, [0, -1], [[-1, 2]], [0]),
        "The pattern is right, but below 0 in place of above. Change the signs in `W2`.",
    ),
    Mistake(
        "one_direction_only",
        _weights(DIFFERENCE, [0, 0], [[1, 0]], [0]),
        "Only the first input alone is answered. One ReLU of the difference sees one direction; add the other unit, for the opposite difference.",
    ),
    Mistake(
        "other_direction_only",
        _weights(DIFFERENCE, [0, 0], [[0, 1]], [0]),
        "Only the second input alone is answered. One ReLU of the difference sees one direction; add the other unit, for the opposite difference.",
    ),
    Mistake(
        "difference_with_sign",
        _weights(DIFFERENCE, [0, 0], [[1, -1]], [0]),
        "One corner gives 1 and its mirror image −1. Add the two hidden units instead of subtracting one from the other.",
    ),
    Mistake(
        "copies_first_input",
        _weights([[1, 0], [0, 1]], [0, 0], [[1, 0]], [0]),
        "The output is simply the first input. Both inputs have to play a part.",
    ),
    Mistake(
        "copies_second_input",
        _weights([[1, 0], [0, 1]], [0, 0], [[0, 1]], [0]),
        "The output is simply the second input. Both inputs have to play a part.",
    ),
)
