"""Check the exercises of one notebook, in a process of its own. `mark` starts it and reads what it writes.

The notebook's cells are run in their order as a kernel runs them, with the course's own decorator; what the decorator
found is written down, and nothing is decided here. A cell that stops with an error counts up to there, as in a kernel,
and the next cell is run.
"""

import json
import os
import re
import sys
import threading
import time

from helpers.exercises import decorator
from helpers.exercises.checking import Result
from helpers.exercises.declare import get
from helpers.notebooks import NotANotebook, read_cells
from helpers.tools.marking.cells import expected_exercises, lessons_of, to_run
from helpers.tools.marking.fence import limit_resources, shut_in
from helpers.tools.marking.shell import Limit, make_shell, run_cell

HEARTBEAT = 1.0


class Marking:
    """One run through a notebook.

    Parameters
    ----------
    say : callable
        Called with one dictionary for each thing that is known; see `process.read_results`.
    skip : dict
        ``"cells"`` and ``"attempts"`` that must not be tried again, each with what it did: they ended the process.
    seconds : float
        For each cell, and after each exercise for the rest of its cell.
    """

    def __init__(self, say, skip, seconds):
        self.say, self.skip, self.seconds = say, skip, seconds
        self.attempts = {}
        self.current = ""
        self.errors = {}
        self.limit = Limit()
        self._check = decorator.check
        decorator.check = self.check
        decorator.listeners[:] = [self.listen]
        self._own = {module: dict(vars(module)) for module in _checker()}

    def run(self, cells, pieces, lessons):
        """Run pieces of the cells, and say what their exercises got."""
        expected = expected_exercises(lessons)
        self.say({"expected": [[exercise.number, exercise.name] for exercise in expected]})
        shell = make_shell()
        for piece in pieces:
            if piece.cell in self.skip["cells"]:
                continue
            self.mend()
            self.say({"cell": piece.cell})
            error = run_cell(shell, piece.source, self.limit, self.seconds)
            if error is not None:
                self.errors.setdefault(piece.cell, _in_words(error, piece.cell))
            self.say({"done": piece.cell})
        if not expected:
            # Nothing in the source said so, and yet exercises were tried.
            expected = expected_exercises({get(number).lesson for number in self.attempts})
            self.say({"expected": [[exercise.number, exercise.name] for exercise in expected]})
        for exercise in expected:
            if exercise.number not in self.attempts:
                self._say_why_not(exercise, cells, shell.user_ns)
        self.say({"end": True})

    def check(self, name, function, when_slow=None):
        """Check as the notebook does, except for what has ended the process before."""
        if self.current in self.skip["attempts"]:
            return Result(get(name), False, None, self.skip["attempts"][self.current], "stopped")
        return self._check(name, function)

    def listen(self, what, about):
        """Write down that an exercise is tried, and what counts of it afterwards."""
        if what == "begins":
            # An exercise has limits of its own.
            self.limit.stop()
            self.mend()
            nth = self.attempts[about.number] = self.attempts.get(about.number, 0) + 1
            self.current = f"{about.number}#{nth}"
            self.say({"start": about.number, "attempt": self.current})
            return
        message = "" if about.passed else about.message
        exercise = about.exercise
        fact = {"exercise": exercise.number, "name": exercise.name, "status": about.status, "mistake": about.mistake}
        self.say({**fact, "message": message})
        self.limit.start(self.seconds)

    def mend(self):
        """Put back what the notebook has replaced in the checker's modules."""
        for module, names in self._own.items():
            now = vars(module)
            for name, value in names.items():
                if now.get(name, self) is not value:
                    setattr(module, name, value)

    def _say_why_not(self, exercise, cells, names):
        numbers = f"{re.escape(exercise.number)}|{exercise.name}"
        wanted = rf"exercise\s*\(\s*\W?(?:{numbers})\b|def\s+{exercise.name}\b"
        for i, source in enumerate(cells):
            if i in self.skip["cells"] and re.search(wanted, source):
                text = f"Code cell {i + 1}: {self.skip['cells'][i]}"
                self.say({"exercise": exercise.number, "status": "stopped", "message": text})
                return
            if i in self.errors and re.search(wanted, source):
                self.say({"exercise": exercise.number, "status": "error", "message": self.errors[i]})
                return
        if callable(names.get(exercise.name)) and any(re.search(rf"def\s+{exercise.name}\b", cell) for cell in cells):
            text = (
                f'There is a function of this name, but not below `@exercise("{exercise.number}")`: nobody checked it.'
            )
            self.say({"exercise": exercise.number, "status": "missing", "message": text})


def _checker():
    """The modules that decide, as far as they are loaded."""
    return [module for name, module in sys.modules.items() if name.startswith("helpers.exercises")]


def _in_words(error, cell):
    place = f"code cell {cell + 1}"
    if isinstance(error, SyntaxError):
        return f"There is a syntax error in {place}: {error.msg}, line {error.lineno}."
    if isinstance(error, KeyboardInterrupt):
        return f"{place} did not come to an end."
    try:
        text = str(error)[:300]
    except BaseException:
        text = ""
    return f"{place} stopped with {type(error).__name__}: {text}"


def main():
    # The order comes by standard input, not by arguments, which the notebook's code could read.
    order = json.loads(sys.stdin.read())
    limit_resources(order["memory"], order["timeout"])
    writing = threading.Lock()
    results = os.open(order["results"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.set_inheritable(results, False)
    token, leave = order["token"], os._exit

    def say(fact):
        with writing:
            os.write(results, (json.dumps({"token": token, **fact}) + "\n").encode())

    def beat():
        while True:
            time.sleep(HEARTBEAT)
            os.write(results, b"\n")

    try:
        cells = [cell.source for cell in read_cells(order["notebook"]) if cell.kind == "code"]
    except NotANotebook as error:
        say({"problem": str(error)})
        return
    lessons = lessons_of(cells, re.split(r"[\\/]", order["notebook"])[-1])
    skip = {"cells": {int(cell): why for cell, why in order["skip"]["cells"].items()}}
    marking = Marking(say, skip | {"attempts": order["skip"]["attempts"]}, order["seconds"])
    pieces = to_run(cells)
    shut_in(os.getcwd())
    threading.Thread(target=beat, daemon=True).start()
    try:
        marking.run(cells, pieces, lessons)
    finally:
        # What the notebook has left running must not keep the process.
        leave(0)


if __name__ == "__main__":
    main()
