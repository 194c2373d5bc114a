"""The training loop."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from helpers.losses import accuracy, cross_entropy, loss_and_grad
from helpers.optimizers import Adam

EVALUATION_BATCH = 256
# Three times Adam's usual 1e-3: the networks here are small, and fifteen epochs should be enough for them.
LEARNING_RATE = 3e-3


@dataclass
class History:
    """What happened during training: one entry per finished epoch in each list.

    Attributes
    ----------
    loss, accuracy : lists of float
        Mean over the training batches of the epoch, as they were seen.
    validation_loss, validation_accuracy : lists of float
        After the epoch; empty if there were no validation images.
    stopped_early : bool
        True if training was interrupted.
    """

    loss: list = field(default_factory=list)
    accuracy: list = field(default_factory=list)
    validation_loss: list = field(default_factory=list)
    validation_accuracy: list = field(default_factory=list)
    stopped_early: bool = False

    @property
    def epochs_done(self):
        return len(self.loss)

    def __repr__(self):
        parts = [f"{self.epochs_done} epochs" + (", stopped early" if self.stopped_early else "")]
        if self.loss:
            parts.append(f"loss {self.loss[-1]:.3f}, accuracy {self.accuracy[-1]:.1%}")
        if self.validation_accuracy:
            parts.append(f"validation accuracy {self.validation_accuracy[-1]:.1%}")
        return f"History({'; '.join(parts)})"


class Step(NamedTuple):
    """One training step: where it was, and how the batch did before the update."""

    epoch: int
    step: int
    last_of_epoch: bool
    loss: float
    accuracy: float
    size: int


def check_images_and_labels(images, labels, dtype):
    """Return both as arrays, the images in the network's own float type.

    Raises
    ------
    ValueError
        Unless there is at least one image and one label for each.
    """
    images, labels = np.asarray(images, dtype), np.asarray(labels)
    if len(images) == 0 or len(images) != len(labels):
        raise ValueError(
            f"labels: expected one for each of at least one image, got {len(images)} images and {len(labels)} labels"
        )
    return images, labels


def training_steps(network, images, labels, *, optimizer=None, epochs=10, batch_size=64, seed=0):
    """Train one batch at a time: a generator that pauses after every step.

    Each epoch visits every image once, in an order drawn from ``seed``. Stop asking, and training has stopped; the
    network keeps what it has learned. Parameters as for ``train``.

    Yields
    ------
    Step
    """
    images, labels = check_images_and_labels(images, labels, network.parameters.dtype)
    if epochs < 0 or batch_size < 1:
        raise ValueError(f"epochs, batch_size: expected at least 0 and 1, got {epochs} and {batch_size}")
    optimizer = Adam(network, LEARNING_RATE) if optimizer is None else optimizer
    rng = np.random.default_rng(seed)
    for epoch in range(epochs):
        order = rng.permutation(len(images))
        for step, start in enumerate(range(0, len(order), batch_size)):
            batch = order[start : start + batch_size]
            network.train()
            logits = network.forward(images[batch])
            loss, grad = loss_and_grad(logits, labels[batch])
            share = accuracy(logits, labels[batch])
            network.backward(grad, input_grad=False)
            optimizer.step()
            yield Step(epoch, step, start + batch_size >= len(order), loss, share, len(batch))


def train(
    network,
    images,
    labels,
    *,
    optimizer=None,
    epochs=10,
    batch_size=64,
    validation=None,
    seed=0,
    progress=True,
    callback=None,
):
    """Train a network with cross-entropy.

    Interrupt it (the stop button, or Ctrl-C) and it ends at once, without a traceback: the network keeps what it has
    learned, and the history every epoch that was finished.

    Parameters
    ----------
    network : Sequential
    images : array, shape (N, …)
    labels : array of int, shape (N,)
    optimizer : optional
        Anything with a ``step()``; ``Adam(network, learning_rate=3e-3)`` if None.
    epochs, batch_size : int
    validation : pair (images, labels), optional
        Evaluated after each epoch.
    seed : int
        Draws the order of the images.
    progress : bool
        Show a progress bar.
    callback : function, optional
        Called as ``callback(history)`` after each epoch. Raise KeyboardInterrupt in it to end the training there.

    Returns
    -------
    History

    Examples
    --------
    >>> from helpers.layers import Dense
    >>> from helpers.network import Sequential
    >>> x = np.array([[-1.0], [1.0]], np.float32)
    >>> history = train(Sequential([Dense(1, 2)]), x, np.array([0, 1]), epochs=3, progress=False)
    >>> history.epochs_done
    3
    """
    steps = training_steps(
        network, images, labels, optimizer=optimizer, epochs=epochs, batch_size=batch_size, seed=seed
    )
    history = History()
    bar = None
    if progress:
        from tqdm.auto import tqdm

        bar = tqdm(total=epochs, unit="epoch", desc="training", leave=False)
    totals = np.zeros(3)
    try:
        for step in steps:
            totals += np.array([step.loss, step.accuracy, 1]) * step.size
            if step.last_of_epoch:
                finish_epoch(history, network, totals, validation, bar, callback)
                totals[:] = 0
    except KeyboardInterrupt:
        history.stopped_early = True
    finally:
        network.eval()
        if bar is not None:
            bar.close()
    return history


def finish_epoch(history, network, totals, validation, bar, callback):
    """Book one epoch: means of the training batches, validation, progress bar, callback."""
    loss, share, seen = (float(total) for total in totals)
    latest = {"loss": f"{loss / seen:.3f}", "accuracy": f"{share / seen:.1%}"}
    if validation is not None:
        validation_loss, validation_accuracy = evaluate(network, *validation)
        latest["validation"] = f"{validation_accuracy:.1%}"
    # Written down together, after the slow part: an interruption leaves lists of the same length.
    history.loss.append(loss / seen)
    history.accuracy.append(share / seen)
    if validation is not None:
        history.validation_loss.append(validation_loss)
        history.validation_accuracy.append(validation_accuracy)
    if bar is not None:
        bar.update()
        bar.set_postfix(latest)
    if callback is not None:
        callback(history)


def evaluate(network, images, labels):
    """Mean loss and accuracy over all images, in inference mode.

    Parameters as for ``train``. The network stays in inference mode.

    Returns
    -------
    (loss, accuracy) : floats
    """
    images, labels = check_images_and_labels(images, labels, network.parameters.dtype)
    network.eval()
    batches = [network.forward(images[i : i + EVALUATION_BATCH]) for i in range(0, len(images), EVALUATION_BATCH)]
    logits = np.concatenate(batches)
    return cross_entropy(logits, labels), accuracy(logits, labels)
