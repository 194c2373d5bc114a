"""Train a network as the lessons do, with a training step that may be the learner's own."""

import numpy as np

from helpers.losses import loss_and_grad
from helpers.optimizers import Adam
from helpers.training import LEARNING_RATE, check_images_and_labels, evaluate


def training_step(network, images, labels, optimizer):
    """Train on one batch and return the loss before the step: forward, loss, backward, update.

    Parameters
    ----------
    network : Sequential
    images : array, shape (N, …)
    labels : array of int, shape (N,)
    optimizer : anything with a ``step()``

    Returns
    -------
    float
    """
    logits = network.forward(images)
    loss, grad = loss_and_grad(logits, labels)
    network.backward(grad, input_grad=False)
    optimizer.step()
    return loss


def fit(network, images, labels, epochs=15, batch_size=64, seed=0, learning_rate=LEARNING_RATE, step=None):
    """Train a network with Adam and cross-entropy, and return the loss of every step.

    Parameters
    ----------
    network : Sequential
    images : array, shape (N, …)
    labels : array of int, shape (N,)
    epochs, batch_size : int
    seed : int
        Draws the order of the images.
    learning_rate : float
    step : function, optional
        ``step(network, images, labels, optimizer)`` trains on one batch and returns its loss; ``training_step`` if
        None.

    Returns
    -------
    list of float, one for each batch

    Raises
    ------
    ValueError
        If there are no images, not one label for each, or no batch to make of them.

    Examples
    --------
    >>> from helpers.layers import Dense
    >>> from helpers.network import Sequential
    >>> x = np.array([[-1.0], [1.0]], np.float32)
    >>> losses = fit(Sequential([Dense(1, 2)]), x, np.array([0, 1]), epochs=3)
    >>> len(losses), losses[2] < losses[0]
    (3, True)
    """
    images, labels = check_images_and_labels(images, labels, network.parameters.dtype)
    if epochs < 0 or batch_size < 1:
        raise ValueError(f"epochs, batch_size: expected at least 0 and 1, got {epochs} and {batch_size}")
    step = training_step if step is None else step
    optimizer, rng, losses = Adam(network, learning_rate), np.random.default_rng(seed), []
    network.train()
    for _ in range(epochs):
        order = rng.permutation(len(images))
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            losses.append(step(network, images[batch], labels[batch], optimizer))
    network.eval()
    return losses


def share_read(network, images, labels):
    """The share of images that the network reads right, from 0 to 1.

    Examples
    --------
    >>> from helpers.layers import Identity
    >>> from helpers.network import Sequential
    >>> share_read(Sequential([Identity()]), np.array([[2.0, 1.0], [2.0, 1.0]]), np.array([0, 1]))
    0.5
    """
    _, share = evaluate(network, images, labels)
    return share
