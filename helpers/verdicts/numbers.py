"""The numbers that verdicts are given by: the learner's own, and the course's where those are missing.

The course's stand in ``course/lesson_NN.json``. Nobody types them: ``python -m helpers build --execute`` keeps what the
cells of a solution hand to ``measured``.
"""

import functools
import json
import math
from pathlib import Path
from typing import NamedTuple

from helpers import logbook
from helpers.notebooks import replace_file

FOLDER = Path(__file__).with_name("course")
DIGITS = 3


class Number(NamedTuple):
    """What was measured under a key.

    Attributes
    ----------
    runs : tuple of float
        One number for each run.
    own : bool
        Whether the learner measured it; else it is the course's.
    day : str or None
        When the learner measured it: ``"2026-01-31"``.
    """

    runs: tuple[float, ...]
    own: bool
    day: str | None = None


def number(key: str, known: logbook.Known) -> Number | None:
    """Return the learner's own number where there is one, else the course's, else None."""
    if key in known.measurements:
        value, day = known.measurements[key]
        return Number(as_runs(value), True, day)
    found = course_numbers().get(key)
    return None if found is None else Number(as_runs(found), False)


def as_runs(value) -> tuple[float, ...]:
    """One number, or a list of them, as a tuple."""
    return tuple(value) if isinstance(value, list) else (value,)


@functools.cache
def course_numbers() -> dict[str, float | list[float]]:
    """What the course measured in all lessons, by key."""
    return {key: value for file in sorted(FOLDER.glob("lesson_*.json")) for key, value in _read(file).items()}


def lesson_of(key: str) -> str | None:
    """Return the lesson in which the course measured a key, such as ``"05"``."""
    lessons = [file.stem[-2:] for file in sorted(FOLDER.glob("lesson_*.json")) if key in _read(file)]
    return lessons[0] if lessons else None


def keep_course_numbers(lesson: str, measurements: dict[str, logbook.Measurement], folder: Path = FOLDER) -> bool:
    """Write down what a solution measured: three digits of each number, because the rest differs between machines.

    Parameters
    ----------
    lesson : str
        Such as ``"05"``.
    measurements : dict of Measurement
        By key, as `helpers.logbook.known` has them.
    folder : path

    Returns
    -------
    bool
        Whether anything changed, so that the verdicts in the last lesson have to be shown anew.
    """
    file, found = folder / f"lesson_{lesson}.json", {key: _short(one.value) for key, one in measurements.items()}
    before = file.read_bytes() if file.exists() else b""
    after = (json.dumps(found, indent=1) + "\n").encode("ascii") if found else b""
    if after:
        replace_file(file, after)
    else:
        file.unlink(missing_ok=True)
    course_numbers.cache_clear()
    return before != after


def _read(file: Path) -> dict:
    return json.loads(file.read_text(encoding="ascii"))


def _short(value):
    if isinstance(value, list):
        return [_short(one) for one in value]
    return value if isinstance(value, int) or not math.isfinite(value) else float(f"{value:.{DIGITS}g}")
