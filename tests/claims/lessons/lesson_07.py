"""What lesson 07 says of signals, gradients, dead units, batch norm, and of each activation inside."""

from dataclasses import replace
from functools import cache, partial

import numpy as np

from claims.claim import Claim, decades
from claims.settings import UNTRAINED
from claims.trained import task
from helpers.activations import ACTIVATIONS
from helpers.experiments.fitting import fit, share_read
from helpers.experiments.signals.compare import best_rate, read_by_rate, read_from_start, update_ratios
from helpers.experiments.signals.networks import dense_layers, dense_network, inside, start_dead
from helpers.experiments.signals.samples import excess_kurtosis, share_not_gaussian, skewness
from helpers.experiments.signals.stack import (
    as_sigmoids,
    fan_in_weights,
    gradient_sizes,
    size,
    spread,
    stack_weights,
    through_layers,
)
from helpers.layers import Identity, LeakyReLU, ReLU, Sigmoid, Tanh

INSIDE = {"identity": Identity, "sigmoid": Sigmoid, "tanh": Tanh, "ReLU": ReLU, "leaky ReLU": LeakyReLU}


def fixed(deviation):
    return lambda rng, shape: rng.normal(0, deviation, shape)


def by_fan_in(gain):
    return partial(fan_in_weights, gain=gain)


# ---- what nobody trains --------------------------------------------------------------------------------------------


def weights(draw, setting, width=100):
    return stack_weights(draw, *setting.sized(width), depth=20, seed=setting.seed)


def digits_in_rows(setting):
    return task("plain", setting).train_images[:50].reshape(50, 64)


def left(draw, name, setting, measure=size, width=100):
    """How much of a signal is left at layer 20, of what it was at layer 1."""
    outputs = through_layers(digits_in_rows(setting), weights(draw, setting, width), ACTIVATIONS[name].function)[1]
    return measure(outputs[-1]) / measure(outputs[0])


def luck(width, setting):
    """How much the size that is left differs between eight seeds, in powers of ten."""
    seeds = [replace(setting, seed=8 * setting.seed + i) for i in range(8)]
    return np.std([np.log10(left(by_fan_in(np.sqrt(2)), "relu", one, width=width)) for one in seeds])


def gradient_left(gain, name, setting, disguised=False):
    """How much of the gradient at layer 20 is left at layer 1."""
    w, biases = weights(by_fan_in(gain), setting), None
    if disguised:
        w, biases = as_sigmoids(w)
    sizes = gradient_sizes(digits_in_rows(setting), w, ACTIVATIONS[name], setting.seed, biases)
    return sizes[0] / sizes[-1]


def saturated(gain, setting):
    z = through_layers(digits_in_rows(setting), weights(by_fan_in(gain), setting), ACTIVATIONS["sigmoid"].function)[0]
    return np.mean(ACTIVATIONS["sigmoid"].derivative(z[-1]) < 0.025)


def widths_apart(draw, name, setting):
    """By how many powers of ten the spread at layer 20 differs between layers of 50 and of 200 units."""
    narrow, wide = (left(draw, name, setting, spread, width) for width in (50, 200))
    return abs(np.log10(wide / narrow))


def disguise_gap(setting):
    """Tanh, and the sigmoids that are tanh in disguise, against 1e-9."""
    w, x = weights(by_fan_in(1), setting), digits_in_rows(setting)
    shifted, biases = as_sigmoids(w)
    tanh = through_layers(x, w, ACTIVATIONS["tanh"].function)[1][-1]
    sigmoid = through_layers(x, shifted, ACTIVATIONS["sigmoid"].function, biases)[1][-1]
    return decades(np.abs(2 * sigmoid - 1 - tanh).max(), 1e-9)


# ---- what is trained -----------------------------------------------------------------------------------------------


@cache
def looked_inside(trained, setting, uniform=False):
    """Of the third layer: the pre-activations that are not Gaussian, the middle skew, zeros, the weights' kurtosis."""

    def draw(rng, shape):
        limit = np.sqrt(6 / shape[1])
        return rng.uniform(-limit, limit, shape)

    data = task("plain", setting)
    network = dense_network(depth=4, width=setting.sized(100)[0], seed=setting.seed, draw=draw if uniform else None)
    fit(network, data.train_images, data.train_labels, round(10 * setting.epochs) if trained else 0,
        seed=setting.seed, learning_rate=1e-3 * setting.rate)  # fmt: skip
    z, a = inside(network, data.train_images.astype(float))
    w = dense_layers(network)[2].params["weight"].ravel()
    alive = z[2][:, z[2].std(axis=0) > 0]
    return (share_not_gaussian(z[2]), np.median(np.abs(skewness(alive))), np.mean(a[2] == 0), excess_kurtosis(w),
            share_read(network, data.test_images, data.test_labels))  # fmt: skip


@cache
def two_layers(setting, activation=ReLU, rate=3e-3, dead=False):
    """Dead units of the second hidden layer, their share, and what the network reads of the flipped digits."""
    data = task("flipped", setting)
    network = dense_network(activation, 2, *setting.sized(64), setting.seed)
    if dead:
        start_dead(network)
    fit(network, data.train_images, data.train_labels, round(10 * setting.epochs), seed=setting.seed,
        learning_rate=rate * setting.rate)  # fmt: skip
    count = np.all(inside(network, data.train_images)[0][1] <= 0, axis=0)
    return int(count.sum()), float(count.mean()), share_read(network, data.test_images, data.test_labels)


@cache
def from_start(deviation, norm, setting):
    draw = fixed(deviation) if deviation else by_fan_in(np.sqrt(2))
    return read_from_start(draw, norm, setting.seed, width=setting.sized(64)[0], epochs=round(5 * setting.epochs),
                           learning_rate=3e-3 * setting.rate, digits=task("flipped", setting))  # fmt: skip


@cache
def readings(name, setting):
    rates = [rate * setting.rate for rate in (0.001, 0.005, 0.02)]
    return read_by_rate(INSIDE[name], rates, setting.seed, width=setting.sized(64)[0],
                        epochs=round(10 * setting.epochs), digits=task("flipped", setting))  # fmt: skip


def chosen(name, setting, smallest=False):
    read = readings(name, setting)
    return read[0 if smallest else best_rate([read])].test


def behind_at_the_middle(setting):
    """By how much of the images the sigmoid is behind ReLU at the middle rate; negative where it is ahead."""
    return readings("ReLU", setting)[1].test - readings("sigmoid", setting)[1].test


@cache
def deep(name, setting):
    rates = [rate * setting.rate for rate in (0.0003, 0.001, 0.003)]
    read = read_by_rate(INSIDE[name], rates, setting.seed, 20, setting.sized(64)[0], round(5 * setting.epochs),
                        task("flipped", setting))  # fmt: skip
    return read[best_rate([read])].test


@cache
def ratios(rate, setting):
    """The ratio of update to parameter, at the beginning and at the end."""
    data, network = task("flipped", setting), dense_network(ReLU, 2, *setting.sized(64), setting.seed)
    found = update_ratios(network, data.train_images, data.train_labels, round(10 * setting.epochs),
                          rate * setting.rate, setting.seed)  # fmt: skip
    return np.median(found[:10]), np.median(found[-22:])


BENT = "sigmoid", "tanh", "ReLU", "leaky ReLU"

CLAIMS = [
    # ---- untrained layers
    Claim(
        "signal-dies",
        "07",
        "Twenty ReLU layers, deviation 0.01: less than a billionth of the size is left.",
        lambda s: decades(left(fixed(0.01), "relu", s), 1e-9),
        UNTRAINED,
        "decades",
    ),
    Claim(
        "signal-explodes",
        "07",
        "With the deviation 1 it grows beyond a billion.",
        lambda s: decades(1e9, left(fixed(1), "relu", s)),
        UNTRAINED,
        "decades",
    ),
    Claim(
        "signal-kept",
        "07",
        "By fan-in with the gain √2 the size is kept within a factor of ten, at every width.",
        lambda s: 1 - abs(np.log10(left(by_fan_in(np.sqrt(2)), "relu", s))),
        UNTRAINED,
        "decades",
    ),
    Claim(
        "wide-needs-less-luck",
        "07",
        "By fan-in, luck matters less in a layer that is four times as wide.",
        lambda s: luck(25, s) - luck(100, s),
        UNTRAINED,
        "decades",
    ),
    Claim(
        "width-decides",
        "07",
        "With one deviation for all the width decides: 50 and 200 ReLU units differ by more than a factor of 100…",
        lambda s: widths_apart(fixed(0.1), "relu", s) - 2,
        UNTRAINED,
        "decades",
    ),
    Claim(
        "width-does-not-decide",
        "07",
        "… by fan-in the widths do alike: by less than a factor of 10, for all four activations.",
        lambda s: 1 - max(widths_apart(by_fan_in(1), name, s) for name in ("identity", "sigmoid", "tanh", "relu")),
        UNTRAINED,
        "decades",
    ),
    Claim(
        "sigmoid-keeps-size",
        "07",
        "Twenty sigmoids with fan-in weights keep the size within a fifth…",
        lambda s: 0.2 - abs(left(by_fan_in(np.sqrt(2)), "sigmoid", s) - 1),
        UNTRAINED,
        "of the size",
    ),
    Claim(
        "sigmoid-loses-spread",
        "07",
        "… and lose what tells images apart: less than a millionth is left, of ReLU's and tanh's more than a hundredth.",
        lambda s: min(
            decades(left(by_fan_in(np.sqrt(2)), "sigmoid", s, spread), 1e-6),
            *(decades(1e-2, left(by_fan_in(np.sqrt(2)), name, s, spread)) for name in ("relu", "tanh")),
        ),
        UNTRAINED,
        "decades",
    ),
    Claim(
        "sigmoid-gradient-vanishes",
        "07",
        "Behind twenty sigmoids, gain 1, less than a billionth of the gradient is left.",
        lambda s: decades(gradient_left(1, "sigmoid", s), 1e-9),
        UNTRAINED,
        "decades",
    ),
    Claim(
        "tanh-and-relu-gradient-arrives",
        "07",
        "Of tanh's, gain 1, more than a fiftieth is left, and ReLU's, gain √2, changes by less than a factor of ten.",
        lambda s: min(
            decades(0.02, gradient_left(1, "tanh", s)), 1 - abs(np.log10(gradient_left(np.sqrt(2), "relu", s)))
        ),
        UNTRAINED,
        "decades",
    ),
    Claim(
        "gain-4-is-not-enough",
        "07",
        "Gain 4 lets less than a hundredth of the sigmoids' gradient through…",
        lambda s: decades(gradient_left(4, "sigmoid", s), 1e-2),
        UNTRAINED,
        "decades",
    ),
    Claim(
        "gain-10-by-force",
        "07",
        "… gain 10 more than a hundredth, with more than half of the units saturated.",
        lambda s: min(decades(1e-2, gradient_left(10, "sigmoid", s)), saturated(10, s) - 0.5),
        UNTRAINED,
        "decades or share",
    ),
    Claim(
        "sigmoids-in-disguise",
        "07",
        "With weights times four and biases that take the halves away, the sigmoids are the tanh network.",
        disguise_gap,
        UNTRAINED,
        "decades",
    ),
    # ---- near 0 and Gaussian
    Claim(
        "pre-activations-near-a-bell",
        "07",
        "Pre-activations look like bells: in the third layer the middle unit's skewness is below 1, before and after…",
        lambda s: 1 - max(looked_inside(trained, s)[1] for trained in (False, True)),
        unit="skewness",
    ),
    Claim(
        "pre-activations-not-gaussian",
        "07",
        "… measured, most are none: half of the units and more are further off than chance explains.",
        lambda s: min(looked_inside(trained, s)[0] for trained in (False, True)) - 0.5,
        unit="of the units",
    ),
    Claim(
        "relu-outputs-at-zero",
        "07",
        "Of ReLU's outputs a fifth and more are exactly 0, before and after training.",
        lambda s: min(looked_inside(trained, s)[2] for trained in (False, True)) - 0.2,
        unit="of the outputs",
    ),
    Claim(
        "uniform-weights-stay-uniform",
        "07",
        "Weights drawn uniformly are nearer to a uniform sample's kurtosis (−1.2) than to a Gaussian's after training…",
        lambda s: -0.6 - looked_inside(True, s, uniform=True)[3],
        unit="kurtosis",
    ),
    Claim(
        "uniform-weights-read",
        "07",
        "… and the network reads more than 85 %.",
        lambda s: looked_inside(True, s, uniform=True)[4] - 0.85,
    ),
    # ---- dead units
    Claim(
        "large-rate-kills",
        "07",
        "More units die at ten times the usual rate than at the usual one, and at 0.1 still more, or all.",
        lambda s: min(
            two_layers(s, rate=0.03)[1] - two_layers(s)[1],
            max(two_layers(s, rate=0.1)[1] - two_layers(s, rate=0.03)[1], two_layers(s, rate=0.1)[1] - 0.99),
        ),
        unit="of the units",
    ),
    Claim(
        "some-dead-do-no-harm",
        "07",
        "A network with some dead units reads more than 80 %, at ten times the usual rate or at the usual one.",
        lambda s: max(two_layers(s, rate=0.03)[2], two_layers(s)[2]) - 0.8,
    ),
    Claim(
        "dead-stays-dead",
        "07",
        "From a dead layer a ReLU network learns nothing: it reads less than 16 %…",
        lambda s: 0.16 - two_layers(s, dead=True)[2],
    ),
    Claim(
        "leaky-revives",
        "07",
        "… a leaky one reads more than three quarters.",
        lambda s: two_layers(s, LeakyReLU, dead=True)[2] - 0.75,
    ),
    Claim(
        "leaky-wakes-most",
        "07",
        "… and more than half of its units are positive for some image again.",
        lambda s: 0.5 - two_layers(s, LeakyReLU, dead=True)[1],
        unit="of the units",
    ),
    # ---- batch norm
    Claim(
        "norm-forgives-small",
        "07",
        "Eight layers, deviation 0.01: with batch norm it reads more than two thirds, and more than without…",
        lambda s: min(from_start(0.01, True, s) - 2 / 3, from_start(0.01, True, s) - from_start(0.01, False, s)),
    ),
    Claim(
        "norm-forgives-large",
        "07",
        "… and from the deviation 1 it reads more as well.",
        lambda s: from_start(1, True, s) - from_start(1, False, s),
    ),
    Claim(
        "norm-adds-little",
        "07",
        "Behind weights by fan-in it makes a difference of less than 15 points.",
        lambda s: 0.15 - abs(from_start(None, True, s) - from_start(None, False, s)),
    ),
    # ---- update to parameter
    Claim(
        "ratio-falls",
        "07",
        "At the rate 0.003 the ratio of update to parameter falls while the network learns.",
        lambda s: np.log10(ratios(3e-3, s)[0] / ratios(3e-3, s)[1]),
        unit="decades",
    ),
    Claim(
        "ratio-shows-the-rate",
        "07",
        "At 0.1 it begins more than five times higher, at 0.0001 more than five times lower.",
        lambda s: min(
            decades(5 * ratios(3e-3, s)[0], ratios(0.1, s)[0]), decades(5 * ratios(1e-4, s)[0], ratios(3e-3, s)[0])
        ),
        unit="decades",
    ),
    # ---- each activation inside
    Claim(
        "all-bends-read",
        "07",
        "Two hidden layers, each at its best of three rates: sigmoid, tanh, ReLU and leaky ReLU read more than 85 %…",
        lambda s: min(chosen(name, s) for name in BENT) - 0.85,
    ),
    Claim(
        "all-bends-close",
        "07",
        "… and lie within ten points of each other…",
        lambda s: 0.1 - np.ptp([chosen(name, s) for name in BENT]),
    ),
    Claim(
        "identity-stays-low",
        "07",
        "… and the identity reads less than a half.",
        lambda s: 0.5 - chosen("identity", s),
    ),
    Claim(
        "one-rate-is-unfair",
        "07",
        "At the smallest rate the sigmoid is further behind ReLU than at the best.",
        lambda s: (chosen("ReLU", s, True) - chosen("sigmoid", s, True)) - (chosen("ReLU", s) - chosen("sigmoid", s)),
    ),
    Claim(
        "another-rate-for-all",
        "07",
        "At the middle one of the three rates for all, the sigmoid is less far behind ReLU than at the smallest.",
        lambda s: (chosen("ReLU", s, True) - chosen("sigmoid", s, True)) - behind_at_the_middle(s),
    ),
    Claim(
        "deep-sigmoid-learns-nothing",
        "07",
        "Twenty layers: the sigmoid reads less than 20 % at its best of three rates…",
        lambda s: 0.2 - deep("sigmoid", s),
    ),
    Claim(
        "deep-relu-learns",
        "07",
        "… ReLU reads at least twenty points more.",
        lambda s: deep("ReLU", s) - deep("sigmoid", s) - 0.2,
    ),
]
