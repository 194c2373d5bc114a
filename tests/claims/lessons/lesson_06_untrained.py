"""What lesson 06 says without training a digit network: widths, spirals, what melts, deep linear networks, rounding."""

import numpy as np

from claims.claim import Claim, decades
from claims.settings import UNTRAINED
from helpers.activations import identity, relu, sigmoid
from helpers.collapse import collapse
from helpers.convolution import Conv2d
from helpers.experiments.curve_fit import CURVES, cube, error_against_width, square
from helpers.experiments.other_bends.bottleneck import spiral, through_relus
from helpers.experiments.other_bends.deep_linear import directions_learned, error_on_unseen
from helpers.experiments.other_bends.folding import DenseWithShortcut, one_kernel
from helpers.experiments.other_bends.rounding import rounding_xor
from helpers.network import Sequential


def error(kind, units, setting):
    """The median over five draws, as in the lesson."""
    seeds = range(5 * setting.seed, 5 * setting.seed + 5)
    return np.median(error_against_width(CURVES["sine"], kind, [units], seeds))


def gain_of_a_polynomial(setting):
    """By how much 64 times the width's units of a polynomial beat 8 of them, at most."""
    many = setting.sized(64)[0]
    return max(error(kind, 8, setting) - error(kind, many, setting) for kind in (identity, square, cube))


def gain_of_a_bend(setting):
    """How small a share of the error of eight units is left with 64, for the worse of ReLU and sigmoid."""
    return max(error(kind, setting.sized(64)[0], setting) / error(kind, 8, setting) for kind in (relu, sigmoid))


def way_back(units, setting):
    """The error of the spiral behind so many ReLUs, the median over nine draws."""
    return np.median([through_relus(spiral(), units, 9 * setting.seed + i)[1] for i in range(9)])


def draws(units, setting):
    """The error of the spiral behind so many ReLUs, for each of sixty draws."""
    return [through_relus(spiral(), units, 60 * setting.seed + i)[1] for i in range(60)]


def shortcuts(setting):
    """The difference between a tower of shortcuts, collapsed, and the product of its I + W, against 1e-5."""
    size = setting.sized(8)[0]
    tower = Sequential([DenseWithShortcut(size) for _ in range(4)], (size,), seed=setting.seed)
    product = np.eye(size)
    for layer in tower.layers:
        product = (np.eye(size) + layer.params["weight"]) @ product
    return decades(np.abs(collapse(tower)[0] - product).max() / np.abs(product).max(), 1e-5)


def branches(setting):
    """The difference between three branches and their one kernel, against 1e-5."""
    channels, rng = setting.sized(4)[0], np.random.default_rng(setting.seed)
    three, one = Conv2d(channels, channels, 3, padding=1, bias=False), Conv2d(channels, channels, 1, bias=False)
    merged, x = Conv2d(channels, channels, 3, padding=1, bias=False), rng.normal(size=(2, channels, 8, 8))
    for layer in (three, one):
        layer.initialise(rng)
    merged.params["weight"][...] = one_kernel(three.params["weight"], one.params["weight"])
    together = three(x) + one(x) + x
    return decades(np.abs(merged(x) - together).max() / np.abs(together).max(), 1e-5)


def half_learned(depth, setting):
    """After how many steps half of each direction is learned."""
    return np.argmax(directions_learned(depth, setting.seed, size=setting.sized(8)[0]) > 0.5, axis=0)


def one_after_another(setting):
    """By what factor each direction takes longer than the one before, at least, for a product of two."""
    steps = half_learned(2, setting)
    return np.min(steps[1:] / steps[:-1])


def unseen(depth, setting):
    """The error on unseen entries, the mean over three draws as in the lesson."""
    return np.mean([error_on_unseen(depth, 3 * setting.seed + i) for i in range(3)])


def float32_xor(setting):
    """How far the network is from XOR in float32, and from 0 in float64."""
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    single, double = (rounding_xor(dtype)(corners.astype(dtype)).ravel() for dtype in (np.float32, np.float64))
    return 0.5 - max(np.abs(single - [0, 1, 1, 0]).max(), np.abs(double).max())


CLAIMS = [
    Claim(
        "polynomials-stop-at-their-degree",
        "06",
        "Eight random units of identity, square or cube draw a curve as well as 64 do, to a thousandth.",
        lambda s: 1e-3 - gain_of_a_polynomial(s),
        UNTRAINED,
        "of the error",
    ),
    Claim(
        "bends-go-on",
        "06",
        "With ReLU or sigmoid, more units make the error smaller: from 8 to 64, by more than half.",
        lambda s: 0.5 - gain_of_a_bend(s),
        UNTRAINED,
        "of the error",
    ),
    Claim(
        "spiral-lost-in-two",
        "06",
        "Behind two random ReLUs more than a third of the spiral is lost…",
        lambda s: way_back(2, s) - 1 / 3,
        UNTRAINED,
        "of its size",
    ),
    Claim(
        "spiral-back-from-fifteen",
        "06",
        "… behind fifteen less than a twentieth.",
        lambda s: 0.05 - way_back(15, s),
        UNTRAINED,
        "of its size",
    ),
    Claim(
        "spiral-never-through-three",
        "06",
        "Three are never enough: of sixty draws the best loses more than a twentieth…",
        lambda s: min(draws(3, s)) - 0.05,
        UNTRAINED,
        "of its size",
    ),
    Claim(
        "spiral-through-six-with-luck",
        "06",
        "… with luck six are, and of fifteen nearly any: nine draws in ten.",
        lambda s: min(0.05 - min(draws(6, s)), np.mean(np.array(draws(15, s)) < 0.05) - 0.9),
        UNTRAINED,
        "of its size, or of the draws",
    ),
    Claim(
        "shortcuts-collapse", "06", "Blocks x + Wx collapse to the product of I + W.", shortcuts, UNTRAINED, "decades"
    ),
    Claim("branches-are-one-kernel", "06", "Three branches are one 3 × 3 kernel.", branches, UNTRAINED, "decades"),
    Claim(
        "one-matrix-learns-all-at-once",
        "06",
        "One matrix learns directions of the strengths 4, 2 and 1 at the same pace: half of each within five steps.",
        lambda s: 5.5 - np.ptp(half_learned(1, s)),
        UNTRAINED,
        "steps",
    ),
    Claim(
        "a-product-learns-one-by-one",
        "06",
        "A product of two learns the strong ones first: each takes at least 1.3 times as long as the one before.",
        lambda s: one_after_another(s) - 1.3,
        UNTRAINED,
        "times",
    ),
    Claim(
        "one-matrix-fills-in-nothing",
        "06",
        "One matrix learns nothing of entries it is not shown: their error stays 1, to a twentieth…",
        lambda s: 0.05 - abs(unseen(1, s) - 1),
        UNTRAINED,
        "of their size",
    ),
    Claim(
        "products-fill-in",
        "06",
        "… and products of two and of three, started small, fill in some of them, three more than two.",
        lambda s: min(0.75 - unseen(2, s), unseen(2, s) - unseen(3, s)),
        UNTRAINED,
        "of their size",
    ),
    Claim(
        "rounding-is-xor",
        "06",
        "Three dense layers are XOR in float32 and 0 in float64.",
        float32_xor,
        UNTRAINED,
        "of the answer",
    ),
]
