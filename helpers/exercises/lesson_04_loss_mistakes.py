"""Mistakes recognised in lesson 04: cross-entropy, what is added up and for whom.

Most of these slips are made in four ways: on log-probabilities that are safe for every logit, on ones whose logits
were not shifted, on the logarithm of a softmax that underflows to 0, and on that of a softmax that overflows before.
Each is a function of the table of log-probabilities, and is entered once for each way of computing that table. Wrong
formulas for the table itself are in `lesson_04_loss_formula_mistakes`, and what goes wrong with large logits only in
`lesson_04_loss_range_mistakes`.
"""

import math

import numpy as np

from helpers.activations import softmax
from helpers.exercises.core import Mistake
from helpers.losses import cross_entropy_grad


def shifted_rows(logits):
    return logits - logits.max(axis=1, keepdims=True)


def log_sum(z):
    """The logarithm of each row's sum of exponentials."""
    return np.log(np.exp(z).sum(axis=1))


def log_softmax(logits):
    z = shifted_rows(logits)
    return z - log_sum(z)[:, None]


def log_softmax_without_shift(logits):
    return logits - log_sum(logits)[:, None]


def log_of_softmax(logits):
    return np.log(softmax(logits, axis=1))


def log_of_naive_softmax(logits):
    powers = np.exp(logits)
    return np.log(powers / powers.sum(axis=1, keepdims=True))


def picked(table, labels):
    """The entry of each row that its label names."""
    return table[np.arange(len(labels)), labels]


_SAFE = ("", log_softmax, "")
_NO_SHIFT = (
    "_and_no_shift",
    log_softmax_without_shift,
    " Besides, the exponentials of large logits overflow: which number can you take away from a whole row?",
)
_UNDERFLOW = (
    "_and_underflow",
    log_of_softmax,
    " Besides, a probability can underflow to 0, whose logarithm is infinite: work from the logits.",
)
_OVERFLOW = (
    "_and_overflow",
    log_of_naive_softmax,
    " Besides, the exponential of a large logit overflows: take each row's largest logit away first.",
)


def _in_each_way(key, slip, sentence, ways=(_SAFE, _NO_SHIFT, _UNDERFLOW, _OVERFLOW)):
    """Return one mistake for each way of computing the log-probabilities."""

    def wrong(way):
        return lambda logits, labels: slip(way(logits), labels)

    return tuple(Mistake(key + more, wrong(way), sentence + besides) for more, way, besides in ways)


# --- slips that look the same however the log-probabilities were computed ---------------------------------------------


def _one_hot(log_p, labels):
    return np.eye(log_p.shape[1])[labels]


def _sum(log_p, labels):
    return -picked(log_p, labels).sum()


def _sign_dropped(log_p, labels):
    return picked(log_p, labels).mean()


def _mean_of_the_table(log_p, labels):
    return -(_one_hot(log_p, labels) * log_p).mean()


def _divided_by_classes(log_p, labels):
    return -picked(log_p, labels).sum() / log_p.shape[1]


def _base_two(log_p, labels):
    return -picked(log_p, labels).mean() / math.log(2)


def _base_ten(log_p, labels):
    return -picked(log_p, labels).mean() / math.log(10)


def _likeliest_class(log_p, labels):
    return -log_p.max(axis=1).mean()


def _every_class(log_p, labels):
    return -log_p.mean()


def _every_class_summed(log_p, labels):
    return -log_p.sum() / len(labels)


def _columns_for_all_images(log_p, labels):
    return -log_p[:, labels].mean()


def _rows_for_images(log_p, labels):
    return -log_p[labels].mean()


def _flat_index(log_p, labels):
    return -np.take(log_p, labels).mean()


def _labels_from_one(log_p, labels):
    return -picked(log_p, labels - 1).mean()


def _one_loss_per_image(log_p, labels):
    return -picked(log_p, labels)


def _first_image(log_p, labels):
    return -picked(log_p, labels)[0]


def _labels_as_weights(log_p, labels):
    return -(labels * log_p).sum() / len(labels)


def _labels_searched(log_p, labels):
    return -picked(log_p, labels.argmax(axis=1)).mean()


def _one_loss_per_class(log_p, labels):
    return -(_one_hot(log_p, labels) * log_p).mean(axis=0)


def _binary(log_p, labels):
    y, p = _one_hot(log_p, labels), np.exp(log_p)
    return -(y * log_p + (1 - y) * np.log(1 - p)).sum() / len(labels)


def _squared_error(log_p, labels):
    return ((np.exp(log_p) - _one_hot(log_p, labels)) ** 2).mean()


def _math_log(logits, labels):
    return -math.log(picked(softmax(logits, axis=1), labels))


SLIPS = (
    *_in_each_way("sum_for_mean", _sum, "The losses of the batch are added up. Their mean is wanted."),
    *_in_each_way(
        "sign_dropped",
        _sign_dropped,
        "A logarithm of a probability is negative, and a loss is not: a minus is missing.",
    ),
    *_in_each_way(
        "mean_over_classes_too",
        _mean_of_the_table,
        "The mean runs over images and classes, so the loss is too small by the number of classes. Divide by the "
        "number of images.",
        (_SAFE, _NO_SHIFT, _UNDERFLOW),
    ),
    *_in_each_way(
        "divided_by_classes",
        _divided_by_classes,
        "The sum is divided by the number of classes. There is one loss for each image: divide by the number of "
        "images.",
    ),
    *_in_each_way(
        "base_two",
        _base_two,
        "That is the logarithm to base 2, which counts in bits. Take the natural logarithm.",
    ),
    *_in_each_way(
        "base_ten",
        _base_ten,
        "That is the logarithm to base 10. Take the natural one; NumPy calls it by the shortest of the names.",
    ),
    *_in_each_way(
        "likeliest_class",
        _likeliest_class,
        "You take the probability of the likeliest class, whatever the label says. Take that of the right class.",
        (_SAFE, _NO_SHIFT, _OVERFLOW),
    ),
    *_in_each_way(
        "every_class",
        _every_class,
        "The labels are never used: you average over all classes. Pick out the one that is right for each image.",
    ),
    *_in_each_way(
        "every_class_summed",
        _every_class_summed,
        "The labels are never used: all classes of an image are added up. Pick out the right class of each image.",
    ),
    *_in_each_way(
        "columns_for_all_images",
        _columns_for_all_images,
        "Indexing with `:` and the labels takes those columns from every row: each image is charged for everybody's "
        "labels. Each row needs its own column, so pair the labels with row numbers.",
    ),
    *_in_each_way(
        "rows_for_images",
        _rows_for_images,
        "The labels are used as row numbers. Rows are images and columns are classes: pair each row with its label.",
    ),
    *_in_each_way(
        "flat_index",
        _flat_index,
        "`np.take` without an axis counts through the whole table, so the labels all point into its first rows. Pair "
        "each label with its own row.",
    ),
    *_in_each_way(
        "labels_from_one",
        _labels_from_one,
        "The labels are off by one. Classes are counted from 0, like columns: use the labels as they are.",
    ),
    *_in_each_way(
        "one_loss_per_image",
        _one_loss_per_image,
        "One loss for each image comes out. Average them: the function returns one number for the batch.",
    ),
    *_in_each_way(
        "first_image_only",
        _first_image,
        "Only the first image counts. Does a `return` stand inside your loop? All images of the batch belong in the "
        "mean.",
    ),
    *_in_each_way(
        "labels_as_weights",
        _labels_as_weights,
        "The labels are multiplied in as if they were one-hot rows. They are class numbers: use them to pick, or "
        "turn them into one-hot rows first.",
    ),
    *_in_each_way(
        "labels_searched",
        _labels_searched,
        "You look for the largest entry in each row of the labels, as if they were one-hot. They are class numbers "
        "already: use them as they are.",
        (_SAFE,),
    ),
    *_in_each_way(
        "one_loss_per_class",
        _one_loss_per_class,
        "The mean runs down the columns only, so one number for each class comes out. Add up each row as well: the "
        "function returns one number.",
    ),
    *_in_each_way(
        "binary_cross_entropy",
        _binary,
        "You also charge for the wrong classes, as one does with sigmoids. With softmax the probability of the right "
        "class says it all.",
        (_SAFE, _NO_SHIFT, _UNDERFLOW),
    ),
    *_in_each_way(
        "squared_error",
        _squared_error,
        "That is the squared distance between probabilities and one-hot labels. Cross-entropy takes the logarithm of "
        "the right class's probability.",
        (_SAFE, _NO_SHIFT, _OVERFLOW),
    ),
    Mistake(
        "returns_the_gradient",
        cross_entropy_grad,
        "You return the gradient, probabilities minus one-hot rows over N. Here the loss itself is wanted: one number.",
    ),
    Mistake(
        "math_log",
        _math_log,
        "`math.log` takes a single number, so it works for one image only. NumPy's takes a whole array. Then mind "
        "probabilities of exactly 0.",
    ),
)
