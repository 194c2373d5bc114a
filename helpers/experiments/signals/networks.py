"""Dense networks that read digits, started well or badly, and a look at what reaches their activations."""

import numpy as np

from helpers.experiments.digit_networks import DIGITS, IMAGE
from helpers.experiments.signals.stack import fan_in_weights
from helpers.layers import BatchNorm2d, Dense, Flatten, ReLU
from helpers.network import Sequential


class BatchNorm(BatchNorm2d):
    """Batch norm for dense layers, (N, features): each feature is a channel of a single pixel."""

    def forward(self, x):
        return super().forward(x[:, :, None, None])[:, :, 0, 0]

    def backward(self, grad):
        return super().backward(grad[:, :, None, None])[:, :, 0, 0]

    def output_shape(self, input_shape):
        return super().output_shape((*input_shape, 1, 1))[:1]

    def __repr__(self):
        return f"BatchNorm({self.channels})"


def dense_network(activation=ReLU, depth=2, width=64, seed=0, norm=False, draw=None):
    """A dense network for digits: hidden layers of one width, each with an activation, then ten logits.

    Parameters
    ----------
    activation : function without arguments that makes a layer
    depth, width : int
        Number of hidden layers, and their units.
    seed : int
        Draws the initial weights. Networks that differ in the activation or in batch norm alone start with the same.
    norm : bool
        Batch norm before each activation?
    draw : function, optional
        ``draw(rng, shape)`` returns the initial weights of one hidden layer, (out, in). Gaussian by fan-in with the gain
        √2 if None. The ten logits always start by fan-in, with gain 1.

    Returns
    -------
    Sequential
        (N, 1, 8, 8) → (N, 10).

    Examples
    --------
    >>> dense_network(depth=1, norm=True).names()
    ['0 Flatten', '1 Dense', '2 BatchNorm', '3 ReLU', '4 Dense']
    """
    layers, features = [Flatten()], int(np.prod(IMAGE))
    for _ in range(depth):
        layers += [Dense(features, width), *([BatchNorm(width)] if norm else []), activation()]
        features = width
    network = Sequential([*layers, Dense(features, DIGITS)], IMAGE, seed)
    rng, dense = np.random.default_rng(seed), dense_layers(network)
    for layer in dense[:-1]:
        shape = layer.params["weight"].shape
        layer.params["weight"][...] = fan_in_weights(rng, shape, np.sqrt(2)) if draw is None else draw(rng, shape)
    dense[-1].params["weight"][...] = fan_in_weights(rng, dense[-1].params["weight"].shape)
    return network


def dense_layers(network):
    """The dense layers of a network, the first one first.

    Examples
    --------
    >>> dense_layers(dense_network(depth=2))
    [Dense(64, 64), Dense(64, 64), Dense(64, 10)]
    """
    return [layer for layer in network.layers if isinstance(layer, Dense)]


def inside(network, images):
    """What goes into each activation of a network, and what comes out, in inference mode.

    Parameters
    ----------
    network : Sequential
    images : array, shape (N, …)

    Returns
    -------
    pre_activations, outputs : lists of arrays (N, units), the first activation first

    Examples
    --------
    >>> z, a = inside(dense_network(depth=2, width=5), np.ones((3, 1, 8, 8)))
    >>> [each.shape for each in z], bool(min(each.min() for each in a) >= 0)
    ([(3, 5), (3, 5)], True)
    """
    network.eval()
    pre_activations, outputs = [], []
    for layer in network.layers:
        before, images = images, layer.forward(images)
        if layer.activation:
            pre_activations.append(before)
            outputs.append(images)
    return pre_activations, outputs


def start_dead(network, layer=1, bias=-10.0):
    """Give one hidden layer so negative a bias that its pre-activations are negative for every image.

    Parameters
    ----------
    network : Sequential, as from ``dense_network``
    layer : int
        Which hidden layer, from 0.
    bias : float

    Returns
    -------
    Sequential
        The same network, changed.

    Examples
    --------
    >>> z, _ = inside(start_dead(dense_network()), np.ones((3, 1, 8, 8)))
    >>> bool(z[1].max() < 0)
    True
    """
    dense_layers(network)[layer].params["bias"][...] = bias
    return network
