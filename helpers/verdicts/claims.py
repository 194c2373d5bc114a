"""The claims of the course, and what the numbers say of each.

``claims.toml`` holds them, in their order::

    [linear_data]
    sentence = "If the data is linear, a linear function fits well."
    verdict = "true"
    why = "One matrix misread about as few plain digits as the CNN with its ReLUs."
    otherwise = "Was it trained for 60 epochs? It learns more slowly."
    predicted = ["one_matrix"]

    [[linear_data.numbers]]
    key = "plain_one_matrix_misread"
    what = "test digits misread by one matrix"
    shown = "count"
    at_most = 20

``sort = true`` has it asked before anything is shown, ``thread = true`` says that it was said in the thread which the
course comes from. A number bears the verdict out if every run is ``at_most``, or ``at_least``, what is given: a number,
or the key of another one. A number with neither is only shown. With ``take = "largest"`` only the largest one counts.
"""

import functools
import math
import tomllib
from pathlib import Path
from typing import NamedTuple

from helpers import logbook
from helpers.quiz.questions import Question
from helpers.verdicts.numbers import Number, number

CHOICES = ("true", "false", "it depends")
STANDS, AGAINST, OPEN, MISSING = "stands", "against", "open", "missing"


class Asked(NamedTuple):
    """A number that a claim is decided by.

    Attributes
    ----------
    key : str
        The key that ``measured`` was given.
    what : str
        What was counted, as it follows the number.
    shown : str
        How it is written: ``"percent"``, ``"count"``, ``"gap"`` or ``"plain"``.
    at_most, at_least : float, str or None
        Where the verdict holds: a number, or the key of another one.
    take : str
        ``"all"`` numbers that were measured, or only the ``"largest"``.
    """

    key: str
    what: str
    shown: str
    at_most: float | str | None = None
    at_least: float | str | None = None
    take: str = "all"

    def found(self, known: logbook.Known) -> Number | None:
        """What was measured."""
        one = number(self.key, known)
        return one._replace(runs=(max(one.runs),)) if one and self.take == "largest" else one


class Claim(NamedTuple):
    """One claim.

    Attributes
    ----------
    name : str
    place : int
        From 1 on.
    sentence : str
    verdict : str
        One of ``CHOICES``.
    why : str
        What was measured or proved, in words.
    otherwise : str
        What to look at first, if one's own number says something else.
    numbers : tuple of Asked
    predicted : tuple of str
        The keys of the predictions that were about it.
    thread, sort : bool
        Whether it comes from the thread, and whether it is to be sorted before anything is shown.
    """

    name: str
    place: int
    sentence: str
    verdict: str
    why: str
    otherwise: str
    numbers: tuple[Asked, ...]
    predicted: tuple[str, ...] = ()
    thread: bool = False
    sort: bool = False

    @property
    def question(self) -> Question:
        """It as a question with three choices."""
        return Question(f"claim_{self.name}", f"“{self.sentence}”", CHOICES, self.verdict, self.why, {})


@functools.cache
def claims() -> tuple[Claim, ...]:
    """All claims, in their order."""
    tables = tomllib.loads(Path(__file__).with_name("claims.toml").read_text(encoding="utf-8"))
    return tuple(_claim(place, name, **table) for place, (name, table) in enumerate(tables.items(), 1))


def _claim(place: int, name: str, numbers: list[dict], predicted=(), **words) -> Claim:
    lines = {key: " ".join(text.split()) if isinstance(text, str) else text for key, text in words.items()}
    return Claim(name, place, numbers=tuple(Asked(**one) for one in numbers), predicted=tuple(predicted), **lines)


def judged(claim: Claim, known: logbook.Known) -> str:
    """Say whether the numbers bear the verdict out.

    Returns
    -------
    state : str
        ``STANDS`` if all of them do, ``AGAINST`` if one does in no run, ``MISSING`` if one that decides was not
        measured, and ``OPEN`` if the runs differ or a number is no number.
    """
    states = {_judged(one, known) for one in claim.numbers}
    return next((state for state in (AGAINST, MISSING, OPEN) if state in states), STANDS)


def _judged(asked: Asked, known: logbook.Known) -> str:
    if asked.at_most is None and asked.at_least is None:
        return STANDS
    found, limits = asked.found(known), _limits(asked, known)
    if found is None or limits is None:
        return MISSING
    low, high = limits
    if math.isnan(low) or math.isnan(high) or any(math.isnan(run) for run in found.runs):
        return OPEN
    kept = [low <= run <= high for run in found.runs]
    return STANDS if all(kept) else OPEN if any(kept) else AGAINST


def _limits(asked: Asked, known: logbook.Known) -> tuple[float, float] | None:
    low, high = _limit(asked.at_least, -math.inf, known), _limit(asked.at_most, math.inf, known)
    return None if low is None or high is None else (low, high)


def _limit(given: float | str | None, default: float, known: logbook.Known) -> float | None:
    if not isinstance(given, str):
        return default if given is None else given
    found = number(given, known)
    return None if found is None else sum(found.runs) / len(found.runs)
