"""Make lessons/ from solutions/.

The notebooks in ``solutions/`` are the source. A lesson is its solution with the answers taken out, the outputs
cleared, and everything in a fixed order, so that the same source always gives the same bytes::

    python -m helpers build                 regenerate every lesson
    python -m helpers build --execute 02    run solution 02 from top to bottom first, and store its outputs and numbers
    python -m helpers build --check         change nothing; fail if a lesson is out of date
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

from helpers import logbook
from helpers.notebooks import LESSONS, SOLUTIONS, WIDGET_VIEW, replace_file, without_answers
from helpers.tools.update import keep_a_copy
from helpers.verdicts.numbers import keep_course_numbers

TIMEOUT = 300

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    # The ending is what nbconvert gives to a script that it makes of a notebook.
    "language_info": {"file_extension": ".py", "name": "python"},
}


class BuildError(Exception):
    """A notebook cannot be built; the message names it and the cell."""


def make_lesson(solution, name="notebook"):
    """The lesson of a solution: a new notebook without answers, outputs, execution counts or machine details."""
    cells = []
    for index, cell in enumerate(solution.cells):
        if "solution-only" in cell.metadata.get("tags", []):
            continue
        if not re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", cell.get("id", "")):
            raise BuildError(
                f"{name}, cell {index}: a cell needs an id, so that lessons stay the same from build to build"
            )
        tags = [tag for tag in cell.metadata.get("tags", []) if not tag.startswith("nbval-")]
        fresh = {
            "cell_type": cell.cell_type,
            "id": cell.id,
            "metadata": {"tags": tags} if tags else {},
            "source": cell.source,
        }
        if cell.cell_type == "code":
            try:
                fresh |= {"source": without_answers(cell.source), "outputs": [], "execution_count": None}
            except ValueError as error:
                raise BuildError(f"{name}, cell {index}: {error}") from None
        cells.append(nbformat.from_dict(fresh))
    return nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": METADATA, "cells": cells})


def to_bytes(notebook):
    """The notebook as bytes, the same for the same notebook on every system."""
    return (nbformat.writes(notebook).rstrip("\n") + "\n").encode("utf-8")


def lesson_bytes(solution_path):
    """What the lesson of a solution file must contain."""
    return to_bytes(make_lesson(nbformat.read(solution_path, as_version=4), solution_path.name))


def out_of_date(solutions=SOLUTIONS, lessons=LESSONS):
    """The names of the lessons that differ from what their solutions give, or are missing."""
    stale = []
    for source in sorted(solutions.glob("*.ipynb")):
        target = lessons / source.name
        if not target.exists() or target.read_bytes() != lesson_bytes(source):
            stale.append(source.name)
    return stale


def regenerate(solutions=SOLUTIONS, lessons=LESSONS):
    """Write every lesson that is out of date and return their names.

    A lesson that somebody has worked in is never thrown away: it is kept beside the new one under another name.
    """
    stale = out_of_date(solutions, lessons)
    lessons.mkdir(exist_ok=True)
    for name in stale:
        target, new = lessons / name, lesson_bytes(solutions / name)
        if target.exists() and worked_in(target):
            keep_a_copy(target)
        replace_file(target, new)
    return stale


def worked_in(lesson):
    """Does the lesson differ from the version that git has? Without git, it might."""
    try:
        found = subprocess.run(
            ["git", "diff", "--quiet", "HEAD", "--", lesson.name], cwd=lesson.parent, capture_output=True
        )
    except OSError:
        return True
    # 0 means unchanged, 1 changed; anything else that git cannot tell.
    return found.returncode != 0


def execute(path, timeout=TIMEOUT):
    """Run a solution from top to bottom in a fresh kernel and store its outputs in the file.

    Returns
    -------
    measurements : dict of Measurement
        What its cells handed to ``measured``, by key.

    Raises
    ------
    BuildError
        If a cell raises or runs out of time; the file is then left as it was.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"COURSE_PROGRESS_FILE": str(Path(folder) / "progress.jsonl")}
        client = NotebookClient(
            notebook,
            timeout=timeout,
            kernel_name="python3",
            store_widget_state=False,
            resources={"metadata": {"path": str(path.parent)}},
        )
        try:
            client.execute(env=environment)
        except (CellExecutionError, CellTimeoutError) as error:
            raise BuildError(f"{path.name} does not run from top to bottom:\n{error}") from None
        measurements = logbook.known(Path(folder) / "progress.jsonl").measurements
    notebook.metadata = nbformat.from_dict(METADATA)
    count = 0
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            cell.outputs = [settled(output, count) for output in merged(cell.outputs) if not lonely_view(output)]
    replace_file(path, to_bytes(notebook))
    return measurements


def merged(outputs):
    """Join neighbouring pieces of one stream: how they were cut is a matter of timing."""
    whole = []
    for output in outputs:
        if output.output_type == "stream" and whole and whole[-1].get("name") == output.name:
            whole[-1].text += output.text
        else:
            whole.append(output)
    return whole


def lonely_view(output):
    """Whether an output is a live view and nothing besides: its still picture is an output of its own."""
    return set(output.get("data", {})) == {WIDGET_VIEW}


def settled(output, count):
    """The output as it is stored: numbered in order, and the still picture in place of a live widget."""
    if "execution_count" in output:
        output.execution_count = count
    if "data" in output and len(output.data) > 1:
        # Without its kernel a live view is an empty box, and hides the picture that could be seen.
        output.data.pop(WIDGET_VIEW, None)
    return output


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m helpers build", description=__doc__.split("\n\n")[0])
    parser.add_argument("numbers", nargs="*", metavar="NN", help="only these solutions are executed, such as 02")
    parser.add_argument("--execute", action="store_true", help="run the solutions first and store their outputs")
    parser.add_argument("--check", action="store_true", help="change nothing; fail if a lesson is out of date")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.check:
            stale = out_of_date()
            print("\n".join(f"out of date: lessons/{name}" for name in stale) or "every lesson is up to date")
            return 1 if stale else 0
        if chosen.execute:
            for path in sorted(SOLUTIONS.glob("*.ipynb")):
                if not chosen.numbers or path.name[:2] in chosen.numbers:
                    print(f"running {path.name} …", flush=True)
                    if keep_course_numbers(path.name[:2], execute(path)):
                        print("  its numbers have changed: the last lesson, which shows them, must run after it")
        written = regenerate()
        print("\n".join(f"wrote lessons/{name}" for name in written) or "every lesson was up to date")
        return 0
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
