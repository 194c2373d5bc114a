"""What a learner measured: ``measured`` keeps a number, and the last lesson gives its verdicts by it."""

import re

import numpy as np

from helpers import logbook

MOST = 100


def measured(key: str, value: float | list[float]) -> None:
    """Keep a number that was just measured, for the last lesson. It prints nothing; the latest one counts.

    Parameters
    ----------
    key : str
        What was measured, in snake_case: ``"strokes_relu_in_head_only"``.
    value : number, or list, tuple or array (n,) of numbers
        One number, or a short list of them, one a run. A number that is not finite is kept as it is.

    Raises
    ------
    TypeError, ValueError
        If it is anything else. Never for a file that cannot be written: the number then counts until the kernel ends.

    Examples
    --------
    >>> measured("share_read", 0.25)
    """
    if not isinstance(key, str) or not re.fullmatch(r"[a-z][a-z0-9_]*", key):
        raise ValueError(f'measured: key: expected snake_case, such as "share_read", got {key!r}')
    logbook.record_measurement(key, _plain(key, value))


def latest(key: str) -> logbook.Measurement | None:
    """Return the newest value measured under a key and its day, or None if there is none.

    Examples
    --------
    >>> measured("share_read", [0.25, 0.26])
    >>> latest("share_read").value
    [0.25, 0.26]
    """
    return logbook.known().measurements.get(key)


def _plain(key: str, value) -> float | list[float]:
    numbers = value if isinstance(value, (list, tuple, np.ndarray)) else [value]
    if isinstance(numbers, np.ndarray):
        numbers = numbers.tolist() if numbers.ndim == 1 else [numbers[()]]
    if not 1 <= len(numbers) <= MOST:
        raise ValueError(f"measured({key!r}): value: expected 1 to {MOST} numbers, got {len(numbers)}")
    plain = [_number(key, number) for number in numbers]
    return plain if isinstance(value, (list, tuple)) or np.ndim(value) == 1 else plain[0]


def _number(key: str, value) -> float:
    # A truth value counts as a number in Python. Here it is refused: a lesson says how much, not whether.
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        if abs(int(value)) < 2**63:
            return int(value)
        raise ValueError(f"measured({key!r}): value: expected a number below 2**63, got one of more digits")
    if isinstance(value, (float, np.floating)):
        return float(value)
    what = f"an array of shape {value.shape}" if isinstance(value, np.ndarray) else f"{value!r:.60}"
    raise TypeError(f"measured({key!r}): value: expected a number or a short list of numbers, got {what}")
