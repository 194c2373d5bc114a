"""The shape of an error in numbers: what all wrong entries, or all inputs that fail, have in common.

Every function here takes trials whose values are wrong (their shapes are right) and returns sentences that hold for
all of them.
"""

import numpy as np

from helpers.exercises.compare import close, tolerance
from helpers.exercises.words.inputs import has_ties

# Beyond this, exponentials and their inverses have reached their limits in float32.
LARGE = 30.0


def entry_patterns(trials, alone=True) -> list:
    """Say what the inputs of all wrong entries have in common, for functions that work entry by entry.

    Parameters
    ----------
    trials : list of Trial
        Those with wrong values.
    alone : bool
        Whether nothing else goes wrong on any input, such as an error or nan.
    """
    usable = [trial for trial in trials if _entry_by_entry(trial)]
    if not trials or len(usable) < len(trials):
        return []
    inputs, wrong = [], []
    for trial in usable:
        expected, got = np.asarray(trial.expected.value), np.asarray(trial.got.value)
        good = close(expected, got, *tolerance(trial.probe, expected, got, trial.args))
        inputs.append(np.ravel(trial.args[0]).astype(float))
        wrong.append(np.ravel(~good))
    z, bad = np.concatenate(inputs), np.concatenate(wrong)
    name = usable[0].names[0]
    for words, holds in (
        (f"where {name} = 0", z == 0),
        (f"where {name} is very negative", z <= -LARGE),
        (f"where {name} is very large", z >= LARGE),
        (f"where {name} is very large or very negative", np.abs(z) >= LARGE),
        (f"where {name} is negative", z < 0),
        (f"where {name} is positive", z > 0),
        (f"where {name} is zero or negative", z <= 0),
        (f"where {name} is zero or positive", z >= 0),
    ):
        if bad[~holds].any() or not (~holds).any():
            continue
        if not alone:
            return [f"Among the values that come, it is wrong only {words}."]
        return [f"It is wrong only {words}; everywhere else it is right."]
    return []


def _entry_by_entry(trial):
    if not trial.args or not isinstance(trial.args[0], np.ndarray) or not isinstance(trial.got.value, np.ndarray):
        return False
    return np.shape(trial.args[0]) == np.shape(trial.expected.value) == np.shape(trial.got.value)


def probe_patterns(exercise, trials) -> list:
    """Say what all failing inputs have in common that no passing one has: float32, several axes, a batch of one."""
    bad = [trial for trial in trials if trial.problem]
    good = [trial for trial in trials if not trial.problem]
    if not bad or not good:
        return []
    for words, holds in _kinds(exercise):
        # A single image that goes well may do so for any reason.
        if holds is _larger_batch and len(good) < 3:
            continue
        if all(holds(trial) for trial in bad) and not any(holds(trial) for trial in good):
            return [f"It fails only {words}, of all inputs that were tried."]
    return []


def _kinds(exercise):
    """List the kinds of input that mean something in this exercise; elsewhere such a pattern would be chance."""
    yield from _BATCHES if exercise.batch else ()
    yield from _KINDS
    if exercise.ties:
        yield "for arrays that contain ties", has_ties
    yield "for inputs that hold large numbers", _is_large


def _arrays(trial):
    return [arg for arg in trial.args if isinstance(arg, np.ndarray)]


def _first_axes(trial):
    arrays = _arrays(trial)
    return arrays[0].ndim if arrays else 0


def _batch_of_one(trial):
    return _first_axes(trial) >= 2 and _arrays(trial)[0].shape[0] == 1


def _larger_batch(trial):
    return _first_axes(trial) >= 2 and not _batch_of_one(trial)


def _is_large(trial):
    return any(np.abs(array).max(initial=0) >= LARGE for array in _arrays(trial))


def _images(trial):
    return _first_axes(trial) == 4


def _kernels(trial):
    return _images(trial) and len(_arrays(trial)) > 1 and _arrays(trial)[1].ndim == 4


_BATCHES = (
    ("for a batch of one", _batch_of_one),
    ("for a batch of more than one", _larger_batch),
)
_KINDS = (
    ("for float32 input", lambda trial: any(array.dtype == np.float32 for array in _arrays(trial))),
    ("for images with more than one channel", lambda trial: _images(trial) and _arrays(trial)[0].shape[1] > 1),
    ("for images with a single channel", lambda trial: _images(trial) and _arrays(trial)[0].shape[1] == 1),
    ("for more than one kernel", lambda trial: _kernels(trial) and _arrays(trial)[1].shape[0] > 1),
    ("for arrays with two or more axes", lambda trial: _first_axes(trial) >= 2),
    ("for arrays with three or more axes", lambda trial: _first_axes(trial) >= 3),
    ("for arrays with one axis", lambda trial: _first_axes(trial) == 1),
    (
        "for arrays that are not square",
        lambda trial: any(a.ndim >= 2 and a.shape[-1] != a.shape[-2] for a in _arrays(trial)),
    ),
    (
        "for arrays that are not contiguous in memory (`reshape` and `ravel` behave differently there)",
        lambda trial: any(not array.flags.c_contiguous for array in _arrays(trial)),
    ),
)


# --- a derivative taken from a small step: how it shows in the numbers ------------------------------------------------

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
        "Are your slopes taken from a small step, (f(z + h) − f(z)) / h? A bend within the step spoils that, and so does "
        "rounding, in float32 and for large numbers: use the formula."
    ]


def _is_near(exercise, trial):
    z, *more = trial.args
    around = [exercise.reference(z + shift, *more, **trial.kwargs) for shift in (-STEP, 0.0, STEP)]
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
