"""A lesson as a page: the words and code that learners open, with the results of the worked solution.

Nobody can answer on a page, so what a reader ought to think about first is folded: a right answer to an exercise, and
what comes out after a prediction.
"""

import html
import re

import nbformat

from helpers.notebooks import SOLUTIONS, exercises_in
from helpers.tools.site.text import as_html, code_block, on_the_site

ANSWER = "One right answer, and its card"
RESULT = "What comes out"
PREDICTED = "What comes out: say first what you expect"
# A bar of progress is stored as it was when it appeared: at the beginning, whatever became of it.
_BAR = re.compile(r"[^\n|]*0%\|[^\n|]*\| 0/\d+ \[")


def lesson_page(path):
    """Make the page of a lesson.

    Parameters
    ----------
    path : Path
        The lesson's notebook. The solution of the same name gives the results.

    Returns
    -------
    (str, list of Heading)
    """
    lesson, solution = (nbformat.read(file, as_version=4) for file in (path, SOLUTIONS / path.name))
    worked = {cell.id: cell for cell in solution.cells}
    parts, headings = [], []
    open_predictions = set()
    for cell in lesson.cells:
        if cell.cell_type == "markdown":
            parts.append(as_html(cell.source, headings))
            continue
        asked = set(re.findall(r'\bpredict\("(\w+)"', cell.source))
        summary = ""
        if cell.source != worked[cell.id].source or exercises_in(cell.source, "break_it"):
            summary = ANSWER
        elif open_predictions and not asked:
            summary = PREDICTED
        parts.append(code_cell(cell.source, worked[cell.id], summary))
        open_predictions |= asked
        open_predictions -= set(re.findall(r'\breveal\("(\w+)"', cell.source))
    return "\n".join(parts), headings


def code_cell(source, worked, summary):
    """The code of a cell and what it puts out, folded under a summary if there is one."""
    answer = code_block(worked.source) if summary == ANSWER else ""
    results = answer + "".join(as_shown(output) for output in worked.outputs)
    if summary and results:
        results = f"<details><summary>{summary}</summary>{results}</details>"
    return f'<div class="cell">{code_block(source)}{results}</div>'


def as_shown(output):
    """One stored output: its HTML where it has one, else its text; of a bar of progress, nothing."""
    if output.output_type == "stream":
        return text_block(output.text)
    data = output.get("data", {})
    if _BAR.match(data.get("text/plain", "")) and "text/html" not in data:
        return ""
    if "text/html" in data:
        links = re.sub(r'href="([^"]+)"', lambda found: f'href="{on_the_site(found[1])}"', data["text/html"])
        return f'<div class="output">{links}</div>'
    return text_block(data["text/plain"]) if "text/plain" in data else ""


def text_block(text):
    """Printed text, as a block that a keyboard can scroll."""
    return f'<pre class="printed" tabindex="0" role="group" aria-label="Printed">{html.escape(text.rstrip())}</pre>'
