"""Mistakes recognised in lesson 04: the training step, what goes backwards and what is returned.

Some are habits from PyTorch, where the loss knows its own gradient and gradients pile up until they are cleared. What
is called too often, too early or not at all is in `lesson_04_step_order_mistakes`.
"""

import numpy as np

from helpers.activations import softmax
from helpers.exercises.core import Mistake
from helpers.losses import accuracy, cross_entropy, cross_entropy_grad


def _backward_with(grad):
    """Send `grad(logits, labels)` backwards in place of the gradient of the loss."""

    def wrong(network, images, labels, optimizer):
        logits = network.forward(images)
        network.backward(grad(logits, labels))
        optimizer.step()
        return cross_entropy(logits, labels)

    return wrong


def _scaled(gradient, loss):
    """A right step but for ``gradient(g, N)`` and ``loss(mean, N)``, which change the size of the two."""

    def wrong(network, images, labels, optimizer):
        logits = network.forward(images)
        network.backward(gradient(cross_entropy_grad(logits, labels), len(labels)))
        optimizer.step()
        return loss(cross_entropy(logits, labels), len(labels))

    return wrong


def _returns(what):
    """A right step that returns `what(loss, logits, labels)`."""

    def wrong(network, images, labels, optimizer):
        logits = network.forward(images)
        loss = cross_entropy(logits, labels)
        network.backward(cross_entropy_grad(logits, labels))
        optimizer.step()
        return what(loss, logits, labels)

    return wrong


def _softmax_first(network, images, labels, optimizer):
    p = softmax(network.forward(images))
    network.backward(cross_entropy_grad(p, labels))
    optimizer.step()
    return cross_entropy(p, labels)


def _softmax_first_and_no_update(network, images, labels, optimizer):
    return cross_entropy(softmax(network.forward(images)), labels)


def _zero_grad_of(which):
    def wrong(network, images, labels, optimizer):
        (optimizer if which == "optimizer" else network).zero_grad()

    return wrong


def _loss_backward(kind):
    def wrong(network, images, labels, optimizer):
        loss = kind(cross_entropy(network.forward(images), labels))
        loss.backward()

    return wrong


def _backward_with_the_loss(kind):
    return _backward_with(lambda logits, labels: kind(cross_entropy(logits, labels)))


def _backward_without_gradient(network, images, labels, optimizer):
    network.forward(images)
    network.backward()


def _step_with_the_gradients(network, images, labels, optimizer):
    logits = network.forward(images)
    network.backward(cross_entropy_grad(logits, labels))
    optimizer.step(network.gradients)


def _one_hot(logits, labels):
    return np.eye(logits.shape[1])[labels]


STEP_VALUES = (
    Mistake(
        "softmax_first",
        _softmax_first,
        "You apply softmax to the logits before the loss, which applies it again. Both functions of the loss want "
        "the logits as they are.",
    ),
    Mistake(
        "softmax_first_and_no_update",
        _softmax_first_and_no_update,
        "Two things: the loss is taken of probabilities, and it applies softmax itself, so give it the logits; and the "
        "network has learned nothing: is `optimizer.step` called, with its brackets?",
    ),
    Mistake(
        "softmax_in_the_loss",
        _returns(lambda loss, logits, labels: cross_entropy(softmax(logits), labels)),
        "The update is right, but the loss is taken of probabilities. `cross_entropy` applies softmax itself: give "
        "it the logits.",
    ),
    Mistake(
        "softmax_in_the_gradient",
        _backward_with(lambda logits, labels: cross_entropy_grad(softmax(logits), labels)),
        "The loss is right, but its gradient is taken at probabilities. `cross_entropy_grad` applies softmax itself: "
        "give it the logits.",
    ),
    Mistake(
        "backward_with_logits",
        _backward_with(lambda logits, labels: logits),
        "You send the logits backwards. What travels back is the gradient of the loss with respect to them.",
    ),
    Mistake(
        "backward_with_probabilities",
        _backward_with(lambda logits, labels: softmax(logits)),
        "You send the probabilities backwards. The gradient of the loss is probabilities minus one-hot labels, over "
        "N: there is a function for it.",
    ),
    Mistake(
        "gradient_not_divided",
        _backward_with(lambda logits, labels: softmax(logits) - _one_hot(logits, labels)),
        "Your gradient is too large by the number of images. The loss is a mean, so its gradient is divided by N.",
    ),
    Mistake(
        "gradient_divided_again",
        _scaled(lambda g, n: g / n, lambda mean, n: mean),
        "The gradient already contains 1/N, because the loss is a mean: do not divide again.",
    ),
    Mistake(
        "loss_divided_again",
        _scaled(lambda g, n: g, lambda mean, n: mean / n),
        "The update is right, but the loss is divided by N once more. `cross_entropy` is a mean: return it as it is.",
    ),
    Mistake(
        "both_divided_again",
        _scaled(lambda g, n: g / n, lambda mean, n: mean / n),
        "Loss and gradient are divided by N once more. Both contain 1/N already: use them as they come.",
    ),
    Mistake(
        "sum_of_the_losses",
        _scaled(lambda g, n: g * n, lambda mean, n: mean * n),
        "You train on the sum of the losses; the mean is wanted. `cross_entropy` and its gradient contain 1/N already: "
        "use them as they come.",
    ),
    Mistake(
        "gradient_flipped",
        _backward_with(lambda logits, labels: -cross_entropy_grad(logits, labels)),
        "The gradient has the wrong sign, so the step goes uphill. It is probabilities minus one-hot labels, and the "
        "optimiser takes it away from the parameters by itself.",
    ),
    Mistake(
        "backward_with_one_hot",
        _backward_with(lambda logits, labels: _one_hot(logits, labels)),
        "You send the one-hot labels backwards. What travels back is the gradient of the loss with respect to the "
        "logits.",
    ),
    Mistake(
        "backward_with_labels",
        _backward_with(lambda logits, labels: labels),
        "You send the labels backwards. What travels back is the gradient of the loss, which has the shape of the "
        "logits.",
    ),
    Mistake(
        "backward_with_the_loss",
        _backward_with_the_loss(float),
        "You send the loss itself backwards, a single number. What travels back is its gradient with respect to the "
        "logits; there is a function for it.",
    ),
    Mistake(
        "backward_with_the_loss_as_numpy_number",
        _backward_with_the_loss(np.float64),
        "You send the loss backwards, and it is one number for the whole batch. The network wants the gradient of "
        "the loss with respect to its logits.",
    ),
    Mistake(
        "backward_without_gradient",
        _backward_without_gradient,
        "`backward` needs to be told the gradient of the loss with respect to the logits. Unlike in PyTorch, nothing "
        "has been recorded: compute it and hand it over.",
    ),
    Mistake(
        "loss_backward",
        _loss_backward(float),
        "`loss.backward()` is PyTorch's way. Here the loss is a plain number: compute its gradient, and hand it to "
        "the network's `backward`.",
    ),
    Mistake(
        "loss_backward_numpy_number",
        _loss_backward(np.float64),
        "`loss.backward()` is PyTorch's way. Here the loss is a plain number of NumPy: compute its gradient, and "
        "hand it to the network's `backward`.",
    ),
    Mistake(
        "optimizer_zero_grad",
        _zero_grad_of("optimizer"),
        "PyTorch piles gradients up, so they must be cleared there. Here `backward` replaces them: leave that line "
        "out.",
    ),
    Mistake(
        "network_zero_grad",
        _zero_grad_of("network"),
        "A network of this course has no `zero_grad`, and needs none: `backward` replaces the old gradients. Leave "
        "that line out.",
    ),
    Mistake(
        "step_with_the_gradients",
        _step_with_the_gradients,
        "`step` takes nothing in its brackets. The optimiser knows its network and finds the gradients there.",
    ),
    Mistake(
        "no_logits_for_the_loss",
        lambda network, images, labels, optimizer: cross_entropy(labels, network.forward(images)),
        "The loss and its gradient take the logits first, a table with a row for each image, then the labels. Have "
        "the two changed places? Or did you use `predict`, which gives classes?",
    ),
    Mistake(
        "returns_nothing",
        _returns(lambda loss, logits, labels: None),
        "Your function returns nothing. The training loop collects the losses for its curve: return the one you "
        "computed.",
    ),
    Mistake(
        "returns_logits",
        _returns(lambda loss, logits, labels: logits),
        "The update is right, but you return the logits. Return the loss of the batch, one number.",
    ),
    Mistake(
        "returns_the_gradient",
        _returns(lambda loss, logits, labels: cross_entropy_grad(logits, labels)),
        "The update is right, but you return the gradient. Return the loss of the batch, one number.",
    ),
    Mistake(
        "returns_accuracy",
        _returns(lambda loss, logits, labels: accuracy(logits, labels)),
        "The update is right, but you return the accuracy. Return the loss of the batch.",
    ),
    Mistake(
        "returns_the_sum",
        _returns(lambda loss, logits, labels: loss * len(labels)),
        "The update is right, but the loss is multiplied by the number of images. `cross_entropy` is a mean: return "
        "it as it is.",
    ),
    Mistake(
        "returns_two_things",
        _returns(lambda loss, logits, labels: (loss, logits)),
        "The update is right, but you return more than the loss. Return that one number.",
    ),
)
