"""An input that a learner chose: read it, and see whether it can be given to an exercise.

What can be given is learned from the exercise's own probes: how many axes an argument has, whether it counts or
measures. Whatever is wrong with an input is said in one sentence that names the argument; nothing here raises.
"""

import inspect
from dataclasses import dataclass

import numpy as np

from helpers.exercises.compare import is_number
from helpers.exercises.declare import Exercise
from helpers.exercises.plain import Foreign, as_plain

# A good test is small enough to be worked out by hand, and one with this many numbers is no longer.
MOST_NUMBERS = 5000
# Strides and paddings beyond this would only make large arrays.
MOST_COUNTED = 100


@dataclass(frozen=True)
class TooLarge:
    """Stands for an input with more numbers than anybody would work out, which is not copied."""

    count: int


class Unfit(Exception):
    """An input cannot be given to the exercise; the message is a sentence for the learner."""


def kept(result, args=(), kwargs=None):
    """Return a copy of what a learner's function returned; it holds nothing of theirs. To be called inside the fence.

    Parameters
    ----------
    result : object
        One argument, a tuple of several, or a dictionary of them by name.
    args, kwargs
        Not looked at: what the sandbox hands over beside the result.
    """
    if issubclass(type(result), dict):
        parts = list(dict.items(result))[: MOST_COUNTED + 1]
        count = sum(_count(value) for _, value in parts)
        return TooLarge(count) if count > MOST_NUMBERS else {as_plain(key): as_plain(value) for key, value in parts}
    count = _count(result)
    return TooLarge(count) if count > MOST_NUMBERS else as_plain(result)


def _count(value, depth=0):
    """Count numbers, without making a list of what stands for many: a broadcast array may be larger than the memory."""
    if issubclass(type(value), np.ndarray):
        return int(np.ndarray.view(value, np.ndarray).size)
    if issubclass(type(value), (list, tuple)) and depth < 4:
        base = list if issubclass(type(value), list) else tuple
        return sum(_count(part, depth + 1) for part in base.__getitem__(value, slice(MOST_NUMBERS + 1)))
    return 1


def arguments(exercise: Exercise, given) -> dict:
    """Return the arguments by name, as arrays and numbers of the kinds that the exercise is used to.

    Parameters
    ----------
    exercise : Exercise
    given : object
        What `kept` returned.

    Raises
    ------
    Unfit
        With a sentence that names the argument, what is expected and what came.

    Examples
    --------
    >>> from helpers.exercises.declare import get
    >>> arguments(get("relu"), [-1, 2])
    {'z': array([-1.,  2.])}
    """
    names = inspect.signature(exercise.reference).parameters
    if isinstance(given, TooLarge):
        raise Unfit(f"Your input holds more than {MOST_NUMBERS} numbers. A small one shows more: a handful will do.")
    if given is None:
        raise Unfit("Your function returns nothing. End it with `return` and an input.")
    return {name: _fitted(exercise, name, value) for name, value in _by_name(exercise, names, given).items()}


def _by_name(exercise, names, given):
    required = [name for name, one in names.items() if one.default is inspect.Parameter.empty]
    wanted = ", ".join(f"`{name}`" for name in required)
    if isinstance(given, dict):
        unknown = [key for key in given if key not in names]
        if unknown:
            raise Unfit(f"`{exercise.name}` has no argument {str(unknown[0])[:40]!r}. It takes {wanted}.")
        missing = [name for name in required if name not in given]
        if missing:
            raise Unfit(f"The argument `{missing[0]}` is missing. `{exercise.name}` takes {wanted}.")
        return given
    several = isinstance(given, tuple) and (len(names) > 1 or len(given) == 1)
    values = given if several else (given,)
    if len(required) <= len(values) <= len(names):
        return dict(zip(names, values))
    raise Unfit(
        f"`{exercise.name}` takes {len(required)} arguments, {wanted}, and here is {len(values)}. "
        "Return a tuple of them, in this order, or a dictionary by name."
    )


def _fitted(exercise, name, value):
    examples = _examples(exercise, name)
    first = examples[0]
    if isinstance(first, list):
        if not isinstance(value, (list, tuple)) or not value:
            raise Unfit(f"`{name}`: expected a list of arrays, got {_kind(value)}.")
        inside = [part for example in examples for part in example]
        return [_array(f"{name}[{i}]", part, inside) for i, part in enumerate(value)]
    if isinstance(first, (bool, np.bool_)):
        return _yes_or_no(name, value)
    if isinstance(first, (int, np.integer)):
        return _counted(name, value)
    if isinstance(first, (float, np.ndarray, np.floating)):
        return _array(name, value, examples)
    raise Unfit(f"`{name}`: leave it out, it is no number.")


def _examples(exercise, name):
    """What the exercise's probes give to an argument, and its default."""
    names = list(inspect.signature(exercise.reference).parameters.values())
    place = [one.name for one in names].index(name)
    found = [] if names[place].default is inspect.Parameter.empty else [names[place].default]
    for probe in exercise.probes:
        args, kwargs = probe.make() if probe.make else (probe.args, probe.kwargs)
        found += [args[place]] if place < len(args) else [kwargs[name]] if name in kwargs else []
    return found


def _yes_or_no(name, value):
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    raise Unfit(f"`{name}`: expected True or False, got {_kind(value)}.")


def _counted(name, value):
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool) and 0 <= value <= MOST_COUNTED:
        return int(value)
    shown = value if is_number(value) and np.ndim(value) == 0 else _kind(value)
    raise Unfit(f"`{name}`: expected a whole number from 0 to {MOST_COUNTED}, got {shown}.")


def _array(name, value, examples):
    """Make an array of what was given, or a number where the exercise takes plain numbers, too."""
    array = _as_array(name, value)
    if array.size == 0:
        raise Unfit(f"`{name}`: an array of shape {array.shape} holds no number, so it shows nothing.")
    if not np.all(np.isfinite(array)):
        raise Unfit(f"`{name}`: nan and infinity are numbers for which no answer is promised. Take others.")
    axes = [np.ndim(example) for example in examples]
    if not min(axes) <= array.ndim <= max(axes):
        wanted = f"{min(axes)} to {max(axes)}" if min(axes) < max(axes) else str(axes[0])
        axis = "axis" if wanted == "1" else "axes"
        raise Unfit(f"`{name}`: expected an array with {wanted} {axis}, got one of shape {array.shape}.")
    if all(np.asarray(example).dtype.kind in "iu" for example in examples):
        if not np.all(array == np.round(array)):
            raise Unfit(f"`{name}`: expected whole numbers, got others.")
        return array.astype(np.int64)
    array = array if array.dtype == np.float32 else array.astype(np.float64)
    return float(array) if array.ndim == 0 else array


def _as_array(name, value):
    try:
        array = np.asarray(value)
    except ValueError:
        raise Unfit(f"`{name}`: the rows of an array must be of one length.") from None
    if array.dtype.kind not in "fiu":
        raise Unfit(f"`{name}`: expected an array of numbers, got {_kind(value)}.")
    return array


def _kind(value):
    if isinstance(value, Foreign):
        return value.kind
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype}"
    return f"a value of type {type(value).__name__}"
