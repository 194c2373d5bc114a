"""Mark a folder of submitted notebooks by running them as a notebook runs, with the checks the learners had.

::

    python -m helpers mark FOLDER --csv marks.csv --report report.html

The cells of every notebook below the folder are run in processes of its own, with limits on time and memory, so a
hostile or broken one costs only itself. What the decorator shows in the notebook is what is marked. What a notebook
prints goes nowhere, and what it writes goes to a folder that is deleted. The table is written anew after each notebook,
and beside it a journal: a run that was stopped goes on where it was, and a notebook that has not changed is not marked
twice.

What this does not protect against: an answer that is copied; code that changes the checker in the memory of its own
process on purpose (read the notebooks of those who pass everything); code that starts further processes or uses the
network. On Linux, from kernel 5.13 on, a notebook reads Python and the course and writes in its own folder, and from 6.12
on it sends no signals to other processes; elsewhere it can reach files by absolute paths, and end the marking. The
report says what holds where it was made. Run it as a user, or in a container, that may lose nothing. On Windows and
macOS the memory is not limited, only the time.
"""

import argparse
import hashlib
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict
from functools import cache
from pathlib import Path

from tqdm.auto import tqdm

from helpers.notebooks import COURSE
from helpers.tools.marking.process import Limits, Marks, mark_notebook
from helpers.tools.marking.report import printable, write_csv, write_report

# Copies that programs make for themselves.
NOT_SUBMITTED = {".ipynb_checkpoints", "__MACOSX", ".git", ".venv"}


def notebooks_in(folder):
    """List what is called like a notebook below a folder, in the order of the names, without the copies of programs."""
    found = []
    for place, folders, files in os.walk(folder):
        # A folder that is called like a notebook is a submission, too: one that cannot be read.
        found += [Path(place, name) for name in folders + files if name.lower().endswith(".ipynb") and name[:2] != "._"]
        folders[:] = [name for name in folders if name not in NOT_SUBMITTED]
    return sorted(path for path in found if path.name not in NOT_SUBMITTED)


def problem_with(path):
    """Say what keeps a path from being a submission; empty if nothing does."""
    if path.is_symlink():
        return "it is a link, and not a file of its own"
    return "" if path.is_file() else "it is not a file"


class Journal:
    """What is marked already, one line for each notebook, in a file beside the table.

    Parameters
    ----------
    path : path or None
        Where it is kept; None for a run that is not to be taken up.
    again : bool
        Whether to forget what it holds.
    """

    def __init__(self, path, again=False):
        self.path = path
        self._known = {} if again or path is None else dict(_entries(path))
        if path is not None:
            # So that a place where nothing can be written is told before hours of marking.
            with open(path, "w" if again else "a", encoding="ascii") as file:
                # A run that was stopped may have left half a line.
                file.write("\n")

    def find(self, name, key):
        """Return the marks of a notebook if all is as it was, and nothing was wrong with it; else None."""
        entry = self._known.get(name)
        if entry is None or entry["key"] != key or entry["problem"]:
            return None
        return Marks(name, [tuple(pair) for pair in entry["expected"]], entry["answers"], entry["problem"])

    def add(self, marks, key):
        """Note down a notebook."""
        if self.path is not None:
            with open(self.path, "a", encoding="ascii") as file:
                file.write(json.dumps({"key": key, **asdict(marks)}) + "\n")


def _entries(path):
    try:
        lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        try:
            entry = json.loads(line)
            if {"name", "key", "expected", "answers", "problem"} <= set(entry):
                yield entry["name"], entry
        except (ValueError, TypeError):
            continue


def key_of(path, limits=None):
    """What has to be the same for marks to hold: the notebook's content, the course and the limits."""
    try:
        return f"{hashlib.sha256(path.read_bytes()).hexdigest()} {_of_the_course()} {limits}"
    except OSError:
        return ""


@cache
def _of_the_course():
    content = hashlib.sha256()
    for path in sorted((COURSE / "helpers").rglob("*")):
        if path.suffix in (".py", ".toml"):
            content.update(path.read_bytes())
    return content.hexdigest()


def mark_folder(folder, jobs=None, limits=None, journal=None, done=None, progress=True):
    """Check every notebook below a folder, several at a time.

    Parameters
    ----------
    folder : path
    jobs : int, optional
        As many as there are processors.
    limits : Limits, optional
        For each notebook.
    journal : Journal, optional
        What it holds is not marked again.
    done : callable, optional
        Called with all marks so far after each notebook.
    progress : bool

    Returns
    -------
    list of Marks
        In the order of their names.
    """
    journal, marks = journal or Journal(None), []

    def one(path, name):
        key = key_of(path, limits)
        found = journal.find(name, key)
        return found or _guarded(path, name, limits), key if found is None else None

    with ThreadPoolExecutor(jobs or os.cpu_count() or 1) as pool:
        paths = notebooks_in(folder)
        running = [pool.submit(one, path, path.relative_to(folder).as_posix()) for path in paths]
        try:
            for finished in tqdm(as_completed(running), total=len(running), unit="notebook", disable=not progress):
                result, key = finished.result()
                marks.append(result)
                if key is not None:
                    journal.add(result, key)
                    if done is not None:
                        done(_sorted(marks))
        except KeyboardInterrupt:
            pool.shutdown(wait=True, cancel_futures=True)
            print("Interrupted. The same command goes on from here.", file=sys.stderr)
    if done is not None:
        done(_sorted(marks))
    return _sorted(marks)


def _sorted(marks):
    return sorted(marks, key=lambda one: one.name)


def _guarded(path, name, limits):
    """Mark a notebook; what goes wrong with it costs no other one's marks."""
    problem = problem_with(path)
    if problem:
        return Marks(name, problem=problem)
    try:
        return mark_notebook(path, name, limits)
    except Exception as error:
        return Marks(name, problem=f"it could not be marked ({type(error).__name__}: {error})")


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m helpers mark", description="Mark a folder of submitted notebooks.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--csv", type=Path, default=Path("marks.csv"), help="one row for each notebook (marks.csv)")
    parser.add_argument("--report", type=Path, help="a readable report, .html or .md")
    parser.add_argument("--jobs", type=int, help="notebooks at a time (as many as there are processors)")
    parser.add_argument("--timeout", type=float, default=300, metavar="S", help="seconds for one notebook (300)")
    parser.add_argument("--cell", type=float, default=60, metavar="S", help="seconds for one cell (60)")
    parser.add_argument("--memory", type=int, default=2048, metavar="MB", help="memory for one notebook (2048)")
    parser.add_argument("--again", action="store_true", help="mark also what has not changed since the last time")
    chosen = parser.parse_args(arguments)
    if not chosen.folder.is_dir():
        parser.error(f"there is no folder {chosen.folder}")
    if chosen.report and chosen.report.suffix not in (".html", ".md"):
        parser.error(f"--report: expected a name that ends in .html or .md, got {chosen.report}")
    if chosen.jobs is not None and chosen.jobs < 1:
        parser.error(f"--jobs: expected at least 1, got {chosen.jobs}")
    if not notebooks_in(chosen.folder):
        parser.error(f"there is no notebook in {chosen.folder}")
    try:
        journal = Journal(chosen.csv.with_name(chosen.csv.name + ".journal"), chosen.again)
        for path in filter(None, (chosen.csv, chosen.report)):
            open(path, "a").close()
    except OSError as error:
        parser.error(f"cannot write {error.filename}: {error.strerror}")
    return _mark(chosen, journal)


def _mark(chosen, journal):
    failed = []

    def done(so_far):
        failed.clear()
        try:
            write_csv(so_far, chosen.csv)
        except OSError as error:  # a spreadsheet may hold it open; the journal has it all
            failed.append(f"Not written: {chosen.csv} ({error.strerror}). Close it, and run the same command again.")

    limits = Limits(chosen.timeout, chosen.cell, chosen.memory)
    marks = mark_folder(chosen.folder, chosen.jobs, limits, journal, done)
    written = [] if failed else [str(chosen.csv)]
    if chosen.report:
        write_report(marks, chosen.report)
        written.append(str(chosen.report))
    troubled = sum(bool(one.problem) for one in marks)
    print(printable(f"{len(marks)} notebooks marked, {troubled} with a problem. Written: {', '.join(written)}"))
    for message in failed:
        print(printable(message), file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
