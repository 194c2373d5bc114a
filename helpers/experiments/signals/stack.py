"""Many dense layers without biases, one after the other: how large is the signal, and how large the gradient?

Why the standard deviation gain / √fan-in keeps a signal's size. A pre-activation is a sum of fan-in products w·x. The
weights are drawn independently, with mean 0, so the mean of the squared sum is the sum of the means of the squares:

    E[z²] = fan_in · E[w²] · E[x²].

With E[w²] = 1 / fan_in this is E[x²]. ReLU keeps the positive half of a z that is symmetric about 0, and with it half of
E[z²]; E[w²] = 2 / fan_in, the gain √2, makes up for that (He et al., 2015).
"""

import numpy as np


def fan_in_weights(rng, shape, gain=1.0):
    """Gaussian weights (out, in) with mean 0 and standard deviation gain / √in, drawn by the generator ``rng``.

    Examples
    --------
    >>> float(fan_in_weights(np.random.default_rng(0), (300, 400), gain=2.0).std().round(2))
    0.1
    """
    return rng.standard_normal(shape) * gain / np.sqrt(shape[1])


def stack_weights(draw, width, depth, seed=0, inputs=64):
    """The weights of a stack of dense layers.

    Parameters
    ----------
    draw : function
        ``draw(rng, shape)`` returns the weights of one layer, shape (out, in).
    width, depth : int
        Units of each layer, and the number of layers.
    seed : int
    inputs : int
        How many numbers an image has.

    Returns
    -------
    list of arrays (width, in), float64

    Examples
    --------
    >>> [w.shape for w in stack_weights(fan_in_weights, width=5, depth=2, inputs=3)]
    [(5, 3), (5, 5)]
    """
    rng = np.random.default_rng(seed)
    return [draw(rng, (width, inputs if layer == 0 else width)) for layer in range(depth)]


def through_layers(x, weights, function, biases=None):
    """Send images through a stack of dense layers, with an activation after every one.

    Parameters
    ----------
    x : array, shape (N, in)
    weights : list of arrays (out, in)
    function : the activation function
    biases : list of arrays (out,), optional
        None for no biases.

    Returns
    -------
    pre_activations, outputs : lists of arrays (N, out), the first layer first

    Examples
    --------
    >>> z, a = through_layers(np.array([[1.0]]), [np.array([[-2.0]]), np.array([[3.0]])], lambda z: np.maximum(z, 0))
    >>> [float(each[0, 0]) for each in z], [float(each[0, 0]) for each in a]
    ([-2.0, 0.0], [0.0, 0.0])
    """
    pre_activations, outputs = [], []
    for layer, w in enumerate(weights):
        z = x @ w.T + (0 if biases is None else biases[layer])
        x = function(z)
        pre_activations.append(z)
        outputs.append(x)
    return pre_activations, outputs


def size(values):
    """The root mean square of all entries: how large they are, whatever their sign.

    Examples
    --------
    >>> float(size(np.array([3.0, -3.0])))
    3.0
    """
    return np.sqrt(np.mean(np.square(values)))


def spread(values):
    """How much the images differ: the root mean square of each entry's distance from its unit's mean over the images.

    Parameters
    ----------
    values : array, shape (N, units)

    Examples
    --------
    All images give the same, so nothing is left to tell them apart:

    >>> float(spread(np.array([[0.5, 7.0], [0.5, 7.0]])))
    0.0
    """
    return size(values - values.mean(axis=0))


def gradient_sizes(x, weights, activation, seed=0, biases=None):
    """The size of the gradient at every layer's pre-activation, for a random gradient at the last layer's output.

    Parameters
    ----------
    x : array, shape (N, in)
    weights : list of arrays (out, in)
    activation : pair (function, derivative), such as an entry of ``helpers.activations.ACTIVATIONS``
    seed : int
        Draws the gradient that arrives at the last layer's output, standard normal.
    biases : list of arrays (out,), optional

    Returns
    -------
    array, shape (layers,)
        The root mean square of each, the first layer first.

    Examples
    --------
    One unit a layer, weights of 1: each step back is one slope, here that of the sigmoid at or near 0.

    >>> from helpers.activations import ACTIVATIONS
    >>> sizes = gradient_sizes(np.zeros((1, 1)), [np.eye(1), np.eye(1)], ACTIVATIONS["sigmoid"])
    >>> float(sizes[0] / sizes[1])
    0.25
    """
    function, derivative = activation
    pre_activations, outputs = through_layers(x, weights, function, biases)
    grad, sizes = np.random.default_rng(seed).normal(size=outputs[-1].shape), []
    for w, z in zip(reversed(weights), reversed(pre_activations)):
        grad = grad * derivative(z)
        sizes.append(size(grad))
        grad = grad @ w
    return np.array(sizes[::-1])


def as_sigmoids(tanh_weights):
    """Weights and biases with which a stack of sigmoids is a given stack of tanh.

    tanh(z) = 2σ(2z) − 1. So the first layer's weights are doubled; those of the others are multiplied by 4, and their
    biases take the half away that every sigmoid adds.

    Parameters
    ----------
    tanh_weights : list of arrays (out, in)

    Returns
    -------
    weights, biases : lists of arrays

    Examples
    --------
    >>> from helpers.activations import sigmoid, tanh
    >>> x, w = np.array([[0.3]]), [np.array([[2.0]]), np.array([[-1.0]])]
    >>> weights, biases = as_sigmoids(w)
    >>> a, b = through_layers(x, w, tanh)[1][-1], through_layers(x, weights, sigmoid, biases)[1][-1]
    >>> float(a[0, 0].round(6)), float((2 * b - 1)[0, 0].round(6))
    (-0.490751, -0.490751)
    """
    weights = [(2 if layer == 0 else 4) * w for layer, w in enumerate(tanh_weights)]
    biases = [(0 if layer == 0 else -0.5) * w.sum(axis=1) for layer, w in enumerate(weights)]
    return weights, biases
