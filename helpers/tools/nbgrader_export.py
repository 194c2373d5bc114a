"""Write the lessons as nbgrader assignments.

::

    python -m helpers nbgrader DIR        then, in DIR:  nbgrader generate_assignment 01_activations

DIR becomes (or already is) an nbgrader course folder. Each notebook of ``solutions/`` gives one assignment: the
exercise cells are nbgrader's solution cells, with the marks ``### BEGIN SOLUTION`` and ``### END SOLUTION`` that
nbgrader knows too. At the end of the notebook stands a locked test cell for each: it asks what the course's decorator
has found, so a point is given where the learner's card says "passed". At the end, because an exercise may stand in
several cells, and the last attempt counts. nbgrader is not needed to write the assignments.

A test cell trusts the process it runs in: a notebook that changes the course's code in memory gets what points it
likes. `mark` puts back what a notebook has replaced; nbgrader does not.
"""

import argparse
import sys
from pathlib import Path

import nbformat

from helpers.exercises.declare import get
from helpers.notebooks import BEGIN, SOLUTIONS, exercises_in
from helpers.tools.build import METADATA, to_bytes

TEST = """\
# Do not change this cell: it marks {number} {name}.
from helpers.exercises import verdict

result = verdict("{number}")
assert result is not None, 'Keep @exercise("{number}") above the function, and run its cell.'
assert result.passed, result.message"""

CONFIG = """\
import os

c = get_config()
c.CourseDirectory.course_id = "why-activations"
# Lessons that train networks take longer than the half minute that nbgrader allows.
c.Execute.timeout = 300

# Marking must not count as the progress of whoever marks, and needs no window for figures.
os.environ["COURSE_PROGRESS_FILE"] = ":memory:"
os.environ["MPLBACKEND"] = "Agg"
"""


class ExportError(Exception):
    """A notebook cannot become an assignment; the message names it and the exercise."""


def make_assignment(solution, name="notebook", points=1):
    """Turn a solutions notebook into the source version of an assignment.

    Parameters
    ----------
    solution : notebook
        As nbformat reads it.
    name : str
        For error messages.
    points : int
        For each exercise; all or nothing, since a function that is right for some inputs is not right.

    Returns
    -------
    notebook

    Raises
    ------
    ExportError
        If an exercise is unknown, has no solution marked in its cell, or occurs twice.
    """
    cells, tests, seen = [], [], set()
    for cell in solution.cells:
        if "solution-only" in cell.metadata.get("tags", []):
            continue
        fresh = {"cell_type": cell.cell_type, "id": cell.id, "metadata": {}, "source": cell.source}
        if cell.cell_type == "code":
            fresh |= {"outputs": [], "execution_count": None}
        cells.append(fresh)
        marked = exercises_in(cell.source) if cell.cell_type == "code" else []
        if not marked:
            fresh["metadata"] = _without_points(cell)
            continue
        exercise = _exercise(marked[0], cell.source, name)
        if exercise.number in seen:
            raise ExportError(f"{name}: exercise {exercise.number} occurs twice")
        seen.add(exercise.number)
        place = exercise.number.replace(".", "-")
        fresh["metadata"] = _metadata(f"exercise-{place}", solution=True)
        tests.append(
            {
                "cell_type": "code",
                "id": f"test-{place}",
                "metadata": _metadata(f"test-{place}", points=points),
                "source": TEST.format(number=exercise.number, name=exercise.name),
                "outputs": [],
                "execution_count": None,
            }
        )
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": METADATA, "cells": cells + tests}
    return nbformat.from_dict(content)


def _without_points(cell):
    """The metadata of a cell that is no exercise: "Break it" has an answer to take out too, and no points."""
    broken = exercises_in(cell.source, "break_it") if cell.cell_type == "code" else []
    return _metadata(f"break-it-{broken[0].replace('.', '-')}", solution=True) if broken else {}


def _exercise(number, source, name):
    try:
        exercise = get(number)
    except KeyError:
        raise ExportError(f"{name}: the course has no exercise {number}") from None
    if BEGIN not in source:
        raise ExportError(f"{name}: no solution is marked in the cell of exercise {number}")
    return exercise


def _metadata(grade_id, solution=False, points=None):
    """The metadata by which nbgrader knows a cell, in its format of version 3."""
    kind = {"grade": not solution, "solution": solution, "locked": not solution, "task": False}
    worth = {} if solution else {"points": points}
    return {"nbgrader": {"schema_version": 3, "grade_id": grade_id, **kind, **worth}}


def export(folder, solutions=SOLUTIONS, points=1):
    """Write an assignment for each solutions notebook that has exercises.

    Parameters
    ----------
    folder : path
        The nbgrader course folder; made if it is not there. Its configuration is only written if it has none.
    solutions : path
    points : int
        For each exercise.

    Returns
    -------
    list of Path
        The notebooks written, ``folder/source/NN_name/NN_name.ipynb``.
    """
    folder = Path(folder)
    made = {}
    for path in sorted(Path(solutions).glob("*.ipynb")):
        assignment = make_assignment(nbformat.read(path, as_version=4), path.name, points)
        if any("nbgrader" in cell.metadata for cell in assignment.cells):
            made[folder / "source" / path.stem / path.name] = to_bytes(assignment)
    for target, content in made.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    config = folder / "nbgrader_config.py"
    if made and not config.exists():
        config.write_text(CONFIG, encoding="utf-8")
    return list(made)


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m helpers nbgrader", description="Write the lessons as assignments.")
    parser.add_argument("folder", type=Path, help="the nbgrader course folder")
    parser.add_argument("--points", type=int, default=1, help="points for each exercise (1)")
    chosen = parser.parse_args(arguments)
    try:
        written = export(chosen.folder, points=chosen.points)
    except (ExportError, OSError) as error:
        print(f"Not written: {error}", file=sys.stderr)
        return 1
    for path in written:
        print(path)
    print(f"{len(written)} assignments written. Next, in {chosen.folder}: nbgrader generate_assignment NAME")
    return 0


if __name__ == "__main__":
    sys.exit(main())
