"""Layers: dense, flatten, and the activations.

What a layer is stands in ``base``; dropout and batch norm stand in ``dropout_batchnorm`` and can be imported from here
too; convolution and pooling have a file of their own, ``convolution``.
"""

import math
from typing import Any

import numpy as np

from helpers import activations
from helpers.activations import as_float
from helpers.base import Layer, batch_first, check_count, check_input, rows_first
from helpers.dropout_batchnorm import BatchNorm2d, Dropout

__all__ = [
    "BatchNorm2d", "Dense", "Dropout", "Flatten", "Identity", "Layer", "LeakyReLU", "ReLU", "Sigmoid", "Softmax", "Tanh",
]  # fmt: skip


def he_normal(rng, shape):
    """He initialisation: normal with variance 2 / fan-in, so that ReLU keeps the signal's size (He et al., 2015).

    The fan-in of a weight array is the number of inputs that each output sums over: all axes but the first.
    """
    return rng.standard_normal(shape) * np.sqrt(2 / math.prod(shape[1:]))


class Dense(Layer):
    """A dense (fully connected) layer, y = x Wᵀ + b.

    Parameters
    ----------
    in_features, out_features : int
    bias : bool
    rng : numpy.random.Generator, optional
        Where the initial weights come from; a fresh generator if None. ``Sequential`` draws them again by its seed.

    Attributes
    ----------
    params : dict
        ``"weight"`` of shape (out_features, in_features) and ``"bias"`` of shape (out_features,), float32.

    Raises
    ------
    ValueError
        If a size is not a whole number of at least 1; from ``forward``, if ``x`` is not of shape (N, in_features).

    Examples
    --------
    >>> layer = Dense(2, 1)
    >>> layer.params["weight"][...] = [[3.0, -1.0]]
    >>> layer.params["bias"][...] = 0.5
    >>> layer(np.array([[1.0, 2.0]]))
    array([[1.5]])
    """

    linear = True

    def __init__(self, in_features, out_features, bias=True, rng=None):
        check_count("in_features", in_features)
        check_count("out_features", out_features)
        self.in_features, self.out_features = in_features, out_features
        self.set_params(weight=np.zeros((out_features, in_features), np.float32))
        if bias:
            self.set_params(**self.params, bias=np.zeros(out_features, np.float32))
        self.initialise(np.random.default_rng() if rng is None else rng)

    def initialise(self, rng):
        self.params["weight"][...] = he_normal(rng, self.params["weight"].shape)
        if "bias" in self.params:
            self.params["bias"][...] = 0

    def forward(self, x):
        x = self.cache = as_float(x)
        check_input(self, x, 2, self.in_features, "features")
        # W xᵀ rather than x Wᵀ: the same numbers, with the batch last in memory.
        y = (self.params["weight"] @ x.T).T
        return y + self.params["bias"] if "bias" in self.params else y

    def backward(self, grad):
        x = self.remembered()
        self.grads["weight"][...] = grad.T @ x
        if "bias" in self.params:
            self.grads["bias"][...] = grad.sum(axis=0)
        return (self.params["weight"].T @ grad.T).T if self.needs_input_grad else None

    def output_shape(self, input_shape):
        if tuple(input_shape) != (self.in_features,):
            raise ValueError(f"input_shape: {self!r} expects ({self.in_features},), got {tuple(input_shape)}")
        return (self.out_features,)

    def __repr__(self):
        return f"Dense({self.in_features}, {self.out_features})"


class Flatten(Layer):
    """(N, C, H, W) → (N, C·H·W), channel by channel and row by row, as ``x.reshape(N, -1)`` does.

    Examples
    --------
    >>> Flatten()(np.zeros((5, 2, 3, 4))).shape
    (5, 24)
    """

    linear = True

    def forward(self, x):
        x = as_float(x)
        self.cache = x.shape
        return x.transpose(*range(1, x.ndim), 0).reshape(math.prod(x.shape[1:]), len(x)).T

    def backward(self, grad):
        n, *rest = self.remembered()
        grad = grad.T.reshape(*rest, n)
        grad = grad.transpose(grad.ndim - 1, *range(grad.ndim - 1))
        return batch_first(np.ascontiguousarray(rows_first(grad))) if grad.ndim == 4 else grad

    def output_shape(self, input_shape):
        return (math.prod(input_shape),)


class ActivationLayer(Layer):
    """An activation function as a layer; the subclasses name the function and its derivative."""

    activation = True
    function: Any = None
    derivative: Any = None

    def forward(self, x):
        self.cache = as_float(x)
        return self.function(self.cache)

    def backward(self, grad):
        return grad * self.derivative(self.remembered())


class Identity(ActivationLayer):
    """f(z) = z as a layer: the control group of every experiment with activations."""

    linear = True
    function = staticmethod(activations.identity)
    derivative = staticmethod(activations.identity_grad)


class Sigmoid(ActivationLayer):
    """The logistic sigmoid as a layer."""

    function = staticmethod(activations.sigmoid)
    derivative = staticmethod(activations.sigmoid_grad)


class Tanh(ActivationLayer):
    """The hyperbolic tangent as a layer."""

    function = staticmethod(activations.tanh)
    derivative = staticmethod(activations.tanh_grad)


class ReLU(ActivationLayer):
    """max(0, z) as a layer."""

    function = staticmethod(activations.relu)

    def derivative(self, z):
        # As relu_grad, but a Boolean is enough to multiply with, and saves a pass over the largest arrays there are.
        return z > 0


class LeakyReLU(ActivationLayer):
    """Leaky ReLU as a layer, with its slope on the negative side."""

    def __init__(self, slope=0.01):
        self.slope = slope

    def function(self, z):
        return activations.leaky_relu(z, self.slope)

    def derivative(self, z):
        return activations.leaky_relu_grad(z, self.slope)

    def __repr__(self):
        return f"LeakyReLU({self.slope})"


class Softmax(ActivationLayer):
    """Softmax over axis 1, the classes of (N, K) and the channels of (N, C, H, W).

    As the last layer, remember that ``cross_entropy`` wants logits and takes its own softmax.
    """

    def forward(self, x):
        self.cache = activations.softmax(x, axis=1)
        return self.cache

    def backward(self, grad):
        # ∂p[i]/∂z[j] = p[i]·(1[i = j] − p[j]); the matrix times the gradient, without ever writing the matrix down.
        p = self.remembered()
        return p * (grad - (grad * p).sum(axis=1, keepdims=True))
