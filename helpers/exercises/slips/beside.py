"""A known mistake with one thing more done to the whole result: turned, made flat, its sign or a factor lost.

The second slip leaves true what is said of the first. It is named only if it shows: the known mistake alone does
something else on several inputs.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from helpers.exercises.compare import is_number, parts
from helpers.exercises.words.relations import each, with_argument

# So many inputs must show the second slip, and so many different values the first: fewer may agree by chance.
FEWEST, DIFFERENT = 3, 4
Change = Callable[[Any, Any], Any]


def of_form(trials) -> Iterator[tuple[str, Change]]:
    """Yield what may be done to the form of a whole result: the words for it, and a function of one trial and the value.

    The function returns None where the change does not apply. Whatever was said of the numbers stays true.
    """
    yield "the result is turned: rows and columns have changed places", _turned
    yield "the result has one axis only", _made_flat
    yield "the digits after the point are cut off", _cut


def of_numbers(trials) -> Iterator[tuple[str, Change]]:
    """Yield in the same way what may be done to all numbers."""
    yield "every sign is the wrong way round", lambda trial, value: _of_each(np.negative, value)
    for i, name in enumerate(trials[0].names):
        # Not "larger": a factor such as a rate or a slope makes it smaller.
        yield f"besides, all is multiplied by `{name}`", _with_argument(i, np.multiply)
        yield f"besides, all is divided by `{name}`", _with_argument(i, np.divide)
    yield "besides, all is multiplied by the number of rows, as a sum is in place of a mean", _by_rows(1)
    yield "besides, all is divided by the number of rows, as a mean is in place of a sum", _by_rows(-1)
    yield "besides, every value is doubled", _scaled(2)
    yield "besides, every value is halved", _scaled(0.5)


def varied(values) -> bool:
    """Whether results hold enough different numbers to tell one formula from another."""
    numbers = [
        np.abs(np.ravel(np.asarray(part, float))) for value in values for part in parts(value) if is_number(part)
    ]
    with np.errstate(all="ignore"):
        return bool(numbers) and len(set(np.round(np.concatenate(numbers), 9).tolist())) >= DIFFERENT


def _of_each(change, value):
    return each(change, value) if all(map(is_number, parts(value))) else None


def _turned(trial, value):
    if isinstance(value, (tuple, list)):
        return None
    return np.transpose(value) if np.ndim(value) == 2 else value


def _made_flat(trial, value):
    return None if isinstance(value, (tuple, list)) else np.ravel(value)


def _cut(trial, value):
    return _of_each(np.trunc, value)


def _with_argument(i, change):
    return lambda trial, value: with_argument(trial, i, change, value)


def _by_rows(power):
    def changed(trial, value):
        given = trial.args[0] if trial.args else None
        rows = len(given) if isinstance(given, np.ndarray) and given.ndim >= 2 else 0
        return _of_each(lambda part: part * float(rows) ** power, value) if rows else None

    return changed


def _scaled(factor):
    return lambda trial, value: _of_each(lambda part: part * factor, value)
