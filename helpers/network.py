"""A network: layers in sequence, with all their parameters in one flat array."""

import numpy as np

from helpers.activations import as_float
from helpers.base import Layer
from helpers.layers import ReLU
from helpers.pooling import MaxPool2d


class ReLUAfterMaxPool:
    """ReLU and then max pooling, done the other way round: the same numbers, and less work for ReLU.

    ReLU never changes which of several numbers is the largest, so the two may change places, and behind the pooling a
    quarter of the numbers is left (with windows of 2×2). Each layer remembers what it would remember had it run alone.
    """

    def __init__(self, relu, pool):
        self.relu, self.pool = relu, pool

    def forward(self, z):
        self.z = self.relu.cache = as_float(z)
        self.out = self.relu.function(self.pool.forward(z))
        self.pooled = self.pool.cache
        return self.out

    def backward(self, grad):
        if self.relu.cache is self.z and self.pool.cache is self.pooled:
            return self.pool.backward(grad * (self.out > 0))
        # Somebody has run the layers one by one since.
        return self.relu.backward(self.pool.backward(grad))


def steps(layers: list) -> list:
    """The layers, with each ReLU that a max pooling follows made one step with it."""
    merged: list = []
    for layer in layers:
        if type(layer) is MaxPool2d and merged and type(merged[-1]) is ReLU:
            merged[-1] = ReLUAfterMaxPool(merged[-1], layer)
        else:
            merged.append(layer)
    return merged


class Sequential:
    """Layers applied one after the other.

    All parameters live in one flat array and all gradients in another, and the layers hold views of them. An
    optimiser then updates the whole network with a handful of array operations.

    Parameters
    ----------
    layers : list of Layer
    input_shape : tuple of int, optional
        The shape of one sample, without the batch. If given, it is checked that the layers fit together.
    seed : int or None
        All initial parameters are drawn by one generator with this seed. None keeps those that the layers have.
    dtype : float32 or float64
        The type of the parameters. float32 is almost twice as fast.

    Attributes
    ----------
    layers : list of Layer
    parameters, gradients : arrays of shape (P,)
        Change ``parameters`` in place (``network.parameters[...] = values``): the layers see it at once.

    Raises
    ------
    TypeError
        If an entry of ``layers`` is not a Layer, such as a class without its parentheses.
    ValueError
        If ``layers`` is empty, holds one layer twice, or does not fit ``input_shape``.

    Examples
    --------
    >>> from helpers.layers import Dense, ReLU
    >>> network = Sequential([Dense(2, 3), ReLU(), Dense(3, 1)], input_shape=(2,))
    >>> network(np.zeros((5, 2), np.float32)).shape
    (5, 1)
    """

    def __init__(self, layers, input_shape=None, seed=0, dtype=np.float32):
        # A layer that another network already holds is copied: two networks never share weights by accident.
        self.layers = [layer.fresh() if isinstance(layer, Layer) and layer.in_network else layer for layer in layers]
        self.input_shape = None if input_shape is None else tuple(input_shape)
        self._check_layers()
        if seed is not None:
            rng = np.random.default_rng(seed)
            for layer in self.layers:
                layer.initialise(rng)
        self._share_memory(dtype)
        if self.input_shape is not None:
            self.shapes()

    def _check_layers(self):
        if not self.layers:
            raise ValueError("layers: expected at least one layer, got none")
        for index, layer in enumerate(self.layers):
            if not isinstance(layer, Layer):
                hint = "; did you forget the parentheses?" if isinstance(layer, type) else ""
                raise TypeError(f"layers: entry {index} should be a Layer, got {layer!r}{hint}")
        if len({id(layer) for layer in self.layers}) < len(self.layers):
            raise ValueError("layers: one layer stands in the list twice; make a new one for each place")

    def _share_memory(self, dtype):
        """Move all parameters into one array and all gradients into another, and give the layers views of them."""
        size = sum(value.size for layer in self.layers for value in layer.params.values())
        self.parameters, self.gradients = np.zeros(size, dtype), np.zeros(size, dtype)
        self._gradient_views, self._steps, start = [], None, 0
        for layer in self.layers:
            layer.in_network = True
            params, layer.params, layer.grads = layer.params, {}, {}
            for name, value in params.items():
                place = slice(start, start + value.size)
                layer.params[name] = self.parameters[place].reshape(value.shape)
                layer.params[name][...] = value
                layer.grads[name] = self.gradients[place].reshape(value.shape)
                self._gradient_views.append((layer, name, layer.grads[name]))
                start = place.stop

    def forward(self, x):
        """The logits for the batch ``x``, whatever the last layer gives."""
        self._steps = steps(self.layers)
        for step in self._steps:
            x = step.forward(x)
        return x

    __call__ = forward

    def backward(self, grad, input_grad=True):
        """Fill ``gradients``, given the gradient of the loss with respect to the output of the last ``forward``.

        Returns the gradient with respect to the input. Training does not need that one, and ``input_grad=False`` saves
        the first layer the work; then the result is None, or whatever the first layer returns all the same.
        """
        first, *others = self._steps or self.layers
        for step in reversed(others):
            grad = step.backward(grad)
        first.needs_input_grad = input_grad
        try:
            grad = first.backward(grad)
        finally:
            first.needs_input_grad = True
        # A layer may have put a new array in the place of its gradient; the flat array must follow.
        for layer, name, view in self._gradient_views:
            if layer.grads[name] is not view:
                view[...] = layer.grads[name]
                layer.grads[name] = view
        return grad

    def predict(self, x):
        """The class with the largest logit for each sample, shape (N,)."""
        return np.argmax(self.forward(x), axis=1)

    def activations(self, x):
        """Every intermediate result: a list of (name, output), such as ("0 Conv2d", array)."""
        self._steps, outputs = None, []
        for name, layer in zip(self.names(), self.layers):
            x = layer.forward(x)
            outputs.append((name, x))
        return outputs

    def names(self):
        """The layers' names, numbered: "0 Conv2d", "1 ReLU", …"""
        return [f"{index} {type(layer).__name__}" for index, layer in enumerate(self.layers)]

    def train(self):
        """Switch dropout and batch norm to training. Returns the network."""
        return self._set_training(True)

    def eval(self):
        """Switch dropout and batch norm to inference. Returns the network."""
        return self._set_training(False)

    def _set_training(self, training):
        for layer in self.layers:
            layer.training = training
        return self

    def __setstate__(self, state):
        # copy.deepcopy and pickle store every view as an array of its own.
        self.__dict__.update(state)
        self._share_memory(self.parameters.dtype)

    def copy(self, dtype=None):
        """A copy with parameters of its own, in another float type if ``dtype`` is given."""
        return self._with_layers([layer.fresh() for layer in self.layers], dtype)

    def with_activation(self, make_layer):
        """A copy in which every hidden activation layer is replaced by ``make_layer()``; all weights are kept.

        An activation that is the last layer is an output activation and stays.
        """
        twins = [layer.fresh() for layer in self.layers]
        hidden = [make_layer() if layer.activation else layer for layer in twins[:-1]]
        return self._with_layers([*hidden, twins[-1]])

    def _with_layers(self, layers, dtype=None):
        return Sequential(layers, self.input_shape, None, self.parameters.dtype if dtype is None else dtype)

    def shapes(self, input_shape=None):
        """The output shape of every layer for one sample.

        Raises
        ------
        ValueError
            If no shape is known, or naming the first layer that does not fit.
        """
        shape = self.input_shape if input_shape is None else tuple(input_shape)
        if shape is None:
            raise ValueError("input_shape: give the shape of one sample, such as (1, 8, 8); this network has none yet")
        shapes = []
        for name, layer in zip(self.names(), self.layers):
            try:
                shape = layer.output_shape(shape)
            except ValueError as error:
                raise ValueError(f"layer {name} does not fit the layers before it: {error}") from None
            shapes.append(shape)
        return shapes

    def summary(self, input_shape=None):
        """A table of the layers, their output shapes and numbers of parameters, as text."""
        start = self.input_shape if input_shape is None else tuple(input_shape)
        rows = [("layer", "output shape", "parameters"), ("input", str(start), "")]
        for index, (layer, shape) in enumerate(zip(self.layers, self.shapes(start))):
            count = sum(value.size for value in layer.params.values())
            rows.append((f"{index} {layer!r}", str(shape), f"{count:,}" if count else "–"))
        rows.append(("total", "", f"{self.parameters.size:,}"))
        first, second, third = (max(len(row[i]) for row in rows) for i in range(3))
        lines = [f"{a:<{first}}  {b:<{second}}  {c:>{third}}" for a, b, c in rows]
        rule = "─" * len(lines[0])
        return "\n".join([lines[0], rule, *lines[1:-1], rule, lines[-1]])

    def __repr__(self):
        return f"Sequential({self.layers!r})"
