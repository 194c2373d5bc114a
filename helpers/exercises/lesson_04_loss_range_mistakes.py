"""Mistakes recognised in lesson 04: cross-entropy of large logits.

Numbers that underflow or overflow, a small number that is to save the logarithm, and a shift that does not cancel or
does not help.
"""

import math

import numpy as np

from helpers.activations import softmax
from helpers.exercises.core import Mistake
from helpers.exercises.lesson_04_loss_mistakes import (
    log_of_naive_softmax,
    log_of_softmax,
    log_sum,
    picked,
    shifted_rows,
)


def _underflow(logits, labels):
    return -picked(log_of_softmax(logits), labels).mean()


def _overflow(logits, labels):
    return -picked(log_of_naive_softmax(logits), labels).mean()


def _overflow_in_the_sum(logits, labels):
    return (log_sum(logits) - picked(logits, labels)).mean()


def _one_hot_times(log_p):
    def wrong(logits, labels):
        one_hot = np.eye(logits.shape[1])[labels]
        return -(one_hot * log_p(logits)).sum() / len(labels)

    return wrong


# --- a small number that is to save the logarithm ---------------------------------------------------------------------


def _naive_softmax(logits, axis):
    powers = np.exp(logits)
    return powers / powers.sum(axis=axis, keepdims=True)


def _saved(save, probabilities=softmax):
    """Change the probabilities by `save` before their logarithm is taken."""
    return lambda logits, labels: -np.log(picked(save(probabilities(logits, axis=1)), labels)).mean()


def _capped(epsilon, how):
    most = -math.log(epsilon)
    return (
        f"{how} keeps the logarithm finite, but then no loss above {most:.1f} can come out. Logits 1,000 apart cost "
        "1,000. Do not save the probability: work out its logarithm from the logits."
    )


def _epsilon(epsilon):
    """Four ways of saving the logarithm with this number; those that give the same losses are entered once."""
    name, besides = f"{epsilon:.0e}", " And large logits overflow: shift the rows."
    added = _saved(lambda p: p + epsilon)
    added_naively = _saved(lambda p: p + epsilon, _naive_softmax)
    entries = [
        Mistake(f"epsilon_{name}", added, _capped(epsilon, f"The {name}")),
        Mistake(f"epsilon_{name}_overflow", added_naively, _capped(epsilon, f"The {name}") + besides),
    ]
    if epsilon >= 1e-7:  # below that it makes no visible difference whether it is added or used as a limit
        clipped = _saved(lambda p: np.maximum(p, epsilon))
        clipped_on_both_sides = _saved(lambda p: np.clip(p, epsilon, 1 - epsilon))
        entries += [
            Mistake(f"clipped_at_{name}", clipped, _capped(epsilon, f"A lower limit of {name}")),
            Mistake(f"clipped_twice_{name}", clipped_on_both_sides, _capped(epsilon, f"Clipping at {name}")),
        ]
    return entries


_EPSILONS = [
    entry for epsilon in (1e-16, 1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5) for entry in _epsilon(epsilon)
]


# --- the shift --------------------------------------------------------------------------------------------------------


def _loss_shifted_by(shift):
    """Shift both terms by what `shift` says."""

    def wrong(logits, labels):
        z = logits - shift(logits)
        return (log_sum(z) - picked(z, labels)).mean()

    return wrong


def _softmax_shifted_by_batch_maximum(logits, labels):
    powers = np.exp(logits - logits.max())
    return -np.log(picked(powers / powers.sum(axis=1, keepdims=True), labels)).mean()


def _shift_in_the_sum_only(logits, labels):
    return (log_sum(shifted_rows(logits)) - picked(logits, labels)).mean()


def _shift_in_the_logit_only(logits, labels):
    return (log_sum(logits) - picked(shifted_rows(logits), labels)).mean()


def _shift_added_back_twice(logits, labels):
    z = shifted_rows(logits)
    return (log_sum(z) + logits.max(axis=1) - picked(z, labels)).mean()


def _shifted_by_the_right_logit(logits, labels):
    return log_sum(logits - picked(logits, labels)[:, None]).mean()


def _in_place(logits, labels):
    logits -= logits.max(axis=1, keepdims=True)
    return (log_sum(logits) - picked(logits, labels)).mean()


RANGE = (
    Mistake(
        "underflow",
        _underflow,
        "Right while no probability is 0. Where the right class is far behind, its probability underflows to 0, and "
        "the loss becomes infinite. Put the logarithm into the formula before you compute: log Σ exp(z) minus a "
        "logit.",
    ),
    Mistake(
        "one_hot_times_infinity",
        _one_hot_times(log_of_softmax),
        "A probability that underflows to 0 has an infinite logarithm, and 0 from the one-hot row times infinity is "
        "not a number. Work out the log-probabilities from the logits, so that they stay finite.",
    ),
    Mistake(
        "overflow",
        _overflow,
        "The formula is right on paper, but the exponential of 1,000 is infinite. Shift each row by its largest "
        "logit, and take the logarithm before you divide, so that no probability of 0 gets into it.",
    ),
    Mistake(
        "one_hot_times_overflow",
        _one_hot_times(log_of_naive_softmax),
        "The exponential of 1,000 is infinite, and 0 from the one-hot row times infinity is not a number. Shift each "
        "row by its largest logit first, and take no logarithm of a probability, which can be 0.",
    ),
    Mistake(
        "overflow_in_the_sum",
        _overflow_in_the_sum,
        "The formula is the right one, but the exponentials overflow, or all underflow to 0. Taking the same number "
        "away from a whole row changes nothing in the loss: which number keeps all exponents at or below 0?",
    ),
    *_EPSILONS,
    Mistake(
        "shift_by_batch_maximum",
        _loss_shifted_by(lambda logits: logits.max()),
        "The largest logit of the whole batch is taken away from every row. In a row far below it all exponentials "
        "underflow to 0, and the logarithm is infinite. Give each row its own maximum.",
    ),
    Mistake(
        "softmax_shifted_by_batch_maximum",
        _softmax_shifted_by_batch_maximum,
        "Two things: the shift is the largest logit of the whole batch, so that a row far below it becomes 0/0; and "
        "the logarithm of a probability of 0 is infinite. Shift row by row, and work out the logarithm from the "
        "logits.",
    ),
    Mistake(
        "shift_by_minimum",
        _loss_shifted_by(lambda logits: logits.min(axis=1, keepdims=True)),
        "Taking the smallest logit away leaves all exponents at or above 0, so the exponentials still overflow. "
        "Which logit of the row leaves nothing above 0?",
    ),
    Mistake(
        "shift_by_mean",
        _loss_shifted_by(lambda logits: logits.mean(axis=1, keepdims=True)),
        "Taking the mean away is not enough: a logit far above it still overflows. Which number of the row leaves "
        "nothing above 0?",
    ),
    Mistake(
        "shift_added",
        _loss_shifted_by(lambda logits: -logits.max(axis=1, keepdims=True)),
        "The largest logit is added instead of taken away, so large ones overflow all the sooner. Check the sign.",
    ),
    Mistake(
        "shift_down_the_columns",
        _loss_shifted_by(lambda logits: logits.max(axis=0)),
        "Each column is shifted by its own maximum, so a row is not shifted as a whole and the shift does not "
        "cancel. Take the maximum of each row.",
    ),
    Mistake(
        "maximum_without_keepdims",
        _loss_shifted_by(lambda logits: logits.max(axis=1)),
        "The maxima of the rows have lost their axis, so they line up with the columns. Keep it: `keepdims` does that.",
    ),
    Mistake(
        "shift_in_the_sum_only",
        _shift_in_the_sum_only,
        "The shift is in the sum of exponentials only, so it does not cancel. Take the right logit from the shifted "
        "row too, or add the maximum back to the logarithm.",
    ),
    Mistake(
        "shift_in_the_logit_only",
        _shift_in_the_logit_only,
        "The right logit is shifted, the sum of exponentials is not: it does not cancel, and large logits overflow. "
        "Use the shifted rows in both places.",
    ),
    Mistake(
        "shift_added_back_twice",
        _shift_added_back_twice,
        "The maximum is added back to the logarithm, but the right logit is taken from the shifted row: there it has "
        "cancelled already. Do one or the other.",
    ),
    Mistake(
        "shifted_by_the_right_logit",
        _shifted_by_the_right_logit,
        "A neat formula, and right on paper. But where the right logit is far below the largest, the exponentials "
        "overflow. Shift by the largest logit of the row.",
    ),
    Mistake(
        "changes_argument",
        _in_place,
        "The loss is right, but `-=` changed the logits you were given, and the caller still needs them. Put the "
        "shifted ones into a new array.",
    ),
)
