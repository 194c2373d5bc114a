"""Mistakes recognised in lesson 04: the training step, what is called and when.

Forward, loss, gradient, backward, update: one of them left out, done twice, or in another order. Wrong arrays are in
`lesson_04_step_mistakes`.
"""

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_04_reference import training_step
from helpers.losses import cross_entropy, cross_entropy_grad


def _nothing_learned(network, images, labels, optimizer):
    return cross_entropy(network.forward(images), labels)


def _along_old_gradients(network, images, labels, optimizer):
    loss = cross_entropy(network.forward(images), labels)
    optimizer.step()
    return loss


def _step_twice(network, images, labels, optimizer):
    logits = network.forward(images)
    network.backward(cross_entropy_grad(logits, labels))
    optimizer.step()
    optimizer.step()
    return cross_entropy(logits, labels)


def _two_whole_steps(network, images, labels, optimizer):
    loss = training_step(network, images, labels, optimizer)
    training_step(network, images, labels, optimizer)
    return loss


def _two_whole_steps_last_loss(network, images, labels, optimizer):
    training_step(network, images, labels, optimizer)
    return training_step(network, images, labels, optimizer)


def _loss_after_the_update(network, images, labels, optimizer):
    training_step(network, images, labels, optimizer)
    return cross_entropy(network.forward(images), labels)


def _forward_twice(network, images, labels, optimizer):
    loss = cross_entropy(network.forward(images), labels)
    network.backward(cross_entropy_grad(network.forward(images), labels))
    optimizer.step()
    return loss


def _forward_once_more(network, images, labels, optimizer):
    network.forward(images)
    return training_step(network, images, labels, optimizer)


def _forward_between(network, images, labels, optimizer):
    logits = network.forward(images)
    network.predict(images)
    network.backward(cross_entropy_grad(logits, labels))
    optimizer.step()
    return cross_entropy(logits, labels)


def _gradients_pile_up(network, images, labels, optimizer):
    before = network.gradients.copy()
    logits = network.forward(images)
    network.backward(cross_entropy_grad(logits, labels))
    network.gradients += before
    optimizer.step()
    return cross_entropy(logits, labels)


def _gradients_cleared_too_late(network, images, labels, optimizer):
    logits = network.forward(images)
    network.backward(cross_entropy_grad(logits, labels))
    network.gradients[...] = 0
    optimizer.step()
    return cross_entropy(logits, labels)


def _updates_by_hand(sign):
    def wrong(network, images, labels, optimizer):
        logits = network.forward(images)
        network.backward(cross_entropy_grad(logits, labels))
        network.parameters += sign * optimizer.learning_rate * network.gradients
        return cross_entropy(logits, labels)

    return wrong


def _evaluation_mode(network, images, labels, optimizer):
    network.eval()
    return training_step(network, images, labels, optimizer)


def _one_image_at_a_time(network, images, labels, optimizer):
    losses = [training_step(network, images[i : i + 1], labels[i : i + 1], optimizer) for i in range(len(images))]
    return sum(losses) / len(images)


STEP_ORDER = (
    Mistake(
        "nothing_learned",
        _nothing_learned,
        "The loss is right, but the network has learned nothing: its parameters are as they were. After the loss "
        "come the backward pass and the optimiser's step. Are both called, with their brackets?",
    ),
    Mistake(
        "along_old_gradients",
        _along_old_gradients,
        "The optimiser steps along the gradients of an earlier batch: those of this one are missing or come too "
        "late. First backward, then the step.",
    ),
    Mistake(
        "step_twice",
        _step_twice,
        "The optimiser takes two steps along the same gradients. One step for each backward pass.",
    ),
    Mistake(
        "two_whole_steps",
        _two_whole_steps,
        "You train twice on the batch. The function takes one step; the loop around it does the rest.",
    ),
    Mistake(
        "two_whole_steps_last_loss",
        _two_whole_steps_last_loss,
        "You train twice on the batch and return the second loss. The function takes one step; the loop around it "
        "does the rest.",
    ),
    Mistake(
        "one_image_at_a_time",
        _one_image_at_a_time,
        "You take a step after every image. Send the whole batch through the network at once: one loss, one backward "
        "pass, one step.",
    ),
    Mistake(
        "loss_after_the_update",
        _loss_after_the_update,
        "The update is right, but you return the loss after it. Return the loss of the forward pass that you trained "
        "on.",
    ),
    Mistake(
        "forward_twice",
        _forward_twice,
        "You go forward twice, once for the loss and once for the gradient. That costs time, and with dropout the "
        "two passes differ. Keep the logits and use them for both.",
    ),
    Mistake(
        "forward_once_more",
        _forward_once_more,
        "There is a forward pass too many. It costs time, and layers such as dropout notice it. Once is enough: keep "
        "the logits.",
    ),
    Mistake(
        "forward_between",
        _forward_between,
        "Between the forward and the backward pass the network is used once more. Its layers remember the last pass "
        "only, and with dropout that is another one. Measure after the update, or use the logits that you have.",
    ),
    Mistake(
        "evaluation_mode",
        _evaluation_mode,
        "You switch the network to evaluation, where dropout does nothing. This is training: leave the mode as it is.",
    ),
    Mistake(
        "gradients_pile_up",
        _gradients_pile_up,
        "The gradients of the batch before are added to the new ones. Here `backward` replaces the old gradients, "
        "and nothing needs to be added.",
    ),
    Mistake(
        "gradients_cleared_too_late",
        _gradients_cleared_too_late,
        "You set the gradients to zero between the backward pass and the step, so the optimiser finds none. Nothing "
        "needs to be cleared here: `backward` replaces the old ones.",
    ),
    Mistake(
        "updates_by_hand",
        _updates_by_hand(-1),
        "You move the parameters yourself, by the learning rate times the gradient. That is right for plain gradient "
        "descent only; momentum and Adam do more. Leave the step to the optimiser.",
    ),
    Mistake(
        "climbs",
        _updates_by_hand(1),
        "You move the parameters yourself, and uphill: the loss grows. Leave the step to the optimiser, which knows "
        "the way down.",
    ),
)
