"""What the cells of a notebook would show, for the tests of predictions and quizzes."""

import html
import re

from helpers import live, logbook
from helpers.quiz import predictions


def text_of(markup):
    """What a reader sees of a piece of HTML."""
    return html.unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", markup))).strip()


class Page:
    """What the cells have shown: the live questions, the still pictures in their order, and other outputs."""

    def __init__(self):
        self.live, self.stills, self.outputs = [], [], []

    def show(self, widget, still, *, name):
        self.live.append(widget)
        self.stills.append(still)
        shown = live.Shown()
        shown.update = self.stills.append
        return shown

    @property
    def html(self):
        """The latest still picture."""
        return self.stills[-1]["text/html"]

    @property
    def text(self):
        """The latest still picture as plain text."""
        return self.stills[-1]["text/plain"]

    @property
    def revealed(self):
        """What the latest cell that measured has put out, as plain text."""
        return self.outputs[-1]["text/plain"]

    def question(self, number=0):
        """A question of the latest cell that asked, as it is shown live."""
        return self.live[-1].questions[number]

    def below(self, number=0):
        """What is said below that question."""
        return text_of(self.question(number)["below"])

    def choose(self, place, number=0):
        """Click on a choice."""
        self.live[-1]._receive(None, {"question": number, "choice": place}, [])


def restart(monkeypatch):
    """Forget what is only in memory, as a new kernel does."""
    monkeypatch.setattr(predictions, "_pages", {})
    monkeypatch.setattr(logbook, "_waiting", {})
