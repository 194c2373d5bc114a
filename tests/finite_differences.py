"""Derivatives by central differences: slow, simple, and independent of every formula in the course."""

import numpy as np

# The error of a central difference is about step² + rounding / step: least near the cube root of float64's 2e-16.
STEP = 1e-5
# What is left of it, with room for sums of a few hundred terms of size 1 to 10.
TOLERANCE = {"rtol": 1e-6, "atol": 1e-7}


def numerical_gradient(f, x):
    """The gradient of the scalar function ``f`` at the float64 array ``x``, one entry at a time."""
    grad = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        kept = x[index]
        x[index] = kept + STEP
        above = f(x)
        x[index] = kept - STEP
        below = f(x)
        x[index] = kept
        grad[index] = (above - below) / (2 * STEP)
    return grad


def check_layer(layer, x):
    """Compare a layer's gradients, of its input and of every parameter, with central differences in float64."""
    from helpers.network import Sequential

    network = Sequential([layer], seed=None, dtype=np.float64)
    x = np.array(x, dtype=np.float64)
    weights = np.random.default_rng(99).normal(size=network(x).shape)

    def loss(_):
        return float(np.sum(weights * network(x)))

    network(x)
    grad = network.backward(weights)
    assert grad.shape == x.shape
    gradients = network.gradients.copy()
    np.testing.assert_allclose(grad, numerical_gradient(loss, x), **TOLERANCE)
    np.testing.assert_allclose(gradients, numerical_gradient(loss, network.parameters), **TOLERANCE)
