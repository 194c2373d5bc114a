"""Activation functions and their derivatives.

Every function takes the pre-activation ``z``, an array of any shape, and returns an array of the same shape.
float32 and float64 are kept; everything else (integers, lists) becomes float64. Every derivative is taken at the
pre-activation ``z``, never at the activated value.

All of them are exact and silent for ``|z|`` up to 1e4 and beyond: no overflow, no NaN, no warning.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

FLOATS = frozenset({np.dtype(np.float32), np.dtype(np.float64)})


def as_float(z):
    """Return ``z`` as a float32 or float64 array without copying one that already is.

    Raises
    ------
    TypeError
        If ``z`` cannot be read as an array of real numbers.
    """
    array = np.asarray(z)
    if array.dtype in FLOATS:
        return array
    if array.dtype.kind not in "biuf":
        raise TypeError(f"z: expected an array of real numbers, got an array of dtype {array.dtype}")
    return array.astype(np.float64)


def identity(z):
    """The identity, f(z) = z: what a "linear" activation means, and what no activation means.

    Parameters
    ----------
    z : array, any shape

    Returns
    -------
    array of the same shape and dtype, a copy

    Examples
    --------
    >>> identity(np.array([-1.0, 2.0]))
    array([-1.,  2.])
    """
    return as_float(z).copy()


def identity_grad(z):
    """The derivative of the identity: 1 everywhere, an array of ones shaped like ``z``.

    Examples
    --------
    >>> identity_grad(np.array([-1.0, 2.0]))
    array([1., 1.])
    """
    return np.ones_like(as_float(z))


def relu(z):
    """The rectified linear unit, f(z) = max(0, z) (Nair and Hinton, 2010).

    Examples
    --------
    >>> relu(np.array([-1.0, 0.0, 2.0]))
    array([0., 0., 2.])
    """
    return np.maximum(as_float(z), 0)


def relu_grad(z):
    """The derivative of ReLU at ``z``: 1 where z > 0, else 0.

    At z = 0 the left and right slopes differ and no derivative exists; this course takes 0 there, as PyTorch does.

    Examples
    --------
    >>> relu_grad(np.array([-1.0, 0.0, 2.0]))
    array([0., 0., 1.])
    """
    z = as_float(z)
    return (z > 0).astype(z.dtype)


def leaky_relu(z, slope=0.01):
    """Leaky ReLU: z where z > 0, ``slope``·z elsewhere (Maas, Hannun and Ng, 2013).

    Parameters
    ----------
    z : array, any shape
    slope : float
        The slope of the negative side; any number, even one above 1.

    Examples
    --------
    >>> leaky_relu(np.array([-1.0, 0.0, 2.0]), slope=0.1)
    array([-0.1,  0. ,  2. ])
    """
    z = as_float(z)
    # One of the two terms is always zero. np.where says it more directly, but is four times as slow on random signs.
    return np.maximum(z, 0) + slope * np.minimum(z, 0)


def leaky_relu_grad(z, slope=0.01):
    """The derivative of leaky ReLU at ``z``: 1 where z > 0, else ``slope`` (also at z = 0).

    Examples
    --------
    >>> leaky_relu_grad(np.array([-1.0, 0.0, 2.0]), slope=0.1)
    array([0.1, 0.1, 1. ])
    """
    z = as_float(z)
    return np.where(z > 0, z.dtype.type(1), z.dtype.type(slope))


def sigmoid(z):
    """The logistic sigmoid, f(z) = 1 / (1 + exp(−z)), with values between 0 and 1.

    For negative z the equal form exp(z) / (1 + exp(z)) is used. That way exp only ever sees −|z|, which can
    underflow harmlessly to 0 but never overflow.

    Examples
    --------
    >>> sigmoid(np.array([-1e4, 0.0, 1e4]))
    array([0. , 0.5, 1. ])
    """
    z = as_float(z)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, small) / (1 + small)


def sigmoid_grad(z):
    """The derivative of the sigmoid at the pre-activation ``z``: σ(z)·(1 − σ(z)), at most 1/4.

    Examples
    --------
    >>> sigmoid_grad(np.array([0.0]))
    array([0.25])
    """
    z = as_float(z)
    small = np.exp(-np.abs(z))
    return small / (1 + small) ** 2


def tanh(z):
    """The hyperbolic tangent, with values between −1 and 1.

    Examples
    --------
    >>> tanh(np.array([-1e4, 0.0, 1e4]))
    array([-1.,  0.,  1.])
    """
    return np.tanh(as_float(z))


def tanh_grad(z):
    """The derivative of tanh at the pre-activation ``z``: 1 − tanh(z)², at most 1.

    tanh(z) is 2·σ(2z) − 1, a stretched sigmoid, so its derivative is 4·σ′(2z). Subtracting tanh(z)² from 1 gives the
    same, but loses every digit where tanh saturates.

    Examples
    --------
    >>> tanh_grad(np.array([0.0]))
    array([1.])
    """
    return 4 * sigmoid_grad(2 * as_float(z))


def softmax(z, axis=-1):
    """Turn logits into probabilities: exp(z) divided by its sum along ``axis``.

    Subtracting the largest logit first changes nothing in exact arithmetic (numerator and denominator shrink by
    the same factor) and keeps exp from overflowing.

    Parameters
    ----------
    z : array with at least one dimension
    axis : int
        The axis of the classes; the last by default.

    Returns
    -------
    array of the same shape; along ``axis`` it is positive and sums to 1

    Raises
    ------
    ValueError
        If ``z`` has no dimension to sum over.

    Examples
    --------
    >>> softmax(np.array([0.0, np.log(3.0)]))
    array([0.25, 0.75])
    """
    z = as_float(z)
    if z.ndim == 0:
        raise ValueError("z: softmax needs at least one dimension, got a single number")
    if z.size == 0:
        return z.copy()
    exp = np.exp(z - z.max(axis=axis, keepdims=True))
    return exp / exp.sum(axis=axis, keepdims=True)


class Activation(NamedTuple):
    """An activation function and its derivative, both functions of the pre-activation."""

    function: Callable
    derivative: Callable


ACTIVATIONS = {
    "identity": Activation(identity, identity_grad),
    "sigmoid": Activation(sigmoid, sigmoid_grad),
    "tanh": Activation(tanh, tanh_grad),
    "relu": Activation(relu, relu_grad),
    "leaky_relu": Activation(leaky_relu, leaky_relu_grad),
}
