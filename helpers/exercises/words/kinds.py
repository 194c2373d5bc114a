"""Results of the wrong kind: a list for an array, text for a number, one result where several are wanted."""

import numpy as np

from helpers.exercises.compare import is_number
from helpers.exercises.plain import Foreign


def wrong_type(expected, got):
    """Tell whether something of quite another kind came: a list for an array, text for a number."""
    if not is_number(expected):
        return type(expected) is not type(got)
    # An array is expected and a plain number came: that is a matter of shape, not of type.
    return not is_number(got)


def kind_of(value) -> str:
    """Name the kind of a value as one would say it.

    Examples
    --------
    >>> kind_of([1, 2])
    'a list'
    """
    if isinstance(value, np.matrix):
        return "a `np.matrix`"
    if isinstance(value, np.ndarray):
        names = {
            "b": "an array of Booleans",
            "c": "an array of complex numbers",
            "O": "an array of Python objects",
            "U": "an array of text",
        }
        return names.get(value.dtype.kind, f"an array of shape {value.shape}")
    if isinstance(value, (bool, np.bool_)):
        return "a Boolean"
    if isinstance(value, Foreign):
        return value.kind
    names = {
        "str": "text",
        "list": "a list",
        "tuple": "a tuple",
        "NoneType": "None",
        "complex": "a complex number",
        "int": "a number",
        "float": "a number",
    }
    if isinstance(value, np.generic) and value.dtype.kind in "fiu":
        return "a number"
    return names.get(type(value).__name__, f"a value of type {type(value).__name__}")


def _wanted(expected):
    if not is_number(expected):
        return kind_of(expected)
    return "one number" if np.ndim(expected) == 0 else f"an array of shape {np.shape(expected)}"


def several_reason(names, expected, got) -> str:
    """Say what is wrong with the kind or the number of several results."""
    wanted = f"{len(expected)} results are expected, `return {', '.join(names)}`, and your function returns"
    if not isinstance(got, (tuple, list)):
        return f"{wanted} {kind_of(got)}."
    if len(got) != len(expected):
        return f"{wanted} {len(got)}."
    wrong = next(i for i, (e, g) in enumerate(zip(expected, got)) if wrong_type(e, g))
    return kind_reason(expected[wrong], got[wrong], f"The result `{names[wrong]}`")


def kind_reason(expected, got, who="The result", right=None) -> str:
    """Say what kind of value is wanted, what kind came, and how one becomes the other.

    Parameters
    ----------
    expected, got : object
    who : str
    right : int, optional
        Which of several things that came back is the one that was wanted, if that is known.
    """
    advice = _too_many(expected, got, right) or _one_number(expected, got) or _advice(got)
    return f"{who} should be {_wanted(expected)}, and yours is {kind_of(got)}.{advice}"


_COUNTS = {2: "Two things", 3: "Three things"}
_PLACES = "first", "second", "third", "fourth", "fifth"


def _too_many(expected, got, right):
    """A value and a cache, or a loss and its gradient, where one of the two is wanted."""
    if not isinstance(got, (list, tuple)) or len(got) < 2 or _are_places(got):
        return ""
    came = f" {_COUNTS.get(len(got), 'Several things')} came back"
    if right is not None and right < len(_PLACES):
        return f"{came}, and the {_PLACES[right]} is right: return it alone."
    if isinstance(got, list):
        return ""  # its entries were collected, and may be parts of one result
    # Of two arrays, or two numbers, it is not known which is the result, or whether they should be put together.
    fitting = [part for part in got if is_number(part) and np.shape(part) == np.shape(expected)]
    arrays = [part for part in got if isinstance(part, np.ndarray)]
    if is_number(expected) and np.ndim(expected) and len(fitting) == len(arrays) == 1:
        return f"{came}: return the array alone."
    if is_number(expected) and np.ndim(expected) and fitting:
        return f"{came}. Which of them is the result? Or are they to be put together?"
    if is_number(expected) and not np.ndim(expected) and arrays and len(fitting) == 1:
        return f"{came}: return the number alone."
    return ""


def _one_number(expected, got):
    if not (is_number(expected) and np.ndim(expected) == 0 and isinstance(got, (list, tuple)) and len(got)):
        return ""
    if len(got) == 1:
        return " Return its only entry, without the brackets or the comma around it."
    return " What makes one number of its entries? Should they be added up?"


def _are_places(value):
    """Whether it looks like what `np.where` gives for a condition alone: for each axis, where the condition holds."""
    if not isinstance(value, tuple) or not value:
        return False
    arrays = all(isinstance(part, np.ndarray) and part.dtype.kind == "i" and part.ndim == 1 for part in value)
    return arrays and len({part.size for part in value}) == 1


def _advice(value):
    if _are_places(value):
        return " Are these places? `np.where` with nothing but a condition gives them: hand it both values, too."
    if isinstance(value, (list, tuple)):
        return " `np.array(…)` makes an array of a list."
    if isinstance(value, np.ndarray) and value.dtype == object:
        return " Have its parts different shapes, or is one of them no number?"
    if isinstance(value, (bool, np.bool_)):
        return " That says yes or no, and what is wanted is a number."
    if isinstance(value, np.ndarray) and value.dtype == bool:
        return " True and False say where something holds. If 1 and 0 are wanted there, `.astype(float)` gives them."
    if isinstance(value, str):
        return " Return the values themselves, not how they look when printed."
    kind = value.kind if isinstance(value, Foreign) else ""
    if kind.startswith("a tensor of"):
        return " The course computes with NumPy, whose functions give arrays: use NumPy's own function."
    return _OF_A_KIND.get(kind, "")


_OF_A_KIND = {
    "a generator": " It has made no value yet: a `yield` does that, and so do round brackets around a `for`. Return the values.",
    "a coroutine": " Write `def`, not `async def`.",
    "a function made by `np.vectorize`": " Call it: it still waits for its argument, in round brackets behind.",
    "a function": " Call it, with round brackets after its name, and return what it gives.",
}
