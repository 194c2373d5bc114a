"""What every layer is: something that can go forward, and can hand a gradient back.

``forward(x)`` returns the output and remembers what ``backward`` will need. ``backward(grad)`` takes the gradient of
the loss with respect to the output, stores the gradients of the layer's own parameters, and returns the gradient with
respect to the input. The first axis of ``x`` is always the batch.

**In memory the batch runs last.** Shapes are PyTorch's, (N, features) and (N, C, H, W), but the numbers behind them lie
in (features, N) or (H, C, W, N) order and are seen through a transposed view. Then every inner loop of NumPy is long,
and each row of an image is a matrix, with a row for every channel, that a convolution can multiply as it lies there.
Only the layers themselves need to know, and any other order in memory gives the same numbers, just more slowly.
"""

import copy
from types import MappingProxyType
from typing import Any

import numpy as np


class Layer:
    """What all layers share. A layer of your own needs a ``forward``, and a ``backward`` if it is to be trained.

    Attributes
    ----------
    params : dict
        The parameters by name. Change them in place; in a network they are views of its one flat array.
    grads : dict
        Their gradients under the same names, as the last ``backward`` left them.
    cache : anything
        What ``forward`` keeps for ``backward``; None before the first pass.
    training : bool
        True while training. Only dropout and batch norm behave differently then.
    linear : bool
        Is the layer an affine map (a matrix plus a bias) at inference?
    activation : bool
        Is the layer an activation function?
    needs_input_grad : bool
        False where nobody will ask for the input's gradient, so that ``backward`` may return None.
    in_network : bool
        Do the parameters lie in a network's array? Another network then takes a copy of the layer.

    Examples
    --------
    >>> class Double(Layer):
    ...     def forward(self, x):
    ...         return 2 * x
    ...     def backward(self, grad):
    ...         return 2 * grad
    >>> Double()(np.array([1.0, 2.0]))
    array([2., 4.])
    """

    params: dict[str, np.ndarray] = MappingProxyType({})  # type: ignore[assignment]
    grads: dict[str, np.ndarray] = MappingProxyType({})  # type: ignore[assignment]
    cache: Any = None
    training = True
    linear = False
    activation = False
    needs_input_grad = True
    in_network = False

    def forward(self, x: np.ndarray) -> np.ndarray:
        raise NotImplementedError(f"{type(self).__name__} has no forward yet")

    def backward(self, grad: np.ndarray) -> np.ndarray | None:
        raise NotImplementedError(f"{type(self).__name__} has no backward yet")

    def output_shape(self, input_shape: tuple[int, ...]) -> tuple[int, ...]:
        """The shape that comes out for one sample of shape ``input_shape`` (no batch axis)."""
        return tuple(input_shape)

    def initialise(self, rng: np.random.Generator) -> None:
        """Draw fresh parameters from the generator ``rng``. Layers without parameters draw nothing."""

    def set_params(self, **arrays: np.ndarray) -> None:
        """Keep these arrays as the parameters, with gradients of zero."""
        self.params = arrays
        self.grads = {name: np.zeros_like(array) for name, array in arrays.items()}

    def remembered(self):
        """What ``forward`` left behind for ``backward``."""
        if self.cache is None:
            raise RuntimeError(f"{self!r}: backward needs a forward pass first, and there was none")
        return self.cache

    def fresh(self):
        """A copy with parameters of its own and without memory of any forward pass."""
        twin = copy.copy(self)
        twin.cache, twin.in_network = None, False
        return copy.deepcopy(twin)

    def __call__(self, x: np.ndarray) -> np.ndarray:
        return self.forward(x)

    def __repr__(self):
        return f"{type(self).__name__}()"


def rows_first(x):
    """(N, C, H, W) seen as (H, C, W, N), the order of the layers' memory; nothing is copied."""
    return x.transpose(2, 1, 3, 0)


def batch_first(x):
    """(H, C, W, N) seen as (N, C, H, W)."""
    return x.transpose(3, 1, 0, 2)


def batch_last(images):
    """(H, C, W, N) with the batch lying together in memory; copied only where it does not."""
    return images if images.strides[-1] == images.itemsize else np.ascontiguousarray(images)


def check_input(layer, x, ndim, size=None, kind="channels"):
    """Raise a clear ValueError unless ``x`` has ``ndim`` dimensions and ``size`` entries along axis 1."""
    if x.ndim != ndim:
        raise ValueError(f"x: {layer!r} expects {ndim} dimensions (batch first), got shape {x.shape}")
    if size is not None and x.shape[1] != size:
        raise ValueError(f"x: {layer!r} expects {size} {kind}, got {x.shape[1]} (shape {x.shape})")


def check_count(name, value, least=1):
    """Raise a ValueError unless ``value`` is a whole number, at least ``least``."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
        raise ValueError(f"{name}: expected a whole number, at least {least}, got {value!r}")
