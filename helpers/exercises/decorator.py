"""The decorator on top of an exercise cell: check, show the card, and hand back the best function there is.

Running the cell is all a learner does. If the function passes, its name is bound to it; until then the name is bound
to the course's own version, so the rest of the lesson runs in any case.
"""

import functools
import inspect
import sys

from helpers import logbook
from helpers.exercises.card.cards import card_html, card_text, notice_html, notice_text
from helpers.exercises.checking import Result, check
from helpers.exercises.declare import get
from helpers.exercises.stubs import is_stub
from helpers.exercises.which import can_be_tried, known, slip_in, which
from helpers.notebooks import display_bundle

# The latest attempt at each exercise in this session, the latest that passed, and what counts of them all.
_latest = {}
_passed = {}
_verdicts = {}

# Called with ``"begins"`` and an exercise before it is tried, and with ``"ends"`` and the `Result` afterwards. This is
# how `mark` sees what the notebook shows: it decides nothing by itself.
listeners = []


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
    chosen, remark = which(given, function)
    if chosen is None:
        display_bundle({"text/html": notice_html(remark), "text/plain": notice_text(remark)})
        return function
    slip = slip_in(chosen, function)
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


def verdict(name_or_number):
    """Return what counts of the attempts at an exercise in this session, or None if there was none.

    That is the latest attempt; only one that passed is not undone by a cell that tries nothing: a stub that was never
    begun, or a decorator above something else.

    Returns
    -------
    Result or None

    Examples
    --------
    >>> verdict("collapse") is None
    True
    """
    return _verdicts.get(get(name_or_number).name)


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


def _set_aside(chosen, function, slip):
    """Show what to mend, and give the names of the exercises a meaning for the cells that follow.

    Nothing was tried, so what has passed before still counts. A function under the name of another exercise was not
    checked either: what that name stands for is the best there is of that one.
    """
    own = getattr(function, "__name__", "")
    bound = [chosen] + ([get(own)] if known(own) and get(own).name != chosen.name else [])
    namespace = getattr(function, "__globals__", None)
    if namespace is not None and not _is_imported(namespace):
        namespace[chosen.name] = _best(chosen)
    _tell("begins", chosen)
    result = Result(exercise=chosen, passed=False, mistake=None, message=slip, status="not yet")
    _note_down(result)
    _show(result, " ".join(_stands_for(one) for one in bound))
    return function if can_be_tried(function) and not known(own) else _best(bound[-1])


def _is_imported(namespace):
    """Whether a function was made in a module, the course's or another's, where no name may be replaced."""
    name = namespace.get("__name__")
    return name != "__main__" and vars(sys.modules.get(name, object)) is namespace


def _best(chosen):
    return _passed.get(chosen.name) or _stand_in(chosen, chosen.reference)


def _stands_for(chosen):
    if chosen.name in _passed:
        return f"`{chosen.name}` is still your own version, the one that passed."
    return f"Until it passes, `{chosen.name}` is the course's own version, so the rest of the lesson runs."


def _try(chosen, function, remark=""):
    _tell("begins", chosen)
    result = check(chosen.name, function, when_slow=print)
    if result.status == "not started" and chosen.name in _passed:
        # A copy of the cell that was never begun takes nothing away.
        _note_down(result)
        _show(result, f"{remark} {_stands_for(chosen)}".strip())
        return _passed[chosen.name]
    _latest[chosen.name] = function
    note = "" if result.status == "not started" else logbook.record_check(chosen.name, result.passed, result.mistake)
    if result.passed:
        _passed[chosen.name] = function
    else:
        _passed.pop(chosen.name, None)
    _note_down(result)
    _show(result, _footer(chosen, result, note, remark))
    return function if result.passed else _stand_in(chosen, function)


def _tell(what, about):
    for listener in listeners:
        listener(what, about)


def _note_down(result):
    """Keep what counts: this result, unless one that passed does."""
    name = result.exercise.name
    if result.passed or name not in _passed:
        _verdicts[name] = result
    _tell("ends", _verdicts[name])


def _footer(chosen, result, note, remark=""):
    """Say which version the name stands for from here on; an earlier right one does not count any more."""
    pieces = [remark] if remark else []
    if not result.passed:
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
    stand_in.__name__ = chosen.name
    stand_in.__signature__ = inspect.signature(chosen.reference)
    stand_in.stands_in_for = chosen.name
    return stand_in


def _show(result, footer):
    display_bundle({"text/html": card_html(result, footer), "text/plain": card_text(result, footer)})
