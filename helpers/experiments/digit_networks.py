"""The networks that read digits: the small CNN of the lessons in its variants, and one matrix to compare it with."""

from helpers.base import check_count
from helpers.convolution import AvgPool2d, Conv2d
from helpers.layers import BatchNorm2d, Dense, Flatten, Identity, ReLU
from helpers.network import Sequential

IMAGE = (1, 8, 8)
DIGITS = 10


def digit_network(activation=ReLU, pool=AvgPool2d, seed=0, width=(8, 16), bias=True, norm=False, last=None):
    """The CNN of the lessons: convolution, activation, pool, twice, then one dense layer.

    Parameters
    ----------
    activation : function without arguments that makes a layer, such as the class ReLU
    pool : AvgPool2d or MaxPool2d
    seed : int
        Draws the initial weights. Networks that differ in the activation or the pool alone start with the same ones.
    width : pair of int
        Feature maps of the two convolutions.
    bias : bool
        Do the convolutions and the dense layer have biases?
    norm : bool
        Put batch norm behind each convolution?
    last : function that makes a layer, optional
        An activation on the ten logits, where none belongs.

    Returns
    -------
    Sequential
        (N, 1, 8, 8) → (N, 10).

    Raises
    ------
    ValueError
        Unless ``width`` is a pair of whole numbers.

    Examples
    --------
    >>> digit_network().parameters.size
    1898
    """
    if not isinstance(width, (tuple, list)) or len(width) != 2:
        raise ValueError(f"width: expected a pair, the feature maps of both convolutions, got {width!r}")
    layers, channels = [], IMAGE[0]
    for maps in width:
        check_count("width", maps)
        layers.append(Conv2d(channels, maps, 3, padding=1, bias=bias))
        layers += [BatchNorm2d(maps)] if norm else []
        layers += [activation(), pool(2)]
        channels = maps
    # Two pools leave 2 × 2 of the 8 × 8 pixels.
    layers += [Flatten(), Dense(4 * channels, DIGITS, bias=bias)]
    return Sequential(layers + ([] if last is None else [last()]), IMAGE, seed)


def one_matrix(seed=0):
    """One 10 × 64 matrix and ten biases: softmax regression, and the most that any linear network can be.

    Returns
    -------
    Sequential
        (N, 1, 8, 8) → (N, 10).

    Examples
    --------
    >>> one_matrix().parameters.size
    650
    """
    return Sequential([Flatten(), Dense(64, DIGITS)], IMAGE, seed)


def with_relus(network, on):
    """A copy of a network in which the hidden activations are switched on or off one by one; all weights are kept.

    Parameters
    ----------
    network : Sequential
    on : sequence of bool, one for each hidden activation, the first layer's first
        True keeps it, False puts the identity in its place.

    Returns
    -------
    Sequential

    Raises
    ------
    ValueError
        If there are not as many switches as hidden activations.

    Examples
    --------
    >>> with_relus(digit_network(width=(1, 1)), on=(True, False)).names()[:5]
    ['0 Conv2d', '1 ReLU', '2 AvgPool2d', '3 Conv2d', '4 Identity']
    """
    hidden = [layer for layer in network.layers[:-1] if layer.activation]
    if len(on) != len(hidden):
        raise ValueError(f"on: expected one switch for each of {len(hidden)} hidden activations, got {len(on)}")
    chosen = iter([layer if keep else Identity() for layer, keep in zip(hidden, on)])
    return network.with_activation(lambda: next(chosen))
