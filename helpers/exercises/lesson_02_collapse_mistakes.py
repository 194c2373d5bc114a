"""Mistakes recognised in lesson 02: the collapse of linear layers into one, its rules.

The wrong versions fold the layers with a wrong rule for the matrix, for the bias, or for both.
"""

import numpy as np

from helpers.exercises.core import Mistake


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


def collapse(weights, biases):
    """The right answer, for mistakes that lie elsewhere."""
    return _collapse_in_order(_right_matrix, _right_bias, weights, biases)


def _product_reversed(weights, biases):
    return _collapse_in_order(lambda next_W, W: W @ next_W, _right_bias, weights, biases)


def _everything_reversed(weights, biases):
    return collapse(weights[::-1], biases[::-1])


def _product_and_bias_reversed(weights, biases):
    return _collapse_in_order(
        lambda next_W, W: W @ next_W, lambda next_W, next_b, W, b: b @ next_W + next_b, weights, biases
    )


def _product_reversed_and_biases_summed(weights, biases):
    return _collapse_in_order(lambda next_W, W: W @ next_W, lambda next_W, next_b, W, b: b + next_b, weights, biases)


def _zero_bias(weights, biases):
    W, b = collapse(weights, biases)
    return W, np.zeros_like(b)


def _biases_summed(weights, biases):
    return _collapse_in_order(_right_matrix, lambda next_W, next_b, W, b: b + next_b, weights, biases)


def _last_bias_only(weights, biases):
    return collapse(weights, biases)[0], biases[-1]


def _first_bias_only(weights, biases):
    return collapse(weights, biases)[0], biases[0]


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
    W, b = collapse(weights, biases)
    return W.T, b


def _factors_transposed(weights, biases):
    return _collapse_in_order(lambda next_W, W: next_W.T @ W, _right_bias, weights, biases)


def _entrywise_product(weights, biases):
    return _collapse_in_order(lambda next_W, W: next_W * W, _right_bias, weights, biases)


def _matrices_added(weights, biases):
    return _collapse_in_order(lambda next_W, W: next_W + W, _right_bias, weights, biases)


def _everything_entrywise(weights, biases):
    return _collapse_in_order(
        lambda next_W, W: next_W * W, lambda next_W, next_b, W, b: next_W * b + next_b, weights, biases
    )


def _everything_multiplied(weights, biases):
    return _collapse_in_order(lambda next_W, W: next_W * W, lambda next_W, next_b, W, b: next_b * b, weights, biases)


def _biases_multiplied(weights, biases):
    return _collapse_in_order(_right_matrix, lambda next_W, next_b, W, b: next_b * b, weights, biases)


COLLAPSE = (
    Mistake(
        "everything_reversed",
        _everything_reversed,
        "The layers are folded from the last to the first, as if the data met the last one first. Begin with the "
        "first layer of the list.",
    ),
    Mistake(
        "product_and_bias_reversed",
        _product_and_bias_reversed,
        "Both the matrices and the bias are multiplied from the wrong side. In W2 (W1 x + b1) the later matrix "
        "stands on the left of everything in the bracket.",
    ),
    Mistake(
        "product_reversed",
        _product_reversed,
        "The bias is right; the matrices are multiplied in the wrong order. x meets W1 first, so W1 stands nearest "
        "to it, on the right.",
    ),
    Mistake(
        "product_reversed_and_biases_summed",
        _product_reversed_and_biases_summed,
        "Two things: x meets W1 first, so W1 stands nearest to it, on the right; and an early bias still passes "
        "through all later layers, so it is multiplied by their matrices.",
    ),
    Mistake(
        "bias_forgotten",
        _zero_bias,
        "The matrix is right, but the bias is 0. Multiply out W2 (W1 x + b1) + b2: what is left when x is 0?",
    ),
    Mistake(
        "biases_summed",
        _biases_summed,
        "The matrix is right, but the biases are only added up. An early bias still passes through all later "
        "layers: multiply it by their matrices.",
    ),
    Mistake(
        "last_bias_only",
        _last_bias_only,
        "The matrix is right, but only the last bias is left. The earlier ones arrive too, multiplied by the "
        "matrices they pass on the way.",
    ),
    Mistake(
        "first_bias_only",
        _first_bias_only,
        "The matrix is right, but you return the first bias as it was. It passes through the later layers, and "
        "their biases come on top.",
    ),
    Mistake(
        "own_bias_never_added",
        _own_bias_never_added,
        "The first bias is carried along rightly, but the later layers' own biases are missing. Add each after the "
        "multiplication.",
    ),
    Mistake(
        "bias_uses_the_updated_matrix",
        _bias_uses_the_updated_matrix,
        "The bias is multiplied by the whole product so far. It has already passed the earlier layers: multiply it "
        "by the current layer's matrix only.",
    ),
    Mistake(
        "bias_uses_the_matrix_before",
        _bias_uses_the_matrix_before,
        "The bias is multiplied by the matrix in front of it, which it never meets. b1 is added after W1, so the "
        "next matrix it meets is W2.",
    ),
    Mistake(
        "bias_through_the_transpose",
        _bias_through_the_transpose,
        "The matrix is right, but the bias meets the transposed weights. Put the matrix on the left of the bias.",
    ),
    Mistake(
        "new_bias_propagated_too",
        _new_bias_propagated_too,
        "Each layer's own bias is multiplied by that layer's matrix as well. It is added after the multiplication: "
        "move it out of the bracket.",
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
        "everything_added",
        lambda weights, biases: (sum(weights), sum(biases)),
        "Matrices and biases are added up. Layers in a row are carried out one after another: the matrices are "
        "multiplied, and each bias travels through the layers after it.",
    ),
    Mistake(
        "everything_multiplied",
        _everything_multiplied,
        "The matrices are multiplied entry by entry, and the biases with each other. A product of matrices is `@`; "
        "and a bias is multiplied by the matrices of the layers after its own.",
    ),
    Mistake(
        "biases_multiplied",
        _biases_multiplied,
        "The biases are multiplied with each other. Each is multiplied by the matrices of the layers after its own, "
        "and the results are added.",
    ),
    Mistake(
        "everything_entrywise",
        _everything_entrywise,
        "`*` works entry by entry. Layers in a row are a product of matrices: that is `@`, for the bias too.",
    ),
)
