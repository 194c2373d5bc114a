"""Break it: the learner writes an input, and sees which wrong implementations it exposes.

The wrong ones are known mistakes of the exercise, named under ``[break_it]`` in its data file. An input exposes one if
it does something else there than the right answer does: by the comparison that the checks use, and only where all right
ways to write the function agree with one another.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from helpers import logbook
from helpers.exercises.card import breaking_words as words
from helpers.exercises.card.breaking_card import breaking_html, breaking_text
from helpers.exercises.card.cards import notice_html, notice_text
from helpers.exercises.chosen_input import Unfit, arguments, kept
from helpers.exercises.compare import parts
from helpers.exercises.declare import Exercise, Probe, get, listing
from helpers.exercises.mistakes import compiled
from helpers.exercises.outcomes import Given, Outcome, look_at, of_call, same_outcome
from helpers.exercises.run import sandbox
from helpers.exercises.stubs import is_stub, is_unfinished
from helpers.exercises.words.errors import last_own_frame
from helpers.notebooks import display_bundle


@dataclass(frozen=True)
class Wrong:
    """A wrong implementation as it is shown: its letter, its code, and a hint of what it is blind to."""

    letter: str
    key: str
    code: str
    hint: str
    function: Callable


@dataclass(frozen=True)
class Attempt:
    """What one input showed; it holds everything the card shows.

    Attributes
    ----------
    status : str
        ``"all exposed"``, ``"not yet"``, ``"not started"`` or ``"no valid input"``.
    message : str
    args : dict
        The arguments by name; empty where there is no input yet.
    expected : Outcome or None
        What the right answer does.
    did : dict of str to Outcome
        What each wrong implementation does, by its key.
    exposed : tuple of str
        The keys of those that do something else than the right answer.
    """

    exercise: Exercise
    wrong: tuple[Wrong, ...]
    status: str
    message: str
    args: dict
    expected: Outcome | None
    did: dict
    exposed: tuple[str, ...]


def break_it(name_or_number=None):
    """Decorate a function that returns an input: running the cell shows which wrong implementations it exposes.

    Nothing here raises, and nothing later depends on it. What was exposed is kept with the progress.

    Parameters
    ----------
    name_or_number : str
        An exercise with a table ``[break_it]``: ``"relu_grad"`` or ``"1.4"``.

    Returns
    -------
    decorator
        Returns the function as it is.

    Examples
    --------
    >>> @break_it("relu")
    ... def exposing():
    ...     return [-1.0, 2.0]
    ✗ This cell was not checked
    The exercise `relu` has nothing to break. Write one of these in quotes: `relu_grad`, `softmax`, `collapse`, `conv2d`, `max_pool2d_backward`, `batch_norm`.
    """

    def decorate(function):
        _show(name_or_number, function)
        return function

    if inspect.isfunction(name_or_number):
        _show(None, name_or_number)
        return name_or_number
    return decorate


def _show(given, function):
    try:
        chosen = get(given) if isinstance(given, str) else None
    except KeyError:
        chosen = None
    if chosen is None or not wrong_ones(chosen):
        said = words.which(chosen, [one.name for one in listing() if wrong_ones(get(one.name))])
        display_bundle({"text/html": notice_html(said), "text/plain": notice_text(said)})
        return
    attempt = try_to_break(chosen.name, function)
    before = logbook.known().exposed.get(chosen.name, set())
    note = logbook.record_exposed(chosen.name, list(attempt.exposed)) if set(attempt.exposed) - before else ""
    footer = " ".join(filter(None, (words.earlier(attempt, before), note)))
    display_bundle({"text/html": breaking_html(attempt, footer), "text/plain": breaking_text(attempt, footer)})


@cache
def wrong_ones(exercise: Exercise) -> tuple[Wrong, ...]:
    """Return the wrong implementations that are shown, in the order of the table; of each the shortest way to write it."""
    catalogue = exercise.catalogue
    shown = []
    for letter, (key, hint) in zip("ABCDEFGH", (catalogue.to_break if catalogue else {}).items()):
        code = min(
            (source.strip() for source in catalogue.sources(key)), key=lambda code: (code.count("\n"), len(code))
        )
        named = f"{exercise.name} = {code}" if code.startswith("lambda") else code
        shown.append(Wrong(letter, key, named, hint, compiled(code, exercise.name)))
    return tuple(shown)


def try_to_break(name_or_number: str, function: Callable) -> Attempt:
    """Ask a function for an input, and give that to the right answer and to the wrong ones; display nothing.

    Parameters
    ----------
    name_or_number : str
    function : callable
        Takes nothing, and returns one argument, a tuple of them, or a dictionary of them by name.

    Returns
    -------
    Attempt
        Whatever the function does: it is run as an exercise is, inside the fence and with a limit on its time.
    """
    exercise = get(name_or_number)
    try:
        if is_stub(function):
            return _without_input(exercise, "not started", words.not_started(exercise, wrong_ones(exercise)))
        given = _ask(function)
        args = arguments(exercise, given) if given is not Ellipsis else None
        if args is None:
            return _without_input(exercise, "not started", words.not_started(exercise, wrong_ones(exercise)))
        return _compare(exercise, args)
    except Unfit as unfit:
        return _without_input(exercise, "no valid input", str(unfit))
    except KeyboardInterrupt:
        return _without_input(exercise, "no valid input", words.INTERRUPTED)
    except Exception as error:
        return _without_input(exercise, "no valid input", words.without_words(error))


def _without_input(exercise, status, message):
    return Attempt(exercise, wrong_ones(exercise), status, message, {}, None, {}, ())


def _ask(function) -> Any:
    """Return what the learner's function returns; Ellipsis where that is still the placeholder."""
    if not callable(function):
        raise Unfit(words.NO_FUNCTION)
    call = sandbox.run(function, [lambda: ((), {})], kept).calls[0]
    if is_unfinished(call):
        return Ellipsis
    if call.stopped:
        raise Unfit(words.INTERRUPTED if call.stopped == "interrupt" else words.NO_END)
    if call.error or call.look_error:
        error = call.error or call.look_error
        raise Unfit(words.raised(error, last_own_frame(error) if call.error else None))
    return call.value


def _compare(exercise, args: dict) -> Attempt:
    bound = inspect.signature(exercise.reference).bind(**args)
    # Defaults stay out: the course's own version may have arguments that the exercise does not ask for.
    probe, values = Probe("your input", bound.args, bound.kwargs), (*bound.args, *bound.kwargs.values())
    expected = _did(exercise, exercise.reference, probe)
    _promised(exercise, probe, expected, values)
    wrong = wrong_ones(exercise)
    did = {one.key: _did(exercise, one.function, probe) for one in wrong}
    # What did not come to an end has shown nothing: on a smaller input it may be right.
    differ = {key for key, got in did.items() if not got.stopped and not same_outcome(probe, expected, got, values)}
    exposed = tuple(one.key for one in wrong if one.key in differ)
    status = "all exposed" if len(exposed) == len(wrong) else "not yet"
    return Attempt(exercise, wrong, status, words.count(wrong, exposed), args, expected, did, exposed)


def _did(exercise, function, probe) -> Outcome:
    given = Given(probe)
    run = sandbox.run(function, [given], look_at(exercise), namespace={})
    if run.calls[0].stopped == "interrupt":
        raise KeyboardInterrupt
    return of_call(run.calls[0], given)


def _promised(exercise, probe, expected, values):
    """Refuse an input for which the exercise promises no answer.

    Raises
    ------
    Unfit
    """
    if expected.stopped:
        raise Unfit(words.NO_END)
    if expected.error or expected.look_error:
        raise Unfit(words.right_answer_raises(exercise, expected.error or expected.look_error))
    if not all(np.all(np.isfinite(part)) for part in parts(expected.value)):
        raise Unfit(words.right_answer_not_finite(exercise))
    for way in exercise.catalogue.ways.values():
        if not same_outcome(probe, expected, _did(exercise, compiled(way, exercise.name), probe), values):
            raise Unfit(words.right_ways_differ(exercise))
