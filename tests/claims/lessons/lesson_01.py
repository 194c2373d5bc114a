"""What lesson 01 says: slopes, overflow, softmax and sigmoid. Nothing is trained."""

import numpy as np

from claims.claim import Claim, decades
from claims.settings import UNTRAINED
from helpers.activations import relu, relu_grad, sigmoid, sigmoid_grad, softmax
from helpers.experiments.digit_networks import digit_network
from helpers.layers import Identity
from helpers.network import Sequential


def normals(setting, *shape, scale=1.0):
    """Normally distributed numbers; the first axis grows with the setting's width."""
    return np.random.default_rng(setting.seed).normal(size=(*setting.sized(shape[0]), *shape[1:]), scale=scale)


def central_error(gradient, setting):
    """The largest distance from a central difference of ReLU, away from its corner."""
    z, h = normals(setting, 1000), 1e-5
    z = z[np.abs(z) > 0.01]
    return np.max(np.abs(gradient(z) - (relu(z + h) - relu(z - h)) / (2 * h)))


def wrong_gate(z):
    return (relu(z) >= 0) * 1.0


def naive_sigmoid(z):
    with np.errstate(over="ignore", invalid="ignore"):
        return np.exp(z) / (1 + np.exp(z))


def overflow(setting):
    """0.5 if the naive formula is not a number for every large z, and the stable one is 1; less otherwise."""
    z = 710 + np.abs(normals(setting, 1000, scale=3000))
    return 0.5 - np.mean(~np.isnan(naive_sigmoid(z))) - np.max(np.abs(sigmoid(z) - 1))


def ten_slopes(setting):
    """The product of ten sigmoid slopes against a millionth."""
    return decades(np.prod(sigmoid_grad(normals(setting, 1000, 10)), axis=1).max(), 1e-6)


def shifted(setting):
    logits = normals(setting, 500, 10)
    shift = normals(setting, 500, 1, scale=100)
    return decades(np.max(np.abs(softmax(logits + shift, axis=1) - softmax(logits, axis=1))), 1e-9)


def order_kept(setting):
    logits = normals(setting, 5000, 10, scale=4)
    return 0.5 - np.sum(softmax(logits, axis=1).argmax(axis=1) != logits.argmax(axis=1))


def two_classes(setting):
    z = normals(setting, 1000, scale=10)
    return decades(np.max(np.abs(softmax(np.stack([z, 0 * z], axis=1), axis=1)[:, 0] - sigmoid(z))), 1e-14)


def identity_left_out(setting):
    """0.5 less the largest change in the logits when the identity layers are taken out of a network."""
    network = digit_network(Identity, seed=setting.seed, width=setting.sized(8, 16))
    without = Sequential([layer for layer in network.layers if not isinstance(layer, Identity)], seed=None)
    images = np.random.default_rng(setting.data).normal(size=(50, 1, 8, 8))
    return 0.5 - np.max(np.abs(network(images) - without(images)))


CLAIMS = [
    Claim(
        "identity-is-none",
        "01",
        "The identity as activation is the same as none: leaving it out changes no logit.",
        identity_left_out,
        UNTRAINED,
        "logit",
    ),
    Claim(
        "wrong-gate-never-closes",
        "01",
        "relu(z) >= 0 opens the gate for every pre-activation.",
        lambda s: 0.5 - np.sum(wrong_gate(normals(s, 10_000)) == 0),
        UNTRAINED,
        "gates",
    ),
    Claim(
        "right-gate-half",
        "01",
        "z > 0 opens it for about half (45 to 55 %) of random pre-activations.",
        lambda s: 0.05 - abs(np.mean(relu_grad(normals(s, 10_000))) - 0.5),
        UNTRAINED,
        "of the gates",
    ),
    Claim(
        "difference-passes-right",
        "01",
        "A central difference agrees with the right slope of ReLU to 1e-8…",
        lambda s: decades(central_error(relu_grad, s), 1e-8),
        UNTRAINED,
        "decades",
    ),
    Claim(
        "difference-finds-wrong",
        "01",
        "… and misses the wrong one, a >= 0, by more than that.",
        lambda s: decades(1e-8, central_error(wrong_gate, s)),
        UNTRAINED,
        "decades",
    ),
    Claim(
        "naive-sigmoid-overflows",
        "01",
        "exp(z) / (1 + exp(z)) is nan from z = 710 on, where the sigmoid is 1.",
        overflow,
        UNTRAINED,
        "of the numbers",
    ),
    Claim(
        "sigmoid-quarter",
        "01",
        "The slope of the sigmoid is at most a quarter, so ten of them multiply to less than a millionth.",
        ten_slopes,
        UNTRAINED,
        "decades",
    ),
    Claim(
        "softmax-shift",
        "01",
        "The same number added to all logits of a row changes no probability (by 1e-9).",
        shifted,
        UNTRAINED,
        "decades",
    ),
    Claim("softmax-order", "01", "Softmax never changes which logit wins.", order_kept, UNTRAINED, "rows"),
    Claim("sigmoid-is-softmax", "01", "A sigmoid is a softmax over (z, 0).", two_classes, UNTRAINED, "decades"),
]
