"""What the tests of the explorers share: activations by other hands, an untrained network, one explorer moved about, a hand
that reaches into its pictures.
"""

import itertools

import numpy as np
from scipy import special

from helpers.convolution import AvgPool2d
from helpers.digits import load_digits
from helpers.experiments.digit_networks import digit_network
from helpers.explorers.frame.touch import Touch
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


# ---- pointing -------------------------------------------------------------------------------------------------------

STROKES = itertools.count()


def touch_of(explorer):
    (found,) = [part for part in explorer.widget.children if isinstance(part, Touch)]
    return found


def on_picture(axes, x, y):
    """A place in the units of some axes, as the page would tell it."""
    across, up = axes.figure.transFigure.inverted().transform(axes.transData.transform((x, y)))
    return [float(across), float(1 - up)]


def point(explorer, axes, x, y, **further):
    """Tell the explorer, as the page would, that a reader points at a place in the units of some axes."""
    canvases = explorer._drawn()
    (picture,) = [i for i, canvas in enumerate(canvases) if canvas and axes in canvas.figure.axes]
    across, down = on_picture(axes, x, y)
    touch_of(explorer)._hear(None, {"picture": picture, "x": across, "y": down, **further}, [])


def drag(explorer, axes, *places, tapped=False):
    """A whole stroke: it begins at the first place, comes by the others, and ends at the last."""
    stroke = {"stroke": next(STROKES), "began": on_picture(axes, *places[0])}
    for place in places:
        point(explorer, axes, *place, **stroke)
    point(explorer, axes, *places[-1], **stroke, released=True, tapped=tapped)


def tap(explorer, axes, x, y):
    drag(explorer, axes, (x, y), tapped=True)
