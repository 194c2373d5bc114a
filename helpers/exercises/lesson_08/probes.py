"""What the exercises of lesson 08 try: sequences in which samples, steps, inputs and units differ in number, or agree.

How close is close enough: as in lesson 04.
"""

import numpy as np

from helpers.activations import identity, relu, sigmoid, tanh
from helpers.exercises.declare import Probe
from helpers.exercises.lesson_04.probes import DOUBLE, SINGLE, images_last, numbers, single, whole


def rnn(seed, samples, steps, inputs, hidden):
    """Sequences, and the weights and the bias of a recurrent network that reads them."""
    return (
        numbers(seed, samples, steps, inputs),
        numbers(seed + 1, hidden, inputs),
        numbers(seed + 2, hidden, hidden),
        numbers(seed + 3, hidden),
    )


def _transposed_sequences():
    x, *weights = rnn(330, 3, 4, 2, 3)
    return (*images_last(x), *(weight.T.copy().T for weight in weights), tanh), {}


FORWARD_PROBES = (
    Probe("one step", (*rnn(300, 1, 1, 2, 1), tanh), **DOUBLE),
    Probe("one unit, two steps", (*rnn(304, 1, 2, 1, 1), identity), **DOUBLE),
    Probe("one unit, three steps, tanh", (*rnn(344, 1, 3, 1, 1), tanh), **DOUBLE),
    Probe("two units, no activation", (*rnn(308, 1, 3, 1, 2), identity), **DOUBLE),
    Probe("two sequences, tanh", (*rnn(312, 2, 3, 4, 3), tanh), **DOUBLE),
    Probe("as many samples, steps, inputs and units, ReLU", (*rnn(316, 3, 3, 3, 3), relu), **DOUBLE),
    Probe("four sequences, sigmoid", (*rnn(320, 4, 2, 3, 5), sigmoid), **DOUBLE),
    Probe("five steps, ReLU", (*rnn(348, 2, 5, 3, 4), relu), **DOUBLE),
    Probe(
        "sequences of whole numbers", (np.arange(12).reshape(2, 3, 2) % 5, *rnn(352, 2, 3, 2, 3)[1:], tanh), **DOUBLE
    ),
    Probe("float32", (*single(*rnn(324, 3, 4, 2, 2)), tanh), **SINGLE),
    Probe("sequences that come last in memory", make=_transposed_sequences, **DOUBLE),
)


def linear(seed, inputs, hidden, steps):
    """The weights and the bias of a linear recurrent network, and how many steps it makes."""
    return numbers(seed, hidden, inputs), numbers(seed + 1, hidden, hidden), numbers(seed + 2, hidden), steps


COLLAPSE_PROBES = (
    Probe("one step", linear(400, 2, 3, 1), **DOUBLE),
    Probe("one unit, two steps", (np.array([[3.0]]), np.array([[0.5]]), np.array([2.0]), 2), **DOUBLE),
    Probe("one unit, three steps", (np.array([[2.0]]), np.array([[-0.5]]), np.array([1.0]), 3), **DOUBLE),
    Probe("one unit, two inputs, two steps", linear(432, 2, 1, 2), **DOUBLE),
    Probe("two steps, two units", linear(404, 3, 2, 2), **DOUBLE),
    Probe("three steps, as many inputs and units", linear(408, 3, 3, 3), **DOUBLE),
    Probe("four steps, one input", linear(412, 1, 2, 4), **DOUBLE),
    Probe("five steps, more inputs than units", linear(416, 4, 2, 5), **DOUBLE),
    Probe("no bias", (*linear(420, 2, 2, 3)[:2], np.zeros(2), 3), **DOUBLE),
    Probe(
        "weights that are whole numbers",
        (np.array([[2], [1]]), np.array([[0, 1], [2, -1]]), numbers(434, 2), 3),
        **DOUBLE,
    ),
    Probe("float32", (*single(*linear(424, 2, 3, 3)[:3]), 3), **SINGLE),
    Probe(
        "transposed weights",
        make=lambda: ((numbers(428, 2, 3).T, numbers(429, 3, 3).T, numbers(430, 3), 3), {}),
        **DOUBLE,
    ),
)


def gradients(seed, samples, steps, hidden):
    """A gradient at the last state, all states, the activation's slopes, and the recurrent weights."""
    return (
        numbers(seed, samples, hidden),
        numbers(seed + 1, samples, steps, hidden),
        np.round(np.random.default_rng(seed + 2).uniform(0.1, 0.9, (samples, steps, hidden)), 1),
        numbers(seed + 3, hidden, hidden),
    )


def _linear_slopes(seed, *sizes):
    grad, states, slopes, weight = gradients(seed, *sizes)
    return grad, states, np.ones_like(slopes), weight


def _relu_slopes(seed, *sizes):
    grad, states, _, weight = gradients(seed, *sizes)
    return grad, np.maximum(states, 0), (states > 0).astype(float), weight


BACKWARD_PROBES = (
    Probe("one step", gradients(500, 1, 1, 2), **DOUBLE),
    Probe("one unit, two steps", gradients(540, 1, 2, 1), **DOUBLE),
    Probe("one unit, three steps", gradients(504, 1, 3, 1), **DOUBLE),
    Probe("two units, two steps", gradients(544, 1, 2, 2), **DOUBLE),
    Probe("two units, no activation: every slope is 1", _linear_slopes(508, 1, 3, 2), **DOUBLE),
    Probe("two sequences of two steps, one unit", gradients(548, 2, 2, 1), **DOUBLE),
    Probe("two sequences", gradients(512, 2, 3, 4), **DOUBLE),
    Probe("as many samples, steps and units", gradients(516, 3, 3, 3), **DOUBLE),
    Probe("ReLU: slopes of 0 and 1", _relu_slopes(520, 3, 4, 2), **DOUBLE),
    Probe("five steps", gradients(524, 2, 5, 3), **DOUBLE),
    Probe(
        "states of whole numbers",
        (
            numbers(552, 2, 2),
            whole(numbers(553, 2, 3, 2)),
            gradients(552, 2, 3, 2)[2],
            whole(numbers(554, 2, 2)),
        ),
        **DOUBLE,
    ),
    Probe("float32", single(*gradients(528, 3, 2, 4)), **SINGLE),
    Probe(
        "sequences that come last in memory",
        make=lambda: ((*images_last(*gradients(532, 3, 4, 2)[:3]), gradients(532, 3, 4, 2)[3]), {}),
        **DOUBLE,
    ),
)
