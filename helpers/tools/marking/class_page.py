"""What a class did, as a page to read before the next lesson: mistakes, attempts and predictions, each with its share."""

import html
from collections import Counter
from statistics import median

from helpers.exercises.declare import get, listing
from helpers.quiz.questions import LETTERS, predictions

STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; }
h3 { margin-bottom: 0; } ul { list-style: none; margin: .3em 0; padding: 0; } li { margin: 2px 0; }
li > span.bar { display: inline-block; background: #6f9bd8; height: .7em; margin-right: 6px; }
li.right { font-weight: 600; }
"""


def class_page(marks, logs):
    """Make the page.

    Parameters
    ----------
    marks : list of mark.Marks
        What the notebooks got when they were checked again.
    logs : dict of logbook.Known
        By learner: the progress that was handed in.

    Returns
    -------
    str
        HTML, without the names of the learners.
    """
    exercises = "".join(_exercise(one, marks, logs) for one in listing())
    asked = "".join(_prediction(question, logs) for question in predictions().values())
    return (
        f'<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>The class</title><style>{STYLE}</style>'
        f"<h1>The class</h1><p>{len(logs)} learners. Passes and mistakes are what the checks found when the notebooks were "
        "marked again. Attempts and predictions are as the learners' own files have them.</p>"
        f"<h2>Exercises</h2>{exercises or '<p>None was handed in.</p>'}"
        f"<h2>Predictions</h2>{asked or '<p>None was handed in.</p>'}</html>\n"
    )


def _exercise(exercise, marks, logs):
    answers = [one.answers[exercise.number] for one in marks if exercise.number in one.answers]
    begun = [answer for answer in answers if answer["status"] not in ("not started", "missing")]
    if not begun:
        return ""
    passed = sum(answer["status"] == "passed" for answer in begun)
    entries = [log.exercises[exercise.name] for log in logs.values() if exercise.name in log.exercises]
    made = Counter(key for entry in entries for key in set(entry.mistakes))
    made += Counter(answer["mistake"] for answer in begun if answer.get("mistake"))
    rows = "".join(_bar(_words(exercise.name, key), count, len(begun)) for key, count in made.most_common(5))
    title = f"{exercise.number} <code>{exercise.name}</code>: {passed} of {len(begun)} passed{_attempts(entries)}"
    return f"<h3>{title}</h3><ul>{rows}</ul>"


def _attempts(entries):
    tries = [entry.attempts for entry in entries if entry.status == "passed"]
    after = [entry.tries_after_a_name for entry in entries if entry.tries_after_a_name is not None]
    said = f"; {median(tries):g} attempts at the median" if tries else ""
    return said + (f", {median(after):g} from the first mistake that was named to the pass" if after else "")


def _words(exercise, key):
    """The first sentence that the card has for a mistake, or its key if the course does not know it any more."""
    says = get(exercise).catalogue.entries.get(key, {}).get("says", key)
    return html.escape(" ".join(says.split()).split(". ")[0].rstrip(".") + ".")


def _prediction(question, logs):
    made = [log.predictions[question.key].first for log in logs.values() if question.key in log.predictions]
    if not made:
        return ""
    chosen = Counter(made)
    rows = ""
    for letter, choice in zip(LETTERS, question.choices):
        right = choice == question.right
        mark = " ✓" if right else ""
        rows += _bar(f"({letter}) {html.escape(choice)}{mark}", chosen[choice], len(made), right)
    return f"<h3>{html.escape(question.text)}</h3><p>{len(made)} first predictions.</p><ul>{rows}</ul>"


def _bar(words, count, of, right=False):
    width = round(160 * min(count / of, 1))
    kind = ' class="right"' if right else ""
    return f'<li{kind}><span class="bar" style="width:{width}px"></span>{count}: {words}</li>'
