"""The quiz at the end of a lesson: each answer is explained as soon as it is chosen."""

from helpers import live, logbook
from helpers.quiz.asking import Asked, Asking
from helpers.quiz.questions import Question, lessons, quiz_of
from helpers.quiz.words import RIGHT, WRONG, as_html, box

RUN = "To answer, run the first code cell of this lesson, and then this cell."


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
    if lesson not in lessons():
        raise ValueError(f"lesson: expected one of {', '.join(lessons())}, got {lesson!r}")
    Page(lesson).show()


class Page:
    """A quiz on the page."""

    def __init__(self, lesson: str):
        self.lesson = lesson
        self.trouble = ""
        self.asking = Asking(self.questions, self.choose, self.score)
        self.shown = live.Shown()

    def show(self):
        """Put it on the page."""
        self.shown = live.show(self.asking, self.still(), name=f"quiz {self.lesson}")

    def choose(self, key: str, choice: str):
        """Remember an answer."""
        self.trouble = logbook.record_answer("quiz", key, choice)
        self.shown.update(self.still())

    def questions(self) -> list[Asked]:
        """The questions as they stand now."""
        given = self._given()
        return [
            Asked(f"{number}.", one, given[one.key].choice, "your answer", _reply(one, given[one.key].choice))
            if one.key in given
            else Asked(f"{number}.", one, None, "your answer")
            for number, one in enumerate(quiz_of(self.lesson), 1)
        ]

    def score(self) -> str:
        """How many questions were right at the first try, as HTML."""
        given, asked = self._given(), quiz_of(self.lesson)
        right = sum(given[one.key].first == one.right for one in asked if one.key in given)
        if not given:
            line = ""
        elif len(given) < len(asked):
            line = f"{len(given)} of {len(asked)} answered, {right} right at the first try."
        else:
            line = f"{right} of {len(asked)} right at the first try."
        return as_html(f"{line} {self.trouble}".strip())

    def still(self) -> dict:
        """The quiz for a reader without a kernel."""
        asked = self.questions()
        return {
            "text/html": "".join(one.still(one.below or _answer(one.question)) for one in asked)
            + f"<p>{self.score()}</p><p><small>{RUN}</small></p>",
            "text/plain": "\n".join(one.plain() for one in asked),
        }

    def _given(self) -> dict[str, logbook.Answer]:
        """The answers so far; one that its question no longer has does not count."""
        known = logbook.known().answers
        asked = {one.key: one for one in quiz_of(self.lesson)}
        return {key: known[key] for key, one in asked.items() if key in known and known[key].choice in one.choices}


def _reply(question: Question, choice: str) -> str:
    if choice == question.right:
        return box(f"<b>✓ Right.</b> {as_html(question.why)}", RIGHT)
    return box(f"<b>✗ Not quite.</b> {as_html(question.replies[choice])}", WRONG)


def _answer(question: Question) -> str:
    answer = f"<p><b>{as_html(question.right)}.</b> {as_html(question.why)}</p>"
    return f"<details><summary>Answer</summary>{answer}</details>"
