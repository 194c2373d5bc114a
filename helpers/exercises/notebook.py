"""The decorator on top of an exercise cell: check, show the card, and hand back the best function there is.

Running the cell is all a learner does. If the function passes, its name is bound to it; until then the name is bound
to the course's own version, so the rest of the lesson runs in any case.
"""

import functools
import inspect

from helpers import progress
from helpers.exercises.cards import card_html, card_text
from helpers.exercises.core import Exercise, get
from helpers.exercises.engine import check

# The latest attempt at each exercise in this session, and the latest that passed.
_latest = {}
_passed = {}


def exercise(name_or_number):
    """Decorate the function of an exercise: running the cell checks it and shows what was found.

    Parameters
    ----------
    name_or_number : str
        ``"1.3"`` or ``"relu"``.

    Returns
    -------
    decorator
        Returns the learner's function if it passes, else the course's own, under the same name and with the same
        docstring.

    Raises
    ------
    TypeError
        If it is used without a number: ``@exercise`` in place of ``@exercise("1.3")``.
    KeyError
        If there is no such exercise; the message names those there are.
    TypeError, ValueError
        From the decorator, if what it stands above is not a function, or one of another name.

    Examples
    --------
    >>> import numpy as np
    >>> @exercise("relu")
    ... def relu(z):
    ...     return np.maximum(z, 0)
    ✓ 1.3 relu — passed
    Every answer is right.
    13 inputs tried: 13 right.
    """
    if not isinstance(name_or_number, (str, float)):
        raise TypeError('exercise: expected a number or a name, such as @exercise("1.3"), above the function')
    if isinstance(name_or_number, float):
        # 1.10 is 1.1 to Python, so a number without quotes cannot be understood.
        raise TypeError(f'exercise: the number must stand in quotes, as in @exercise("{name_or_number}")')
    chosen = get(name_or_number)

    def decorate(function):
        _complain_about(chosen, function)
        return _try(chosen, function)

    return decorate


def current(name_or_number):
    """Return the learner's function if it has passed in this session, else the course's own.

    Examples
    --------
    >>> float(current("sigmoid")(0.0))
    0.5
    """
    chosen = get(name_or_number)
    return _passed.get(chosen.name, chosen.reference)


def learners_function(name_or_number):
    """Return the function of the learner's latest attempt as it is, or None if there was none in this session."""
    return _latest.get(get(name_or_number).name)


def _complain_about(chosen: Exercise, function):
    if not inspect.isfunction(function):
        raise TypeError(f'@exercise("{chosen.number}"): expected a function below it, got {type(function).__name__}')
    if function.__name__ != chosen.name:
        raise ValueError(
            f'@exercise("{chosen.number}"): expected the function {chosen.name}, got {function.__name__}. Is it the '
            "number of another exercise, or was the function renamed?"
        )


def _try(chosen, function):
    result = check(chosen.name, function)
    _latest[chosen.name] = function
    note = "" if result.status == "not started" else progress.record(chosen.name, result.passed)
    if result.passed:
        _passed[chosen.name] = function
    _show(result, _footer(chosen, result, note))
    return function if result.passed else _stand_in(chosen, function)


def _footer(chosen, result, note):
    """Say which version the name stands for from here on; an earlier right one does not count any more."""
    pieces = []
    if not result.passed:
        _passed.pop(chosen.name, None)
        pieces.append(f"Until it passes, `{chosen.name}` is the course's own version, so the rest of the lesson runs.")
    if note:
        pieces.append(note)
    return " ".join(pieces)


def _stand_in(chosen, function):
    """Wrap the reference so that it looks like the learner's function: name, docstring and signature."""

    @functools.wraps(function)
    def stand_in(*args, **kwargs):
        return chosen.reference(*args, **kwargs)

    # `wraps` keeps the learner's function here, and tools that look inside would find code that is not used.
    del stand_in.__wrapped__
    stand_in.__signature__ = inspect.signature(chosen.reference)
    return stand_in


def _show(result, footer):
    """Display the card once, as HTML and as text; outside a notebook, print the text."""
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        shell = None
    else:
        shell = get_ipython()
    text = card_text(result, footer)
    if shell is None:
        print(text)
        return
    display({"text/html": card_html(result, footer), "text/plain": text}, raw=True)
