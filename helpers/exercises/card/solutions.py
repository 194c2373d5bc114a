"""Read the worked answer of an exercise out of the solutions notebook, so that there is only one copy of it."""

import ast
from functools import lru_cache
from pathlib import Path

import numpy as np

from helpers.exercises.declare import Exercise
from helpers.exercises.mistakes import compiled
from helpers.exercises.outcomes import Given
from helpers.exercises.source import Source, code_in
from helpers.notebooks import BEGIN, SOLUTIONS, NotANotebook, exercises_in, marked_answer, read_cells


def solution(exercise, folder=None, decorator="exercise") -> tuple[str | None, str]:
    """Find the lines between the solution markers in the cell of an exercise.

    Parameters
    ----------
    exercise : Exercise
    folder : path, optional
        Where the solutions notebooks are; by default the course's own.
    decorator : str
        What stands above the function in its cell.

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
        code = _answer(exercise, path, decorator)
        if code is not None:
            return code, f"solutions/{path.name}"
    if notebooks:
        return None, f"solutions/{notebooks[0].name}"
    return None, f"the folder solutions of the course, lesson {lesson}"


def exposing_input(exercise: Exercise, folder=None) -> tuple[str | None, str]:
    """Find the lines of "Break it" that return an input which exposes all; what is returned is as for `solution`."""
    return solution(exercise, folder, "break_it")


def another_way(exercise: Exercise, source: Source, folder=None) -> tuple[str, str] | None:
    """Find a right answer to set beside the learner's: the worked one, or another if theirs is written like it.

    Parameters
    ----------
    exercise : Exercise
    source : Source
        The learner's code. Blanks, comments, the docstring and other names for variables make no difference; where it
        is not known, the worked answer is as good as any.
    folder : path, optional
        Where the solutions notebooks are; by default the course's own.

    Returns
    -------
    (str, str) or None
        The code, and a sentence that says where it is from, which may be empty. None where there is no other way.
    """
    code, where = solution(exercise, folder)
    if code is None:
        return None
    if not source.code or not _alike(code_in(code), source.code):
        return code, f"From {where}."
    # Only here the catalogue is read: other right answers need not wait for it.
    ways = exercise.catalogue.ways.values() if exercise.catalogue else ()
    others = [way for way in ways if not _alike(code_in(way, exercise.name), source.code)]
    return next(((way.strip(), "") for way in others if _is_quiet(exercise, way)), None)


def _alike(one, other):
    return one == other or (_means(one), _numbers(one)) == (_means(other), _numbers(other))


def _means(code):
    """What a piece of code works with: functions, operators, kinds of statement. Names and the order say little."""
    nodes = [node for statement in ast.parse(code).body for node in ast.walk(statement)]
    called = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    kinds = {type(node).__name__ for node in nodes if isinstance(node, (*_KINDS, ast.operator, ast.unaryop, ast.cmpop))}
    return called | kinds | {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def _numbers(code):
    """The numbers in a piece of code, in their order; 1 and 1.0 are one number. Some answers consist of nothing else."""
    values = [node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant)]
    return [float(value) for value in values if type(value) in (int, float)]


_KINDS = ast.For, ast.While, ast.If, ast.IfExp, ast.comprehension, ast.Subscript


def _is_quiet(exercise, way):
    """Whether NumPy has nothing to warn of: what overflows on the way is no example to follow."""
    function = compiled(way, exercise.name)
    try:
        with np.errstate(over="raise", divide="raise", invalid="raise"):
            for probe in exercise.probes:
                args, kwargs = Given(probe)()
                function(*args, **kwargs)
    except ArithmeticError:
        return False
    return True


def _answer(exercise, path: Path, decorator) -> str | None:
    """Return the first answer that is marked in a cell of the exercise; None where none can be read."""
    try:
        written = path.stat()
    except OSError:
        return None
    return _marked(path, (written.st_mtime_ns, written.st_size), frozenset((exercise.number, exercise.name)), decorator)


# With its pictures a notebook is large, and every card asks for its answer. When and how long it was ``written`` tells
# a file that has changed from the one that was read.
@lru_cache(maxsize=64)
def _marked(path: Path, written: tuple, names: frozenset, decorator: str) -> str | None:
    try:
        sources = [cell.source for cell in read_cells(path) if cell.kind == "code"]
        own = (one for one in sources if BEGIN in one and names & set(exercises_in(one, decorator)))
        return next((marked_answer(one) for one in own), None)
    except (NotANotebook, ValueError):
        return None
