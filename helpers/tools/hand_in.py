"""Put what a learner has done into one file to hand in: the lessons as they are, and the progress.

::

    python -m helpers hand-in

Whoever gets the file marks the lessons again with ``python -m helpers class``, so nothing in it has to be believed of
the exercises. The progress (attempts, predictions, quizzes, what was measured and written) is as the learner's own
file has it. Standard library only.
"""

import argparse
import json
import sys
import zipfile
from pathlib import Path

from helpers import logbook
from helpers.notebooks import LESSONS, lesson_files

PROGRESS = "progress.jsonl"
# The same bytes for the same work, whenever they are packed.
NO_DATE = (1980, 1, 1, 0, 0, 0)


def pack(target, lessons=LESSONS, progress=None):
    """Write the file.

    Parameters
    ----------
    target : Path
        Where to; a file that is there already is replaced.
    lessons : Path
        The folder of the notebooks.
    progress : Path or None
        The progress file; the learner's own by default.

    Returns
    -------
    list of str
        What is in it.

    Raises
    ------
    FileNotFoundError
        If there is no lesson.
    """
    progress = progress or logbook.path()
    found = lesson_files(lessons)
    if not found:
        raise FileNotFoundError(f"there is no lesson in {lessons}")
    names = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for path in found:
            _add(file, path.name, _without_outputs(path.read_bytes()), names)
        if progress and progress.is_file():
            _add(file, PROGRESS, progress.read_bytes(), names)
    return names


def _add(file, name, content, names):
    entry = zipfile.ZipInfo(name, NO_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    file.writestr(entry, content)
    names.append(name)


def _without_outputs(content):
    """Leave the pictures out: megabytes, and nothing that is marked. What is no notebook is packed as it is."""
    try:
        notebook = json.loads(content)
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell["outputs"] = []
        notebook.get("metadata", {}).pop("widgets", None)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return content
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode("utf-8", errors="surrogatepass")


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m helpers hand-in", description="Pack your work into one file.")
    parser.add_argument("file", type=Path, nargs="?", default=Path("hand-in.zip"), help="the file (hand-in.zip)")
    chosen = parser.parse_args(arguments)
    try:
        names = pack(chosen.file)
    except OSError as error:
        parser.error(f"file: {error}")
    known = logbook.known()
    passed = sum(entry.status == "passed" for entry in known.exercises.values())
    print(f"{chosen.file}: {', '.join(names)}.")
    print(
        f"{passed} exercises passed so far, {len(known.predictions)} predictions. Save your notebooks before you pack."
    )
    if "answer" in known.texts:
        print("What you wrote in lesson 09 is in it, too.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
