"""Layers: each one can go forward, and each one can hand a gradient back.

``forward(x)`` returns the output and remembers what ``backward`` will need. ``backward(grad)`` takes the gradient of
the loss with respect to the output, stores the gradients of the layer's own parameters, and returns the gradient with
respect to the input. The first axis of ``x`` is always the batch.

**In memory the batch runs last.** Shapes are PyTorch's, (N, features) and (N, C, H, W), but the numbers behind them lie
in (features, N) or (C, H, W, N) order and are seen through a transposed view. Then every inner loop of NumPy is long,
and a convolution is one matrix product. Nothing outside this file and ``convolution`` needs to know.
"""

import copy

import numpy as np

from helpers import activations


class Layer:
    """What all layers share.

    Attributes
    ----------
    matrix : array or None
        All parameters of the layer in one 2-D array, or None if it has none.
    matrix_grad : array or None
        Their gradients, same shape, filled by ``backward``.
    training : bool
        True while training. Only dropout and batch norm behave differently then.
    linear : bool
        Is the layer an affine map (a matrix plus a bias) at inference?
    activation : bool
        Is the layer an activation function?
    needs_input_grad : bool
        Set to False for a network's first layer, whose input gradient nobody asks for.
    """

    matrix = None
    matrix_grad = None
    training = True
    linear = False
    activation = False
    needs_input_grad = True

    def forward(self, x):
        raise NotImplementedError(f"{type(self).__name__} has no forward yet")

    def backward(self, grad):
        raise NotImplementedError(f"{type(self).__name__} has no backward yet")

    def output_shape(self, input_shape):
        """The shape that comes out for one sample of shape ``input_shape`` (no batch axis)."""
        return tuple(input_shape)

    def initialise(self, rng):
        """Draw fresh parameters from the generator ``rng``. Layers without parameters draw nothing."""

    def split(self, matrix):
        """Name the parts of ``matrix``: a dict of views, so that writing into a part writes into the whole."""
        return {}

    @property
    def params(self):
        """The parameters by name, as views: change one in place and the layer has changed."""
        return {} if self.matrix is None else self.split(self.matrix)

    @property
    def grads(self):
        """The gradients of the last ``backward`` by name, as views."""
        return {} if self.matrix_grad is None else self.split(self.matrix_grad)

    def use(self, matrix, matrix_grad):
        """Move the parameters into ``matrix``, and the gradients into ``matrix_grad``, and work there from now on."""
        matrix[...] = self.matrix
        self.matrix, self.matrix_grad = matrix, matrix_grad

    def fresh(self):
        """A copy with parameters of its own and without memory of any forward pass."""
        twin = copy.copy(self)
        twin.__dict__ = {k: v for k, v in self.__dict__.items() if not k.startswith("_")}
        if self.matrix is not None:
            twin.matrix, twin.matrix_grad = self.matrix.copy(), np.zeros_like(self.matrix)
        return twin

    def remembered(self, name):
        """What ``forward`` left behind for ``backward``."""
        if name not in self.__dict__:
            raise RuntimeError(f"{self!r}: backward needs a forward pass first, and there was none")
        return self.__dict__[name]

    def scratch(self, name, shape, dtype):
        """An array of zeros to work in, kept for the next call of the same shape.

        Fresh large arrays cost page faults, which can double the time of a step. Only work space that no caller ever
        sees is kept; outputs and gradients are always new arrays.
        """
        kept = self.__dict__.get(name)
        if kept is None or kept.shape != shape or kept.dtype != dtype:
            kept = self.__dict__[name] = np.zeros(shape, dtype)
        return kept

    def __call__(self, x):
        return self.forward(x)

    def __repr__(self):
        return f"{type(self).__name__}()"


def check_input(layer, x, ndim, axis, size, kind):
    """Raise a clear ValueError unless ``x`` has ``ndim`` dimensions and ``size`` entries along ``axis``."""
    if x.ndim != ndim:
        raise ValueError(f"x: {layer!r} expects {ndim} dimensions (batch first), got shape {x.shape}")
    if size is not None and x.shape[axis] != size:
        raise ValueError(f"x: {layer!r} expects {size} {kind}, got {x.shape[axis]} (shape {x.shape})")


class Affine(Layer):
    """What ``Dense`` and ``Conv2d`` share: a matrix of weights with the bias as its last column.

    The bias is the weight of one more input that is always 1. So one product gives weights and bias at once, and one
    product gives both their gradients.
    """

    linear = True

    def __init__(self, outputs, fan_in, bias, rng):
        self.outputs, self.fan_in, self.has_bias = outputs, fan_in, bias
        self.matrix = np.zeros((outputs, fan_in + bias), np.float32)
        self.matrix_grad = np.zeros_like(self.matrix)
        self.initialise(np.random.default_rng() if rng is None else rng)

    def initialise(self, rng):
        """He initialisation: weights with variance 2 / fan-in, biases zero (He et al., 2015, equation 10)."""
        weights = rng.standard_normal((self.outputs, self.fan_in)) * np.sqrt(2 / self.fan_in)
        self.matrix[:, : self.fan_in] = weights
        self.matrix[:, self.fan_in :] = 0

    def weight_shape(self):
        return self.outputs, self.fan_in

    def split(self, matrix):
        parts = {"weight": matrix[:, : self.fan_in].reshape(self.weight_shape())}
        if self.has_bias:
            parts["bias"] = matrix[:, self.fan_in]
        return parts

    def with_ones(self, columns):
        """The last row of ``columns`` is the constant input of the bias."""
        if self.has_bias:
            columns[self.fan_in] = 1
        return columns


class Dense(Affine):
    """A dense (fully connected) layer, y = x Wᵀ + b.

    Parameters
    ----------
    in_features, out_features : int
    bias : bool
    rng : numpy.random.Generator, optional
        Where the initial weights come from; a fresh generator if None. ``Sequential`` draws them again by its seed.

    Attributes
    ----------
    params : dict
        ``"weight"`` of shape (out_features, in_features) and ``"bias"`` of shape (out_features,), float32.

    Raises
    ------
    ValueError
        From ``forward``, if ``x`` is not of shape (N, in_features).

    Examples
    --------
    >>> layer = Dense(2, 1)
    >>> layer.params["weight"][...] = [[3.0, -1.0]]
    >>> layer.params["bias"][...] = 0.5
    >>> layer(np.array([[1.0, 2.0]]))
    array([[1.5]])
    """

    def __init__(self, in_features, out_features, bias=True, rng=None):
        super().__init__(out_features, in_features, bool(bias), rng)

    def forward(self, x):
        x = activations.as_float(x)
        check_input(self, x, 2, 1, self.fan_in, "features")
        columns = self.scratch("_columns", (self.matrix.shape[1], len(x)), np.result_type(x, self.matrix))
        columns[: self.fan_in] = x.T
        return (self.matrix @ self.with_ones(columns)).T

    def backward(self, grad):
        columns = self.remembered("_columns")
        self.matrix_grad[...] = grad.T @ columns.T
        if self.needs_input_grad:
            return (self.matrix[:, : self.fan_in].T @ grad.T).T

    def output_shape(self, input_shape):
        if tuple(input_shape) != (self.fan_in,):
            raise ValueError(f"input_shape: {self!r} expects ({self.fan_in},), got {tuple(input_shape)}")
        return (self.outputs,)

    def __repr__(self):
        return f"Dense({self.fan_in}, {self.outputs})"


class Flatten(Layer):
    """(N, C, H, W) → (N, C·H·W), channel by channel and row by row, as ``x.reshape(N, -1)`` does.

    Examples
    --------
    >>> Flatten()(np.zeros((5, 2, 3, 4))).shape
    (5, 24)
    """

    linear = True

    def forward(self, x):
        self._shape = x.shape
        return np.moveaxis(x, 0, -1).reshape(-1, len(x)).T

    def backward(self, grad):
        n, *rest = self.remembered("_shape")
        return np.moveaxis(grad.T.reshape(*rest, n), -1, 0)

    def output_shape(self, input_shape):
        return (int(np.prod(input_shape)),)


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

    def __init__(self, p=0.5):
        if not 0 <= p < 1:
            raise ValueError(f"p: expected a probability in [0, 1), got {p}")
        self.p = p
        self.initialise(np.random.default_rng())

    def initialise(self, rng):
        self.rng = rng

    def forward(self, x):
        x = activations.as_float(x)
        keep = self.rng.random(x.shape) >= self.p if self.training else np.ones(x.shape)
        self._mask = (keep / (1 - self.p if self.training else 1)).astype(x.dtype)
        return x * self._mask

    def backward(self, grad):
        return grad * self.remembered("_mask")

    def __repr__(self):
        return f"Dropout({self.p})"


class BatchNorm2d(Layer):
    """Batch normalisation of each channel of (N, C, H, W) (Ioffe and Szegedy, 2015).

    While training, every channel is shifted and scaled to mean 0 and variance 1 over the batch, and running averages
    are kept. At inference the running averages are used: then the layer multiplies each channel by one fixed number
    and adds another, an affine map.

    Attributes
    ----------
    params : dict
        ``"weight"`` (C,), the scale, and ``"bias"`` (C,), the shift, applied after normalising.
    running_mean, running_var : arrays of shape (C,)
    """

    linear = True

    def __init__(self, channels, momentum=0.1, epsilon=1e-5):
        self.channels, self.momentum, self.epsilon = channels, momentum, epsilon
        self.matrix = np.zeros((2, channels), np.float32)
        self.matrix_grad = np.zeros_like(self.matrix)
        self.initialise(None)

    def initialise(self, rng):
        self.matrix[0], self.matrix[1] = 1, 0
        self.running_mean, self.running_var = np.zeros(self.channels), np.ones(self.channels)

    def split(self, matrix):
        return {"weight": matrix[0], "bias": matrix[1]}

    def forward(self, x):
        x = activations.as_float(x)
        check_input(self, x, 4, 1, self.channels, "channels")
        if self.training:
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
            count = x.size / self.channels
            unbiased = var * count / max(count - 1, 1)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * unbiased
        else:
            mean, var = self.running_mean, self.running_var
        self._inverse = per_channel(1 / np.sqrt(var + self.epsilon)).astype(x.dtype)
        self._normal = (x - per_channel(mean).astype(x.dtype)) * self._inverse
        self._batch_statistics = self.training
        return self._normal * per_channel(self.matrix[0]) + per_channel(self.matrix[1])

    def backward(self, grad):
        normal = self.remembered("_normal")
        self.matrix_grad[0] = (grad * normal).sum(axis=(0, 2, 3))
        self.matrix_grad[1] = grad.sum(axis=(0, 2, 3))
        grad = grad * per_channel(self.matrix[0])
        if self._batch_statistics:
            # Mean and variance depend on every image of the batch, so their share of the gradient is taken out again.
            axes = (0, 2, 3)
            along_normal = (grad * normal).mean(axis=axes, keepdims=True)
            grad = grad - grad.mean(axis=axes, keepdims=True) - normal * along_normal
        return grad * self._inverse

    def __repr__(self):
        return f"BatchNorm2d({self.channels})"


def per_channel(values):
    """(C,) → (1, C, 1, 1), so that it lines up with (N, C, H, W)."""
    return np.asarray(values)[None, :, None, None]


class ActivationLayer(Layer):
    """An activation function as a layer; the subclasses name the function and its derivative."""

    activation = True
    function = None
    derivative = None

    def forward(self, x):
        self._z = activations.as_float(x)
        return type(self).function(self._z)

    def backward(self, grad):
        return grad * type(self).derivative(self.remembered("_z"))


class Identity(ActivationLayer):
    """f(z) = z as a layer: the control group of every experiment with activations."""

    linear = True
    function = staticmethod(activations.identity)
    derivative = staticmethod(activations.identity_grad)


class Sigmoid(ActivationLayer):
    """The logistic sigmoid as a layer."""

    function = staticmethod(activations.sigmoid)
    derivative = staticmethod(activations.sigmoid_grad)


class Tanh(ActivationLayer):
    """The hyperbolic tangent as a layer."""

    function = staticmethod(activations.tanh)
    derivative = staticmethod(activations.tanh_grad)


class ReLU(ActivationLayer):
    """max(0, z) as a layer."""

    function = staticmethod(activations.relu)

    def backward(self, grad):
        return grad * (self.remembered("_z") > 0)


class LeakyReLU(ActivationLayer):
    """Leaky ReLU as a layer, with its slope on the negative side."""

    def __init__(self, slope=0.01):
        self.slope = slope

    def forward(self, x):
        self._z = activations.as_float(x)
        return activations.leaky_relu(self._z, self.slope)

    def backward(self, grad):
        return grad * activations.leaky_relu_grad(self.remembered("_z"), self.slope)

    def __repr__(self):
        return f"LeakyReLU({self.slope})"


class Softmax(ActivationLayer):
    """Softmax over axis 1, the classes of (N, K) and the channels of (N, C, H, W)."""

    def forward(self, x):
        self._p = activations.softmax(x, axis=1)
        return self._p

    def backward(self, grad):
        p = self.remembered("_p")
        return p * (grad - (grad * p).sum(axis=1, keepdims=True))
