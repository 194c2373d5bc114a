"""How wrong results hang together with the expected ones as a whole: sign, factor, offset, order, a function of them.

Every function here takes trials whose values are wrong (their shapes are right) and returns sentences that hold for
all of them.
"""

import numpy as np

from helpers.exercises.compare import close, equal, is_number, parts, tolerance


def whole_patterns(exercise, trials) -> list:
    """Find one relation between expected and got that holds for whole results: sign, factor, offset, order."""
    if not trials or not all(_comparable(trial) for trial in trials):
        return []
    # Between one pair of numbers any relation holds.
    if sum(_flat(trial)[0].size for trial in trials) < 2:
        return []
    asked = (_by_a_factor(exercise, trials) if find is _by_a_factor else find(trials) for find in _RELATIONS)
    return next(filter(None, asked), [])


def _signs_lost(trials):
    lost = any(_has_negative(trial) for trial in trials) and all(_lost_its_sign(trial) for trial in trials)
    return ["Negative values have lost their sign."] if lost else []


def _rounded(trials):
    fit = [words for words, change in _ROUNDINGS if all(_is_rounded(trial, change) for trial in trials)]
    # Small values that are cut off are 0, and so are many others.
    if fit and not any(_flat(trial)[1].any() for trial in trials):
        return ["Every value that comes is 0."]
    # Where all values are small, cut off and rounded are the same.
    return ["Your values are the expected ones, made whole numbers."] if len(fit) > 1 else fit


def _negated(trials):
    return ["Every value has the wrong sign."] if _all(trials, np.negative) and not _all(trials, np.zeros_like) else []


def _in_another_order(trials):
    # On a single entry every order is the same; it must be seen on an input where it makes a difference.
    return [
        words for words, change in _ORDERS if _all(trials, change) and any(_matters(trial, change) for trial in trials)
    ][:1]


def _by_a_factor(exercise, trials):
    factors = [_factor(trial) for trial in trials]
    return _factor_sentence(exercise, trials, factors) if all(factor is not None for factor in factors) else []


def _about_a_factor(trials):
    """Nearly one factor for all values, far enough from 1: something is missing, and something is not exact besides."""
    found = [_nearly_one_factor(*_flat(trial)) for trial in trials]
    if not found or None in found:
        return []
    middles, counts = zip(*found)
    middle = float(np.median(middles))
    near = np.ptp(middles) <= _NEARLY * abs(middle)
    if not near or sum(counts) < _ENOUGH or abs(abs(middle) - 1) < 0.2:
        return []
    return [f"Every value is about {middle:.2g} times the expected one, and not exactly."]


def _nearly_one_factor(expected, got):
    """The middle of the factors between the values of one result, and how many there are; None where they differ."""
    size = np.abs(expected).max(initial=0.0)
    if size == 0 or not (np.isfinite(expected).all() and np.isfinite(got).all()):
        return None
    # Of "every value" is spoken: small ones count like large ones, and only what is nearly 0 need not have the factor.
    clear = np.abs(expected) > 1e-6 * size
    with np.errstate(all="ignore"):
        factors = got[clear] / expected[clear]
    middle = float(np.median(factors))
    close_by = np.abs(got[~clear]) <= 1e-5 * abs(middle) * size
    if abs(middle) < 0.02 or np.ptp(factors) > _NEARLY * abs(middle) or not close_by.all():
        return None
    return middle, len(factors)


# So many values, all with nearly one factor between wrong and right, are no chance.
_ENOUGH, _NEARLY = 6, 0.1


def _by_an_offset(trials):
    first, *others = [_offset(trial) for trial in trials]
    # Offsets as small as the differences between them are none.
    if not first or any(other is None or abs(other - first) > 1e-6 * max(1, abs(other)) for other in others):
        return []
    if any(abs(other - first) > 1e-3 * abs(first) for other in others):
        return []
    return [f"Every value is {_number(abs(first))} too {'large' if first > 0 else 'small'}."]


def _one_minus(trials):
    return ["Your values are 1 minus the expected ones."] if _all(trials, lambda a: 1 - a) else []


def _an_argument_itself(trials):
    """What came is one of the arguments, as it was given."""
    for i, name in enumerate(trials[0].names):
        if all(_is_changed_by(trial, i, lambda expected, given: given + 0 * expected) for trial in trials):
            filled = any(np.ndim(trial.got.value) and not np.ndim(_argument(trial, i)) for trial in trials)
            return [f"Every value is `{name}`." if filled else f"What comes back is `{name}`, as it was given."]
    return []


def _a_function_of_it(trials):
    with np.errstate(all="ignore"):
        return [words for words, change in _FUNCTIONS if all(_is_function(trial, change) for trial in trials)][:1]


_FUNCTIONS = (
    ("Your values are the squares of the expected ones.", np.square),
    ("Your values are the square roots of the expected ones.", np.sqrt),
    ("Your values are the exponentials of the expected ones.", np.exp),
    ("Your values are the logarithms of the expected ones.", np.log),
    ("Your values are 1 divided by the expected ones.", np.reciprocal),
)


def _is_function(trial, change):
    changed = each(lambda part: change(np.asarray(part, float)), trial.expected.value)
    return not any(np.isnan(part).any() for part in parts(changed)) and equal(
        trial.probe, changed, trial.got.value, trial.args
    )


def _with_an_argument(trials):
    """The expected values with one of the arguments multiplied in, divided out, added or subtracted besides."""
    for i, name in enumerate(trials[0].names):
        for words, change in _WITH_AN_ARGUMENT:
            if all(_is_changed_by(trial, i, change) for trial in trials):
                return [f"Every value is the expected one {words} `{name}`."]
    return []


_WITH_AN_ARGUMENT = (
    ("times", np.multiply),
    ("divided by", np.divide),
    ("plus", np.add),
    ("minus", np.subtract),
)


def _is_changed_by(trial, i, change):
    """Whether this argument, an array like the result or one number, makes what came of what was expected."""
    changed = with_argument(trial, i, change, trial.expected.value)
    if changed is None or not np.isfinite(changed).all():
        return False
    return equal(trial.probe, changed, trial.got.value, trial.args)


def with_argument(trial, i, change, value):
    """Change a result by one of the arguments, an array like it or one number; None where it is neither.

    Examples
    --------
    >>> from helpers.exercises.checking import check
    >>> first = check("relu", abs).trials[0]
    >>> with_argument(first, 0, np.multiply, first.expected.value)
    array([-0.,  0.,  9.])
    """
    given = _argument(trial, i)
    if isinstance(value, (tuple, list)) or not is_number(given) or np.shape(given) not in ((), np.shape(value)):
        return None
    with np.errstate(all="ignore"):
        return change(np.asarray(value, float), np.asarray(given, float))


def _argument(trial, i):
    return trial.args[i] if i < len(trial.args) else trial.kwargs.get(trial.names[i])


_RELATIONS = (
    _signs_lost,
    _rounded,
    _negated,
    _in_another_order,
    _by_a_factor,
    _by_an_offset,
    _one_minus,
    _an_argument_itself,
    _with_an_argument,
    _a_function_of_it,
    _about_a_factor,
)


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
    return equal(trial.probe, each(np.abs, trial.expected.value), trial.got.value, trial.args)


def _comparable(trial):
    return all(is_number(e) and is_number(g) for e, g in zip(parts(trial.expected.value), parts(trial.got.value)))


def each(change, value):
    """Apply a change to each part of a result.

    Examples
    --------
    >>> each(np.negative, (1.0, 2.0))
    (np.float64(-1.0), np.float64(-2.0))
    """
    if isinstance(value, (tuple, list)):
        return tuple(change(np.asarray(part)) for part in value)
    return change(np.asarray(value))


def _all(trials, change):
    return all(_holds(trial, change) for trial in trials)


def _holds(trial, change):
    return equal(trial.probe, trial.expected.value, each(change, trial.got.value), trial.args)


def _matters(trial, change):
    return not equal(trial.probe, trial.got.value, each(change, trial.got.value), trial.args)


def _turned(array):
    square = array.ndim >= 2 and array.shape[-1] == array.shape[-2]
    return np.swapaxes(array, -1, -2) if square else array


def _reversed_everywhere(array):
    return np.flip(array)


def _reversed_last(array):
    return array[..., ::-1] if array.ndim else array


def _reversed_both(array):
    return array[..., ::-1, ::-1] if array.ndim >= 2 else array


def _reshaped(array):
    return array.reshape(array.shape[::-1]).T if array.ndim == 2 else array


_ORDERS = (
    ("The values are right but transposed.", _turned),
    ("The values are right but in reverse order along the last axis.", _reversed_last),
    ("The values are right but flipped along the last two axes.", _reversed_both),
    ("The values are right but in reverse order.", _reversed_everywhere),
    (
        "The values are right but in another order, as if `reshape` had been used where a table should be transposed.",
        _reshaped,
    ),
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


def _factor_sentence(exercise, trials, factors):
    steady = all(abs(factor - factors[0]) <= 1e-5 * abs(factors[0]) for factor in factors)
    if steady and abs(factors[0] - 1) < 5e-4:
        return [
            "Every value is close to the expected one, and not exact. Was a number typed in with too few digits, or a small one "
            "added on the way?"
        ]
    if steady and (len(trials) > 1 or _flat(trials[0])[0].size > 1):
        return [f"Every value is {_number(factors[0])} times the expected one."]
    for what, sizes in _sizes(exercise, trials):
        if all(np.isclose(factor, size, rtol=1e-5) for factor, size in zip(factors, sizes)):
            return [f"Every value is too large by the factor {what}: {_listed(sizes)}. Is a division missing?"]
        if all(np.isclose(factor * size, 1, rtol=1e-5) for factor, size in zip(factors, sizes)):
            return [f"Every value is too small by the factor {what}: {_listed(sizes)}. Is there a division too many?"]
    return []


def _sizes(exercise, trials):
    """List the numbers that factors are often made of: the batch size and the number of entries."""
    if not all(trial.args and np.ndim(trial.args[0]) >= 1 for trial in trials if _is_plain(trial)):
        return
    if all(_is_plain(trial) for trial in trials):
        name = f"`{trials[0].names[0]}`"
        if exercise.batch and all(trial.args[0].ndim > 1 for trial in trials):
            yield "of the batch size", [np.shape(trial.args[0])[0] for trial in trials]
        yield f"of the number of entries of {name}", [np.size(trial.args[0]) for trial in trials]
        yield f"of the last size of {name}", [np.shape(trial.args[0])[-1] for trial in trials]


def _is_plain(trial):
    return bool(trial.args) and isinstance(trial.args[0], np.ndarray) and trial.args[0].ndim >= 1


def _listed(sizes):
    different = list(dict.fromkeys(sizes))
    said = " and ".join(str(size) for size in different[:2])
    return said if len(different) <= 2 else f"{said}, for instance"


def _offset(trial):
    expected, got = _flat(trial)
    if expected.size == 0 or not np.isfinite(got).all() or not np.isfinite(expected).all():
        return None
    gaps = got - expected
    steady = np.ptp(gaps) <= min(1e-6 * max(1.0, np.abs(expected).max()), 1e-3 * np.abs(gaps).max())
    return float(gaps[0]) if steady else None


def _number(value):
    return f"{value:.4g}"
