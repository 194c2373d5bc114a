"""A question on the page: as buttons to choose from, as HTML for a reader without a kernel, and as plain text."""

import html
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import anywidget
import traitlets

from helpers.quiz.questions import LETTERS, Question
from helpers.quiz.words import GREY, as_html, as_text, box


class Asked(NamedTuple):
    """A question as it stands now.

    Attributes
    ----------
    label : str
        What stands before it: ``"Predict:"`` or its number.
    question : Question
    chosen : str or None
        The choice that was taken.
    mine : str
        What that choice is called: ``"your prediction"``.
    below : str
        What is said of it, as HTML.
    locked : bool
        Whether it stays as it is.
    """

    label: str
    question: Question
    chosen: str | None
    mine: str
    below: str = ""
    locked: bool = False

    def data(self) -> dict:
        """What ``asking.js`` makes buttons of."""
        choices = self.question.choices
        return {
            "title": self._title(),
            "choices": [as_html(choice) for choice in choices],
            "chosen": choices.index(self.chosen) if self.chosen in choices else -1,
            "below": self.below,
            "locked": self.locked,
        }

    def still(self, below: str) -> str:
        """The question as HTML, with more HTML below."""
        items = [as_html(choice) for choice in self.question.choices]
        if self.chosen in self.question.choices:
            place = self.question.choices.index(self.chosen)
            items[place] = f"<b>{items[place]}</b> ← {html.escape(self.mine)}"
        listed = "".join(f"<li>{item}</li>" for item in items)
        return box(f'<p>{self._title()}</p><ol type="a" style="list-style-type:lower-alpha">{listed}</ol>{below}', GREY)

    def plain(self) -> str:
        """The question as plain text."""
        lines = [as_text(f"{self.label} {self.question.text}")]
        for letter, choice in zip(LETTERS, self.question.choices):
            mark = f"  ← {self.mine}" if choice == self.chosen else ""
            lines.append(f"  ({letter}) {as_text(choice)}{mark}")
        return "\n".join(lines)

    def _title(self) -> str:
        return f"<b>{html.escape(self.label)}</b> {as_html(self.question.text)}"


class Asking(anywidget.AnyWidget):
    """Questions to be answered by mouse or keys, and a line at their end.

    Parameters
    ----------
    asked : callable
        Returns the questions as they stand now.
    answered : callable
        Takes the key of a question and the choice that was taken.
    closing : callable
        Returns the line at the end, as HTML.
    """

    _esm = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    _css = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
    questions = traitlets.List().tag(sync=True)
    closing = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        asked: Callable[[], Sequence[Asked]],
        answered: Callable[[str, str], None],
        closing: Callable[[], str] = str,
    ):
        super().__init__()
        self._asked, self._answered, self._closing = asked, answered, closing
        self.refresh()
        self.on_msg(self._receive)

    def refresh(self):
        """Bring the page up to date."""
        self.questions, self.closing = [one.data() for one in self._asked()], self._closing()

    def choose(self, number: int, place: int):
        """Take a choice, as a click on it does."""
        one = self._asked()[number]
        if not one.locked:
            self._answered(one.question.key, one.question.choices[place])
        self.refresh()

    def _receive(self, _widget, content, _buffers):
        self.choose(content["question"], content["choice"])
