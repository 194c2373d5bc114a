"""The quiz at the end of a lesson: each answer is explained as soon as it is chosen."""

import html

import ipywidgets as widgets

from helpers import logbook
from helpers.notebooks import display_bundle, widget_bundle
from helpers.quiz.choices import RIGHT, WRONG, asking, box, plain, still
from helpers.quiz.questions import QUESTIONS, Question


def quiz(lesson: str) -> None:
    """Show the questions of a lesson; each answer is explained as soon as it is chosen.

    Parameters
    ----------
    lesson : str
        Such as ``"02"``.

    Raises
    ------
    ValueError
        If there is no quiz for that lesson.
    """
    if lesson not in QUESTIONS:
        raise ValueError(f"lesson: expected one of {', '.join(QUESTIONS)}, got {lesson!r}")
    numbered = list(enumerate(QUESTIONS[lesson], 1))
    words = {
        "text/html": "".join(_still(number, one) for number, one in numbered),
        "text/plain": "\n".join(plain(f"{number}. {one.text}", one.choices) for number, one in numbered),
    }
    asked = widgets.VBox([_live(number, one) for number, one in numbered])
    display_bundle({**widget_bundle(asked), **words})


def _live(number: int, question: Question) -> widgets.VBox:
    reply = widgets.HTML("")

    def answer(choice):
        logbook.record_answer("quiz", question.key, choice)
        reply.value = _reply(question, choice)

    return asking(f"{number}.", question.text, question.choices, answer, reply)


def _reply(question: Question, choice: str) -> str:
    if choice == question.right:
        return box(f"<b>✓ Right.</b> {html.escape(question.why)}", RIGHT, role="status")
    return box(f"<b>✗ Not quite.</b> {html.escape(question.hint)}", WRONG, role="status")


def _still(number: int, question: Question) -> str:
    answer = f"<p><b>{html.escape(question.right)}.</b> {html.escape(question.why)}</p>"
    below = f"<details><summary>Answer</summary>{answer}</details>"
    return still(f"<b>{number}. {html.escape(question.text)}</b>", question.choices, below)
