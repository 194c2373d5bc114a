"""What the lessons ask: predictions and quizzes, as the files ``lesson_NN.toml`` beside this one have them.

A prediction, and a question of a quiz::

    [predict.gate]
    text = "For what share of random pre-activations does `relu(z) >= 0` open the gate?"
    choices = ["about half of them", "all of them"]
    right = "b"
    why = "A ReLU output is never negative: the test opened {share:.0%} of the gates."

    [quiz.open_gates]
    text = "You have `a = relu(z)` but no longer z. Which test finds the open gates?"
    choices = ["`a > 0`", "`a >= 0`"]
    right = "a"
    why = "a is positive exactly where z is."
    replies = {b = "Can a ever be negative?"}

``right`` is the letter of the right choice. The ``why`` of a prediction is a format string over what ``reveal`` is
given, in which other braces are doubled; ``replies`` answer the wrong choices of a quiz, each with words of its own.
Backticks mark code. Line breaks in long texts are spaces.
"""

import functools
import tomllib
from pathlib import Path
from typing import NamedTuple

LETTERS = "abcdef"
FOLDER = Path(__file__).parent


class Question(NamedTuple):
    """One question.

    Attributes
    ----------
    key : str
        The name under which an answer is kept: ``"gate"`` for a prediction, ``"02.xor"`` for a question of a quiz.
    text : str
    choices : tuple of str
    right : str
        The right one of the choices.
    why : str
        Why it is right.
    replies : dict of str
        By the wrong choices of a quiz: what to say to each.
    """

    key: str
    text: str
    choices: tuple[str, ...]
    right: str
    why: str
    replies: dict[str, str]


def lessons() -> list[str]:
    """List the lessons that ask something, such as ``"02"``."""
    return sorted(file.stem.removeprefix("lesson_") for file in FOLDER.glob("lesson_*.toml"))


@functools.cache
def predictions() -> dict[str, Question]:
    """All predictions of the course, by their keys."""
    return {name: _question(name, **table) for one in lessons() for name, table in _tables(one, "predict").items()}


@functools.cache
def quiz_of(lesson: str) -> tuple[Question, ...]:
    """The questions at the end of a lesson, in their order."""
    return tuple(_question(f"{lesson}.{name}", **table) for name, table in _tables(lesson, "quiz").items())


@functools.cache
def _tables(lesson: str, part: str) -> dict[str, dict]:
    return tomllib.loads((FOLDER / f"lesson_{lesson}.toml").read_text(encoding="utf-8")).get(part, {})


def _question(key: str, text: str, choices: list[str], right: str, why: str, replies=None) -> Question:
    lettered = dict(zip(LETTERS, map(_one_line, choices)))
    answers = {lettered[letter]: _one_line(reply) for letter, reply in (replies or {}).items()}
    return Question(key, _one_line(text), tuple(lettered.values()), lettered[right], _one_line(why), answers)


def _one_line(text: str) -> str:
    return " ".join(text.split())
