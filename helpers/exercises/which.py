"""Which exercise a decorated function is meant for, and whether it is the function that is wanted."""

import functools
import inspect

import numpy as np

from helpers.exercises.declare import Exercise, get, near_exercises


def which(given, function):
    """Find the exercise, by the number if there is a right one, else by the function's name; and what to say of that.

    Returns
    -------
    chosen : Exercise or None
        None where neither tells; `remark` then says what to write.
    remark : str
    """
    if isinstance(given, str) and known(given):
        return get(given), ""
    name = getattr(function, "__name__", "")
    if known(name):
        chosen = get(name)
        return chosen, _about_the_number(given, chosen)
    # Without quotes 1.10 is 1.1 to Python, so such a number may mean two exercises.
    meant = [number for number in (str(given), f"{given}0") if isinstance(given, float) and known(number)]
    if len(meant) == 1:
        chosen = get(meant[0])
        return chosen, _about_the_number(given, chosen)
    return None, _unknown(given, name, meant)


def known(name_or_number):
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
    two = isinstance(given, float) and known(f"{given}0")
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


def slip_in(chosen: Exercise, function):
    """Say what is wrong with the thing below the decorator; empty if it is the function that is wanted."""
    if not can_be_tried(function):
        return f"Below {_line(chosen)} a function is expected, `def {chosen.name}(…)`, and here stands something else."
    if function is chosen.reference or vars(function).get("stands_in_for") == chosen.name:
        return f"Below {_line(chosen)} stands the course's own `{chosen.name}`. Write yours: `def {chosen.name}(…)`."
    if chosen.name in _names_of(function):
        return ""
    if known(function.__name__):
        other = get(function.__name__)
        return (
            f"{_line(chosen)} wants the function `{chosen.name}`, and below it stands `{other.name}`, which is "
            f"exercise {other.number}. Put back the number or the name."
        )
    yours = function.__name__
    return f"{_line(chosen)} wants a function called `{chosen.name}`, and yours is called `{yours}`. Rename it."


def can_be_tried(function):
    """Whether it is a function, or one inside a wrapper of NumPy or Python, as a second decorator leaves it."""
    return inspect.isfunction(function) or type(function) in (np.vectorize, functools._lru_cache_wrapper)


def _names_of(function):
    """The names of a function and of those it closes over: a decorator in between may have put its own around it."""
    inside = [cell.cell_contents for cell in getattr(function, "__closure__", None) or () if _is_filled(cell)]
    return {function.__name__} | {one.__name__ for one in inside if inspect.isfunction(one)}


def _is_filled(cell):
    try:
        return cell.cell_contents is not None
    except ValueError:  # a name that is bound later, or never
        return False
