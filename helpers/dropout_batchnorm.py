"""Layers that act differently while training: dropout and batch norm."""

import numpy as np

from helpers.activations import as_float
from helpers.base import Layer, check_count, check_input


class Dropout(Layer):
    """While training, zero each number with probability ``p`` and scale the rest by 1/(1 − p); else do nothing.

    The scaling keeps the expected value, so that nothing needs to change at inference (Srivastava et al., 2014).

    Examples
    --------
    >>> layer = Dropout(0.5)
    >>> layer.training = False
    >>> layer(np.array([[1.0, 2.0]]))
    array([[1., 2.]])
    """

    linear = True

    def __init__(self, p=0.5, rng=None):
        if not 0 <= p < 1:
            raise ValueError(f"p: expected a probability in [0, 1), got {p!r}")
        self.p = p
        self.rng = np.random.default_rng() if rng is None else rng

    def initialise(self, rng):
        # A stream of its own: what is dropped does not depend on how many weights were drawn before.
        (self.rng,) = rng.spawn(1)

    def forward(self, x):
        x = as_float(x)
        self.cache = np.ones_like(x)
        if self.training:
            self.cache[self.rng.random(x.shape) < self.p] = 0
            self.cache /= 1 - self.p
        return x * self.cache

    def backward(self, grad):
        return grad * self.remembered()

    def __repr__(self):
        return f"Dropout({self.p})"


class BatchNorm2d(Layer):
    """Batch normalisation of each channel of (N, C, H, W) (Ioffe and Szegedy, 2015).

    While training, every channel is shifted and scaled to mean 0 and variance 1 over the batch, and running averages
    are kept. At inference the running averages are used: then the layer multiplies each channel by one fixed number
    and adds another, an affine map.

    Parameters
    ----------
    channels : int
    momentum : float
        The share of the newest batch in the running averages.
    epsilon : float
        Added to the variance, to keep the division finite.

    Attributes
    ----------
    params : dict
        ``"weight"`` (C,), the scale, and ``"bias"`` (C,), the shift, applied after normalising.
    running_mean, running_var : float64 arrays of shape (C,)

    Examples
    --------
    >>> BatchNorm2d(1)(np.array([1.0, 3.0]).reshape(2, 1, 1, 1)).ravel().round(3)
    array([-1.,  1.])
    """

    linear = True

    def __init__(self, channels, momentum=0.1, epsilon=1e-5):
        check_count("channels", channels)
        self.channels, self.momentum, self.epsilon = channels, momentum, epsilon
        self.set_params(weight=np.ones(channels, np.float32), bias=np.zeros(channels, np.float32))
        self.initialise(None)

    def initialise(self, rng):
        self.params["weight"][...], self.params["bias"][...] = 1, 0
        self.running_mean, self.running_var = np.zeros(self.channels), np.ones(self.channels)

    def forward(self, x):
        x = as_float(x)
        check_input(self, x, 4, self.channels)
        mean, var = self.batch_statistics(x) if self.training else (self.running_mean, self.running_var)
        inverse = per_channel(1 / np.sqrt(var + self.epsilon)).astype(x.dtype)
        normal = (x - per_channel(mean).astype(x.dtype)) * inverse
        self.cache = normal, inverse, self.training
        return normal * per_channel(self.params["weight"]) + per_channel(self.params["bias"])

    def batch_statistics(self, x):
        """Mean and variance of each channel over the batch; the running averages follow them."""
        if x.size <= self.channels:
            raise ValueError(f"x: {self!r} needs more than one value per channel while training, got shape {x.shape}")
        mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
        count = x.size / self.channels
        self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
        # The batch's own variance divides by the count; an estimate of the data's variance divides by one less.
        self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * count / (count - 1)
        return mean, var

    def backward(self, grad):
        normal, inverse, used_batch_statistics = self.remembered()
        self.grads["weight"][...] = (grad * normal).sum(axis=(0, 2, 3))
        self.grads["bias"][...] = grad.sum(axis=(0, 2, 3))
        grad = grad * per_channel(self.params["weight"])
        if used_batch_statistics:
            # Mean and variance depend on every image of the batch, so their share of the gradient is taken out again.
            axes = (0, 2, 3)
            along_normal = (grad * normal).mean(axis=axes, keepdims=True)
            grad = grad - grad.mean(axis=axes, keepdims=True) - normal * along_normal
        return grad * inverse

    def output_shape(self, input_shape):
        if len(input_shape) != 3 or input_shape[0] != self.channels:
            raise ValueError(f"input_shape: {self!r} expects ({self.channels}, H, W), got {tuple(input_shape)}")
        return tuple(input_shape)

    def __repr__(self):
        return f"BatchNorm2d({self.channels})"


def per_channel(values):
    """(C,) → (1, C, 1, 1), so that it lines up with (N, C, H, W)."""
    return values[None, :, None, None]
