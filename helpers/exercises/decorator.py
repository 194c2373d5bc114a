"""The decorator on top of an exercise cell: check, show the card, and hand back the best function there is.

Running the cell is all a learner does. If the function passes, its name is bound to it; until then the name is bound
to the course's own version, so the rest of the lesson runs in any case.
"""

import functools
import inspect

from helpers import logbook
from helpers.exercises.card.cards import card_html, card_text, notice_html, notice_text
from helpers.exercises.checking import Result, check
from helpers.exercises.declare import Exercise, get, near_exercises
from helpers.exercises.stubs import is_stub
from helpers.notebooks import display_bundle

# The latest attempt at each exercise in this session, and the latest that passed.
_latest = {}
_passed = {}


def exercise(name_or_number=None):
    """Decorate the function of an exercise: running the cell checks it and shows what was found.

    A slip on the decorator's own line never stops the notebook: without a number, or with a wrong one, the name of the
    function decides which exercise it is, and the card says what to write.

    Parameters
    ----------
    name_or_number : str
        ``"1.3"`` or ``"relu"``.

    Returns
    -------
    decorator
        Returns the learner's function if it passes, else the course's own, under the same name and with the same
        docstring. Where neither the number nor the name tells which exercise it is, it returns what it was given.

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
    if inspect.isfunction(name_or_number):
        return _decorate(None, name_or_number)
    return functools.partial(_decorate, name_or_number)


def _decorate(given, function):
    chosen, remark = _which(given, function)
    if chosen is None:
        display_bundle({"text/html": notice_html(remark), "text/plain": notice_text(remark)})
        return function
    slip = _slip(chosen, function)
    return _set_aside(chosen, function, f"{slip} {remark}".strip()) if slip else _try(chosen, function, remark)


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


def whose(name_or_number):
    """Say whose version the name of an exercise stands for, to print beside what was measured with it.

    Returns
    -------
    str
        ``"yours"`` if the learner's function has passed in this session, else ``"the course's"``; after an attempt that
        did not pass, with a remark that says so.

    Examples
    --------
    >>> whose("sigmoid")
    "the course's"
    """
    chosen = get(name_or_number)
    if chosen.name in _passed:
        return "yours"
    attempt = _latest.get(chosen.name)
    return "the course's" if attempt is None or is_stub(attempt) else "the course's: yours is not right yet"


def _which(given, function):
    """Find the exercise, by the number if there is a right one, else by the function's name; and what to say of that.

    Returns
    -------
    chosen : Exercise or None
        None where neither tells; `remark` then says what to write.
    remark : str
    """
    if isinstance(given, str) and _known(given):
        return get(given), ""
    name = getattr(function, "__name__", "")
    if _known(name):
        chosen = get(name)
        return chosen, _about_the_number(given, chosen)
    # Without quotes 1.10 is 1.1 to Python, so such a number may mean two exercises.
    meant = [number for number in (str(given), f"{given}0") if isinstance(given, float) and _known(number)]
    if len(meant) == 1:
        chosen = get(meant[0])
        return chosen, _about_the_number(given, chosen)
    return None, _unknown(given, name, meant)


def _known(name_or_number):
    try:
        return bool(get(name_or_number))
    except KeyError:
        return False


def _line(chosen):
    return f'`@exercise("{chosen.number}")`'


def _about_the_number(given, chosen):
    if given is None or callable(given):
        return f"The number is missing: write {_line(chosen)} above the function."
    if isinstance(given, str):
        return f"The course has no exercise {given}. This is {_line(chosen)}."
    two = isinstance(given, float) and _known(f"{given}0")
    also = f" Without quotes, {given} and {given}0 are the same number to Python." if two else ""
    return f"The number must stand in quotes: {_line(chosen)}.{also}"


def _unknown(given, name, meant):
    """Say which exercises may be meant where neither the number nor the function's name is one of the course's."""
    if meant:
        which = " or ".join(f"{number} `{get(number).name}`" for number in meant)
        return f'The number must stand in quotes. It may be {which}: write `@exercise("{meant[0]}")` or the other.'
    if given is None or callable(given):
        said = f"The number is missing, and no exercise has a function called `{name}`."
    else:
        said = f"The course has no exercise {given}, and none whose function is called `{name}`."
    near = near_exercises(given if isinstance(given, str) else "", name)
    return said + (f" Is it one of these: {', '.join(f'{one.number} `{one.name}`' for one in near)}?" if near else "")


def _slip(chosen: Exercise, function):
    """Say what is wrong with the thing below the decorator; empty if it is the function that is wanted."""
    if not inspect.isfunction(function):
        return f"Below {_line(chosen)} a function is expected, `def {chosen.name}(…)`, and here stands something else."
    if function.__name__ == chosen.name:
        return ""
    if _known(function.__name__):
        other = get(function.__name__)
        return (
            f"{_line(chosen)} wants the function `{chosen.name}`, and below it stands `{other.name}`, which is "
            f"exercise {other.number}. Put back the number or the name."
        )
    yours = function.__name__
    return f"{_line(chosen)} wants a function called `{chosen.name}`, and yours is called `{yours}`. Rename it."


def _set_aside(chosen, function, slip):
    """Show what to mend, and give the names of the exercises a meaning for the cells that follow.

    Nothing was tried, so what has passed before still counts. A function under the name of another exercise was not
    checked either: what that name stands for is the best there is of that one.
    """
    own = getattr(function, "__name__", "")
    bound = [chosen] + ([get(own)] if _known(own) and get(own).name != chosen.name else [])
    namespace = getattr(function, "__globals__", None)
    if namespace is not None:
        namespace[chosen.name] = _best(chosen)
    result = Result(exercise=chosen, passed=False, mistake=None, message=slip, status="not yet")
    _show(result, " ".join(_stands_for(one) for one in bound))
    return function if inspect.isfunction(function) and not _known(own) else _best(bound[-1])


def _best(chosen):
    return _passed.get(chosen.name) or _stand_in(chosen, chosen.reference)


def _stands_for(chosen):
    if chosen.name in _passed:
        return f"`{chosen.name}` is still your own version, the one that passed."
    return f"Until it passes, `{chosen.name}` is the course's own version, so the rest of the lesson runs."


def _try(chosen, function, remark=""):
    result = check(chosen.name, function, when_slow=print)
    _latest[chosen.name] = function
    note = "" if result.status == "not started" else logbook.record_check(chosen.name, result.passed, result.mistake)
    if result.passed:
        _passed[chosen.name] = function
    _show(result, _footer(chosen, result, note, remark))
    return function if result.passed else _stand_in(chosen, function)


def _footer(chosen, result, note, remark=""):
    """Say which version the name stands for from here on; an earlier right one does not count any more."""
    pieces = [remark] if remark else []
    if not result.passed:
        _passed.pop(chosen.name, None)
        pieces.append(_stands_for(chosen))
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
    display_bundle({"text/html": card_html(result, footer), "text/plain": card_text(result, footer)})
