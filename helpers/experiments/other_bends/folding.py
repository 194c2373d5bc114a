"""What melts although it does not look like it: batch norm, parallel branches, and shortcuts without a bend."""

import numpy as np

from helpers.convolution import Conv2d
from helpers.layers import BatchNorm2d, Dense
from helpers.network import Sequential


def without_batchnorm(network, fold):
    """A copy of a network in which every batch norm is folded into the convolution before it.

    Parameters
    ----------
    network : Sequential
        With a convolution that has a bias before each batch norm.
    fold : function
        ``fold(weight, bias, gamma, beta, mean, var, epsilon)`` returns the new weight and the new bias.

    Returns
    -------
    Sequential

    Raises
    ------
    ValueError
        If something else than a convolution with a bias stands before a batch norm.

    Examples
    --------
    >>> normed = Sequential([Conv2d(1, 2, 3), BatchNorm2d(2)])
    >>> without_batchnorm(normed, lambda weight, bias, *_: (weight, bias)).names()
    ['0 Conv2d']
    """
    layers = []
    for layer in network.copy().layers:
        if not isinstance(layer, BatchNorm2d):
            layers.append(layer)
            continue
        before = layers[-1] if layers else None
        if not isinstance(before, Conv2d) or "bias" not in before.params:
            raise ValueError(f"network: expected a convolution with a bias before {layer!r}, got {before!r}")
        weight, bias = fold(
            before.params["weight"], before.params["bias"], layer.params["weight"], layer.params["bias"],
            layer.running_mean, layer.running_var, layer.epsilon,
        )  # fmt: skip
        before.params["weight"][...], before.params["bias"][...] = weight, bias
    return Sequential(layers, network.input_shape, None, network.parameters.dtype)


def one_kernel(three, one):
    """The 3 × 3 kernel that does what three branches do together: 3 × 3, 1 × 1, and a shortcut past both.

    Such a block is trained with its branches and used as one convolution (RepVGG, Ding et al., 2021).

    Parameters
    ----------
    three : array, shape (C, C, 3, 3)
        Used with padding 1.
    one : array, shape (C, C, 1, 1)

    Returns
    -------
    array, shape (C, C, 3, 3)

    Raises
    ------
    ValueError
        If the shapes do not fit a shortcut.

    Examples
    --------
    >>> one_kernel(np.zeros((1, 1, 3, 3)), np.full((1, 1, 1, 1), 4.0))[0, 0]
    array([[0., 0., 0.],
           [0., 5., 0.],
           [0., 0., 0.]])
    """
    channels = len(three)
    if three.shape != (channels, channels, 3, 3) or one.shape != (channels, channels, 1, 1):
        raise ValueError(f"three, one: expected (C, C, 3, 3) and (C, C, 1, 1), got {three.shape} and {one.shape}")
    kernel = three.copy()
    kernel[:, :, 1, 1] += one[:, :, 0, 0] + np.eye(channels)
    return kernel


class DenseWithShortcut(Dense):
    """A dense layer with a shortcut past it, y = x + x Wᵀ + b: a residual block without its bend.

    Parameters
    ----------
    features : int
        As many come in as go out.

    Examples
    --------
    >>> layer = DenseWithShortcut(1)
    >>> layer.params["weight"][...] = 2
    >>> layer(np.array([[5.0]]))
    array([[15.]])
    """

    def __init__(self, features, rng=None):
        super().__init__(features, features, rng=rng)

    def forward(self, x):
        return x + super().forward(x)

    def backward(self, grad):
        through = super().backward(grad)
        return None if through is None else grad + through
