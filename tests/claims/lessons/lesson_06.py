"""What lesson 06 says: odd networks, other bends, how much of one is needed, and where it is left out."""

from functools import partial

import numpy as np

from claims.claim import Claim
from claims.trained import fitted, task
from helpers.experiments.both_contrasts import reads_both
from helpers.experiments.digit_networks import digit_network
from helpers.experiments.dose import bent_network
from helpers.experiments.fitting import share_read
from helpers.experiments.other_bends.bottleneck import bottleneck_network
from helpers.experiments.other_bends.networks import Absolute, Square, gate_network
from helpers.layers import Identity, ReLU, Tanh

# Each kind is made by one and the same object, so that a network is trained once for all claims about it.
TANH, TANH_ALONE, RELU_ALONE, RELU, SQUARE, ABSOLUTE, LINEAR = (
    partial(digit_network, activation, bias=bias)
    for activation, bias in (
        (Tanh, True),
        (Tanh, False),
        (ReLU, False),
        (ReLU, True),
        (Square, True),
        (Absolute, True),
        (Identity, True),
    )
)
SLOPE_HALF, SLOPE_NINE_TENTHS, QUARTER, HALF = (
    partial(bent_network, **dose) for dose in ({"slope": 0.5}, {"slope": 0.9}, {"kept": 0.25}, {"kept": 0.5})
)
# The first section trains twice as long as usual.
TWICE = 2


def wide(make, sizes=(8, 16)):
    """A function that makes such a network as a setting wants it."""
    return lambda setting: make(seed=setting.seed, width=setting.sized(*sizes))


MADE = {make: wide(make) for make in (TANH, TANH_ALONE, RELU_ALONE, RELU, SQUARE, ABSOLUTE, LINEAR, SLOPE_HALF,
                                      SLOPE_NINE_TENTHS, QUARTER, HALF)}  # fmt: skip
MADE[gate_network] = wide(gate_network, (6, 12))


def share(make, setting, longer=1):
    """What a kind of network reads of flipped test digits."""
    data = task("flipped", setting)
    return share_read(fitted(MADE[make], "flipped", setting, longer), data.test_images, data.test_labels)


def plain_share(make, setting):
    """What it reads of plain test digits, trained on such."""
    data = task("plain", setting)
    return share_read(fitted(MADE[make], "plain", setting, TWICE), data.test_images, data.test_labels)


def in_both(make, setting, longer=1):
    """What it reads in both contrasts."""
    data = task("plain", setting)
    return reads_both(fitted(MADE[make], "flipped", setting, longer), data.test_images, data.test_labels)


def narrow(units, activation, seed, setting):
    return bottleneck_network(units, activation, seed, *setting.sized(64))


NARROW = {
    (units, activation, seed): partial(narrow, units, activation, seed)
    for units in (1, 8)
    for activation in (Identity, ReLU)
    for seed in range(3)
}


def through(units, activation, setting):
    """What networks with such a bottleneck read of plain test digits, the mean of three seeds as in the lesson."""
    data = task("plain", setting)
    networks = [fitted(NARROW[units, activation, seed], "plain", setting) for seed in range(3)]
    return np.mean([share_read(network, data.test_images, data.test_labels) for network in networks])


CLAIMS = [
    # ---- odd networks
    Claim(
        "odd-reads-a-quarter",
        "06",
        "Trained on flipped digits, a tanh CNN without biases reads about a quarter (12 to 38 %) of them…",
        lambda s: 0.13 - abs(share(TANH_ALONE, s, TWICE) - 0.25),
    ),
    Claim(
        "odd-reads-none-in-both",
        "06",
        "… and none in both contrasts.",
        lambda s: 1e-3 - in_both(TANH_ALONE, s, TWICE),
    ),
    Claim(
        "tanh-bias-breaks-oddness",
        "06",
        "With biases it reads more than without, by more than ten points.",
        lambda s: share(TANH, s, TWICE) - share(TANH_ALONE, s, TWICE) - 0.1,
    ),
    Claim(
        "relu-without-biases-is-not-odd",
        "06",
        "ReLU without biases reads more than half in both contrasts.",
        lambda s: in_both(RELU_ALONE, s, TWICE) - 0.5,
    ),
    Claim(
        "oddness-costs-little-on-plain-digits",
        "06",
        "On plain digits it costs little: without biases tanh reads less than ten points less than with them.",
        lambda s: 0.1 - (plain_share(TANH, s) - plain_share(TANH_ALONE, s)),
    ),
    # ---- what else bends
    Claim(
        "other-bends-read-more-than-half",
        "06",
        "Squares, absolute values and gates: none of the three stays below half on flipped digits.",
        lambda s: min(share(make, s) for make in (SQUARE, ABSOLUTE, gate_network)) - 0.5,
    ),
    # ---- how much, how many
    Claim(
        "half-the-bend",
        "06",
        "A slope of 0.5 on the left keeps more than three quarters of what ReLU reads.",
        lambda s: share(SLOPE_HALF, s) - 0.75 * share(RELU, s),
    ),
    Claim(
        "a-tenth-of-the-bend-is-slow",
        "06",
        "Trained four times as long, a slope of 0.9 reads more than no bend does in that time, by more than two points.",
        lambda s: share(SLOPE_NINE_TENTHS, s, 4) - share(LINEAR, s, 4) - 0.02,
    ),
    Claim(
        "a-quarter-of-the-relus",
        "06",
        "A random quarter of the ReLUs reads more than two thirds of what all of them do…",
        lambda s: share(QUARTER, s) - share(RELU, s) * 2 / 3,
    ),
    Claim(
        "half-of-the-relus",
        "06",
        "… and half of them nearly as much: it loses less than ten points.",
        lambda s: 0.1 - (share(RELU, s) - share(HALF, s)),
    ),
    # ---- bottlenecks
    Claim(
        "narrow-is-better-linear",
        "06",
        "Through a bottleneck of one unit a network reads more with nothing on it than with a ReLU…",
        lambda s: through(1, Identity, s) - through(1, ReLU, s) - 0.05,
    ),
    Claim(
        "eight-units-are-enough",
        "06",
        "… and through eight units about as much with either: less than ten points apart.",
        lambda s: 0.1 - abs(through(8, Identity, s) - through(8, ReLU, s)),
    ),
]
