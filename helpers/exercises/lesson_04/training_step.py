"""Exercise 4.7: a training step."""

import numpy as np

from helpers.convolution import AvgPool2d, Conv2d
from helpers.exercises.declare import Probe, declare
from helpers.exercises.lesson_04.probes import DOUBLE, SINGLE, numbers
from helpers.layers import Dense, Dropout, Flatten, ReLU
from helpers.losses import cross_entropy, cross_entropy_grad
from helpers.network import Sequential
from helpers.optimizers import SGD, Adam


def training_step(network, images, labels, optimizer):
    """Train on one batch; return the loss before the update.

    Parameters
    ----------
    network : Sequential
    images : array of shape (N, …)
    labels : array of int, shape (N,)
    optimizer : SGD or Adam

    Returns
    -------
    float

    Examples
    --------
    >>> from helpers.layers import Dense
    >>> from helpers.network import Sequential
    >>> from helpers.optimizers import SGD
    >>> network = Sequential([Dense(2, 2)], seed=None)
    >>> network.parameters[...] = 0
    >>> loss = training_step(network, np.eye(2), np.array([0, 1]), SGD(network, learning_rate=4.0))
    >>> round(loss, 4), network.parameters
    (0.6931, array([ 1., -1., -1.,  1.,  0.,  0.], dtype=float32))
    """
    logits = network.forward(images)
    loss = cross_entropy(logits, labels)
    network.backward(cross_entropy_grad(logits, labels))
    optimizer.step()
    return loss


def loss_and_parameters(loss, args):
    """What a training step returned, and the parameters that it left in the layers.

    The parameters are read from the layers, so that an update that no layer notices does not count.

    Parameters
    ----------
    loss : anything
    args : tuple, the arguments of the step

    Returns
    -------
    loss, parameters
    """
    network = args[0]
    arrays = [array.ravel() for layer in network.layers for array in layer.params.values()]
    parameters = np.concatenate(arrays)
    return loss, parameters


# --- what is tried: networks, batches and optimisers ------------------------------------------------------------------


def _step(layers, input_shape, labels, optimizer, earlier=False, dtype=np.float64, **settings):
    """Return a function that makes the same network, batch and optimiser again and again: a step changes its network.

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

EXERCISE = declare(
    __name__,
    reference=training_step,
    probes=STEP_PROBES,
    results=("loss", "parameters"),
    observe=loss_and_parameters,
    hints=(
        "Five things, in order: forward, loss, gradient of the loss, backward, update. The last two change the "
        "network; you return the second.",
        "The forward pass gives logits. Keep them: the loss and its gradient both need them, and the labels.",
        "The network wants the gradient of the loss with respect to the logits, which `cross_entropy_grad` works "
        "out. After that the optimiser knows what to do, and needs no arguments.",
    ),
)
