"""Mark a folder of submitted notebooks with the checks the learners had.

::

    python -m helpers mark FOLDER --csv marks.csv --report report.html

Every notebook below the folder is checked in a process of its own, with limits on time and memory, so a hostile or
broken one costs only itself. What it prints goes nowhere, what it writes goes to a folder that is deleted, and each
answer is on file before the next exercise begins.

What this does not protect against: code that calls the course's own functions as its answer; code that changes the
checker in the memory of its own process on purpose (read the notebooks of those who pass everything); code that starts
further processes, uses the network, or touches files by absolute paths. Run it as a user, or in a container, that may
lose nothing. On Windows and macOS the memory is not limited, only the time.
"""

import argparse
import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from tqdm.auto import tqdm

from helpers.notebooks import COURSE
from helpers.tools.mark_report import write_csv, write_report

# One line for an exercise is a few hundred characters; whatever is longer was not written by the checker.
MOST_RESULTS = 4 * 1024**2


@dataclass
class Marks:
    """What one notebook got.

    Attributes
    ----------
    name : str
        Its path below the folder, so that equal file names in two folders stay apart.
    expected : list of (number, name)
        The exercises of its lesson.
    answers : dict
        From the number of an exercise to ``{"status", "mistake", "message"}``. The status is ``"passed"``,
        ``"not yet"``, ``"not started"``, ``"error"`` (the cell cannot be run), ``"stopped"`` (it took too long or
        ended its process) or ``"missing"``.
    problem : str
        What is wrong with the notebook as a whole; empty if nothing is.
    """

    name: str
    expected: list = field(default_factory=list)
    answers: dict = field(default_factory=dict)
    problem: str = ""

    @property
    def total(self):
        """How many exercises pass."""
        return sum(answer["status"] == "passed" for answer in self.answers.values())


def notebooks_in(folder):
    """List the notebooks below a folder, without hidden files and JupyterLab's checkpoints."""
    found = []
    for path in sorted(Path(folder).rglob("*.ipynb")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.is_file():
            found.append(path)
    return found


def mark_notebook(path, name, timeout=120.0, memory=2048):
    """Check one notebook in processes of its own.

    A process that ends too early is replaced by a new one, which leaves out the exercise that ended it.

    Parameters
    ----------
    path : path
    name : str
        The name under which it is reported.
    timeout : float
        Seconds for the whole notebook.
    memory : int
        Megabytes of address space, where the system can limit it.

    Returns
    -------
    Marks
    """
    marks = Marks(name)
    end = time.monotonic() + timeout
    skip = []
    finished = False
    while not finished and not marks.problem:
        left = end - time.monotonic()
        facts = _run_once(path, skip, left, memory) if left > 0 else []
        finished = any("end" in fact for fact in facts)
        running = _take(marks, facts)
        if finished or marks.problem:
            break
        if running is None:
            late = time.monotonic() >= end
            marks.problem = "out of time" if late else "its process ended before an exercise could be checked"
            break
        late = time.monotonic() >= end
        reason = "It took too long." if late else "It ended the process it ran in."
        marks.answers[running] = {"status": "stopped", "mistake": None, "message": reason}
        skip.append(running)
        if late:
            marks.problem = "out of time"
    missing = "Out of time." if marks.problem == "out of time" else "There is no such function in the notebook."
    status = "stopped" if marks.problem == "out of time" else "missing"
    for number, _ in marks.expected:
        marks.answers.setdefault(number, {"status": status, "mistake": None, "message": missing})
    if not marks.expected and not marks.problem:
        marks.problem = "no exercise of the course was found in it"
    return marks


def _take(marks, facts):
    """Enter facts into the marks; return the exercise that was begun and not ended, if any."""
    running = None
    for fact in facts:
        if "problem" in fact:
            marks.problem = fact["problem"]
        elif "expected" in fact:
            marks.expected = [tuple(pair) for pair in fact["expected"]]
        elif "start" in fact:
            running = fact["start"]
        elif "exercise" in fact:
            answer = {"status": fact["status"], "mistake": fact.get("mistake"), "message": fact["message"]}
            marks.answers[fact["exercise"]] = answer
            running = None
    return running


def _run_once(path, skip, seconds, memory):
    """Start the checking process, wait for it, and return the facts it wrote."""
    token = secrets.token_hex(16)
    with tempfile.TemporaryDirectory(prefix="marking-", ignore_cleanup_errors=True) as folder:
        results = Path(folder) / "results"
        work = Path(folder) / "work"
        work.mkdir()
        order = {
            "notebook": str(Path(path).resolve()),
            "results": str(results),
            "token": token,
            "skip": skip,
            "timeout": seconds,
            "memory": memory,
        }
        environment = os.environ | {
            "PYTHONPATH": str(COURSE),
            "COURSE_PROGRESS_FILE": ":memory:",
            "MPLBACKEND": "Agg",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "helpers.tools.mark_one"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=work,
            env=environment,
            start_new_session=True,
        )
        try:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.communicate(json.dumps(order).encode(), timeout=seconds)
        finally:
            _kill(process)
        return read_results(results, token)


def _kill(process):
    """End a process and, where the system has sessions, whatever it started."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def read_results(path, token):
    """Read the facts a checking process wrote; lines that are not its own are ignored.

    Returns
    -------
    list of dict
        ``{"problem": text}``, or ``{"expected": [[number, name], …]}`` followed, for each exercise, by
        ``{"start": number}`` and ``{"exercise": number, "status", "mistake", "message"}``, and at last
        ``{"end": true}``.
    """
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = file.read(MOST_RESULTS).splitlines()
    except OSError:
        return []
    facts = []
    for line in lines:
        with contextlib.suppress(ValueError, RecursionError):
            fact = json.loads(line)
            if isinstance(fact, dict) and fact.pop("token", None) == token:
                facts.append(fact)
    return facts


def mark_folder(folder, jobs=None, timeout=120.0, memory=2048, progress=True):
    """Check every notebook below a folder, several at a time.

    Returns
    -------
    list of Marks
        In the order of their names.
    """
    paths = notebooks_in(folder)
    marks = []
    with ThreadPoolExecutor(jobs or os.cpu_count() or 1) as pool:
        names = [path.relative_to(folder).as_posix() for path in paths]
        running = [pool.submit(mark_notebook, *pair, timeout, memory) for pair in zip(paths, names)]
        try:
            for done in tqdm(as_completed(running), total=len(running), unit="notebook", disable=not progress):
                marks.append(done.result())
        except KeyboardInterrupt:
            pool.shutdown(wait=True, cancel_futures=True)
            print("Interrupted: only the notebooks that were finished are reported.", file=sys.stderr)
    return sorted(marks, key=lambda one: one.name)


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m helpers mark", description="Mark a folder of submitted notebooks.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--csv", type=Path, default=Path("marks.csv"), help="one row for each notebook (marks.csv)")
    parser.add_argument("--report", type=Path, help="a readable report, .html or .md")
    parser.add_argument("--jobs", type=int, help="notebooks at a time (as many as there are processors)")
    parser.add_argument("--timeout", type=float, default=120, metavar="S", help="seconds for one notebook (120)")
    parser.add_argument("--memory", type=int, default=2048, metavar="MB", help="memory for one notebook (2048)")
    chosen = parser.parse_args(arguments)
    if not chosen.folder.is_dir():
        parser.error(f"there is no folder {chosen.folder}")
    if chosen.report and chosen.report.suffix not in (".html", ".md"):
        parser.error(f"--report: expected a name that ends in .html or .md, got {chosen.report}")
    if chosen.jobs is not None and chosen.jobs < 1:
        parser.error(f"--jobs: expected at least 1, got {chosen.jobs}")
    if not notebooks_in(chosen.folder):
        parser.error(f"there is no notebook in {chosen.folder}")
    marks = mark_folder(chosen.folder, chosen.jobs, chosen.timeout, chosen.memory)
    write_csv(marks, chosen.csv)
    written = [str(chosen.csv)]
    if chosen.report:
        write_report(marks, chosen.report)
        written.append(str(chosen.report))
    troubled = sum(bool(one.problem) for one in marks)
    print(f"{len(marks)} notebooks marked, {troubled} with a problem. Written: {', '.join(written)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
