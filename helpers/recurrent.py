"""A recurrent layer: it reads a sequence step by step, with the same weights at every step."""

import numpy as np

from helpers.activations import ACTIVATIONS, as_float
from helpers.base import Layer, check_count


class Recurrent(Layer):
    """A recurrent layer, h[t] = f(W_ih x[t] + W_hh h[t−1] + b), with h = 0 before the first step (Elman, 1990).

    As PyTorch's ``nn.RNN`` with one layer and ``batch_first=True``, but for one bias in place of two that are added up.

    Parameters
    ----------
    in_features, hidden : int
        Numbers at each step of the input, and in the hidden state.
    activation : str, a key of ``ACTIVATIONS``
        f, between one state and the next.
    bias : bool
    every_state : bool
        Return the states of all steps, (N, T, hidden), or the last one alone, (N, hidden).
    rng : numpy.random.Generator, optional
        Where the initial weights come from, as for ``Dense``: PyTorch's, uniform between ±1/√hidden.

    Attributes
    ----------
    params : dict
        float32: ``"weight_ih"`` (hidden, in_features), ``"weight_hh"`` (hidden, hidden) and ``"bias"`` (hidden,).

    Raises
    ------
    ValueError
        If a size is below 1, no activation has that name, or ``x`` is not of shape (N, T, in_features), T at least 1.

    Examples
    --------
    >>> layer = Recurrent(1, 1, "identity", bias=False, every_state=True)
    >>> layer.params["weight_ih"][...], layer.params["weight_hh"][...] = 1.0, 0.5
    >>> layer(np.array([[[1.0], [0.0], [4.0]]]))[0].ravel()
    array([1.  , 0.5 , 4.25])
    """

    def __init__(self, in_features, hidden, activation="tanh", bias=True, every_state=False, rng=None):
        check_count("in_features", in_features)
        check_count("hidden", hidden)
        if activation not in ACTIVATIONS:
            raise ValueError(f"activation: expected one of {', '.join(ACTIVATIONS)}, got {activation!r}")
        self.in_features, self.hidden, self.every_state = in_features, hidden, every_state
        self.inside, self.linear = activation, activation == "identity"
        shapes = {"weight_ih": (hidden, in_features), "weight_hh": (hidden, hidden), "bias": (hidden,)}
        self.set_params(**{name: np.zeros(shapes[name], np.float32) for name in list(shapes)[: 3 if bias else 2]})
        self.initialise(np.random.default_rng() if rng is None else rng)

    def initialise(self, rng):
        for array in self.params.values():
            array[...] = rng.uniform(-1, 1, array.shape) / np.sqrt(self.hidden)

    def forward(self, x):
        x = as_float(x)
        if x.ndim != 3 or x.shape[1] < 1 or x.shape[2] != self.in_features:
            raise ValueError(f"x: {self!r} expects shape (N, T, {self.in_features}) with T at least 1, got {x.shape}")
        # The batch last in memory, as everywhere: a step is (features, N), and a state (hidden, N).
        steps, bias = x.transpose(1, 2, 0), self.params.get("bias", np.zeros(self.hidden, x.dtype))[:, None]
        pre_activations, states = [], [np.zeros((self.hidden, len(x)), x.dtype)]
        for step in steps:
            z = self.params["weight_ih"] @ step + self.params["weight_hh"] @ states[-1] + bias
            pre_activations.append(z)
            states.append(ACTIVATIONS[self.inside].function(z))
        self.cache = steps, pre_activations, states
        return np.stack(states[1:]).transpose(2, 0, 1) if self.every_state else states[-1].T

    def backward(self, grad):
        """Backpropagation through time: from the last step to the first; the weights collect a share at each."""
        steps, pre_activations, states = self.remembered()
        for array in self.grads.values():
            array[...] = 0
        grad_h, grad_x = 0 if self.every_state else grad.T, np.zeros(steps.shape, grad.dtype)
        for t in reversed(range(len(steps))):
            if self.every_state:
                grad_h = grad_h + grad[:, t].T
            grad_z = grad_h * ACTIVATIONS[self.inside].derivative(pre_activations[t])
            self.grads["weight_ih"] += grad_z @ steps[t].T
            self.grads["weight_hh"] += grad_z @ states[t].T
            if "bias" in self.grads:
                self.grads["bias"] += grad_z.sum(axis=1)
            grad_x[t] = self.params["weight_ih"].T @ grad_z
            grad_h = self.params["weight_hh"].T @ grad_z
        return grad_x.transpose(2, 0, 1)

    def output_shape(self, input_shape):
        if len(input_shape) != 2 or input_shape[1] != self.in_features:
            raise ValueError(f"input_shape: {self!r} expects (T, {self.in_features}), got {tuple(input_shape)}")
        return (input_shape[0], self.hidden) if self.every_state else (self.hidden,)

    def __repr__(self):
        return f"Recurrent({self.in_features}, {self.hidden}, {self.inside!r})"
