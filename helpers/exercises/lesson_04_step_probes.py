"""What is tried in lesson 04: the networks, batches and optimisers that a training step is taken with.

A step changes its network, so every probe makes its own anew.
"""

import numpy as np

from helpers.convolution import AvgPool2d, Conv2d
from helpers.exercises.core import Probe
from helpers.exercises.lesson_04_probes import DOUBLE, SINGLE, numbers
from helpers.layers import Dense, Dropout, Flatten, ReLU
from helpers.losses import cross_entropy_grad
from helpers.network import Sequential
from helpers.optimizers import SGD, Adam


def _step(layers, input_shape, labels, optimizer, earlier=False, dtype=np.float64, **settings):
    """Return a function that makes the same network, batch and optimiser again and again.

    With `earlier`, one step on other images comes before: it leaves gradients, momentum and memories behind.
    """

    def make():
        network = Sequential(layers(), input_shape, seed=3, dtype=dtype)
        follow = optimizer(network, **settings)
        images = numbers(112, len(labels), *input_shape).astype(dtype)
        if earlier:
            before = network.forward(numbers(111, len(labels), *input_shape).astype(dtype))
            network.backward(cross_entropy_grad(before, np.array(labels[::-1])))
            follow.step()
        return (network, images, np.array(labels), follow), {}

    return make


def _dense_layers():
    return [Dense(2, 3)]


def _hidden_layers():
    return [Dense(3, 5), ReLU(), Dense(5, 4)]


def _conv_layers():
    return [Conv2d(1, 2, 3, padding=1), ReLU(), AvgPool2d(2), Flatten(), Dense(4, 3)]


def _dropout_layers():
    return [Dense(3, 6), Dropout(0.5), Dense(6, 3)]


# Adam divides a gradient by its own size, so rounding errors of a gradient near 0 would be blown up: float64 only.
STEP_PROBES = (
    Probe(
        "a single dense layer",
        make=_step(_dense_layers, (2,), [0, 2, 1, 2], SGD, learning_rate=0.5),
        **DOUBLE,
    ),
    Probe("a single image", make=_step(_dense_layers, (2,), [2], SGD, learning_rate=0.5), **DOUBLE),
    Probe(
        "a hidden layer with ReLU",
        make=_step(_hidden_layers, (3,), [3, 0, 1, 2, 3, 0], SGD, learning_rate=0.2),
        **DOUBLE,
    ),
    Probe(
        "as many images as classes",
        make=_step(_dense_layers, (2,), [1, 0, 1], SGD, learning_rate=1.0),
        **DOUBLE,
    ),
    Probe(
        "the second step, with momentum",
        make=_step(_hidden_layers, (3,), [1, 0, 3, 2, 2], SGD, earlier=True, learning_rate=0.2, momentum=0.9),
        **DOUBLE,
    ),
    Probe(
        "the second step, with Adam",
        make=_step(_hidden_layers, (3,), [0, 1, 3, 2, 1, 1], Adam, earlier=True, learning_rate=0.05),
        **DOUBLE,
    ),
    Probe(
        "a small CNN in float32",
        make=_step(_conv_layers, (1, 4, 2), [2, 0, 1, 1], SGD, dtype=np.float32, learning_rate=0.5),
        **SINGLE,
    ),
    Probe(
        "a network with dropout",
        make=_step(_dropout_layers, (3,), [0, 2, 1, 0, 2], SGD, learning_rate=0.3),
        **DOUBLE,
    ),
)
