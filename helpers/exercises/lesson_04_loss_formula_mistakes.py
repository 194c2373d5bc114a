"""Mistakes recognised in lesson 04: cross-entropy, its sum, its logarithm and its softmax.

Which exponentials are added up, where the logarithm stands, and what is taken for a logit or a probability.
"""

import numpy as np

from helpers.activations import softmax
from helpers.exercises.core import Mistake
from helpers.exercises.lesson_04_loss_mistakes import log_softmax, log_sum, picked, shifted_rows


def _over_the_images(logits, labels):
    z = logits - logits.max(axis=0)
    return -picked(z - np.log(np.exp(z).sum(axis=0)), labels).mean()


def _log_of_softmax_over_the_images(logits, labels):
    return -picked(np.log(softmax(logits, axis=0)), labels).mean()


def _over_the_batch(logits, labels):
    z = logits - logits.max()
    return -picked(z - np.log(np.exp(z).sum()), labels).mean()


def _one_sum_for_all_rows(logits, labels):
    z = shifted_rows(logits)
    return (np.log(np.exp(z).sum()) - picked(z, labels)).mean()


def _log_inside_the_sum(logits, labels):
    z = shifted_rows(logits)
    return (np.log(np.exp(z)).sum(axis=1) - picked(z, labels)).mean()


def _no_logarithm(logits, labels):
    z = shifted_rows(logits)
    return (np.exp(z).sum(axis=1) - picked(z, labels)).mean()


def _mean_of_exponentials(logits, labels):
    z = shifted_rows(logits)
    return (np.log(np.exp(z).mean(axis=1)) - picked(z, labels)).mean()


def _right_logit_added(logits, labels):
    z = shifted_rows(logits)
    return (log_sum(z) + picked(z, labels)).mean()


def _largest_logit(logits, labels):
    return -picked(shifted_rows(logits), labels).mean()


def _minus_the_logit(logits, labels):
    return -picked(logits, labels).mean()


def _log_of_the_logit(logits, labels):
    return -np.log(picked(logits, labels)).mean()


def _softmax_twice(logits, labels):
    return -picked(log_softmax(softmax(logits, axis=1)), labels).mean()


def _minus_the_probability(logits, labels):
    return -picked(softmax(logits, axis=1), labels).mean()


def _one_minus_the_probability(logits, labels):
    return 1 - picked(softmax(logits, axis=1), labels).mean()


def _the_probability(logits, labels):
    return picked(softmax(logits, axis=1), labels).mean()


def _mean_before_the_logarithm(logits, labels):
    return -np.log(picked(softmax(logits, axis=1), labels).mean())


def _entropy(logits, labels):
    log_p = log_softmax(logits)
    return -(np.exp(log_p) * log_p).sum(axis=1).mean()


FORMULA = (
    Mistake(
        "over_the_images",
        _over_the_images,
        "You normalise down the columns, so that each class sums to 1 over the batch. The classes of one image "
        "compete: sum along each row.",
    ),
    Mistake(
        "log_of_softmax_over_the_images",
        _log_of_softmax_over_the_images,
        "Your softmax runs down the columns, so that each class sums to 1 over the batch. Each image's row should; "
        "and then mind the logarithm of a probability of 0.",
    ),
    Mistake(
        "over_the_batch",
        _over_the_batch,
        "All images together sum to 1, so each must share with the others. Normalise each row on its own.",
    ),
    Mistake(
        "one_sum_for_all_rows",
        _one_sum_for_all_rows,
        "The exponentials of all images land in one sum. Each row needs its own: tell the sum which axis to run along.",
    ),
    Mistake(
        "log_inside_the_sum",
        _log_inside_the_sum,
        "You add up logarithms of exponentials, which are the logits again. Add up the exponentials first, then take "
        "the logarithm of the sum.",
    ),
    Mistake(
        "no_logarithm",
        _no_logarithm,
        "The logarithm of the sum is missing: log Σ exp(z) minus the right logit.",
    ),
    Mistake(
        "mean_of_exponentials",
        _mean_of_exponentials,
        "Inside the logarithm stands the mean of the exponentials. Softmax divides by their sum; only the losses of "
        "the images are averaged.",
    ),
    Mistake(
        "right_logit_added",
        _right_logit_added,
        "The right logit is added. A larger logit of the right class must lower the loss: check its sign.",
    ),
    Mistake(
        "largest_logit_for_the_sum",
        _largest_logit,
        "You compare the right logit with the largest one. Cross-entropy compares it with the logarithm of the sum "
        "of all exponentials.",
    ),
    Mistake(
        "minus_the_logit",
        _minus_the_logit,
        "You return the right logit with a minus. What the other classes got counts too: softmax divides by the sum "
        "of all exponentials.",
    ),
    Mistake(
        "logits_taken_for_probabilities",
        _log_of_the_logit,
        "You take the logarithm of a logit, as if it were a probability. Logits may be negative: softmax comes first.",
    ),
    Mistake(
        "softmax_twice",
        _softmax_twice,
        "Softmax is applied twice: the probabilities go through it again as if they were logits. Once is enough.",
    ),
    Mistake(
        "minus_the_probability",
        _minus_the_probability,
        "The logarithm is missing: you average the probabilities with a minus. How surprised is somebody by an event "
        "of probability p?",
    ),
    Mistake(
        "one_minus_the_probability",
        _one_minus_the_probability,
        "You average 1 minus the probability of the right class. Cross-entropy takes its logarithm, so that being "
        "confidently wrong costs much more.",
    ),
    Mistake(
        "the_probability",
        _the_probability,
        "You return the mean probability of the right class, which is large when the network is good. The loss is "
        "minus its logarithm.",
    ),
    Mistake(
        "mean_before_the_logarithm",
        _mean_before_the_logarithm,
        "The probabilities are averaged before the logarithm. Take the logarithm for each image, then the mean; and "
        "mind a probability of 0.",
    ),
    Mistake(
        "entropy",
        _entropy,
        "That is the entropy of the network's own probabilities; the labels are never used. How surprised is it by "
        "the right class?",
    ),
)
