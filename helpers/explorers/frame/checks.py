"""The refusal of an argument that an explorer has nothing to show for."""

from numbers import Integral


def check_choice(name, value, allowed):
    """Return a value that is one of those allowed, a whole number as a plain int.

    Parameters
    ----------
    name : str
        What the argument is called where it is handed in.
    value : object
    allowed : collection of str, or range

    Raises
    ------
    ValueError
        Unless the value is among them; it names the argument, what was expected, and what came.

    Examples
    --------
    >>> check_choice("task", "xor", ("xor", "moons"))
    'xor'
    >>> check_choice("depth", 9, range(1, 9))
    Traceback (most recent call last):
    ...
    ValueError: depth: expected a whole number from 1 to 8, got 9
    """
    whole = isinstance(allowed, range)
    # By kind first: True is in a range too, and a list cannot even be looked for among the keys of a dict.
    if isinstance(value, Integral if whole else str) and not isinstance(value, bool) and value in allowed:
        return int(value) if whole else value
    raise ValueError(f"{name}: expected {_in_words(allowed)}, got {value!r}")


def _in_words(allowed):
    if not isinstance(allowed, range):
        return f"one of {', '.join(map(repr, allowed))}"
    steps = f" in steps of {allowed.step}" if allowed.step > 1 else ""
    return f"a whole number from {allowed[0]} to {allowed[-1]}{steps}"
