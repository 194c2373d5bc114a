"""Write marks to a table for a spreadsheet, and to a report for people."""

import csv
import html
import io
import re
from collections import Counter

from helpers.notebooks import replace_file
from helpers.tools.marking.fence import unprotected

SYMBOLS = {"passed": "✓", "not yet": "✗", "not started": "○", "error": "⚠", "stopped": "■", "missing": "–"}


def columns(marks):
    """List the (number, name) of every exercise that some notebook should have, in order."""
    pairs = {pair for one in marks for pair in one.expected}
    return sorted(pairs, key=lambda pair: [int(part) for part in pair[0].split(".")])


def write_csv(marks, path):
    """Write one row for each notebook: its name, each exercise, the total, and what is wrong with it as a whole.

    An exercise that did not pass carries the key of the recognised mistake: ``not yet: boolean_mask``.
    """
    exercises = columns(marks)
    file = io.StringIO()
    table = csv.writer(file, quoting=csv.QUOTE_ALL)
    headings = [f"{number} {name}" for number, name in exercises]
    table.writerow(["notebook", *headings, "passed", "of", "problem"])
    for one in marks:
        row = [_in_words(one.answers.get(number)) for number, _ in exercises]
        table.writerow([_harmless(one.name), *row, one.total, len(one.expected), _harmless(one.problem)])
    # The byte order mark is what makes spreadsheets read the file as UTF-8.
    replace_file(path, printable(file.getvalue()).encode("utf-8-sig"))


def printable(text):
    """A text that every file takes: a name need not be UTF-8, and a message may hold half a letter."""
    return text.encode("utf-8", errors="backslashreplace").decode("utf-8")


def _in_words(answer):
    if answer is None:
        return ""
    return answer["status"] + (f": {answer['mistake']}" if answer.get("mistake") else "")


def _harmless(text):
    """Keep a spreadsheet from taking a file name for a formula."""
    return "'" + text if re.match(r"\s*[=+\-@]|[\t\r]", text) else text


def write_report(marks, path):
    """Write the report, as HTML or as Markdown by the ending of its name."""
    write = _as_html if path.suffix == ".html" else _as_markdown
    path.write_text(printable(write(marks)), encoding="utf-8")


def mistakes_made(marks):
    """For each exercise: its number, name, how many passed of how many, and its mistakes, the commonest first."""
    rows = []
    for number, name in columns(marks):
        answers = [one.answers[number] for one in marks if number in one.answers]
        passed = sum(answer["status"] == "passed" for answer in answers)
        counted = Counter(answer["mistake"] for answer in answers if answer.get("mistake"))
        rows.append((number, name, passed, len(answers), counted.most_common()))
    return rows


# --- Markdown -------------------------------------------------------------------------------------------------------


def _as_markdown(marks):
    exercises = columns(marks)
    lines = ["# Marks", "", _legend(), "", _open_to(), ""]
    lines += _markdown_row(["notebook", "passed", *(number for number, _ in exercises)])
    lines += _markdown_row(["---"] * (len(exercises) + 2))
    for one in marks:
        lines += _markdown_row([_plain(one.name), _score(one), *_symbols(one, exercises)])
    lines += ["", "## By exercise", ""]
    for number, name, passed, of, counted in mistakes_made(marks):
        common = ", ".join(f"{key} ({count})" for key, count in counted) or "no known mistake"
        lines.append(f"- {number} {name}: {passed} of {of} passed; {common}")
    lines += ["", "## By notebook"]
    for one in marks:
        lines += ["", f"### {_plain(one.name)}", "", f"{one.total} of {len(one.expected)} passed."]
        lines += ["", f"Problem: {_plain(one.problem)}."] if one.problem else []
        lines += [""] + [f"- {heading}: {_plain(message)}" for heading, message in _remarks(one)]
    return "\n".join(lines) + "\n"


def _markdown_row(cells):
    return ["| " + " | ".join(cells) + " |"]


def _plain(text):
    """Text of a learner, with everything that Markdown could take for markup made harmless."""
    text = " ".join(html.escape(text).split())
    return "".join("\\" + letter if letter in r"\`*_[]|#" else letter for letter in text)


# --- HTML -----------------------------------------------------------------------------------------------------------

STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em; }
table { border-collapse: collapse; } th, td { border: 1px solid #8a8a8a; padding: 2px 8px; text-align: center; white-space: nowrap; }
th[scope=row], td.text { text-align: left; }
td.text { white-space: normal; } .wide { overflow-x: auto; } pre { white-space: pre-wrap; margin: 0; font: inherit; }
"""


def _as_html(marks):
    exercises = columns(marks)
    head = "".join(f'<th scope="col" title="{html.escape(name)}">{number}</th>' for number, name in exercises)
    rows = "".join(_html_row(one, exercises) for one in marks)
    by_exercise = "".join(_html_exercise(*row) for row in mistakes_made(marks))
    by_notebook = "".join(_html_notebook(one) for one in marks)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Marks</title><style>{STYLE}</style>'
        f'<h1>Marks</h1><p>{_legend()}</p><p>{_open_to()}</p><div class="wide"><table><tr><th scope="col">notebook</th>'
        f'<th scope="col">passed</th>{head}</tr>{rows}</table></div><h2>By exercise</h2><table><tr><th scope="col">exercise'
        f'</th><th scope="col">passed</th><th scope="col">mistakes, the commonest first</th></tr>{by_exercise}</table>'
        f"<h2>By notebook</h2>{by_notebook}</html>\n"
    )


def _html_row(one, exercises):
    cells = ""
    for (number, _), symbol in zip(exercises, _symbols(one, exercises)):
        cells += f'<td title="{html.escape(_in_words(one.answers.get(number)))}">{symbol}</td>'
    return f'<tr><th scope="row">{html.escape(one.name)}</th><td>{_score(one)}</td>{cells}</tr>'


def _html_exercise(number, name, passed, of, counted):
    common = ", ".join(f"<code>{html.escape(key)}</code> ({count})" for key, count in counted)
    return f'<tr><th scope="row">{number} {name}</th><td>{passed} of {of}</td><td class="text">{common}</td></tr>'


def _html_notebook(one):
    problem = f"<p>⚠ <b>Problem:</b> {html.escape(one.problem)}.</p>" if one.problem else ""
    remarks = "".join(
        f'<tr><th scope="row">{html.escape(heading)}</th><td class="text"><pre>{html.escape(message)}</pre></td></tr>'
        for heading, message in _remarks(one)
    )
    table = f"<table>{remarks}</table>" if remarks else ""
    return f"<details><summary><b>{html.escape(one.name)}</b>: {_score(one)}</summary>{problem}{table}</details>"


# --- both -----------------------------------------------------------------------------------------------------------


def _legend():
    return ", ".join(f"{symbol} {status}" for status, symbol in SYMBOLS.items())


def _open_to():
    """What the marks do not say, and what a submission could have done on this system."""
    could = ["its own process, where it may change the checker on purpose", "the network", *unprotected()]
    return (
        "A mark says that a function is right in the notebook's order, and not who wrote it. While it was marked, a "
        f"submission could reach: {'; '.join(could)}. Read the notebooks of those who pass everything."
    )


def _score(one):
    return "⚠ problem" if one.problem and not one.expected else f"{one.total} of {len(one.expected)}"


def _symbols(one, exercises):
    answers = [one.answers.get(number) for number, _ in exercises]
    return [SYMBOLS.get(answer["status"], "?") if answer else "" for answer in answers]


def _remarks(one):
    """What is to be said about each exercise that did not pass."""
    for number, name in one.expected:
        answer = one.answers[number]
        if answer["status"] != "passed":
            yield f"{number} {name}, {_in_words(answer)}", answer["message"]
