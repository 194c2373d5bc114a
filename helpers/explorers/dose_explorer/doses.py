"""Doses of bend, and networks trained with them. No widgets here."""

from functools import cache
from typing import NamedTuple

import numpy as np

from helpers.experiments.dose import bent_network
from helpers.explorers.digit_networks import EPOCHS, say_that_it_trains, task_data
from helpers.network import Sequential
from helpers.training import evaluate, training_steps

# The hidden units of the network, and how many test digits are shown one by one.
UNITS = 768
SHOWN = 10


class Dose(NamedTuple):
    """How bent, and how many.

    Attributes
    ----------
    slope : int, in percent
        On the left of 0: 0 is ReLU, 100 is no bend.
    kept : int, in percent
        The share of hidden units that bend.
    """

    slope: int
    kept: int

    @property
    def plain(self):
        """The same dose under one name: with no bend it does not matter how many units have it."""
        return NO_BEND if self.slope == 100 or self.kept == 0 else self


NO_BEND, RELU = Dose(100, 0), Dose(0, 100)
# The doses along which a whole curve is trained, closer where it is steep.
ALONG = {"slope": (0, 25, 50, 65, 75, 80, 85, 90, 100), "kept": (0, 2, 5, 10, 25, 50, 100)}


class Reading(NamedTuple):
    """What a trained network makes of the test digits: the share that it reads, and its answers to the first ten."""

    share: float
    read: tuple


def reading(network):
    """Ask a network about the flipped test digits."""
    data = task_data("flipped")
    share = float(evaluate(network, data.test_images, data.test_labels)[1])
    return Reading(share, tuple(int(digit) for digit in network.predict(data.test_images[:SHOWN])))


class Run:
    """One network in training, a step at a time, as the lesson trains it.

    Parameters
    ----------
    dose : Dose
    seed : int

    Examples
    --------
    >>> run = Run(RELU, seed=0)
    >>> run.step()
    True
    """

    def __init__(self, dose, seed):
        self.network = bent_network(dose.slope / 100, dose.kept / 100, seed)
        data = task_data("flipped")
        self._steps = training_steps(self.network, data.train_images, data.train_labels, epochs=EPOCHS, seed=seed)

    def step(self):
        """Train on one batch, and return False if there was none left."""
        return next(self._steps, None) is not None

    def finish(self):
        """Train to the end and return what the network reads."""
        while self.step():
            pass
        return reading(self.network.eval())


@cache
def ends():
    """The readings at both ends of a curve with seed 0, no bend and ReLU everywhere; once in a session."""
    say_that_it_trains("digits in both contrasts")
    return {dose: Run(dose, 0).finish() for dose in (NO_BEND, RELU)}


def along(readings, axis, other):
    """The doses on one line and the shares that were read there.

    Parameters
    ----------
    readings : dict, (Dose, seed) → Reading
    axis : str, "slope" or "kept"
        What varies.
    other : int
        The percentage of the one that does not.

    Returns
    -------
    dict, percentage → list of shares, one for each seed, in the order of the percentages
    """
    line = {}
    for (dose, _), found in sorted(readings.items()):
        for value in {getattr(dose, axis), *ALONG[axis][:: len(ALONG[axis]) - 1]}:
            there = Dose(value, other) if axis == "slope" else Dose(other, value)
            if there.plain == dose.plain:
                line.setdefault(value, []).append(found.share)
    return dict(sorted(line.items()))


def crossing(line, level):
    """Where the mean over the seeds passes a level, or None: a straight line is laid between neighbouring doses.

    Examples
    --------
    >>> crossing({0: [1.0], 50: [0.8, 0.6], 100: [0.1]}, level=0.4)
    75.0
    """
    doses, means = list(line), [np.mean(shares) for shares in line.values()]
    for left, right, before, after in zip(doses, doses[1:], means, means[1:]):
        if (before - level) * (after - level) <= 0 and before != after:
            return float(left + (right - left) * (before - level) / (before - after))
    return None


def check_networks(networks):
    """The readings of networks that are trained already.

    Parameters
    ----------
    networks : dict, (slope, kept) → Sequential or list of them, one for each seed from 0
        Slope and share as in ``bent_network``, from 0 to 1.

    Returns
    -------
    dict, (Dose, seed) → Reading

    Raises
    ------
    ValueError
        If a key is not such a pair, or a value does not read images (N, 1, 8, 8).
    """
    readings = {}
    for key, several in networks.items():
        if not isinstance(key, tuple) or len(key) != 2 or not all(0 <= part <= 1 for part in key):
            raise ValueError(f"networks: expected (slope, kept) from 0 to 1 as keys, got {key!r}")
        for seed, network in enumerate(several if isinstance(several, (list, tuple)) else [several]):
            if not isinstance(network, Sequential):
                raise ValueError(f"networks: expected a Sequential for {key}, got {network!r}")  # noqa: TRY004
            readings[Dose(*(round(100 * part) for part in key)).plain, seed] = reading(network.copy().eval())
    return readings
