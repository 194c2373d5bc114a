"""Optimisers: how the parameters follow the gradients.

Both work on the network's two flat arrays, so that a step is a few operations on all parameters at once.
"""

import numpy as np


def check_number(name, value, low, high=np.inf):
    """Raise a ValueError unless low ≤ value < high."""
    if not low <= value < high:
        raise ValueError(f"{name}: expected a number from {low} to below {high}, got {value!r}")


class SGD:
    """Stochastic gradient descent, with momentum if you like: v ← momentum·v + g, then θ ← θ − learning_rate·v.

    Parameters
    ----------
    network : Sequential
    learning_rate : float
    momentum : float in [0, 1)

    Examples
    --------
    >>> from helpers.layers import Dense
    >>> from helpers.network import Sequential
    >>> network = Sequential([Dense(1, 1, bias=False)])
    >>> network.parameters[...] = 3.0
    >>> network.gradients[...] = 2.0
    >>> SGD(network, learning_rate=0.5).step()
    >>> network.parameters
    array([2.], dtype=float32)
    """

    def __init__(self, network, learning_rate=0.1, momentum=0.0):
        check_number("learning_rate", learning_rate, 0)
        check_number("momentum", momentum, 0, 1)
        self.network, self.learning_rate, self.momentum = network, learning_rate, momentum
        self.velocity = np.zeros_like(network.parameters)

    def __repr__(self):
        return f"SGD(learning_rate={self.learning_rate}, momentum={self.momentum})"

    def step(self):
        """Move the parameters once, along the gradients of the last backward pass."""
        self.velocity *= self.momentum
        self.velocity += self.network.gradients
        self.network.parameters -= self.learning_rate * self.velocity


class Adam:
    """Adam (Kingma and Ba, 2015, algorithm 1): momentum, with a step size of its own for every parameter.

    Parameters
    ----------
    network : Sequential
    learning_rate : float
    beta1, beta2 : floats in [0, 1)
        How slowly the running means of the gradient and of its square forget.
    epsilon : float
        Keeps the division finite.
    """

    def __init__(self, network, learning_rate=1e-3, beta1=0.9, beta2=0.999, epsilon=1e-8):
        check_number("learning_rate", learning_rate, 0)
        check_number("beta1", beta1, 0, 1)
        check_number("beta2", beta2, 0, 1)
        check_number("epsilon", epsilon, 0)
        self.network, self.learning_rate = network, learning_rate
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon
        self.mean, self.square, self.steps = np.zeros_like(network.parameters), np.zeros_like(network.parameters), 0

    def __repr__(self):
        return f"Adam(learning_rate={self.learning_rate})"

    def step(self):
        """Move the parameters once, along the gradients of the last backward pass."""
        gradient = self.network.gradients
        self.steps += 1
        self.mean += (1 - self.beta1) * (gradient - self.mean)
        self.square += (1 - self.beta2) * (gradient * gradient - self.square)
        # Both running means start at zero; dividing by these two undoes the bias towards it.
        mean_share = 1 - self.beta1**self.steps
        square_share = 1 - self.beta2**self.steps
        scale = np.sqrt(self.square / square_share) + self.epsilon
        self.network.parameters -= (self.learning_rate / mean_share) * self.mean / scale
