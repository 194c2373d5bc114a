"""A derivative taken from a small step: how it shows in the numbers."""

import numpy as np

from helpers.exercises.compare import close, tolerance
from helpers.exercises.words.patterns import LARGE

# How far from the true slope a difference quotient may be taken for one: steps up to a hundredth stay within.
STEP, NEAR = 0.02, 0.02


def small_step(exercise, trials) -> list:
    """Ask whether the slopes were taken from a small step, where they are all near and not all exact.

    Near means between the slopes a little to the left and to the right, so that at a kink both are allowed. It is asked
    only of float64 and of moderate numbers; what float32 and large numbers make of a quotient can be anything.

    Returns
    -------
    list of str
        One question, or nothing.
    """
    if not exercise.slope or any(trial.problem not in ("", "values") for trial in trials):
        return []
    double = [trial for trial in trials if trial.args[0].dtype == np.float64 and np.abs(trial.args[0]).max() < LARGE]
    if not double or not all(_is_near(exercise, trial) for trial in double):
        return []
    if any(_looks_rounded(trial) for trial in double) or not _varies(
        np.concatenate(list(map(_errors_away_from_0, trials)))
    ):
        return []
    return [
        "Your slopes come close, but they are not exact. Are they taken from a small step, (f(z + h) − f(z)) / h? "
        "Rounding spoils that, most of all in float32 and for large numbers: use the formula."
    ]


def _is_near(exercise, trial):
    z, *more = trial.args
    around = [exercise.reference(z + shift, *more) for shift in (-STEP, 0.0, STEP)]
    got = np.asarray(trial.got.value, float)
    return bool(np.all((got >= np.min(around, axis=0) - NEAR) & (got <= np.max(around, axis=0) + NEAR)))


def _errors_away_from_0(trial):
    """How far off the wrong slopes are; at 0 a convention may be the reason."""
    expected, got = np.asarray(trial.expected.value, float), np.asarray(trial.got.value, float)
    wrong = ~close(expected, got, *tolerance(trial.probe, expected, got, trial.args))
    return (got - expected)[wrong & (trial.args[0] != 0)]


def _varies(errors):
    """Whether there are errors, and of different sizes: one and the same everywhere is another number in the formula."""
    return errors.size > 0 and np.ptp(errors) > 1e-3 * np.abs(errors).max()


def _looks_rounded(trial):
    """Whether all entries have few decimals although not all of the expected ones have."""
    expected, got = np.asarray(trial.expected.value, float), np.asarray(trial.got.value, float)
    return bool(np.all(got == np.round(got, 5))) and not np.all(expected == np.round(expected, 5))
