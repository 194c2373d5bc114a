"""The shape of an error in numbers: what all wrong entries have in common.

Every function here takes trials whose values are wrong (their shapes are right) and returns sentences that hold for
all of them.
"""

import numpy as np

from helpers.exercises.compare import close, equal, is_number, parts, tolerance

# Beyond this, exponentials and their inverses have reached their limits in float32.
LARGE = 30.0


def whole_patterns(exercise, trials) -> list:
    """Find one relation between expected and got that holds for whole results: sign, factor, offset, order."""
    if not trials or not all(_comparable(trial) for trial in trials):
        return []
    return next(filter(None, (find(trials) for find in _RELATIONS)), [])


def _signs_lost(trials):
    lost = any(_has_negative(trial) for trial in trials) and all(_lost_its_sign(trial) for trial in trials)
    return ["Negative values have lost their sign."] if lost else []


def _rounded(trials):
    return [words for words, change in _ROUNDINGS if all(_is_rounded(trial, change) for trial in trials)][:1]


def _negated(trials):
    return ["Every value has the wrong sign."] if _all(trials, np.negative) and not _all(trials, np.zeros_like) else []


def _in_another_order(trials):
    # On a single entry every order is the same; it must be seen on an input where it makes a difference.
    return [
        words for words, change in _ORDERS if _all(trials, change) and any(_matters(trial, change) for trial in trials)
    ][:1]


def _by_a_factor(trials):
    factors = [_factor(trial) for trial in trials]
    return _factor_sentence(trials, factors) if all(factor is not None for factor in factors) else []


def _by_an_offset(trials):
    first, *others = [_offset(trial) for trial in trials]
    if first is None or any(other is None or abs(other - first) > 1e-6 * max(1, abs(other)) for other in others):
        return []
    return [f"Every value is {_number(abs(first))} too {'large' if first > 0 else 'small'}."]


def _one_minus(trials):
    return ["Your values are 1 minus the expected ones."] if _all(trials, lambda a: 1 - a) else []


_RELATIONS = (_signs_lost, _rounded, _negated, _in_another_order, _by_a_factor, _by_an_offset, _one_minus)


# None of these is tried on expected values that are whole numbers already: there all of them are the same.
_ROUNDINGS = (
    ("Your values are the expected ones, rounded to whole numbers.", np.round),
    ("Your values are the expected ones, with the digits after the point cut off.", np.trunc),
    ("Your values are the expected ones, rounded down to whole numbers.", np.floor),
)


def _is_rounded(trial, change):
    expected, got = _flat(trial)
    return not np.array_equal(expected, change(expected)) and np.array_equal(got, change(expected))


def _has_negative(trial):
    return bool((_flat(trial)[0] < 0).any())


def _lost_its_sign(trial):
    return equal(trial.probe, _each(np.abs, trial.expected.value), trial.got.value, trial.args)


def _comparable(trial):
    return all(is_number(e) and is_number(g) for e, g in zip(parts(trial.expected.value), parts(trial.got.value)))


def _each(change, value):
    """Apply a change to each part of a result."""
    if isinstance(value, (tuple, list)):
        return tuple(change(np.asarray(part)) for part in value)
    return change(np.asarray(value))


def _all(trials, change):
    return all(_holds(trial, change) for trial in trials)


def _holds(trial, change):
    return equal(trial.probe, trial.expected.value, _each(change, trial.got.value), trial.args)


def _matters(trial, change):
    return not equal(trial.probe, trial.got.value, _each(change, trial.got.value), trial.args)


def _turned(array):
    square = array.ndim >= 2 and array.shape[-1] == array.shape[-2]
    return np.swapaxes(array, -1, -2) if square else array


def _reversed_everywhere(array):
    return np.flip(array)


def _reversed_last(array):
    return array[..., ::-1] if array.ndim else array


def _reversed_both(array):
    return array[..., ::-1, ::-1] if array.ndim >= 2 else array


_ORDERS = (
    ("The values are right but transposed.", _turned),
    ("The values are right but in reverse order along the last axis.", _reversed_last),
    ("The values are right but flipped along the last two axes.", _reversed_both),
    ("The values are right but in reverse order.", _reversed_everywhere),
)


def _flat(trial):
    expected = np.concatenate([np.ravel(np.asarray(e, float)) for e in parts(trial.expected.value)])
    got = np.concatenate([np.ravel(np.asarray(g, float)) for g in parts(trial.got.value)])
    return expected, got


def _factor(trial):
    """Return the one factor between got and expected, or None."""
    expected, got = _flat(trial)
    size = np.abs(expected).max(initial=0.0)
    if size == 0 or not np.isfinite(expected).all() or not np.isfinite(got).all():
        return None
    at = int(np.abs(expected).argmax())
    factor = got[at] / expected[at]
    rtol, atol = tolerance(trial.probe, expected, got, trial.args)
    same = close(factor * expected, got, max(rtol, 1e-6), atol)
    # Two entries or one number prove little; the trials together must tell the rest.
    return factor if same.all() and factor != 0 else None


def _factor_sentence(trials, factors):
    steady = all(abs(factor - factors[0]) <= 1e-5 * abs(factors[0]) for factor in factors)
    if steady and abs(factors[0] - 1) < 5e-4:
        return ["Every value is close to the expected one, and not exact. Was a number typed in with too few digits?"]
    if steady and (len(trials) > 1 or _flat(trials[0])[0].size > 1):
        return [f"Every value is {_number(factors[0])} times the expected one."]
    for what, sizes in _sizes(trials):
        if all(np.isclose(factor, size, rtol=1e-5) for factor, size in zip(factors, sizes)):
            return [f"Every value is too large by the factor {what}: {_listed(sizes)}. Is a division missing?"]
        if all(np.isclose(factor * size, 1, rtol=1e-5) for factor, size in zip(factors, sizes)):
            return [f"Every value is too small by the factor {what}: {_listed(sizes)}. Is there a division too many?"]
    return []


def _sizes(trials):
    """List the numbers that factors are often made of: the batch size and the number of entries."""
    if not all(trial.args and np.ndim(trial.args[0]) >= 1 for trial in trials if _is_plain(trial)):
        return
    if all(_is_plain(trial) for trial in trials):
        yield "of the batch size", [np.shape(trial.args[0])[0] for trial in trials]
        yield "of the number of entries", [np.size(trial.args[0]) for trial in trials]
        yield "of the number of columns", [np.shape(trial.args[0])[-1] for trial in trials]


def _is_plain(trial):
    return bool(trial.args) and isinstance(trial.args[0], np.ndarray) and trial.args[0].ndim >= 1


def _listed(sizes):
    different = list(dict.fromkeys(sizes))
    return " and ".join(str(size) for size in different[:2])


def _offset(trial):
    expected, got = _flat(trial)
    if expected.size == 0 or not np.isfinite(got).all() or not np.isfinite(expected).all():
        return None
    gaps = got - expected
    return float(gaps[0]) if np.ptp(gaps) <= 1e-6 * max(1.0, np.abs(expected).max()) else None


def _number(value):
    return f"{value:.4g}"


def entry_patterns(trials) -> list:
    """Say what the inputs of all wrong entries have in common, for functions that work entry by entry."""
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
        if all(holds(trial) for trial in bad) and not any(holds(trial) for trial in good):
            return [f"It fails only {words}."]
    return []


def _kinds(exercise):
    """List the kinds of input that mean something in this exercise; elsewhere such a pattern would be chance."""
    yield from _BATCHES if exercise.batch else ()
    yield from _KINDS
    if exercise.ties:
        yield "for arrays that contain ties", _has_ties
    yield "for large values", _is_large


def _arrays(trial):
    return [arg for arg in trial.args if isinstance(arg, np.ndarray)]


def _first_axes(trial):
    arrays = _arrays(trial)
    return arrays[0].ndim if arrays else 0


def _batch_of_one(trial):
    return _first_axes(trial) >= 2 and _arrays(trial)[0].shape[0] == 1


def _larger_batch(trial):
    return _first_axes(trial) >= 2 and not _batch_of_one(trial)


def _has_ties(trial):
    return any(np.unique(array).size < array.size for array in _arrays(trial))


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
