"""Values as a card shows them: small, rounded, and the same every time."""

import numpy as np

from helpers.exercises.plain import Foreign
from helpers.exercises.words.kinds import kind_of

# Enough digits to see a difference, few enough rows to see it at a glance.
_DIGITS, _MOST_ENTRIES, _MOST_LINES = 5, 60, 14


def hanging(start, text):
    """Put something before a text of several lines and keep its columns under each other."""
    return start + text.replace("\n", "\n" + " " * len(start))


def show(value) -> str:
    """Write a value small and the same way every time: rounded arrays, no addresses of objects.

    Examples
    --------
    >>> show(np.array([1.0, 2.5]))
    '[1.  2.5]'
    >>> show([1.0, 2])
    '[1.0, 2]'
    >>> show(np.maximum)
    'maximum'
    """
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if isinstance(value, np.ndarray):
        return _show_array(value)
    if isinstance(value, (bool, np.bool_)) or value is None:
        return str(value)
    if isinstance(value, (float, np.floating)):
        return f"{float(value):.{_DIGITS + 1}g}"
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if isinstance(value, str):
        return repr(_shorten(value))
    if isinstance(value, (list, tuple)):
        return _show_list(value)
    if isinstance(value, Foreign):
        return value.name or value.kind
    if callable(value) and hasattr(value, "__name__"):
        return value.__name__
    if type(value).__module__.startswith("helpers."):
        return _shorten(repr(value))
    return kind_of(value)


def _shorten(text):
    return text if len(text) <= 200 else text[:199] + "…"


def _show_array(array):
    if array.dtype.kind not in "fiub":
        return kind_of(array)
    kinds = "" if array.dtype in (np.float64, np.int64, np.bool_) else f"  ({array.dtype})"
    text = np.array2string(
        array + 0 if array.dtype.kind == "f" else array,  # −0.0 is 0 to everybody but a printer
        precision=_DIGITS,
        threshold=_MOST_ENTRIES,
        edgeitems=2,
        max_line_width=72,
        suppress_small=_is_tame(array),
    )
    lines = text.splitlines()
    if array.ndim > 2 or len(lines) > 4:
        lines.insert(0, f"shape {array.shape}")
    if len(lines) > _MOST_LINES:
        lines = lines[:_MOST_LINES] + ["…"]
    return "\n".join(lines) + kinds


def _is_tame(array):
    """Whether rounding to a few digits hides nothing: no entry is tiny without being zero."""
    if array.dtype.kind != "f":
        return False
    sizes = np.abs(array[np.isfinite(array) & (array != 0)])
    return bool(sizes.size == 0 or sizes.min() >= 1e-4)


def _show_list(values):
    brackets = "[]" if isinstance(values, list) else "()"
    shown = [_with_point(value) for value in values[:8]] + (["…"] if len(values) > 8 else [])
    if any("\n" in text for text in shown):
        return "\n".join(hanging(f"{i}: ", text) for i, text in enumerate(shown))
    comma = "," if brackets == "()" and len(shown) == 1 else ""
    return brackets[0] + ", ".join(shown) + comma + brackets[1]


def _with_point(value):
    """Show an entry of a list as Python does: a float keeps its point, 1.0."""
    text = show(value)
    return f"{text}.0" if isinstance(value, float) and text.lstrip("-").isdigit() else text
