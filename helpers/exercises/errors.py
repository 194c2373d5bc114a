"""Errors and warnings in plain words: what it means, and where in the learner's cell it happened."""

import builtins
import difflib
import linecache
import re
import traceback

from helpers.exercises.fence import Refused


def text_of(error) -> str:
    """Return the message of an exception; empty if it cannot even be asked for that."""
    try:
        return str(error)
    except Exception:
        return ""


def explain_error(error, exercise, trial):
    """Say in plain words what an exception means.

    Parameters
    ----------
    error : BaseException
    exercise : Exercise
    trial : Trial
        The probe on which it was raised.

    Returns
    -------
    text : str
    line : int or None
        The last line of the learner's own code that was running.
    source : str
        That line, or an empty string where the source is not known.
    """
    frame = last_own_frame(error, exercise)
    line, source = (None, "") if frame is None else (frame.lineno, frame.source)
    if isinstance(error, Refused):
        text = _REFUSED.get(str(error), f"`{error}` does nothing here.")
    else:
        text = _plain(error, frame, trial)
    return text, line, source


class OwnFrame:
    """A place in the learner's code: line number, source and the names known there."""

    def __init__(self, frame, lineno):
        self.lineno = lineno
        self.source = linecache.getline(frame.f_code.co_filename, lineno).strip()
        self.names = list(frame.f_locals) + [name for name in frame.f_globals if not name.startswith("_")]


def last_own_frame(error, exercise):
    """Return the innermost frame of the learner's code in a traceback, or None.

    The traceback begins in the sandbox, which calls the learner's function; the namespace of that function is the
    notebook, and whatever else runs in it is theirs too. NumPy and the course's helpers are not.
    """
    steps = list(traceback.walk_tb(error.__traceback__))
    first = next((i for i, (frame, _) in enumerate(steps) if not _is_ours(frame)), None)
    if first is None:
        return None
    theirs = steps[first][0].f_globals
    own = [(frame, lineno) for frame, lineno in steps[first:] if frame.f_globals is theirs]
    return OwnFrame(*own[-1])


def _is_ours(frame):
    return frame.f_globals.get("__name__") == "helpers.exercises.sandbox"


_REFUSED = {
    "exit": "Your function calls `exit()`, which would end the whole notebook. The check has prevented that: use `return` to leave a function.",
    "input": "Your function calls `input()` and would wait for somebody to type. Everything it needs is in its arguments.",
    "breakpoint": "Your function calls `breakpoint()`, which would wait for you. Remove it before the check.",
}


def _plain(error, frame, trial):
    text = text_of(error)
    for kind, pattern, sentence in _KNOWN:
        match = isinstance(error, kind) and re.search(pattern, text, re.DOTALL)
        if match:
            groups = [_shape_text(group or "") for group in match.groups()]
            return sentence.format(*groups)
    if isinstance(error, NameError):
        return _name_error(error, frame)
    if isinstance(error, AttributeError):
        return _attribute_error(error)
    name = type(error).__name__
    return f"Your function stopped with {name}: {_shorten(text)}" if text else f"Your function stopped with {name}."


def _shape_text(text):
    """Write shapes as in NumPy's own notation: NumPy's messages leave out blanks."""
    return re.sub(r",(?=\d)", ", ", text.strip())


def _shorten(text, most=200):
    text = re.sub(r"0x[0-9a-fA-F]+", "0x…", " ".join(text.split()))
    return text if len(text) <= most else text[: most - 1] + "…"


_KNOWN = (
    (TypeError, r"ellipsis", "There is still a `...` in your code. Put a value or a formula in its place."),
    (
        ValueError,
        r"operands could not be broadcast together with (?:remapped )?shapes? (.*)",
        "NumPy could not line up arrays of shapes {0}. Counted from the last axis, two sizes must be equal or one of "
        "them 1.",
    ),
    (
        ValueError,
        r"non-broadcastable output operand with shape (\(.*?\)) doesn't match the broadcast shape (\(.*?\))",
        "The result has shape {1} and does not fit into the array of shape {0} that should hold it.",
    ),
    (
        ValueError,
        r"could not broadcast input array from shape (\(.*?\)) into shape (\(.*?\))",
        "An array of shape {0} was assigned to a place of shape {1}. Both must have the same shape.",
    ),
    (
        ValueError,
        r"matmul.*size (\d+) is different from (\d+)",
        "The sizes inside a matrix product do not match: {1} columns on the left, {0} rows on the right. Is one of the "
        "two transposed, or their order swapped?",
    ),
    (
        ValueError,
        r"matmul.*does not have enough dimensions",
        "`@` needs arrays with at least one axis, and one of the two is a single number. Use `*` for a number.",
    ),
    (
        ValueError,
        r"shapes (\(.*?\)) and (\(.*?\)) not aligned",
        "A matrix product of shapes {0} and {1} is not possible: the last size of the first must equal the first of "
        "the second. Is one of the two transposed?",
    ),
    (
        ValueError,
        r"truth value of an array|truth value of an empty array",
        "`if`, `and`, `or`, `max` and `min` need one yes or no, and an array has one for each entry. Choose entry by "
        "entry with a NumPy function such as `np.where` or `np.maximum`.",
    ),
    (
        ValueError,
        r"cannot reshape array of size (\d+) into shape (\(.*?\))",
        "An array of {0} entries cannot take the shape {1}: the product of the sizes must stay the same.",
    ),
    (ValueError, r"axes don't match array", "The number of axes given to `transpose` is not that of the array."),
    (ValueError, r"(?:output array|assignment destination) is read-only", "This array must not be written to. Make a copy with `.copy()` first."),
    (ValueError, r"inhomogeneous shape", "The rows of this list have different lengths, so NumPy cannot make an array of it."),
    (
        ValueError,
        r"setting an array element with a sequence",
        "One entry of an array can hold one number, and an array was assigned to it.",
    ),
    (
        ValueError,
        r"(not enough|too many) values to unpack \(expected (?:at least )?(\d+)(?:, got (\d+))?",
        "The left side has {1} names, and there are {0} values on the right. Compare `.shape` with what you unpack.",
    ),
    (ValueError, r"zero-size array to reduction", "The largest or smallest entry of an empty array was asked for. A slice has come out empty."),
    (ValueError, r"math domain error", "A function of `math` was asked for a value that does not exist, such as the logarithm of 0."),
    (
        IndexError,
        r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)",
        "Index {0} does not exist: axis {1} has {2} entries, numbered from 0.",
    ),
    (
        IndexError,
        r"too many indices for array: array is (\d+)-dimensional, but (\d+) were indexed",
        "{1} indices for an array that has {0} axes. On this input the array has fewer axes than you expect.",
    ),
    (IndexError, r"boolean index did not match", "The mask and the array it selects from have different shapes."),
    (IndexError, r"arrays used as indices must be of integer", "An index must be a whole number, and these are floats. Use `//`, or `.astype(int)`."),
    (IndexError, r"only integers, slices", "An index must be a whole number, and this one is something else. Did a division `/` make it a float?"),
    (IndexError, r"(list|tuple) index out of range", "The {0} has fewer entries than the index says. The first has index 0, the last -1."),
    (IndexError, r"invalid index to scalar variable", "A single number was indexed as if it were an array."),
    (
        ValueError,
        r"axis (-?\d+) is out of bounds for array of dimension (\d+)",
        "There is no axis {0}: on this input the array has {1} axes. `axis=-1` is the last one, however many there are.",
    ),
    (
        TypeError,
        r"only (?:length-1|size-1|0-dimensional) arrays can be converted",
        "A function that works on one number got a whole array: those in `math` and `float()` do. Use NumPy's "
        "function of the same name.",
    ),
    (
        TypeError,
        r"(?:'numpy\.ndarray'|'numpy\.float\d+'|'float'|'int'|'list'|'tuple') object is not callable",
        "Something that is not a function was called: round brackets after an array or a number. Use square brackets "
        "for an index, or write the missing `*`.",
    ),
    (
        TypeError,
        r"missing (\d+) required (?:positional |keyword-only )?arguments?: (.*)",
        "A function was called without {1}. Keep the arguments of the `def` line as they were given.",
    ),
    (
        TypeError,
        r"takes (?:from )?(\d+)(?: to \d+)? positional arguments? but (\d+) (?:was|were) given",
        "A function that takes {0} arguments was given {1}. Keep the arguments of the `def` line as they were given.",
    ),
    (TypeError, r"unexpected keyword argument ('.*?')", "A function does not know the argument {0}. Compare with its `def` line or its help."),
    (TypeError, r"'(\w+)' object is not subscriptable", "An index was used on a value of type {0}, which has no entries."),
    (TypeError, r"'(\w+)' object is not iterable", "A loop was asked to run over a value of type {0}, which has no entries."),
    (TypeError, r"'(?:numpy\.)?float\w*' object cannot be interpreted as an integer", "A whole number is needed here, and a division `/` gives a float. Use `//`."),
    (TypeError, r"expected a sequence of integers or a single integer, got '?(.*?)'?$", "The sizes of a shape must be whole numbers, and one of them is {0}. A division `/` gives a float: use `//`."),
    (TypeError, r"numpy boolean (?:subtract|negative)", "NumPy does not subtract Booleans. Turn the comparison into numbers first, with `.astype(float)`."),
    (TypeError, r"unsupported operand type\(s\) for (.*?): '(.*?)' and '(.*?)'", "`{0}` does not work between {1} and {2}. Is one of the two still a list, or None?"),
    (TypeError, r"bad operand type for unary (.*?): '(.*?)'", "`{0}` does not work on a value of type {1}. Is it still a list?"),
    (TypeError, r"Cannot cast ufunc|same_kind|Cannot cast", "The result cannot be stored in an array of this type. Compute a new array and do not write into this one."),
    (UnboundLocalError, r"variable '(\w+)'", "`{0}` is used before it gets a value in this function. Is its first line inside an `if` or a loop that did not run?"),
    (ZeroDivisionError, r"", "A number was divided by zero."),
    (OverflowError, r"", "A function of `math` was asked for a number that is too large for a float. NumPy's version gives infinity instead."),
    (RecursionError, r"", "Your function calls itself without end. Does its name stand in its own body where another function was meant?"),
    (MemoryError, r"Unable to allocate (.*?) for", "An array of {0} was asked for. Look at the shape you build: is a size multiplied where it should not be?"),
    (MemoryError, r"", "More memory was asked for than there is. Look at the shapes you build."),
    (KeyError, r"(.*)", "The key {0} is not in the dictionary."),
    (AssertionError, r"^(.*)$", "An `assert` in your code does not hold. {0}"),
    (ImportError, r"No module named '(.*?)'", "There is no module named {0} here. NumPy is all that is needed."),
    (SystemExit, r"", _REFUSED["exit"]),
    (StopIteration, r"", "`next` was called on an iterator that has no more entries."),
)


def _name_error(error, frame):
    match = re.search(r"name '(\w+)'", str(error))
    name = error.name or (match.group(1) if match else "?")
    known = (frame.names if frame else []) + dir(builtins)
    similar = difflib.get_close_matches(name, known, n=1, cutoff=0.7)
    if name == "np":
        return "`np` is not known yet. Run the cell at the top that says `import numpy as np`."
    hint = f" Did you mean `{similar[0]}`?" if similar else " Was the cell that defines it run?"
    return f"The name `{name}` is not defined.{hint}"


def _attribute_error(error):
    match = re.search(r"(?:'(.*?)' object|module '(.*?)') has no attribute '(\w+)'", str(error))
    if match is None:
        return f"Your function stopped with AttributeError: {_shorten(str(error))}"
    owner, name = match.group(1) or match.group(2), match.group(3)
    known = dir(error.obj) if error.obj is not None else []
    similar = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    kind = {"numpy.ndarray": "An array", "list": "A list", "NoneType": "None", "tuple": "A tuple", "numpy": "NumPy"}
    who = kind.get(owner, f"`{owner}`")
    hint = f" Did you mean `{similar[0]}`?" if similar else ""
    if owner == "NoneType":
        hint = " A function that you call returns nothing: does it lack a `return`?"
    return f"{who} has no `{name}`.{hint}"


_WARNINGS = (
    ("overflow encountered", "a number became too large and turned into infinity"),
    ("divide by zero", "something was divided by zero, or the logarithm of zero was taken, which gives infinity"),
    ("invalid value", "an operation has no answer, such as infinity minus infinity or 0/0, and gives nan"),
    ("underflow", "a number became too small and turned into zero"),
    ("Mean of empty slice", "the mean of an empty array was taken"),
)


def explain_warnings(trials):
    """Return one note for each kind of warning that the function met, with the first input on which it did."""
    notes = {}
    for trial in trials:
        for category, text in trial.got.warnings:
            if category in ("ResourceWarning",) or "was never awaited" in text:
                continue
            meaning = next((words for start, words in _WARNINGS if start in text), None)
            key = meaning or f"{category}: {_shorten(text, 120)}"
            if key in notes:
                continue
            right = "" if trial.problem else " Your result is right all the same."
            said = f"NumPy warned (“{_shorten(text, 60)}”): {meaning}." if meaning else f"Python warned: {key}."
            notes[key] = f"{said} It happened with {trial.probe.label}.{right}"
    return tuple(notes.values())
