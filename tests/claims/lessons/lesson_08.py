"""What lesson 08 says: recurrent networks as one matrix, on flipped digits, on bits, and their gradients."""

from functools import lru_cache

import numpy as np

from claims.claim import Claim, decades
from claims.settings import UNTRAINED
from claims.trained import run, task, trained
from helpers.collapse import collapse
from helpers.experiments.both_contrasts import reads_both
from helpers.experiments.fitting import fit, share_read
from helpers.experiments.through_time import (
    BIT_EPOCHS,
    BIT_LEARNING_RATE,
    ROW_LEARNING_RATE,
    as_rows,
    bit_network,
    bit_sequences,
    first_bit,
    first_equals_last,
    gradient_sizes,
    random_recurrence,
    row_network,
)

KINDS = {
    "identity": {"activation": "identity"},
    "tanh": {},
    "tanh, no biases": {"bias": False},
    "ReLU": {"activation": "relu"},
    "ReLU, no biases": {"activation": "relu", "bias": False},
    "ReLU at the end": {"activation": "identity", "relu_behind": True},
}


# The few networks of one setting are asked for again and again, and never after the next setting has begun.
@lru_cache(maxsize=len(KINDS) + 1)
def row_reader(kind, name, setting):
    """A kind of recurrent network, trained on the rows of a task's digits."""
    data, (hidden,) = as_rows(task(name, setting)), setting.sized(32)
    network = row_network(hidden=hidden, seed=setting.seed, **KINDS[kind])
    return trained(network, data.train_images, data.train_labels, setting, ROW_LEARNING_RATE).network


def rows_read(kind, name, setting):
    data = as_rows(task(name, setting))
    return share_read(row_reader(kind, name, setting), data.test_images, data.test_labels)


def rows_read_in_both(kind, setting):
    data = as_rows(task("plain", setting))
    return reads_both(row_reader(kind, "flipped", setting), data.test_images, data.test_labels)


def by_matrix_and_by_steps(setting):
    network, images = row_reader("identity", "plain", setting), as_rows(task("plain", setting)).test_images
    matrix, bias = collapse(network)
    return images.reshape(len(images), -1) @ matrix.T + bias, network(images)


def same_logits(setting):
    matrix, steps = by_matrix_and_by_steps(setting)
    return decades(np.max(np.abs(matrix - steps)) / np.max(np.abs(steps)), 1e-5)


def same_digits(setting):
    matrix, steps = by_matrix_and_by_steps(setting)
    return 0.5 - np.sum(matrix.argmax(axis=1) != steps.argmax(axis=1))


def grain(network):
    """How much the weights of neighbouring pixels in the templates differ, relative to how much any two do."""
    templates = collapse(network)[0].reshape(-1, 8, 8)
    return np.mean([np.mean(np.diff(templates, axis=axis) ** 2) for axis in (1, 2)]) / (2 * np.var(templates))


def oddness(setting):
    network, images = row_reader("tanh, no biases", "flipped", setting), as_rows(task("plain", setting)).test_images
    logits = network(images)
    return np.max(np.abs(logits + network(-images))) / np.max(np.abs(logits))


@lru_cache(maxsize=8)
def bits_answered(question, activation, bias, setting):
    """The share of all sequences of five bits that a network answers rightly, trained on all of them."""
    sequences, (hidden,) = bit_sequences(5), setting.sized(16)
    labels, network = question(sequences), bit_network(activation, hidden, setting.seed, bias)
    fit(network, sequences, labels, round(BIT_EPOCHS * setting.epochs), seed=setting.seed,
        learning_rate=BIT_LEARNING_RATE * setting.rate)  # fmt: skip
    return share_read(network, sequences, labels)


def gradient(radius, activation, setting):
    """The sizes of a gradient on its way back through 50 steps."""
    return gradient_sizes(random_recurrence(radius, *setting.sized(32), setting.seed), activation, 50, setting.data)


def tanh_below_identity(setting):
    """By how many decades the gradient behind tanh is smaller after 50 steps, at the radius where it is least so."""
    return min(
        decades(gradient(radius, "tanh", setting)[-1], gradient(radius, "identity", setting)[-1])
        for radius in (0.9, 1.0, 1.1)
    )


def below_the_bound(setting):
    """How far below σ^k the gradients stay, in decades, where they come nearest to it."""
    sigma = np.linalg.norm(random_recurrence(1.1, *setting.sized(32), setting.seed), 2)
    bound = sigma ** np.arange(51)
    return min(
        np.min(np.log10(bound[1:] / gradient(1.1, activation, setting)[1:])) for activation in ("identity", "tanh")
    )


CLAIMS = [
    Claim("rnn-is-one-matrix", "08", "A trained linear recurrent network and its 10 × 64 matrix give the same logits, to "
          "1e-5.", same_logits, unit="decades"),
    Claim("rnn-same-digits", "08", "They name the same digit for every test image.", same_digits, unit="digits"),
    Claim("rnn-reads-plain-digits", "08", "It reads about as many of the plain digits as ten cards do: nine in ten, nearer "
          "to that than to six in ten.", lambda s: rows_read("identity", "plain", s) - 0.75),
    Claim("rnn-templates-are-grainier", "08", "Its templates are grainier than those of a linear CNN.",
          lambda s: grain(row_reader("identity", "plain", s)) - grain(run("linear", "plain", s).network),
          unit="of the variance"),
    Claim("rnn-identity-below-half", "08", "A linear recurrent network reads fewer than half of the flipped digits.",
          lambda s: 0.5 - rows_read("identity", "flipped", s)),
    Claim("rnn-odd-below-half", "08", "So does one with tanh and without biases.",
          lambda s: 0.5 - rows_read("tanh, no biases", "flipped", s)),
    Claim("rnn-tanh-above-half", "08", "With tanh and biases it reads more than half.",
          lambda s: rows_read("tanh", "flipped", s) - 0.5),
    Claim("rnn-relu-above-half", "08", "With ReLU it reads more than half.",
          lambda s: rows_read("ReLU", "flipped", s) - 0.5),
    Claim("rnn-relu-needs-no-biases", "08", "With ReLU and without biases as well.",
          lambda s: rows_read("ReLU, no biases", "flipped", s) - 0.5),
    Claim("rnn-relu-at-the-end", "08", "Linear steps and one ReLU behind the last of them: more than half.",
          lambda s: rows_read("ReLU at the end", "flipped", s) - 0.5),
    Claim("rnn-without-biases-is-odd", "08", "With tanh and without biases the logits of the negative are the negative "
          "logits.", lambda s: decades(oddness(s), 1e-5), unit="decades"),
    Claim("rnn-odd-reads-no-digit-twice", "08", "It reads no test image in both contrasts.",
          lambda s: 0.001 - rows_read_in_both("tanh, no biases", s)),
    Claim("rnn-bias-breaks-oddness", "08", "With biases it reads both contrasts of more than a quarter.",
          lambda s: rows_read_in_both("tanh", s) - 0.25),
    Claim("gradient-vanishes-below-one", "08", "Spectral radius 0.9, no activation: after 50 steps less than a tenth is "
          "left.", lambda s: decades(gradient(0.9, "identity", s)[-1], 0.1), UNTRAINED, "decades"),
    Claim("gradient-grows-above-one", "08", "Spectral radius 1.1: after 50 steps it has grown.",
          lambda s: decades(1, gradient(1.1, "identity", s)[-1]), UNTRAINED, "decades"),
    Claim("tanh-makes-it-smaller", "08", "With tanh the gradient is smaller, at each of the three radii.",
          tanh_below_identity, UNTRAINED, "decades"),
    Claim("sigma-is-a-bound", "08", "After k steps the gradient is at most σ^k, with tanh and without.",
          below_the_bound, UNTRAINED, "decades"),
    Claim("first-bit-is-linear", "08", "Without an activation it recalls the first of five bits, every time.",
          lambda s: bits_answered(first_bit, "identity", True, s) - 0.99, unit="of the sequences"),
    Claim("first-bit-with-tanh-too", "08", "So it does with tanh, with biases or without.",
          lambda s: min(bits_answered(first_bit, "tanh", bias, s) for bias in (True, False)) - 0.99,
          unit="of the sequences"),
    Claim("same-bits-are-not-linear", "08", "Whether the first and the last bit are the same it answers about as by "
          "guessing: nearer to half than to nine in ten.",
          lambda s: 0.7 - bits_answered(first_equals_last, "identity", True, s), unit="of the sequences"),
    Claim("three-quarters-is-the-bound", "08", "At most three quarters of them.",
          lambda s: 0.76 - bits_answered(first_equals_last, "identity", True, s), unit="of the sequences"),
    Claim("same-bits-with-tanh", "08", "With tanh it answers nearly all of them.",
          lambda s: bits_answered(first_equals_last, "tanh", True, s) - 0.9, unit="of the sequences"),
    Claim("same-bits-odd-is-half", "08", "With tanh and without biases exactly half.",
          lambda s: 0.01 - abs(bits_answered(first_equals_last, "tanh", False, s) - 0.5), unit="of the sequences"),
]  # fmt: skip
