"""What lesson 05 says of digits: the fair experiment, its controls, and the proof."""

from dataclasses import replace

import numpy as np

from claims.claim import Claim, decades
from claims.lessons.lesson_04 import BLIND, last_loss
from claims.trained import fitted, reads, run, task, untrained
from helpers.collapse import collapse
from helpers.experiments.both_contrasts import (
    bias_towards_flipped,
    correlation,
    most_that_linear_reads,
    read_right,
    reads_both,
)
from helpers.experiments.digit_data import share_flipped
from helpers.experiments.digit_networks import digit_network, with_relus
from helpers.experiments.fitting import share_read
from helpers.experiments.imitation import imitation
from helpers.experiments.inside import most_opposite_pair, negative_shares
from helpers.experiments.other_bends.networks import Absolute
from helpers.layers import Identity
from helpers.network import Sequential


def both(kind, name, setting):
    """The share of upright test images that a network reads in both contrasts."""
    data = task("plain", setting)
    return reads_both(run(kind, name, setting).network, data.test_images, data.test_labels)


def below_bound(kind, name, setting):
    """How far a network stays below the bound of the proof, every test image counted in both contrasts.

    Half a reading is granted: whoever meets the bound has not passed it.
    """
    labels = task("plain", setting).test_labels
    return most_that_linear_reads(labels) + 0.25 / len(labels) - reads(kind, name, setting, "both")


def absolute_at_the_end(setting):
    """A CNN whose only bend is |z| on its logits, as it is before training."""
    return digit_network(Identity, seed=setting.seed, width=setting.sized(8, 16), last=Absolute)


def reads_with_absolute(setting):
    """What it reads of both contrasts, trained on flipped digits."""
    data = task("both", setting)
    return share_read(fitted(absolute_at_the_end, "flipped", setting), data.test_images, data.test_labels)


def digits_read_in_both(setting):
    """Of how many different digits does the linear network read images in both contrasts?"""
    data, network = task("plain", setting), run("linear", "both", setting).network
    upright, negative = (read_right(network, sign * data.test_images, data.test_labels) for sign in (1, -1))
    return len(set(data.test_labels[upright & negative]))


def flip_formula(setting):
    """The difference between f(−x) and 2b − f(x), against 1e-4."""
    network, images = run("linear", "plain", setting).network, task("plain", setting).test_images
    bias, flipped = network(0 * images[:1])[0], network(-images)
    return decades(np.max(np.abs(2 * bias - network(images) - flipped)) / np.max(np.abs(flipped)), 1e-4)


def luck(setting):
    """Over the ten digits: share flipped in training, against the contrast that the linear network reads better."""
    data = task("plain", setting)
    leaning = bias_towards_flipped(run("linear", "flipped", setting).network, data.test_images, data.test_labels)
    return correlation(share_flipped(data, task("flipped", setting)), leaning)


def explained(name, setting):
    """R² of the best affine imitation of the ReLU network, on test images."""
    data = task(name, setting)
    return imitation(run("ReLU", name, setting).network, data.train_images, data.test_images)


def independent_numbers(setting):
    """How many independent numbers of the 64 pixels are lost before the dense layer, beyond its number of inputs."""
    network = run("linear", "plain", setting).network
    front, _ = collapse(Sequential(network.layers[:-1], (1, 8, 8), seed=None, dtype=np.float64))
    return min(front.shape) - np.linalg.matrix_rank(front)


def misread(kind, setting):
    """How many of the plain test digits a network misreads after four times as many epochs."""
    return round(len(task("plain", setting).test_labels) * (1 - longer(kind, setting)))


def spread_over_seeds(setting):
    """By how many plain test digits four seeds of the ReLU network differ."""
    shares = [reads("ReLU", "plain", replace(setting, seed=setting.seed + i)) for i in range(4)]
    return round(len(task("plain", setting).test_labels) * np.ptp(shares))


def second_negative(setting):
    """The share of negative numbers that reach the second ReLU, on flipped digits."""
    network = run("ReLU", "flipped", setting).network
    return negative_shares(network, task("flipped", setting).test_images)[1]


def second_switched_off(setting):
    flips = task("flipped", setting)
    network = with_relus(run("ReLU", "flipped", setting).network, (True, False))
    return share_read(network, flips.test_images, flips.test_labels)


def opposite(network):
    """The cosine of the most opposite pair of first kernels."""
    return most_opposite_pair(network.layers[0].params["weight"])[2]


def longer(kind, setting):
    """What a network reads of the plain digits after four times as many epochs."""
    return reads(kind, "plain", replace(setting, epochs=4 * setting.epochs))


def gain(pool, setting):
    """What the ReLUs add on flipped digits, for one kind of pooling."""
    return reads("ReLU" + pool, "flipped", setting) - reads("linear" + pool, "flipped", setting)


FOUR = "linear", "ReLU", "linear, max", "ReLU, max"

CLAIMS = [
    # ---- plain digits
    Claim(
        "plain-all-four",
        "05",
        "Plain digits: all four networks of the 2 × 2 read more than 85 %…",
        lambda s: min(reads(kind, "plain", s) for kind in FOUR) - 0.85,
    ),
    Claim(
        "plain-matrix",
        "05",
        "… and so does one 10 × 64 matrix, after the same training.",
        lambda s: reads("matrix", "plain", s) - 0.85,
    ),
    Claim(
        "plain-little-to-gain",
        "05",
        "On plain digits the ReLUs add less than ten points…",
        lambda s: 0.10 - (reads("ReLU", "plain", s) - reads("linear", "plain", s)),
    ),
    Claim(
        "plain-matrix-close",
        "05",
        "… and the ReLU network is within ten points of one matrix.",
        lambda s: 0.10 - abs(reads("ReLU", "plain", s) - reads("matrix", "plain", s)),
    ),
    Claim(
        "seeds-move-it",
        "05",
        "Four seeds alone move the ReLU network by at least two of the test images.",
        lambda s: spread_over_seeds(s) - 1.5,
        unit="images",
    ),
    Claim(
        "plain-matrix-longer",
        "05, 03",
        "Trained four times as long, one matrix reads at most five points less than the ReLU network trained as long…",
        lambda s: 0.05 - (longer("ReLU", s) - longer("matrix", s)),
    ),
    Claim(
        "plain-matrix-misreads",
        "05",
        "… misreads fewer than thirty of the 397 digits…",
        lambda s: 29.5 - misread("matrix", s),
        unit="digits",
    ),
    Claim(
        "plain-matrix-beats-linear-cnn",
        "05",
        "… and fewer than the linear CNN trained as long.",
        lambda s: misread("linear", s) - misread("matrix", s) - 0.5,
        unit="digits",
    ),
    Claim(
        "plain-fewer-errors",
        "05",
        "Trained four times as long, the ReLU network misreads fewer plain digits than the linear CNN.",
        lambda s: misread("linear", s) - misread("ReLU", s) - 0.5,
        unit="digits",
    ),
    Claim(
        "linear-cnn-could-be-any-matrix",
        "05",
        "Of the pixels as many independent numbers reach the dense layer as there are, or as it has inputs.",
        lambda s: 0.5 - independent_numbers(s),
        unit="numbers",
    ),
    Claim(
        "plain-affine-imitation",
        "05",
        "On plain digits the best affine map explains more than four fifths of the ReLU network's logits…",
        lambda s: explained("plain", s) - 0.8,
        unit="R²",
    ),
    Claim(
        "flipped-affine-imitation",
        "05",
        "… on flipped digits less than a fifth.",
        lambda s: 0.2 - explained("flipped", s),
        unit="R²",
    ),
    # ---- flipped digits
    Claim(
        "only-one-stays-below-half",
        "05",
        "Flipped digits: identity with average pooling stays below half, and the other three read more than 70 %.",
        lambda s: min(0.5 - reads("linear", "flipped", s), *(reads(kind, "flipped", s) - 0.7 for kind in FOUR[1:])),
    ),
    Claim(
        "max-pooling-alone",
        "05",
        "Max pooling alone, without any activation, reads more than 70 % of them.",
        lambda s: reads("linear, max", "flipped", s) - 0.7,
    ),
    Claim(
        "max-pooling-hides-it",
        "05",
        "With max pooling the ReLUs add less than ten points…",
        lambda s: 0.10 - gain(", max", s),
    ),
    Claim("average-pooling-shows-it", "05", "… with average pooling more than forty.", lambda s: gain("", s) - 0.4),
    Claim("flip-formula", "05", "f(−x) = 2b − f(x) for a linear network, to 1e-4.", flip_formula, unit="decades"),
    Claim(
        "linear-within-bound",
        "05",
        "Counting every image in both contrasts, the linear network stays below the bound: "
        "one contrast of each image and both of one digit.",
        lambda s: below_bound("linear", "flipped", s),
    ),
    Claim(
        "linear-reads-both-of-one-digit",
        "05",
        "Images that it reads in both contrasts belong to one digit at most.",
        lambda s: 1.5 - digits_read_in_both(s),
        unit="digits",
    ),
    Claim(
        "relu-reads-both",
        "05",
        "The ReLU network reads more than half of the images in both contrasts.",
        lambda s: both("ReLU", "flipped", s) - 0.5,
    ),
    Claim(
        "linear-reads-a-quarter",
        "05",
        "Trained on flipped digits, the linear CNN reads about a quarter (13 to 37 %) of both contrasts.",
        lambda s: 0.12 - abs(reads("linear", "flipped", s, "both") - 0.25),
    ),
    Claim(
        "relu-on-logits-half",
        "05",
        "With a ReLU on its logits, it reads about half (38 to 62 %) of both contrasts…",
        lambda s: 0.12 - abs(reads("ReLU on the logits", "flipped", s, "both") - 0.5),
    ),
    Claim(
        "relu-on-logits-helps",
        "05",
        "… more than ten points more than without…",
        lambda s: reads("ReLU on the logits", "flipped", s, "both") - reads("linear", "flipped", s, "both") - 0.1,
    ),
    Claim(
        "relu-on-logits-within-bound",
        "05",
        "… and never past the bound of the proof.",
        lambda s: below_bound("ReLU on the logits", "flipped", s),
    ),
    Claim(
        "absolute-on-logits-escapes",
        "05",
        "With |z| on its logits, which falls as well as rises, it reads more of both contrasts than the proof allows.",
        lambda s: reads_with_absolute(s) - most_that_linear_reads(task("plain", s).test_labels),
    ),
    Claim(
        "luck-of-the-flips",
        "05",
        "The more often a digit is flipped in training, the more the linear network reads it "
        "flipped: the correlation over the ten digits is above 0.5.",
        lambda s: luck(s) - 0.5,
        unit="correlation",
    ),
    Claim(
        "even-flips",
        "05",
        "With as many flips as not of every digit, it reads fewer than 30 %.",
        lambda s: 0.3 - reads("linear", "evenly", s),
    ),
    Claim(
        "bend-none",
        "05",
        "Leaky ReLU with slope 1 on the left, which is no bend, reads fewer than half…",
        lambda s: 0.5 - reads("slope 1", "flipped", s),
    ),
    Claim(
        "bend-full",
        "05",
        "… and with slope 0, which is ReLU, more than three quarters.",
        lambda s: reads("slope 0", "flipped", s) - 0.75,
    ),
    # ---- every image in both contrasts
    Claim(
        "even-flips-stuck",
        "05",
        "With half of each digit flipped, the loss of the linear network ends within a tenth of log 10…",
        lambda s: 0.1 - abs(run("linear", "evenly", s).losses[-40:].mean() / BLIND - 1),
        unit="of log 10",
    ),
    Claim(
        "even-flips-relu",
        "05",
        "… and that of the ReLU network below half of it.",
        lambda s: BLIND / 2 - last_loss("ReLU", "evenly", s),
        unit="loss",
    ),
    Claim(
        "stuck-at-blind",
        "05",
        "Trained on every image in both contrasts, the linear network stays within 2 % of log 10.",
        lambda s: 0.02 - abs(run("linear", "both", s).losses[-40:].mean() / BLIND - 1),
        unit="of log 10",
    ),
    Claim(
        "relu-not-stuck",
        "05",
        "The loss of the ReLU network falls below a third of that…",
        lambda s: BLIND / 3 - last_loss("ReLU", "both", s),
        unit="loss",
    ),
    Claim(
        "relu-both-reads-both",
        "05",
        "… and it reads more than half of the images in both contrasts.",
        lambda s: both("ReLU", "both", s) - 0.5,
    ),
    Claim(
        "lowest-loss-is-not-best-reading",
        "05",
        "The network trained on plain digits reads more of both contrasts than "
        "the one with the lowest loss, by more than twenty points.",
        lambda s: reads("linear", "plain", s, "both") - reads("linear", "both", s) - 0.2,
    ),
    Claim(
        "plain-trained-reads-more",
        "05",
        "The linear CNN that never saw a flipped image reads more of both contrasts than the one trained on flipped "
        "ones.",
        lambda s: reads("linear", "plain", s, "both") - reads("linear", "flipped", s, "both"),
    ),
    Claim(
        "plain-trained-reads-near-half",
        "05",
        "It reads 40 to 50 % of both contrasts.",
        lambda s: 0.05 - abs(reads("linear", "plain", s, "both") - 0.45),
    ),
    # ---- inside
    Claim(
        "second-relu-has-work",
        "05",
        "Behind the first ReLU all numbers are at least 0, and yet more than a tenth of "
        "the second one's pre-activations are negative.",
        lambda s: second_negative(s) - 0.1,
        unit="of the numbers",
    ),
    Claim(
        "second-relu-matters",
        "05",
        "Switching off the second ReLU alone costs more than ten points.",
        lambda s: reads("ReLU", "flipped", s) - second_switched_off(s) - 0.1,
    ),
    Claim(
        "opposite-kernels",
        "05",
        "After training with ReLUs two of the kernels are nearly each other's negative: cosine below −0.5…",
        lambda s: -0.5 - opposite(run("ReLU", "flipped", s).network),
        unit="cosine",
    ),
    Claim(
        "opposite-kernels-by-chance",
        "05",
        "… but chance alone has such a pair, before any training: below −0.3.",
        lambda s: -0.3 - opposite(untrained("ReLU", s)),
        unit="cosine",
    ),
]
