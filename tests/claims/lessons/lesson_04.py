"""What lesson 04 says: loss, gradients, and the training of a network."""

from functools import cache

import numpy as np

from claims.claim import Claim, decades
from claims.settings import UNTRAINED
from claims.trained import reads, run, task, untrained
from helpers.activations import relu
from helpers.convolution import AvgPool2d, Conv2d
from helpers.experiments.fitting import fit, share_read
from helpers.experiments.gradients import gradient_error, numerical_gradient
from helpers.layers import Dense, Flatten, ReLU
from helpers.losses import cross_entropy, cross_entropy_grad
from helpers.network import Sequential

BLIND = np.log(10)
# The rate of plain gradient descent, as in the lesson. With 0.2, half the units and three times the rate do not learn.
DESCENT = 0.15


def blind_guess(setting):
    (count,) = setting.sized(50)
    rng = np.random.default_rng(setting.seed)
    logits = np.repeat(rng.normal(size=(count, 1), scale=10), 10, axis=1)
    return decades(abs(cross_entropy(logits, rng.integers(0, 10, count)) - BLIND), 1e-9)


def last_loss(kind, name, setting):
    """The mean loss of the last twenty steps."""
    return run(kind, name, setting).losses[-20:].mean()


def relu_gradient_error(gate, setting):
    """How far grad · gate is from the definition, for pre-activations away from ReLU's corner."""
    z, g = np.random.default_rng(setting.seed).normal(size=(2, *setting.sized(10), 3))
    z += 0.01 * np.sign(z)
    return np.max(np.abs(g * gate(z) - numerical_gradient(lambda z: np.sum(g * relu(z)), z)))


def linear_gradient(setting):
    """How far the gradient of a network without activations is from the definition, against 1e-5."""
    data = task("plain", setting)
    network = untrained("linear", setting)
    error = gradient_error(network, data.train_images[:64], data.train_labels[:64], seed=setting.seed)
    return decades(error, 1e-5)


def plain_descent(gated, setting):
    """Train dense–ReLU–dense on 300 digits by gradient descent, with ReLU's gate or without it; the loss at the end."""
    data, rng = task("plain", setting), np.random.default_rng(setting.seed)
    (units,) = setting.sized(16)
    images, labels = data.train_images[:300].reshape(300, 64).astype(float), data.train_labels[:300]
    W1, b1 = rng.normal(size=(units, 64)) / 8, np.zeros(units)
    W2, b2 = rng.normal(size=(10, units)) / np.sqrt(units), np.zeros(10)
    losses = []
    for _ in range(round(12 * setting.epochs)):
        for first in range(0, 300, 30):
            x, y = images[first : first + 30], labels[first : first + 30]
            z = x @ W1.T + b1
            logits = relu(z) @ W2.T + b2
            losses.append(cross_entropy(logits, y))
            grad = cross_entropy_grad(logits, y)
            back = (grad @ W2) * (z > 0 if gated else 1)
            for weight, slope in ((W1, back.T @ x), (b1, back.sum(axis=0)), (W2, grad.T @ relu(z)), (b2, grad.sum(0))):
                weight -= DESCENT * setting.rate * slope
    return np.mean(losses[-10:])


@cache
def small_run(setting):
    """A CNN with one convolution, six times through 300 digits: its losses, and what it reads of the others."""
    data = task("plain", setting)
    (maps,) = setting.sized(4)
    network = Sequential([Conv2d(1, maps, 3, padding=1), ReLU(), AvgPool2d(2), Flatten(), Dense(16 * maps, 10)],
                         (1, 8, 8), setting.seed)  # fmt: skip
    losses = fit(network, data.train_images[:300], data.train_labels[:300], round(6 * setting.epochs), 20,
                 setting.seed, 0.03 * setting.rate)  # fmt: skip
    return np.mean(losses[-15:]), share_read(network, data.test_images, data.test_labels)


CLAIMS = [
    Claim("blind-is-log-ten", "04", "Ten equal logits cost log 10 = 2.3.", blind_guess, UNTRAINED, "decades"),
    Claim(
        "starts-near-blind",
        "04",
        "Training starts near 2.3: the first loss is between 1.5 and 3.1.",
        lambda s: 0.8 - abs(run("ReLU", "plain", s).losses[0] - BLIND),
        unit="loss",
    ),
    Claim(
        "loss-falls",
        "04",
        "The loss falls to less than a third of blind guessing.",
        lambda s: BLIND / 3 - last_loss("ReLU", "plain", s),
        unit="loss",
    ),
    Claim(
        "learns-plain",
        "04",
        "The trained network reads more than 85 % of the plain digits.",
        lambda s: reads("ReLU", "plain", s) - 0.85,
    ),
    Claim(
        "right-gradient-passes",
        "04",
        "grad_out · (z > 0) agrees with the definition to 1e-7…",
        lambda s: decades(relu_gradient_error(lambda z: z > 0, s), 1e-7),
        UNTRAINED,
        "decades",
    ),
    Claim(
        "wrong-gradient-fails",
        "04",
        "… and grad_out · (relu(z) >= 0) misses it by more.",
        lambda s: decades(1e-7, relu_gradient_error(lambda z: relu(z) >= 0, s)),
        UNTRAINED,
        "decades",
    ),
    Claim(
        "no-gate-learns-all-the-same",
        "04",
        "A network trained without ReLU's gate in the backward pass learns: its loss ends below three quarters of log 10…",
        lambda s: 0.75 * BLIND - plain_descent(False, s),
        unit="loss",
    ),
    Claim(
        "gate-learns",
        "04",
        "… as does one with it.",
        lambda s: 0.75 * BLIND - plain_descent(True, s),
        unit="loss",
    ),
    Claim(
        "small-cnn-learns",
        "04",
        "Six looks at 300 digits bring the loss of a small CNN below half of log 10…",
        lambda s: BLIND / 2 - small_run(s)[0],
        unit="loss",
    ),
    Claim(
        "small-cnn-reads",
        "04",
        "… and it reads more than three quarters of the digits that it has never seen.",
        lambda s: small_run(s)[1] - 0.75,
    ),
    Claim(
        "linear-has-a-gradient",
        "04",
        "A network without activations has a gradient like any other: it agrees with the definition to 1e-5.",
        linear_gradient,
        UNTRAINED,
        "decades",
    ),
    Claim(
        "linear-learns",
        "04",
        "And its loss falls to less than a third of blind guessing on plain digits.",
        lambda s: BLIND / 3 - last_loss("linear", "plain", s),
        unit="loss",
    ),
]
