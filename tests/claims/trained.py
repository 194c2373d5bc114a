"""The networks that the claims are about, trained once for each setting and shared by all claims."""

from dataclasses import replace
from functools import cache, partial
from typing import NamedTuple

import numpy as np

from helpers.convolution import MaxPool2d
from helpers.digits import Digits
from helpers.experiments.ablation import STROKE_LEARNING_RATE, stroke_task
from helpers.experiments.digit_data import evenly_flipped, flipped, in_both_contrasts, split_digits
from helpers.experiments.digit_networks import digit_network, one_matrix
from helpers.experiments.fitting import fit, share_read
from helpers.experiments.strokes import stroke_network
from helpers.layers import Identity, LeakyReLU, ReLU
from helpers.network import Sequential
from helpers.training import LEARNING_RATE

EPOCHS = 15

KINDS = {
    "linear": {"activation": Identity},
    "ReLU": {},
    "linear, max": {"activation": Identity, "pool": MaxPool2d},
    "ReLU, max": {"pool": MaxPool2d},
    "ReLU on the logits": {"activation": Identity, "last": ReLU},
    "slope 0": {"activation": partial(LeakyReLU, 0.0)},
    "slope 1": {"activation": partial(LeakyReLU, 1.0)},
    "batch norm": {"activation": Identity, "norm": True},
}


class Run(NamedTuple):
    """A trained network, and its loss at every step."""

    network: Sequential
    losses: np.ndarray


@cache
def task(name, setting):
    """The images and labels of a task: plain, flipped, evenly (flipped), or both (contrasts of every image)."""
    digits = split_digits(setting.data)
    if name == "flipped":
        return flipped(digits, setting.data)
    if name == "evenly":
        return evenly_flipped(digits, setting.data)
    if name == "both":
        train = in_both_contrasts(digits.train_images, digits.train_labels)
        return Digits(*train, *in_both_contrasts(digits.test_images, digits.test_labels))
    return digits


def trained(network, images, labels, setting, learning_rate=LEARNING_RATE):
    """Train in the way of the lessons, as the setting wants it."""
    losses = fit(network, images, labels, round(EPOCHS * setting.epochs), seed=setting.seed,
                 learning_rate=learning_rate * setting.rate)  # fmt: skip
    return Run(network, np.array(losses))


def untrained(kind, setting):
    """A network of a kind in ``KINDS``, or the one matrix, as it is before training."""
    if kind == "matrix":
        return one_matrix(setting.seed)
    return digit_network(seed=setting.seed, width=setting.sized(8, 16), **KINDS[kind])


@cache
def run(kind, name, setting):
    """A kind of network, trained on a task."""
    data = task(name, setting)
    return trained(untrained(kind, setting), data.train_images, data.train_labels, setting)


@cache
def reads(kind, name, setting, on=None):
    """The share of test images that a network reads, trained on the task ``name``, of the task ``on``."""
    data = task(on or name, setting)
    return share_read(run(kind, name, setting).network, data.test_images, data.test_labels)


@cache
def fitted(make, name, setting, longer=1):
    """The network that ``make(setting)`` returns, trained on a task, ``longer`` times as many epochs as usual."""
    data, setting_of_training = task(name, setting), replace(setting, epochs=longer * setting.epochs)
    return trained(make(setting), data.train_images, data.train_labels, setting_of_training).network


@cache
def stroke_data(setting):
    """Images and labels to learn from, and those of the test."""
    return stroke_task(setting.data)


@cache
def stroke_run(places, setting, head=32):
    """A stroke network with ReLUs at some places, trained."""
    images, labels, *_ = stroke_data(setting)
    network = stroke_network(places, *setting.sized(head), setting.seed, setting.sized(8, 8))
    return trained(network, images, labels, setting, STROKE_LEARNING_RATE)


@cache
def stroke_reads(places, setting):
    """The share of test strokes that it reads."""
    return share_read(stroke_run(places, setting).network, *stroke_data(setting)[2:])


def forget():
    """Let go of all of it."""
    for function in (task, run, reads, fitted, stroke_data, stroke_run, stroke_reads):
        function.cache_clear()
