"""SGD and Adam, against their formulas worked out number by number."""

import math

import numpy as np
import pytest

from helpers.layers import Dense
from helpers.network import Sequential
from helpers.optimizers import SGD, Adam


def network(*values):
    made = Sequential([Dense(len(values), 1, bias=False)], dtype=np.float64)
    made.parameters[...] = values
    return made


def follow(optimizer, gradients):
    """The parameters after each of the given gradients."""
    places = []
    for gradient in gradients:
        optimizer.network.gradients[...] = gradient
        optimizer.step()
        places.append(optimizer.network.parameters.copy())
    return np.array(places)


GRADIENTS = np.random.default_rng(0).normal(size=(6, 3)) * [1, 100, 1e-4]


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_sgd_follows_its_formula(momentum):
    places = follow(SGD(network(1.0, 2.0, 3.0), learning_rate=0.3, momentum=momentum), GRADIENTS)
    for i, theta in enumerate([1.0, 2.0, 3.0]):
        velocity = 0.0
        for step, g in enumerate(GRADIENTS[:, i]):
            velocity = momentum * velocity + g
            theta -= 0.3 * velocity
            assert places[step, i] == pytest.approx(theta, rel=1e-12)


def test_adam_follows_its_formula():
    places = follow(Adam(network(1.0, 2.0, 3.0), learning_rate=0.05, beta1=0.8, beta2=0.95, epsilon=1e-3), GRADIENTS)
    for i, theta in enumerate([1.0, 2.0, 3.0]):
        m = v = 0.0
        for t, g in enumerate(GRADIENTS[:, i], 1):
            m = 0.8 * m + 0.2 * g
            v = 0.95 * v + 0.05 * g * g
            theta -= 0.05 * (m / (1 - 0.8**t)) / (math.sqrt(v / (1 - 0.95**t)) + 1e-3)
            assert places[t - 1, i] == pytest.approx(theta, rel=1e-12)


def test_the_first_step_of_adam_is_the_learning_rate_whatever_the_gradient():
    places = follow(Adam(network(0.0, 0.0, 0.0), learning_rate=0.01), GRADIENTS[:1])
    # Up to epsilon, 1e-8, beside a gradient of 1e-5 or more.
    np.testing.assert_allclose(places[0], -0.01 * np.sign(GRADIENTS[0]), rtol=1e-2)


@pytest.mark.parametrize("make", [lambda n: SGD(n, 0.1), lambda n: SGD(n, 0.05, 0.8), lambda n: Adam(n, 0.1)])
def test_each_finds_the_bottom_of_a_bowl(make):
    bowl = network(5.0, -3.0)
    optimizer = make(bowl)
    for _ in range(1000):
        bowl.gradients[...] = 2 * (bowl.parameters - [1, 2])
        optimizer.step()
    np.testing.assert_allclose(bowl.parameters, [1, 2], atol=1e-3)


def test_no_gradient_no_move():
    still = network(1.0, 2.0)
    for optimizer in (SGD(still, momentum=0.9), Adam(still)):
        optimizer.step()
    assert np.array_equal(still.parameters, [1, 2])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda n: SGD(n, learning_rate=-1), "learning_rate: expected a number from 0 to below inf, got -1"),
        (lambda n: SGD(n, momentum=1), "momentum: expected a number from 0 to below 1, got 1"),
        (lambda n: Adam(n, beta1=1.5), "beta1: expected a number from 0 to below 1, got 1.5"),
        (lambda n: Adam(n, beta2=-0.1), "beta2: expected"),
        (lambda n: Adam(n, learning_rate=float("nan")), "learning_rate: expected a number from 0"),
        (lambda n: Adam(n, epsilon=-1), "epsilon: expected"),
    ],
)
def test_settings_out_of_range_are_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make(network(1.0))
