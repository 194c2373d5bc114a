"""The learner's own answer to the question of the course, and what it can be set beside."""

import functools
import html
import tomllib
from pathlib import Path

from helpers import live, logbook
from helpers.notebooks import display_bundle
from helpers.quiz.asking import Asked, Asking
from helpers.quiz.questions import Question
from helpers.quiz.words import GREY, RIGHT, as_html, as_text, box, on_day
from helpers.verdicts.numbers import number
from helpers.verdicts.words import counted, showable, written

MOST = 150
KEY = "answer"
YES, NOT_YET = "yes", "not yet"
RUN = "To tick the points, run the first code cell of this lesson, and then this cell."
FIRST = "Write your own answer first, in the cell with `my_answer`, and run it. Then run this cell."


def my_answer(text: str) -> None:
    """Keep what you answer to the question of the course, in at most 150 words. The latest answer counts.

    An empty text keeps nothing and leaves an earlier answer as it was. Nobody but you judges it.

    Parameters
    ----------
    text : str

    Raises
    ------
    TypeError
        If it is no text.

    Examples
    --------
    >>> my_answer("Because layers without a bend between them are one layer.")
    Kept: 10 words of at most 150.
    """
    if not isinstance(text, str):
        raise TypeError(f'my_answer: text: expected a text in quotes, """like this""", got {text!r:.60}')
    text, earlier = text.strip(), answer()
    if not counted(text):
        _say(GREY, _kept(earlier) if earlier else "Nothing is written yet. Put your answer between the quotes.")
        return
    # Running a notebook from top to bottom writes nothing anew.
    trouble = "" if earlier and earlier.text == text else logbook.record_text(KEY, text)
    words = counted(text)
    more = f" That is {words - MOST} more: which sentence can go?" if words > MOST else ""
    _say(RIGHT, f"Kept: {words} words of at most {MOST}.{more} {trouble}".rstrip())


def answer() -> logbook.Written | None:
    """The answer that was written, or None."""
    return logbook.known().texts.get(KEY)


def compare_answer() -> None:
    """Show the learner's answer beside a model answer, with points to tick. Before it is written, say so."""
    own = answer()
    if own is None:
        _say(GREY, FIRST)
        return
    left, right = _column("Yours", showable(own.text)), _column("One way to say it", model_answer())
    columns = f'<div style="display:flex;flex-wrap:wrap;gap:0 2em">{left}{right}</div>'
    plain = f"Yours:\n{showable(own.text)}\n\nOne way to say it:\n{model_answer()}"
    display_bundle({"text/html": columns, "text/plain": plain})
    Rubric().show()


def model_answer() -> str:
    """The model answer, with the learner's numbers where there are any."""
    known = logbook.known()
    keys = {"head": "strokes_relu_in_head_only", "both": "strokes_relu_after_both"}
    found = {name: written(number(key, known), "percent") for name, key in keys.items()}
    return _file()["answer"].format(**found)


def points() -> dict[str, str]:
    """The points of the rubric, by their names."""
    return _file()["rubric"]


def ticked() -> list[str]:
    """The points that the learner has found in the own answer."""
    given = logbook.known().answers
    return [name for name in points() if (made := given.get(f"rubric.{name}")) and made.choice == YES]


class Rubric:
    """The points on the page."""

    def __init__(self):
        self.trouble = ""
        self.asking = Asking(self.questions, self.choose, self.closing)
        self.shown = live.Shown()

    def show(self):
        """Put them on the page."""
        self.shown = live.show(self.asking, self.still(), name="rubric")

    def choose(self, key: str, choice: str):
        """Remember a tick."""
        self.trouble = logbook.record_answer("quiz", key, choice)
        self.shown.update(self.still())

    def questions(self) -> list[Asked]:
        """The points as they stand now."""
        given = logbook.known().answers
        asked = []
        for place, (name, text) in enumerate(points().items(), 1):
            question = Question(f"rubric.{name}", text, (YES, NOT_YET), YES, "", {})
            made = given.get(question.key)
            chosen = made.choice if made and made.choice in question.choices else None
            asked.append(Asked(f"{place}.", question, chosen, "your mark"))
        return asked

    def closing(self) -> str:
        """How many points are ticked, as HTML."""
        return as_html(f"{len(ticked())} of {len(points())} points found. {self.trouble}".rstrip())

    def still(self) -> dict:
        """Them for a reader without a kernel."""
        asked = self.questions()
        return {
            "text/html": "".join(one.still("") for one in asked)
            + f"<p>{self.closing()}</p><p><small>{RUN}</small></p>",
            "text/plain": "\n".join(one.plain() for one in asked),
        }


def _kept(earlier: logbook.Written) -> str:
    words = counted(earlier.text)
    return (
        f"Your answer{on_day(earlier.day)} is kept: {words} words. Write another one between the quotes, if you like."
    )


def _say(colour: str, line: str) -> None:
    display_bundle({"text/html": box(as_html(line), colour, role="status"), "text/plain": as_text(line)})


def _column(title: str, text: str) -> str:
    style = "flex:1 1 20em;max-width:34em;white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.45"
    # JupyterLab typesets what stands between dollars, wherever it stands.
    words = html.escape(text).replace("$", "<span>$</span>")
    return f'<div style="{style}" dir="auto"><b>{html.escape(title)}</b>\n{words}</div>'


@functools.cache
def _file() -> dict:
    found = tomllib.loads(Path(__file__).with_name("model_answer.toml").read_text(encoding="utf-8"))
    return found | {"answer": " ".join(found["answer"].split())}
