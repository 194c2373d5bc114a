"""Read the worked answer of an exercise out of the solutions notebook, so that there is only one copy of it."""

from pathlib import Path

from helpers.notebooks import BEGIN, SOLUTIONS, NotANotebook, exercises_in, marked_answer, read_cells


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
    >>> from helpers.exercises.declare import get
    >>> code, where = solution(get("relu"), folder="a folder that does not exist")
    >>> code, where
    (None, 'the folder solutions of the course, lesson 01')
    """
    lesson = f"{exercise.lesson:02d}"
    notebooks = sorted(Path(SOLUTIONS if folder is None else folder).glob(f"{lesson}_*.ipynb"))
    for path in notebooks:
        code = _answer(exercise, path)
        if code is not None:
            return code, f"solutions/{path.name}"
    if notebooks:
        return None, f"solutions/{notebooks[0].name}"
    return None, f"the folder solutions of the course, lesson {lesson}"


def _answer(exercise, path: Path) -> str | None:
    """Return the first answer that is marked in a cell of the exercise; None where none can be read."""
    names = {exercise.number, exercise.name}
    try:
        sources = [cell.source for cell in read_cells(path) if cell.kind == "code"]
        return next((marked_answer(one) for one in sources if BEGIN in one and names & set(exercises_in(one))), None)
    except (NotANotebook, ValueError):
        return None
