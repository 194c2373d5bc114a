"""Read the worked answer of an exercise out of the solutions notebook, so that there is only one copy of it."""

import json
import re
import textwrap
from pathlib import Path

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
FOLDER = Path(__file__).resolve().parents[2] / "solutions"


def solution(exercise, folder=None) -> tuple[str | None, str]:
    """Find the lines between the solution markers in the cell of an exercise.

    Parameters
    ----------
    exercise : Exercise
    folder : path, optional
        Where the solutions notebooks are; by default the course's own.

    Returns
    -------
    code : str or None
        None if there is no such notebook, or no such cell in it.
    where : str
        The place to look, for a sentence: ``"solutions/01_activations.ipynb"``.

    Examples
    --------
    >>> from helpers.exercises.core import get
    >>> code, where = solution(get("relu"), folder="a folder that does not exist")
    >>> code, where
    (None, 'the folder solutions of the course, lesson 01')
    """
    lesson = f"{exercise.lesson:02d}"
    notebooks = sorted(Path(FOLDER if folder is None else folder).glob(f"{lesson}_*.ipynb"))
    for path in notebooks:
        for source in _code_cells(path):
            if _is_cell_of(exercise, source) and BEGIN in source:
                return _between_markers(source), f"solutions/{path.name}"
    if notebooks:
        return None, f"solutions/{notebooks[0].name}"
    return None, f"the folder solutions of the course, lesson {lesson}"


def _code_cells(path):
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _is_cell_of(exercise, source):
    names = f"{re.escape(exercise.number)}|{re.escape(exercise.name)}"
    return re.search(rf"""^@exercise\(\s*["']({names})["']\s*\)""", source, re.MULTILINE) is not None


def _between_markers(source):
    pieces, inside = [], False
    for line in source.splitlines():
        if line.strip() == BEGIN:
            inside = True
        elif line.strip() == END:
            inside = False
        elif inside:
            pieces.append(line)
    return textwrap.dedent("\n".join(pieces)).strip("\n")
