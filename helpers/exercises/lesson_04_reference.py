"""The course's own answers to lesson 04: the backward passes, the training step and the flipped logits.

They are written to be read, one output pixel at a time where that is clearest. The layers in `helpers.convolution` do
the same faster.
"""

import numpy as np

from helpers.losses import cross_entropy, cross_entropy_grad


def relu_backward(grad_out, z):
    """Send a gradient back through ReLU: it passes where z > 0, else it stops.

    Parameters
    ----------
    grad_out : array, the gradient with respect to relu(z)
    z : array of the same shape

    Returns
    -------
    array of that shape, the gradient with respect to z

    Examples
    --------
    >>> relu_backward(np.array([5.0, 5.0, 5.0]), np.array([-1.0, 0.0, 2.0]))
    array([0., 0., 5.])
    """
    return grad_out * (z > 0)


def dense_backward(grad_out, x, w):
    """The gradients of y = x wᵀ + b.

    Parameters
    ----------
    grad_out : array of shape (N, out)
    x : array of shape (N, in)
    w : array of shape (out, in)

    Returns
    -------
    grad_x (N, in), grad_w (out, in), grad_b (out,) : arrays

    Examples
    --------
    >>> dense_backward(np.array([[1.0], [10.0]]), np.array([[2.0], [3.0]]), np.array([[4.0]]))
    (array([[ 4.],
           [40.]]), array([[32.]]), array([11.]))
    """
    grad_x = grad_out @ w
    grad_w = grad_out.T @ x
    grad_b = grad_out.sum(axis=0)
    return grad_x, grad_w, grad_b


def avg_pool2d_backward(grad_out, x, size=2):
    """Send a gradient back through average pooling: each pixel of a window gets an equal share.

    Parameters
    ----------
    grad_out : array of shape (N, C, H // size, W // size)
    x : array of shape (N, C, H, W)
    size : int

    Returns
    -------
    array of shape (N, C, H, W)
        0 at the bottom and right edge that no window covers.

    Examples
    --------
    >>> avg_pool2d_backward(np.array([[[[8.0]]]]), np.zeros((1, 1, 2, 3)))
    array([[[[2., 2., 0.],
             [2., 2., 0.]]]])
    """
    share = np.repeat(np.repeat(grad_out, size, axis=2), size, axis=3) / size**2
    grad_x = np.zeros(x.shape, share.dtype)
    grad_x[:, :, : share.shape[2], : share.shape[3]] = share
    return grad_x


def max_pool2d_backward(grad_out, x, size=2):
    """Send a gradient back through max pooling: the first largest pixel of each window, in reading order, gets it all.

    Parameters and shapes as for ``avg_pool2d_backward``.

    Examples
    --------
    >>> max_pool2d_backward(np.array([[[[8.0]]]]), np.array([[[[1.0, 3.0], [3.0, 2.0]]]]))
    array([[[[0., 8.],
             [0., 0.]]]])
    """
    grad_x = np.zeros(x.shape, grad_out.dtype)
    for n, c, i, j in np.ndindex(*grad_out.shape):
        window = x[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
        u, v = np.unravel_index(np.argmax(window), window.shape)
        grad_x[n, c, i * size + u, j * size + v] = grad_out[n, c, i, j]
    return grad_x


def conv2d_backward(grad_out, x, w, padding=0):
    """The gradients of a convolution layer with stride 1.

    Parameters
    ----------
    grad_out : array of shape (N, F, oH, oW)
    x : array of shape (N, C, H, W), not yet padded
    w : array of shape (F, C, kH, kW)
    padding : int

    Returns
    -------
    grad_x (N, C, H, W), grad_w (F, C, kH, kW), grad_b (F,) : arrays

    Examples
    --------
    >>> conv2d_backward(np.ones((1, 1, 1, 2)), np.array([[[[3.0, 4.0]]]]), np.array([[[[5.0]]]]))
    (array([[[[5., 5.]]]]), array([[[[7.]]]]), array([2.]))
    """
    height, width = x.shape[2:]
    kh, kw = w.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    grad_padded, grad_w = np.zeros_like(padded), np.zeros_like(w)
    for i, j in np.ndindex(*grad_out.shape[2:]):
        window = (slice(None), slice(None), slice(i, i + kh), slice(j, j + kw))
        pixel = grad_out[:, :, i, j]
        grad_padded[window] += np.tensordot(pixel, w, axes=1)
        grad_w += np.tensordot(pixel.T, padded[window], axes=1)
    grad_x = grad_padded[:, :, padding : padding + height, padding : padding + width]
    grad_b = grad_out.sum(axis=(0, 2, 3))
    return grad_x, grad_w, grad_b


def training_step(network, images, labels, optimizer):
    """Train on one batch; return the loss before the update.

    Parameters
    ----------
    network : Sequential
    images : array of shape (N, …)
    labels : array of int, shape (N,)
    optimizer : SGD or Adam

    Returns
    -------
    float

    Examples
    --------
    >>> from helpers.layers import Dense
    >>> from helpers.network import Sequential
    >>> from helpers.optimizers import SGD
    >>> network = Sequential([Dense(2, 2)], seed=None)
    >>> network.parameters[...] = 0
    >>> loss = training_step(network, np.eye(2), np.array([0, 1]), SGD(network, learning_rate=4.0))
    >>> round(loss, 4), network.parameters
    (0.6931, array([ 1., -1., -1.,  1.,  0.,  0.], dtype=float32))
    """
    logits = network.forward(images)
    loss = cross_entropy(logits, labels)
    network.backward(cross_entropy_grad(logits, labels))
    optimizer.step()
    return loss


def loss_and_parameters(loss, args):
    """What a training step returned, and the parameters that it left in the layers.

    The parameters are read from the layers, so that an update that no layer notices does not count.

    Parameters
    ----------
    loss : anything
    args : tuple, the arguments of the step

    Returns
    -------
    loss, parameters
    """
    network = args[0]
    arrays = [array.ravel() for layer in network.layers for array in layer.params.values()]
    parameters = np.concatenate(arrays)
    return loss, parameters


def flipped_logits(logits, bias):
    """The logits f(−x) of a linear network f(x) = A x + bias, from f(x) and the bias alone.

    Parameters
    ----------
    logits : array of shape (N, K)
    bias : array of shape (K,)

    Returns
    -------
    array of shape (N, K)

    Examples
    --------
    >>> flipped_logits(np.array([[3.0, 0.0]]), np.array([1.0, 1.0]))
    array([[-1.,  2.]])
    """
    return 2 * bias - logits
