"""Predictions: what a learner expects, said before it is measured, and set beside it afterwards."""

import html
from collections.abc import Sequence

import ipywidgets as widgets

from helpers import logbook
from helpers.notebooks import display_bundle, widget_bundle
from helpers.quiz.choices import GREY, LETTERS, RIGHT, WRONG, asking, box, plain, still

# In this session, by key: the choices that were shown, and the one that was taken.
_asked: dict[str, list[str]] = {}
_chosen: dict[str, str] = {}


def predict(key: str, question: str, choices: Sequence[str]) -> None:
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
    _chosen.pop(key, None)
    _asked[key] = list(choices)
    reply = widgets.HTML(_note("Choose one. You can change your mind until you run the next cell."))

    def remember(choice):
        _chosen[key] = choice
        logbook.record_answer("prediction", key, choice)
        reply.value = _note(f"Your prediction: “{choice}”. Now run the next cell.")

    words = {
        "text/html": still(f"<b>Predict:</b> {html.escape(question)}", choices),
        "text/plain": plain(f"Predict: {question}", choices),
    }
    display_bundle({**widget_bundle(asking("Predict", question, choices, remember, reply)), **words})


def reveal(key: str, outcome: str) -> None:
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
    if key not in _asked:
        raise KeyError(f"reveal({key!r}): no prediction was asked for under this name; run the predict cell first")
    outcome = dict(zip(LETTERS, _asked[key])).get(outcome, outcome)
    predicted = _chosen.get(key)
    if predicted is None:
        colour, first = GREY, "You made no prediction this time."
    elif predicted == outcome:
        colour, first = RIGHT, f"You predicted “{predicted}”, and so it was."
    else:
        colour, first = WRONG, f"You predicted “{predicted}”. That gap is the thing to remember."
    text = f"{first} Measured: {outcome}."
    display_bundle({"text/html": box(html.escape(text), colour, role="status"), "text/plain": text})


def prediction(key: str) -> str | None:
    """The choice made under ``key`` in this session, or None."""
    return _chosen.get(key)


def _note(text: str) -> str:
    return f'<p aria-live="polite" style="line-height:1.45;opacity:.85">{html.escape(text)}</p>'
