"""Errors and warnings in plain words: what it means, and where in the learner's cell it happened."""

import difflib
import re
import types

import numpy as np

from helpers.exercises.declare import listing
from helpers.exercises.plain import text_of
from helpers.exercises.run.fence import Refused
from helpers.exercises.words.clues import clue
from helpers.exercises.words.names import undefined
from helpers.exercises.words.own_frame import OwnFrame
from helpers.exercises.words.plain_words import KNOWN, REFUSED


def explain_error(trial, exercise) -> str:
    """Say in plain words what the exception means that a trial of an exercise ended with."""
    error = trial.got.error
    if isinstance(error, Refused):
        return REFUSED.get(text_of(error), f"`{text_of(error)}` does nothing here.")
    return _plain(error, last_own_frame(error), trial, exercise)


def last_own_frame(error):
    """Return the innermost frame of the learner's code in a traceback, or None.

    The traceback begins in the sandbox, which calls the learner's function; the namespace of that function is the
    notebook, and whatever else runs in it is theirs too. NumPy and the course's helpers are not.
    """
    steps = list(_steps(error.__traceback__)) if error is not None else []
    first = next((i for i, (frame, *_) in enumerate(steps) if not _is_ours(frame)), None)
    if first is None:
        return None
    theirs = steps[first][0].f_globals
    own = [step for step in steps[first:] if step[0].f_globals is theirs]
    return OwnFrame(*own[-1], outermost=own[0][0])


def _steps(step):
    while step is not None:
        yield step.tb_frame, step.tb_lineno, step.tb_lasti
        step = step.tb_next


def _is_ours(frame):
    return frame.f_globals.get("__name__") == "helpers.exercises.run.sandbox"


def _plain(error, frame, trial, exercise):
    text = text_of(error)
    said = clue(error, text, frame)
    if said:
        return _singular(said)
    for kind, pattern, sentence in KNOWN:
        match = isinstance(error, kind) and re.search(pattern, text, re.DOTALL)
        if match:
            groups = [_shape_text(group or "") for group in match.groups()]
            return _singular(sentence.format(*groups))
    if isinstance(error, NameError):
        return undefined(error, frame, trial, exercise)
    if isinstance(error, AttributeError):
        return _attribute_error(error)
    name = type(error).__name__
    return f"Your function stopped with {name}: {_shorten(text)}" if text else f"Your function stopped with {name}."


def _shape_text(text):
    """Write shapes as in NumPy's own notation: NumPy's messages leave out blanks."""
    return re.sub(r",(?=\d)", ", ", text.strip())


def _singular(text):
    """Write "1 row" for "1 rows"."""
    nouns = {"entries": "entry", "axes": "axis", "indices": "index", "rows": "row", "columns": "column"}
    nouns |= {"arguments": "argument", "values": "value", "names": "name"}
    return re.sub(rf"(?<![\d.,-])1 ({'|'.join(nouns)})\b", lambda match: f"1 {nouns[match.group(1)]}", text)


def _shorten(text, most=200):
    text = re.sub(r"0x[0-9a-fA-F]+", "0x…", " ".join(text.split()))
    return text if len(text) <= most else text[: most - 1] + "…"


def _numbers():
    return {exercise.name: exercise.number for exercise in listing()}


_WHO = {
    "numpy.ndarray": "An array",
    "list": "A list",
    "NoneType": "None",
    "tuple": "A tuple",
    "numpy": "NumPy",
    "function": "A function",
    "numpy.random._generator.Generator": "A random generator",
}


_OF_GENERATORS = {
    "randn": " A generator calls it `standard_normal`, and takes the shape in one pair of brackets.",
    "rand": " A generator calls it `random`, and takes the shape in one pair of brackets.",
    "randint": " A generator calls it `integers`.",
}
_NO_TENSOR = " That is for tensors: this is an array of NumPy already."
_OF_TENSORS = {
    "clamp": " That is PyTorch's name for it: NumPy's is `np.clip`.",
    "unsqueeze": " That is PyTorch's name for it: NumPy's is `np.expand_dims`.",
    "permute": " That is PyTorch's name for it: NumPy's is `np.transpose`.",
    "numpy": _NO_TENSOR,
    "detach": _NO_TENSOR,
    "cpu": _NO_TENSOR,
}


# What these say they have is so. A learner's own object may say anything, or never come to an end of it.
_TRUSTED = (np.ndarray, list, tuple, dict, str, int, float, types.ModuleType, types.FunctionType, np.ufunc)


def _attribute_error(error):
    match = re.search(r"(?:'(.*?)' object|module '(.*?)') has no attribute '(\w+)'", text_of(error))
    if match is None:
        return f"Your function stopped with AttributeError: {_shorten(text_of(error))}"
    owner, name = match.group(1) or match.group(2), match.group(3)
    return f"{_WHO.get(owner, f'`{owner}`')} has no `{name}`.{_instead(owner, name, error.obj)}"


def _instead(owner, name, thing):
    if owner == "NoneType":
        return " Was it set to None? Or does a function give it that lacks a `return`, or works in place?"
    if owner in ("function", "numpy.ufunc"):
        return " Call it, with round brackets after its name, and use what it gives."
    if owner == "numpy" and name in ("float", "int", "bool", "object", "str", "complex"):
        return f" Write `{name}`, which is Python's own."
    if owner.endswith("Generator") and name in _OF_GENERATORS:
        return _OF_GENERATORS[name]
    if owner == "numpy.ndarray" and name in _OF_TENSORS:
        return _OF_TENSORS[name]
    if owner in ("numpy", "numpy.ndarray") and name in _numbers() and not hasattr(np, name):
        return " Write its formula, or call your own function."
    if owner == "numpy.ndarray" and callable(getattr(np, name, None)):
        return f" NumPy has it as a function: `np.{name}(…)`."
    similar = difflib.get_close_matches(name, dir(thing) if type(thing) in _TRUSTED else [], n=1, cutoff=0.7)
    if similar:
        return f" Did you mean `{similar[0]}`?"
    if owner in ("list", "tuple") and hasattr(np.ndarray, name):
        held = any(isinstance(part, np.ndarray) for part in thing)
        return " It holds arrays: take them one at a time." if held else " `np.array(…)` makes an array of it."
    return ""


_WARNINGS = (
    ("overflow encountered", "a number became too large and turned into infinity"),
    ("divide by zero", "something was divided by zero, or the logarithm of zero was taken, which gave infinity"),
    ("invalid value encountered in cast", "infinity or nan was to become a whole number, and there is none for it"),
    ("invalid value", "an operation had no answer, such as infinity minus infinity or 0/0, and gave nan"),
    ("underflow", "a number became too small and turned into zero"),
    ("Mean of empty slice", "the mean of an empty array was taken"),
)


NOT_YET = "Without overflow: not yet."
_ALL_THE_SAME = "Your result is right all the same."
_WHERE = (
    "`np.where` computes both of its branches for every entry, and only then chooses: what it throws away can overflow "
    "too."
)


def explain_warnings(trials, function=None):
    """Say what NumPy and Python warned about, with the first input on which they did.

    Parameters
    ----------
    trials : list of Trial
    function : callable, optional
        The learner's function; where it calls ``np.where``, a right answer is told what that does.

    Returns
    -------
    tuple of str
        Beside a wrong answer a note for each kind. A right one gets a single note about numbers that went wrong on the
        way: it is one thing to mend, however many warnings it gave.
    """
    met = _warnings_met(trials)
    if any(trial.problem for trial in trials):
        return tuple(f"{said} (tried with: {label})." for said, label, _ in met)
    numbers = [one for one in met if one[2]]
    notes = [_on_the_way(numbers, function)] if numbers else []
    notes += [f"{said} (tried with: {label}). {_ALL_THE_SAME}" for said, label, meaning in met if not meaning]
    return tuple(notes)


def _warnings_met(trials):
    """List each kind of warning once: what was said, the label of the first probe, and what happened to the numbers."""
    met = {}
    for trial in trials:
        for category, text in trial.got.warnings:
            if category in ("ResourceWarning",) or "was never awaited" in text:
                continue
            meaning = next((words for start, words in _WARNINGS if start in text), "")
            said = f"NumPy warned (“{_shorten(text, 60)}”): {meaning}"
            if not meaning:
                said = f"Python warned: {category}: {_shorten(text, 120)}"
            met.setdefault(meaning or said, (said, trial.probe.label, meaning))
    return list(met.values())


def _on_the_way(met, function):
    """What to say of a right answer that met infinity or nan before it came out right."""
    (_, label, _), *_ = met
    meanings = [meaning for _, _, meaning in met]
    over = any("too large" in meaning for meaning in meanings)
    head = NOT_YET if over else "Without a warning: not yet."
    note = f"{head} On the way {', and '.join(meanings)} (tried with: {label}). {_ALL_THE_SAME}"
    return f"{note} {_WHERE}" if _calls_where(function) else note


def _calls_where(function):
    """Whether a function, or one defined inside it, speaks of ``where``."""
    codes = [getattr(function, "__code__", None)]
    while codes:
        code = codes.pop()
        if code is not None:
            if "where" in code.co_names:
                return True
            codes += [part for part in code.co_consts if hasattr(part, "co_names")]
    return False
