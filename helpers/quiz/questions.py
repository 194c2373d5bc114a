"""The questions at the end of each lesson, as ``questions.toml`` has them."""

import tomllib
from pathlib import Path
from typing import NamedTuple

from helpers.quiz.choices import LETTERS


class Question(NamedTuple):
    """One question.

    Attributes
    ----------
    key : str
        The name under which an answer is kept: ``"02.xor"``.
    text : str
    choices : tuple of str
    right : str
        The right one of the choices.
    why : str
        Shown for the right choice: why it is right.
    hint : str
        Shown for a wrong one: where to look again.
    """

    key: str
    text: str
    choices: tuple[str, ...]
    right: str
    why: str
    hint: str


def _question(key: str, text: str, choices: list[str], right: str, why: str, hint: str) -> Question:
    return Question(key, text, tuple(choices), choices[LETTERS.index(right)], why, hint)


_TABLES = tomllib.loads(Path(__file__).with_name("questions.toml").read_text(encoding="utf-8"))

QUESTIONS = {
    lesson: tuple(_question(f"{lesson}.{name}", **table) for name, table in tables.items())
    for lesson, tables in _TABLES.items()
}
