"""The loss of a classifier: cross-entropy between its logits and the right labels."""

import numpy as np

from helpers.activations import as_float


def cross_entropy(logits, labels):
    """The mean of −log(probability given to the right class).

    With p = softmax(z), −log p[k] = log Σ exp(z[j]) − z[k]. Worked out from the logits in this form, and shifted by the
    largest logit, it never takes the logarithm of a probability that has underflowed to zero.

    Parameters
    ----------
    logits : array, shape (N, K)
    labels : array of int, shape (N,), each from 0 to K − 1

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the shapes do not match, the batch is empty, or a label is out of range.
    TypeError
        If the labels are not integers (one-hot rows, for example).

    Examples
    --------
    >>> round(cross_entropy(np.array([[0.0, 0.0]]), np.array([1])), 6)  # log 2
    0.693147
    """
    return loss_and_grad(logits, labels)[0]


def cross_entropy_grad(logits, labels):
    """The gradient of ``cross_entropy`` with respect to the logits: (softmax(z) − one-hot) / N.

    Same parameters and errors as ``cross_entropy``; returns an array of shape (N, K).

    Examples
    --------
    >>> cross_entropy_grad(np.array([[0.0, 0.0]]), np.array([1]))
    array([[ 0.5, -0.5]])
    """
    return loss_and_grad(logits, labels)[1]


def loss_and_grad(logits, labels):
    """``cross_entropy`` and ``cross_entropy_grad`` at once, which share one softmax: what a training step needs.

    Examples
    --------
    >>> loss_and_grad(np.array([[0.0, 0.0]]), np.array([1]))[1]
    array([[ 0.5, -0.5]])
    """
    logits, labels = check_logits_and_labels(logits, labels)
    right = np.arange(len(labels)), labels
    shifted = logits - logits.max(axis=1, keepdims=True)
    grad = np.exp(shifted)
    total = grad.sum(axis=1, keepdims=True)
    loss = float((np.log(total[:, 0]) - shifted[right]).sum() / len(labels))
    grad /= total
    grad[right] -= 1
    grad /= len(labels)
    return loss, grad


def accuracy(logits, labels):
    """The share of samples whose largest logit is at the right class, from 0 to 1.

    Examples
    --------
    >>> accuracy(np.array([[2.0, 1.0], [0.0, 1.0]]), np.array([0, 0]))
    0.5
    """
    logits, labels = check_logits_and_labels(logits, labels)
    return float(np.mean(logits.argmax(axis=1) == labels))


def check_logits_and_labels(logits, labels):
    """Return both as arrays, or raise an error that says which of them is off."""
    logits, labels = as_float(logits), np.asarray(labels)
    if logits.ndim != 2 or len(logits) == 0:
        raise ValueError(f"logits: expected shape (N, K) with N at least 1, got {logits.shape}")
    if labels.dtype.kind not in "iu":
        raise TypeError(f"labels: expected integers from 0 to {logits.shape[1] - 1}, got dtype {labels.dtype}")
    if labels.shape != logits.shape[:1]:
        raise ValueError(f"labels: expected shape {logits.shape[:1]} to match the logits, got {labels.shape}")
    if labels.min() < 0 or labels.max() >= logits.shape[1]:
        raise ValueError(
            f"labels: expected integers from 0 to {logits.shape[1] - 1}, got {labels.min()} to {labels.max()}"
        )
    return logits, labels
