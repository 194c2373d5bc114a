"""Predictions before a measurement, and the quiz at the end of a lesson.

``predict`` asks and commits: it says nothing about the answer. ``reveal``, in a later cell, sets the prediction beside
what was measured. ``quiz`` asks and answers at once.

Everything also exists without a kernel: on GitHub, or in a stored notebook, the questions are plain HTML.
"""

import html

import ipywidgets as widgets

from helpers.quiz_questions import QUESTIONS
from helpers.style import display_bundle

_predictions = {}

LETTERS = "abcdef"

_BOX = "border-left:4px solid {colour};padding:.4em .9em;margin:.4em 0;line-height:1.45"
# ipywidgets gives every choice the height of one line; on a narrow page two of them would lie on top of each other.
_WRAP = (
    "<style>.course-choices .widget-radio-box label {height: auto; line-height: 1.4; white-space: normal; "
    "margin-bottom: 4px}</style>"
)
_ASK, _RIGHT, _WRONG = "#7a7a7a", "#009e73", "#d55e00"


def predict(key, question, choices):
    """Ask for a prediction, and remember it for ``reveal``.

    Parameters
    ----------
    key : str
        The name under which ``reveal`` finds the prediction.
    question : str
    choices : list of str, at least two

    Raises
    ------
    ValueError
        If there are fewer than two choices, or two are the same.

    Examples
    --------
    >>> predict("sign", "Is relu(-1) negative?", ["yes", "no"])
    Predict: Is relu(-1) negative?
      (a) yes
      (b) no
    """
    if len(choices) < 2 or len(set(choices)) < len(choices):
        raise ValueError(f"choices: expected at least two different ones, got {choices!r}")
    # Running the cell again is a fresh start, as the empty buttons show.
    _predictions.pop(key, None)
    _predictions[key, "choices"] = list(choices)
    reply = widgets.HTML(_note("Choose one. You can change your mind until you run the next cell."))

    def remember(choice):
        _predictions[key] = choice
        reply.value = _note(f"Your prediction: “{choice}”. Now run the next cell.")

    _show(f"Predict: {question}", question, choices, _asking("Predict", question, choices, remember, reply))


def reveal(key, outcome):
    """Set the prediction made under ``key`` beside what happened.

    Parameters
    ----------
    key : str
    outcome : str
        What was measured: the letter of one of the choices, or words. A letter does not give the answer away to
        somebody who reads ahead.

    Raises
    ------
    KeyError
        If no ``predict`` has asked under this key.
    """
    if (key, "choices") not in _predictions:
        raise KeyError(f"reveal({key!r}): no prediction was asked for under this name; run the predict cell first")
    outcome = dict(zip(LETTERS, _predictions[key, "choices"])).get(outcome, outcome)
    predicted = _predictions.get(key)
    if predicted is None:
        colour, first = _ASK, "You made no prediction this time."
    elif predicted == outcome:
        colour, first = _RIGHT, f"You predicted “{predicted}”, and so it was."
    else:
        colour, first = _WRONG, f"You predicted “{predicted}”. That gap is the thing to remember."
    text = f"{first} Measured: {outcome}."
    box = f'<div role="status" style="{_BOX.format(colour=colour)}">{html.escape(text)}</div>'
    display_bundle({"text/html": box, "text/plain": text}, {})


def prediction(key):
    """The choice made under ``key``, or None."""
    return _predictions.get(key)


def quiz(lesson):
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
    questions = QUESTIONS[lesson]
    live = widgets.VBox([_live_question(number, q) for number, q in enumerate(questions, 1)])
    still = "".join(_still_question(number, q) for number, q in enumerate(questions, 1))
    plain = "\n".join(_plain(f"{number}. {q.text}", q.choices) for number, q in enumerate(questions, 1))
    bundle = {"text/html": still, "text/plain": plain}
    display_bundle({**_view(live), **bundle}, {})


def _live_question(number, question):
    reply = widgets.HTML("")

    def answer(choice):
        right = choice == question.choices[question.answer]
        colour, sign = (_RIGHT, "✓ Right.") if right else (_WRONG, "✗ Not quite.")
        why = question.why if right else question.hint
        reply.value = (
            f'<div role="status" style="{_BOX.format(colour=colour)}"><b>{sign}</b> {html.escape(why)}</div>'
        )

    return _asking(f"{number}.", question.text, question.choices, answer, reply)


def _still_question(number, question):
    items = "".join(f"<li>{html.escape(choice)}</li>" for choice in question.choices)
    right = html.escape(question.choices[question.answer])
    return (
        f'<div style="{_BOX.format(colour=_ASK)}"><b>{number}. {html.escape(question.text)}</b>'
        f'<ol type="a">{items}</ol><details><summary>Answer</summary>'
        f"<p><b>{right}.</b> {html.escape(question.why)}</p></details></div>"
    )


def _asking(label, question, choices, answered, reply):
    """A question with buttons to choose from; ``answered(choice)`` is called for every choice."""
    buttons = widgets.RadioButtons(options=list(choices), value=None, layout=widgets.Layout(width="100%"))
    buttons.observe(lambda change: answered(change["new"]), names="value")
    buttons.add_class("course-choices")
    title = widgets.HTML(f'{_WRAP}<p style="line-height:1.45"><b>{html.escape(label)}</b> {html.escape(question)}</p>')
    return widgets.VBox([title, buttons, reply], layout=widgets.Layout(max_width="680px", margin="0 0 .8em 0"))


def _show(plain_title, question, choices, live):
    items = "".join(f"<li>{html.escape(choice)}</li>" for choice in choices)
    title = f"<b>Predict:</b> {html.escape(question)}"
    still = f'<div style="{_BOX.format(colour=_ASK)}">{title}<ol type="a">{items}</ol></div>'
    display_bundle({**_view(live), "text/html": still, "text/plain": _plain(plain_title, choices)}, {})


def _view(widget):
    return {
        "application/vnd.jupyter.widget-view+json": {
            "version_major": 2,
            "version_minor": 0,
            "model_id": widget.model_id,
        }
    }


def _plain(title, choices):
    return "\n".join([title, *(f"  ({letter}) {choice}" for letter, choice in zip(LETTERS, choices))])


def _note(text):
    return f'<p aria-live="polite" style="line-height:1.45;opacity:.85">{html.escape(text)}</p>'
