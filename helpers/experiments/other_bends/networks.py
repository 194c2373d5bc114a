"""Digit networks that bend by something else than ReLU: squares, absolute values, and gates."""

import numpy as np

from helpers.activations import as_float
from helpers.base import Layer
from helpers.convolution import AvgPool2d, Conv2d
from helpers.experiments.digit_networks import DIGITS, IMAGE
from helpers.layers import ActivationLayer, Dense, Flatten
from helpers.network import Sequential


class Square(ActivationLayer):
    """z² in the place of an activation function."""

    function = staticmethod(np.square)

    def derivative(self, z):
        return 2 * z


class Absolute(ActivationLayer):
    """|z| in the place of an activation function; the slope at 0 is taken as 0."""

    function = staticmethod(np.abs)
    derivative = staticmethod(np.sign)


class Gate(Layer):
    """The first half of the channels times the second half: (N, 2C, …) → (N, C, …), no activation function anywhere.

    It is the gated linear unit of Dauphin et al. (2017) without its sigmoid, the "bilinear" one of Shazeer (2020).

    Raises
    ------
    ValueError
        From ``forward`` and ``output_shape``, if the number of channels is odd.

    Examples
    --------
    >>> Gate()(np.array([[2.0, 3.0, 5.0, 7.0]]))
    array([[10., 21.]])
    """

    def forward(self, x):
        x = self.cache = as_float(x)
        half = half_of(x.shape[1])
        return x[:, :half] * x[:, half:]

    def backward(self, grad):
        x = self.remembered()
        half = half_of(x.shape[1])
        return np.concatenate([grad * x[:, half:], grad * x[:, :half]], axis=1)

    def output_shape(self, input_shape):
        return (half_of(input_shape[0]), *input_shape[1:])


def half_of(channels):
    """Half the number of channels, or a ValueError where there is no half."""
    if channels % 2:
        raise ValueError(f"x: a gate expects an even number of channels, got {channels}")
    return channels // 2


def gate_network(gate=Gate, seed=0, width=(6, 12)):
    """The digit CNN of the lessons with gates in place of its ReLUs.

    Each convolution makes twice as many maps as its gate lets out. With the usual width that are 1,930 parameters, where
    the CNN with ReLUs has 1,898: narrower gates make up for the second kernel that each needs.

    Parameters
    ----------
    gate : function without arguments that makes a layer (N, 2C, H, W) → (N, C, H, W)
    seed : int
    width : pair of int
        Feature maps behind the two gates.

    Returns
    -------
    Sequential
        (N, 1, 8, 8) → (N, 10).

    Examples
    --------
    >>> gate_network().parameters.size
    1930
    """
    layers, channels = [], IMAGE[0]
    for maps in width:
        layers += [Conv2d(channels, 2 * maps, 3, padding=1), gate(), AvgPool2d(2)]
        channels = maps
    return Sequential([*layers, Flatten(), Dense(4 * channels, DIGITS)], IMAGE, seed)
