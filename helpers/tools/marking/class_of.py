"""Mark the files that a class has handed in, and write what the class did as a page.

::

    python -m helpers class FOLDER --csv marks.csv --page class.html

Each file is what ``python -m helpers hand-in`` has packed. The notebooks in it are marked as `mark` does it. Of a file
only the lessons and the progress are read, up to a size that honest ones never have.
"""

import argparse
import sys
import tempfile
import zipfile
from pathlib import Path

from helpers import logbook
from helpers.tools.hand_in import PROGRESS
from helpers.tools.mark import mark_folder
from helpers.tools.marking.class_page import class_page
from helpers.tools.marking.report import printable, write_csv

# A lesson without outputs has some 40 kB, the progress of a whole course some 100 kB.
MOST = 5 * 1024**2


class NotHandedIn(Exception):
    """A file is not what the command ``hand-in`` writes. The message says why."""


def unpack(file, folder):
    """Write the lessons and the progress of one file into a folder of their own.

    Returns
    -------
    logbook.Known
        What the progress says; nothing if none is in the file.

    Raises
    ------
    NotHandedIn
    """
    folder.mkdir(parents=True)
    try:
        with zipfile.ZipFile(file) as packed:
            for entry in packed.infolist():
                # By its last part alone: no name in a file leads out of the folder.
                name = Path(entry.filename).name
                if name != PROGRESS and not name.endswith(".ipynb"):
                    continue
                if entry.file_size > MOST:
                    raise NotHandedIn(f"{name} in it is larger than any lesson")
                (folder / name).write_bytes(packed.read(entry))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise NotHandedIn(f"it cannot be unpacked: {error}") from None
    if not list(folder.glob("*.ipynb")):
        raise NotHandedIn("no lesson is in it")
    progress = folder / PROGRESS
    return logbook.known(progress) if progress.exists() else logbook.Known()


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m helpers class", description="Mark what a class has handed in.")
    parser.add_argument("folder", type=Path, help="with the files that hand-in has packed, one for each learner")
    parser.add_argument("--csv", type=Path, default=Path("marks.csv"), help="one row for each notebook (marks.csv)")
    parser.add_argument("--page", type=Path, default=Path("class.html"), help="mistakes and predictions (class.html)")
    parser.add_argument("--jobs", type=int, help="notebooks at a time (as many as there are processors)")
    chosen = parser.parse_args(arguments)
    files = sorted(chosen.folder.glob("*.zip")) if chosen.folder.is_dir() else []
    if not files:
        parser.error(f"folder: expected one with the files that hand-in has packed, and {chosen.folder} has none")
    logs = {}
    with tempfile.TemporaryDirectory(prefix="class-") as place:
        for file in files:
            try:
                logs[file.stem] = unpack(file, Path(place) / file.stem)
            except NotHandedIn as error:
                print(f"{file.name}: {error}. It is left out.", file=sys.stderr)
        marks = mark_folder(Path(place), chosen.jobs)
    write_csv(marks, chosen.csv)
    chosen.page.write_text(printable(class_page(marks, logs)), encoding="utf-8")
    print(f"{len(logs)} of {len(files)} files, {len(marks)} notebooks. Written: {chosen.csv}, {chosen.page}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
