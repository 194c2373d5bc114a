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


def _one_sum_without_shift(logits, labels):
    return (np.log(np.exp(logits).sum()) - picked(logits, labels)).mean()


def _sum_down_the_columns(shift):
    def wrong(logits, labels):
        z = shifted_rows(logits) if shift else logits
        return (np.log(np.exp(z).sum(axis=0)) - picked(z, labels)).mean()

    return wrong


def _softmax_with_lost_axes(shift_keeps, sum_keeps=False):
    """A softmax whose maxima or sums have lost their axis; the shift is left out where `shift_keeps` is None."""

    def wrong(logits, labels):
        shift = 0 if shift_keeps is None else logits.max(axis=1, keepdims=shift_keeps)
        powers = np.exp(logits - shift)
        return -np.log(picked(powers / powers.sum(axis=1, keepdims=sum_keeps), labels)).mean()

    return wrong


def _whole_rows_for_the_logit(shift):
    def wrong(logits, labels):
        z = shifted_rows(logits) if shift else logits
        return (log_sum(z) - z[labels]).mean()

    return wrong


def _labels_for_logits(shift):
    def wrong(logits, labels):
        return (log_sum(shifted_rows(logits) if shift else logits) - labels).mean()

    return wrong


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
        "one_sum_without_shift",
        _one_sum_without_shift,
        "The exponentials of all images land in one sum, and large ones overflow. Each row needs its own sum, and "
        "its own shift before.",
    ),
    Mistake(
        "sum_down_the_columns",
        _sum_down_the_columns(shift=True),
        "The exponentials are added up down the columns, over the images. The classes of one image belong together: "
        "sum along each row, which is the second axis.",
    ),
    Mistake(
        "sum_down_the_columns_without_shift",
        _sum_down_the_columns(shift=False),
        "The exponentials are added up down the columns, over the images. Sum along each row, the second axis; "
        "Python's own `sum` always takes the first. And large logits overflow: shift the rows.",
    ),
    Mistake(
        "sums_without_keepdims",
        _softmax_with_lost_axes(True),
        "In your softmax the sums of the rows have lost their axis, so they line up with the columns. Keep it with "
        "`keepdims`; and then mind the logarithm of a probability of 0.",
    ),
    Mistake(
        "no_keepdims",
        _softmax_with_lost_axes(False),
        "In your softmax both the maxima and the sums have lost their axis, so they line up with the columns. Keep "
        "it with `keepdims`; and then mind the logarithm of a probability of 0.",
    ),
    Mistake(
        "softmax_maxima_without_keepdims",
        _softmax_with_lost_axes(False, True),
        "In your softmax the maxima of the rows have lost their axis, so they line up with the columns. Keep it with "
        "`keepdims`; and then mind the logarithm of a probability of 0.",
    ),
    Mistake(
        "sums_without_keepdims_or_shift",
        _softmax_with_lost_axes(None),
        "In your softmax the sums of the rows have lost their axis, so they line up with the columns: keep it with "
        "`keepdims`. Besides, large logits overflow; work out the logarithm from shifted logits.",
    ),
    Mistake(
        "whole_rows_for_the_logit",
        _whole_rows_for_the_logit(shift=True),
        "From the logarithm of the sum you take away whole rows, the ones that the labels number. Of each image's "
        "own row only one logit is needed: pair row numbers with labels.",
    ),
    Mistake(
        "whole_rows_for_the_logit_without_shift",
        _whole_rows_for_the_logit(shift=False),
        "The labels pick whole rows. Of each image's own row only one logit is needed: pair row numbers with labels. "
        "Then mind large logits, whose exponentials overflow.",
    ),
    Mistake(
        "labels_for_logits",
        _labels_for_logits(shift=True),
        "You take the label itself away, a class number. What is needed is the logit that it points to.",
    ),
    Mistake(
        "labels_for_logits_without_shift",
        _labels_for_logits(shift=False),
        "You take the label itself away, a class number. What is needed is the logit that it points to. Then mind "
        "large logits, whose exponentials overflow.",
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
