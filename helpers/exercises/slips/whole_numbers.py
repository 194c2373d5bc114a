"""Arrays that take over the type of whole numbers, so that what is written into them loses its digits."""

import re
from dataclasses import replace

import numpy as np

from helpers.exercises.compare import is_number, parts
from helpers.exercises.declare import Probe
from helpers.exercises.plain import text_of

# Not where another type is asked for.
_LIKE = re.compile(r"np\.(?:zeros|ones|empty|full)_like\(\w+(?:\[[^\]]*\])*(?:, (?![^()]*dtype)[^()]*)?\)")
_TYPE = re.compile(r"\bdtype=\w+\.dtype|\.astype\(\w+\.dtype\)")
_COPY = re.compile(r"(\w+) = (?:np\.copy\(\w+\)|np\.array\(\w+\)|\w+\.copy\(\))")


def holds_whole_numbers(trial) -> bool:
    """Whether an array among the arguments, or in a list among them, holds whole numbers."""
    given = [part for arg in trial.args for part in (arg if isinstance(arg, (list, tuple)) else [arg])]
    return any(isinstance(part, np.ndarray) and part.dtype.kind in "iu" for part in given)


def with_floats(trial) -> Probe:
    """Return a trial's input with floats in place of the whole numbers in its arrays."""
    args = tuple(
        [_as_float(part) for part in arg] if isinstance(arg, (list, tuple)) else _as_float(arg) for arg in trial.args
    )
    return replace(trial.probe, args=args, kwargs=trial.kwargs, make=None)


def _as_float(part):
    return part.astype(float) if isinstance(part, np.ndarray) and part.dtype.kind in "iu" else part


def digits_lost(trial) -> bool:
    """Whether whole numbers came where fractions are wanted, or could not be stored among whole numbers."""
    if trial.got.error is not None:
        return "Cannot cast ufunc" in text_of(trial.got.error)
    pairs = list(zip(parts(trial.expected.value), parts(trial.got.value)))
    return any(
        is_number(e) and is_number(g) and np.asarray(e).dtype.kind == "f" and np.asarray(g).dtype.kind in "iu"
        for e, g in pairs
    )


def is_taken_over(code: str) -> bool:
    """Whether a piece of the code makes an array of the type of another."""
    return any(pattern.search(code) for pattern in (_LIKE, _TYPE, _COPY))


def by_first_result(source) -> bool:
    """Whether `np.vectorize` is left to choose the type of all results by the first one."""
    if type(source.function) is np.vectorize:
        return source.function.otypes is None
    return "np.vectorize(" in source.code and "otypes" not in source.code


def is_cut(trial) -> bool:
    """Whether whole numbers came, and are the expected ones without the digits after the point."""
    pairs = list(zip(parts(trial.expected.value), parts(trial.got.value)))
    return digits_lost(trial) and all(is_number(g) and np.array_equal(np.trunc(e), g) for e, g in pairs)


def taken_over(code: str) -> str:
    """Say which piece of the learner's code takes over the type of an argument.

    Examples
    --------
    >>> taken_over("out = np.zeros_like(z)").split(":")[0]
    '`np.zeros_like(z)` takes over the type of its argument'
    """
    cut = "where that holds whole numbers, there is no room for digits after the point. Make an array of floats."
    if found := _LIKE.search(code):
        return f"`{found[0]}` takes over the type of its argument: {cut}"
    if found := _TYPE.search(code):
        return f"`{found[0].lstrip('.')}` takes over the type of an argument: {cut}"
    if found := _COPY.search(code):
        return f"`{found[1]}` has the type of the array that it copies: {cut}"
    return (
        "On whole numbers the digits after the point are lost, or there is no room for them: an array has taken over "
        "the type of an argument. Make an array of floats."
    )
