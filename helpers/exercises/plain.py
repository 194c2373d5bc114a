"""What a learner's function gave back, turned into things that can be looked at without running any more of their code.

Numbers, arrays, text, lists and tuples are kept as Python's and NumPy's own. Anything else may lie about its name, its
length or its shape, or never come back from telling them, so only its kind is kept. This happens where the learner's
code still runs under the sandbox's limits; whoever looks afterwards needs none.
"""

import contextlib
import inspect
from dataclasses import dataclass

import numpy as np

# A list of more parts, or one nested deeper, is no answer to any exercise.
MOST_PARTS, DEEPEST, LONGEST = 10_000, 4, 1000
# Beyond this a whole number cannot become a float.
LARGEST = 10**308


@dataclass(frozen=True)
class Foreign:
    """Stands for a thing that is no number, array, text, list or tuple.

    Attributes
    ----------
    kind : str
        What it is, as one would say it: "a dictionary".
    name : str
        The name of a function or class.
    """

    kind: str
    name: str = ""


def clean(text: str, most: int = LONGEST) -> str:
    """Cut a text, and write what has no place in a page, such as half a character, by its number.

    Examples
    --------
    >>> clean("a" * 5, most=3)
    'aa…'
    """
    text = text[:most].encode("utf-8", "backslashreplace").decode("utf-8")
    return text if len(text) < most else text[: most - 1] + "…"


def text_of(error) -> str:
    """Return the message of an exception, cut to what a person would read; empty if it cannot be asked for that.

    The sandbox asks once, where an answer that never comes is stopped, and leaves the text with the exception.
    """
    known = BaseException.__getattribute__(error, "__dict__").get("_text")
    if known is None:
        try:
            known = clean(str(error))
        except (Exception, SystemExit, GeneratorExit):
            known = ""
        with contextlib.suppress(Exception):
            BaseException.__setattr__(error, "_text", known)
    return known


def as_plain(value, depth: int = 0):
    """Return a copy of a value that holds nothing of the learner's own, `Foreign` in place of what is.

    A ``np.matrix`` stays one: its ``*`` is a matrix product, so it must not pass for an array.

    Examples
    --------
    >>> as_plain({"a": 1})
    Foreign(kind='a dictionary', name='')
    >>> as_plain([1, np.float32(2)])
    [1, np.float32(2.0)]
    """
    # By its type: what an object says of its own class may be untrue, or an error.
    kind = type(value)
    if value is None or value is Ellipsis or kind in (bool, float, complex):
        return value
    if issubclass(kind, (list, tuple)):
        return _plain_list(value, depth)
    if issubclass(kind, np.ndarray):
        return _plain_array(value)
    if issubclass(kind, np.generic):
        return value
    if issubclass(kind, int):
        return max(-LARGEST, min(LARGEST, int.__int__(value)))
    if issubclass(kind, float):
        return float.__float__(value)
    if issubclass(kind, str):
        return clean(str.__str__(value))
    try:
        return _foreign(value)
    except Exception:
        return Foreign(f"a value of type {_name_of(kind) or 'unknown'}")


def _plain_list(value, depth):
    kind = list if issubclass(type(value), list) else tuple
    if depth >= DEEPEST:
        return Foreign("a list in lists in lists")
    # The methods of Python's own classes, whatever a class of the learner's may have put in their place.
    return kind(as_plain(part, depth + 1) for part in kind.__getitem__(value, slice(MOST_PARTS)))


def _plain_array(value):
    if isinstance(value, np.matrix):
        return value.copy()
    plain = np.ndarray.view(value, np.ndarray)
    if plain.flags.c_contiguous or plain.flags.f_contiguous or plain.ndim == 0:
        return plain.copy(order="K")
    return plain.copy()


def _foreign(value):
    if inspect.isgenerator(value):
        return Foreign("a generator")
    if inspect.iscoroutine(value):
        value.close()
        return Foreign("a coroutine")
    if isinstance(value, np.vectorize):
        return Foreign("a function made by `np.vectorize`", "np.vectorize(…)")
    if inspect.isroutine(value) or inspect.isclass(value) or isinstance(value, np.ufunc):
        return Foreign("a function", _name_of(value))
    if isinstance(value, dict):
        return Foreign("a dictionary")
    if library := _TENSORS.get(_room_of(type(value))):
        return Foreign(f"a tensor of {library}")
    return Foreign(f"a value of type {_name_of(type(value)) or 'unknown'}")


# By the package that the class of a value comes from.
_TENSORS = {"torch": "PyTorch", "tensorflow": "TensorFlow", "jaxlib": "JAX", "jax": "JAX"}


def _room_of(kind: type) -> str:
    try:
        room = kind.__module__
    except Exception:
        return ""
    return str.__str__(room).split(".")[0] if isinstance(room, str) else ""


def _name_of(thing) -> str:
    try:
        name = thing.__name__
    except Exception:
        return ""
    return clean(str.__str__(name), 40) if isinstance(name, str) else ""
