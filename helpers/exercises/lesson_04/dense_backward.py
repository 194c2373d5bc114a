"""Exercise 4.4: A dense layer, backwards."""

from helpers.exercises.declare import declare
from helpers.exercises.lesson_04.probes import DENSE_PROBES


def dense_backward(grad_out, x, w):
    """The gradients of y = x wᵀ + b.

    Parameters
    ----------
    grad_out : array of shape (N, out)
    x : array of shape (N, in)
    w : array of shape (out, in)

    Returns
    -------
    grad_x (N, in), grad_w (out, in), grad_b (out,) : arrays

    Examples
    --------
    >>> import numpy as np
    >>> dense_backward(np.array([[1.0], [10.0]]), np.array([[2.0], [3.0]]), np.array([[4.0]]))
    (array([[ 4.],
           [40.]]), array([[32.]]), array([11.]))
    """
    grad_x = grad_out @ w
    grad_w = grad_out.T @ x
    grad_b = grad_out.sum(axis=0)
    return grad_x, grad_w, grad_b


EXERCISE = declare(
    __name__,
    reference=dense_backward,
    probes=DENSE_PROBES,
    results=("grad_x", "grad_w", "grad_b"),
    hints=(
        "Take one sample and one weight: the weight joins one input with one output. Its gradient is that input times "
        "that output's gradient, added up over the samples.",
        "Each of `grad_x` and `grad_w` is one matrix product. Write down the shapes of `grad_out`, `x` and `w`; the "
        "wanted shape tells you which two to multiply.",
        "(N, out) times (out, in) gives (N, in). For (out, in) the samples must disappear: which factor has to be "
        "transposed?",
        "The bias is added to every sample, so its gradient adds up over them: a sum along the first axis.",
    ),
)
