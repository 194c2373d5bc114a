"""What notebooks are to the course: their cells, the answers marked in them, and the exercises they belong to.

Standard library only, because the set-up and the update need it before anything is installed.
"""

import json
import os
import re
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

COURSE = Path(__file__).resolve().parents[1]
SOLUTIONS, LESSONS = COURSE / "solutions", COURSE / "lessons"

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
PLACEHOLDER = "...  # your code here"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

_DECORATOR = r"""^\s*@\s*(?:\w+\.)*{}\(\s*["']([\w.]+)["']"""


def lesson_files(folder: Path = LESSONS) -> list[Path]:
    """List the notebooks of the lessons in a folder, in their order, without the copies that learners keep beside them."""
    return sorted(path for path in folder.glob("[0-9][0-9]_*.ipynb") if "-" not in path.stem)


# ---- cells -----------------------------------------------------------------------------------------------------------


class NotANotebook(Exception):
    """A file cannot be read as a notebook. The message says what is wrong with it."""


class Cell(NamedTuple):
    """A cell: ``"code"`` or ``"markdown"``, its text, and what it has put out."""

    kind: str
    source: str
    outputs: list


def read_cells(path) -> list[Cell]:
    """Read the cells of a notebook.

    Raises
    ------
    NotANotebook
        If the file cannot be read, or is no notebook.
    """
    try:
        return cells_in(Path(path).read_bytes())
    except OSError as error:
        raise NotANotebook(f"the file cannot be read: {error.strerror}") from None


def cells_in(content: str | bytes) -> list[Cell]:
    """Find the cells in what a notebook's file contains.

    Raises
    ------
    NotANotebook
        If it is not the content of a notebook.
    """
    try:
        cells = json.loads(content)["cells"]
        return [Cell(cell["cell_type"], "".join(cell["source"]), cell.get("outputs", [])) for cell in cells]
    except (ValueError, RecursionError):
        raise NotANotebook("the file is not valid JSON") from None
    except (KeyError, TypeError):
        raise NotANotebook("the file is JSON, but not a notebook (version 4)") from None


def exercises_in(source: str, decorator: str = "exercise") -> list[str]:
    """List the exercises that a cell belongs to, by what its decorators say: the number, or the name.

    With ``"break_it"`` as decorator: those whose wrong implementations the cell is to expose.

    Examples
    --------
    >>> exercises_in('@exercise("1.3")\\ndef relu(z): ...')
    ['1.3']
    """
    return re.findall(_DECORATOR.format(decorator), source, re.MULTILINE)


# ---- marked answers --------------------------------------------------------------------------------------------------


def without_answers(source: str) -> str:
    """Put one placeholder line in the place of each marked answer of a cell, at its own indentation.

    Raises
    ------
    ValueError
        If the markers do not come in pairs.
    """
    kept = []
    for line, part in _parts(source):
        if part == "begin":
            kept.append(line[: len(line) - len(line.lstrip())] + PLACEHOLDER)
        elif part == "text":
            kept.append(line)
    return "\n".join(kept)


def marked_answer(source: str) -> str:
    """Return what stands between the markers of a cell, moved to the left margin; empty if nothing is marked.

    Raises
    ------
    ValueError
        If the markers do not come in pairs.
    """
    lines = [line for line, part in _parts(source) if part == "answer"]
    return textwrap.dedent("\n".join(lines)).strip("\n")


def _parts(source: str) -> Iterator[tuple[str, str]]:
    """Go through the lines of a cell, and say of each what it is: ``text``, ``begin``, ``answer`` or ``end``."""
    inside = False
    for line in source.split("\n"):
        mark = line.strip()
        if mark == BEGIN and inside:
            raise ValueError(f"'{BEGIN}' stands inside another solution")
        if mark == END and not inside:
            raise ValueError(f"'{END}' without '{BEGIN}'")
        if mark in (BEGIN, END):
            inside = mark == BEGIN
            yield line, "begin" if inside else "end"
        else:
            yield line, "answer" if inside else "text"
    if inside:
        raise ValueError(f"'{BEGIN}' without '{END}'")


# ---- files and displays ----------------------------------------------------------------------------------------------


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that it is either the old one or the new one, never half of it.

    Raises
    ------
    OSError
        If it cannot be written; the old file is then as it was.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def widget_bundle(widget) -> dict:
    """Make the part of a bundle that shows a live widget."""
    return {WIDGET_VIEW: {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}}


def display_bundle(bundle: dict, metadata: dict | None = None) -> None:
    """Hand a bundle, a text for each mime type, to the notebook; outside a notebook, print its plain text."""
    # A notebook's kernel has loaded IPython, so where it is not there nobody has to wait for it.
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        print(bundle["text/plain"])
        return
    from IPython.display import display

    display(bundle, metadata=metadata, raw=True)
