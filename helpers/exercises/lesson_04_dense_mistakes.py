"""Mistakes recognised in lesson 04: the backward pass of a dense layer, its sums, divisions and results.

The wrong versions change one or two of the three right gradients, so that each can be read beside `dense_backward` in
`lesson_04_reference`. Factors that are transposed or in the wrong order are in `lesson_04_dense_product_mistakes`.
"""

import numpy as np

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_04_reference import dense_backward


def _change(which, how):
    """Return the right gradients with one of them, 0 for grad_x, 1 for grad_w, 2 for grad_b, replaced."""

    def wrong(grad_out, x, w):
        gradients = list(dense_backward(grad_out, x, w))
        gradients[which] = how(grad_out, x, w)
        return tuple(gradients)

    return wrong


def _change_all(how):
    """Return what `how` makes of the three right gradients and the size of the batch."""
    return lambda grad_out, x, w: how(*dense_backward(grad_out, x, w), len(x))


def _gradient_divided_in_place(grad_out, x, w):
    grad_out /= len(x)
    return dense_backward(grad_out, x, w)


def _first_sample(grad_out, x, w):
    return np.outer(grad_out[0], x[0])


def _last_sample(grad_out, x, w):
    return np.outer(grad_out[-1], x[-1])


def _everything_entry_by_entry(grad_out, x, w):
    return grad_out * w, grad_out * x, grad_out


DENSE_VALUES = (
    Mistake(
        "everything_entry_by_entry",
        _everything_entry_by_entry,
        "You multiply entry by entry throughout. Each input reaches all outputs, and all samples use the same "
        "weights, so there are sums inside: matrix products, written `@`, and for the bias a sum over the samples.",
    ),
    Mistake(
        "grad_x_transposed",
        _change(0, lambda grad_out, x, w: w.T @ grad_out.T),
        "`grad_x` is transposed. It must look like `x`, one row for each sample.",
    ),
    Mistake(
        "grad_x_from_the_forward_pass",
        _change(0, lambda grad_out, x, w: x @ w.T),
        "`grad_x` holds the layer's output without its bias, which is the forward pass. The gradient that arrives "
        "must be in it: send `grad_out` back through the weights.",
    ),
    Mistake(
        "grad_x_from_grad_w",
        _change(0, lambda grad_out, x, w: grad_out @ (grad_out.T @ x)),
        "In `grad_x` you multiply by the gradient of the weights. What carries the gradient back to the input are "
        "the weights themselves.",
    ),
    Mistake(
        "grad_x_divided",
        _change(0, lambda grad_out, x, w: grad_out @ w / len(x)),
        "`grad_x` is divided by the number of samples. The loss, a mean, has done that already.",
    ),
    Mistake(
        "grad_x_gated",
        _change(0, lambda grad_out, x, w: grad_out @ w * (x > 0)),
        "`grad_x` is 0 wherever `x` is not positive. That gate belongs to ReLU, which has a backward pass of its own.",
    ),
    Mistake(
        "grad_x_times_x",
        _change(0, lambda grad_out, x, w: grad_out @ w * x),
        "`grad_x` is multiplied by `x`. The output changes by the weights when `x` changes, whatever `x` is: leave "
        "it out.",
    ),
    Mistake(
        "grad_x_entry_by_entry",
        _change(0, lambda grad_out, x, w: grad_out * w),
        "In `grad_x` you multiply entry by entry. Each input reaches all outputs, so its gradient is a sum over "
        "them: a matrix product, written `@`.",
    ),
    Mistake(
        "grad_w_transposed",
        _change(1, lambda grad_out, x, w: x.T @ grad_out),
        "`grad_w` is transposed. It must look like `w`, (out, in): exchange the two factors' roles.",
    ),
    Mistake(
        "grad_w_entry_by_entry",
        _change(1, lambda grad_out, x, w: grad_out * x),
        "In `grad_w` you multiply entry by entry. Each weight joins one input with one output, in every sample: a "
        "matrix product makes all those pairs and adds up the samples.",
    ),
    Mistake(
        "grad_w_from_w",
        _change(1, lambda grad_out, x, w: grad_out.sum(axis=0)[:, None] * w),
        "`grad_w` is made from the weights. How much the output changes when a weight changes is up to the input `x`.",
    ),
    Mistake(
        "outer_products_not_summed",
        _change(1, lambda grad_out, x, w: grad_out[:, :, None] * x[:, None, :]),
        "`grad_w` has one matrix for each sample. All samples use the same weights, so their contributions add up: "
        "sum over the first axis.",
    ),
    Mistake(
        "outer_products_averaged",
        _change(1, lambda grad_out, x, w: (grad_out[:, :, None] * x[:, None, :]).mean(axis=0)),
        "`grad_w` is the mean over the samples. The division by their number has already happened in the loss: add up.",
    ),
    Mistake(
        "flattened_outer_product",
        _change(1, lambda grad_out, x, w: np.outer(grad_out, x)),
        "`np.outer` flattens both tables and pairs everything with everything, different samples too. A matrix "
        "product pairs within each sample and adds up.",
    ),
    Mistake(
        "grad_w_first_sample",
        _change(1, _first_sample),
        "Only the first sample is in `grad_w`. Every sample used the weights: add up all contributions.",
    ),
    Mistake(
        "grad_w_last_sample",
        _change(1, _last_sample),
        "Only the last sample is in `grad_w`. Does your loop write `=` where it should add, with `+=`?",
    ),
    Mistake(
        "grad_w_and_b_last_sample",
        lambda grad_out, x, w: (grad_out @ w, *dense_backward(grad_out[-1:], x[-1:], w)[1:]),
        "Only the last sample is in `grad_w` and `grad_b`: each round of your loop overwrites what the one before it "
        "wrote. Begin both with zeros, and add with `+=`.",
    ),
    Mistake(
        "grad_w_and_b_divided",
        _change_all(lambda grad_x, grad_w, grad_b, n: (grad_x, grad_w / n, grad_b / n)),
        "`grad_w` and `grad_b` are divided by the number of samples. The loss is a mean and has divided already; "
        "here the contributions just add up.",
    ),
    Mistake(
        "everything_divided",
        _change_all(lambda grad_x, grad_w, grad_b, n: (grad_x / n, grad_w / n, grad_b / n)),
        "All three gradients are divided by the number of samples. That division has already happened in the loss.",
    ),
    Mistake(
        "grad_b_mean",
        _change(2, lambda grad_out, x, w: grad_out.mean(axis=0)),
        "`grad_b` is the mean over the samples. Every sample used the same bias, so their gradients add up.",
    ),
    Mistake(
        "grad_b_over_the_outputs",
        _change(2, lambda grad_out, x, w: grad_out.sum(axis=1)),
        "`grad_b` is summed over the outputs, one number for each sample. The bias has one number for each output: "
        "sum over the samples.",
    ),
    Mistake(
        "grad_b_mean_over_the_outputs",
        _change(2, lambda grad_out, x, w: grad_out.mean(axis=1)),
        "`grad_b` is a mean over the outputs. The bias has one number for each output: add up over the samples, "
        "without dividing.",
    ),
    Mistake(
        "grad_b_over_everything",
        _change(2, lambda grad_out, x, w: grad_out.sum()),
        "`grad_b` is a single number. The bias has one for each output: tell the sum to run over the samples only.",
    ),
    Mistake(
        "grad_b_kept_axis",
        _change(2, lambda grad_out, x, w: grad_out.sum(axis=0, keepdims=True)),
        "The values are right, but `grad_b` has shape (1, out). Return it with shape (out,), like the bias.",
    ),
    Mistake(
        "grad_b_not_summed",
        _change(2, lambda grad_out, x, w: grad_out),
        "`grad_b` still has a row for each sample. They all used the same bias: add the rows up.",
    ),
    Mistake(
        "grad_b_first_sample",
        _change(2, lambda grad_out, x, w: grad_out[0]),
        "Only the first sample is in `grad_b`. All of them used the bias: add up.",
    ),
    Mistake(
        "grad_b_ones",
        _change(2, lambda grad_out, x, w: np.ones(len(w))),
        "`grad_b` is 1 everywhere, the slope of the output. By the chain rule the gradient that arrives is "
        "multiplied by it and added up over the samples.",
    ),
    Mistake(
        "grad_b_zeros",
        _change(2, lambda grad_out, x, w: np.zeros(len(w))),
        "`grad_b` is 0. If the bias grows, the output grows with it: what does that make of the gradient that arrives?",
    ),
    Mistake(
        "order_w_x_b",
        _change_all(lambda grad_x, grad_w, grad_b, n: (grad_w, grad_x, grad_b)),
        "All three are right, but the first two have changed places: return the gradient of `x` first.",
    ),
    Mistake(
        "order_w_b_x",
        _change_all(lambda grad_x, grad_w, grad_b, n: (grad_w, grad_b, grad_x)),
        "All three are right, but in another order: the gradient of `x` comes first, then the weights', then the "
        "bias's.",
    ),
    Mistake(
        "order_x_b_w",
        _change_all(lambda grad_x, grad_w, grad_b, n: (grad_x, grad_b, grad_w)),
        "All three are right, but the last two have changed places: the weights' gradient comes before the bias's.",
    ),
    Mistake(
        "grad_b_left_out",
        _change_all(lambda grad_x, grad_w, grad_b, n: (grad_x, grad_w)),
        "Only two gradients came back. The bias has one too: return three.",
    ),
    Mistake(
        "only_grad_x",
        _change_all(lambda grad_x, grad_w, grad_b, n: grad_x),
        "Only `grad_x` came back. The weights and the bias want to learn too: return all three.",
    ),
    Mistake(
        "divides_the_argument",
        _gradient_divided_in_place,
        "`/=` changed the gradient you were given, and there is nothing to divide: the loss, a mean, has done so.",
    ),
)
