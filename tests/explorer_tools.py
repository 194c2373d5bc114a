"""What the tests of the explorers share: activations by other hands, an untrained network, one explorer moved about."""

import numpy as np
from scipy import special

from helpers.convolution import AvgPool2d
from helpers.digits import load_digits
from helpers.experiments.digit_networks import digit_network
from helpers.layers import ReLU

NAMES = ("identity", "relu", "leaky_relu", "tanh", "sigmoid")
FUNCTIONS = {
    "identity": lambda z: z * 1.0,
    "relu": lambda z: (z + np.abs(z)) / 2,
    "leaky_relu": lambda z: np.where(z > 0, z, 0.01 * z),
    "tanh": np.tanh,
    "sigmoid": special.expit,
}
SLOPES = {
    "identity": lambda z: np.ones_like(z),
    "relu": lambda z: np.heaviside(z, 0),
    "leaky_relu": lambda z: np.where(z > 0, 1, 0.01),
    "tanh": lambda z: np.cosh(z) ** -2,
    "sigmoid": lambda z: special.expit(z) * special.expit(-z),
}


def untrained_network():
    """The arguments of the switch explorer: the network of lesson 04 before its training, test images and labels."""
    digits = load_digits()
    return digit_network(ReLU, AvgPool2d), digits.test_images, digits.test_labels


class Moved:
    """One explorer for many tests: making one takes ten times as long as moving it.

    Parameters
    ----------
    explorer : Explorer
    apart_from : names of controls that others fill in, and that ``show`` leaves alone
    """

    def __init__(self, explorer, apart_from=()):
        self.explorer = explorer
        self.start = {name: control.value for name, control in explorer.controls.items() if name not in apart_from}

    def __getattr__(self, name):
        return getattr(self.explorer, name)

    def show(self, **values):
        """Set every control to its first value, or to the one given here; return the explorer's state."""
        with self.explorer.together():
            for name, value in {**self.start, **values}.items():
                self.explorer.controls[name].value = value
        return self.explorer.state()
