"""Predictions: what a learner expects, said before it is measured, and set beside it afterwards."""

from helpers import live, logbook
from helpers.notebooks import display_bundle
from helpers.quiz.asking import Asked, Asking
from helpers.quiz.questions import Question, predictions
from helpers.quiz.words import GREY, RIGHT, WRONG, as_html, as_text, box, on_day

RUN = "To choose, run the first code cell of this lesson, and then this cell."

# The predictions that this session has asked for, by key: what brings the page up to date.
_pages: dict[str, "Page"] = {}


def predict(key: str) -> None:
    """Ask for a prediction, and remember it for ``reveal``. The latest choice counts, until it is measured.

    Parameters
    ----------
    key : str
        The name of the prediction in the files of `helpers.quiz.questions`.

    Raises
    ------
    KeyError
        If there is no such prediction.

    Examples
    --------
    >>> predict("blind")
    Predict: Ten classes, all logits equal. The cross-entropy is about…
      (a) 0.1
      (b) 0.9
      (c) 2.3
      (d) 10
    """
    _pages[key] = Page(_asked(key))
    _pages[key].show()


def reveal(key: str, **measured) -> None:
    """Set the prediction made under ``key`` beside what happened, and say why it did.

    Parameters
    ----------
    key : str
        The name that ``predict`` was given.
    **measured
        What was measured, under the names by which the explanation speaks of it.

    Raises
    ------
    KeyError
        If there is no such prediction.
    TypeError
        If the explanation speaks of something that was not measured.
    """
    asked = _asked(key)
    why = _explained(asked, measured)
    made = _made(asked)
    if made is None:
        colour, first = GREY, f"You made no prediction this time. What came: “{asked.right}”."
    elif made.choice == asked.right:
        colour, first = RIGHT, f"You predicted “{made.choice}”{on_day(made.day)}, and so it came."
    else:
        colour, first = WRONG, f"You predicted “{made.choice}”{on_day(made.day)}. What came: “{asked.right}”."
    shown = box(f"<b>{as_html(first)}</b> {as_html(why)}", colour, role="status")
    display_bundle({"text/html": shown, "text/plain": as_text(f"{first} {why}")})
    if made and not made.revealed:
        logbook.record_reveal(key)
        if key in _pages:
            _pages[key].refresh()


def prediction(key: str) -> str | None:
    """The latest choice made under ``key``, or None."""
    made = _made(_asked(key))
    return made.choice if made else None


def _asked(key: str) -> Question:
    if key not in predictions():
        raise KeyError(f"there is no prediction {key!r}; the course has {', '.join(predictions())}")
    return predictions()[key]


def _made(asked: Question) -> logbook.Answer | None:
    """What was predicted; a choice that the question no longer has does not count."""
    made = logbook.known().predictions.get(asked.key)
    return made if made and made.choice in asked.choices else None


def _explained(asked: Question, measured: dict) -> str:
    try:
        return asked.why.format(**measured)
    except KeyError as missing:
        raise TypeError(f"reveal({asked.key!r}): its explanation speaks of {missing}, which was not given") from None


class Page:
    """A prediction on the page."""

    def __init__(self, question: Question):
        self.question = question
        self.trouble = ""
        self.asking = Asking(self.questions, self.choose)
        self.shown = live.Shown()

    def show(self):
        """Put it on the page."""
        self.shown = live.show(self.asking, self.still(), name=f"predict {self.question.key}")

    def refresh(self):
        """Bring what is on the page up to date."""
        self.asking.refresh()
        self.shown.update(self.still())

    def choose(self, key: str, choice: str):
        """Remember a choice."""
        self.trouble = logbook.record_answer("prediction", key, choice)
        self.shown.update(self.still())

    def questions(self) -> list[Asked]:
        """The question as it stands now."""
        made = _made(self.question)
        if made is None:
            note = "Choose one. You can change your mind until it is measured."
        elif made.revealed:
            note = f"You predicted this{on_day(made.day)}. It has been measured, so it stays."
        else:
            note = f"Your prediction{on_day(made.day)}: “{made.choice}”. You can change your mind until it is measured."
        below = f'<p style="margin:.4em 0">{as_html(f"{note} {self.trouble}".rstrip())}</p>'
        chosen, locked = (made.choice, made.revealed) if made else (None, False)
        return [Asked("Predict:", self.question, chosen, "your prediction", below, locked)]

    def still(self) -> dict:
        """It for a reader without a kernel."""
        [one] = self.questions()
        below = "" if one.locked else f"<p><small>{RUN}</small></p>"
        return {"text/html": one.still(below), "text/plain": one.plain()}
