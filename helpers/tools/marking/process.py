"""Run the checking of one notebook in processes of its own, and read what they wrote."""

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from helpers.notebooks import COURSE

# One line for an exercise is a few hundred characters; whatever is longer was not written by the checker.
MOST_RESULTS = 4 * 1024**2
# A process that ended is started anew without what ended it, so many times.
MOST_STARTS = 8
# A check ends by itself after half a minute. One call into C code that holds the interpreter is seen by its silence.
CHECK_SECONDS, SILENT_SECONDS = 60.0, 20.0
LOOK_EVERY = 0.05

TOO_LONG, ENDED, SILENT = (
    "It took too long.",
    "It ended the process it ran in.",
    "It could not be stopped, and the process was ended.",
)


@dataclass
class Limits:
    """How long a notebook and each of its cells may take, in seconds, and how much memory, in megabytes."""

    notebook: float = 300.0
    cell: float = 60.0
    memory: int = 2048


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
        ``"not yet"``, ``"not started"``, ``"error"`` (its cell stops with an error before it), ``"stopped"`` (it took
        too long or ended its process) or ``"missing"``.
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


def mark_notebook(path, name, limits=None):
    """Check one notebook.

    A process that ends too early is replaced by a new one, which leaves out the exercise or the cell that ended it.

    Parameters
    ----------
    path : path
    name : str
        The name under which it is reported.
    limits : Limits, optional

    Returns
    -------
    Marks
    """
    limits = limits or Limits()
    marks = Marks(name)
    end = time.monotonic() + limits.notebook
    skip = {"cells": {}, "attempts": {}}
    for _ in range(MOST_STARTS):
        facts, reason = _run_once(path, skip, end, limits)
        cell, attempt = take(marks, facts)
        if marks.problem or any("end" in fact for fact in facts):
            break
        if attempt:
            number = attempt.split("#")[0]
            marks.answers[number] = {"status": "stopped", "mistake": None, "message": reason}
            skip["attempts"][attempt] = reason
        elif cell is not None:
            skip["cells"][cell] = reason
        else:
            marks.problem = "its process ended before a cell could be run"
        if time.monotonic() >= end:
            marks.problem = "out of time"
        if marks.problem:
            break
    else:
        marks.problem = f"its process was ended {MOST_STARTS} times"
    finished = not marks.problem
    message = "There is no such function in the notebook." if finished else "It was not reached."
    for number, _ in marks.expected:
        status = "missing" if finished else "stopped"
        marks.answers.setdefault(number, {"status": status, "mistake": None, "message": message})
    if not marks.expected and not marks.problem:
        marks.problem = "no exercise of the course was found in it"
    return marks


def take(marks, facts):
    """Enter facts into the marks; return the cell and the attempt that were begun and not ended, if any."""
    cell = attempt = None
    for fact in facts:
        if "problem" in fact:
            marks.problem = str(fact["problem"])
        elif "expected" in fact:
            marks.expected = [tuple(pair) for pair in fact["expected"]]
        elif "cell" in fact:
            cell = fact["cell"]
        elif "done" in fact:
            cell = None
        elif "start" in fact:
            attempt = fact["attempt"]
        elif "exercise" in fact:
            answer = {"status": fact["status"], "mistake": fact.get("mistake"), "message": fact["message"]}
            marks.answers[fact["exercise"]] = answer
            attempt = None
    known = {number for number, _ in marks.expected}
    marks.answers = {number: answer for number, answer in marks.answers.items() if number in known or not known}
    return cell, attempt


def _run_once(path, skip, end, limits):
    """Start the checking process, wait for it, and return the facts it wrote and why it had to be ended, if so."""
    token = secrets.token_hex(16)
    with tempfile.TemporaryDirectory(prefix="marking-", ignore_cleanup_errors=True) as folder:
        # Two folders: the notebook may write into one, and what counts is in the other.
        results, work = Path(folder) / "results", Path(folder) / "work"
        work.mkdir()
        order = {
            "notebook": os.path.abspath(path),
            "results": str(results),
            "token": token,
            "skip": skip,
            "timeout": max(1.0, end - time.monotonic()),
            "seconds": limits.cell,
            "memory": limits.memory,
        }
        environment = os.environ | {
            "PYTHONPATH": str(COURSE),
            "COURSE_PROGRESS_FILE": ":memory:",
            "MPLBACKEND": "Agg",
            "PYTHONDONTWRITEBYTECODE": "1",
            # Notebooks are marked side by side already.
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "TMPDIR": str(work),
            "IPYTHONDIR": str(work / ".ipython"),
            "MPLCONFIGDIR": str(work / ".matplotlib"),
        }
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "helpers.tools.marking.one"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=work,
            env=environment,
            start_new_session=True,
        )
        try:
            with contextlib.suppress(OSError):
                process.stdin.write(json.dumps(order).encode())
                process.stdin.close()
            reason = _wait(process, results, end, limits)
        finally:
            _kill(process)
        return read_results(results, token), reason


def _wait(process, results, end, limits):
    """Wait until a process ends, is silent or takes too long; return the words for it."""
    size, spoke = 0, time.monotonic()
    lines, moved = 0, time.monotonic()
    while process.poll() is None:
        time.sleep(LOOK_EVERY)
        now = time.monotonic()
        if now >= end:
            return TOO_LONG
        with contextlib.suppress(OSError):
            if results.stat().st_size != size:
                size, spoke = results.stat().st_size, now
                # A sign of life is an empty line; only the others say that something has moved on.
                said = results.read_bytes().count(b"}\n")
                lines, moved = said, moved if said == lines else now
        if size and now - spoke > SILENT_SECONDS:
            return SILENT
        if now - moved > max(limits.cell, CHECK_SECONDS) + SILENT_SECONDS:
            return TOO_LONG
    return ENDED


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
        ``{"problem": text}``, or ``{"expected": [[number, name], …]}`` followed by ``{"cell": k}`` and ``{"done": k}``
        around each cell, ``{"start": number, "attempt": text}`` and ``{"exercise": number, "status", "mistake",
        "message"}`` around each attempt at an exercise, and at last ``{"end": true}``.
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
