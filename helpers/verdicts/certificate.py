"""A page to keep: what was done in the course, with the numbers that were measured and the answer that was written."""

import calendar
import datetime
import html
import warnings
from pathlib import Path
from typing import NamedTuple

from helpers import logbook
from helpers.exercises.declare import listing
from helpers.notebooks import display_bundle
from helpers.verdicts import picture
from helpers.verdicts.answer import KEY
from helpers.verdicts.claims import Asked, claims
from helpers.verdicts.words import showable, written

TITLE = "Why a neural network needs an activation function after its hidden layers"
KIND = "A course in notebooks: what was done"
LONGEST = 120
LATER = "the day on which you save it"
NO_ANSWER = "No answer was written."

# What the page shows, of all that was measured: the question of the course, the proof, the trap, and the own passes.
SHOWN = {
    "dense_part_only": ("strokes_relu_in_head_only", "strokes_relu_after_both"),
    "once_at_the_end": ("both_contrasts_bound", "both_contrasts_relu_on_logits"),
    "max_pooling_hides": ("flipped_identity_average_pooling", "flipped_identity_max_pooling"),
    "nothing_left_for_the_second": ("negative_before_second_relu",),
    "depth_or_units": ("pieces_one_layer_of_64", "pieces_four_layers_of_16"),
}

# JupyterLab has rules of its own for headings and tables, which must not reach in here.
STYLE = """
.course-certificate{box-sizing:border-box;max-width:44rem;margin:0 auto;padding:2rem 2.5rem;background:#fff;color:#1b1b1b;
border:2px solid #1f4e79;font:15px/1.45 Georgia,"Times New Roman",serif}
.course-certificate h1,.course-certificate h2{font-weight:bold!important;color:#1f4e79}
.course-certificate h1{font-size:1.45rem;line-height:1.25;margin:0 0 1rem}
.course-certificate h2{font-size:1.05rem;margin:1.1rem 0 .3rem}
.course-certificate .name{font-size:1.35rem;min-height:1.6em;border-bottom:1px solid #555;margin:0 0 .3rem;
overflow-wrap:anywhere}
.course-certificate p{margin:.4rem 0}
.course-certificate table{border-collapse:collapse;width:100%;font-size:.93em;table-layout:auto!important}
.course-certificate tr,.course-certificate td,.course-certificate th{background:#fff!important;color:#1b1b1b}
.course-certificate td,.course-certificate th{text-align:left!important;vertical-align:top;padding:.2rem .5rem .2rem 0;
border-bottom:1px solid #bbb;max-width:none}
.course-certificate td:nth-child(n+2){white-space:nowrap}
.course-certificate .answer{white-space:pre-wrap;overflow-wrap:anywhere;border-left:3px solid #1f4e79;padding-left:.8rem}
.course-certificate small{color:#444}
@page{size:A4;margin:12mm}
@media print{.course-certificate{border-width:1px;padding:1rem 1.5rem;max-width:none;break-inside:avoid}}
"""


class Page(NamedTuple):
    """All that the page says.

    Attributes
    ----------
    name, date : str
        The name is empty as long as none was given.
    done : str
        How many exercises were passed.
    numbers : list of (str, str, str)
        The number, what it counts, and whose it is.
    answer : str
        Empty if none was written.
    """

    name: str
    date: str
    done: str
    numbers: list[tuple[str, str, str]]
    answer: str


def certificate(name: str = "", folder: str | Path = ".") -> None:
    """Show a page that says what you did, and with a name, save it as HTML and as PNG. Nothing is ever overwritten.

    Parameters
    ----------
    name : str
        As it shall stand on the page, in at most 120 letters. Without one the page is only shown.
    folder : str or Path
        Where it is saved; by default, beside this notebook.

    Raises
    ------
    TypeError, ValueError
        If the name is no text, or too long.
    """
    page = page_of(as_name(name), logbook.known())
    lines = [as_text(page), *(_save(page, Path(folder)) if page.name else [])]
    said = "".join(f"<p>{html.escape(line)}</p>" for line in lines[1:])
    display_bundle({"text/html": f"<style>{STYLE}</style>{as_html(page)}{said}", "text/plain": "\n".join(lines)})


def as_name(name: str) -> str:
    """The name as it can be shown, in one line.

    Raises
    ------
    TypeError, ValueError
        If it is no text, or too long.
    """
    if not isinstance(name, str):
        raise TypeError(f"certificate: name: expected a text in quotes, got {name!r:.60}")
    shown = " ".join(showable(name).split())
    if len(shown) > LONGEST:
        raise ValueError(f"certificate: name: expected at most {LONGEST} letters, got {len(shown):,}")
    return shown


def page_of(name: str, known: logbook.Known) -> Page:
    """Gather what the page says."""
    own = known.texts.get(KEY)
    today = datetime.date.today()
    date = f"{today.day} {calendar.month_name[today.month]} {today.year}" if name else LATER
    return Page(name, date, _done(known), _numbers(known), showable(own.text) if own else "")


def _done(known: logbook.Known) -> str:
    required = [one for one in listing() if not one.optional]
    optional = [one for one in listing() if one.optional]
    passed, more = (sum(known.status(one.name) == "passed" for one in part) for part in (required, optional))
    return f"{passed} of {len(required)} exercises passed, and {more} of {len(optional)} optional ones."


def _numbers(known: logbook.Known) -> list[tuple[str, str, str]]:
    asked: dict[tuple[str, str], Asked] = {(claim.name, one.key): one for claim in claims() for one in claim.numbers}
    rows = []
    for claim, keys in SHOWN.items():
        for one in (asked[claim, key] for key in keys):
            found = one.found(known)
            if found:
                rows.append((written(found, one.shown), one.what, "own" if found.own else "the course's"))
    return rows


# ---- as HTML, as text ------------------------------------------------------------------------------------------------


def as_html(page: Page) -> str:
    """The page as a part of a page of HTML."""
    rows = "".join(f"<tr><td>{_safe(what)}</td><td>{_safe(shown)}</td><td>{_safe(whose)}</td></tr>"
                   for shown, what, whose in page.numbers)  # fmt: skip
    head = '<tr><th scope="col">What was measured</th><th scope="col">Number</th><th scope="col">Whose</th></tr>'
    answer = f'<p class="answer" dir="auto">{_safe(page.answer)}</p>' if page.answer else f"<p>{NO_ANSWER}</p>"
    return (
        f'<article class="course-certificate" lang="en"><p>{KIND}</p><h1>{TITLE}</h1>'
        f'<p class="name"><bdi>{_safe(page.name) or "&nbsp;"}</bdi></p>'
        f"<p>{_safe(page.done)} Date: {_safe(page.date)}.</p>"
        f"<h2>Numbers</h2><table>{head}{rows}</table>"
        f"<h2>The answer, in my own words</h2>{answer}"
        "<p><small>Nobody examined this: it says what was done, and whose the numbers are.</small></p></article>"
    )


def as_document(page: Page) -> str:
    """The page as a file of its own, which needs nothing else."""
    title = _safe(f"{page.name}: {TITLE}")
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>body{{margin:1rem;background:#fff}}{STYLE}</style></head>\n"
        f"<body>{as_html(page)}</body></html>\n"
    )


def as_text(page: Page) -> str:
    """The page as plain text."""
    rows = [f"  {what}: {shown} ({whose})" for shown, what, whose in page.numbers]
    name = page.name or "(your name)"
    done = f"{page.done} Date: {page.date}."
    return "\n".join([KIND, TITLE, name, done, "Numbers:", *rows, "The answer:", page.answer or NO_ANSWER])


def _safe(text: str) -> str:
    # JupyterLab typesets what stands between dollars, wherever it stands.
    return html.escape(text).replace("$", "<span>$</span>")


# ---- as files --------------------------------------------------------------------------------------------------------


def _save(page: Page, folder: Path) -> list[str]:
    """Write both files and say where they are, or why they could not be written."""
    said = []
    for ending, content in {".html": as_document(page).encode("utf-8"), ".png": _png(page)}.items():
        try:
            said.append(f"Saved as {keep(folder, 'certificate', ending, content)}.")
        except OSError as error:
            said.append(f"It could not be saved as {ending[1:].upper()}: {error.strerror or type(error).__name__}.")
    if not picture.can_write(page.name):
        said.append("The picture leaves the name out, for its font lacks some of the letters. The HTML page has it.")
    return said


def _png(page: Page) -> bytes:
    with warnings.catch_warnings():
        # The letters that the font lacks are shown as boxes, in the answer; the HTML page has them.
        warnings.simplefilter("ignore", UserWarning)
        return picture.draw(page, KIND, TITLE, NO_ANSWER)


def keep(folder: Path, name: str, ending: str, content: bytes) -> str:
    """Write a file under a name that is free, and return the name; a file that holds just this already will do.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    place = 1
    while True:
        file = folder / f"{name}{f'-{place}' if place > 1 else ''}{ending}"
        try:
            # "x" fails where there is a file already, also one that appeared a moment ago.
            with open(file, "xb") as stream:
                stream.write(content)
            return file.name
        except FileExistsError:
            if file.is_file() and file.read_bytes() == content:
                return file.name
        place += 1
