"""When are two results the same? Copies, tolerances and the comparison itself.

The promise is that every right way to write a function passes and every wrong one fails, so what counts as equal is
decided here and nowhere else.
"""

import numpy as np

from helpers.exercises.plain import Foreign

# The relative tolerance, by precision. Adding a few hundred products in another order moves the last three digits:
# about 1e-13 in float64 and 1e-5 in float32. A factor of ten and more is left for other formulas of the same thing;
# the known mistakes are off by a thousandth or more, so they stay far outside.
RTOL = {"double": 1e-7, "single": 1e-4}
# Where large terms cancel, what remains is only as exact as the large terms were: some hundred units in the last
# place of the largest entry, whatever the size of the entry itself.
CANCELLATION = {"double": 100 * float(np.finfo(np.float64).eps), "single": 100 * float(np.finfo(np.float32).eps)}


def copy_argument(value):
    """Copy an argument so that a change in place cannot reach the original.

    Arrays keep their dtype and the kind of memory layout they have: a transposed array stays transposed, and one that
    is not contiguous stays so, because some wrong answers only show there.

    Examples
    --------
    >>> every_second = np.arange(6.0)[::2]
    >>> copy_argument(every_second).flags.c_contiguous
    False
    """
    if isinstance(value, np.ndarray):
        if value.flags.c_contiguous or value.flags.f_contiguous or value.ndim == 0:
            return value.copy(order="K")
        wide = np.zeros(value.shape[:-1] + (2 * value.shape[-1],), value.dtype)
        wide[..., ::2] = value
        return wide[..., ::2]
    if isinstance(value, list):
        return [copy_argument(part) for part in value]
    if isinstance(value, tuple):
        return tuple(copy_argument(part) for part in value)
    if isinstance(value, dict):
        return {key: copy_argument(part) for key, part in value.items()}
    return value


def shapes(value):
    """Return the shapes of a result and its parts, without making arrays of lists."""
    if isinstance(value, (tuple, list)):
        return [shapes(part) for part in value]
    return np.shape(value) if is_number(value) else value if isinstance(value, Foreign) else type(value)


def same_argument(before, after):
    """Tell whether an argument is, to the last bit, what it was before the call."""
    if isinstance(before, np.ndarray):
        return (
            isinstance(after, np.ndarray)
            and before.shape == after.shape
            and before.dtype == after.dtype
            # Nearly always nothing has changed, and then bytes tell it ten times as fast.
            and (before.tobytes() == after.tobytes() or _same_entries(before, after))
        )
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(same_argument, before, after))
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(same_argument(before[key], after[key]) for key in before)
    return before is after or type(before) in (int, float, str, bool, type(None)) and before == after


def _same_entries(before, after):
    return bool(np.array_equal(before, after, equal_nan=before.dtype.kind in "fc"))


def is_number(value):
    """Tell whether a value is a real number or an array of real numbers (Booleans are not)."""
    if isinstance(value, (bool, np.bool_)):
        return False
    if isinstance(value, (int, float)):
        return True
    return (
        isinstance(value, (np.ndarray, np.generic)) and value.dtype.kind in "fiu" and not isinstance(value, np.matrix)
    )


def precision(*values):
    """Return ``"single"`` if any array in the values is float32, else ``"double"``."""
    for value in values:
        if isinstance(value, (list, tuple)) and precision(*value) == "single":
            return "single"
        if isinstance(value, (np.ndarray, np.generic)) and value.dtype == np.float32:
            return "single"
    return "double"


def close(expected, got, rtol, atol):
    """Compare two arrays of one shape entry by entry; NaN equals NaN, and infinity equals the same infinity.

    Returns
    -------
    Boolean array of the shape of `expected`
    """
    expected = np.asarray(expected, dtype=np.float64)
    got = np.asarray(got, dtype=np.float64)
    with np.errstate(all="ignore"):
        near = np.abs(got - expected) <= atol + rtol * np.abs(expected)
    finite = np.isfinite(expected) & np.isfinite(got)
    alike = (expected == got) | (np.isnan(expected) & np.isnan(got))
    return np.where(finite, near, alike)


def tolerance(probe, expected, got, args):
    """Return ``(rtol, atol)`` for one array of one probe.

    The coarser of the precisions of input, expected and got decides. What the probe asks for goes first, except that
    a float32 result is never held to the tolerance of float64.
    """
    sizes = np.abs(np.asarray(expected, dtype=np.float64))
    scale = float(sizes[np.isfinite(sizes)].max(initial=0.0))
    return _tolerance(probe, expected, got, args, scale)


def _tolerance(probe, expected, got, args, scale):
    asked = precision(expected, *args)
    coarsest = "single" if asked == "single" else precision(got)
    rtol, atol = RTOL[coarsest], CANCELLATION[coarsest] * scale
    if asked == coarsest:
        rtol = rtol if probe.rtol is None else probe.rtol
        atol = atol if probe.atol is None else probe.atol
    else:
        rtol = max(rtol, probe.rtol or 0.0)
        atol = max(atol, probe.atol or 0.0)
    return rtol, atol


def parts(value):
    """Return a result as a tuple of the things to compare: several for a tuple or list, else the one."""
    return tuple(value) if isinstance(value, (tuple, list)) else (value,)


def equal(probe, expected, got, args=()):
    """Tell whether two whole results (a number, an array, or a tuple of them) are the same.

    Anything that is not a number is the same when it is of the same type.
    """
    if isinstance(expected, (tuple, list)) != isinstance(got, (tuple, list)):
        return False
    if len(parts(expected)) != len(parts(got)):
        return False
    return all(_equal_part(probe, e, g, args) for e, g in zip(parts(expected), parts(got)))


def _equal_part(probe, expected, got, args):
    if is_number(expected) != is_number(got):
        return False
    if not is_number(expected):
        return _same_kind(expected, got)
    if np.shape(expected) != np.shape(got):
        return False
    wanted = np.asarray(expected, dtype=np.float64)
    sizes = np.abs(wanted)
    scale = float(sizes.max(initial=0.0))
    if not np.isfinite(scale):
        return bool(np.all(close(expected, got, *tolerance(probe, expected, got, args))))
    # A hundred comparisons stand behind a card, nearly all of finite numbers, in which `close` has nothing to tell apart.
    rtol, atol = _tolerance(probe, expected, got, args, scale)
    with np.errstate(all="ignore"):
        return bool((np.abs(np.asarray(got, dtype=np.float64) - wanted) <= atol + rtol * sizes).all())


def _same_kind(expected, got):
    """Compare two things that are not real numbers: arrays by their entries, yes and no by value, all else by type."""
    if isinstance(expected, (bool, np.bool_)) and isinstance(got, (bool, np.bool_)):
        return bool(expected == got)
    if type(expected) is not type(got):
        return False
    if isinstance(expected, Foreign):
        return expected == got
    if isinstance(expected, np.ndarray):
        alike = expected.dtype.kind == got.dtype.kind and expected.shape == got.shape
        return alike and (expected.dtype.kind != "b" or bool(np.array_equal(expected, got)))
    return True
