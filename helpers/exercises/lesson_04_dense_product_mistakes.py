"""Mistakes recognised in lesson 04: the backward pass of a dense layer, its matrix products.

A factor transposed that should not be, or the two in the wrong order. With square matrices the result is wrong; with
others NumPy raises an error.
"""

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_04_reference import dense_backward


def _weights_stored_as_in_out(grad_out, x, w):
    return grad_out @ w.T, x.T @ grad_out, grad_out.sum(axis=0)


def _samples_in_columns(grad_out, x, w):
    return w.T @ grad_out, grad_out @ x.T, grad_out.sum(axis=1)


def _w_transposed(grad_out, x, w):
    return grad_out @ w.T, *dense_backward(grad_out, x, w)[1:]


def _w_on_the_left(grad_out, x, w):
    return w @ grad_out, *dense_backward(grad_out, x, w)[1:]


def _transposed_w_on_the_left(grad_out, x, w):
    return w.T @ grad_out, *dense_backward(grad_out, x, w)[1:]


def _grad_w_not_transposed(grad_out, x, w):
    grad_x, _, grad_b = dense_backward(grad_out, x, w)
    return grad_x, grad_out @ x, grad_b


def _grad_w_wrong_factor(grad_out, x, w):
    grad_x, _, grad_b = dense_backward(grad_out, x, w)
    return grad_x, grad_out @ x.T, grad_b


DENSE_PRODUCTS = (
    Mistake(
        "weights_stored_as_in_out",
        _weights_stored_as_in_out,
        "These are the rules for weights of shape (in, out), which many books use. Here `w` is (out, in), and "
        "`grad_w` must look like `w`: let the shapes tell which factor is transposed.",
    ),
    Mistake(
        "samples_in_columns",
        _samples_in_columns,
        "These are the rules for samples in columns, which some courses use. Here each sample is a row: check each "
        "product by its shapes.",
    ),
    Mistake(
        "w_transposed",
        _w_transposed,
        "In `grad_x` the weights are transposed. The forward pass used the transpose; on the way back they are used "
        "as they are. With a square matrix nothing warns you.",
    ),
    Mistake(
        "w_on_the_left",
        _w_on_the_left,
        "In `grad_x` the weights stand on the left of the gradient. Each sample is a row, so the gradient stands on "
        "the left.",
    ),
    Mistake(
        "transposed_w_on_the_left",
        _transposed_w_on_the_left,
        "In `grad_x` the transposed weights stand on the left, as for a single column. Each sample is a row here: "
        "exchange the two, and think again about the transpose.",
    ),
    Mistake(
        "grad_w_not_transposed",
        _grad_w_not_transposed,
        "In `grad_w` neither factor is transposed. They share the samples, which are the rows of both: transpose "
        "one, so that the sum runs over the samples.",
    ),
    Mistake(
        "grad_w_wrong_factor_transposed",
        _grad_w_wrong_factor,
        "In `grad_w` the wrong factor is transposed: the sum runs over the features. It must run over the samples, "
        "and (out, in) must remain.",
    ),
)
