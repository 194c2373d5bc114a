"""What the card of "Break it" says. Plain sentences, none of which gives an input away."""

import inspect

from helpers.exercises.card.showing import hanging, show
from helpers.exercises.compare import parts
from helpers.exercises.plain import clean, text_of
from helpers.exercises.words.describe import result_names

NO_FUNCTION = "Below `@break_it` a function is expected that takes nothing and returns an input."
NO_END = "Your input takes too long. A small one shows more: a handful of numbers will do."
INTERRUPTED = "You stopped it. Nothing is lost: run the cell again when you like."
_COUNTS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")


def which(exercise, names) -> str:
    """Say what to write where no exercise is named, or one that has nothing to break."""
    wrong = f"The exercise `{exercise.name}` has nothing to break. " if exercise else ""
    return f"{wrong}Write one of these in quotes: {', '.join(f'`{name}`' for name in names)}."


def not_started(exercise, wrong) -> str:
    """Say what to do, before there is an input."""
    how_many = _COUNTS[len(wrong)]
    return (
        f"{how_many} ways to write `{exercise.name}`, and every one is wrong somewhere. Return an input for which they "
        "give something else than the right answer, in place of the `...`. One input can do for all."
    )


def raised(error, frame) -> str:
    """Say that the learner's own lines raise an error, and where."""
    where = f" Line {frame.lineno}: `{frame.source}`." if frame and frame.source and "`" not in frame.source else ""
    return f"Your function raises {_error(error)}, so there is no input yet.{where}"


def right_answer_raises(exercise, error) -> str:
    """Say that an input is not one of the exercise's, because nothing comes of it."""
    return (
        f"The right answer itself raises {_error(error)} for this input, so it is none for `{exercise.name}`. Do the "
        "shapes fit together?"
    )


def right_answer_not_finite(exercise) -> str:
    """Say that the numbers are too large."""
    return f"The right answer of `{exercise.name}` is too large for a floating-point number here. Take smaller numbers."


def right_ways_differ(exercise) -> str:
    """Say that an input asks for what nobody promised."""
    return (
        f"For this input not even all right ways to write `{exercise.name}` agree, so it can expose nothing. Do the "
        "shapes fit together, and are the numbers of ordinary size?"
    )


def without_words(error) -> str:
    """Say that something happened for which there is no sentence."""
    return f"What your function returned could not be used as an input ({type(error).__name__})."


def count(wrong, exposed) -> str:
    """Say how many an input exposes, and which are left."""
    left = [one.letter for one in wrong if one.key not in exposed]
    if not left:
        return "This one input exposes them all. That is a good test: it would have caught every one of these mistakes."
    if not exposed:
        return "On this input every one of them is right. That is why a test that passes proves so little."
    found = [one.letter for one in wrong if one.key in exposed]
    return f"This input exposes {_listed(found)}. Right on it, so not exposed yet: {_listed(left)}."


def earlier(attempt, before) -> str:
    """Say what inputs of the learner's have exposed before, where that is more than this one does."""
    more = [one.letter for one in attempt.wrong if one.key in before and one.key not in attempt.exposed]
    if not more or not attempt.args:
        return ""
    together = len(set(attempt.exposed) | {one.key for one in attempt.wrong if one.key in before})
    rest = "" if together < len(attempt.wrong) else " Together they expose all. Can one input do it?"
    return f"An earlier input of yours exposed {_listed(more)}.{rest}"


def right(attempt) -> str:
    """Write what the right answer gives."""
    return _value(attempt, attempt.expected.value)


def did(attempt, one) -> str:
    """Write what a wrong implementation did on an input that exposes it."""
    got = attempt.did[one.key]
    if got.error is not None or got.look_error is not None:
        return f"raises {_error(got.error or got.look_error)}"
    if got.changed and not attempt.expected.changed:
        names = list(inspect.signature(attempt.exercise.reference).parameters)
        names = [names[i] for i in got.changed]
        return f"changes {_listed(names)}, which the caller still needs"
    return _value(attempt, got.value)


def _value(attempt, value) -> str:
    """Write a result; of several, those that are not what the right answer gives."""
    if not isinstance(value, (tuple, list)):
        return show(value)
    names, expected = result_names(attempt.exercise, len(value)), parts(attempt.expected.value)
    lines = [hanging(f"{name} = ", show(part)) for name, part in zip(names, value)]
    if len(value) == len(expected) and value is not attempt.expected.value:
        lines = [line for line, part, right in zip(lines, value, expected) if show(part) != show(right)] or lines
    return "\n".join(lines)


def _error(error) -> str:
    said = text_of(error).replace("`", "'").split("\n")[0]
    return f"{type(error).__name__}: {clean(said, 90)}".rstrip(": ")


def _listed(items) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
